"""The one walk up the floors after a change, and the one that time alone asks for.

findings.follow → proceedings.reopen → listings.follow → (standing) → publishing.follow →
changes.append → lookup.refresh. Each step sees only the rooms below it. Nothing calls back up:
an act that touches an enterprise whose walk has passed is an error.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from creditsvc.audit import service as trail
from creditsvc.changes import service as changes
from creditsvc.db.work import Act
from creditsvc.enterprises import service as enterprises
from creditsvc.findings import service as findings
from creditsvc.law.rulebook import Law
from creditsvc.listings import service as listings
from creditsvc.lookup import service as lookup
from creditsvc.proceedings import service as proceedings
from creditsvc.publishing import service as publishing
from creditsvc.tiers import service as tiers


@dataclass(frozen=True, slots=True, kw_only=True)
class Settle:
    """Opening and closing of every act, under the law that is in use now.

    law: gives the rulebook in use.
    """

    law: Callable[[], Law]

    def opening(self, act: Act) -> None:
        """Write what time alone has changed since the last act, in day order.

        The feed gets each change as of its own moment; the walk itself is made once, at closing.
        """
        while (due := changes.next_due(act.session, act.at)) is not None:
            self._tell(act, due.enterprise_id, due.at)
            act.touch(due.enterprise_id, "time")

    def closing(self, act: Act) -> None:
        """Walk up the floors for every enterprise the act touched; then seal the trail."""
        for enterprise_id in self._touched(act):
            act.settled.append(enterprise_id)
            law = self.law()
            findings.follow(act, law, enterprise_id, act.day)
            proceedings.reopen(act, law, enterprise_id)
            listings.follow(act, law, enterprise_id)
            self._tell(act, enterprise_id, act.at)
        trail.seal(act)

    def _touched(self, act: Act) -> list[UUID]:
        """The enterprises touched, and after each subject without a code those its doubt falls on."""
        keys = dict.fromkeys(act.touched)
        for key in act.touched:
            enterprise = enterprises.by_id(act.session, key)
            if enterprise.uscc is None:
                keys |= dict.fromkeys(enterprises.shadowed(act.session, enterprise))
        return list(keys)

    def _tell(self, act: Act, enterprise_id: UUID, moment: datetime) -> None:
        law = self.law()
        position = tiers.position(act.session, law, enterprise_id, moment)
        if publishing.follow(act, law, position):  # a day of publication is part of what is told
            position = tiers.position(act.session, law, enterprise_id, moment)
        changes.append(act, position)
        lookup.refresh(act, law, position)
