"""What an application is about, an entry or a record, as far as its moves must know."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.kernel.remit import Matter
from creditsvc.law.rulebook import Law
from creditsvc.repairs.clocks import Periods
from creditsvc.repairs.domain import Effect, Obstacle, Repair
from creditsvc.repairs.ways import Given, Way


class Subject(Protocol):
    """An entry on a list or a record on display."""

    @property
    def enterprise_id(self) -> UUID:
        """Whose it is."""

    @property
    def authority(self) -> str | None:
        """Who made it; None: not known."""

    def matter(self, session: Session, *cases: UUID) -> Matter:
        """It as a matter: of whom made it, where it happened; with the keys of *cases* about it."""

    @property
    def since(self) -> date:
        """Its first day; no application came before it."""

    @property
    def open(self) -> Sequence[Repair]:
        """The applications about it that are not decided yet."""

    def way(self, law: Law, effect: Effect, on: date) -> Way:
        """What leads out, applied for *on* that day; raises NotRepairable."""

    def obstacles(self, law: Law, way: Way, given: Given) -> list[Obstacle]:
        """What stands in the way as the record is now."""

    def periods(self, law: Law) -> Periods:
        """The authority's periods."""

    def must_stand(self, moment: datetime) -> None:
        """Refuses where there is nothing left to end."""
