"""What is wrong with instruments as wholes: one text twice, ways out that come too late, no such region."""

from collections.abc import Iterator
from itertools import combinations

from creditsvc.kernel.regions import Regions
from creditsvc.law.lint_course import named_places
from creditsvc.law.reading import Place
from creditsvc.law.rulebook import Instrument, Law

Fault = tuple[Place, str, str]


def instrument_faults(law: Law) -> Iterator[Fault]:
    """Every fault of every instrument: where, in Chinese, in English."""
    yield from _twins(law)
    for source in law.instruments.values():
        yield from _late_exits(source)


def _twins(law: Law) -> Iterator[Fault]:
    """One text, told by its number, must not be in force twice on a day: each finding would be double."""
    for one, other in combinations(law.instruments.values(), 2):
        if one.number == other.number and one.in_force.overlaps(other.in_force):
            yield (
                other.place,
                (
                    f"{other.number} 已见于 {one.place.file}:{one.place.line}，且施行期重叠；"
                    "请合并或改正 in_force"
                ),
                (
                    f"{other.number} stands at {one.place.file}:{one.place.line} too, and both are in"
                    " force on one day: merge them or mend in_force"
                ),
            )


def _late_exits(source: Instrument) -> Iterator[Fault]:
    """An early way out must open before the term ends by itself."""
    for name, way in source.exits.items():
        term = source.terms.get(name)
        if term is not None and way.early_after is not None and way.early_after >= term.months:
            yield (
                source.place,
                (
                    f"“{name}”满 {way.early_after} 个月方可提前移出，而期限只有 {term.months} 个月；"
                    "请改正 after_months 或 terms"
                ),
                (
                    f"early removal from “{name}” opens after {way.early_after} months, yet the term is"
                    f" {term.months}: mend after_months or terms"
                ),
            )


def unknown_regions(law: Law, regions: Regions) -> Iterator[Fault]:
    """Regions that no table of codes has ever had."""
    for place, prefix in (*_of_texts(law), *named_places(law)):
        if not regions.known(prefix.ljust(6, "0")):
            yield (
                place,
                f"没有以“{prefix}”开头的行政区划，请改正",
                f"there is no region whose code begins with “{prefix}”: mend it",
            )


def _of_texts(law: Law) -> Iterator[tuple[Place, str]]:
    """The regions that instruments, rules and measures name, and where."""
    for source in law.instruments.values():
        named = {source.region, source.basis.region if source.basis is not None else None}
        for prefix in sorted(named - {None}, key=str):
            yield source.place, str(prefix)
    for rule in law.rules:
        for prefix in rule.scope.regions or ():
            if prefix != rule.instrument.region:
                yield rule.place, prefix
    for measure in law.measures.measures.values():
        if measure.region is not None:
            yield measure.place, measure.region
