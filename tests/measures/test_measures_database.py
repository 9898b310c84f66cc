"""The database itself refuses orders and answers out of turn, whoever writes them and however."""

from datetime import date
from uuid import UUID

import pytest
from due_process import a_decree
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from creditsvc.kernel.clock import new_id

DAY = date(2026, 11, 20)


class Desk:
    """Somebody with a hand on the database and no program in between."""

    def __init__(self, office) -> None:
        self.office, self.engine = office, office.runtime.work.engine
        self.entry = office.confirmed(a_decree())
        self.seq = 1000
        with self.engine.begin() as connection:
            self.act = connection.execute(text("SELECT max(no) FROM acts")).scalar_one()
            connection.execute(
                text(
                    "INSERT INTO clients (client_id, name, kind, secret_digest, scopes, purposes, field,"
                    " redirect_uris, status, auth_method, disclosure, act_no) VALUES ('c1', 'x', 'partner', 'x', '[]', '[]', 'x',"
                    f" '[]', 'active', 'client_secret', 'name', {self.act})"
                )
            )

    def add(self, table: str, **row) -> None:
        row = {"act_no": self.act, **row}
        columns, values = ", ".join(row), ", ".join(f":{name}" for name in row)
        with self.engine.begin() as connection:
            connection.execute(
                text(f"INSERT INTO {table} ({columns}) VALUES ({values})"), self._bound(row)
            )

    def _bound(self, row):
        if self.engine.dialect.name != "sqlite":
            return row
        shapes = {UUID: lambda key: key.hex, date: date.isoformat}
        return {k: shapes.get(type(v), lambda same: same)(v) for k, v in row.items()}

    def action(self, **given) -> UUID:
        key = new_id()
        row = {
            "id": key, "listing_id": self.entry.id, "enterprise_id": self.entry.enterprise_id,
            "list": self.entry.list, "measure": "X-1", "executor": "reform", "fields": "[]",
            "valid_from": DAY, "valid_to": self.entry.last_day, "body": "{}",
        }  # fmt: skip
        self.add("measure_actions", **{**row, **given})
        return key

    def order(self, action: UUID, no: int, kind: str, reason: str) -> None:
        self.seq += 1
        self.add(
            "measure_orders", seq=self.seq, action_id=action, no=no, kind=kind, reason=reason, since=DAY
        )  # fmt: skip

    def ordered(self) -> UUID:
        key = self.action()
        self.order(key, 1, "apply", "listed")
        return key

    def answer(self, action: UUID, word: str, **given) -> None:
        day = DAY if word in {"applied", "lifted"} else None
        row = {
            "id": new_id(), "action_id": action, "order_no": 1, "client_id": "c1", "no": 1,
            "reference": new_id().hex, "word": word, "reason": None, "service_item": "x", "acted_on": day,
        }  # fmt: skip
        self.add("measure_responses", **{**row, **given})

    def letter(self, action: UUID, word: str, **given) -> None:
        row = {
            "id": new_id(), "action_id": action, "order_no": 1, "no": 1, "word": word,
            "reason": None, "service_item": "x", "acted_on": DAY if word == "applied" else None,
            "document_no": "复函1号", "document_day": DAY, "document_digest": "0" * 64,
            "recorded_by": "user:handler",
        }  # fmt: skip
        self.add("measure_letters", **{**row, **given})


@pytest.fixture
def desk(office):
    return Desk(office)


def test_one_action_stands_for_an_entry_a_measure_and_an_executor(desk):
    desk.action()
    with pytest.raises(IntegrityError):
        desk.action()
    desk.action(executor="finance")


@pytest.mark.parametrize(
    "given",
    [{"valid_to": None}, {"valid_to": date(2031, 1, 1)}, {"list": "blacklist"}, {"enterprise_id": new_id()}],
)  # fmt: skip
def test_a_measure_belongs_to_its_entry_and_does_not_outlast_it(desk, given):
    with pytest.raises(DBAPIError, match="does not outlast it"):
        desk.action(**given)


