"""Papers of bans: what is told, decided and ended, the person masked, nothing heavier than was told."""

from dataclasses import replace
from datetime import date

import pytest
from builders import a_code, an_event
from test_documents_pages import words_of

from creditsvc.bans.domain import BanNotInOrder, Decision, Stage
from creditsvc.bans.process import HeavierBan
from creditsvc.documents.barred import party_of, term_text
from creditsvc.documents.domain import FactsMissing, Given, OtherDocument
from creditsvc.documents.filling import texts
from creditsvc.documents.service import page_of
from creditsvc.documents.specimens import Maker
from creditsvc.kernel.periods import Calendar
from creditsvc.law.rulebook import Law
from creditsvc.proceedings.domain import Document

OFFICE = {"number": "虚禁1号", "review_body": "虚构区人民政府", "court": "虚构区人民法院"}
ANSWERED = {"reply_answer": "不予采纳", "hearing_answer": "不予采纳", **OFFICE}


@pytest.fixture
def maker(words, templates):
    return Maker(law=words[Law], calendar=words[Calendar], templates=templates)


@pytest.fixture
def write(maker):
    """The text of a document of a matter, with what is said."""

    def fill(name, matter=None, **said):
        given = Given(said=said)
        matter = replace(matter or maker.matter(name), given=given)
        return "\n".join(texts(page_of(maker.templates, maker.templates.by_id[name], matter)))

    return fill


def missing(write, *asked, **said):
    with pytest.raises(FactsMissing) as why:
        write(*asked, **said)
    return {each["field"] for each in why.value.facts["missing"]}


def test_a_grave_case_is_told_as_one_and_for_life(write):
    assert "情节严重，拟依照" not in write("ban_notice", number="1")
    grave = write("ban_notice", number="1", gravity="grave")
    assert "属于情节严重，拟依照" in grave
    assert "期限：终身" in grave
    with pytest.raises(OtherDocument) as why:
        write("ban_notice", number="1", gravity="mood")
    assert why.value.field == "gravity"


def test_no_right_to_a_hearing_is_told_where_the_steps_offer_none(write, maker):
    course = maker.law.course
    bare = replace(course, steps=tuple(each for each in course.steps if each.name != "hearing"))
    matter = replace(maker.matter("ban_notice"), law=replace(maker.law, course=bare))
    assert "要求举行听证（" not in write("ban_notice", matter, number="1")
    assert "要求举行听证（" in write("ban_notice", number="1")


def test_a_decision_waits_for_the_party_and_its_hearing(write, maker):
    matter = maker.matter("ban_decision")
    said = {"starts_on": "2026-11-20", **ANSWERED}
    assert "举行听证" in write("ban_decision", matter, **said)
    pending = replace(matter.ban.case, hearing=replace(matter.ban.case.hearing, minutes=None))
    waiting = replace(matter, ban=replace(matter.ban, case=pending))
    assert "heard" in missing(write, "ban_decision", waiting, **said)
    silent = replace(matter.ban.case, hearing=None, replies=())
    quiet = replace(matter, ban=replace(matter.ban, case=silent))
    asked = {"starts_on": "2026-11-20", **OFFICE}
    assert "未提出陈述、申辩" in write("ban_decision", replace(quiet, today=date(2026, 12, 1)), **asked)  # fmt: skip
    early = replace(quiet, today=date(2026, 11, 30))
    assert "heard" in missing(write, "ban_decision", early, **asked)
    untold = replace(matter, ban=replace(matter.ban, case=None))
    assert "notice_number" in missing(write, "ban_decision", untold, **said)


def test_a_decision_is_never_written_heavier_than_it_was_told(write, maker):
    with pytest.raises(HeavierBan):
        write("ban_decision", gravity="grave", starts_on="2026-11-20", **ANSWERED)
    assert "期限：5年" in write("ban_decision", gravity="ordinary", starts_on="2026-11-20", **ANSWERED)  # fmt: skip


