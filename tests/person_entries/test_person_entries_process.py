"""A person's case step by step: opened, told, answered, heard, reviewed, deliberated, decided apart."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders import a_code, an_event
from due_bans import told
from due_process import a_paper
from files import TEXT
from one_person import Case
from people_in_cases import AUTHORITY, acting, of

from creditsvc.bans import service as bans
from creditsvc.bans.service import Proposed
from creditsvc.kernel.clock import day_begins
from creditsvc.papers import service as papers
from creditsvc.papers.domain import PaperOfAnother
from creditsvc.person_entries import process, service
from creditsvc.person_entries.clocks import clocks, term
from creditsvc.person_entries.domain import HandledThePerson, Stage, StalePersonEntry
from creditsvc.proceedings.deciding import (
    HearingPending,
    NotDeliberated,
    NotReviewed,
    ReplyUnanswered,
)
from creditsvc.proceedings.domain import NotInOrder, ReplyPeriodOpen, SamePerson, WrongStage
from creditsvc.proceedings.hearing import NoHearing
from creditsvc.proceedings.opening import Opened

LAST = date(2026, 11, 27)  # five working days after Friday, 20 November


@pytest.fixture
def case(office):
    return Case(office)


def propose(office, enterprise):
    given = Proposed(
        rule="BAN-92", subject="enterprise", person_id=None, grave=False, authority=AUTHORITY
    )
    with acting(office, of(AUTHORITY)) as act:
        return bans.propose(act, office.laws.in_use(act.session), enterprise, given)


def to(clock, day):
    clock.move_to(day_begins(day) + timedelta(hours=9))


def test_no_step_is_skipped(case):
    case.propose()
    with pytest.raises(WrongStage):
        case.tell()
    with pytest.raises(SamePerson):
        case.open(by=of(AUTHORITY, "局长"))
    case.open()
    with pytest.raises(WrongStage):
        case.decide()
    case.tell()
    with pytest.raises(WrongStage):
        case.serve()
    with pytest.raises(StalePersonEntry):
        case.do(service.drop, (case.one.id, 1), "误")
    case.do(service.drop, case.at(), "误登")
    with pytest.raises(WrongStage):
        case.reply()


def test_the_time_to_reply_runs_whole_unless_it_is_given_up_in_writing(case, clock):
    told = case.told()
    assert (told.case.notice.reply_until, told.case.notice.hearing_until) == (LAST, LAST)
    assert set(told.case.notice.contents) == {"time", "reason", "basis", "measures", "rights"}
    to(clock, LAST)
    with pytest.raises(ReplyPeriodOpen):
        case.review()
    case.waive(hearing=False)
    with pytest.raises(ReplyPeriodOpen):  # the time to ask for a hearing still runs
        case.review()
    to(clock, LAST + timedelta(days=1))
    case.review()
    assert case.decide().case.decision.waiver == "放弃1号"


def test_a_reply_is_answered_and_undoes_the_review(case):
    case.ready()
    case.reply()
    with pytest.raises(NotReviewed):
        case.decide("不予采纳")
    case.review()
    with pytest.raises(ReplyUnanswered):
        case.decide(" ")
    assert case.decide("不予采纳").case.decision.reply_answer == "不予采纳"


def test_a_hearing_is_called_seven_working_days_before_and_answered(case, clock, office):
    case.told()
    case.waive(hearing=False)
    case.ask()
    with pytest.raises(HearingPending):
        case.review()
    with pytest.raises(NotInOrder):
        case.call(date(2026, 12, 1))
    with pytest.raises(SamePerson):
        case.call(date(2026, 12, 2), presides="handler")
    case.call(date(2026, 12, 2))
    to(clock, date(2026, 12, 2))
    with pytest.raises(HandledThePerson):
        case.hear(by="handler")
    with pytest.raises(WrongStage):
        case.hear(by="second")
    case.hear()
    with pytest.raises(HandledThePerson):
        case.review(by="handler")
    case.review(opinion="return")
    with pytest.raises(NotReviewed):
        case.decide(hearing_answer="采纳")
    case.review()
    with pytest.raises(ReplyUnanswered):
        case.decide()
    for apart in ("handler", "presider", "reviewer"):
        with pytest.raises(HandledThePerson):
            case.decide(by=apart, hearing_answer="采纳")
    done = case.decide(hearing_answer="采纳")
    running = clocks(office.law, office.calendar, done, office.today)
    assert [(one.period.key.partition(".")[2], one.done_on is None) for one in running] == [
        ("decision", False), ("reply", False), ("hearing_request", False), ("hearing_notice", False),
        ("hearing", False), ("service", True),
    ]  # fmt: skip
    assert running[-1].due.day == date(2026, 12, 11)


def test_a_request_that_comes_late_or_is_taken_back_holds_nothing_up(case, clock):
    case.told()
    case.ask()
    case.take_back()
    to(clock, LAST + timedelta(days=1))
    with pytest.raises(NoHearing):
        case.ask()
    case.review()
    assert case.decide().stage is Stage.DECIDED


def test_a_complex_case_is_deliberated_on_as_the_steps_of_its_list_say(case):
    case.ready(complex_case=True)
    with pytest.raises(NotDeliberated):
        case.decide()
    case.deliberate()
    assert case.decide().case.deliberation.present == ("局长", "副局长")


def test_told_anew_the_person_has_a_time_of_its_own_again(case, clock):
    case.ready()
    with pytest.raises(NotInOrder):
        case.tell()  # the paper of before
    again = case.tell("告2号")
    assert (again.case.waiver, again.case.review, again.stage) == (None, None, Stage.NOTICED)
    with pytest.raises(ReplyPeriodOpen):
        case.review()


def test_the_last_day_is_a_clock_from_the_service_to_the_end(case, office):
    case.ready()
    case.decide()
    assert term(case.one, office.today) == []
    one = case.serve()
    (clock,) = term(one, date(2029, 11, 21))
    assert (clock.period.key, clock.due.day, clock.overdue) == ("person_entry.term", date(2029, 11, 20), False)  # fmt: skip
    office.status(case.event, "revoke")
    assert term(case.now(), office.today) == []


def test_a_paper_of_another_enterprise_s_matter_moves_neither_an_entry_nor_a_ban(case, office):
    false = {"kind": "ws.false_certification", "sector": "service_body", "facts": {"mode": "false_report"}}  # fmt: skip
    (other,) = office.record(an_event(source_ref="A-2", uscc=a_code(2), name="虚构乙", **false))
    (mine,) = office.record(an_event(source_ref="A-3", uscc=a_code(3), name="虚构丙", **false))
    with acting(office, of(AUTHORITY)) as act:
        held = papers.keep(act, TEXT, "说明.txt", "text/plain")
        papers.hold(act, held, other.enterprise_id)
    paper = replace(a_paper(office.today), digest=held.digest)
    case.propose()
    opened = Opened(document=paper, approved_by="局长", complex_case=False)
    with pytest.raises(PaperOfAnother) as why:
        case.do(process.open_case, office.law, case.at(), opened)
    assert why.value.field == "document.digest"
    with pytest.raises(PaperOfAnother):
        told(office, propose(office, mine.enterprise_id), document=paper)
    assert told(office, propose(office, other.enterprise_id), document=paper).case is not None