@pytest.mark.parametrize(
    ("no", "kind", "reason"),
    [
        (1, "lift", "expired"),
        (2, "apply", "resumed"),
        (2, "lift", "listed"),
        (3, "apply", "resumed"),
        (2, "lift", "annulled"),
        (2, "lift", "suspended"),
        (2, "lift", "whim"),
    ],
)
def test_orders_take_turns_and_have_the_end_they_name(desk, no, kind, reason):
    key = desk.ordered()
    with pytest.raises(DBAPIError):
        desk.order(key, no, kind, reason)


def test_an_entry_that_has_ended_binds_no_measure(desk):
    key = desk.ordered()
    desk.order(key, 2, "lift", "expired")
    desk.office.removed(desk.entry)
    desk.seq += 1000  # the walk has written orders of its own
    with pytest.raises(DBAPIError, match="binds no measure"):
        desk.order(key, 3, "apply", "resumed")


def test_an_answer_fits_the_order_that_stands(desk):
    key = desk.ordered()
    with pytest.raises(DBAPIError, match="fits the order"):
        desk.answer(key, "lifted")
    desk.order(key, 2, "lift", "expired")
    with pytest.raises(DBAPIError, match="fits the order"):
        desk.answer(key, "applied")
    with pytest.raises(DBAPIError, match="fits the order"):
        desk.answer(key, "applied", order_no=2)
    desk.answer(key, "received", order_no=2)
    desk.answer(key, "lifted", order_no=2, no=2)
    with pytest.raises(DBAPIError, match="does not follow"):
        desk.answer(key, "lifted", order_no=2, no=3)


def test_an_answer_does_not_follow_what_it_cannot(desk):
    key = desk.ordered()
    desk.answer(key, "applied")
    for no, word in enumerate(("received", "refused", "not_applicable"), 2):
        with pytest.raises(DBAPIError, match="does not follow"):
            desk.answer(key, word, no=no, reason="x")
    desk.answer(key, "applied", no=2)


@pytest.mark.parametrize(
    ("word", "given"),
    [
        ("refused", {}),
        ("not_applicable", {"reason": " "}),
        ("applied", {"service_item": None}),
        ("applied", {"acted_on": None}),
        ("received", {"acted_on": DAY}),
        ("applied", {"amount": -1}),
        ("applied", {"order_no": 7}),
        ("forgotten", {}),
    ],
)
def test_an_answer_says_what_it_must(desk, word, given):
    key = desk.ordered()
    with pytest.raises(DBAPIError):
        desk.answer(key, word, **given)


def test_a_letter_has_its_number_and_day_and_its_turn(desk):
    key = desk.ordered()
    unlawful = (
        {"document_no": " "}, {"document_day": date(2026, 11, 19)}, {"service_item": None},
        {"order_no": 7}, {"word": "lifted"}, {"acted_on": None},
    )  # fmt: skip
    for given in unlawful:
        with pytest.raises(DBAPIError):
            desk.letter(key, **{"word": "applied", **given})
    desk.letter(key, "applied")
    for no, word in ((1, "applied"), (2, "received"), (2, "refused")):
        with pytest.raises(DBAPIError):
            desk.letter(key, word, no=no, reason="x")
    desk.letter(key, "applied", no=2)


def test_a_reference_is_used_once_by_a_partner(desk):
    key = desk.ordered()
    desk.answer(key, "applied", reference="R")
    with pytest.raises(IntegrityError):
        desk.answer(key, "applied", reference="R", no=2)


@pytest.mark.parametrize(
    "table", ["measure_actions", "measure_orders", "measure_responses", "measure_letters"]
)
def test_what_was_ordered_and_answered_stays_as_it_is(desk, table):
    key = desk.ordered()
    desk.answer(key, "applied")
    desk.letter(key, "applied")
    for verb in (f"UPDATE {table} SET act_no = act_no", f"DELETE FROM {table}"):
        with pytest.raises(DBAPIError, match="insert-only"), desk.engine.begin() as connection:
            connection.execute(text(verb))
