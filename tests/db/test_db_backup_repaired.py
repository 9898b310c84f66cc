"""A register with a repaired record and entries, restored: the same answers, then and now, and a whole trail."""

from datetime import date

import mending
import pytest
import removals
from builders import a_code
from due_process import Office, a_decree
from honours import commitment
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from creditsvc.audit import service as trail
from creditsvc.audit.witnesses import unwitnessed
from creditsvc.db import backup as copies
from creditsvc.db import guards
from creditsvc.db.work import Work
from creditsvc.lookup.domain import answer
from creditsvc.repairs import service as repairs
from creditsvc.tiers import service as tiers


def answers(work, office, when):
    """What a partner is told of both enterprises at each instant, as known at each act."""
    law = office.law
    with work.read() as session:
        positions = [
            tiers.position(session, law, office.key(number), at, known_at=act)
            for number in (1, 2)
            for at, act in when
        ]
        return [(one, answer(law, one)) for one in positions]


def test_repaired_records_and_removed_entries_answer_the_same_once_restored(
    runtime, clock, here, elsewhere, tmp_path
):
    office = Office(runtime, clock)
    (penalty,) = office.record(mending.a_penalty())
    office.record(commitment(2))
    entry = office.confirmed(
        a_decree(uscc=a_code(2), name="虚构2水泥有限公司", decided_on=date(2025, 3, 3))
    )
    with office.act() as act:
        before = act.no
    when = [(clock.now(), before)]
    repair = mending.repaired(office, penalty)
    removals.grant(office, removals.accept(office, removals.apply(office, entry)))
    clock.advance(days=1)
    with office.act() as act:
        when += [(clock.now(), None), (clock.now(), act.no)]
    told = answers(runtime.work, office, when)
    assert [len(one.records) for one, _ in told[:3]] == [1, 0, 0]
    assert [len(one.entries) for one, _ in told[3:]] == [1, 0, 0]

    copies.backup(here, tmp_path / "b.zip", now=clock.now())
    copies.restore(tmp_path / "b.zip", elsewhere)
    assert guards.missing(elsewhere.register) == []
    work = Work(
        engine=elsewhere.register,
        clock=clock,
        new_id=runtime.work.new_id,
        opening=lambda act: None,
        closing=trail.seal,
    )
    assert answers(work, office, when) == told
    with work.read() as session:
        assert repairs.get(session, repair.id) == repair
        assert trail.verify(session, None) == []
        assert unwitnessed(session) == []
    with pytest.raises(DBAPIError), elsewhere.register.begin() as connection:
        connection.execute(text("UPDATE record_repairs SET act_no = act_no"))
