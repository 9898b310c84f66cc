"""Measures and the basic list of punishment measures, as they are read from the rulebook."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from creditsvc.kernel.spans import Span
from creditsvc.law.instruments import RANKS, read_off, read_span
from creditsvc.law.measures import (
    BaseEntry,
    Basis,
    Cap,
    Edition,
    Measure,
    MeasureBook,
    Named,
)
from creditsvc.law.reading import MARKS, Text
from creditsvc.law.rulebook import Instrument, ListKind

_MEASURE = (
    "id", "zh", "en", "field", "executor", "subject", "lists", "basis", "entry", "verb", "cap",
    "needs_act", "region", "in_force", "note", "off", "provenance",
)  # fmt: skip
CAP_UNITS = ("months", "percent", "life")
VERBS = ("may", "shall")
_ADVERSE = "adverse"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """The words a measure may use."""

    tables: Mapping[str, Mapping[str, Named]]
    texts: Mapping[str, Basis]
    entries: Mapping[str, BaseEntry]
    lists: Mapping[str, ListKind]


def read_measures(
    document: Text,
    base_list: Text,
    lists: Mapping[str, ListKind],
    instruments: Mapping[str, Instrument],
) -> MeasureBook:
    """The measures of *document* over the basic list. Raises RulebookError."""
    document.only("fields", "executors", "subjects", "texts", "measures")
    editions, entries = _base_list(base_list)
    words = _Words(
        tables={name: _table(document.need(name)) for name in ("fields", "executors", "subjects")},
        texts=_texts(document.need("texts"), instruments),
        entries=entries,
        lists=lists,
    )
    measures: dict[str, Measure] = {}
    for entry in document.need("measures").items:
        measure = _measure(entry, words)
        if measure.id in measures:
            first = measures[measure.id].place
            raise measure.place.error(
                f"措施编号“{measure.id}”重复，首见于 {first.file}:{first.line}",
                f"measure id “{measure.id}” is used twice, first at {first.file}:{first.line}",
            )
        measures[measure.id] = measure
    return MeasureBook(measures=measures, editions=tuple(editions.values()))


def _base_list(document: Text) -> tuple[dict[str, Edition], dict[str, BaseEntry]]:
    document.only("classes", "editions", "entries")
    classes = {name: each.bilingual for name, each in document.need("classes").fields.items()}
    editions: dict[str, Edition] = {}
    for entry in document.need("editions").items:
        edition = _edition(entry)
        if any(edition.in_force.overlaps(other.in_force) for other in editions.values()):
            raise entry.error(
                "与另一版次的施行日期重叠，请错开", "its days overlap another edition's: mend them"
            )
        editions[edition.id] = edition
    return editions, {
        name: _base_entry(name, each, classes, editions)
        for name, each in document.need("entries").fields.items()
    }


def _edition(entry: Text) -> Edition:
    entry.only("id", "zh", "en", "in_force", "provenance")
    return Edition(
        id=entry.need("id").text,
        title=_title(entry),
        in_force=read_span(entry.need("in_force")),
        provenance=entry.need("provenance").one_of(MARKS),
        place=entry.place,
    )


def _base_entry(
    name: str, entry: Text, classes: Mapping[str, Mapping[str, str]], editions: dict[str, Edition]
) -> BaseEntry:
    entry.only("class", "zh", "en", "editions", "provenance")
    told = entry.get("editions")
    chosen = _words_of(told, editions) if told is not None else list(editions)
    return BaseEntry(
        id=name,
        title=_title(entry),
        klass=classes[entry.need("class").one_of(tuple(classes))],
        editions=tuple(editions[each] for each in chosen),
        provenance=entry.need("provenance").one_of(MARKS),
    )


def _table(document: Text) -> dict[str, Named]:
    return {name: _named(name, each) for name, each in document.fields.items()}


def _named(name: str, entry: Text) -> Named:
    entry.only("zh", "en", "formerly")
    old = entry.get("formerly")
    return Named(id=name, title=_title(entry), formerly=old.text if old is not None else None)


def _texts(document: Text, instruments: Mapping[str, Instrument]) -> dict[str, Basis]:
    """The texts a measure may rest on: the rulebook's instruments, and those that the file adds."""
    texts = {
        name: Basis(
            title=each.title["zh"],
            article="",
            rank=each.rank,
            in_force=each.in_force,
            region=each.region,
            off=each.off,
        )
        for name, each in instruments.items()
    }
    for name, entry in document.fields.items():
        if name in instruments:
            place = instruments[name].place
            raise entry.error(
                f"“{name}”已是 {place.file} 里的文件，请删去这一行",
                f"“{name}” is an instrument of {place.file} already: remove this line",
            )
        texts[name] = _text(entry)
    return texts


