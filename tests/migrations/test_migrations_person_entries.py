"""Persons told before notices had rows of their own have them after the upgrade, so that their cases go on."""

import json
from datetime import date

import pytest
from sqlalchemy import select
from test_migrations_due_process import DIGEST, add, an_act

from creditsvc.db import migrate
from creditsvc.db.engine import open_engine
from creditsvc.kernel.clock import new_id
from creditsvc.person_entries.tables import PersonEntryNoticeRow

REVISION = next(
    path.stem[:4] for path in (migrate.MIGRATIONS / "versions").glob("*_process_of_person_entries.py")
)  # fmt: skip
BEFORE = f"{int(REVISION) - 1:04d}"
SERVICE = {"kind": "mail", "day": "2026-11-19", "reference": "E-1", "proofs": {}, "counts_from": "2026-11-20"}  # fmt: skip
NOTICE = {
    "document": {"number": "告1号", "day": "2026-11-19", "digest": DIGEST}, "service": SERVICE,
    "reply_until": "2026-11-27", "provisional": False, "article": "第九条", "by": "h",
}  # fmt: skip


@pytest.fixture
def engine(database):
    made = open_engine(database[0])
    migrate.downgrade(made, migrate.REGISTER, BEFORE)
    yield made
    made.dispose()


def told_before(engine, enterprise):
    """The entry of a person with the moves that led to its notice, and nothing else."""
    entry, person = new_id(), new_id()
    add(
        engine, "persons", id=person, act_no=1, enterprise_id=enterprise, matter_kind="event", matter_id=new_id(),
        rule="WS11-6-5", law_digest=DIGEST, role="principal", authority="局", masked_name="虚**",
        document="id_card", name_digest=DIGEST, number_digest=DIGEST, recorded_by="h",
    )  # fmt: skip
    for version, (move, stage) in enumerate((("propose", "proposed"), ("notice", "noticed")), start=1):  # fmt: skip
        state = json.dumps({"notice": NOTICE if move == "notice" else None})
        row = {"id": entry, "version": version, "act_no": 1, "enterprise_id": enterprise}
        add(engine, "person_entries", **row, person_id=person, stage=stage, move=move, by="h", state=state)  # fmt: skip
    return entry


def notices(engine):
    row = PersonEntryNoticeRow
    query = select(
        row.version, row.act_no, row.kind, row.handled_by, row.reply_until, row.served_on
    )
    with engine.connect() as connection:
        return [tuple(found) for found in connection.execute(query)]


def test_a_notice_served_before_has_its_row_once_there_and_back(engine):
    an_act(engine, 1)
    enterprise = new_id()
    add(engine, "enterprises", id=enterprise, act_no=1, uscc=None, other_id="620102000000001")
    told_before(engine, enterprise)
    migrate.upgrade(engine, migrate.REGISTER)
    expected = [(2, 1, "mail", "h", date(2026, 11, 27), date(2026, 11, 20))]
    assert notices(engine) == expected
    migrate.downgrade(engine, migrate.REGISTER, BEFORE)
    migrate.upgrade(engine, migrate.REGISTER)
    assert notices(engine) == expected
