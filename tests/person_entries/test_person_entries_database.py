"""What the database itself asks of a person's entry, with no program in between; on both engines."""

from datetime import date
from uuid import UUID

import pytest
from one_person import Case
from people_in_cases import AUTHORITY
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from creditsvc.kernel.clock import new_id

LAST, AFTER = date(2026, 11, 19), date(2026, 11, 20)
TOLD = (("propose", "handler"), ("open", "handler"), ("notice", "handler"))
REVIEW, DECIDE = ("review", "reviewer"), ("decide", "approver")
STAGES = {"propose": "proposed", "open": "proposed", "decide": "decided"}


class Court:
    """Somebody with a hand on the database: moves, papers, openings, notices, decisions."""

    def __init__(self, case):
        self.engine = case.office.runtime.work.engine
        self.person, self.act_no = case.person, case.event.act_no
        self.lite = self.engine.dialect.name == "sqlite"

    def add(self, table, row):
        shapes = {UUID: lambda key: key.hex, date: date.isoformat} if self.lite else {}
        row = {name: shapes.get(type(value), lambda same: same)(value) for name, value in row.items()}  # fmt: skip
        columns, values = ", ".join(f'"{name}"' for name in row), ", ".join(f":{n}" for n in row)
        with self.engine.begin() as connection:
            connection.execute(text(f"INSERT INTO {table} ({columns}) VALUES ({values})"), row)

    def course(self, *moves, **due):
        """An entry after those moves, each with its paper; its last notice."""
        entry, notice = new_id(), None
        for version, (move, who) in enumerate(moves, start=1):
            row = {"version": version, "act_no": self.act_no, "move": move, "by": f"user:{who}"}
            known = {
                "id": entry,
                "enterprise_id": self.person.enterprise_id,
                "person_id": self.person.id,
            }
            self.add("person_entries", {**row, **known, "stage": STAGES.get(move, "noticed"), "state": "{}"})  # fmt: skip
            if move not in {"propose", "decide"}:
                self.add("person_entry_papers", {**row, "entry_id": entry, "document_no": move, "document_day": LAST, "document_digest": "0" * 64})  # fmt: skip
            if move == "open":
                self.opening(entry, version, **due)
            if move == "notice":
                notice = self.notice(entry, version)
        return entry, notice

    def opening(self, entry, version, **due):
        row = {
            "entry_id": entry, "version": version, "act_no": self.act_no, "opened_on": LAST, "approved_by": "局长",
            "handled_by": "user:handler", "review_due": False, "deliberation_due": False,
        }  # fmt: skip
        self.add("person_entry_openings", {**row, **due})

    def notice(self, entry, version, **changes):
        key = new_id()
        row = {
            "id": key, "entry_id": entry, "version": version, "act_no": self.act_no, "kind": "mail",
            "served_on": date(2026, 11, 12), "reference": "EMS-1", "document_no": "告1号",
            "document_digest": "0" * 64, "reply_until": LAST, "handled_by": "user:handler",
        }  # fmt: skip
        self.add("person_entry_notices", {**row, **changes})
        return key

    def decision(self, course, **changes):
        entry, notice = course
        row = {
            "entry_id": entry, "act_no": self.act_no, "enterprise_id": self.person.enterprise_id,
            "person_id": self.person.id, "role": "principal", "rule": "WS11-6-5", "article": "第六条第（五）项",
            "law_digest": "0" * 64, "authority": AUTHORITY, "handled_by": "user:handler", "noticed_by": "user:handler",
            "noticed_on": date(2026, 11, 12), "reply_until": LAST, "decided_by": "user:approver", "decided_on": AFTER,
            "document_no": "列1号", "document_digest": "0" * 64, "last_day": date(2029, 11, 20), "notice_id": notice,
            "waiver": None,
        }  # fmt: skip
        self.add("person_entry_decisions", {**row, **changes})


@pytest.fixture
def court(office):
    return Court(Case(office))


def refuses(says=None):
    return pytest.raises(IntegrityError, match=says)


