"""Record classes and display orders, as they are read from the rulebook."""

from collections.abc import Iterator, Sequence
from typing import get_args

from creditsvc.law.conditions import expand, read_where
from creditsvc.law.domain import RecordClass
from creditsvc.law.exits import read_requirements
from creditsvc.law.kinds import Kinds
from creditsvc.law.reading import MARKS, Text
from creditsvc.law.rulebook import (
    Again,
    Classes,
    ClassRule,
    DisplayOrder,
    Example,
    Instrument,
    Shield,
    Shown,
    Tests,
)

_CLASSES: dict[str, RecordClass] = {name: name for name in get_args(RecordClass)}


def read_class_name(entry: Text) -> RecordClass:
    """The name of a record class."""
    if entry.text not in _CLASSES:
        words = "、".join(_CLASSES), ", ".join(_CLASSES)
        raise entry.error(
            f"不认识的类别；可用：{words[0]}", f"unknown class; use one of: {words[1]}"
        )
    return _CLASSES[entry.text]


def read_classes(document: Text, kinds: Kinds) -> Classes:
    """How records are classed. Raises RulebookError."""
    document.only("titles", "kinds", "from_conduct", "classes")
    _titles(document.need("titles"))
    recorded = expand(document.need("kinds"), kinds)
    conduct = document.get("from_conduct")
    rules: list[ClassRule] = []
    for each in document.need("classes").items:
        rule = _class_rule(each, kinds, recorded)
        if any(rule.klass == other.klass for other in rules):
            raise each.error(
                f"类别“{rule.klass}”写了两次，请合并",
                f"class “{rule.klass}” stands twice: merge them",
            )
        rules.append(rule)
    _otherwise_last(document.need("classes"), rules)
    return Classes(
        rules=tuple(rules),
        by_kind={kind: tuple(_examples_of(kind, rules)) for kind in recorded},
        rest=rules[-1].klass,
        from_conduct=frozenset(expand(conduct, kinds)) if conduct is not None else frozenset(),
        kinds=frozenset(recorded),
    )


def _titles(entry: Text) -> None:
    """Every class must have its title, and nothing else one."""
    entry.only(*_CLASSES)
    for name in _CLASSES:
        entry.need(name)


def _otherwise_last(place: Text, rules: Sequence[ClassRule]) -> None:
    rest = [rule.examples is None for rule in rules]
    if rest.count(True) != 1 or not rest[-1]:
        raise place.error(
            "最后一类、且只有最后一类须为 otherwise: true",
            "the last class, and it alone, must be otherwise: true",
        )


def _examples_of(kind: str, rules: Sequence[ClassRule]) -> Iterator[tuple[RecordClass, Tests]]:
    for rule in rules:
        for example in rule.examples or ():
            if kind in example.kinds:
                yield rule.klass, example.tests


def _class_rule(entry: Text, kinds: Kinds, recorded: tuple[str, ...]) -> ClassRule:
    entry.only("class", "source", "any", "otherwise")
    examples, otherwise = entry.get("any"), entry.get("otherwise")
    if (examples is None) == (otherwise is None or not otherwise.flag):
        raise entry.error("须写 any 或 otherwise: true 之一", "give either any or otherwise: true")
    return ClassRule(
        klass=read_class_name(entry.need("class")),
        source=entry.need("source").text,
        examples=tuple(_example(each, kinds, recorded) for each in examples.items)
        if examples is not None
        else None,
        place=entry.place,
    )


def _example(entry: Text, kinds: Kinds, recorded: tuple[str, ...]) -> Example:
    """An example without a kind means every recorded kind that can state its facts."""
    entry.only("kind", "where")
    named, where = entry.get("kind"), entry.get("where")
    if named is not None:
        ids = expand(named, kinds)
    else:
        facts = entry.need("where").fields
        ids = tuple(each for each in recorded if facts.keys() <= kinds.kinds[each].facts.keys())
    if not ids:
        raise entry.error("没有事件类型会有这些事实", "no kind of event can state these facts")
    matchers = read_where(where, [kinds.kinds[each] for each in ids])
    tests = tuple((matcher.fact.name, matcher.test()) for matcher in matchers)
    return Example(kinds=frozenset(ids), where=matchers, tests=tests)


def read_display(entry: Text, instrument: Instrument) -> DisplayOrder:
    """How long each class is shown under *instrument*. Raises RulebookError."""
    entry.only("article", "shown", "conditions", "documents", "shield", "again")
    shown: dict[str, Shown] = {}
    for name, value in entry.need("shown").fields.items():
        klass = read_class_name(Text(name, value.place))
        value.only("earliest", "longest")
        earliest, longest = value.need("earliest"), value.need("longest")
        if longest.positive < earliest.positive:
            raise longest.error(
                "最长公示期短于最短公示期", "the longest display is shorter than the shortest"
            )
        shown[klass] = Shown(earliest=earliest.number, longest=longest.number)
    return DisplayOrder(
        instrument=instrument,
        article=entry.need("article").text,
        shown=shown,
        conditions=read_requirements(entry.get("conditions")),
        documents=read_requirements(entry.get("documents")),
        shield=_shield(entry.get("shield")),
        again=_again(entry.get("again")),
        place=entry.place,
    )


def _shield(entry: Text | None) -> Shield | None:
    """What hides records during a reorganisation; None where nothing is said."""
    if entry is None:
        return None
    entry.only("article", "conditions", "provenance")
    return Shield(
        article=entry.need("article").text,
        conditions=read_requirements(entry.need("conditions")),
        provenance=entry.need("provenance").one_of(MARKS),
    )


def _again(entry: Text | None) -> Again | None:
    """How a record is shown again after fraud; None where nothing is said."""
    if entry is None:
        return None
    entry.only("article", "months", "early", "provenance")
    months = entry.get("months")
    return Again(
        article=entry.need("article").text,
        months=months.positive if months is not None else None,
        early=entry.need("early").flag,
        provenance=entry.need("provenance").one_of(MARKS),
    )
