"""What of the remedies waits for the authority, with its clocks: for whoever watches due days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.kernel.periods import Calendar
from creditsvc.law.rulebook import Law
from creditsvc.proceedings.clocks import Clock
from creditsvc.remedies import service
from creditsvc.remedies.domain import OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An objection that is not answered yet, and its clocks."""

    objection: UUID
    enterprise_id: UUID
    clocks: tuple[Clock, ...]


def waiting(session: Session, law: Law, calendar: Calendar, today: date) -> Iterator[Waiting]:
    """The objections that wait for an answer, newest first."""
    for stage in sorted(OPEN):
        for one in service.find(session, stage=stage.value):
            running = service.running(session, law, calendar, one, today)
            yield Waiting(objection=one.id, enterprise_id=one.enterprise_id, clocks=running)
