"""The database itself refuses what the law forbids, whoever writes to it and however."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from builders import an_event
from due_process import FILE, a_decree
from remedying import object_to, resolve
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from creditsvc.kernel.clock import new_id
from creditsvc.listings import service as listings

NOTICE = {
    "kind": "mail", "served_on": date(2026, 11, 20), "reference": "EMS-1", "document_no": "告1号",
    "document_digest": FILE, "reply_until": date(2026, 11, 27), "handled_by": "user:handler",
}  # fmt: skip
DECISION = {
    "origin": "own", "list": "serious_dishonesty", "rule": "WS11-6-2", "decided_on": date(2026, 11, 28),
    "document_no": "决1号", "document_digest": FILE, "authority": "局", "basis": "{}",
    "reply_until": date(2026, 11, 27), "waiver": None, "proposed_by": "user:opener", "handled_by": "user:handler",
    "decided_by": "user:approver", "file_digest": None, "imported_by": None, "confirmed_by": None,
}  # fmt: skip
EXTERNAL = {
    "origin": "external", "reply_until": None, "proposed_by": None, "handled_by": None, "decided_by": None, "file_digest": FILE,
    "imported_by": "user:importer", "confirmed_by": "user:confirmer", "proceeding_id": None, "service_id": None,
}  # fmt: skip
MOVES = (
    ("propose", "proposed", "handler"),
    ("notice", "noticed", "handler"),
    ("decide", "decided", "approver"),
    ("conclude", "concluded", "handler"),
)


class Desk:
    """Somebody with a hand on the database and no program in between."""

    def __init__(self, office) -> None:
        self.engine = office.runtime.work.engine
        first, second = office.record(
            an_event(), an_event(source_ref="E-2", uscc=None, other_id=None, name="虚构丙公司")
        )
        self.act_no, self.ours, self.other = first.act_no, first.enterprise_id, second.enterprise_id
        self.case = self.opened()
        self.notice = self.add("notice_services", {**NOTICE, "proceeding_id": self.case})

    def opened(self, **by: str) -> Any:
        """A case with all its moves; *by*: who made one, where it was somebody else."""
        case = new_id()
        for version, (move, stage, who) in enumerate(MOVES, start=1):
            row = {"id": case, "version": version, "enterprise_id": self.ours, "stage": stage}
            self.add(
                "proceedings",
                {**row, "move": move, "by": f"user:{by.get(move, who)}", "state": "{}"},
            )
        return case

    def add(self, table: str, given: dict[str, Any]) -> Any:
        row = {"id": new_id(), "act_no": self.act_no, **given}
        if table in {"listing_ends", "external_outcomes"}:
            row.pop("id")
        columns, values = ", ".join(f'"{name}"' for name in row), ", ".join(f":{n}" for n in row)
        with self.engine.begin() as connection:
            connection.execute(
                text(f"INSERT INTO {table} ({columns}) VALUES ({values})"), _bound(self.engine, row)
            )
        return row.get("id")

    def decide(self, **changes: Any) -> Any:
        row = {"enterprise_id": self.ours, "proceeding_id": self.case, "service_id": self.notice}
        return self.add("decisions", {**DECISION, **row, **changes})

    def confirm(self, **changes: Any) -> Any:
        imported = {
            "source": "list", "source_ref": str(new_id()), "digest": FILE, "file_digest": FILE,
            "imported_by": "user:importer", "content": "{}",
        }  # fmt: skip
        outside = self.add("external_decisions", imported)
        decision = self.decide(**{**EXTERNAL, **changes})
        outcome = {"external_id": outside, "by": "user:confirmer", "outcome": "confirmed"}
        self.add("external_outcomes", {**outcome, "decision_id": decision})
        return decision

    def enter(self, decision: Any, **changes: Any) -> Any:
        row = {
            "decision_id": decision, "enterprise_id": self.ours, "list": "serious_dishonesty",
            "from_at": "2026-11-28T00:00:00.000000Z", "starts_on": date(2026, 11, 28),
            "last_day": date(2029, 11, 28), "ground": "{}",
        }  # fmt: skip
        return self.add("listings", {**row, **changes})


def _bound(engine, row):
    if engine.dialect.name != "sqlite":
        return row
    shapes = {UUID: lambda key: key.hex, date: date.isoformat}
    return {name: shapes.get(type(value), lambda same: same)(value) for name, value in row.items()}


@pytest.fixture
def desk(office) -> Desk:
    return Desk(office)


def test_a_lawful_decision_and_its_entry_are_taken(desk):
    assert desk.enter(desk.decide())


def test_a_confirmed_decision_made_elsewhere_and_its_entry_are_taken(desk):
    assert desk.enter(desk.confirm())


def test_no_entry_without_a_decision(desk):
    with pytest.raises(IntegrityError):
        desk.enter(new_id())
    with pytest.raises(IntegrityError):
        desk.enter(None)


def test_no_entry_by_the_decision_on_another_enterprise(desk):
    with pytest.raises(IntegrityError):
        desk.enter(desk.decide(), enterprise_id=desk.other)


def test_no_entry_by_the_decision_for_another_list(desk):
    with pytest.raises(IntegrityError):
        desk.enter(desk.decide(), list="redlist")


def test_no_second_entry_by_one_decision(desk):
    decision = desk.decide()
    desk.enter(decision)
    with pytest.raises(IntegrityError):
        desk.enter(decision)


def test_no_entry_whose_term_ends_before_it_starts(desk):
    with pytest.raises(IntegrityError):
        desk.enter(desk.decide(), last_day=date(2026, 11, 27))


def test_no_second_decision_in_one_case(desk):
    desk.decide()
    with pytest.raises(IntegrityError):
        desk.decide()


@pytest.mark.parametrize(
    "unlawful",
    [
        {"decided_by": "user:handler"},
        {"decided_by": "user:opener"},
        {"proposed_by": None},
        {"decided_on": date(2026, 11, 27), "waiver": " "},
        {"decided_by": None},
        {"decided_on": date(2026, 11, 27)},
        {"service_id": None},
        {"proceeding_id": None},
        {"reply_until": None},
        {"reply_until": date(2026, 11, 26)},
        {"handled_by": None},
        {"handled_by": "user:somebody"},
        {"document_no": ""},
        {"origin": "whim"},
    ],
    ids=str,
)
def test_no_decision_of_our_own_without_due_process(desk, unlawful):
    with pytest.raises(IntegrityError):
        desk.decide(**unlawful)


def test_no_decision_on_a_notice_that_was_never_served(desk):
    with pytest.raises(IntegrityError):
        desk.decide(service_id=new_id())


def test_no_decision_on_the_notice_of_another_case(desk):
    with pytest.raises(IntegrityError):
        desk.decide(proceeding_id=new_id())


def test_a_waiver_lets_the_last_day_pass(desk):
    assert desk.decide(decided_on=date(2026, 11, 27), waiver="弃权书1号")


@pytest.mark.parametrize(
    "unlawful",
    [
        {"confirmed_by": "user:importer"},
        {"confirmed_by": None},
        {"imported_by": None},
        {"file_digest": None},
        {"authority": None},
        {"document_no": ""},
    ],
    ids=str,
)
def test_no_decision_made_elsewhere_without_two_people_and_its_file(desk, unlawful):
    with pytest.raises(IntegrityError):
        desk.confirm(**unlawful)


@pytest.mark.parametrize(
    "unlawful", [{"reference": ""}, {"reply_until": date(2026, 11, 19)}], ids=str
)
def test_no_service_without_reference_or_time_to_reply(desk, unlawful):
    with pytest.raises(IntegrityError):
        desk.add("notice_services", {**NOTICE, "proceeding_id": new_id(), **unlawful})


def test_no_notice_in_a_case_that_was_never_opened(desk):
    with pytest.raises(IntegrityError, match="a case that was opened"):
        desk.add("notice_services", {**NOTICE, "proceeding_id": new_id()})


def test_no_decision_in_a_case_that_is_not_concluded(desk):
    case = new_id()
    row = {"id": case, "version": 1, "enterprise_id": desk.ours, "stage": "proposed", "state": "{}"}
    desk.add("proceedings", {**row, "move": "propose", "by": "user:handler"})
    notice = desk.add("notice_services", {**NOTICE, "proceeding_id": case})
    with pytest.raises(IntegrityError, match="concluded case"):
        desk.decide(proceeding_id=case, service_id=notice)


def test_no_decision_in_the_case_of_another_enterprise(desk):
    with pytest.raises(IntegrityError, match="concluded case"):
        desk.decide(enterprise_id=desk.other)


def test_no_decision_by_somebody_who_did_not_make_it(desk):
    with pytest.raises(IntegrityError, match="concluded case"):
        desk.decide(decided_by="user:somebody")


@pytest.mark.parametrize("move", ["propose", "notice"])
def test_no_decision_by_whoever_handled_the_case(desk, move):
    case = desk.opened(**{move: "approver"})
    notice = desk.add("notice_services", {**NOTICE, "proceeding_id": case})
    with pytest.raises(IntegrityError, match="concluded case"):
        desk.decide(proceeding_id=case, service_id=notice)


def test_no_waiver_without_a_paper(desk):
    with pytest.raises(IntegrityError, match="waiver"):
        desk.decide(decided_on=date(2026, 11, 27), waiver=" ")


@pytest.mark.parametrize("feigned", [{"imported_by": "user:nobody"}, {"file_digest": "0" * 64}])
def test_no_decision_made_elsewhere_that_nobody_imported(desk, feigned):
    with pytest.raises(IntegrityError, match="imported first"):
        desk.confirm(**feigned)


def test_no_entry_by_a_decision_made_elsewhere_that_nobody_confirmed(desk):
    desk.confirm()
    decision = desk.decide(**EXTERNAL)  # the same file, but no outcome speaks of this decision
    with pytest.raises(IntegrityError, match="confirmation"):
        desk.enter(decision)


REPLACING = {  # each engine's own way of putting a row in the place of another
    "sqlite": "REPLACE INTO {table} SELECT * FROM {table}",
    "postgresql": "INSERT INTO {table} SELECT * FROM {table} WHERE true"
    " ON CONFLICT ({key}) DO UPDATE SET act_no = 0",
}
KEYS = {"listings": "id", "decisions": "id", "proceedings": "id, version", "trail": "seq"}


@pytest.mark.parametrize("table", KEYS)
def test_no_row_is_replaced(desk, table):
    desk.enter(desk.decide())
    replacing = REPLACING[desk.engine.dialect.name].format(table=table, key=KEYS[table])
    with pytest.raises(DBAPIError, match="insert-only"), desk.engine.begin() as connection:
        connection.execute(text(replacing))


def test_no_end_of_an_entry_for_a_reason_nobody_knows(desk):
    entry = desk.enter(desk.decide())
    ending = {
        "listing_id": entry,
        "ended_at": "2026-12-01T00:00:00.000000Z",
        "detail": "",
        "document_no": None,
    }
    with pytest.raises(IntegrityError):
        desk.add("listing_ends", {**ending, "reason": "favour"})


EVIDENCE = {
    "proceedings": "stage", "notice_services": "reference", "decisions": "authority",
    "external_decisions": "content", "external_outcomes": "outcome", "listings": "ground",
    "listing_ends": "detail", "listing_publications": "published_on", "objections": "grounds",
    "objection_decisions": "reason", "objection_moves": "reasons", "listing_marks": "since",
    "listing_mark_ends": "until", "findings": "outcome", "changes": "reason",
}  # fmt: skip


def test_no_row_of_a_case_is_ever_changed_or_deleted(office):
    both = office.two_accidents()
    entry = office.listed(both[0].enterprise_id)
    _fill(office, entry)
    for table, column in EVIDENCE.items():
        for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
            engine = office.runtime.work.engine
            with engine.begin() as connection:
                count = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
                assert count, f"{table} is empty: the test proves nothing"
            with pytest.raises(DBAPIError, match="insert-only"), engine.begin() as connection:
                connection.execute(text(statement))


def _fill(office, entry) -> None:
    """A row in every table of evidence."""
    outside = office.confirmed(a_decree())
    resolve(office, object_to(office, "listing", entry.id))
    with office.act("approver") as act:
        found = listings.get(act.session, outside.id)
        listings.note_published(act, [found], office.today)
