"""What the database itself asks of an own ban, with no program in between; on both engines."""

from datetime import date

import pytest
from builders import an_event
from sqlalchemy.exc import DBAPIError, IntegrityError
from test_bans_service import FALSE, Desk

from creditsvc.kernel.clock import new_id

LAST, AFTER = date(2026, 11, 19), date(2026, 11, 20)
TOLD = (("propose", "handler"), ("notice", "handler"))
DECIDE = ("decide", "approver")
HEARD = (("request_hearing", "handler"), ("hear", "presider"))


class Court(Desk):
    """Moves, papers and notices by hand."""

    due = False

    def course(self, *moves, filed=True):
        """A ban after those moves, each with its paper; its last notice."""
        ban, notice = new_id(), None
        for version, (move, who) in enumerate(moves, start=1):
            row = {"version": version, "act_no": self.act_no, "move": move, "by": f"user:{who}"}
            stage = "decided" if move == "decide" else "proposed"
            self.add("bans", {**row, "id": ban, "enterprise_id": self.enterprise, "stage": stage, "state": "{}"})  # fmt: skip
            if move not in {"propose", "decide"} and filed:
                self.add("ban_papers", {**row, "ban_id": ban, "document_no": move, "document_day": LAST, "document_digest": "0" * 64})  # fmt: skip
            if move == "notice":
                notice = self.notice(ban, version, handled_by=f"user:{who}")
        return ban, notice

    def notice(self, ban, version, **changes):
        key = new_id()
        row = {
            "id": key, "ban_id": ban, "version": version, "act_no": self.act_no, "kind": "mail",
            "served_on": date(2026, 11, 12), "reference": "EMS-1", "document_no": "禁告1号",
            "document_digest": "0" * 64, "reply_until": LAST, "handled_by": "user:handler",
            "deliberation_due": self.due,
        }  # fmt: skip
        self.add("ban_notices", {**row, **changes})
        return key

    def grave(self, *moves, **changes):
        """A ban of a grave case after those moves: its notice makes a deliberation due."""
        self.due = True
        course = self.course(*TOLD, *moves, DECIDE)
        self.due = False
        return self.own(course, **changes)

    def own(self, course, **changes):
        ban, notice = course
        stated = {"arises": "by_decision", "notice_id": notice, "reply_until": LAST, "waiver": None, "decided_on": AFTER}  # fmt: skip
        self.decision(ban, **{**stated, **changes})


@pytest.fixture
def court(office):
    """Somebody with a hand on the database."""
    (event,) = office.record(an_event(**FALSE))
    return Court(office, event)


def refuses(says):
    return pytest.raises(IntegrityError, match=says)


def test_an_own_ban_without_served_notice_or_before_its_time_is_refused(court):
    course = court.course(*TOLD, DECIDE)
    with refuses("last served notice"):
        court.own(course, notice_id=None)
    with refuses("last served notice"):
        court.own(course, notice_id=new_id())
    with refuses("last served notice"):
        court.own(course, reply_until=date(2026, 11, 18))
    for day in (LAST, date(2026, 11, 18)):
        with refuses("after the time to reply"):
            court.own(course, decided_on=day)
    for mark in (None, "somehow"):
        with refuses("by law or by decision"):
            court.own(course, arises=mark)
    court.own(course)


def test_a_notice_anew_replaces_the_one_before(court):
    ban, last = court.course(*TOLD, ("notice", "handler"), DECIDE)
    with refuses("last served notice"):
        court.own((ban, court.notice(ban, 2)))
    court.own((ban, last))


def test_a_waiver_is_on_file_since_the_last_notice(court):
    course = court.course(*TOLD, ("waive", "handler"), DECIDE)
    for changes in ({"waiver": "口头"}, {"waiver": "waive", "decided_on": date(2026, 11, 18)}):
        with refuses("a waiver is a paper on file"):
            court.own(course, **changes)
    court.own(course, waiver="waive", decided_on=LAST)
    before = court.course(*TOLD, ("waive", "handler"), ("notice", "handler"), DECIDE)
    with refuses("a waiver is a paper on file"):
        court.own(before, waiver="waive")


def test_a_hearing_asked_for_is_held_and_reviewed_by_somebody_apart(court):
    asked = court.course(*TOLD, HEARD[0], DECIDE)
    with refuses("held or taken back"):
        court.own(asked)
    court.own(court.course(*TOLD, HEARD[0], ("withdraw_hearing", "handler"), DECIDE))
    review = ("review", "reviewer")
    for unlawful in (
        (), (("return", "reviewer"),), (("review", "handler"),), (review, ("reply", "handler")),
    ):  # fmt: skip
        with refuses("legal review"):
            court.own(court.course(*TOLD, *HEARD, *unlawful, DECIDE))
    court.own(court.course(*TOLD, *HEARD, review, DECIDE))


def test_what_its_notice_calls_grave_is_deliberated_on_after_all_that_came_in(court):
    met, reply = ("deliberate", "handler"), ("reply", "handler")
    for unlawful in ((), (met, reply), (met, ("notice", "handler"))):
        with refuses("principals deliberate"):
            court.grave(*unlawful)
    with refuses("principals deliberate"):  # the paper is of the day before the decision's
        court.grave(met, decided_on=date(2026, 11, 18), waiver="waive")
    court.grave(met)
    court.grave(reply, met, ("waive", "handler"))


@pytest.mark.parametrize("move", ["propose", "notice", "reply", "review", "hear"])
def test_whoever_made_another_move_does_not_decide(court, move):
    more = () if move in {"propose", "notice"} else ((move, "approver"),)
    moves = [(name, "approver" if name == move else who) for name, who in TOLD]
    changes = {"handled_by": "user:approver"} if move == "propose" else {}
    with pytest.raises(IntegrityError):
        court.own(court.course(*moves, *more, DECIDE), **changes)


def test_papers_and_notices_belong_to_their_move_and_stay(court):
    ban, _ = court.course(*TOLD, DECIDE)
    with refuses("a notice belongs to a move"):
        court.notice(ban, 1)
    with refuses("a notice belongs to a move"):
        court.notice(ban, 2, handled_by="user:other")
    for changes in ({"reply_until": date(2026, 11, 12)}, {"reference": " "}, {"document_no": " "}):
        with pytest.raises(IntegrityError):
            court.notice(ban, 2, **changes)
    bare, _ = court.course(*TOLD, filed=False)
    row = {"ban_id": bare, "version": 2, "act_no": court.act_no, "document_no": "1", "document_day": LAST, "document_digest": "0" * 64}  # fmt: skip
    for changes in ({"move": "reply", "by": "user:handler"}, {"move": "notice", "by": "user:other"}):  # fmt: skip
        with refuses("a paper belongs to a move"):
            court.add("ban_papers", {**row, **changes})
    for table, column in (("ban_papers", "move"), ("ban_notices", "kind")):
        for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
            with pytest.raises(DBAPIError, match="insert-only"), court.engine.begin() as connection:
                connection.exec_driver_sql(statement)
    with refuses("before the first act"):
        court.add("ban_process_since", {"act_no": 99})
