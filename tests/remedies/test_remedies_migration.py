"""Objections recorded before remedies had a room of their own go on as they stood."""

from due_process import a_decree
from remedying import object_to, resolve

from creditsvc.db import migrate
from creditsvc.remedies import service as remedies
from creditsvc.remedies.domain import Stage


def test_objections_of_before_keep_key_decision_and_flag(office):
    entry = office.confirmed(a_decree())
    decided = resolve(office, object_to(office, "listing", entry.id), "rejected")
    pending = object_to(office, "listing", entry.id, ground="law")
    engine = office.runtime.work.engine
    migrate.downgrade(engine, migrate.REGISTER, "0013")
    migrate.upgrade(engine, migrate.REGISTER)
    with office.runtime.work.read() as session:
        first, second = remedies.find(session, stage="rejected") + remedies.find(
            session, stage="received"
        )
    assert (first.id, first.stage, first.ground) == (decided.id, Stage.REJECTED, "other")
    assert (first.outcome.document.number, first.outcome.by) == ("异决1号", "user:stranger")
    assert (second.id, second.document.number) == (pending.id, "异1号")
    assert second.received_on == pending.received_on
    position = office.position(entry.enterprise_id)
    assert position.entries[0].under_objection_at(position.moment) == pending.raised_at
    resolve(office, second)
    assert office.entry(entry).end.reason == "objection_upheld"
