"""Case files are read with their lines, compared key by key, and counted by rule."""

from dataclasses import replace

import pytest
from lawbooks import LAW

from creditsvc.law.case_totals import totals
from creditsvc.law.casebook import read_cases
from creditsvc.law.expectations import compare, differences
from creditsvc.law.reading import RulebookError

BOOK = """\
defaults: {source: 虚构来源, name: 虚构甲化工有限公司, sector: chemical, penalised_on: 2026-05-01}
cases:
  - title: 两起较大事故，恰一年
    law_note: 令11第六条第（二）项
    on: 2026-06-30
    events:
      - {source_ref: A, kind: ws.accident, occurred_on: 2025-03-01, facts: {grade: major}}
      - {source_ref: B, kind: ws.accident, occurred_on: 2026-03-01, facts: {grade: major}}
    expect:
      tier: D
      findings: [{rule: WS11-6-2, list: serious_dishonesty, evidence: [B, A], last_day: 2029-06-30}]
      undetermined: []
  - title: 两起较大事故，一年零一日
    law_note: 令11第六条第（二）项
    on: 2026-06-30
    events:
      - {source_ref: A, kind: ws.accident, occurred_on: 2025-03-01, facts: {grade: major}}
      - {source_ref: B, kind: ws.accident, occurred_on: 2026-03-02, facts: {grade: major}}
    expect:
      tier: A
      findings: []
      undetermined: []
"""
FOUND = {
    "rule": "WS11-6-2",
    "list": "serious_dishonesty",
    "evidence": ["A", "B"],
    "term": {"last_day": "2029-06-30"},
    "title": {"zh": "两起", "en": "two"},
}
ANSWER = {
    "on": "2026-06-30",
    "tier": "D",
    "findings": [FOUND],
    "undetermined": [],
    "warnings": ["grade of A differs from its figures"],
}
BAN = {"rule": "BAN-X", "list": None, "evidence": ["A"], "term": None}


@pytest.fixture
def cases(tmp_path):
    return read_cases(_file(tmp_path, BOOK))


def _file(folder, text):
    path = folder / "book.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def _with_ban():
    """The law that ships, with one rule that puts nobody on a list."""
    rule = LAW.rule("WS11-7-3")
    return replace(LAW, rules=(*LAW.rules, replace(rule, id="BAN-X", list=None)))


def _apart(case, law=LAW, answer=ANSWER, **expected):
    asked = replace(case, expect=({**case.expect[0], **expected},))
    return [(each.where, each.expected, each.found) for each in differences(asked, [answer], law)]


def test_rows_take_what_their_file_shares_and_lose_what_they_write_as_null(tmp_path):
    text = BOOK.replace("facts: {grade: major}}", "sector: null, facts: {grade: major}}", 1)
    first, second = read_cases(_file(tmp_path, text))[0].rows
    assert "sector" not in first
    assert second["sector"] == "chemical"
    assert first["occurred_on"] == "2025-03-01"


def test_each_case_and_row_knows_its_line(cases):
    assert [case.place.line for case in cases] == [3, 13]
    assert [place.line for place in cases[1].places] == [17, 18]


def test_the_books_of_a_folder_are_read_by_name(tmp_path):
    _file(tmp_path, BOOK)
    (tmp_path / "a.yaml").write_text(BOOK.replace("起", "件"), encoding="utf-8")
    assert [case.book.name for case in read_cases(tmp_path)] == ["a", "a", "book", "book"]


@pytest.mark.parametrize(
    ("old", "new", "line", "word"),
    [
        ("    law_note: 令11第六条第（二）项\n    on", "    on", 3, "“law_note” is missing"),
        ("on: 2026-06-30", "on: 2026-06-31", 5, "no day 2026-06-31"),
        ("      tier: D\n", "", 9, "“tier” is missing"),
        ("[{rule: WS11-6-2, list", "[{rul: WS11-6-2, list", 11, "“rule” is missing"),
        ("一年零一日", "恰一年", 13, "stands at book.yaml:3 already"),
        ("    expect:\n", "    expects:\n", 9, "unknown word “expects”"),
        ("cases:\n", "switched_on: WS11-6-2\ncases:\n", 2, "must be a list"),
        ("cases:\n", "cases: [\n", 3, "not YAML"),
    ],
)
def test_a_broken_case_file_is_refused_at_its_line(tmp_path, old, new, line, word):
    assert old in BOOK
    with pytest.raises(RulebookError) as refused:
        read_cases(_file(tmp_path, BOOK.replace(old, new, 1)))
    assert (refused.value.file, refused.value.line) == ("book.yaml", line)
    assert word in refused.value.en


def test_an_answer_as_expected_differs_in_nothing(cases):
    assert _apart(cases[0]) == []


def test_what_differs_is_named_with_both_values(cases):
    finding = {"rule": "WS11-6-2", "list": "blacklist", "last_day": "2029-06-29"}
    assert _apart(cases[0], tier="C", findings=[finding]) == [
        ("tier", "C", "D"),
        ("findings[WS11-6-2].list", "blacklist", "serious_dishonesty"),
        ("findings[WS11-6-2].last_day", "2029-06-29", "2029-06-30"),
    ]


