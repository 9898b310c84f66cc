"""Bans by service calls on both engines: from a finding to the answer, the feed, and the end."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from builders import a_code, an_event
from due_bans import ready, words
from due_process import a_decree, a_paper
from people_in_cases import AUTHORITY, acting, matter, of, recorded
from removals import accept, apply
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from creditsvc.access.domain import OutsideRemit
from creditsvc.bans import service as bans
from creditsvc.bans.domain import BannedBefore, NoBan, ProposedIt, Stage, StaleBan
from creditsvc.bans.service import Proposed, Resolved
from creditsvc.kernel.clock import day_begins, new_id
from creditsvc.lookup.domain import answer
from creditsvc.proceedings.domain import BasisGone
from creditsvc.repairs.refusals import NotEligible

FALSE = {"kind": "ws.false_certification", "sector": "service_body", "facts": {"mode": "false_report"}}  # fmt: skip
DISMISSED = {"facts": {"deaths": 12, "liable": True, "principal_sanction": "dismissed"}}


def propose(office, enterprise, by="handler", authority=AUTHORITY, **changes):
    given = {"rule": "BAN-92", "subject": "enterprise", "person_id": None, "grave": False, **changes}  # fmt: skip
    with acting(office, of(AUTHORITY, by)) as act:
        return bans.propose(act, office.laws.in_use(act.session), enterprise, Proposed(authority=authority, **given))  # fmt: skip


def decide(office, ban, by="approver", from_day=None, **more):
    answers = {k: more[k] for k in ("reply_answer", "hearing_answer", "grave") if k in more}
    given = Resolved(document=a_paper(office.today, "虚禁1号"), from_day=from_day, **answers)
    with acting(office, of(more.get("authority", AUTHORITY), by)) as act:
        return bans.decide(act, words(office, act), ban.id, more.get("version", ban.version), given)


def lift(office, ban, reason="decision_revoked", by="second"):
    with acting(office, of(AUTHORITY, by)) as act:
        return bans.lift(act, ban.id, ban.version, reason, detail="法院撤销", document_no="虚撤1号")


def state(office, ban):
    with office.runtime.work.read() as session:
        return bans.get(session, ban.id)


@pytest.fixture
def body(office):
    """An event of a service body that certified falsely."""
    (event,) = office.record(an_event(**FALSE))
    return event


def test_a_ban_goes_from_finding_to_answer_and_feed_and_ends_by_time_alone(office, body, clock):
    ban = decide(
        office, ready(office, propose(office, body.enterprise_id)), from_day=date(2026, 11, 20)
    )
    assert (ban.stage, ban.decision.last_day) == (Stage.DECIDED, date(2031, 11, 20))
    position = office.position(body.enterprise_id)
    (told,) = answer(office.law, position)["bans"]
    assert (told["article"], told["last_day"], told["life"]) == ("第九十二条", "2031-11-20", False)
    assert position.status == "not_listed"
    assert "ban_begun" in office.reasons()
    clock.move_to(day_begins(date(2031, 11, 21)) + timedelta(hours=1))
    with office.act():
        pass
    line = next(one for one in office.feed() if one.reason == "ban_ended")
    assert (line.effective_at, line.body["after"]) == (day_begins(date(2031, 11, 21)), {"end_reason": "expired"})  # fmt: skip
    assert office.position(body.enterprise_id).bans == ()
    before = office.position(body.enterprise_id, day_begins(date(2031, 11, 21)) - timedelta(seconds=1))  # fmt: skip
    assert [one.id for one in before.bans] == [ban.id]


def test_a_grave_case_is_for_life_and_the_answer_says_so(office, body):
    ban = decide(
        office,
        ready(office, propose(office, body.enterprise_id, grave=True)),
        from_day=office.today,
    )
    (told,) = answer(office.law, office.position(body.enterprise_id))["bans"]
    assert (ban.decision.last_day, told["life"], told["last_day"]) == (None, True, None)


def test_a_person_is_barred_by_role_and_no_answer_or_feed_speaks_of_it(office):
    (event,) = office.record(an_event(**DISMISSED))
    person = recorded(office, matter(office, "event", event.event_id, "BAN-94"))
    ban = propose(office, event.enterprise_id, rule="BAN-94", subject="principal", person_id=person.id)  # fmt: skip
    feed = len(office.feed())
    ban = decide(office, ban, from_day=date(2026, 9, 1))
    assert ban.decision.last_day == date(2031, 9, 1)
    position = office.position(event.enterprise_id)
    assert (position.bans, answer(office.law, position)["bans"]) == ((), [])
    assert len(office.feed()) == feed
    with office.runtime.work.read() as session:
        assert [one.id for one in bans.of_enterprises(session, [event.enterprise_id])] == [ban.id]


def test_a_person_is_not_barred_for_facts_they_are_not_on_record_for(office):
    """A later principal does not answer for the accident of an earlier one."""
    first, _ = office.record(an_event(**DISMISSED), an_event(source_ref="A-2", **DISMISSED))
    person = recorded(office, matter(office, "event", first.event_id, "BAN-94"))
    office.status(first, "revoke")
    with pytest.raises(NoBan) as why:
        propose(
            office, first.enterprise_id, rule="BAN-94", subject="principal", person_id=person.id
        )
    assert why.value.field == "person"


def test_a_person_is_of_the_same_enterprise_and_role_or_is_not_barred(office, body):
    (event,) = office.record(an_event(source_ref="E-2", uscc=a_code(2), name="虚构乙", **DISMISSED))
    elsewhere = recorded(office, matter(office, "event", event.event_id, "BAN-94"))
    for subject, person in (("responsible_persons", None), ("responsible_persons", elsewhere.id), ("enterprise", elsewhere.id), ("principal", elsewhere.id)):  # fmt: skip
        with pytest.raises(NoBan):
            propose(office, body.enterprise_id, subject=subject, person_id=person)


def test_two_people_of_one_authority_make_a_ban_on_the_version_they_read(office, body):
    ban = propose(office, body.enterprise_id)
    with pytest.raises(ProposedIt):
        decide(office, ban, by="handler", from_day=office.today)
    with pytest.raises(OutsideRemit):
        decide(office, ban, authority="虚构市应急管理局", from_day=office.today)
    with pytest.raises(OutsideRemit):
        propose(office, body.enterprise_id, authority="虚构市应急管理局")
    with pytest.raises(StaleBan):
        decide(office, ban, version=2, from_day=office.today)
    with pytest.raises(BannedBefore):
        propose(office, body.enterprise_id)
    decide(office, ready(office, ban), from_day=office.today)
    with pytest.raises(BannedBefore):
        propose(office, body.enterprise_id, grave=True)


@pytest.mark.parametrize("rule", ["BAN-113d", "BAN-113c", "WS11-7-2", "NO-SUCH"])
def test_no_ban_without_a_rule_in_use_that_the_record_meets_and_that_orders_one(office, body, rule):
    with pytest.raises((NoBan, BasisGone)):
        propose(office, body.enterprise_id, rule=rule, subject="principal")


def test_an_annulled_event_drops_what_is_proposed_and_ends_what_is_decided(office, body, clock):
    ban = decide(office, ready(office, propose(office, body.enterprise_id)), from_day=office.today)
    office.status(body, "suspend")
    assert state(office, ban).stage is Stage.DECIDED
    clock.advance(days=1)
    office.status(body, "revoke")
    ended = state(office, ban)
    assert (ended.stage, ended.end.reason, ended.end.document_no) == (Stage.ENDED, "annulled", None)
    line = next(one for one in office.feed() if one.reason == "ban_ended")
    assert (line.body["ban"], line.body["after"]) == (str(ban.id), {"end_reason": "annulled"})
    office.status(body, "reinstate")
    again = ready(office, propose(office, body.enterprise_id))
    office.status(body, "suspend")
    with pytest.raises(BasisGone):
        decide(office, again, from_day=office.today)
    office.status(body, "revoke")
    assert state(office, again).stage is Stage.DROPPED


def test_an_entry_may_not_leave_early_while_a_ban_runs_and_may_once_it_is_lifted(office, clock):
    (event,) = office.record(an_event(occurred_on="2024-06-01", penalised_on="2024-09-01", **DISMISSED))  # fmt: skip
    entry = office.confirmed(a_decree(decided_on=date(2025, 3, 3)))
    person = recorded(office, matter(office, "event", event.event_id, "BAN-94"))
    ban = propose(office, event.enterprise_id, rule="BAN-94", subject="principal", person_id=person.id)  # fmt: skip
    repair = apply(office, entry)
    ban = decide(office, ban, from_day=date(2024, 9, 1))
    with pytest.raises(NotEligible) as why:
        accept(office, repair)
    (obstacle,) = why.value.facts["obstacles"]
    assert (obstacle["id"], obstacle["from"]) == ("ban_running", "2029-09-02")
    lift(office, ban)
    assert accept(office, repair).stage.value == "accepted"


def test_a_ban_lifted_by_a_court_is_not_brought_back_by_the_record(office, body):
    entry = office.confirmed(a_decree(rule="WS11-7-2", decided_on=date(2025, 11, 1)))
    repair = apply(office, entry)
    with pytest.raises(NotEligible):
        accept(office, repair)
    ban = decide(office, ready(office, propose(office, body.enterprise_id)), from_day=office.today)
    lift(office, ban)
    with pytest.raises(NotEligible) as why:
        accept(office, repair)
    assert {each["id"] for each in why.value.facts["obstacles"]} == {"no_new_conduct"}


def test_what_was_known_before_the_decision_can_be_asked_again(office, body):
    ban = propose(office, body.enterprise_id)
    with office.act() as act:
        before = act.no
    decide(office, ready(office, ban), from_day=date(2026, 11, 1))
    assert office.position(body.enterprise_id, known_at=before).bans == ()
    assert len(office.position(body.enterprise_id).bans) == 1


class Desk:
    """Somebody with a hand on the database and no program in between."""

    def __init__(self, office, body) -> None:
        self.engine, self.enterprise, self.act_no = office.runtime.work.engine, body.enterprise_id, body.act_no  # fmt: skip
        self.lite = self.engine.dialect.name == "sqlite"

    def add(self, table, row) -> None:
        shapes = {UUID: lambda key: key.hex, date: date.isoformat} if self.lite else {}
        row = {name: shapes.get(type(value), lambda same: same)(value) for name, value in row.items()}  # fmt: skip
        columns, values = ", ".join(f'"{name}"' for name in row), ", ".join(f":{n}" for n in row)
        with self.engine.begin() as connection:
            connection.execute(text(f"INSERT INTO {table} ({columns}) VALUES ({values})"), row)

    def moved(self, *moves, decides="approver"):
        key = new_id()
        who = {"propose": ("proposed", "handler"), "decide": ("decided", decides), "end": ("ended", "approver")}  # fmt: skip
        for version, move in enumerate(moves, start=1):
            stage, by = who[move]
            self.add("bans", {"id": key, "version": version, "act_no": self.act_no, "enterprise_id": self.enterprise, "stage": stage, "move": move, "by": f"user:{by}", "state": "{}"})  # fmt: skip
        return key

    def decision(self, ban, **changes):
        row = {
            "ban_id": ban, "act_no": self.act_no, "enterprise_id": self.enterprise, "subject": "enterprise",
            "person_id": None, "rule": "BAN-92", "article": "第九十二条", "law_digest": "0" * 64, "authority": AUTHORITY,
            "handled_by": "user:handler", "decided_by": "user:approver", "decided_on": date(2026, 11, 20),
            "document_no": "虚禁1号", "document_digest": "0" * 64, "from_day": date(2026, 11, 20),
            "last_day": date(2031, 11, 20), "for_life": False, "arises": "by_law",
        }  # fmt: skip
        self.add("ban_decisions", {**row, **changes})

    def end(self, ban, **changes):
        row = {"ban_id": ban, "act_no": self.act_no, "ended_at": "2026-11-21T00:00:00.000000Z", "reason": "clerical", "detail": "", "document_no": "虚撤1号"}  # fmt: skip
        self.add("ban_ends", {**row, **changes})


def test_the_database_itself_refuses_what_the_law_forbids(office, body):
    desk = Desk(office, body)
    ban = desk.moved("propose", "decide")
    unlawful = (
        {"decided_by": "user:handler"}, {"decided_by": "user:other"}, {"handled_by": "user:other"},
        {"subject": "principal"}, {"person_id": new_id()}, {"last_day": None}, {"for_life": True},
        {"last_day": date(2026, 11, 19)}, {"document_no": " "}, {"article": ""}, {"enterprise_id": new_id()},
    )  # fmt: skip
    for changes in unlawful:
        with pytest.raises(IntegrityError):
            desk.decision(ban, **changes)
    for moves in (("propose",), ("decide",)):
        with pytest.raises(IntegrityError):
            desk.decision(desk.moved(*moves))
    with pytest.raises(IntegrityError):
        desk.end(ban)
    desk.decision(ban)
    with pytest.raises(IntegrityError):
        desk.end(ban)  # no move of its own
    over = desk.moved("propose", "decide", "end")
    desk.decision(over, last_day=None, for_life=True)
    for changes in ({"reason": "grace"}, {"document_no": None}, {"document_no": " "}):
        with pytest.raises(IntegrityError):
            desk.end(over, **changes)
    desk.end(over)
    for table, column in (("bans", "stage"), ("ban_decisions", "article"), ("ban_ends", "detail")):
        for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
            with pytest.raises(DBAPIError, match="insert-only"), desk.engine.begin() as connection:
                connection.execute(text(statement))
