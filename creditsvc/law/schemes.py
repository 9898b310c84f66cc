"""Tier schemes as they are read from the rulebook; a mapping becomes tiers with their conditions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from creditsvc.kernel.canonical import digest
from creditsvc.law.conditions import Scope, read_event
from creditsvc.law.domain import Texts
from creditsvc.law.grading import STANDING, Counting, Scheme, Tier
from creditsvc.law.instruments import Vocabulary, read_off
from creditsvc.law.kinds import Kinds
from creditsvc.law.orders import read_class_name
from creditsvc.law.reading import MARKS, Text
from creditsvc.law.selecting import select
from creditsvc.law.wording import Wording

_HEAD = ("id", "title", "source", "off", "maps", "tiers")
_NAMED = ("id", "zh", "en", "note", "provenance")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """What a tier may speak of: lists and classes of records with their titles, kinds of events."""

    lists: Mapping[str, Texts]
    records: Mapping[str, Texts]
    kinds: Kinds


def read_schemes(documents: Iterable[Text], records: Text, words: Vocabulary) -> dict[str, Scheme]:
    """Every tier scheme, by id. Raises RulebookError."""
    known = _Words(
        lists={name: each.title for name, each in words.lists.items()},
        records={name: each.bilingual for name, each in records.need("titles").fields.items()},
        kinds=words.kinds,
    )
    pending: dict[str, Text] = {}
    for document in documents:
        own = document.only(*_HEAD).need("id")
        if own.text in pending:
            first = pending[own.text].need("id").place
            raise own.error(
                f"等级方案“{own.text}”重复，首见于 {first.file}:{first.line}",
                f"tier scheme “{own.text}” is given twice, first at {first.file}:{first.line}",
            )
        pending[own.text] = document
    _standing_use(pending)
    made: dict[str, Scheme] = {}
    for name in pending:
        _make(name, pending, made, known)
    return {name: made[name] for name in pending}


def _standing_use(documents: Mapping[str, Text]) -> None:
    """The tier in force is told by one scheme: it must be there, and not be off."""
    scheme = documents.get(STANDING)
    if scheme is None:
        raise next(iter(documents.values())).error(
            f"没有等级方案 {STANDING}，无从告知现行等级，请补上",
            f"there is no tier scheme {STANDING}, by which the tier in force is told: add it",
        )
    off = scheme.get("off")
    if off is not None:
        raise off.error(
            f"等级方案 {STANDING} 用于告知现行等级，不得停用，请删去 off",
            f"the tier in force is told by the scheme {STANDING}, so it can't be off: remove “off”",
        )


def _make(
    name: str,
    documents: Mapping[str, Text],
    made: dict[str, Scheme],
    words: _Words,
    path: tuple[str, ...] = (),
) -> Scheme:
    """The scheme *name*, after the one it maps. *path*: the schemes that wait for it."""
    if name in made:
        return made[name]
    maps = documents[name].get("maps")
    source: Scheme | None = None
    if maps is not None:
        if maps.text not in documents:
            known = "、".join(documents), ", ".join(documents)
            raise maps.error(
                f"没有等级方案“{maps.text}”；可用：{known[0]}",
                f"there is no tier scheme “{maps.text}”; use one of: {known[1]}",
            )
        if maps.text in (*path, name):
            circle = " → ".join((*path, name, maps.text))
            raise maps.error(
                f"等级方案互相对应成环：{circle}；请让其中之一写明自己的条件",
                f"tier schemes map each other in a circle: {circle}; give one of them conditions",
            )
        source = _make(maps.text, documents, made, words, (*path, name))
    made[name] = _scheme(documents[name], source, words)
    return made[name]


def _scheme(document: Text, source: Scheme | None, words: _Words) -> Scheme:
    tiers: dict[str, Tier] = {}
    for entry in document.need("tiers").items:
        tier = _own(entry, words) if source is None else _mapped(entry, source)
        if tier.id in tiers:
            raise entry.error(f"等级“{tier.id}”重复", f"tier “{tier.id}” is given twice")
        tiers[tier.id] = tier
    if source is not None:
        _cover(document.need("tiers"), tuple(tiers.values()), source)
    return Scheme(
        id=document.need("id").text,
        title=document.need("title").bilingual,
        source=document.need("source").text,
        off=read_off(document),
        maps=source.id if source is not None else None,
        tiers=tuple(tiers.values()),
        lists=words.lists,
        records=words.records,
        place=document.need("id").place,
    )


def _own(entry: Text, words: _Words) -> Tier:
    """A tier with conditions of its own."""
    entry.only(*_NAMED, "lists", "records", "counts", "otherwise")
    listed, records = entry.get("lists"), entry.get("records")
    counts, otherwise = entry.get("counts"), entry.get("otherwise")
    for each in listed.items if listed is not None else []:
        if each.text not in words.lists:
            known = "、".join(words.lists), ", ".join(words.lists)
            raise each.error(
                f"不认识的名单；可用：{known[0]}", f"unknown list; use one of: {known[1]}"
            )
    fallback = otherwise is not None and otherwise.flag
    if not fallback and not (listed or records or counts):
        raise entry.error("等级没有任何条件", "the tier has no condition")
    return _tier(
        entry,
        lists=frozenset(listed.texts) if listed is not None else frozenset(),
        records=_classes(records) if records is not None else frozenset(),
        counts=tuple(_counting(each, words) for each in counts.items) if counts is not None else (),
        otherwise=fallback,
    )


def _mapped(entry: Text, source: Scheme) -> Tier:
    """A tier that stands for tiers of *source*, with all their conditions."""
    meant = entry.only(*_NAMED, "of").need("of")
    tiers: list[Tier] = []
    for each in meant.items:
        tier = source.tier(each.text)
        if tier is None:
            known = (
                "、".join(one.id for one in source.tiers),
                ", ".join(one.id for one in source.tiers),
            )
            raise each.error(
                f"{source.id} 没有等级“{each.text}”；可用：{known[0]}",
                f"{source.id} has no tier “{each.text}”; use: {known[1]}",
            )
        tiers.append(tier)
    if not tiers:
        raise meant.error("至少写一个等级", "name at least one tier")
    return _tier(
        entry,
        lists=frozenset[str]().union(*(tier.lists for tier in tiers)),
        records=frozenset[str]().union(*(tier.records for tier in tiers)),
        counts=tuple(each for tier in tiers for each in tier.counts),
        otherwise=any(tier.otherwise for tier in tiers),
        of=tuple(tier.id for tier in tiers),
    )


def _tier(
    entry: Text,
    *,
    lists: frozenset[str],
    records: frozenset[str],
    counts: tuple[Counting, ...],
    otherwise: bool,
    of: tuple[str, ...] = (),
) -> Tier:
    note = entry.get("note")
    return Tier(
        id=entry.need("id").text,
        title={"zh": entry.need("zh").text, "en": entry.need("en").text},
        lists=lists,
        records=records,
        counts=counts,
        otherwise=otherwise,
        of=of,
        note=note.bilingual if note is not None else None,
        provenance=entry.need("provenance").one_of(MARKS),
        place=entry.place,
    )


def _cover(place: Text, tiers: tuple[Tier, ...], source: Scheme) -> None:
    """Every tier of *source* exactly once, and in its order: else better could become worse."""
    named = [each for tier in tiers for each in tier.of]
    wanted = [tier.id for tier in source.tiers]
    lacking = [each for each in wanted if each not in named]
    twice = sorted({each for each in named if named.count(each) > 1})
    if lacking or twice:
        raise place.error(
            f"须恰好一次对应 {source.id} 的每个等级；缺少：{'、'.join(lacking) or '无'}；"
            f"重复：{'、'.join(twice) or '无'}",
            f"every tier of {source.id} must be mapped exactly once; missing:"
            f" {', '.join(lacking) or 'none'}; twice: {', '.join(twice) or 'none'}",
        )
    if named != wanted:
        raise place.error(
            f"对应后的次序须与 {source.id} 相同：{'、'.join(wanted)}",
            f"the mapped tiers must keep the order of {source.id}: {', '.join(wanted)}",
        )


def _classes(entry: Text) -> frozenset[str]:
    return frozenset(read_class_name(each) for each in entry.items)


def _counting(entry: Text, words: _Words) -> Counting:
    entry.only("records", "event", "at_least", "within")
    records, event = entry.get("records"), entry.get("event")
    if (records is None) == (event is None):
        raise entry.error("须写 records 或 event 之一", "give either records or event")
    at_least = entry.need("at_least").positive
    months = entry.need("within").only("months").need("months").positive
    if records is not None:
        classes = _classes(records)
        if not classes:
            raise records.error("至少写一个类别", "name at least one class")
        titles = [title for name, title in words.records.items() if name in classes]
        return Counting(
            what=digest([sorted(classes), months]),
            title={
                "zh": "、".join(title["zh"] for title in titles)
                + ("合计" if len(titles) > 1 else ""),
                "en": " or ".join(title["en"] for title in titles),
            },
            classes=classes,
            find=None,
            at_least=at_least,
            months=months,
        )
    return _events(entry.need("event"), at_least, months, words.kinds)


def _events(entry: Text, at_least: int, months: int, kinds: Kinds) -> Counting:
    spec = read_event(entry, kinds)
    if spec.latest:
        raise entry.error("latest 不能用于计数", "latest cannot be counted")
    if any(kinds.kinds[kind].polarity != "adverse" for kind in spec.kinds):
        raise entry.error("只能计不利事件", "only adverse events are counted")
    zh, en = Wording(kinds).event(spec)
    return Counting(
        what=digest([entry.plain(), months]),
        title={"zh": zh, "en": en},
        classes=frozenset(),
        find=select(spec, Scope()),
        at_least=at_least,
        months=months,
    )
