"""A person is listed by itself only after notice, reply, and decision by another; and by no other way."""

from datetime import date, timedelta

import pytest
from builders import a_code, two_major_accidents
from due_process import announced
from one_person import RULE, Case, fled
from people_in_cases import AUTHORITY, NAME, acting, matter, of, recorded
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from creditsvc.access.domain import OutsideRemit
from creditsvc.kernel.clock import day_begins
from creditsvc.kernel.refusals import NotFound
from creditsvc.person_entries import service
from creditsvc.person_entries.domain import (
    EnteredBefore,
    HandledThePerson,
    NoPersonEntry,
    PersonEntryEnded,
    PersonEntryNotInOrder,
    Stage,
)
from creditsvc.proceedings.domain import BasisGone, WrongStage


@pytest.fixture
def case(office):
    return Case(office)


def test_the_whole_way_lists_a_person_for_thirty_six_months(case, office, clock):
    one = case.listed()
    assert one.stage is Stage.SERVED
    assert (one.case.ground.list, one.months) == ("serious_dishonesty", 36)
    assert one.last_day == date(2029, 11, 20)
    assert one.stands_at(one.begun_at)
    clock.advance(days=(date(2029, 11, 20) - office.today).days)
    assert one.stands_at(clock.now())
    clock.advance(days=1)
    assert not one.stands_at(clock.now())
    assert one.end_reason_at(clock.now()) == "expired"


def test_nothing_is_told_of_the_enterprise_and_no_name_is_kept(case, office, runtime):
    before = [each.reason for each in office.feed()]
    case.listed()
    position = office.position(case.event.enterprise_id)
    assert list(position.entries) == []
    assert [each.reason for each in office.feed()] == before
    with runtime.work.read() as session:
        rows = session.execute(text("SELECT state FROM person_entries")).scalars().all()
    assert len(rows) == 7
    assert all(NAME not in str(row) for row in rows)


def test_it_stands_from_when_its_service_counts(case, office, clock):
    case.ready()
    case.decide()
    one = case.serve(service=announced(office.today))
    begins = day_begins(date(2026, 12, 20))
    assert (one.stage, one.begun_at) == (Stage.SERVED, begins)
    assert [one.stands_at(at) for at in (begins - timedelta(microseconds=1), begins)] == [False, True]  # fmt: skip
    office.status(case.event, "revoke")
    assert case.now().end.reason == "annulled"  # also before it begins


def test_the_same_facts_list_a_person_once(case):
    case.propose()
    with pytest.raises(EnteredBefore):
        case.propose()
    case.do(service.drop, case.at(), "误登")
    assert case.propose().stage is Stage.PROPOSED


def test_a_rule_about_enterprises_lists_no_person_by_itself(office):
    events = office.record(*two_major_accidents(2))
    person = recorded(office, matter(office, "event", events[0].event_id, "WS11-6-2"))
    for rule in ("WS11-6-2", RULE):
        with acting(office, of(AUTHORITY)) as act, pytest.raises((NoPersonEntry, BasisGone)):
            service.propose(act, office.law, person.id, rule)


def test_another_authority_and_a_stranger_are_refused(case):
    with pytest.raises(OutsideRemit):
        case.propose(by=of("虚构市应急管理局"))
    case.propose()
    with pytest.raises(OutsideRemit):
        case.open(by=of("虚构市应急管理局"))
    with acting(case.office, of(AUTHORITY)) as act, pytest.raises(NotFound):
        service.propose(act, case.office.law, case.event.event_id, RULE)


def test_an_annulled_event_ends_it_in_the_same_act_and_drops_what_is_open(case, office):
    case.listed()
    office.status(case.event, "revoke")
    one = case.now()
    assert (one.stage, one.end.reason) == (Stage.ENDED, "annulled")
    assert not one.stands_at(one.end.at)
    second = Case(office, fled(source_ref="A-2", uscc=a_code(2), name="虚构乙煤业有限公司"))
    second.propose()
    office.status(second.event, "revoke")
    assert second.now().stage is Stage.DROPPED