def _text(entry: Text) -> Basis:
    entry.only("title", "rank", "in_force", "region", "provenance")
    entry.need("provenance").one_of(MARKS)
    region = entry.get("region")
    return Basis(
        title=entry.need("title").text,
        article="",
        rank=entry.need("rank").one_of(RANKS),
        in_force=read_span(entry.need("in_force")),
        region=region.text if region is not None else None,
        off=None,
    )


def _measure(entry: Text, words: _Words) -> Measure:
    entry.only(*_MEASURE)
    lists, region, act = entry.need("lists"), entry.get("region"), entry.get("needs_act")
    chosen = tuple(_words_of(lists, words.lists))
    polarities = {words.lists[each].polarity for each in chosen}
    if len(polarities) != 1:
        raise lists.error(
            "须写至少一份名单，且不能同时有失信和守信名单",
            "name at least one list, all of one polarity",
        )
    bases = tuple(_bases(entry.need("basis"), words.texts, region))
    note, entries = entry.get("note"), entry.get("entry")
    return Measure(
        id=entry.need("id").text,
        title=_title(entry),
        fields=_named_in(entry.need("field"), words.tables["fields"]),
        executors=_named_in(entry.need("executor"), words.tables["executors"]),
        subjects=_named_in(entry.need("subject"), words.tables["subjects"]),
        lists=chosen,
        adverse=polarities == {_ADVERSE},
        bases=bases,
        entries=tuple(words.entries[each] for each in _words_of(entries, words.entries))
        if entries is not None
        else (),
        shall=entry.need("verb").one_of(VERBS) == "shall",
        cap=_cap(entry.get("cap")),
        needs_act=act.text if act is not None else None,
        region=region.text if region is not None else None,
        in_force=_in_force(entry, bases),
        note=note.bilingual if note is not None else None,
        off=read_off(entry),
        provenance=entry.need("provenance").one_of(MARKS),
        place=entry.place,
    )


def _in_force(entry: Text, bases: tuple[Basis, ...]) -> Span:
    """Its own days; where none are given, from its oldest basis on: each basis has an end of its own."""
    own = entry.get("in_force")
    if own is not None:
        return read_span(own)
    return Span(from_=min(basis.in_force.from_ for basis in bases))


def _bases(entry: Text, texts: Mapping[str, Basis], region: Text | None) -> Iterator[Basis]:
    if not entry.items:
        raise entry.error("须写至少一项依据", "name at least one basis")
    for each in entry.items:
        each.only("text", "article")
        known = texts[each.need("text").one_of(tuple(texts))]
        if known.region is not None and not (region.text if region else "").startswith(
            known.region
        ):
            raise each.error(
                f"{known.title}只及于行政区划 {known.region}，措施的 region 须在其内",
                f"{known.title} reaches region {known.region} alone: set the measure's region in it",
            )
        yield Basis(
            title=known.title,
            article=each.need("article").text,
            rank=known.rank,
            in_force=known.in_force,
            region=known.region,
            off=known.off,
        )


def _cap(entry: Text | None) -> Cap | None:
    if entry is None:
        return None
    units = [unit for unit in CAP_UNITS if unit in entry.only(*CAP_UNITS).fields]
    if len(units) != 1:
        words = "、".join(CAP_UNITS), ", ".join(CAP_UNITS)
        raise entry.error(f"须写且只写一种上限：{words[0]}", f"give exactly one of: {words[1]}")
    (unit,) = units
    if unit != "life":
        return Cap(unit=unit, amount=entry.need(unit).positive)
    if not entry.need(unit).flag:
        raise entry.error("不是终身的请写 months", "life is true, or leave it out and write months")
    return Cap(unit=unit, amount=None)


def _title(entry: Text) -> dict[str, str]:
    return {"zh": entry.need("zh").text, "en": entry.need("en").text}


def _named_in(entry: Text, table: Mapping[str, Named]) -> tuple[Named, ...]:
    return tuple(table[each] for each in _words_of(entry, table))


def _words_of(entry: Text, known: Mapping[str, object]) -> list[str]:
    """One word, or a list of them, each of them *known*."""
    several = [entry] if isinstance(entry.value, str) else entry.items
    return [each.one_of(tuple(known)) for each in several]
