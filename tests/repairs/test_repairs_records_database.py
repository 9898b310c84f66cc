"""The database itself refuses a repair of a record that the law forbids, whoever writes to it and however."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from due_process import FILE
from mending import a_penalty, question, repaired, revoke
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from creditsvc.kernel.clock import new_id

INSTANT = "2026-11-03T00:00:00.000000Z"
MOVES = (
    ("apply", "received", "handler"), ("accept", "accepted", "handler"), ("grant", "granted", "approver"),
    ("question", "questioned", "second"), ("revoke", "revoked", "chief"),
)  # fmt: skip
ALL = tuple(move for move, _, _ in MOVES)


class Desk:
    """Somebody with a hand on the database and no program in between."""

    def __init__(self, office) -> None:
        self.engine = office.runtime.work.engine
        self.event, self.other = office.record(a_penalty(), a_penalty(source_ref="P-2"))

    def add(self, table: str, given: dict[str, Any]) -> None:
        row = {"act_no": self.event.act_no, **given}
        columns, values = ", ".join(f'"{name}"' for name in row), ", ".join(f":{n}" for n in row)
        with self.engine.begin() as connection:
            connection.execute(
                text(f"INSERT INTO {table} ({columns}) VALUES ({values})"), self._bound(row)
            )

    def _bound(self, row: dict[str, Any]) -> dict[str, Any]:
        if self.engine.dialect.name != "sqlite":
            return row
        shapes = {UUID: lambda key: key.hex, date: date.isoformat}
        return {n: shapes.get(type(value), lambda same: same)(value) for n, value in row.items()}

    def applied(self, *moves: str, **by: str) -> UUID:
        """An application with those of its moves that are named; *by*: who made one instead."""
        key = new_id()
        for version, (move, stage, who) in enumerate(MOVES, start=1):
            if move in moves:
                row = {"id": key, "version": version, "enterprise_id": self.event.enterprise_id, "event_id": self.event.event_id, "effect": "repair"}  # fmt: skip
                self.add("record_applications", {**row, "stage": stage, "move": move, "by": f"user:{by.get(move, who)}", "state": "{}"})  # fmt: skip
        return key

    def accept(self, repair: UUID, **changes: Any) -> None:
        row = {"repair_id": repair, "event_id": self.event.event_id, "effect": "repair", "accepted_on": date(2026, 11, 2), "handled_by": "user:handler"}  # fmt: skip
        self.add("record_acceptances", {**row, **changes})

    def grant(self, repair: UUID, **changes: Any) -> None:
        row = {
            "repair_id": repair, "enterprise_id": self.event.enterprise_id, "event_id": self.event.event_id, "effect": "repair", "from_at": INSTANT,
            "accepted_on": date(2026, 11, 2), "handled_by": "user:handler", "decided_by": "user:approver",
            "decided_on": date(2026, 11, 3), "document_no": "修1号", "document_digest": FILE,
        }  # fmt: skip
        self.add("record_repairs", {**row, **changes})

    def end(self, repair: UUID, **changes: Any) -> None:
        row = {
            "repair_id": repair, "ended_at": INSTANT, "last_day": None, "earliest": None, "questioned_by": "user:second",
            "decided_by": "user:chief", "decided_on": date(2026, 11, 3), "document_no": "撤1号", "document_digest": FILE,
        }  # fmt: skip
        self.add("record_repair_ends", {**row, **changes})


@pytest.fixture
def desk(office) -> Desk:
    return Desk(office)


@pytest.fixture
def repair(desk) -> UUID:
    """An application with all its moves, taken up."""
    key = desk.applied(*ALL)
    desk.accept(key)
    return key


def test_a_lawful_grant_is_taken_once_and_again_only_after_its_end(desk, repair):
    desk.grant(repair)
    again = desk.applied(*ALL)
    desk.accept(again)
    with pytest.raises(IntegrityError):
        desk.grant(again)
    desk.end(repair)
    desk.grant(again)


@pytest.mark.parametrize(
    "changes",
    [
        {"decided_by": "user:handler"}, {"decided_on": date(2026, 11, 1)}, {"document_no": " "},
        {"handled_by": "user:other"}, {"decided_by": "user:nobody"}, {"effect": "shield"}, {"decided_by": None},
    ],
    ids=["same-person", "before", "no-paper", "another-handler", "no-move", "another-effect", "nobody"],
)  # fmt: skip
def test_no_grant_that_does_not_fit_its_application(desk, repair, changes):
    with pytest.raises(IntegrityError):
        desk.grant(repair, **changes)


def test_no_grant_of_another_record_or_without_acceptance_or_by_whoever_received_it(desk, repair):
    with pytest.raises(IntegrityError):
        desk.grant(repair, event_id=desk.other.event_id)
    with pytest.raises(IntegrityError):
        desk.grant(desk.applied(*ALL))
    both = desk.applied(*ALL, apply="approver")
    desk.accept(both)
    with pytest.raises(IntegrityError):
        desk.grant(both)
    with pytest.raises(IntegrityError):
        desk.accept(desk.applied("apply"))


def test_no_end_without_a_notice_or_by_whoever_proposed_it(desk, repair):
    desk.grant(repair)
    for changes in ({"decided_by": "user:second"}, {"questioned_by": "user:handler"}, {"decided_by": "user:nobody"}, {"document_no": ""}, {"earliest": date(2027, 1, 1)}):  # fmt: skip
        with pytest.raises(IntegrityError):
            desk.end(repair, **changes)
    desk.end(repair)


@pytest.mark.parametrize(
    "table", ["record_applications", "record_acceptances", "record_repairs", "record_repair_ends"]
)
def test_no_row_of_a_repair_is_ever_changed_or_deleted(office, table):
    event = office.record(a_penalty())[0]
    revoke(office, question(office, repaired(office, event)), waiver="弃1号")
    engine = office.runtime.work.engine
    for statement in (f"UPDATE {table} SET act_no = act_no", f"DELETE FROM {table}"):
        with engine.begin() as connection:
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
        with pytest.raises(DBAPIError, match="insert-only"), engine.begin() as connection:
            connection.execute(text(statement))
