"""A tier scheme that was asked for by name, and what an answer by it says beside the tier."""

from typing import Any

from creditsvc.kernel.refusals import Unprocessable
from creditsvc.law.grading import Scheme
from creditsvc.law.rulebook import Law
from creditsvc.tiers.domain import Standing


class UnknownScheme(Unprocessable):
    """A tier scheme that the rulebook does not have."""

    kind = "unknown-scheme"


def chosen(law: Law, name: str) -> Scheme:
    """The scheme *name*. Raises UnknownScheme."""
    found = law.schemes.get(name)
    if found is None:
        known = "、".join(law.schemes), ", ".join(law.schemes)
        raise UnknownScheme(
            f"没有等级方案“{name}”；可用：{known[0]}",
            f"there is no tier scheme {name!r}; use one of: {known[1]}",
            field="scheme",
        )
    return found


def by_scheme(scheme: Scheme, tier: Standing) -> dict[str, Any]:
    """Which scheme graded, why no tier in force is told by it, and what it could not count."""
    return {
        "scheme": scheme.id,
        "scheme_title": dict(scheme.title),
        "scheme_off": dict(scheme.off) if scheme.off is not None else None,
        "tier_missing": list(tier.missing),
    }
