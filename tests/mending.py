"""Repair of records by service calls: what a party sends and what the office does."""

from typing import Any
from uuid import UUID

from builders import an_event
from due_process import Office, a_paper, served
from removals import papers

from creditsvc.events.store import Version
from creditsvc.proceedings.domain import Service
from creditsvc.repairs import service as repairs
from creditsvc.repairs.domain import AboutRecord, Answer, Effect, Repair
from creditsvc.repairs.service import Applied

PROOFS = ("obligations", "commitment")
RULING = ("court_ruling",)
JUDGED = dict.fromkeys(PROOFS, "已核实")


def a_penalty(**changes: Any) -> dict[str, Any]:
    """A fine of 2026-08-01: a general record, to be repaired from 2026-11-01, shown until 2027-08-01."""
    stated = {"kind": "ws.penalty", "source_ref": "P-1", "facts": {"penalty_types": ["fine"]}}
    return an_event(**{**stated, **changes})


def apply(office: Office, event: Version, effect: Effect = Effect.REPAIR, **more: Any) -> Repair:
    """An application received today."""
    day = more.get("on") or office.today
    names = more.get("proofs", RULING if effect is Effect.SHIELD else PROOFS)
    applied = Applied(received_on=day, document=a_paper(day, "修申1号"), proofs=papers(day, *names))
    about = AboutRecord(event_id=event.event_id, effect=effect)
    with office.act("handler") as act:
        return repairs.receive(act, office.laws.in_use(act.session), about, applied)


def accept(office: Office, repair: Repair, who: str = "handler") -> Repair:
    """It is taken up today."""
    with office.act(who) as act:
        law = office.laws.in_use(act.session)
        return repairs.accept(act, law, repair.id, repair.version, a_paper(office.today, "修受1号"))


def grant(office: Office, repair: Repair, who: str = "approver", **judged: str) -> Repair:
    """It is granted today."""
    names = RULING if repair.effect is Effect.SHIELD else PROOFS
    with office.act(who) as act:
        law = office.laws.in_use(act.session)
        return repairs.grant(
            act, law, repair.id, repair.version, document=a_paper(office.today, "修1号"),
            judged=judged or dict.fromkeys(names, "已核实"),
        )  # fmt: skip


def repaired(office: Office, event: Version, effect: Effect = Effect.REPAIR) -> Repair:
    """The record repaired, or shielded, today."""
    return grant(office, accept(office, apply(office, event, effect)))


def question(
    office: Office, repair: Repair, who: str = "handler", service: Service | None = None
) -> Repair:
    """The notice that it may be revoked is served today."""
    notice = Answer(document=a_paper(office.today, "撤告1号"), by=f"user:{who}", reasons="材料虚假")
    with office.act(who) as act:
        clock = (office.laws.in_use(act.session), office.calendar)
        told = (notice, service or served(office.today))
        return repairs.question(act, clock, repair.id, repair.version, told)


def revoke(
    office: Office, repair: Repair, who: str = "approver", waiver: str | None = None
) -> Repair:
    """It is revoked today."""
    given = Answer(document=a_paper(office.today, "撤1号"), by=f"user:{who}", reasons="查实")
    with office.act(who) as act:
        law = office.laws.in_use(act.session)
        return repairs.revoke_record(act, law, repair.id, repair.version, given, waiver)


def shown(office: Office, enterprise: UUID, **when: Any) -> list[str]:
    """The records on display, by class."""
    return [one.klass for one in office.position(enterprise, **when).records]