def test_a_rule_too_many_and_one_too_few_are_named(cases):
    wanted = {"rule": "WS11-6-1"}
    where = [each[0] for each in _apart(cases[0], findings=[wanted])]
    assert where == ["findings[WS11-6-1]", "findings[WS11-6-2]"]


def test_any_key_of_the_answer_can_be_expected_in_part(cases):
    assert _apart(cases[0], findings=[{"rule": "WS11-6-2", "title": {"en": "two"}}]) == []
    assert _apart(cases[0], way_out=[]) == [("way_out", [], "—")]
    assert (
        _apart(cases[0], answer={**ANSWER, "way_out": [{"a": 1, "b": 2}]}, way_out=[{"a": 1}]) == []
    )


def test_null_is_expected_literally(cases):
    finding = {"rule": "WS11-6-2", "list": None}
    assert _apart(cases[0], findings=[finding]) == [
        ("findings[WS11-6-2].list", None, "serious_dishonesty")
    ]


def test_the_order_of_a_list_says_nothing_and_its_length_does():
    assert list(compare(["A", "B"], ["B", "A"], "x")) == []
    assert [each.where for each in compare(["A"], ["A", "A"], "x")] == ["x"]
    twice = [{"ref": "A", "class": "minor"}, {"ref": "A", "class": "severe"}]
    assert [each.where for each in compare(twice[:1], twice, "x")] == ["x[A]"]


@pytest.mark.parametrize(
    ("wanted", "apart"), [(["differs"], 0), (["tier"], 1), ("none", 1), ([], 0)]
)
def test_warnings_must_contain_the_words_expected(cases, wanted, apart):
    assert len(_apart(cases[0], warnings=wanted)) == apart


def test_rules_without_a_list_count_only_in_cases_that_name_one(cases):
    law, answer = _with_ban(), {**ANSWER, "findings": [FOUND, BAN]}
    assert _apart(cases[0], law, answer) == []
    named = [{"rule": "WS11-6-2"}, {"rule": "BAN-X", "list": None}]
    assert _apart(cases[0], law, answer, findings=named) == []
    assert [each[0] for each in _apart(cases[0], law, answer, not_met=["BAN-X"])] == [
        "findings[BAN-X]",
        "not_met",
    ]
    assert _apart(cases[0], law, not_met=["BAN-X"]) == []


def test_an_enterprise_too_many_is_a_difference(cases):
    (one,) = differences(cases[0], [ANSWER, ANSWER], LAW)
    assert (one.where, one.expected, one.found) == ("enterprises", 1, 2)


def test_two_cases_a_day_apart_that_come_out_otherwise_stand_at_the_edge(cases):
    counted = totals(LAW, cases)["WS11-6-2"]
    assert (counted.met, counted.not_met, counted.undetermined, counted.edges) == (1, 1, 0, 2)


def test_two_days_apart_is_no_edge(tmp_path):
    text = BOOK.replace("occurred_on: 2026-03-02", "occurred_on: 2026-03-03")
    assert totals(LAW, read_cases(_file(tmp_path, text)))["WS11-6-2"].edges == 0


@pytest.mark.parametrize(("deaths", "edges"), [("9", 2), ("8", 0)])
def test_figures_one_unit_apart_make_an_edge(tmp_path, deaths, edges):
    book = """\
cases:
  - {title: 十人, law_note: x, on: 2026-06-30, events: [{kind: ws.accident, facts: {deaths: 10}}],
     expect: {tier: D, findings: [{rule: WS11-6-1}], undetermined: []}}
  - {title: 少于十人, law_note: x, on: 2026-06-30, events: [{kind: ws.accident, facts: {deaths: N}}],
     expect: {tier: B, findings: [], undetermined: []}}
"""
    counted = totals(LAW, read_cases(_file(tmp_path, book.replace("N", deaths))))
    assert counted["WS11-6-1"].edges == edges


def test_rules_about_persons_and_rules_not_in_force_are_not_counted_as_not_met(cases):
    counted = totals(LAW, cases)
    assert "WS11-6-5" not in counted
    assert counted["WS49-3-b"].not_met == 0
    assert counted["WS11-6-1"].not_met == 2


def test_a_book_says_what_is_on_and_which_scheme_it_asks_for_and_where(tmp_path):
    head = "switched_on: [order11, NX18-1]\nscheme: excellent_good\n"
    plain, asked = (read_cases(_file(tmp_path, each + BOOK))[0].book for each in ("", head))
    assert (plain.switched_on, plain.scheme) == (frozenset(), None)
    assert (plain.switched_at.line, plain.scheme_at.line) == (1, 1)
    assert (asked.switched_on, asked.scheme) == ({"order11", "NX18-1"}, "excellent_good")
    assert (asked.switched_at.line, asked.scheme_at.line) == (1, 2)


def test_a_case_expects_one_verdict_or_one_of_each_enterprise(tmp_path):
    one = "    expect: {tier: A, findings: [], undetermined: []}\n"
    two = "    expect: [{tier: A, findings: [], undetermined: []}, {tier: B, findings: [], undetermined: []}]\n"
    head = BOOK[: BOOK.index("    expect:")]
    assert [each["tier"] for each in read_cases(_file(tmp_path, head + one))[0].expect] == ["A"]
    assert [each["tier"] for each in read_cases(_file(tmp_path, head + two))[0].expect] == [
        "A",
        "B",
    ]
