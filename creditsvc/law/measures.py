"""What may be done to, or for, those on a list: measures, what carries them, and who takes them.

A measure without a basis in force cannot be issued. Since its first edition the national basic list of
punishment measures binds as well (国办发〔2020〕49号): a burden needs an entry of that list, or a law,
an administrative regulation or a central policy document; a local one a local regulation of that place.
Incentives are no punishment: a basis in force suffices. A rulebook's `measures.yaml` says which are
there; nothing here reads a file.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from creditsvc.kernel.periods import last_day_of_term
from creditsvc.kernel.spans import Span
from creditsvc.law.domain import Event, Finding, Texts
from creditsvc.law.reading import Place

# What may punish beyond the basic list (国办发〔2020〕49号; the list's own preamble).
STATUTES = frozenset({"law", "administrative_regulation", "central_policy"})
# What can limit rights where a text asks for a law or an administrative regulation.
ACTS = frozenset({"law", "administrative_regulation"})
LOCAL_LAW = "local_regulation"
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """An article a measure rests on. *region* None: it binds the whole country. *off*: not verified."""

    title: str
    article: str
    rank: str
    in_force: Span
    region: str | None
    off: Texts | None

    def holds(self, on: date) -> bool:
        """Whether the text is verified and in force on *on*."""
        return self.off is None and self.in_force.covers(on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One edition of the basic list and the days on which it holds."""

    id: str
    title: Texts
    in_force: Span
    provenance: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseEntry:
    """A type of measure that the basic list allows, in which class and which editions."""

    id: str
    title: Texts
    klass: Texts
    editions: tuple[Edition, ...]
    provenance: str

    def stands_on(self, on: date) -> bool:
        """Whether an edition in force on *on* has the entry."""
        return any(edition.in_force.covers(on) for edition in self.editions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A word of a declared table (field, executor, subject); *formerly*: its name in older texts."""

    id: str
    title: Texts
    formerly: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """The most a measure may be: so many months or per cent, or for life (*amount* None)."""

    unit: str
    amount: int | None

    def last_day(self, start: date) -> date | None:
        """The last day of a measure that begins on *start*; None: this cap sets none."""
        if self.unit != "months" or self.amount is None:
            return None
        return last_day_of_term(start, self.amount)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure.

    *shall*: it follows from the listing; otherwise each case needs its own decision. *needs_act*: the
    article that asks for a law or an administrative regulation besides. *off*: why it is switched off.
    *region*: prefix of the places where it may be taken; None: everywhere.
    """

    id: str
    title: Texts
    fields: tuple[Named, ...]
    executors: tuple[Named, ...]
    subjects: tuple[Named, ...]
    lists: tuple[str, ...]
    adverse: bool
    bases: tuple[Basis, ...]
    entries: tuple[BaseEntry, ...]
    shall: bool
    cap: Cap | None
    needs_act: str | None
    region: str | None
    in_force: Span
    note: Texts | None
    off: Texts | None
    provenance: str
    place: Place

    def reaches(self, region: str | None) -> bool:
        """Whether it may be taken in *region*; None: nowhere in particular, so only if everywhere."""
        return self.region is None or (region or "").startswith(self.region)

    def bases_on(self, on: date) -> tuple[Basis, ...]:
        """The articles it rests on that are in force on *on*."""
        return tuple(basis for basis in self.bases if basis.holds(on))

    def last_day(self, start: date, of_entry: date | None) -> date | None:
        """The last day of the measure under an entry from *start* to *of_entry*; None: no end by time."""
        own = None if self.cap is None else self.cap.last_day(start)
        return min((day for day in (own, of_entry) if day is not None), default=None)

    def turns(self, start: date) -> set[date]:
        """Days on which it may begin, or cease, to bind under an entry that began on *start*."""
        spans = [self.in_force, *(basis.in_force for basis in self.bases)]
        spans += [edition.in_force for entry in self.entries for edition in entry.editions]
        days = {day for span in spans for day in (span.from_, span.until)}
        own = None if self.cap is None else self.cap.last_day(start)
        return {day for day in (*days, own and own + DAY) if day is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureBook:
    """Every measure by id, in the order of the file, and the editions of the basic list, oldest first."""

    measures: Mapping[str, Measure] = field(repr=False)
    editions: tuple[Edition, ...] = field(repr=False)

    def list_binds(self, on: date) -> bool:
        """Whether the basic list's first edition is out on *on*."""
        return any(edition.in_force.from_ <= on for edition in self.editions)


def issuable(
    book: MeasureBook, *, list_id: str, region: str | None, on: date
) -> tuple[Measure, ...]:
    """The measures that may be issued on *on* against, or for, who stands on a list in *region*.

    *region* None: only those that hold everywhere.
    """
    return tuple(
        each
        for each in book.measures.values()
        if why_not(book, each, list_id=list_id, region=region, on=on) is None
    )


def if_listed(
    book: MeasureBook, finding: Finding, events: Iterable[Event], on: date
) -> tuple[Measure, ...]:
    """The measures that could be issued if *finding* led to its list on *on*; none where it has no list.

    Those of a place count if all of *events* that met the rule happened there.
    """
    if finding.list is None:
        return ()
    counted = set(finding.evidence)
    places = [event.region or "" for event in events if event.ref in counted]
    return issuable(book, list_id=finding.list, region=shared_region(places), on=on)


def shared_region(places: Collection[str]) -> str | None:
    """The first digits that all *places* share, as far as they are a region; None: no such region."""
    first, last = min(places, default=""), max(places, default="")
    return next((first[:size] for size in (6, 4, 2) if first[:size] == last[:size]), None)


def why_not(
    book: MeasureBook, measure: Measure, *, list_id: str, region: str | None, on: date
) -> Texts | None:
    """Why *measure* cannot be issued for that list and place on *on*; None: it can."""
    if measure.off is not None:
        return {"zh": f"已停用：{measure.off['zh']}", "en": f"switched off: {measure.off['en']}"}
    if list_id not in measure.lists:
        return {"zh": "不适用于这份名单", "en": "it is not a measure of this list"}
    if not measure.reaches(region):
        return {
            "zh": f"只在行政区划 {measure.region} 内适用",
            "en": f"it holds in region {measure.region} alone",
        }
    return uncarried(book, measure, on)


def uncarried(book: MeasureBook, measure: Measure, on: date) -> Texts | None:
    """What law *measure* lacks on *on*, whatever the list and place; None: nothing."""
    if not measure.in_force.covers(on):
        days = days_text(measure.in_force)
        return {
            "zh": f"不在可以采取的日期之内（{days[0]}）",
            "en": f"outside the days on which it may be taken ({days[1]})",
        }
    bases = measure.bases_on(on)
    if not bases:
        return _no_basis(measure, on)
    ranks = {basis.rank for basis in bases}
    if measure.needs_act is not None and not ranks & ACTS:
        return {
            "zh": f"{measure.needs_act}要求另有法律、行政法规的规定，没有现行有效的",
            "en": f"{measure.needs_act} asks for a law or an administrative regulation besides,"
            " and none is in force",
        }
    if measure.adverse and book.list_binds(on) and not any(_carriers(measure, bases, on)):
        return {
            "zh": "不在全国失信惩戒措施基础清单之内，也没有法律、行政法规、中央政策文件"
            "或者当地地方性法规为依据（国办发〔2020〕49号）",
            "en": "no entry of the national basic list and no law, administrative regulation, central"
            " policy document or regulation of that place carries it (国办发〔2020〕49号)",
        }
    return None


def _carriers(measure: Measure, bases: tuple[Basis, ...], on: date) -> Iterator[bool]:
    for basis in bases:
        yield basis.rank in STATUTES
        yield basis.rank == LOCAL_LAW and basis.region is not None
    for entry in measure.entries:
        yield entry.stands_on(on)


def _no_basis(measure: Measure, on: date) -> Texts:
    told = [_holding(basis) for basis in measure.bases]
    return {
        "zh": f"{on}没有现行有效的依据：{'；'.join(zh for zh, _ in told)}",
        "en": f"no basis is in force on {on}: {'; '.join(en for _, en in told)}",
    }


def _holding(basis: Basis) -> tuple[str, str]:
    if basis.off is not None:
        return f"{basis.title}已停用", f"{basis.title} is switched off"
    days = days_text(basis.in_force)
    return f"{basis.title}{days[0]}施行", f"{basis.title} is in force {days[1]}"


def days_text(span: Span) -> tuple[str, str]:
    """A span of days in Chinese and English, its last day included."""
    if span.last is None:
        return f"自{span.from_}起", f"from {span.from_}"
    return f"{span.from_}至{span.last}", f"from {span.from_} to {span.last}"
