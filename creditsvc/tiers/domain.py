"""The tier of an enterprise from the lists and records that count. Pure; the scheme is data."""

from collections.abc import Iterable
from dataclasses import dataclass

from creditsvc.law.domain import Record
from creditsvc.law.rulebook import Scheme, Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A tier of a scheme and why, in Chinese and English."""

    tier: str
    reason_zh: str
    reason_en: str

    @property
    def reason(self) -> str:
        """Both languages in one text."""
        return f"{self.reason_zh} / {self.reason_en}"


class NoTierError(LookupError):
    """The scheme has no tier for this; `law lint` reports such schemes."""


def standing(scheme: Scheme, *, lists: Iterable[str], records: Iterable[Record]) -> Standing:
    """The worst tier that one of *lists* or *records* leads to, else the tier for all others.

    Pass firm findings' lists for what the law would say, lists in force for what holds; and only
    records that are on display and not repaired. Raises NoTierError if the scheme has a gap.
    """
    held, classed = frozenset(lists), {record.klass: record for record in records}
    for tier in reversed(scheme.tiers):
        found = sorted(tier.lists & held), sorted(tier.records & classed.keys())
        if found[0] or found[1]:
            return _because(scheme, tier, *found)
    for tier in scheme.tiers:
        if tier.otherwise:
            return Standing(
                tier=tier.id,
                reason_zh=f"{tier.title['zh']}：没有影响等级的名单或公示中的记录",
                reason_en=f"{tier.title['en']}: no list and no record on display moves the tier",
            )
    raise NoTierError(scheme.id)


def _because(scheme: Scheme, tier: Tier, lists: list[str], records: list[str]) -> Standing:
    zh = [scheme.lists[each]["zh"] for each in lists]
    en = [scheme.lists[each]["en"] for each in lists]
    zh += [f"公示中的{scheme.records[each]['zh']}" for each in records]
    en += [f"{scheme.records[each]['en']} on display" for each in records]
    return Standing(
        tier=tier.id,
        reason_zh=f"{tier.title['zh']}：{'、'.join(zh)}",
        reason_en=f"{tier.title['en']}: {', '.join(en)}",
    )
