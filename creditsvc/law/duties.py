"""How often an enterprise is to be inspected, as values: floors, ceilings, interviews, the draw."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from creditsvc.kernel.spans import Span
from creditsvc.law.domain import Texts
from creditsvc.law.reading import Place

Says: TypeAlias = Literal["floor", "ceiling", "oversight_ceiling", "interview", "draw"]
By: TypeAlias = Literal["lists", "tiers", "levels", "all"]
PER_YEAR = {"year": 1, "half_year": 2, "quarter": 4, "month": 12}
WEIGHTS = ("lower", "normal", "higher", "highest")  # in the random draw, relative to each other
NO_LEVEL = "none"  # no standardisation certificate is valid
ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One line on supervision: what it says, of whom, how often, where, on which days, by which text.

    *figures*: times per period, or the index of a weight, by list, tier of *scheme*, or level.
    *off*: why it bounds nothing.
    """

    id: str
    says: Says
    by: By
    figures: Mapping[str, int]
    scheme: str | None
    per: str
    authority: Texts | None
    basis: str
    article: str
    region: str | None
    sectors: frozenset[str] | None
    in_force: Span
    off: Texts | None
    provenance: str
    place: Place

    def yearly(self, figure: int) -> int:
        """How often in a year a *figure* of it means."""
        return figure * PER_YEAR[self.per]


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """The kind of event that certifies a level, its facts, and the levels, best first."""

    kind: str
    level: str
    valid_until: str
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Duties:
    """All lines on supervision, and what no ceiling counts."""

    lines: tuple[Duty, ...]
    exceptions: tuple[Texts, ...]
    certificate: Certificate
