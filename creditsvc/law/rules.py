"""Instruments and rules as they are read from their files, with every word checked, and compiled."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from creditsvc.kernel.canonical import digest
from creditsvc.kernel.spans import Span
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
from creditsvc.law.domain import Term
from creditsvc.law.exits import read_exit
from creditsvc.law.kinds import Kinds
from creditsvc.law.meaning import compile_condition
from creditsvc.law.reading import Text
from creditsvc.law.rulebook import Basis, Instrument, ListKind, Rule
from creditsvc.law.wording import Wording

# From the strongest to the weakest (立法法 chapters 2-5); the last is no law at all.
RANKS = (
    "law",
    "administrative_regulation",
    "central_policy",
    "departmental_rule",
    "local_regulation",
    "local_government_rule",
    "normative_document",
)
COUNTED_FROM = ("publication", "decision", "grant")
MARKS = ("seen", "known high", "known med", "known low", "design")
_RULE_WORDS = (
    "id", "article", "title", "when", "then", "sectors", "regions", "requires", "discretion",
    "subject", "counts_earlier", "provenance",
)  # fmt: skip
SUBJECTS = ("enterprise", "person")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The words a rule may use."""

    kinds: Kinds
    lists: Mapping[str, ListKind]


def read_instrument(document: Text, words: Vocabulary) -> Instrument:
    """The head of an instrument's file. Raises RulebookError."""
    head = document.need("instrument").only(
        "id", "number", "title", "issuer", "rank", "in_force", "region", "basis", "sectors",
        "requires", "counts_earlier", "provenance",
    )  # fmt: skip
    region, basis = head.get("region"), head.get("basis")
    terms = _mapping(document.get("terms"))
    exits = _mapping(document.get("exits"))
    return Instrument(
        id=head.need("id").text,
        number=head.need("number").text,
        title=head.need("title").bilingual,
        issuer=head.need("issuer").text,
        rank=one_of(head.need("rank"), RANKS),
        in_force=read_span(head.need("in_force")),
        region=region.text if region is not None else None,
        basis=_basis(basis) if basis is not None else None,
        terms={_list(name, entry, words): _term(entry) for name, entry in terms.items()},
        exits={_list(name, entry, words): read_exit(entry) for name, entry in exits.items()},
        provenance=one_of(head.need("provenance"), MARKS),
        place=head.place,
    )


def read_rule(entry: Text, instrument: Instrument, document: Text, words: Vocabulary) -> Rule:
    """One rule of *instrument*. Raises RulebookError."""
    entry.only(*_RULE_WORDS)
    head = document.need("instrument")
    when = read_condition(entry.need("when"), words.kinds)
    scope, listed = _scope(entry, head, words), _listed(entry, words)
    subject, term = entry.get("subject"), _term_of(entry, listed, instrument)
    terms = [term.months, term.counts_from, term.repeat_months] if term is not None else []
    return Rule(
        id=entry.need("id").text,
        instrument=instrument,
        article=entry.need("article").text,
        title=entry.need("title").bilingual,
        when=when,
        scope=scope,
        list=listed,
        list_title=words.lists[listed].title if listed is not None else None,
        discretionary=_flag(entry.get("discretion")),
        about=one_of(subject, SUBJECTS) if subject is not None else SUBJECTS[0],
        counts_earlier=_flag(entry.get("counts_earlier") or head.get("counts_earlier")),
        term=term,
        provenance=one_of(entry.need("provenance"), MARKS),
        place=entry.need("id").place,
        digest=digest([head.plain(), entry.plain(), terms]),
        sentence=Wording(words.kinds).rule(when, scope),
        kinds=needed_kinds(when),
        grades=_grades(when, words.kinds),
        meets=compile_condition(when, scope),
    )


def _flag(entry: Text | None) -> bool:
    return entry is not None and entry.flag


def one_of(entry: Text, allowed: tuple[str, ...]) -> str:
    """A word out of *allowed*."""
    if entry.text not in allowed:
        words = "、".join(allowed), ", ".join(allowed)
        raise entry.error(
            f"“{entry.name}”应为：{words[0]}；而不是“{entry.text}”",
            f"“{entry.name}” is one of: {words[1]}; not “{entry.text}”",
        )
    return entry.text


def read_span(entry: Text) -> Span:
    """The days in force: `from`, and where it has ended `to`, both of them included."""
    entry.only("from", "to")
    first, last = entry.need("from").day, entry.get("to")
    if last is None:
        return Span.closed(first, None)
    if last.day < first:
        raise last.error(
            f"止日 {last.day} 早于起日 {first}", f"ends on {last.day}, before it begins on {first}"
        )
    if last.day == date.max:
        raise last.error("无期限请删去 to", "leave out “to” where there is no end")
    return Span.closed(first, last.day)


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


def _mapping(entry: Text | None) -> dict[str, Text]:
    return entry.fields if entry is not None else {}


def _list(name: str, entry: Text, words: Vocabulary) -> str:
    if name not in words.lists:
        known = "、".join(words.lists), ", ".join(words.lists)
        raise entry.error(
            f"不认识的名单“{name}”；可用：{known[0]}", f"unknown list “{name}”; use: {known[1]}"
        )
    return name


def _basis(entry: Text) -> Basis:
    entry.only("title", "rank", "region")
    region = entry.get("region")
    return Basis(
        title=entry.need("title").text,
        rank=one_of(entry.need("rank"), RANKS),
        region=region.text if region is not None else None,
    )


def _term(entry: Text) -> Term:
    entry.only("months", "counts_from", "repeat_months")
    repeat = entry.get("repeat_months")
    return Term(
        months=entry.need("months").positive,
        counts_from=one_of(entry.need("counts_from"), COUNTED_FROM),
        repeat_months=repeat.positive if repeat is not None else None,
    )


def _listed(entry: Text, words: Vocabulary) -> str | None:
    then = entry.get("then")
    if then is None:
        return None
    listed = then.only("list", "term").need("list")
    return _list(listed.text, listed, words) if listed.value is not None else None


def _term_of(entry: Text, listed: str | None, instrument: Instrument) -> Term | None:
    then = entry.get("then")
    own = then.get("term") if then is not None else None
    if own is not None:
        return _term(own)
    if listed is None:
        return None
    if listed not in instrument.terms:
        raise entry.error(
            f"没有写明“{listed}”的期限，请在 terms 或 then 中补上",
            f"the term of “{listed}” is missing: add it under terms or then",
        )
    return instrument.terms[listed]


def _scope(entry: Text, head: Text, words: Vocabulary) -> Scope:
    """The rule's own scope; what it does not say the instrument says."""
    sectors = entry.get("sectors") or head.get("sectors")
    regions = entry.get("regions")
    if regions is None and head.get("region") is not None:
        regions = head.get("region")
    return Scope(
        sectors=_sectors(sectors, words.kinds) if sectors is not None else None,
        regions=regions.texts if regions is not None else None,
        penalty=read_need(entry.get("requires") or head.get("requires")),
    )


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
