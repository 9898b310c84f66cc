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
OPENING = {
    "opened_on": date(2026, 11, 19), "approved_by": "principal", "handled_by": "user:handler",
    "review_due": True, "deliberation_due": False,
}  # fmt: skip
MOVES = (
    ("propose", "proposed", "handler"),
    ("open", "opened", "handler"),
    ("notice", "noticed", "handler"),
    ("review", "reviewed", "reviewer"),
    ("decide", "decided", "approver"),
    ("serve", "served", "handler"),
    ("conclude", "concluded", "handler"),
)
WITHOUT_PAPER = {"propose", "serve", "conclude"}


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

    def opened(self, moves=MOVES, opening: Any = OPENING, **by: str) -> Any:
        """A case with *moves*, each with its paper; *by*: who made one, where it was somebody else."""
        case = new_id()
        for version, (move, stage, who) in enumerate(moves, start=1):
            self.move(case, version, move, stage, by.get(move, who))
        versions = [version for version, one in enumerate(moves, start=1) if one[0] == "open"]
        if versions and opening is not None:
            who = f"user:{by.get('open', 'handler')}"
            row = {**OPENING, **opening, "proceeding_id": case, "version": versions[0]}
            self.add("case_openings", {**row, "handled_by": who})
        return case

    def move(self, case: Any, version: int, move: str, stage: str, who: str, **paper: Any) -> None:
        """One more move of a case."""
        row = {"id": case, "version": version, "enterprise_id": self.ours, "stage": stage}
        self.add("proceedings", {**row, "move": move, "by": f"user:{who}", "state": "{}"})
        if move not in WITHOUT_PAPER:
            row = {"proceeding_id": case, "version": version, "move": move, "by": f"user:{who}"}
            document = {
                "document_no": f"{move}1号", "document_day": date(2026, 11, 19), "document_digest": FILE,
            }  # fmt: skip
            self.add("proceeding_papers", {**row, **document, **paper})

    def add(self, table: str, given: dict[str, Any]) -> Any:
        row = {"id": new_id(), "act_no": self.act_no, **given}
        if table in {"listing_ends", "external_outcomes", "proceeding_papers", "case_openings"}:
            row.pop("id")
        columns, values = ", ".join(f'"{name}"' for name in row), ", ".join(f":{n}" for n in row)
        with self.engine.begin() as connection:
            connection.execute(
                text(f"INSERT INTO {table} ({columns}) VALUES ({values})"), _bound(self.engine, row)
            )
        return row.get("id")

    def decide_in(self, case: Any, **changes: Any) -> Any:
        """A decision in *case*, with a notice of its own."""
        notice = self.add("notice_services", {**NOTICE, "proceeding_id": case})
        return self.decide(proceeding_id=case, service_id=notice, **changes)

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


WAIVED = (*MOVES[:3], ("waive", "noticed", "handler"), *MOVES[3:])


@pytest.mark.parametrize(
    ("day", "number", "lawful"),
    [
        (date(2026, 11, 20), "弃权书1号", True),
        (date(2026, 11, 19), "弃权书1号", False),  # before the notice was served
        (date(2026, 11, 28), "弃权书1号", False),  # after the decision
        (date(2026, 11, 20), "弃权书2号", False),  # no such paper on file
    ],
)
def test_a_waiver_on_file_lets_the_last_day_pass(desk, day, number, lawful):
    case = desk.opened(tuple(one for one in WAIVED if one[0] != "waive"))
    desk.move(case, 99, "waive", "reviewed", "handler", document_no="弃权书1号", document_day=day)
    if lawful:
        assert desk.decide_in(case, decided_on=date(2026, 11, 27), waiver=number)
        return
    with pytest.raises(IntegrityError, match="a waiver is a paper on file"):
        desk.decide_in(case, decided_on=date(2026, 11, 27), waiver=number)


def without(*moves: str) -> Any:
    return tuple(one for one in MOVES if one[0] not in moves)


def after(move: str, *more: Any) -> Any:
    """The moves, with more of them after one."""
    names = [one[0] for one in MOVES]
    place = names.index(move) + 1
    return (*MOVES[:place], *more, *MOVES[place:])


ASKED = ("request_hearing", "noticed", "handler")
UNLAWFUL = {
    "no review": (without("review"), {}, "legal review"),
    "the review returned it": (
        (*without("review")[:3], ("review", "noticed", "reviewer"), *without("review")[3:]), {}, "legal review",
    ),
    "reviewed by the handler": (MOVES, {"review": "handler"}, "legal review"),
    "a reply after the review": (after("review", ("reply", "replied", "clerk")), {}, "legal review"),
    "reviewed by the decider": (MOVES, {"review": "approver"}, "third person|handled and decided"),
    "heard by the decider": (after("notice", ("hear", "heard", "approver")), {}, "people handled and decided"),
    "a hearing asked for and not held": (after("notice", ASKED), {}, "held or taken back"),
    "never served": (without("serve"), {}, "lists once it was served"),
    "deliberation due": (MOVES, {"opening": {"deliberation_due": True}}, "principals deliberate"),
}  # fmt: skip


