"""What the trail says of a move besides its name: the days, and what was due. Pure.

Enough for somebody without our program to see that the party had its time; never a person, a paper or a
word of anybody (docs/audit).
"""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, TypeAlias

from creditsvc.proceedings.domain import Proceeding

Facts: TypeAlias = dict[str, Any]


def days(case: Proceeding, move: str) -> Facts:
    """The facts of *move*, which left *case* as it is; days as texts."""
    found = _SAYS[move](case) if move in _SAYS else {}
    return {name: str(one) if isinstance(one, date) else one for name, one in found.items()}


def _opened(case: Proceeding) -> Facts:
    one = case.opening
    if one is None:
        return {}
    return {
        "opened_on": one.document.day,
        "review_due": one.review_due or bool(one.expired),
        "deliberation_due": one.deliberation_due,
    }


def _told(case: Proceeding) -> Facts:
    one = case.notice
    if one is None:
        return {}
    return {
        "served_on": one.service.served_on,
        "reply_until": one.reply_until,
        "hearing_until": one.hearing_until,
    }


def _waived(case: Proceeding) -> Facts:
    one = case.waiver
    return {} if one is None else {"waived_on": one.document.day, "hearing": one.hearing}


def _reviewed(case: Proceeding) -> Facts:
    one = case.review
    return {} if one is None else {"reviewed_on": one.document.day, "opinion": one.opinion}


def _decided(case: Proceeding) -> Facts:
    one = case.decision
    return {} if one is None else {"decided_on": one.decided_on}


def _served(case: Proceeding) -> Facts:
    one = case.decision_service
    return {} if one is None else {"served_on": one.served_on}


_SAYS: Mapping[str, Callable[[Proceeding], Facts]] = MappingProxyType(
    {
        "open": _opened,
        "notice": _told,
        "renotice": _told,
        "waive": _waived,
        "review": _reviewed,
        "decide": _decided,
        "serve": _served,
        "conclude": _served,
    }
)
