"""What is wrong with tier schemes: gaps, overlaps, tiers nobody can reach, better for worse."""

from collections.abc import Iterator
from itertools import combinations

from creditsvc.law.grading import Counting, Scheme, Tier
from creditsvc.law.reading import Place
from creditsvc.law.rulebook import Law

Fault = tuple[Place, str, str]
UNVERIFIED = frozenset({"known med", "known low"})


def scheme_faults(law: Law) -> Iterator[Fault]:
    """Every fault of every scheme: where, in Chinese, in English.

    A mapping needs no look: the loader saw that it covers its source once and in order.
    """
    for scheme in law.schemes.values():
        if scheme.maps is None:
            for place, zh, en in _faults(law, scheme):
                yield place, f"等级方案 {scheme.id}：{zh}", f"tier scheme {scheme.id}: {en}"


def duty_faults(law: Law) -> Iterator[Fault]:
    """What bounds inspections and is not known with high confidence may not be on."""
    for duty in law.duties.lines:
        if duty.off is None and duty.provenance in UNVERIFIED:
            yield (
                duty.place,
                f"{duty.id} 把握不足（{duty.provenance}）却已启用：请核对文本后改正 provenance，或写 off",
                f"{duty.id} is on though only {duty.provenance}: mend the provenance, or write off",
            )


def _faults(law: Law, scheme: Scheme) -> Iterator[Fault]:
    yield from _fallback(scheme)
    yield from _takers(law, scheme)
    yield from _polarity(law, scheme)
    yield from _thresholds(scheme)


def _fallback(scheme: Scheme) -> Iterator[Fault]:
    rest = [tier for tier in scheme.tiers if tier.otherwise]
    if len(rest) != 1:
        yield (
            scheme.tiers[0].place,
            f"须有且只有一个 otherwise 等级，现有 {len(rest)} 个",
            f"exactly one tier must be marked otherwise; there are {len(rest)}",
        )


def _takers(law: Law, scheme: Scheme) -> Iterator[Fault]:
    """Each adverse list, and each class on display, must lead to one tier and to one only."""
    shown = {klass for order in law.displays for klass in order.shown}
    wanted = [("lists", each, kind.polarity == "adverse") for each, kind in law.lists.items()]
    wanted += [("records", each, True) for each in sorted(shown)]
    for word, name, needed in wanted:
        holders = [tier for tier in scheme.tiers if name in getattr(tier, word)]
        names = [tier.id for tier in holders]
        if not holders and needed:
            yield (
                scheme.tiers[0].place,
                f"没有等级接住“{name}”，请加到某一等级的 {word}",
                f"no tier takes “{name}”: add it",
            )
        if len(holders) > 1:
            yield (
                holders[-1].place,
                f"“{name}”同时属于等级 {'、'.join(names)}，请只留一处",
                f"“{name}” belongs to the tiers {', '.join(names)}: keep one",
            )


def _polarity(law: Law, scheme: Scheme) -> Iterator[Fault]:
    """Above the tier for all others only what is favourable may lead, below it only what is adverse."""
    above = True
    for tier in scheme.tiers:
        above = above and not tier.otherwise
        adverse = [each for each in sorted(tier.lists) if law.lists[each].polarity == "adverse"]
        if above and (adverse or tier.records or tier.counts):
            yield (
                tier.place,
                f"等级 {tier.id} 优于 otherwise 等级，却由不利的名单或记录得来；请改正次序",
                f"the tier {tier.id} is better than the one marked otherwise, yet adverse: reorder",
            )
        elif not above and len(adverse) < len(tier.lists):
            yield (
                tier.place,
                f"等级 {tier.id} 不优于 otherwise 等级，却由有利的名单得来；请改正次序",
                f"the tier {tier.id} is not better than the one marked otherwise, yet favourable",
            )


def _thresholds(scheme: Scheme) -> Iterator[Fault]:
    """Of tiers that count the same, the worse must ask for more; each band ends where the next begins."""
    steps = [(tier, each) for tier in scheme.tiers for each in tier.counts]
    for (better, fewer), (worse, more) in combinations(steps, 2):
        if fewer.what == more.what and fewer.at_least >= more.at_least:
            yield worse.place, *_overlap(better, fewer, worse, more)


def _overlap(better: Tier, fewer: Counting, worse: Tier, more: Counting) -> tuple[str, str]:
    low, high = f"{better.id}（{fewer.at_least}起以上）", f"{worse.id}（{more.at_least}起以上）"
    zh = f"等级{low}与{high}计数重叠，前者永远轮不到；较差等级的起数须更大"
    low, high = f"{better.id} (at least {fewer.at_least})", f"{worse.id} (at least {more.at_least})"
    en = f"the counts of {low} and {high} overlap: the worse tier must ask for more"
    return zh, en
