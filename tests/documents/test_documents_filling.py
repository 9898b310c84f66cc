"""Facts into templates: what is missing, misplaced, invisible or on record otherwise is refused in words."""

from dataclasses import replace
from datetime import date

import pytest

from creditsvc.documents.domain import (
    FactsMissing,
    Field,
    Given,
    NotAsked,
    OtherDocument,
    Template,
    UnprintableSign,
)
from creditsvc.documents.facts import facts_of
from creditsvc.documents.filling import fill, must_be_asked
from creditsvc.documents.specimens import Maker
from creditsvc.documents.templates import BadTemplate, Templates
from creditsvc.kernel.periods import Calendar
from creditsvc.law.rulebook import Law

DAY = date(2026, 11, 23)
FIELDS = {
    name: Field(name=name, zh=f"«{name}»", en=name, said=name in {"name", "authority"})
    for name in ("name", "authority", "day", "items", "extra")
}
FACTS = {"authority": "虚构局", "day": "2026年11月23日", "name": "虚构甲"}


def a_template(*blocks, needs=()):
    return Template(id="t", of="proceeding", about=frozenset(), title="题", needs=needs, blocks=blocks, fields=frozenset({"name", "extra"}))  # fmt: skip


def printed(*blocks, **facts):
    return [b.get("text", b) for b in fill(a_template(*blocks), FACTS | facts, FIELDS, DAY).blocks]


def test_a_value_is_put_in_once_and_not_read_again():
    assert printed({"text": "{name}"}, name="{day}{name}") == ["{day}{name}"]


def test_a_text_of_several_lines_makes_several_paragraphs():
    assert printed({"text": "{name}"}, name="一\r\n\n 二\t三") == ["一", "二 三"]


def test_a_block_with_a_condition_stands_only_with_its_fact():
    block = {"text": "另：{extra}", "when": "extra"}
    assert printed(block) == []
    assert printed(block, extra="有") == ["另：有"]


def test_a_list_makes_a_paragraph_an_item():
    items = [{"n": "1", "text": "甲"}, {"n": "2", "text": "乙"}]
    assert printed({"each": "items", "text": "{n}．{text}"}, items=items) == ["1．甲", "2．乙"]


def test_everything_missing_is_named_at_once():
    with pytest.raises(FactsMissing) as why:
        fill(a_template({"text": "{name}{extra}"}, needs=("items",)), {"authority": "虚构局"}, FIELDS, DAY)  # fmt: skip
    assert [each["field"] for each in why.value.facts["missing"]] == [
        "day",
        "extra",
        "items",
        "name",
    ]
    assert "请在请求中给出：name" in why.value.zh


@pytest.mark.parametrize("sign", ["\u202e", "\u200b", "\x00", "\x1b", "\u2028", "\ue000", "\ufeff"])
def test_a_sign_nobody_sees_is_refused(sign):
    with pytest.raises(UnprintableSign):
        printed({"text": "{name}"}, name=f"虚构{sign}甲")


def test_what_a_document_has_no_place_for_is_refused():
    with pytest.raises(NotAsked):
        must_be_asked(a_template({"text": "{name}"}), Given(said={"reasons": "无"}), FIELDS | {"reasons": FIELDS["name"]})  # fmt: skip
    with pytest.raises(NotAsked):
        must_be_asked(a_template({"text": "{name}"}), Given(said={}, access_code="X"), FIELDS)


@pytest.mark.parametrize(
    "body",
    [
        "of: proceeding\ntitle: 题\nblocks: [{text: '{unknown}'}]",
        "of: proceeding\ntitle: 题\nblocks: [{text: 一, colour: red}]",
        "of: proceeding\ntitle: 题\nblocks: [{shout: 一}]",
        "of: proceeding\ntitle: 题\nextra: 1\nblocks: []",
        "of: nothing\ntitle: 题\nblocks: []",
        "of: proceeding\nabout: [bad]\ntitle: 题\nblocks: []",
        "[1, 2]",
    ],
)
def test_a_template_that_cannot_be_meant_is_an_error_with_its_file(tmp_path, body):
    (tmp_path / "fields.yaml").write_text("authority: {zh: 机关, en: authority}\nday: {zh: 日, en: day}\nnumber: {zh: 号, en: no}\n")  # fmt: skip
    (tmp_path / "bad.yaml").write_text(body)
    with pytest.raises(BadTemplate, match=r"bad\.yaml"):
        Templates.read(tmp_path)


@pytest.fixture(scope="module")
def maker(words, templates):
    return Maker(law=words[Law], calendar=words[Calendar], templates=templates)


@pytest.mark.parametrize(
    ("on", "until"),
    [
        (date(2026, 11, 23), "2026年11月30日"),
        (date(2026, 11, 20), "2026年11月27日"),
        (date(2026, 9, 29), "2026年10月12日"),
    ],
)
def test_the_last_day_to_reply_goes_by_the_calendar(maker, on, until):
    matter = replace(maker.matter("listing_notice"), today=on)
    found = facts_of(matter, "listing_notice")["reply_until"]
    assert found == until


@pytest.mark.parametrize(("on", "heard"), [(date(2026, 11, 30), None), (date(2026, 12, 1), "1")])
def test_no_decision_is_written_on_the_last_day_to_reply(maker, on, heard):
    matter = replace(maker.matter("restoration_decision"), today=on)
    assert facts_of(matter, "restoration_decision")["heard"] == heard


@pytest.mark.parametrize(("on", "expired"), [(date(2029, 12, 16), None), (date(2029, 12, 17), "1")])
def test_an_entry_is_written_off_as_expired_only_past_its_last_day(maker, on, expired):
    matter = maker.matter("removal_decision")
    matter = replace(matter, today=on, entry=replace(matter.entry, end=None))
    assert facts_of(matter, "removal_decision")["removed_expired"] == expired


def test_nobody_says_otherwise_than_the_record(maker):
    matter = maker.matter("early_removal_decision")
    for given in (Given(said={"number": "另号"}), Given(said={"authority": "别的局"}), Given(said={}, day=DAY)):  # fmt: skip
        with pytest.raises(OtherDocument):
            facts_of(replace(matter, given=given), "early_removal_decision")


def test_an_article_that_nobody_verified_is_not_quoted(maker):
    found = facts_of(maker.matter("listing_notice"), "listing_notice")["measures"]
    assert found
    assert all("未核实" not in each["article"] and each["article"] for each in found)
