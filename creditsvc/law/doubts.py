"""What the rulebook says about comparing the rules of two days: principle, doubts, limits. Values."""

from collections.abc import Mapping
from dataclasses import dataclass

DOUBTS = ("no_transition", "penalty_like", "repealed", "mixed", "discretion")


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A sentence for people in both languages, and where we know it from. *article*: its source."""

    id: str
    article: str | None
    text: Mapping[str, str]
    provenance: str

    def body(self) -> dict[str, object]:
        """The remark as JSON values."""
        article = {} if self.article is None else {"article": self.article}
        return {"id": self.id, **article, **self.text, "provenance": self.provenance}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """So many months after the conduct people should ask *remark* (行政处罚法 36); nothing is decided."""

    months: int
    remark: Remark


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoDayRules:
    """The principle (从旧兼从轻), what makes a comparison a matter for people, and the limits.

    *doubts* has every one of DOUBTS; *settled* is said where the penalty came before the change.
    """

    principle: Remark
    doubts: Mapping[str, Remark]
    settled: Remark
    limits: tuple[Limit, ...]
