"""The tier of an enterprise from the lists, records and past that count. Pure; the scheme is data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from creditsvc.findings.domain import Assessment
from creditsvc.law.display import records_of
from creditsvc.law.domain import Record
from creditsvc.law.grading import Counting, Past, Scheme, Tier
from creditsvc.law.rulebook import Law


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A tier of a scheme and why, in Chinese and English. *missing*: what, unknown, was not counted."""

    tier: str
    reason_zh: str
    reason_en: str
    missing: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """Both languages in one text."""
        return f"{self.reason_zh} / {self.reason_en}"


class NoTierError(LookupError):
    """The scheme has no tier for this; `law lint` reports such schemes."""


def past_of(law: Law, scheme: Scheme, assessment: Assessment) -> Past | None:
    """What *scheme* may count of the enterprise; None where it counts nothing."""
    if not scheme.windows:
        return None
    case = assessment.case
    return Past(on=case.on, records=records_of(law, case), case=case)


def would_stand(law: Law, scheme: Scheme, assessment: Assessment) -> Standing:
    """What the law would say: the tier by firm findings' lists and the records on display."""
    past = past_of(law, scheme, assessment)
    found = standing(scheme, lists=assessment.lists, records=assessment.records, past=past)
    return found if past is None else replace(found, missing=scheme.missing(past))


def standing(
    scheme: Scheme, *, lists: Iterable[str], records: Iterable[Record], past: Past | None = None
) -> Standing:
    """The worst tier that one of *lists*, *records* or *past* leads to, else the one for all others.

    Pass firm findings' lists for what the law would say, lists in force for what holds; and only
    records that are on display and not repaired. What is unknown moves nothing. Raises NoTierError
    if the scheme has a gap, ValueError if it counts and no *past* is given.
    """
    if scheme.windows and past is None:
        raise ValueError(f"the scheme {scheme.id} counts the past, and none is given")
    numbers = scheme.numbers(past) if past is not None else {}
    held, classed = frozenset(lists), {record.klass: record for record in records}
    for tier in reversed(scheme.tiers):
        listed, shown = sorted(tier.lists & held), sorted(tier.records & classed.keys())
        counted = _reached(tier, numbers)
        if listed or shown or counted:
            return _because(scheme, tier, listed, shown, counted)
    for tier in scheme.tiers:
        if tier.otherwise:
            return Standing(
                tier=tier.id,
                reason_zh=f"{tier.title['zh']}：没有影响等级的名单或公示中的记录",
                reason_en=f"{tier.title['en']}: no list and no record on display moves the tier",
            )
    raise NoTierError(scheme.id)


def _reached(tier: Tier, numbers: Mapping[str, int]) -> list[tuple[Counting, int]]:
    """The countings of *tier* that *numbers* reach, each with how many there are."""
    found = [(each, numbers[each.what]) for each in tier.counts]
    return [(each, number) for each, number in found if number >= each.at_least]


def _because(
    scheme: Scheme,
    tier: Tier,
    lists: list[str],
    records: list[str],
    counted: list[tuple[Counting, int]],
) -> Standing:
    zh = [scheme.lists[each]["zh"] for each in lists]
    en = [scheme.lists[each]["en"] for each in lists]
    zh += [f"公示中的{scheme.records[each]['zh']}" for each in records]
    en += [f"{scheme.records[each]['en']} on display" for each in records]
    zh += [
        f"此前{each.months}个月内{each.title['zh']}{number}起（{each.at_least}起以上）"
        for each, number in counted
    ]
    en += [
        f"{number} of: {each.title['en']} in the {each.months} months before"
        f" (at least {each.at_least})"
        for each, number in counted
    ]
    return Standing(
        tier=tier.id,
        reason_zh=f"{tier.title['zh']}：{'、'.join(zh)}",
        reason_en=f"{tier.title['en']}: {', '.join(en)}",
    )
