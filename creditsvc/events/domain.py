"""Events as the rest of the house knows them: content, who it is about, and the moves of its status.

Pure: nothing here reads a clock, a file or a database, and nothing decides what the law makes of it.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Literal

from creditsvc.events.content import EventContent, Status
from creditsvc.events.parsing import EventRefused, Parsed, parse
from creditsvc.kernel.refusals import Conflict
from creditsvc.kernel.text import name_key
from creditsvc.law.domain import Event

__all__ = [
    "EventContent",
    "EventRefused",
    "Move",
    "Parsed",
    "Status",
    "StatusConflict",
    "as_law_event",
    "identity_key",
    "moved",
    "parse",
    "reinstate",
    "revoke",
    "suspend",
]

IdentityKind = Literal["uscc", "other_id", "name"]
Move = Literal["suspend", "revoke", "reinstate"]


class StatusConflict(Conflict):
    """The event's status does not allow the move."""

    kind = "event-status-conflict"


def identity_key(content: EventContent) -> tuple[IdentityKind, str]:
    """What tells the enterprise: its unified code, else its other number, else its name's key.

    Two events with equal keys are about one enterprise only where the key is no name: names propose.
    """
    if content.uscc is not None:
        return "uscc", content.uscc
    if content.other_id is not None:
        return "other_id", content.other_id
    return "name", name_key(content.name)


def as_law_event(
    content: EventContent, ref: str, *, sector: str | None = None, status: Status | None = None
) -> Event:
    """The event as the law sees it, under *ref*.

    *sector* is what the enterprise's industry class says, used where the event states none. *status*
    is the status now, where moves have changed the one first reported.
    """
    return Event(
        ref=ref,
        kind=content.kind,
        occurred_on=content.occurred_on,
        penalised_on=content.penalised_on,
        status=content.status if status is None else status,
        region=content.region,
        sector=content.sector if content.sector is not None else sector,
        facts=content.facts,
        later_facts=content.later_facts,
    )


def suspend(status: Status) -> Status:
    """Under reconsideration or litigation: only what is in effect can be suspended."""
    return _move(status, "suspend")


def revoke(status: Status) -> Status:
    """Annulled: whatever is not annulled already can be."""
    return _move(status, "revoke")


def reinstate(status: Status) -> Status:
    """In effect again, after the review confirmed it or a higher one set the annulment aside."""
    return _move(status, "reinstate")


def moved(content: EventContent, move: Move) -> EventContent:
    """The content after *move*. Raises StatusConflict."""
    return replace(content, status=_move(content.status, move))


_MOVES: Mapping[tuple[Status, Move], Status] = MappingProxyType(
    {
        ("effective", "suspend"): "suspended",
        ("effective", "revoke"): "revoked",
        ("suspended", "revoke"): "revoked",
        ("suspended", "reinstate"): "effective",
        ("revoked", "reinstate"): "effective",
    }
)
_NAMES = {
    "suspend": ("中止", "suspended"),
    "revoke": ("撤销", "revoked"),
    "reinstate": ("恢复", "reinstated"),
}
_STATES = {"effective": "有效", "suspended": "已中止", "revoked": "已撤销"}


def _move(status: Status, move: Move) -> Status:
    after = _MOVES.get((status, move))
    if after is None:
        zh, en = _NAMES[move]
        raise StatusConflict(
            f"事件现为“{_STATES[status]}”，不能{zh}",
            f"the event is {status} and cannot be {en}",
            status=status,
            move=move,
        )
    return after
