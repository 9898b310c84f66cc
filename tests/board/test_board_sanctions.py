"""Bans on the board: to be decided, heard, served, and about to end; on both engines."""

from datetime import date, timedelta

import pytest
from asking_out import EARLIEST, Asks
from builders import an_event
from due_bans import asked, called, ready, told
from due_process import a_paper
from one_person import Case
from people_in_cases import AUTHORITY, acting, of

from creditsvc.bans import service as bans
from creditsvc.bans.service import Proposed, Resolved
from creditsvc.kernel.clock import day_begins


@pytest.fixture
def ban(office):
    """A service body certified falsely; its ban is proposed."""
    (false,) = office.record(
        an_event(
            kind="ws.false_certification", sector="service_body", facts={"mode": "false_report"}
        )
    )
    given = Proposed(
        rule="BAN-92", subject="enterprise", person_id=None, grave=False, authority=AUTHORITY
    )
    with acting(office, of(AUTHORITY)) as act:
        return bans.propose(act, office.laws.in_use(act.session), false.enterprise_id, given)


def test_a_ban_shows_the_time_to_decide_it_to_its_own_authority(shown, ban):
    assert shown.told("ban") == [("penalty.decision", "2027-02-18", "running")]
    assert shown.rows("ban")[0].matter.may == ("handler", "approver")
    assert shown.rows("ban", authority="虚构省应急管理厅") == []


def test_a_ban_shows_the_partys_days_and_the_hearing_that_was_called(office, shown, ban, clock):
    ban = told(office, ban)
    assert ("penalty.reply", "2026-11-27", "running") in shown.told("ban")
    called(office, asked(office, ban), date(2026, 12, 2))
    assert ("penalty.hearing", "2026-12-02", "running") in shown.told("ban")
    clock.move_to(day_begins(date(2026, 12, 2)) + timedelta(hours=9))
    assert ("penalty.hearing", "2026-12-02", "soon") in shown.told("ban")
    clock.advance(days=1)
    assert ("penalty.hearing", "2026-12-02", "overdue") in shown.told("ban")


def test_a_decided_ban_waits_for_its_service_and_tells_its_last_month(office, shown, ban, clock):
    ban = ready(office, ban)
    given = Resolved(document=a_paper(office.today, "禁1号"), from_day=office.today)
    with acting(office, of(AUTHORITY, "approver")) as act:
        bans.decide(act, (office.law, office.calendar), ban.id, ban.version, given)
    assert shown.told("ban") == [("penalty.service", "2026-12-01", "running")]
    for day, state in (
        (date(2031, 10, 20), None), (date(2031, 10, 21), "running"), (date(2031, 11, 16), "running"),
        (date(2031, 11, 17), "soon"), (date(2031, 11, 20), "soon"), (date(2031, 11, 21), None),
    ):  # fmt: skip
        clock.move_to(day_begins(day) + timedelta(hours=9))
        ends = [told for key, _, told in shown.told("ban") if key == "ban.term"]
        assert ends == ([state] if state else []), day


def test_a_persons_entry_shows_its_clocks_by_enterprise_alone_and_its_last_month(
    office, shown, clock
):
    case = Case(office)
    case.told()
    assert ("serious_dishonesty.reply", "2026-11-27", "running") in shown.told("person")
    (row, *_) = shown.rows("person")
    assert (row.matter.may, row.matter.about.authority) == (
        ("handler", "legal_reviewer"),
        AUTHORITY,
    )
    assert "虚**" not in str([each.form() for each in shown.rows("person")])
    case.waive()
    case.review()
    case.decide()
    assert shown.told("person") == [("serious_dishonesty.service", "2026-12-01", "running")]
    case.serve()
    for day, state in (
        (date(2029, 10, 20), None), (date(2029, 10, 21), "running"), (date(2029, 11, 20), "soon"),
        (date(2029, 11, 21), None),
    ):  # fmt: skip
        clock.move_to(day_begins(day) + timedelta(hours=9))
        ends = [told for key, _, told in shown.told("person") if key == "person_entry.term"]
        assert ends == ([state] if state else []), day


def test_a_persons_application_shows_the_time_to_answer_it_to_its_authority(office, shown, clock):
    asks = Asks(office)
    clock.move_to(day_begins(EARLIEST) + timedelta(hours=9))
    asks.apply()
    (row,) = shown.rows("repair", authority=AUTHORITY)
    assert (row.matter.clock.period.key, row.matter.about.region) == ("serious_dishonesty.early_acceptance", "620102")  # fmt: skip
    asks.accept()
    keys = [key for key, _, _ in shown.told("repair", authority=AUTHORITY)]
    assert keys == ["serious_dishonesty.early_decision"]
