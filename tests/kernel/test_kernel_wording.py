"""What the words of the house say when they refuse: whole sentences, in Chinese and in English."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from creditsvc.kernel import uscc
from creditsvc.kernel.canonical import DEEPEST, LARGEST, MOST_DIGITS, canonical_bytes
from creditsvc.kernel.clock import FixedClock, parse_day, parse_instant
from creditsvc.kernel.codetables import BadTable, rows
from creditsvc.kernel.money import MOST_FEN, fen, yuan
from creditsvc.kernel.periods import Calendar, add_months
from creditsvc.kernel.refusals import Refusal
from creditsvc.kernel.regions import Regions, lies_in
from creditsvc.kernel.spans import Span


def nested(depth: int) -> object:
    value: object = 1.5
    for _ in range(depth):
        value = (value,)
    return value


REFUSALS: list[tuple[str, Callable[[], object], str, str]] = [
    (
        "an instant without an offset",
        lambda: parse_instant("soon"),
        "“soon”不是带时区的时刻，应如 2025-03-01T08:00:00Z",
        "'soon' is not an instant with an offset, such as 2025-03-01T08:00:00Z",
    ),
    (
        "a day that is none",
        lambda: parse_day("2025/3/1"),
        "“2025/3/1”不是日期，应如 2025-03-01",
        "'2025/3/1' is not a day such as 2025-03-01",
    ),
    (
        "a span that ends before it begins",
        lambda: Span(from_=date(2025, 3, 2), until=date(2025, 3, 1)),
        "止日 2025-03-01 早于起日 2025-03-02",
        "the span ends on 2025-03-01, before it begins on 2025-03-02",
    ),
    (
        "an end that stands for no end",
        lambda: Span.closed(date(2025, 3, 2), date.max),
        "无期限请留空，不要写 9999-12-31",
        "leave an open end empty instead of writing 9999-12-31",
    ),
    (
        "an amount that is no number",
        lambda: fen("-1"),
        "金额“-1”须为非负的十进制数",
        "the amount '-1' must be a plain, non-negative decimal number",
    ),
    (
        "an amount of a type that is no exact number",
        lambda: fen(1.5),  # type: ignore[arg-type]
        "金额“(float)”须为非负的十进制数",
        "the amount '(float)' must be a plain, non-negative decimal number",
    ),
    (
        "an amount with too many decimals",
        lambda: fen("1.234"),
        "金额“1.234”小数超过 2 位",
        "the amount '1.234' has more than 2 decimals",
    ),
    (
        "an amount past what can be recorded",
        lambda: fen(str(MOST_FEN)),
        f"金额“{MOST_FEN}”超出可登记的范围",
        f"the amount '{MOST_FEN}' is more than can be recorded",
    ),
    (
        "fen below zero",
        lambda: yuan(-1),
        "金额“-1”不是可登记的整数分",
        "the amount '-1' is not a whole number of fen that can be recorded",
    ),
    (
        "a document nested too deep",
        lambda: canonical_bytes(nested(DEEPEST + 1)),
        f"嵌套超过 {DEEPEST} 层",
        f"nested more than {DEEPEST} levels deep",
    ),
    (
        "a key that is no text",
        lambda: canonical_bytes({1: 2}),
        "键 1 不是文本",
        "the key 1 is not a text",
    ),
    (
        "a value without one byte form",
        lambda: canonical_bytes(1.5),
        f"float 值没有唯一的字节形式；小数请用文本或 Decimal，整数不超过 {LARGEST}",
        (
            "a float such as this has no single byte form; give fractions as text or Decimal, and"
            f" whole numbers up to {LARGEST}"
        ),
    ),
    (
        "months past the calendar",
        lambda: add_months(date(9999, 12, 31), 1),
        "9999-12-31 加 1 个月超出历法",
        "1 months from 9999-12-31 leave the calendar",
    ),
]


@pytest.mark.parametrize(
    ("make", "zh", "en"), [pytest.param(*each[1:], id=each[0]) for each in REFUSALS]
)
def test_a_refusal_says_what_is_wrong_and_how_to_write_it(make, zh, en):
    with pytest.raises(Refusal) as refused:
        make()
    assert (refused.value.zh, refused.value.en) == (zh, en)
    assert str(refused.value) == f"{zh} / {en}"
    assert refused.value.args == (zh, en)


def test_a_year_without_a_calendar_is_named(calendar):
    with pytest.raises(Refusal) as refused:
        calendar.is_working(date(2006, 12, 31))
    assert refused.value.zh == "2007 年以前的工作日历未收录，无法判断 2006-12-31"
    assert refused.value.en == (
        "no calendar of working days before 2007 is held; 2006-12-31 cannot be told"
    )
    assert refused.value.facts == {"first_year": 2007}


def test_days_past_the_calendar_are_refused_in_both_languages(calendar):
    with pytest.raises(Refusal) as refused:
        calendar.party_limit(date(9999, 12, 30), days=5)
    assert refused.value.zh == "9999-12-30 加 5 日超出历法"
    assert refused.value.en == "5 days from 9999-12-30 leave the calendar"


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (
            "91350500",
            "统一社会信用代码应为 18 位，现为 8 位 / a unified social credit code has 18 signs, this one 8",
        ),
        (
            "9I350500MA0000000X",
            (
                "第 2 位“I”不是代码字符（数字及除 I、O、S、V、Z 外的大写字母） / sign 2, 'I', is no digit"
                " and no capital other than I, O, S, V and Z"
            ),
        ),
        (
            "B1350500MA00000000",
            (
                "第 1 位“B”不是登记管理部门代码（1-9、A、N、Y） / sign 1, 'B', names no registration"
                " department (1-9, A, N, Y)"
            ),
        ),
        (
            "913505A0MA00000000",
            (
                "第 7 位“A”应为数字（第 3-8 位为行政区划码） / sign 7, 'A', must be a digit"
                " (signs 3 to 8 name the region)"
            ),
        ),
        (
            "91A50500MA00000000",
            (
                "第 3 位“A”应为数字（第 3-8 位为行政区划码） / sign 3, 'A', must be a digit"
                " (signs 3 to 8 name the region)"
            ),
        ),
        (
            "91999999MA00000155",
            "校验码错误：末位应为“4”，现为“5” / wrong check sign: the last should be '4', not '5'",
        ),
    ],
)
def test_what_is_wrong_with_a_code_is_said_in_both_languages(code, says):
    assert uscc.problem(code) == says


def test_a_misshapen_organisation_code_is_told_what_it_should_be():
    assert uscc.organisation_problem("12345") == (
        "组织机构代码应为 8 位数字或大写字母加 1 位校验码 / an organisation code is 8 digits or"
        " capitals and a check sign"
    )


def test_the_hyphen_of_an_organisation_code_is_no_sign_of_it():
    assert uscc.organisation_problem("12345678-8") == uscc.organisation_problem("123456788")


def test_the_check_sign_is_asked_of_seventeen_signs():
    with pytest.raises(ValueError, match=r"^the argument must be the first 17 signs$"):
        uscc.check_sign("9")


def test_a_naive_clock_is_refused():
    with pytest.raises(ValueError, match=r"^an instant needs an aware datetime$"):
        FixedClock(datetime(2025, 3, 1))  # noqa: DTZ001 - naive on purpose


def test_a_fixed_clock_keeps_utc_and_moves_by_each_unit_alone():
    clock = FixedClock(datetime(2025, 3, 1, tzinfo=UTC))
    clock.move_to(datetime(2025, 3, 2, tzinfo=UTC))
    assert clock.now().tzinfo is UTC
    clock.advance(hours=1)
    assert clock.now() == datetime(2025, 3, 2, 1, tzinfo=UTC)
    clock.advance(seconds=2)
    assert clock.now() == datetime(2025, 3, 2, 1, 0, 2, tzinfo=UTC)
    clock.advance(days=1)
    assert clock.now() == datetime(2025, 3, 3, 1, 0, 2, tzinfo=UTC)
    clock.advance(minutes=3)
    assert clock.now() == datetime(2025, 3, 3, 1, 3, 2, tzinfo=UTC)


def test_a_parsed_instant_is_in_utc():
    assert parse_instant("2025-03-01T08:00:00+08:00").tzinfo is UTC


@pytest.mark.parametrize("limit", [{}, {"days": 1, "months": 1}, {"days": 0}])
def test_a_limit_of_neither_or_both_is_a_mistake_of_the_program(calendar, limit):
    said = r"^a time limit is so many days or so many months, at least one$"
    with pytest.raises(ValueError, match=said):
        calendar.party_limit(date(2026, 3, 2), **limit)


def test_the_largest_whole_yuan_that_is_an_exact_number_is_read():
    assert fen(MOST_FEN // 100) == MOST_FEN // 100 * 100
    with pytest.raises(Refusal, match="more than can be recorded"):
        fen(MOST_FEN)  # as a number it is still exact; as an amount it is too much
    with pytest.raises(Refusal, match=re.escape("(int)")):
        fen(MOST_FEN + 1)


def test_a_decimal_of_absurd_size_is_not_spelled_out():
    assert fen(Decimal("0.10")) == 10
    with pytest.raises(Refusal, match="more than can be recorded"):
        fen(Decimal("1E+19"))
    with pytest.raises(Refusal, match=re.escape("(Decimal)")):
        fen(Decimal("1E+20"))
    assert canonical_bytes(Decimal(f"1E+{MOST_DIGITS - 1}")).startswith(b'"1')
    with pytest.raises(Refusal, match="Decimal"):
        canonical_bytes(Decimal(f"1E+{MOST_DIGITS}"))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1.50", b'"1.5"'),
        ("100", b'"100"'),
        ("100.00", b'"100"'),
        ("-0.0", b'"0"'),
        ("0.010", b'"0.01"'),
    ],
)
def test_equal_decimals_are_one_text(value, text):
    assert canonical_bytes(Decimal(value)) == text


def test_a_province_holds_every_code_of_its_two_digits():
    assert lies_in("359900", "350000")
    assert not lies_in("359900", "350500")


def a_table(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode("utf-8-sig"))
    return path


def test_a_table_without_its_columns_says_which(tmp_path):
    path = a_table(tmp_path, "name\n福建\n")
    with pytest.raises(BadTable) as refused:
        list(rows(path, frozenset({"code", "area"})))
    assert str(refused.value) == f"{path}:1: no column area, code"


def test_a_row_with_too_few_cells_says_so(tmp_path):
    path = a_table(tmp_path, "code,name\n350000\n")
    with pytest.raises(BadTable) as refused:
        list(rows(path, frozenset({"code"})))
    assert str(refused.value) == f"{path}:2: not as many cells as the header has"


def test_a_mark_of_order_at_the_head_and_a_quoted_break_are_read_as_they_are(tmp_path):
    path = a_table(tmp_path, 'code,name\r\n350000,"福\r\n建"\r\n')
    assert list(rows(path, frozenset({"code"}))) == [
        (3, {"code": "350000", "name": "福\r\n建"}),
    ]


def test_a_quote_that_goes_on_after_its_end_is_no_table(tmp_path):
    path = a_table(tmp_path, 'code,name\n350000,"福"建\n')
    with pytest.raises(Exception, match="expected after"):
        list(rows(path, frozenset({"code"})))


HEADS = ("code,name,seen_on", "code,name,first_seen,last_seen", "code,name,parent")
FUJIAN = "350000,福建省,2026-09-11\n"


@pytest.mark.parametrize(
    ("current", "history", "extensions", "says"),
    [
        ("35000,福建省,2026-09-11", "", "", "a.csv:2: '35000' is no code of six digits"),
        ("350000,福建省,soon", "", "", "a.csv:2: 'soon' is no day"),
        (FUJIAN * 2, "", "", "a.csv:3: 350000 stands twice"),
        ("", "", "", "a.csv:1: one day of taking was expected, not 0"),
        (FUJIAN, "3500,福建省,198012,201904", "", "b.csv:2: '3500' is no code of six digits"),
        (FUJIAN, "", "35,区,350000", "c.csv:2: '35' is no code of six digits"),
        (FUJIAN, "", "350000,区,350000", "c.csv:2: 350000 is already taken"),
        (
            FUJIAN,
            "",
            "360001,区,350000",
            "c.csv:2: 360001 does not lie in a known region 350000",
        ),
    ],
)
def test_a_wrong_table_of_regions_is_told_whole(tmp_path, current, history, extensions, says):
    paths = []
    for name, head, body in zip("abc", HEADS, (current, history, extensions), strict=True):
        path = tmp_path / f"{name}.csv"
        path.write_text(f"{head}\n{body}", encoding="utf-8")
        paths.append(path)
    with pytest.raises(BadTable) as refused:
        Regions.read(*paths)
    assert str(refused.value) == f"{tmp_path}/{says}"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("", "1: empty, or unclear on [], or lacking []"),
        (
            "2025-01-01,休,2025\n2025-01-01,班,2025",
            "1: empty, or unclear on [datetime.date(2025, 1, 1)], or lacking []",
        ),
        (
            "2023-01-02,休,2023\n2025-01-01,休,2025",
            "1: empty, or unclear on [], or lacking [2024]",
        ),
        (
            "2025-01-01,假,2025",
            "2: no day off or make-up day: {'date': '2025-01-01', 'kind': '假', 'year': '2025'}",
        ),
    ],
)
def test_a_wrong_calendar_is_told_whole(tmp_path, body, says):
    path = a_table(tmp_path, f"date,kind,year\n{body}")
    with pytest.raises(BadTable) as refused:
        Calendar.read(path)
    assert str(refused.value) == f"{path}:{says}"


def test_the_last_announced_day_needs_no_guess():
    # a calendar announced up to a year whose last day is no fixed day off, and one past it
    calendar = Calendar(
        days_off=frozenset(),
        make_up_days=frozenset(),
        first_announced_year=2024,
        last_announced_year=2024,
    )
    assert calendar.is_working(date(2024, 12, 31))
    assert not calendar.is_working(date(2025, 1, 1))
    assert calendar.is_working(date(2024, 1, 1))  # no notice made it a day off


@pytest.mark.parametrize(
    ("day", "n", "end"),
    [
        (date(1, 3, 31), -1, date(1, 2, 28)),
        (date(9999, 10, 31), 1, date(9999, 11, 30)),
        (date(9999, 12, 31), 0, date(9999, 12, 31)),
    ],
)
def test_months_reach_both_ends_of_the_calendar(day, n, end):
    assert add_months(day, n) == end