@pytest.mark.parametrize("what", UNLAWFUL)
def test_no_decision_without_every_step(desk, what):
    moves, changes, says = UNLAWFUL[what]
    case = desk.opened(moves, **changes)
    with pytest.raises(IntegrityError, match=says):
        desk.decide_in(case)


LAWFUL = {
    "heard": after("notice", ASKED, ("hear", "heard", "presider")),
    "taken back": after("notice", ASKED, ("withdraw_hearing", "noticed", "handler")),
    "replied": after("notice", ("reply", "replied", "clerk")),
    "presided and reviewed by one": after("notice", ASKED, ("hear", "heard", "reviewer")),
}


@pytest.mark.parametrize("what", LAWFUL)
def test_a_decision_with_every_step_is_taken(desk, what):
    assert desk.decide_in(desk.opened(LAWFUL[what]))


def test_a_decision_without_a_review_that_nothing_made_due_is_taken(desk):
    assert desk.decide_in(desk.opened(without("review"), opening={"review_due": False}))


def test_a_deliberation_that_is_due_and_was_held_is_enough(desk):
    moves = after("review", ("deliberate", "reviewed", "handler"))
    assert desk.decide_in(desk.opened(moves, opening={"deliberation_due": True}))


def test_no_notice_and_so_no_decision_in_a_case_without_an_opening(desk):
    with pytest.raises(IntegrityError, match="a case that was opened"):
        desk.decide_in(desk.opened(without("open")))


def test_no_decision_on_a_notice_that_a_later_one_replaced(desk, office):
    (later,) = office.record(an_event(source_ref="E-3"))
    desk.add("notice_services", {**NOTICE, "proceeding_id": desk.case, "act_no": later.act_no})
    with pytest.raises(IntegrityError, match="the last notice"):
        desk.decide()


def test_no_opening_without_its_paper_or_approved_by_the_handler(desk):
    case = desk.opened(opening=None)
    row = {**OPENING, "proceeding_id": case, "version": 2}
    for unlawful in (
        {"version": 1}, {"version": 3}, {"handled_by": "user:another"}, {"approved_by": "user:handler"},
        {"approved_by": " "}, {"opened_on": date(2026, 11, 18)},
    ):  # fmt: skip
        with pytest.raises(IntegrityError):
            desk.add("case_openings", {**row, **unlawful})
    desk.add("case_openings", row)


def test_no_paper_of_a_move_that_somebody_else_made(desk):
    case = desk.opened(opening=None)
    row = {
        "proceeding_id": case, "version": 1, "move": "propose", "by": "user:handler",
        "document_no": "1号", "document_day": date(2026, 11, 19), "document_digest": FILE,
    }  # fmt: skip
    for feigned in ({"by": "user:another"}, {"move": "open"}, {"version": 50}):
        with pytest.raises(IntegrityError):
            desk.add("proceeding_papers", {**row, **feigned})


def test_nobody_exempts_an_act_from_due_process_afterwards(desk):
    with pytest.raises(IntegrityError, match="before the first act"), desk.engine.begin() as made:
        made.execute(text("INSERT INTO due_process_since (act_no) VALUES (999999)"))


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
    case = desk.opened(without("conclude"))
    with pytest.raises(IntegrityError, match="concluded case"):
        desk.decide_in(case)


def test_no_decision_in_the_case_of_another_enterprise(desk):
    with pytest.raises(IntegrityError, match="concluded case"):
        desk.decide(enterprise_id=desk.other)


def test_no_decision_by_somebody_who_did_not_make_it(desk):
    with pytest.raises(IntegrityError, match="concluded case"):
        desk.decide(decided_by="user:somebody")


@pytest.mark.parametrize("move", ["propose", "open", "notice"])
def test_no_decision_by_whoever_handled_the_case(desk, move):
    case = desk.opened(**{move: "approver"})
    with pytest.raises(IntegrityError, match="concluded case"):
        desk.decide_in(case)


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
KEYS = {
    "listings": "id", "decisions": "id", "proceedings": "id, version", "trail": "seq",
    "proceeding_papers": "proceeding_id, version", "case_openings": "proceeding_id",
}  # fmt: skip


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
    "proceedings": "stage", "proceeding_papers": "move", "case_openings": "approved_by", "notice_services": "reference", "decisions": "authority",
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