def test_it_is_lifted_on_a_paper_alone(case, clock):
    case.listed()
    clock.advance(seconds=1)
    with pytest.raises(PersonEntryNotInOrder):
        case.do(service.lift, case.at(), "mercy", detail="请求", document_no="1")
    second = of(AUTHORITY, "second")
    with pytest.raises(IntegrityError):
        case.do(service.lift, case.at(), "clerical", by=second, detail="登记有误", document_no=" ")
    done = case.do(
        service.lift, case.at(), "clerical", by=second, detail="登记有误", document_no="更1号"
    )
    assert done.stage is Stage.ENDED
    with pytest.raises(PersonEntryEnded):
        case.do(service.lift, case.at(), "clerical", by=of(AUTHORITY, "third"), detail="误", document_no="更2号")  # fmt: skip


@pytest.mark.parametrize("who", ["handler", "approver", "reviewer"])
def test_whoever_handled_or_decided_it_does_not_lift_it(case, clock, who):
    case.listed()
    clock.advance(seconds=1)
    with pytest.raises(HandledThePerson):
        case.do(service.lift, case.at(), "clerical", by=of(AUTHORITY, who), detail="误", document_no="更1号")  # fmt: skip
    assert case.now().stage is Stage.SERVED


def test_what_is_decided_is_not_given_up_by_whoever_handled_it(case, clock):
    case.ready()
    case.decide()
    with pytest.raises(WrongStage):
        case.do(service.drop, case.at(), "不想办了")
    assert case.serve().stage is Stage.SERVED


def test_a_decision_is_not_served_while_its_ground_is_in_doubt(case, clock, office):
    case.ready()
    case.decide()
    office.status(case.event, "suspend")
    with pytest.raises(BasisGone):
        case.serve()
    office.status(case.event, "reinstate")
    assert case.serve().stage is Stage.SERVED


def test_a_decision_not_served_yet_falls_with_its_event(case, clock, office):
    case.ready()
    case.decide()
    office.status(case.event, "revoke")
    assert case.now().stage is Stage.DROPPED


def test_a_person_is_not_listed_for_facts_they_are_not_on_record_for(case, office):
    """Whoever was principal when the first happened is not, for that, whoever was at the second."""
    office.record(fled(source_ref="A-2", occurred_on="2026-10-20"))
    office.status(case.event, "revoke")
    with pytest.raises(NoPersonEntry) as why:
        case.propose()
    assert why.value.field == "person"


def test_over_http_it_is_masked_and_found_by_enterprise_alone(case, client, clerk, clock):
    handler = clerk.person("handler", "handler")
    body = {"person": str(case.person.id), "rule": RULE}
    made = client.post("/v1/person-entries", json=body, headers=handler)
    assert made.status_code == 201, made.json
    here = made.headers["Location"]
    today = str(clerk.today())
    paper = {"number": "告1号", "day": today, "digest": "a" * 64}
    at = made.headers["ETag"]
    for move, given in (
        ("opening", {"document": paper, "approved_by": "局长"}),
        ("notice", {"document": paper, "service": {"kind": "mail", "day": today, "reference": "E-1"}}),
        ("reply", {"document": paper, "received_on": today}),
        ("hearing-request", {"document": paper, "received_on": today}),
        ("hearing-withdrawal", {"document": paper}),
        ("waiver", {"document": paper}),
    ):  # fmt: skip
        moved = client.post(f"{here}/{move}", json=given, headers=handler | {"If-Match": at})
        assert moved.status_code == 200, moved.json
        at = moved.headers["ETag"]
    assert moved.json["person"] == {"id": str(case.person.id), "masked_name": "虚**", "role": "principal"}  # fmt: skip
    assert NAME not in moved.text
    assert [each["key"] for each in moved.json["clocks"]][:2] == ["serious_dishonesty.decision", "serious_dishonesty.reply"]  # fmt: skip
    found = client.get("/v1/person-entries", query_string={"uscc": a_code(1)}, headers=handler)
    assert [each["stage"] for each in found.json["entries"]] == ["noticed"]
    assert client.get("/v1/person-entries", headers=handler).status_code == 422
    partner = clerk.partner("credit.read")
    assert client.get(here, headers=partner).status_code == 403
    assert "WS11-6-5" not in str(clerk.look_up(a_code(1), partner).json)
    assert client.post(f"{here}/decision", json={"document": paper}, headers=handler).status_code == 403  # fmt: skip
