"""Periods and time limits: months by the civil code, working days by the State Council's calendar."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Self

from creditsvc.kernel.clock import BadDay, parse_day
from creditsvc.kernel.codetables import BadTable, rows
from creditsvc.kernel.refusals import Unprocessable
from creditsvc.kernel.spans import ONE_DAY

# 全国年节及纪念日放假办法 (2025-01-01) art. 2 fixes these by date; the others follow the moon or sun.
FIXED_DAYS_OFF = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})


class DayOutOfRange(Unprocessable):
    """The period leads to a day that no calendar can name."""

    kind = "day-out-of-range"


class CalendarUnknown(Unprocessable):
    """Working days are asked for in years before the first announced one."""

    kind = "calendar-unknown"


def add_months(day: date, n: int) -> date:
    """The corresponding day *n* months later, or the last day of that month (民法典 202)."""
    years, month = divmod(day.month - 1 + n, 12)
    try:
        return date(day.year + years, month + 1, day.day)  # nearly always there is such a day
    except (ValueError, OverflowError):
        return _last_of(day.year + years, month + 1, day, n)


def add_days(day: date, n: int) -> date:
    """The last day of *n* calendar days from *day*, which is not counted itself (民法典 200-201)."""
    try:
        return day + n * ONE_DAY
    except OverflowError as why:
        raise DayOutOfRange(
            f"{day} 加 {n} 日超出历法", f"{n} days from {day} leave the calendar"
        ) from why


def within_months(earlier: date, later: date, n: int) -> bool:
    """Whether *later* lies in the *n* months from *earlier*, their last day included (民法典 201)."""
    return earlier <= later <= add_months(earlier, n)


def last_day_of_term(start: date, months: int) -> date:
    """The last day of a burden's term: the corresponding day. No holiday ever moves it."""
    return add_months(start, months)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """The last day of a time limit. *provisional*: a notice not yet issued may still move it."""

    day: date
    provisional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Which days are worked, by the State Council's yearly notices.

    *days_off* (休) and *make_up_days* (班) depart from Monday to Friday. Past *last_announced_year*
    only the days off fixed by date are known, and what is counted there is provisional.
    """

    days_off: frozenset[date]
    make_up_days: frozenset[date]
    first_announced_year: int
    last_announced_year: int

    @classmethod
    def read(cls, path: Path) -> Self:
        """The calendar in a CSV with date, kind (休 or 班) and year (that of the notice)."""
        named: dict[str, set[date]] = {"休": set(), "班": set()}
        years: set[int] = set()
        for line, row in rows(path, frozenset({"date", "kind", "year"})):
            try:
                named[row["kind"]].add(parse_day(row["date"]))
                years.add(int(row["year"]))
            except (KeyError, ValueError, BadDay) as why:
                raise BadTable(path, line, f"no day off or make-up day: {row}") from why
        both = named["休"] & named["班"]
        gaps = set(range(min(years, default=0), max(years, default=0))) - years
        if not years or both or gaps:
            raise BadTable(
                path, 1, f"empty, or unclear on {sorted(both)}, or lacking {sorted(gaps)}"
            )
        return cls(
            days_off=frozenset(named["休"]),
            make_up_days=frozenset(named["班"]),
            first_announced_year=min(years),
            last_announced_year=max(years),
        )

    @property
    def announced_until(self) -> date:
        """The last day that the notices settle. Operators are warned before it comes."""
        return date(self.last_announced_year, 12, 31)

    def is_working(self, day: date) -> bool:
        """Whether *day* is worked. Refuses days before the first announced year."""
        if day.year < self.first_announced_year:
            raise CalendarUnknown(
                f"{self.first_announced_year} 年以前的工作日历未收录，无法判断 {day}",
                f"no calendar of working days before {self.first_announced_year} is held; "
                f"{day} cannot be told",
                first_year=self.first_announced_year,
            )
        if day in self.make_up_days:
            return True
        if day in self.days_off:
            return False
        fixed = day > self.announced_until and (day.month, day.day) in FIXED_DAYS_OFF
        return day.weekday() < 5 and not fixed

    def add_working_days(self, start: date, n: int) -> Due:
        """The *n*-th working day after *start*, which is not counted (民法典 201)."""
        if n < 1:
            raise ValueError(f"a period has at least one working day, not {n}")
        day = start
        for _ in range(n):
            day = self._next_working(_day_after(day))
        return self._due(day)

    def working_days_until(self, start: date, end: date) -> int:
        """How many working days come after *start* up to and including *end*; negative: since *end*."""
        first, last = min(start, end), max(start, end)
        days = (first + n * ONE_DAY for n in range(1, (last - first).days + 1))
        count = sum(1 for day in days if self.is_working(day))
        return count if end >= start else -count

    def party_limit(
        self, start: date, *, days: int | None = None, months: int | None = None
    ) -> Due:
        """A party's time limit in calendar days or in months, *start* not counted (民法典 201-203).

        Give one of the two. A limit that would end on a day off ends on the next working day.
        """
        if (days is None) == (months is None) or (days or months or 0) < 1:
            raise ValueError("a time limit is so many days or so many months, at least one")
        last = add_months(start, months) if months is not None else add_days(start, days or 0)
        return self._due(self._next_working(last))

    def _next_working(self, day: date) -> date:
        """*day* itself if it is worked, else the first worked day after it."""
        while not self.is_working(day):
            day = _day_after(day)
        return day

    def _due(self, day: date) -> Due:
        return Due(day=day, provisional=day > self.announced_until)


def _last_of(year: int, month: int, day: date, n: int) -> date:
    """The last day of the month *n* months after *day*; raises DayOutOfRange."""
    if not date.min.year <= year <= date.max.year:
        raise DayOutOfRange(
            f"{day} 加 {n} 个月超出历法", f"{n} months from {day} leave the calendar"
        )
    return date(year, month, monthrange(year, month)[1])


def _day_after(day: date) -> date:
    return add_days(day, 1)
