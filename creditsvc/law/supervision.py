"""What supervision an enterprise meets: how often it must and may be inspected, and by which text."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from creditsvc.law.case import Case, View
from creditsvc.law.domain import Texts
from creditsvc.law.duties import ALL, NO_LEVEL, WEIGHTS, Certificate, Duty, Says
from creditsvc.law.facts import day
from creditsvc.law.grading import Scheme
from creditsvc.law.rulebook import Law

SECTOR, REGION, LEVEL = "sector", "region", "standardisation level"


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """Where an enterprise works, in which sector, at which level it is certified; None: not known."""

    sector: str | None = None
    region: str | None = None
    level: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """A line on supervision that speaks of the enterprise, with its figure."""

    duty: Duty
    figure: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervision:
    """How an enterprise is to be supervised.

    *floor*, *ceiling*, *oversight_ceiling* and *interviews* are times a year, *random* the weight
    in the draw; None: no text that is on says anything. *sources*: what does. *unverified*: lines
    that would speak of it, and are off. *missing*: what must be known to tell whether more do.
    """

    floor: int | None
    ceiling: int | None
    oversight_ceiling: int | None
    interviews: int | None
    random: str | None
    exceptions: tuple[Texts, ...]
    sources: tuple[Applied, ...]
    unverified: tuple[Applied, ...]
    missing: tuple[str, ...]
    conflict: Texts | None


def supervision(
    law: Law,
    *,
    scheme: Scheme,
    tier: str,
    lists: frozenset[str],
    where: Circumstances,
    on: date,
) -> Supervision:
    """What the texts in force on *on* say of an enterprise of *tier* on *lists*.

    Of several floors the highest binds, of several ceilings the lowest, in the draw the greatest
    weight. A tier of a mapping meets what all tiers it stands for meet alike.
    """
    sources: list[Applied] = []
    unverified: list[Applied] = []
    missing: set[str] = set()
    for duty in law.duties.lines:
        if not duty.in_force.covers(on):
            continue
        figure, lacks = _figure(law, duty, scheme, tier, lists, where)
        if duty.off is None:
            missing |= lacks
        if figure is not None and not lacks:
            found = unverified if duty.off is not None else sources
            found.append(Applied(duty=duty, figure=figure))
    return _settled(law, sources, unverified, missing)


def _settled(
    law: Law, sources: list[Applied], unverified: list[Applied], missing: set[str]
) -> Supervision:
    floors, ceilings = _yearly(sources, "floor"), _yearly(sources, "ceiling")
    oversight, weights = _yearly(sources, "oversight_ceiling"), _yearly(sources, "draw")
    floor, ceiling = max(floors, default=None), min(ceilings, default=None)
    return Supervision(
        floor=floor,
        ceiling=ceiling,
        oversight_ceiling=min(oversight, default=None),
        interviews=max(_yearly(sources, "interview"), default=None),
        random=WEIGHTS[max(weights)] if weights else None,
        exceptions=law.duties.exceptions if ceilings or oversight else (),
        sources=tuple(sources),
        unverified=tuple(unverified),
        missing=tuple(sorted(missing)),
        conflict=_conflict(floor, ceiling),
    )


def _yearly(sources: Iterable[Applied], says: Says) -> list[int]:
    return [one.duty.yearly(one.figure) for one in sources if one.duty.says == says]


def _conflict(floor: int | None, ceiling: int | None) -> Texts | None:
    """A floor above a ceiling: no text says which one gives way, so people must."""
    if floor is None or ceiling is None or floor <= ceiling:
        return None
    return {
        "zh": f"下限每年{floor}次高于上限每年{ceiling}次，不能同时满足；何者优先没有规定，请法制机构决定",
        "en": f"at least {floor} a year and at most {ceiling} cannot both be kept; no text says which"
        " gives way: ask the legal department",
    }


def _figure(
    law: Law,
    duty: Duty,
    scheme: Scheme,
    tier: str,
    lists: frozenset[str],
    where: Circumstances,
) -> tuple[int | None, frozenset[str]]:
    """The figure of *duty* for the enterprise, or None; and what must be known to be sure of it."""
    lacks = _place_lacking(duty, where)
    if lacks is None:
        return None, frozenset()
    if duty.by == "levels" and where.level is None:
        return None, lacks | {LEVEL}
    if duty.by == "tiers":
        found = figures_of_tier(law, duty, scheme, tier)
    else:
        keys = {"lists": lists, "levels": {where.level}, "all": {ALL}}[duty.by]
        found = {figure for key, figure in duty.figures.items() if key in keys}
    if not found:
        return None, frozenset()
    strictest = min if duty.says in ("ceiling", "oversight_ceiling") else max
    return strictest(found), lacks


def _place_lacking(duty: Duty, where: Circumstances) -> frozenset[str] | None:
    """What must be known to tell whether *duty* holds there; None if it surely does not."""
    lacks: set[str] = set()
    if duty.region is not None and not (where.region or "").startswith(duty.region):
        if where.region is not None and not duty.region.startswith(where.region):
            return None
        lacks.add(REGION)
    if duty.sectors is not None and where.sector not in duty.sectors:
        if where.sector is not None:
            return None
        lacks.add(SECTOR)
    return frozenset(lacks)


def figures_of_tier(law: Law, duty: Duty, scheme: Scheme, tier: str) -> set[int]:
    """The figure for a tier: its own, or the one that all tiers it stands for have alike; or none."""
    if duty.scheme == scheme.id:
        return {duty.figures[tier]} if tier in duty.figures else set()
    mapped = scheme.tier(tier)
    if scheme.maps is None or mapped is None:
        return set()
    source = law.schemes[scheme.maps]
    several = [figures_of_tier(law, duty, source, each) for each in mapped.of]
    return several[0] if all(each == several[0] for each in several) else set()


def circumstances(law: Law, case: Case) -> Circumstances:
    """What the events of *case* tell: the one sector stated, the region they share, the level."""
    views = [view for several in case.by_kind.values() for view in several]
    sectors = {view.sector for view in views if view.sector is not None}
    regions = {view.region for view in views if view.region is not None}
    return Circumstances(
        sector=sectors.pop() if len(sectors) == 1 else None,
        region=_shared(regions),
        level=_level(law.duties.certificate, case),
    )


def _shared(regions: set[str]) -> str | None:
    """The smallest region that holds all of *regions*: county, city or province; None: there is none."""
    for digits in (6, 4, 2):
        stems = {region[:digits] for region in regions}
        if len(stems) == 1:
            return stems.pop()
    return None


def _level(certificate: Certificate, case: Case) -> str | None:
    """The best level surely certified; none without a certificate; None if an open one is better."""
    sure, open_ = NO_LEVEL, NO_LEVEL
    ranked = (*certificate.levels, NO_LEVEL)
    for view in case.by_kind.get(certificate.kind, ()):
        level, valid = _certified(certificate, view, case.on)
        if valid is True:
            sure = min(sure, level, key=ranked.index)
        elif valid is None:
            open_ = min(open_, level, key=ranked.index)
    return sure if ranked.index(sure) <= ranked.index(open_) else None


def _certified(certificate: Certificate, view: View, on: date) -> tuple[str, bool | None]:
    """The level that *view* may certify (the best if not stated), and whether it surely does on *on*."""
    until = day(view.facts.get(certificate.valid_until))
    stated = view.facts.get(certificate.level)
    level = str(stated) if stated is not None else certificate.levels[0]
    if until is not None and until < on:
        return level, False
    return level, None if until is None or stated is None or view.suspended else True
