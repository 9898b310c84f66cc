"""Case files: events on a day and the verdict counsel expects, each with its file and line.

Pure reading; nothing here judges. The format is told in tests/cases/README.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

from creditsvc.law.parsing import read
from creditsvc.law.reading import Place, Text

Row: TypeAlias = Mapping[str, Any]
VERDICT = ("findings", "undetermined", "tier")  # what each expectation must say
_BOOK = ("defaults", "switched_on", "scheme", "cases")
_CASE = ("title", "law_note", "on", "events", "expect")


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """What the cases of one file share, and the lines that say so.

    *switched_on*: instruments and rules that are off by default and on here. *scheme*: the tier scheme
    asked for; None: the one that tells the tier in force.
    """

    name: str
    switched_on: frozenset[str]
    switched_at: Place
    scheme: str | None
    scheme_at: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One legal case: rows as a file would hold them, the day asked about, the verdicts expected.

    *expect* has one verdict for each enterprise, in order of first appearance; *places* has the rows'
    lines.
    """

    book: Book
    title: str
    law_note: str
    on: date
    rows: tuple[Row, ...]
    expect: tuple[Row, ...]
    place: Place
    places: tuple[Place, ...]


def read_cases(path: Path) -> tuple[Case, ...]:
    """The cases of one file, or of every `*.yaml` in a folder by name. Raises RulebookError."""
    files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    cases = [case for file in files for case in _book(read(file, file.parent), file.stem)]
    _no_title_twice(cases)
    return tuple(cases)


def _book(document: Text, name: str) -> Iterable[Case]:
    document.only(*_BOOK)
    given, switched, scheme = (document.get(word) for word in _BOOK[:3])
    book = Book(
        name=name,
        switched_on=frozenset(each.text for each in switched.items) if switched else frozenset(),
        switched_at=(switched or document).place,
        scheme=scheme.text if scheme else None,
        scheme_at=(scheme or document).place,
    )
    defaults = given.fields if given else {}
    return [_case(entry, book, defaults) for entry in document.need("cases").items]


def _case(entry: Text, book: Book, defaults: Mapping[str, Text]) -> Case:
    entry.only(*_CASE)
    events, expect = entry.need("events").items, entry.need("expect")
    verdicts = expect.items if isinstance(expect.value, list) else [expect]
    if not events:
        raise entry.error("案例没有事件，请补上", "the case has no event: add one")
    return Case(
        book=book,
        title=entry.need("title").text,
        law_note=entry.need("law_note").text,
        on=entry.need("on").day,
        rows=tuple(_row(defaults, event) for event in events),
        expect=tuple(_verdict(each) for each in verdicts),
        place=entry.place,
        places=tuple(event.place for event in events),
    )


def _row(defaults: Mapping[str, Text], event: Text) -> Row:
    """The event with what all of its file share; null takes a shared field away."""
    merged = {**defaults, **event.fields}
    return {key: as_json(each.plain()) for key, each in merged.items() if each.value is not None}


def _verdict(entry: Text) -> Row:
    for word in VERDICT:
        entry.need(word)
    for word in VERDICT[:2]:
        for each in entry.need(word).items:
            each.need("rule").text  # noqa: B018 - a rule's id is a text, or refused on its line
    told: Row = as_json(entry.plain())
    return told


def as_json(value: Any) -> Any:
    """*value* as JSON carries it: days as ISO text."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: as_json(each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_json(each) for each in value]
    return value


def _no_title_twice(cases: Iterable[Case]) -> None:
    seen: dict[str, Place] = {}
    for case in cases:
        first = seen.setdefault(case.title, case.place)
        if first is not case.place:
            raise case.place.error(
                f"标题“{case.title}”与 {first.file}:{first.line} 相同，请改一处",
                f"the title “{case.title}” stands at {first.file}:{first.line} already: change one",
            )
