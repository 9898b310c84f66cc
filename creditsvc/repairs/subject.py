"""What an application is about, an entry or a record, as far as its moves must know."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from creditsvc.kernel.caller import Caller
from creditsvc.law.rulebook import Law
from creditsvc.repairs.clocks import Periods
from creditsvc.repairs.domain import DECIDES, HANDLES, Effect, Obstacle, Repair
from creditsvc.repairs.refusals import AnotherAuthority
from creditsvc.repairs.ways import Given, Way


class Subject(Protocol):
    """An entry on a list or a record on display."""

    @property
    def enterprise_id(self) -> UUID:
        """Whose it is."""

    @property
    def authority(self) -> str | None:
        """Who made it; None: not known."""

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


def must_act_for(actor: Caller, authority: str | None) -> None:
    """谁认定、谁修复: raises AnotherAuthority unless *actor* acts for the authority that made it."""
    if actor.authority is None or authority is None or actor.authority == authority:
        return
    raise AnotherAuthority(
        f"谁认定、谁修复：由{authority}作出，应由其人员（handler、approver）办理",
        f"{authority} made it; its handlers and approvers repair it",
        may_authority=authority,
        may=[HANDLES, DECIDES],
    )
