"""The words of the record: kinds of events, their facts, sectors, accident grades.

All of them come from `kinds.yaml`. A fact that is absent is unknown, unless the file declares what
its absence means.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from creditsvc.kernel.refusals import FieldError
from creditsvc.law.counting import CountingDays, read_counting
from creditsvc.law.domain import Graded, Texts
from creditsvc.law.facts import TYPES, Fact, day, number
from creditsvc.law.parsing import read
from creditsvc.law.reading import Text

POLARITIES = ("adverse", "favourable")
_KIND = (
    "zh", "en", "polarity", "facts", "own_facts", "graded_by", "counted_by", "follows_penalty",
)  # fmt: skip
__all__ = ["Fact", "Grades", "Kind", "Kinds", "Sector", "day", "kinds_of", "number"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grades:
    """A table that grades an accident by its figures; *floors* by grade, lowest grade first."""

    fact: str
    source: str
    floors: Mapping[str, Mapping[str, int]]
    figures: tuple[str, ...]

    def reached(self, facts: Mapping[str, object]) -> str | None:
        """The highest grade a stated figure reaches, lower bounds included; None: no figure stated."""
        stated = [(name, number(facts.get(name))) for name in self.figures]
        known = [(name, amount) for name, amount in stated if amount is not None]
        found = None
        for grade, floor in self.floors.items():
            if any(name in floor and amount >= floor[name] for name, amount in known):
                found = grade
        return found

    def prevailing(self, facts: Mapping[str, object]) -> Graded | None:
        """The approved grade, which beats the figures up or down, else theirs; None: neither stated."""
        approved = facts.get(self.fact)
        if approved is not None:
            return Graded(grade=str(approved), basis="approval")
        reached = self.reached(facts)
        return None if reached is None else Graded(grade=reached, basis="figures")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of event. *follows_penalty*: by its nature it may come after the penalty.

    *counted_by*: how long casualties count; None: no figure is one.
    """

    id: str
    title: Texts
    polarity: str
    facts: Mapping[str, Fact]
    graded_by: Grades | None
    follows_penalty: bool = False
    counted_by: CountingDays | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """A sector, and the groups (flags of the file) it belongs to."""

    id: str
    title: Texts
    groups: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds:
    """Every kind of event and every sector there is."""

    kinds: Mapping[str, Kind]
    sectors: Mapping[str, Sector]
    groups: frozenset[str]

    @classmethod
    def read(cls, path: Path) -> "Kinds":
        """The kinds file at *path*. Raises RulebookError."""
        return kinds_of(read(path, path.parent))

    def check(self, kind: str, facts: Mapping[str, object]) -> tuple[FieldError, ...]:
        """Everything wrong with *kind* and its *facts*, each with a JSON pointer into the event."""
        known = self.kinds.get(kind)
        if known is None:
            return (
                _error("/kind", f"不认识的事件类型“{kind}”", f"unknown kind of event “{kind}”"),
            )
        faults = (self._fault(known, name, value) for name, value in facts.items())
        return tuple(fault for fault in faults if fault is not None)

    def check_sector(self, sector: str) -> tuple[FieldError, ...]:
        """What is wrong with the *sector* code; empty if it is known."""
        if sector in self.sectors:
            return ()
        words = "、".join(self.sectors), ", ".join(self.sectors)
        zh = f"不认识的行业代码“{sector}”；可用：{words[0]}"
        return (_error("/sector", zh, f"unknown sector “{sector}”; use one of: {words[1]}"),)

    def _fault(self, kind: Kind, name: str, value: object) -> FieldError | None:
        fact = kind.facts.get(name)
        if fact is None:
            words = "、".join(kind.facts) or "无", ", ".join(kind.facts) or "none"
            return _error(
                f"/facts/{name}",
                f"“{kind.title['zh']}”没有事实“{name}”；可用：{words[0]}",
                f"{kind.id} has no fact “{name}”; it has: {words[1]}",
            )
        fault = None if value is None else fact.fault(value)
        return fault and _error(f"/facts/{name}", *fault)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The tables that kinds refer to by name."""

    grades: Mapping[str, Grades]
    counting: Mapping[str, CountingDays]


def _error(pointer: str, zh: str, en: str) -> FieldError:
    return FieldError(pointer=pointer, zh=zh, en=en)


def kinds_of(document: Text) -> Kinds:
    """The kinds that *document* declares. Raises RulebookError."""
    document.only("grades", "counting", "facts", "kinds", "sectors")
    shared = {name: _fact(name, entry) for name, entry in document.need("facts").fields.items()}
    grades = {name: _grades(entry, shared) for name, entry in _fields(document.get("grades"))}
    counting = {
        name: read_counting(entry, shared) for name, entry in _fields(document.get("counting"))
    }
    kinds = {
        name: _kind(name, entry, shared, Tables(grades=grades, counting=counting))
        for name, entry in document.need("kinds").fields.items()
    }
    sectors = {
        name: _sector(name, entry) for name, entry in document.need("sectors").fields.items()
    }
    groups = frozenset[str]().union(*(sector.groups for sector in sectors.values()))
    return Kinds(kinds=kinds, sectors=sectors, groups=groups)


def _fields(entry: Text | None) -> Iterable[tuple[str, Text]]:
    return () if entry is None else entry.fields.items()


def _fact(name: str, entry: Text) -> Fact:
    entry.only("zh", "en", "type", "values", "ordered", "absent_means")
    kind = entry.need("type")
    if kind.text not in TYPES:
        raise kind.error(
            f"不认识的类型“{kind.text}”", f"unknown type; use one of: {', '.join(TYPES)}"
        )
    values = {code: value.bilingual for code, value in _fields(entry.get("values"))}
    if kind.text in ("code", "codes") and not values:
        raise entry.error(f"“{name}”缺少 values", f"“{name}” needs its values")
    if values and kind.text not in ("code", "codes"):
        raise entry.need("values").error(
            f"{kind.text} 没有 values，请删去", f"{kind.text} takes no values: remove them"
        )
    ordered, absent = entry.get("ordered"), entry.get("absent_means")
    if ordered is not None and kind.text != "code":
        raise ordered.error("只有 code 可以有序", "only a code can be ordered")
    return Fact(
        name=name,
        title={"zh": entry.need("zh").text, "en": entry.need("en").text},
        type=kind.text,
        values=values,
        ordered=ordered is not None and ordered.flag,
        absent_means=absent.flag if absent is not None else None,
    )


def _grades(entry: Text, facts: Mapping[str, Fact]) -> Grades:
    entry.only("fact", "source", "floors")
    fact = entry.need("fact")
    graded = facts.get(fact.text)
    if graded is None or not graded.ordered:
        raise fact.error(f"“{fact.text}”不是有序代码", f"“{fact.text}” is not an ordered code")
    table = entry.need("floors").fields
    if list(table) != list(graded.values):
        words = "、".join(graded.values), ", ".join(graded.values)
        raise entry.need("floors").error(
            f"等级必须与取值一致，由低到高：{words[0]}",
            f"grades must be the fact's values, lowest first: {words[1]}",
        )
    _ascend(table.values(), facts)
    floors = {
        grade: {name: value.natural for name, value in floor.fields.items()}
        for grade, floor in table.items()
    }
    figures = tuple(dict.fromkeys(name for floor in floors.values() for name in floor))
    return Grades(fact=fact.text, source=entry.need("source").text, floors=floors, figures=figures)


def _ascend(floors: Iterable[Text], facts: Mapping[str, Fact]) -> None:
    """Each figure must be a known one, and rise from grade to grade: else a grade is never reached."""
    reached: dict[str, int] = {}
    for floor in floors:
        for name, value in floor.fields.items():
            if name not in facts or facts[name].type not in ("integer", "money", "decimal"):
                raise value.error(f"没有数字事实“{name}”", f"there is no figure “{name}”")
            if name in reached and value.natural <= reached[name]:
                raise value.error(
                    f"“{name}”的门槛须逐级升高，应大于 {reached[name]}",
                    f"the floors of “{name}” must rise from grade to grade: above {reached[name]}",
                )
            reached[name] = value.natural


def _kind(name: str, entry: Text, shared: Mapping[str, Fact], tables: Tables) -> Kind:
    entry.only(*_KIND)
    facts = {fact: _fact(fact, value) for fact, value in _fields(entry.get("own_facts"))}
    for listed in entry.fields["facts"].items if "facts" in entry.fields else []:
        if listed.text not in shared:
            raise listed.error(f"不认识的事实“{listed.text}”", f"unknown fact “{listed.text}”")
        if listed.text in facts:
            raise listed.error(
                f"事实“{listed.text}”写了两次，请删去一处",
                f"fact “{listed.text}” stands twice: remove one",
            )
        facts[listed.text] = shared[listed.text]
    polarity, follows = entry.need("polarity"), entry.get("follows_penalty")
    if polarity.text not in POLARITIES:
        raise polarity.error("应为 adverse 或 favourable", "polarity is adverse or favourable")
    return Kind(
        id=name,
        title={"zh": entry.need("zh").text, "en": entry.need("en").text},
        polarity=polarity.text,
        facts=facts,
        graded_by=_graded_by(entry.get("graded_by"), facts, tables),
        follows_penalty=follows is not None and follows.flag,
        counted_by=_counted_by(entry.get("counted_by"), facts, tables),
    )


def _graded_by(table: Text | None, facts: Mapping[str, Fact], tables: Tables) -> Grades | None:
    if table is None:
        return None
    if table.text not in tables.grades:
        raise table.error(
            f"没有等级表“{table.text}”", f"there is no table of grades “{table.text}”"
        )
    fact = tables.grades[table.text].fact
    if fact not in facts:
        raise table.error(f"缺少事实“{fact}”，请补上", f"the kind lacks the fact “{fact}”: add it")
    return tables.grades[table.text]


def _counted_by(
    table: Text | None, facts: Mapping[str, Fact], tables: Tables
) -> CountingDays | None:
    if table is None:
        return None
    if table.text not in tables.counting:
        raise table.error(f"没有计算期“{table.text}”", f"there are no counting days “{table.text}”")
    found = tables.counting[table.text]
    for name in (*found.figures, *found.shorter):
        if name not in facts:
            raise table.error(
                f"计算期用到的事实“{name}”不属于这一类事件",
                f"the counting days ask for “{name}”, which is no fact of this kind",
            )
    return found


def _sector(name: str, entry: Text) -> Sector:
    groups = {key: value for key, value in entry.fields.items() if key not in ("zh", "en")}
    return Sector(
        id=name,
        title={"zh": entry.need("zh").text, "en": entry.need("en").text},
        groups=frozenset(key for key, value in groups.items() if value.flag),
    )
