"""The database itself refuses a removal that the law forbids, whoever writes to it and however."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from due_process import FILE, a_decree
from removals import removed
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from creditsvc.kernel.clock import new_id

MOVES = (("apply", "received", "handler"), ("accept", "accepted", "handler"), ("grant", "granted", "approver"))  # fmt: skip


class Desk:
    """Somebody with a hand on the database and no program in between."""

    def __init__(self, office) -> None:
        self.engine = office.runtime.work.engine
        self.entry = office.confirmed(a_decree(decided_on=date(2025, 3, 3)))
        self.other = office.confirmed(
            a_decree(source_ref="L-2", decided_on=date(2025, 3, 4), rule="WS11-7-1")
        )

    def add(self, table: str, given: dict[str, Any]) -> None:
        row = {"act_no": self.entry.act_no, **given}
        columns, values = ", ".join(f'"{name}"' for name in row), ", ".join(f":{n}" for n in row)
        with self.engine.begin() as connection:
            connection.execute(
                text(f"INSERT INTO {table} ({columns}) VALUES ({values})"), self._bound(row)
            )

    def _bound(self, row: dict[str, Any]) -> dict[str, Any]:
        if self.engine.dialect.name != "sqlite":
            return row
        shapes = {UUID: lambda key: key.hex, date: date.isoformat}
        return {
            name: shapes.get(type(value), lambda same: same)(value) for name, value in row.items()
        }

    def applied(self, *moves: str, **by: str) -> UUID:
        """An application with those of its *moves* that are named; *by*: who made one instead."""
        key = new_id()
        for version, (move, stage, who) in enumerate(MOVES, start=1):
            if move in moves:
                row = {"id": key, "version": version, "enterprise_id": self.entry.enterprise_id, "listing_id": self.entry.id}  # fmt: skip
                self.add("repairs", {**row, "stage": stage, "move": move, "by": f"user:{by.get(move, who)}", "state": "{}"})  # fmt: skip
        return key

    def accept(self, repair: UUID, **changes: Any) -> None:
        row = {"repair_id": repair, "listing_id": self.entry.id, "accepted_on": date(2026, 11, 2), "handled_by": "user:handler"}  # fmt: skip
        self.add("repair_acceptances", {**row, **changes})

    def grant(self, repair: UUID, **changes: Any) -> None:
        row = {
            "repair_id": repair, "listing_id": self.entry.id, "accepted_on": date(2026, 11, 2), "handled_by": "user:handler",
            "decided_by": "user:approver", "decided_on": date(2026, 11, 3), "document_no": "移1号", "document_digest": FILE,
        }  # fmt: skip
        self.add("repair_grants", {**row, **changes})

    def end(self, **changes: Any) -> None:
        row = {"listing_id": self.entry.id, "ended_at": "2026-11-03T00:00:00.000000Z", "reason": "repaired", "detail": "", "document_no": "移1号"}  # fmt: skip
        self.add("listing_ends", {**row, **changes})


@pytest.fixture
def desk(office) -> Desk:
    return Desk(office)


@pytest.fixture
def repair(desk) -> UUID:
    """An application with all its moves, taken up."""
    key = desk.applied("apply", "accept", "grant")
    desk.accept(key)
    return key


def test_a_lawful_grant_and_the_end_it_gives_are_taken(desk, repair):
    desk.grant(repair)
    desk.end()


def test_no_entry_ends_as_repaired_without_its_grant(desk, repair):
    with pytest.raises(IntegrityError):
        desk.end()
    desk.grant(repair)
    with pytest.raises(IntegrityError):
        desk.end(document_no="移2号")
    with pytest.raises(IntegrityError):
        desk.end(listing_id=desk.other.id)


def test_no_grant_without_an_acceptance(desk):
    with pytest.raises(IntegrityError):
        desk.grant(desk.applied("apply", "accept", "grant"))


def test_no_grant_by_whoever_handled_the_application(desk, repair):
    with pytest.raises(IntegrityError):
        desk.grant(repair, decided_by="user:handler")
    both = desk.applied("apply", "accept", "grant", apply="approver")
    desk.accept(both)
    with pytest.raises(IntegrityError):
        desk.grant(both)


@pytest.mark.parametrize(
    "changes",
    [
        {"decided_on": date(2026, 11, 1)}, {"document_no": " "}, {"accepted_on": date(2026, 11, 1)},
        {"handled_by": "user:other"}, {"decided_by": "user:nobody"}, {"decided_by": None},
    ],
    ids=["before", "no-paper", "another-day", "another-handler", "who-made-no-move", "nobody"],
)  # fmt: skip
def test_no_grant_that_does_not_fit_its_application(desk, repair, changes):
    with pytest.raises(IntegrityError):
        desk.grant(repair, **changes)


def test_no_acceptance_of_what_was_never_received_or_by_another(desk):
    with pytest.raises(IntegrityError):
        desk.accept(desk.applied("accept"))
    with pytest.raises(IntegrityError):
        desk.accept(desk.applied("apply"))
    with pytest.raises(IntegrityError):
        desk.accept(desk.applied("apply", "accept"), handled_by="user:other")


@pytest.mark.parametrize(
    ("table", "column"),
    [("repairs", "state"), ("repair_acceptances", "handled_by"), ("repair_grants", "document_no")],
)
def test_no_row_of_an_application_is_ever_changed_or_deleted(office, table, column):
    removed(office, office.confirmed(a_decree(decided_on=date(2025, 3, 3))))
    engine = office.runtime.work.engine
    for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
        with engine.begin() as connection:
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
        with pytest.raises(DBAPIError, match="insert-only"), engine.begin() as connection:
            connection.execute(text(statement))
