"""The database itself refuses what the law of remedies forbids, whoever writes to it and however."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from due_process import FILE, a_decree
from remedying import ends, object_to, order, resolve, sue
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from creditsvc.kernel.clock import new_id

AT = "2026-12-06T00:00:00.000000Z"
PAPER = '{"day":"2026-12-06","digest":"","number":"1"}'


class Desk:
    """Somebody with a hand on the database and no program in between."""

    def __init__(self, office) -> None:
        self.engine = office.runtime.work.engine
        one, _ = office.two_accidents()
        self.event = one.event_id
        self.entry = office.listed(one.enterprise_id)
        self.foreign = office.confirmed(a_decree(rule="WS11-7-1"))
        with self.engine.begin() as connection:
            self.act = connection.execute(text("SELECT max(no) FROM acts")).scalar_one()

    def add(self, table: str, given: dict[str, Any]) -> None:
        row = {"act_no": self.act, **given}
        columns, values = ", ".join(f'"{name}"' for name in row), ", ".join(f":{n}" for n in row)
        with self.engine.begin() as connection:
            connection.execute(
                text(f"INSERT INTO {table} ({columns}) VALUES ({values})"), self._bound(row)
            )

    def _bound(self, row: dict[str, Any]) -> dict[str, Any]:
        if self.engine.dialect.name != "sqlite":
            return row
        shapes = {UUID: lambda key: key.hex, date: date.isoformat}
        return {k: shapes.get(type(v), lambda same: same)(v) for k, v in row.items()}

    def objection(self, *, accepted: bool = True, **given: Any) -> UUID:
        key = new_id()
        row = {
            "id": key, "enterprise_id": self.entry.enterprise_id, "listing_id": self.entry.id, "event_id": None, "origin": "party",
            "ground": "facts", "grounds": "x", "raised_at": AT, "raised_by": "user:taker", "received_on": date(2026, 12, 6),
            "document": PAPER, "attachments": "[]",
        }  # fmt: skip
        self.add("objections", {**row, **given})
        if accepted:
            self.add("objection_moves", {"objection_id": key, "move": "accept", "by": "user:accepter", "document": PAPER, "reasons": ""})  # fmt: skip
        return key

    def decide(self, objection: UUID, **given: Any) -> None:
        row = {
            "objection_id": objection, "decided_at": AT, "decided_by": "user:stranger", "outcome": "upheld", "reason": "x",
            "document_no": "决1号", "document": PAPER,
        }  # fmt: skip
        self.add("objection_decisions", {**row, **given})

    def end(self, **given: Any) -> None:
        row = {"listing_id": self.entry.id, "ended_at": AT, "reason": "objection_upheld", "detail": "", "document_no": "决1号"}  # fmt: skip
        self.add("listing_ends", {**row, **given})


@pytest.fixture
def desk(office) -> Desk:
    return Desk(office)


def test_a_lawful_decision_and_the_end_it_gives_are_taken(desk):
    desk.decide(desk.objection())
    desk.end()


@pytest.mark.parametrize("who", ["handler", "approver", "clerk", "taker", "accepter"])
@pytest.mark.parametrize("outcome", ["upheld", "partly_upheld", "rejected"])
def test_no_decision_by_whoever_had_a_part(desk, who, outcome):
    with pytest.raises(IntegrityError):
        desk.decide(desk.objection(), decided_by=f"user:{who}", outcome=outcome)


@pytest.mark.parametrize("who", ["importer", "confirmer"])
def test_no_decision_by_whoever_imported_or_confirmed(desk, who):
    key = desk.objection(listing_id=desk.foreign.id)
    with pytest.raises(IntegrityError):
        desk.decide(key, decided_by=f"user:{who}")


def test_no_decision_on_a_record_by_whoever_recorded_it(desk):
    key = desk.objection(listing_id=None, event_id=desk.event)
    with pytest.raises(IntegrityError):
        desk.decide(key, decided_by="user:clerk")
    desk.decide(key, decided_by="user:handler")


def test_no_decision_of_what_was_not_taken_up(desk):
    key = desk.objection(accepted=False)
    with pytest.raises(IntegrityError):
        desk.decide(key)
    desk.decide(key, outcome="declined", decided_by="user:taker")


def test_no_second_open_objection_to_the_same_on_one_ground(desk):
    key = desk.objection()
    with pytest.raises(IntegrityError):
        desk.objection()
    desk.objection(ground="law")
    desk.objection(listing_id=None)
    desk.decide(key, outcome="rejected")
    desk.objection()


def test_no_entry_ends_by_a_remedy_without_its_decision(desk):
    key = desk.objection()
    for reason in ("objection_upheld", "annulled"):
        with pytest.raises(IntegrityError):
            desk.end(reason=reason)
    desk.decide(key)
    for given in (
        {"document_no": "决2号"},
        {"listing_id": desk.foreign.id},
        {"reason": "annulled"},
    ):
        with pytest.raises(IntegrityError):
            desk.end(**given)


def test_no_mark_without_its_matter_and_no_outcome_without_its_suit(desk):
    for kind in ("objection", "suspension"):
        with pytest.raises(IntegrityError):
            desk.add("listing_marks", {"id": new_id(), "listing_id": desk.entry.id, "kind": kind, "matter": new_id(), "since": AT})  # fmt: skip
    with pytest.raises(IntegrityError):
        desk.add("suit_outcomes", {
            "suit_id": new_id(), "instance": 1, "listing_id": desk.entry.id, "outcome": "void", "annuls": True,
            "effective_on": date(2026, 12, 6), "document_no": "1", "document_digest": FILE,
        })  # fmt: skip


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("objection_moves", "reasons"), ("objection_decisions", "reason"), ("suits", "state"), ("suit_outcomes", "outcome"),
        ("listing_marks", "since"), ("listing_mark_ends", "until"), ("portal_records", "body"),
    ],
)  # fmt: skip
def test_no_row_of_a_remedy_is_ever_changed_or_deleted(office, desk, table, column):
    suit = order(office, sue(office, "listing", desk.entry.id), "suspend")
    resolve(office, object_to(office, "listing", desk.entry.id), "rejected")
    ends(office, suit, "void")
    for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
        with desk.engine.begin() as connection:
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
        with pytest.raises(DBAPIError, match="insert-only"), desk.engine.begin() as connection:
            connection.execute(text(statement))
