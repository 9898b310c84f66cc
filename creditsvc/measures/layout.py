"""What one walk orders of executors: rows of actions and orders, and their lines in the trail."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from creditsvc.audit import service as trail
from creditsvc.db.work import Act
from creditsvc.listings.domain import Entry
from creditsvc.measures.binding import Binding
from creditsvc.measures.domain import APPLY, LIFT, LISTED, RESUMED
from creditsvc.measures.store import Key, Told


@dataclass(slots=True, kw_only=True)
class Layout:
    """What one walk lays out: rows of actions and orders, numbered on from *seq*."""

    act: Act
    seq: int
    actions: list[dict[str, Any]] = field(default_factory=list)
    orders: list[dict[str, Any]] = field(default_factory=list)

    def lay_out(self, key: Key, one: Binding, since: date) -> None:
        """A new action with its first order."""
        action = self.act.new_id()
        listing, measure, executor = key
        self.actions.append(
            {
                "id": action,
                "act_no": self.act.no,
                "listing_id": listing,
                "enterprise_id": one.entry.enterprise_id,
                "list": one.entry.list,
                "measure": measure,
                "executor": executor,
                "fields": [each.id for each in one.measure.fields],
                "valid_from": one.starts_on,
                "valid_to": one.last_day,
                "body": one.body() | {"cause": _cause(one.entry)},
            }
        )
        self._order(action, 1, APPLY, LISTED, since)
        trail.note(
            self.act, "measure.laid_out", action, listing=str(listing), measure=measure, executor=executor
        )  # fmt: skip

    def again(self, told: Told, since: date) -> None:
        """An order to apply anew what was ordered lifted."""
        self._order(told.action_id, told.no + 1, APPLY, RESUMED, since)
        trail.note(self.act, "measure.resumed", told.action_id, order=told.no + 1)

    def lift(self, told: Told, reason: str, since: date) -> None:
        """An order to lift what was ordered applied."""
        self._order(told.action_id, told.no + 1, LIFT, reason, since)
        trail.note(self.act, "measure.lift", told.action_id, order=told.no + 1, reason=reason)

    def _order(self, action: UUID, no: int, kind: str, reason: str, since: date) -> None:
        self.seq += 1
        self.orders.append(
            {
                "seq": self.seq,
                "action_id": action,
                "no": no,
                "act_no": self.act.no,
                "kind": kind,
                "reason": reason,
                "since": since,
            }
        )


def _cause(entry: Entry) -> dict[str, Any]:
    """Why the measure is taken, in the words of the entry; nobody's name is among them."""
    names = ("instrument", "article", "title", "authority", "document_no", "decided_on")
    return {name: entry.ground[name] for name in names if name in entry.ground}
