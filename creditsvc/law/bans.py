"""What a rule leads to besides a list: a ban from posts or trades, and a referral to another body.

Neither lists anybody nor moves a tier; a person is only ever meant by their role.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ROLES = ("enterprise", "principal", "responsible_persons")
PERSONS = ROLES[1:]
PERSON_TITLES = {
    "principal": ("主要负责人", "the principal"),
    "responsible_persons": ("有关责任人员", "the persons responsible"),
}
REACHES = ("any_unit", "same_industry", "service", "market")
STARTS = ("decision", "sentence_or_sanction")
# By law, from a judgement or a sanction that others decided; or by the authority's own decision.
BY_LAW, BY_DECISION = "by_law", "by_decision"
ARISES = (BY_LAW, BY_DECISION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grave:
    """The heavier ban of a grave case: from what, and for how many months (None: for life)."""

    from_: str
    months: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ban:
    """Who is barred from what, for how many months (None: for life).

    *counts_from* None: the text does not say from which day. *arises*: by law or by the authority's
    decision; None in rulebooks older than the mark, which are read as if it were the authority's.
    """

    who: tuple[str, ...]
    from_: str
    months: int | None
    grave: Grave | None
    counts_from: str | None
    text: Mapping[str, str]
    arises: str | None = None

    def body(self) -> dict[str, Any]:
        """The ban as JSON values."""
        return {
            "who": list(self.who),
            "from": self.from_,
            "months": self.months,
            "life": self.months is None,
            "grave": None
            if self.grave is None
            else {
                "from": self.grave.from_,
                "months": self.grave.months,
                "life": self.grave.months is None,
            },
            "counts_from": self.counts_from,
            "text": dict(self.text),
            **({} if self.arises is None else {"arises": self.arises}),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """Which body is to be asked for what."""

    to: Mapping[str, str]
    text: Mapping[str, str]

    def body(self) -> dict[str, Any]:
        """The referral as JSON values."""
        return {"to": dict(self.to), "text": dict(self.text)}
