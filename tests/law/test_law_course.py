"""The course of a case as data: steps, kinds of service, and local files that may only be stricter."""

import shutil
from dataclasses import replace
from datetime import date

import pytest
from lawbooks import LAW, SHIPPED, changed

from creditsvc.kernel.canonical import digest
from creditsvc.law import loader
from creditsvc.law.lint import lint
from creditsvc.law.loader import load
from creditsvc.law.parsing import parse
from creditsvc.law.reading import RulebookError

ON = date(2026, 11, 21)
COUNTY, CITY, ELSEWHERE = "620502", "620500", "110105"
LINE = "article: 虚构, zh: 虚, en: fictional, provenance: design"
SERVICE = f"serious_dishonesty.service: {{working_days: 3, {LINE}}}"
HEAD = "region: '620502'\ntitle: 虚构区规定\nrank: {rank}\n"


def with_local(folder, body, rank="local_government_rule"):
    """The shipped rulebook with one local file."""
    book = folder / "law"
    shutil.copytree(SHIPPED, book)
    (book / "procedures").mkdir()
    path = book / "procedures" / "620502.yaml"
    path.write_text(HEAD.format(rank=rank) + body, encoding="utf-8")
    return book


def test_a_countys_stricter_deadline_is_a_file(tmp_path):
    book = with_local(tmp_path, f"periods:\n  {SERVICE}\n", rank="normative_document")
    assert lint(book, ON) == ()
    law = load(book)
    found = {
        region: law.course.period("serious_dishonesty.service", region, ON).amount
        for region in (COUNTY, CITY, ELSEWHERE, None)
    }
    assert found == {COUNTY: 3, CITY: 7, ELSEWHERE: 7, None: 7}
    assert law.digest != LAW.digest


def test_of_the_partys_time_the_longer_is_the_stricter(tmp_path):
    body = f"periods:\n  serious_dishonesty.reply: {{working_days: 10, {LINE}}}\n"
    law = load(with_local(tmp_path, body))
    assert law.course.period("serious_dishonesty.reply", COUNTY, ON).amount == 10
    assert law.course.period("serious_dishonesty.reply", CITY, ON).amount == 5


def test_a_local_line_holds_on_its_days_alone(tmp_path):
    body = f"periods:\n  {SERVICE[:-1]}, in_force: {{from: 2026-12-01}}}}\n"
    law = load(with_local(tmp_path, body))
    days = {
        day: law.course.period("serious_dishonesty.service", COUNTY, day).amount
        for day in (date(2026, 11, 30), date(2026, 12, 1))
    }
    assert list(days.values()) == [7, 3]


def test_a_county_may_ask_for_a_step_that_the_country_asks_for_in_complex_cases_only(tmp_path):
    body = f"steps:\n  serious_dishonesty.deliberation: {{must: always, {LINE}}}\n"
    book = with_local(tmp_path, body)
    assert lint(book, ON) == ()
    course = load(book).course
    assert course.step("serious_dishonesty", "deliberation", COUNTY, ON).must == "always"
    assert course.step("serious_dishonesty", "deliberation", CITY, ON).must == "if_complex"


@pytest.mark.parametrize(
    ("body", "rank", "says"),
    [
        (f"periods:\n  serious_dishonesty.service: {{working_days: 8, {LINE}}}\n", "local_regulation", "laxer"),
        (f"periods:\n  serious_dishonesty.reply: {{working_days: 4, {LINE}}}\n", "local_regulation", "laxer"),
        (f"periods:\n  serious_dishonesty.hearing_notice: {{working_days: 6, {LINE}}}\n", "local_regulation", "laxer"),
        (f"periods:\n  serious_dishonesty.service: {{days: 3, {LINE}}}\n", "local_regulation", "unit"),
        (f"periods:\n  serious_dishonesty.reply: {{working_days: 10, {LINE}}}\n", "normative_document", "serious_dishonesty.reply bears on"),
        (f"steps:\n  serious_dishonesty.review: {{must: if_complex, {LINE}}}\n", "local_regulation", "serious_dishonesty.review is laxer"),
        (f"steps:\n  redlist.hearing: {{must: if_requested, {LINE}}}\n", "normative_document", "redlist.hearing bears on"),
    ],
)  # fmt: skip
def test_a_local_line_that_is_laxer_or_ranks_too_low_is_complained_of(tmp_path, body, rank, says):
    (fault,) = lint(with_local(tmp_path, body, rank=rank), ON)
    assert says in fault.en
    assert (fault.place.file, fault.place.line) == ("procedures/620502.yaml", 5)


