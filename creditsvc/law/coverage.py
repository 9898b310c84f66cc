"""Where each line of the legal tables stands in the rulebook, or why it does not; as data.

`coverage.yaml` is no law: it is not part of the digest. An address is a word and a name, joined by a
colon; the words are those of `places`, and `program`, a module.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from creditsvc.law.domain import Texts
from creditsvc.law.lint import CHECK_NAMES
from creditsvc.law.parsing import read
from creditsvc.law.reading import Place, Text
from creditsvc.law.rulebook import Instrument, Law

FILE = "coverage.yaml"
PROGRAM = "program"
_LINT = {"zh": "规则书检查", "en": "a check of the rulebook"}
CLASSES = {"minor": "轻微", "general": "一般", "severe": "严重"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """What stands at an address: its title, and why it is off (None: it is on)."""

    title: Texts
    off: Texts | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One id of the tables: where it stands, and what else is to be said; without a place, why not."""

    id: str
    at: tuple[str, ...]
    why: Texts | None
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The lines of one table."""

    title: Texts
    lines: tuple[Line, ...]


def read_coverage(directory: Path) -> tuple[Section, ...]:
    """The sections of the coverage file in *directory*. Raises RulebookError."""
    seen: dict[str, Place] = {}
    return tuple(_section(each, seen) for each in read(directory / FILE, directory).items)


def _section(entry: Text, seen: dict[str, Place]) -> Section:
    entry.only("zh", "en", "lines")
    lines = tuple(_line(each) for each in entry.need("lines").items)
    for line in lines:
        first = seen.setdefault(line.id, line.place)
        if first is not line.place:
            raise line.place.error(
                f"“{line.id}”已在第 {first.line} 行",
                f"“{line.id}” stands on line {first.line} already",
            )
    return Section(title={"zh": entry.need("zh").text, "en": entry.need("en").text}, lines=lines)


def _line(entry: Text) -> Line:
    entry.only("id", "at", "zh", "en")
    at, why = entry.get("at"), entry.get("zh")
    if at is None and why is None:
        raise entry.error(
            "须写 at（在规则书中的位置）或者 zh、en（为何没有）",
            "give either at (where it stands), or zh and en (why it does not)",
        )
    return Line(
        id=entry.need("id").text,
        at=at.texts if at is not None else (),
        why={"zh": why.text, "en": entry.need("en").text} if why is not None else None,
        place=entry.place,
    )


def broken(
    sections: Iterable[Section], law: Law, is_module: Callable[[str], bool]
) -> Iterator[tuple[Line, str]]:
    """Every address that leads nowhere, with its line; *is_module* tells whether a module is there."""
    known = places(law)
    for line in (line for section in sections for line in section.lines):
        for address in line.at:
            word, _, name = address.partition(":")
            if not (is_module(name) if word == PROGRAM else address in known):
                yield line, address


def places(law: Law) -> Mapping[str, Spot]:
    """Every address in *law* and what stands there."""
    return {
        **dict(_of_instruments(law)),
        **dict(_of_procedure(law)),
        **dict(_of_tables(law)),
        **dict(_of_kinds(law)),
    }


def _of_instruments(law: Law) -> Iterator[tuple[str, Spot]]:
    for rule in law.rules:
        yield f"rule:{rule.id}", Spot(title=rule.title, off=rule.off)
    for order in (*law.displays, *law.displays_off):
        source = order.instrument
        yield f"display:{source.id}", Spot(title=_of(source, "公示期限", "display"), off=source.off)
    for source in law.instruments.values():
        yield f"instrument:{source.id}", Spot(title=source.title, off=source.off)
        for name in source.terms:
            title = law.lists[name].title
            spot = _of(source, f"{title['zh']}的期限", f"term of the {title['en']}")
            yield f"term:{source.id}/{name}", Spot(title=spot, off=source.off)
        for name in source.exits:
            title = law.lists[name].title
            spot = _of(source, f"{title['zh']}的出口", f"way out of the {title['en']}")
            yield f"exit:{source.id}/{name}", Spot(title=spot, off=source.off)
        for name in source.grants:
            title = law.lists[name].title
            spot = _of(source, f"{title['zh']}的授予", f"grant of the {title['en']}")
            yield f"grant:{source.id}/{name}", Spot(title=spot, off=source.off)


def _of(source: Instrument, zh: str, en: str) -> Texts:
    return {"zh": f"{source.number}：{zh}", "en": f"{source.number}: {en}"}


def _of_procedure(law: Law) -> Iterator[tuple[str, Spot]]:
    for key, period in law.procedures.items():
        yield f"procedure:{key}", Spot(title=period.text, off=None)
    for step in law.course.steps:
        if step.local is None:
            yield f"step:{step.list}.{step.name}", Spot(title=step.text, off=None)
    for kind in law.course.services.values():
        yield f"service:{kind.id}", Spot(title=kind.title, off=None)


def _of_tables(law: Law) -> Iterator[tuple[str, Spot]]:
    for policy in law.publications:
        title = law.lists[policy.list].title
        spot = {"zh": f"公布{title['zh']}", "en": f"publication of the {title['en']}"}
        yield f"publication:{policy.list}", Spot(title=spot, off=None)
    for name, scheme in law.schemes.items():
        yield f"scheme:{name}", Spot(title=scheme.title, off=scheme.off)
    for duty in law.duties.lines:
        spot = {"zh": f"监管：{duty.basis}", "en": f"supervision: {duty.basis}"}
        yield f"supervision:{duty.id}", Spot(title=spot, off=duty.off)
    for measure in law.measures.measures.values():
        yield f"measure:{measure.id}", Spot(title=measure.title, off=measure.off)
    for each in law.classes.rules:
        spot = {"zh": f"{CLASSES[each.klass]}记录", "en": f"{each.klass} records"}
        yield f"records:{each.klass}", Spot(title=spot, off=None)
    for name in CHECK_NAMES:
        yield f"lint:{name}", Spot(title=_LINT, off=None)


def _of_kinds(law: Law) -> Iterator[tuple[str, Spot]]:
    for group in law.kinds.groups:
        spot = {"zh": "行业范围", "en": "group of sectors"}
        yield f"sectors:{group}", Spot(title=spot, off=None)
    for sector in law.kinds.sectors.values():
        yield f"sector:{sector.id}", Spot(title=sector.title, off=None)
    for kind in law.kinds.kinds.values():
        yield f"kind:{kind.id}", Spot(title=kind.title, off=None)
        for name, fact in kind.facts.items():
            yield f"fact:{kind.id}/{name}", Spot(title=fact.title, off=None)
        if kind.graded_by is not None:
            spot = {"zh": f"等级表：{kind.graded_by.source}", "en": "table of grades"}
            yield f"grades:{kind.id}", Spot(title=spot, off=None)
        if kind.counted_by is not None:
            spot = {"zh": "伤亡人数的计算期", "en": "days within which casualties count"}
            yield f"counting:{kind.id}", Spot(title=spot, off=None)
