"""Decisions made before the database asked for whole due process stand, and survive a way back."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from creditsvc.db import migrate
from creditsvc.db.engine import open_engine
from creditsvc.kernel.clock import new_id

REVISION = next(
    path.stem[:4] for path in (migrate.MIGRATIONS / "versions").glob("*_steps_of_a_case.py")
)
BEFORE = f"{int(REVISION) - 1:04d}"
DIGEST = "0" * 64
FORMER = (("propose", "proposed", "h"), ("notice", "noticed", "h"), ("decide", "decided", "a"), ("conclude", "concluded", "h"))  # fmt: skip
DECISION = {
    "origin": "own", "list": "serious_dishonesty", "rule": "WS11-6-2", "decided_on": date(2026, 11, 28),
    "document_no": "决1号", "document_digest": DIGEST, "authority": "局", "basis": "{}",
    "reply_until": date(2026, 11, 27), "proposed_by": "h", "handled_by": "h", "decided_by": "a",
}  # fmt: skip


@pytest.fixture
def engine(database):
    made = open_engine(database[0])
    migrate.downgrade(made, migrate.REGISTER, BEFORE)
    yield made
    made.dispose()


def add(engine, table, **row):
    shapes = {UUID: lambda key: key.hex, date: date.isoformat}
    if engine.dialect.name == "sqlite":
        row = {name: shapes.get(type(v), lambda same: same)(v) for name, v in row.items()}
    columns, values = ", ".join(f'"{name}"' for name in row), ", ".join(f":{n}" for n in row)
    with engine.begin() as connection:
        connection.execute(text(f"INSERT INTO {table} ({columns}) VALUES ({values})"), row)


def an_act(engine, number):
    add(engine, "acts", no=number, at=f"2026-11-2{number}T00:00:00.000000Z", actor="a", actor_kind="person")  # fmt: skip


def a_former_case(engine, act_no, enterprise):
    """A case with the moves, the notice and the decision that sufficed before."""
    case, service = new_id(), new_id()
    for version, (move, stage, by) in enumerate(FORMER, start=1):
        row = {"id": case, "version": version, "enterprise_id": enterprise, "act_no": act_no}
        add(engine, "proceedings", **row, stage=stage, move=move, by=by, state="{}")
    add(
        engine, "notice_services", id=service, proceeding_id=case, act_no=act_no, kind="mail",
        served_on=date(2026, 11, 20), reference="1", document_no="告", document_digest=DIGEST,
        reply_until=date(2026, 11, 27), handled_by="h",
    )  # fmt: skip
    key = {"id": new_id(), "act_no": act_no, "enterprise_id": enterprise}
    add(engine, "decisions", **DECISION, **key, proceeding_id=case, service_id=service)


def test_a_decision_made_before_survives_and_one_made_after_needs_every_step(engine):
    an_act(engine, 1)
    enterprise = new_id()
    add(engine, "enterprises", id=enterprise, act_no=1, uscc=None, other_id="620102000000001")
    a_former_case(engine, 1, enterprise)
    migrate.upgrade(engine, migrate.REGISTER)
    an_act(engine, 2)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM decisions")).scalar_one() == 1
        assert connection.execute(text("SELECT act_no FROM due_process_since")).scalar_one() == 1
    a_former_case(engine, 1, enterprise)  # as a restored backup brings it in
    with pytest.raises(IntegrityError, match="opened"):
        a_former_case(engine, 2, enterprise)


def test_a_case_of_before_is_still_there_on_the_way_back(engine):
    an_act(engine, 1)
    enterprise = new_id()
    add(engine, "enterprises", id=enterprise, act_no=1, uscc=None, other_id="620102000000001")
    a_former_case(engine, 1, enterprise)
    migrate.upgrade(engine, migrate.REGISTER)
    migrate.downgrade(engine, migrate.REGISTER, BEFORE)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM proceedings")).scalar_one() == 4
    a_former_case(engine, 1, enterprise)