@pytest.mark.parametrize(
    "body",
    [
        "periods:\n  serious_dishonesty.service: {working_days: 3, zh: 虚, en: x, provenance: design}\n",
        f"periods:\n  serious_dishonesty.tea_break: {{working_days: 3, {LINE}}}\n",
        f"periods:\n  serious_dishonesty.service: {{working_days: 3, colour: red, {LINE}}}\n",
        f"steps:\n  serious_dishonesty.dance: {{must: always, {LINE}}}\n",
        f"steps:\n  nonsense.review: {{must: always, {LINE}}}\n",
        f"steps:\n  serious_dishonesty.review: {{must: perhaps, {LINE}}}\n",
        f"colour: red\nperiods:\n  {SERVICE}\n",
        "",
    ],
)
def test_a_local_file_with_unknown_words_or_without_article_is_refused(tmp_path, body):
    with pytest.raises(RulebookError) as refused:
        load(with_local(tmp_path, body))
    assert refused.value.file == "procedures/620502.yaml"


@pytest.mark.parametrize("rank", ["law", "departmental_rule"])
def test_no_county_makes_national_law(tmp_path, rank):
    with pytest.raises(RulebookError):
        load(with_local(tmp_path, f"periods:\n  {SERVICE}\n", rank=rank))


def test_a_rulebook_without_these_files_is_read_and_counts_without_them(tmp_path):
    book = tmp_path / "law"
    shutil.copytree(SHIPPED, book)
    for name in ("steps", "service"):
        (book / f"{name}.yaml").unlink()
    law = load(book)
    assert (law.course.steps, dict(law.course.services)) == ((), {})
    (book / "procedures").mkdir()
    assert load(book).digest == law.digest


def test_the_paper_of_the_notice_says_what_article_9_asks():
    step = LAW.course.step("serious_dishonesty", "notice", None, ON)
    assert step.contents == ("time", "reason", "basis", "measures", "rights")


@pytest.mark.parametrize("list_id", ["serious_dishonesty", "fire_serious_dishonesty"])
@pytest.mark.parametrize(("name", "due"), [("opening", True), ("review", True), ("deliberation", False), ("hearing", False)])  # fmt: skip
def test_steps_of_the_adverse_lists_of_today(list_id, name, due):
    step = LAW.course.step(list_id, name, None, ON)
    assert step.due(complex_case=False) is due
    assert step.article


def test_a_word_that_steps_do_not_know_is_refused(tmp_path):
    book = changed(tmp_path, "steps.yaml", "must: always", "must: often")
    with pytest.raises(RulebookError, match="must"):
        load(book)


@pytest.mark.parametrize(
    ("must", "plain", "complex_", "heard"),
    [
        ("always", True, True, True),
        ("if_complex", False, True, False),
        ("if_heard", False, False, True),
        ("if_requested", False, False, False),
    ],
)
def test_when_a_step_is_owed_without_being_asked_for(must, plain, complex_, heard):
    step = replace(LAW.course.steps[0], must=must)
    assert step.due(complex_case=False) is plain
    assert step.due(complex_case=True) is complex_
    assert step.due(complex_case=False, heard=True) is heard


def test_where_nothing_is_written_no_period_binds_and_no_step_is_asked_for():
    on = date(2026, 11, 21)
    assert LAW.course.period("serious_dishonesty.nothing", "620102", on) is None
    assert LAW.course.step("serious_dishonesty", "nothing", "620102", on) is None


@pytest.mark.parametrize(
    ("body", "rank"),
    [
        (f"periods:\n  serious_dishonesty.service: {{working_days: 7, {LINE}}}\n", "normative_document"),
        (f"periods:\n  serious_dishonesty.service: {{working_days: 8, in_force: {{from: 2019-01-01, to: 2019-12-31}}, {LINE}}}\n", "local_regulation"),
        (f"periods:\n  redlist.service: {{working_days: 8, {LINE}}}\n", "normative_document"),
        (f"steps:\n  serious_dishonesty.review: {{must: always, {LINE}}}\n", "normative_document"),
        (f"steps:\n  serious_dishonesty.hearing: {{must: always, {LINE}}}\n", "local_regulation"),
    ],
)  # fmt: skip
def test_a_local_line_as_strict_or_of_other_days_is_in_order(tmp_path, body, rank):
    assert lint(with_local(tmp_path, body, rank=rank), ON) == ()


def test_the_digest_is_of_what_local_files_say_and_not_of_their_names_or_order():
    one, other = (parse(text, f"{text[0]}.yaml") for text in ("a: 1", "b: 2"))
    said = {"local_procedures": sorted([{"a": 1}, {"b": 2}], key=digest)}
    assert loader._content({}, {}, [one, other]) == loader._content({}, {}, [other, one]) == said
    assert loader._content({}, {}, []) == {}
