"""What of a change a partner is told: where no purpose of its contract sees the part, that there was one.

The line stays, so that the numbers of the feed have no gap for anybody.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from creditsvc.changes.domain import Change
from creditsvc.kernel.caller import Caller

WITHHELD = "withheld"
_TOLD = ("seq", "effective_at", "recorded_at", "act")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """from_: the parts of an answer that the feed keeps back from a caller; what they are knows who made it."""

    from_: Callable[[Caller], frozenset[str]]


def part_of(change: Change) -> str | None:
    """The part of an answer that *change* tells of, of those that a purpose may not see; None: everybody is told.

    Entries, whether an enterprise is listed, and what is contested of them, every purpose sees.
    """
    if change.reason == "tier_changed":
        return "tier"
    if change.body.get("ban") is not None:
        return "bans"
    told = change.body.get("after") or change.body.get("before") or {}
    of_record = change.body.get("record") is not None or told.get("subject", "").startswith(
        "event:"
    )
    return "records" if of_record else None


def cut(told: Mapping[str, Any], part: str) -> dict[str, Any]:
    """The line *told*, which is of a *part* kept back, as nobody can tell from it whom it concerns."""
    kept = {name: told[name] for name in _TOLD}
    absent = dict.fromkeys(("uscc", "listing", "record", "before", "after"))
    return {**kept, **absent, "reason": WITHHELD, "part": part}