def test_where_the_law_names_no_first_day_the_paper_does_and_never_before_the_conduct(write):
    assert missing(write, "ban_decision", **ANSWERED) == {"starts_on", "ban_from", "ban_until"}
    assert "2026年2月1日" in write("ban_decision", starts_on="2026-02-01", **ANSWERED)
    with pytest.raises(BanNotInOrder):
        write("ban_decision", starts_on="2026-01-31", **ANSWERED)
    with pytest.raises(OtherDocument):
        write("ban_decision", starts_on="2026年2月", **ANSWERED)


def decided(matter):
    made = Decision(
        document=Document(number="虚禁9号", day=date(2026, 12, 28), digest="0" * 64),
        decided_by="user:approver", from_day=date(2026, 12, 28), last_day=date(2031, 12, 28),
    )  # fmt: skip
    return replace(matter, ban=replace(matter.ban, stage=Stage.DECIDED, decision=made))


def test_what_was_decided_is_not_written_otherwise(write, maker):
    matter = decided(maker.matter("ban_decision"))
    said = {key: text for key, text in ANSWERED.items() if key != "number"}
    assert "2031年12月28日" in write("ban_decision", matter, **said)
    for other in ({"number": "另号"}, {"gravity": "grave"}, {"starts_on": "2026-11-20"}):
        with pytest.raises(OtherDocument):
            write("ban_decision", matter, **said | other)


def test_an_end_is_told_once_the_last_day_is_over_or_with_its_reason(write, maker):
    matter = decided(maker.matter("ban_notice"))
    last = replace(matter, today=date(2031, 12, 28))
    assert "end_known" in missing(write, "ban_end", last, number="1")
    assert "提前终止：撤销" in write("ban_end", last, number="1", reasons="撤销")
    after = write("ban_end", replace(matter, today=date(2031, 12, 29)), number="1")
    assert "已经届满" in after
    assert "自2031年12月29日起" in after
    open_ = maker.matter("ban_notice")
    assert "end_known" in missing(write, "ban_end", open_, number="1", reasons="误")


def test_papers_of_the_one_kind_are_not_written_of_the_other(write, maker):
    with pytest.raises(OtherDocument):
        write("ban_by_law_decision", maker.matter("ban_notice"), number="1")
    with pytest.raises(OtherDocument):
        write("ban_notice", maker.matter("ban_by_law_decision"), number="1")


def test_a_person_is_called_by_mask_and_role_and_an_enterprise_by_its_code():
    person = party_of("虚构甲公司", "9", "responsible_persons", "虚**")
    assert (person.text, person.you, person.person) == (
        "虚**（虚构甲公司有关责任人员）",
        "你",
        True,
    )
    unit = party_of("虚构甲公司", "9", None, None)
    assert (unit.text, unit.you, unit.person) == ("虚构甲公司（统一社会信用代码：9）", "你单位", False)  # fmt: skip
    assert [term_text(each) for each in (60, 18, None)] == ["5年", "18个月", "终身"]


def test_over_http_the_authority_keeps_a_notice_and_a_stranger_gets_none(clerk, client):
    clerk.record(
        an_event(
            kind="ws.false_certification", sector="service_body", facts={"mode": "false_report"}
        )
    )
    handler = clerk.person("handler", "handler")
    body = {"uscc": a_code(1), "rule": "BAN-92", "subject": "enterprise", "authority": "虚构区应急管理局"}  # fmt: skip
    made = client.post("/v1/bans", json=body, headers=handler)
    assert made.status_code == 201, made.json
    here = f"{made.headers['Location']}/documents/ban_notice"
    kept = client.post(f"{here}.docx", json={"number": "禁告1号"}, headers=handler)
    assert kept.status_code == 201, kept.json
    content = client.get(kept.headers["Location"], headers=handler).data
    assert "五年内不得从事" in words_of(content)
    assert client.get(f"{here}.pdf?number=1", headers=clerk.partner("credit.read")).status_code == 403  # fmt: skip
