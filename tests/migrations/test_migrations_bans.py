"""Bans decided before the database asked for due process stand; later ones are noticed."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from test_migrations_due_process import DIGEST, add, an_act

from creditsvc.db import migrate
from creditsvc.db.engine import open_engine
from creditsvc.kernel.clock import new_id

REVISION = next(
    path.stem[:4] for path in (migrate.MIGRATIONS / "versions").glob("*_process_of_bans.py")
)
BEFORE = f"{int(REVISION) - 1:04d}"


@pytest.fixture
def engine(database):
    made = open_engine(database[0])
    migrate.downgrade(made, migrate.REGISTER, BEFORE)
    yield made
    made.dispose()


def a_former_ban(engine, act_no, enterprise):
    """A ban with the moves and the decision that sufficed before."""
    ban = new_id()
    for version, (move, stage, by) in enumerate((("propose", "proposed", "h"), ("decide", "decided", "a")), start=1):  # fmt: skip
        row = {"id": ban, "version": version, "enterprise_id": enterprise, "act_no": act_no}
        add(engine, "bans", **row, stage=stage, move=move, by=by, state="{}")
    add(
        engine, "ban_decisions", ban_id=ban, act_no=act_no, enterprise_id=enterprise, subject="enterprise",
        person_id=None, rule="BAN-92", article="第九十二条", law_digest=DIGEST, authority="局", handled_by="h",
        decided_by="a", decided_on=date(2026, 11, 20), document_no="禁1号", document_digest=DIGEST,
        from_day=date(2026, 11, 20), last_day=None, for_life=True,
    )  # fmt: skip


def test_a_ban_decided_before_survives_and_one_after_is_noticed_there_and_back(engine):
    an_act(engine, 1)
    enterprise = new_id()
    add(engine, "enterprises", id=enterprise, act_no=1, uscc=None, other_id="620102000000001")
    a_former_ban(engine, 1, enterprise)
    migrate.upgrade(engine, migrate.REGISTER)
    an_act(engine, 2)
    a_former_ban(engine, 1, enterprise)  # as a restored backup brings it in
    with pytest.raises(IntegrityError, match="ban"):
        a_former_ban(engine, 2, enterprise)
    migrate.downgrade(engine, migrate.REGISTER, BEFORE)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM ban_decisions")).scalar_one() == 2
