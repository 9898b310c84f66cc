"""Rules as they are read from their files, with every word checked, and compiled."""

import re

from creditsvc.kernel.canonical import digest
from creditsvc.law.bans import PERSONS
from creditsvc.law.conditions import (
    Absent,
    All,
    AnyOf,
    Condition,
    Count,
    EventSpec,
    Happened,
    Not,
    Scope,
    Sum,
    read_condition,
    read_need,
)
from creditsvc.law.consequences import read_then
from creditsvc.law.instruments import Vocabulary, read_off, read_region
from creditsvc.law.kinds import Kinds
from creditsvc.law.meaning import compile_condition
from creditsvc.law.reading import MARKS, Text
from creditsvc.law.rulebook import Instrument, Rule
from creditsvc.law.wording import Wording

_RULE_WORDS = (
    "id", "article", "title", "when", "then", "sectors", "regions", "requires", "discretion",
    "subject", "persons", "counts_earlier", "off", "provenance",
)  # fmt: skip
_ID = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
SUBJECTS = ("enterprise", "person")


def read_rule(entry: Text, instrument: Instrument, document: Text, words: Vocabulary) -> Rule:
    """One rule of *instrument*. Raises RulebookError."""
    entry.only(*_RULE_WORDS)
    head = document.need("instrument")
    when = read_condition(entry.need("when"), words.kinds)
    scope, then = _scope(entry, head, words), read_then(entry, words.lists, instrument.terms)
    subject, term = entry.get("subject"), then.term
    terms = [term.months, term.counts_from, term.repeat_months] if term is not None else []
    return Rule(
        id=_id(entry.need("id")),
        instrument=instrument,
        article=entry.need("article").text,
        title=entry.need("title").bilingual,
        when=when,
        scope=scope,
        list=then.list,
        list_title=words.lists[then.list].title if then.list is not None else None,
        discretionary=_flag(entry.get("discretion")),
        about=subject.one_of(SUBJECTS) if subject is not None else SUBJECTS[0],
        counts_earlier=_flag(entry.get("counts_earlier") or head.get("counts_earlier")),
        term=term,
        ban=then.ban,
        referral=then.referral,
        persons=_persons(entry.get("persons")),
        off=read_off(entry) or instrument.off,
        provenance=entry.need("provenance").one_of(MARKS),
        place=entry.need("id").place,
        digest=digest([head.plain(), entry.plain(), terms]),
        sentence=Wording(words.kinds).rule(when, scope),
        kinds=needed_kinds(when),
        grades=_grades(when, words.kinds),
        meets=compile_condition(when, scope),
    )


def _id(entry: Text) -> str:
    if not _ID.fullmatch(entry.text):
        raise entry.error(
            f"规则编号“{entry.text}”只能用字母、数字和连字符",
            f"a rule id has letters, digits and hyphens only, not “{entry.text}”",
        )
    return entry.text


def _persons(entry: Text | None) -> tuple[str, ...]:
    return () if entry is None else tuple(each.one_of(PERSONS) for each in entry.items)


def _flag(entry: Text | None) -> bool:
    return entry is not None and entry.flag


def needed_kinds(when: Condition) -> frozenset[str] | None:
    """Kinds of which at least one event must be there; None: it may be met without any."""
    match when:
        case Happened(event=spec) | Count(event=spec) | Sum(event=spec):
            return frozenset(spec.kinds)
        case All(parts=parts):
            return next((each for each in map(needed_kinds, parts) if each is not None), None)
        case AnyOf(parts=parts):
            several = [needed_kinds(part) for part in parts]
            known = [each for each in several if each is not None]
            return frozenset[str]().union(*known) if len(known) == len(several) else None
        case Absent() | Not():
            return None


def specs(when: Condition) -> list[EventSpec]:
    """Every description of events in *when*."""
    match when:
        case Happened() | Count() | Sum() | Absent():
            return [when.event]
        case All(parts=parts) | AnyOf(parts=parts):
            return [spec for part in parts for spec in specs(part)]
        case Not(part=part):
            return specs(part)


def _grades(when: Condition, kinds: Kinds) -> bool:
    """Whether *when* looks at a grade that figures may have decided."""
    tables = ((spec, kinds.kinds[kind].graded_by) for spec in specs(when) for kind in spec.kinds)
    return any(
        table is not None and any(matcher.fact.name == table.fact for matcher in spec.where)
        for spec, table in tables
    )


def _scope(entry: Text, head: Text, words: Vocabulary) -> Scope:
    """The rule's own scope; what it does not say the instrument says."""
    sectors = entry.get("sectors") or head.get("sectors")
    return Scope(
        sectors=_sectors(sectors, words.kinds) if sectors is not None else None,
        regions=_regions(entry.get("regions"), head.get("region")),
        penalty=read_need(entry.get("requires") or head.get("requires")),
    )


def _regions(own: Text | None, whole: Text | None) -> tuple[str, ...] | None:
    """Where a rule holds: its own regions, which lie in the instrument's; else the instrument's."""
    if own is None:
        return (read_region(whole),) if whole is not None else None
    regions = own.texts
    for each in own.items if isinstance(own.value, list) else [own]:
        if whole is not None and not read_region(each).startswith(whole.text):
            raise each.error(
                f"地域 {each.text} 不在文件的地域 {whole.text} 之内",
                f"region {each.text} does not lie in the instrument's region {whole.text}",
            )
    return regions


def _sectors(entry: Text, kinds: Kinds) -> frozenset[str]:
    if isinstance(entry.value, str):
        if entry.text not in kinds.groups:
            raise entry.error(
                f"没有行业组“{entry.text}”", f"there is no group of sectors “{entry.text}”"
            )
        return frozenset(key for key, each in kinds.sectors.items() if entry.text in each.groups)
    for each in entry.items:
        if each.text not in kinds.sectors:
            raise each.error(f"不认识的行业“{each.text}”", f"unknown sector “{each.text}”")
    return frozenset(entry.texts)
