"""The one walk up the floors after a change, and the one that time alone asks for.

name_index.follow → findings.follow → proceedings.reopen → listings.follow → bans.follow →
person_entries.follow → breach.follow → (standing) → measures.follow → publishing.follow →
changes.append → lookup.refresh; at last subscriptions.follow wakes those who asked. Each step takes all
enterprises of the act at once and sees only the rooms below it. Nothing calls back up: an act that
touches an enterprise whose walk has passed is an error.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from creditsvc.audit import service as trail
from creditsvc.bans import service as bans
from creditsvc.changes import service as changes
from creditsvc.db.work import Act
from creditsvc.enterprises import name_index
from creditsvc.enterprises import service as enterprises
from creditsvc.enterprises.naming import Reader
from creditsvc.findings import service as findings
from creditsvc.findings.rulebooks import Laws
from creditsvc.findings.service import Assessed
from creditsvc.kernel.clock import legal_day
from creditsvc.listings import service as listings
from creditsvc.lookup import service as lookup
from creditsvc.measures import service as measures
from creditsvc.person_entries import service as person_entries
from creditsvc.proceedings import service as proceedings
from creditsvc.publishing import service as publishing
from creditsvc.redlist import breach
from creditsvc.subscriptions import service as subscriptions
from creditsvc.tiers import service as tiers


@dataclass(frozen=True, slots=True, kw_only=True)
class Settle:
    """Opening and closing of every act, under the rulebook that is in use when it begins."""

    laws: Laws
    names: Reader

    def opening(self, act: Act) -> None:
        """Write what time alone has changed since the last act, in day order.

        The feed gets each change as of its own moment; the walk itself is made once, at closing.
        """
        law = self.laws.begin(act)
        while (due := changes.next_due(act.session, act.at)) is not None:
            day = legal_day(due.at)
            self._tell(act, findings.assessed(act.session, law, due.enterprises, day), due.at)
            for enterprise_id in due.enterprises:
                act.touch(enterprise_id, "time")

    def closing(self, act: Act) -> None:
        """Walk up the floors once, with every enterprise the act touched; then seal the trail."""
        law, touched = self.laws.in_use(act.session), self._touched(act)
        name_index.follow(act, self.names)
        act.settled.update(touched)
        found = findings.assessed(act.session, law, touched, act.day)
        findings.follow(act, law, found)
        proceedings.reopen(act, self.laws, found)
        standing = listings.follow(act, self.laws, found)
        bans.follow(act, self.laws, found)
        person_entries.follow(act, self.laws, found)
        breach.follow(act, self.laws, found, standing)
        self._tell(act, found, act.at)
        subscriptions.follow(act)
        trail.seal(act)

    def _touched(self, act: Act) -> list[UUID]:
        """The enterprises touched, and after them those that a doubt about one falls on."""
        found = enterprises.by_ids(act.session, act.touched)
        return list(dict.fromkeys([*found, *enterprises.shadowed(act.session, found.values())]))

    def _tell(self, act: Act, found: Mapping[UUID, Assessed], moment: datetime) -> None:
        law = self.laws.in_use(act.session)
        positions = tiers.positions(act.session, law, found, moment)
        measures.follow(act, law, positions)
        positions = publishing.follow(act, law, positions, legal_day(moment))
        changes.append(act, positions)
        lookup.refresh(act, law, positions)