def test_no_decision_without_opening_last_notice_and_its_time(court):
    with refuses("opened before"):
        court.decision(court.course(TOLD[0], TOLD[2], DECIDE))
    course = court.course(*TOLD, DECIDE)
    for changes in (
        {"notice_id": None},
        {"notice_id": new_id()},
        {"reply_until": date(2026, 11, 18)},
    ):
        with refuses("last served notice"):
            court.decision(course, **changes)
    with refuses("after the time to reply"):
        court.decision(course, decided_on=LAST)
    for changes in (
        {"decided_by": "user:handler"}, {"role": "responsible_persons"}, {"document_no": " "}, {"article": " "},
        {"last_day": AFTER}, {"authority": "他局"},
    ):  # fmt: skip
        with refuses():
            court.decision(course, **changes)
    court.decision(course)
    with refuses("last served notice"):  # of the notice before
        ban, _ = court.course(*TOLD, TOLD[2], DECIDE)
        court.decision((ban, court.notice(ban, 3)))


def test_a_waiver_is_on_file_since_the_last_notice(court):
    waive = ("waive", "handler")
    course = court.course(*TOLD, waive, DECIDE)
    for changes in ({"waiver": "口头"}, {"waiver": "waive", "decided_on": date(2026, 11, 18)}):
        with refuses("a waiver is a paper on file"):
            court.decision(course, **changes)
    court.decision(course, waiver="waive", decided_on=LAST)
    with refuses("a waiver is a paper on file"):
        court.decision(court.course(*TOLD, waive, TOLD[2], DECIDE), waiver="waive")


def test_a_hearing_asked_for_is_held_or_taken_back(court):
    asked = ("request_hearing", "handler")
    with refuses("held or taken back"):
        court.decision(court.course(*TOLD, asked, DECIDE))
    court.decision(court.course(*TOLD, asked, ("withdraw_hearing", "handler"), DECIDE))
    court.decision(court.course(*TOLD, asked, ("hear", "presider"), DECIDE))


def test_what_the_opening_made_due_is_done_by_somebody_apart_and_last(court):
    met, reply = ("deliberate", "handler"), ("reply", "handler")
    for unlawful in ((), (("return", "reviewer"),), (("review", "handler"),), (REVIEW, reply)):
        with refuses("legal review"):
            court.decision(court.course(*TOLD, *unlawful, DECIDE, review_due=True))
    court.decision(court.course(*TOLD, REVIEW, DECIDE, review_due=True))
    for unlawful in ((), (met, reply)):
        with refuses("principals deliberate"):
            court.decision(court.course(*TOLD, *unlawful, DECIDE, deliberation_due=True))
    court.decision(court.course(*TOLD, met, DECIDE, deliberation_due=True))


@pytest.mark.parametrize("move", ["reply", "review", "hear", "deliberate"])
def test_whoever_made_another_move_does_not_decide(court, move):
    with refuses("made no other move"):
        court.decision(court.course(*TOLD, (move, "approver"), DECIDE))


def test_papers_openings_and_notices_belong_to_their_move_and_stay(court):
    entry, _ = court.course(*TOLD, DECIDE)
    for changes in ({"version": 2}, {"handled_by": "user:other"}):
        with refuses("a notice belongs to a move"):
            court.notice(entry, changes.pop("version", 3), **changes)
    for changes in ({"reply_until": date(2026, 11, 12)}, {"reference": " "}, {"document_no": " "}):
        with refuses():
            court.notice(entry, 3, **changes)
    bare, _ = court.course(TOLD[0])
    row = {"entry_id": bare, "version": 1, "act_no": court.act_no, "document_no": "1", "document_day": LAST, "document_digest": "0" * 64}  # fmt: skip
    for changes in ({"move": "open", "by": "user:handler"}, {"move": "propose", "by": "user:x"}):
        with refuses("a paper belongs to a move"):
            court.add("person_entry_papers", {**row, **changes})
    other, _ = court.course(TOLD[0], TOLD[2])
    with refuses("an opening belongs"):
        court.opening(other, 2)
    for table in ("person_entry_papers", "person_entry_openings", "person_entry_notices"):
        for statement in (f"UPDATE {table} SET act_no = act_no", f"DELETE FROM {table}"):
            with pytest.raises(DBAPIError, match="insert-only"), court.engine.begin() as connection:
                connection.exec_driver_sql(statement)
    with refuses("before the first act"):
        court.add("person_entry_process_since", {"act_no": 99})
