"""The database itself refuses a grant or a loss that the law forbids, whoever writes to it and however."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from due_process import FILE
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from creditsvc.kernel.clock import new_id

MOVES = (
    ("apply", "received", "handler"), ("check", "checked", "handler"), ("review", "reviewed", "city"),
    ("announce", "announced", "officer"), ("grant", "granted", "approver"),
)  # fmt: skip
UNTIL = date(2026, 11, 12)
TABLES = {
    "redlist_applications": "stage", "redlist_reviews": "authority", "redlist_announcements": "channel",
    "redlist_objections": "document_no", "redlist_answers": "upheld", "redlist_grants": "document_no",
    "redlist_loss_cases": "stage", "redlist_losses": "origin",
}  # fmt: skip


class Desk:
    """Somebody with a hand on the database and no program in between."""

    def __init__(self, hall) -> None:
        self.engine = hall.runtime.work.engine
        self.enterprise, self.other = hall.worthy(1), hall.worthy(2)
        with hall.runtime.work.read() as session:
            self.act_no = session.scalar(text("SELECT max(no) FROM acts"))

    def add(self, table: str, given: dict[str, Any]) -> None:
        row = {"act_no": self.act_no, **given}
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

    def applied(self, *without: str, **by: str) -> UUID:
        """An application with its moves, two levels and its notice, but for those named; *by*: who else."""
        key = new_id()
        for version, (move, stage, who) in enumerate(MOVES, start=1):
            if move not in without:
                who_ = f"user:{by.get(move, who)}"
                row = {
                    "id": key,
                    "version": version,
                    "enterprise_id": self.enterprise,
                    "stage": stage,
                }
                self.add("redlist_applications", {**row, "move": move, "by": who_, "state": "{}"})
                if move in {"check", "review"}:
                    self.add("redlist_reviews", {"application_id": key, "level": move, "authority": f"机关{move}", "by": who_, "document_no": "1"})  # fmt: skip
        self.add("redlist_announcements", {"application_id": key, "announced_on": date(2026, 11, 5), "until": UNTIL, "announced_by": f"user:{by.get('announce', 'officer')}", "document_no": "公1号", "channel": "网站"})  # fmt: skip
        return key

    def grant(self, key: UUID, **changes: Any) -> None:
        row = {
            "application_id": key, "enterprise_id": self.enterprise, "list": "redlist", "rule": "RL133-2", "levels": 2,
            "announced_until": UNTIL, "announced_by": "user:officer", "decided_by": "user:approver",
            "decided_on": date(2026, 11, 13), "document_no": "授1号", "document_digest": FILE,
        }  # fmt: skip
        self.add("redlist_grants", {**row, **changes})

    def decide(self, key: UUID, **changes: Any) -> UUID:
        made = new_id()
        row = {
            "id": made, "origin": "grant", "enterprise_id": self.enterprise, "list": "redlist", "rule": "RL133-2",
            "decided_on": date(2026, 11, 13), "document_no": "授1号", "document_digest": FILE, "authority": "机关",
            "basis": "{}", "application_id": key, "decided_by": "user:approver",
        }  # fmt: skip
        self.add("decisions", {**row, **changes})
        return made

    def enter(self, decision: UUID, **changes: Any) -> UUID:
        made = new_id()
        row = {
            "id": made, "decision_id": decision, "enterprise_id": self.enterprise, "list": "redlist",
            "from_at": "2026-11-13T00:00:00.000000Z", "starts_on": date(2026, 11, 13), "last_day": date(2029, 11, 13), "ground": "{}",
        }  # fmt: skip
        self.add("listings", {**row, **changes})
        return made

    def object(self, key: UUID) -> UUID:
        made = new_id()
        self.add("redlist_objections", {"id": made, "application_id": key, "received_on": date(2026, 11, 6), "document_no": "异1号"})  # fmt: skip
        return made

    def answer(self, objection: UUID, *, upheld: bool) -> None:
        self.add("redlist_answers", {"objection_id": objection, "upheld": upheld, "by": "user:officer", "document_no": "答1号"})  # fmt: skip

    def entered(self) -> UUID:
        """A lawful entry."""
        key = self.applied()
        self.grant(key)
        return self.enter(self.decide(key))

    def lose(self, listing: UUID, **changes: Any) -> None:
        row = {
            "listing_id": listing,
            "origin": "record",
            "grounds": '["no_penalty"]',
            "against": '["E-1"]',
        }
        self.add("redlist_losses", {**row, **changes})

    def case(self, listing: UUID, **by: str) -> UUID:
        key = new_id()
        for version, (move, stage) in enumerate((("open", "noticed"), ("decide", "lost")), start=1):
            who = by.get(move, {"open": "handler", "decide": "approver"}[move])
            row = {
                "id": key,
                "version": version,
                "enterprise_id": self.enterprise,
                "listing_id": listing,
                "stage": stage,
            }
            self.add(
                "redlist_loss_cases", {**row, "move": move, "by": f"user:{who}", "state": "{}"}
            )
        return key

    def decided_loss(self, listing: UUID, case: UUID | None, **changes: Any) -> None:
        row = {
            "origin": "decision", "against": "[]", "case_id": case, "reply_until": date(2026, 11, 25), "handled_by": "user:handler",
            "decided_by": "user:approver", "decided_on": date(2026, 11, 26), "document_no": "移1号",
        }  # fmt: skip
        self.lose(listing, **{**row, **changes})

    def end(self, listing: UUID, **changes: Any) -> None:
        row = {
            "listing_id": listing,
            "ended_at": "2026-11-26T00:00:00.000000Z",
            "reason": "lost_conditions",
            "detail": "",
            "document_no": None,
        }
        self.add("listing_ends", {**row, **changes})


@pytest.fixture
def desk(hall) -> Desk:
    return Desk(hall)


def refused(deed, *given, **more):
    with pytest.raises(IntegrityError):
        deed(*given, **more)


def test_a_lawful_grant_its_entry_and_a_loss_by_the_record_are_taken_and_never_changed(desk):
    key = desk.applied()
    desk.answer(desk.object(key), upheld=False)
    desk.grant(key)
    listing = desk.enter(desk.decide(key))
    refused(desk.end, listing)  # without its ground
    refused(desk.lose, listing, against="[]")  # which is named
    desk.lose(listing)
    refused(desk.end, listing, act_no=1)  # and of the same act
    desk.end(listing)
    desk.case(listing)
    for table, column in TABLES.items():
        for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
            with desk.engine.begin() as connection:
                assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
            with pytest.raises(DBAPIError, match="insert-only"), desk.engine.begin() as connection:
                connection.execute(text(statement))


def test_no_grant_that_does_not_fit_its_application(desk):
    key = desk.applied()
    for changes in (
        {"decided_on": UNTIL}, {"decided_by": "user:officer"}, {"decided_by": "user:nobody"}, {"decided_by": "user:city"},
        {"levels": 1}, {"levels": 3}, {"announced_until": date(2026, 11, 11)}, {"announced_by": "user:city"},
        {"enterprise_id": desk.other}, {"document_no": " "}, {"decided_by": None},
    ):  # fmt: skip
        refused(desk.grant, key, **changes)
    desk.grant(key)


@pytest.mark.parametrize("move", ["apply", "announce", "grant"])
def test_no_grant_of_what_did_not_go_its_way(desk, move):
    refused(desk.grant, desk.applied(move))


def test_whoever_had_a_part_does_not_grant_and_nobody_passes_two_levels(desk):
    refused(desk.grant, desk.applied(apply="approver"))
    refused(desk.applied, check="city")


def test_an_open_or_upheld_objection_bars_the_grant(desk):
    key = desk.applied()
    objection = desk.object(key)
    refused(desk.grant, key)
    desk.answer(objection, upheld=True)
    refused(desk.grant, key)


def test_no_decision_for_the_redlist_but_of_what_was_granted(desk):
    key = desk.applied()
    refused(desk.decide, key)
    desk.grant(key)
    for changes in (
        {"decided_by": "user:city"}, {"decided_on": date(2026, 11, 14)}, {"document_no": "授2号"}, {"list": "blacklist"},
        {"enterprise_id": desk.other}, {"application_id": None}, {"application_id": new_id()}, {"origin": "own"}, {"origin": "gift"},
    ):  # fmt: skip
        refused(desk.decide, key, **changes)
    decision = desk.decide(key)
    refused(desk.decide, key)
    refused(desk.enter, decision, enterprise_id=desk.other)


def test_a_loss_is_decided_in_a_case_told_to_the_party_by_another(desk):
    listing = desk.entered()
    case = desk.case(listing)
    same = desk.case(listing, open="approver")
    for changes in (
        {"decided_by": "user:handler"}, {"decided_on": date(2026, 11, 25)}, {"reply_until": None}, {"decided_by": "user:nobody"},
        {"document_no": None}, {"case_id": None}, {"case_id": new_id()}, {"case_id": same, "handled_by": "user:approver"},
    ):  # fmt: skip
        refused(desk.decided_loss, listing, case, **changes)
    desk.decided_loss(listing, case)
    refused(desk.end, listing, document_no="移2号")
    desk.end(listing, document_no="移1号")
