"""Region codes (GB/T 2260), now and ever, and this register's extensions. Knows no borders or maps.

The editions are snapshots some months apart, so the day on which a code began or ended is known only
to lie between two of them. Wherever it may have been in force, it is taken to have been.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Self

from creditsvc.kernel.areas import lies_in
from creditsvc.kernel.clock import BadDay, parse_day
from creditsvc.kernel.codetables import BadTable, rows
from creditsvc.kernel.periods import add_months
from creditsvc.kernel.spans import Span

_CODE = re.compile(r"\d{6}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """One name that a code has had. *span* None: no edition tells from when (extensions)."""

    code: str
    name: str
    span: Span | None
    is_extension: bool = False

    def may_stand_on(self, day: date) -> bool:
        """Whether the code may have had this name on *day*."""
        return self.span is None or self.span.covers(day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Regions:
    """All codes that ever were; under each its names, the latest last."""

    by_code: Mapping[str, tuple[Region, ...]] = field(repr=False)

    @classmethod
    def read(cls, current_csv: Path, history_csv: Path, extensions_csv: Path) -> Self:
        """The three tables as one. Raises BadTable, with file and line, where they are wrong."""
        past = sorted(_read_history(history_csv), key=lambda seen: seen.first)
        current, taken_on = _read_current(current_csv)
        months = sorted({month for seen in past for month in (seen.first, seen.last)})
        by_code: dict[str, list[Region]] = defaultdict(list)
        for seen in past:
            span = _possible(seen, months, taken_on)
            by_code[seen.code].append(Region(code=seen.code, name=seen.name, span=span))
        since = add_months(months[-1], 1) if months else taken_on
        for code, name in current.items():
            by_code[code].append(Region(code=code, name=name, span=Span(from_=since)))
        for extension in _read_extensions(extensions_csv, known=frozenset(by_code)):
            by_code[extension.code].append(extension)
        return cls(by_code={code: tuple(names) for code, names in by_code.items()})

    def known(self, code: str) -> bool:
        """Whether *code* is, or ever was, a region's or is an extension."""
        return code in self.by_code

    def known_on(self, code: str, day: date) -> bool:
        """Whether *code* may have been in force on *day*; extensions always."""
        return any(region.may_stand_on(day) for region in self.by_code.get(code, ()))

    def is_extension(self, code: str) -> bool:
        """Whether *code* is this register's own, and so means nothing to other systems."""
        return any(region.is_extension for region in self.by_code.get(code, ()))

    def name(self, code: str, *, on: date | None = None) -> str | None:
        """The latest name, or the one of day *on*; None where no table has one."""
        names = self.by_code.get(code, ())
        standing = [one.name for one in names if on is None or one.may_stand_on(on)]
        return standing[-1] if standing else None

    def province_of(self, code: str) -> str | None:
        """The province's code, by the first two digits alone; None if there is no such province."""
        province = f"{code[:2]}0000"
        return province if _CODE.fullmatch(code) and province in self.by_code else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """A name in the editions from month *first* to month *last*, each as its first day."""

    code: str
    name: str
    first: date
    last: date


def _possible(seen: _Seen, months: list[date], taken_on: date) -> Span:
    """From just after the edition before the first sighting to the edition after the last one.

    The oldest edition speaks for its whole year; after the newest comes the table in force.
    """
    before = bisect_left(months, seen.first) - 1
    after = bisect_right(months, seen.last)
    return Span(
        from_=add_months(months[before], 1) if before >= 0 else seen.first.replace(month=1),
        until=add_months(months[after], 1) if after < len(months) else taken_on,
    )


def _read_history(path: Path) -> list[_Seen]:
    return [
        _Seen(
            code=_code(path, line, row["code"]),
            name=row["name"],
            first=_month(path, line, row["first_seen"]),
            last=_month(path, line, row["last_seen"]),
        )
        for line, row in rows(path, frozenset({"code", "name", "first_seen", "last_seen"}))
    ]


def _read_current(path: Path) -> tuple[dict[str, str], date]:
    """Names by code, and the day on which the table was taken."""
    names: dict[str, str] = {}
    days: set[date] = set()
    for line, row in rows(path, frozenset({"code", "name", "seen_on"})):
        code = _code(path, line, row["code"])
        if code in names:
            raise BadTable(path, line, f"{code} stands twice")
        names[code] = row["name"]
        days.add(_day(path, line, row["seen_on"]))
    if len(days) != 1:
        raise BadTable(path, 1, f"one day of taking was expected, not {len(days)}")
    return names, days.pop()


def _read_extensions(path: Path, *, known: frozenset[str]) -> list[Region]:
    extensions: dict[str, Region] = {}
    for line, row in rows(path, frozenset({"code", "name", "parent"})):
        code = _code(path, line, row["code"])
        if code in known or code in extensions:
            raise BadTable(path, line, f"{code} is already taken")
        if row["parent"] not in known or not lies_in(code, row["parent"]):
            raise BadTable(path, line, f"{code} does not lie in a known region {row['parent']}")
        extensions[code] = Region(code=code, name=row["name"], span=None, is_extension=True)
    return list(extensions.values())


def _code(path: Path, line: int, text: str) -> str:
    if not _CODE.fullmatch(text):
        raise BadTable(path, line, f"{text!r} is no code of six digits")
    return text


def _month(path: Path, line: int, text: str) -> date:
    return _day(path, line, f"{text[:4]}-{text[4:]}-01")


def _day(path: Path, line: int, text: str) -> date:
    try:
        return parse_day(text)
    except BadDay as why:
        raise BadTable(path, line, f"{text!r} is no day") from why
