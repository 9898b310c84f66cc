"""What a look-up asks: about whom, as of when, and as known when. Reads texts; asks no database.

A day means the end of that day in Beijing (its last microsecond), for today the present instant: a
look-up about a day tells what held when the day was over. An instant is exact.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from creditsvc.kernel import uscc
from creditsvc.kernel.clock import (
    BadDay,
    BadInstant,
    day_begins,
    legal_day,
    parse_day,
    parse_instant,
)
from creditsvc.kernel.refusals import FieldError, Invalid, Unprocessable

MOST = 10_000
LONGEST_ACT = 9  # digits of an act number


class WrongCode(Unprocessable):
    """The identifier is no unified social credit code."""

    kind = "wrong-code"


class UnknownParameter(Unprocessable):
    """A query parameter that this address does not know, or one given twice."""

    kind = "unknown-parameter"


class WrongMoment(Unprocessable):
    """A day or instant that cannot be read."""

    kind = "wrong-moment"


class StillToCome(Unprocessable):
    """A moment or act that has not been yet."""

    kind = "still-to-come"


class WrongBatch(Unprocessable):
    """The body is not a list of identifiers, or is too long."""

    kind = "wrong-batch"


class NotJson(Invalid):
    """The body is not JSON."""

    kind = "not-json"


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """moment None: now. known_at None: all that is known; a number: as of that act; an instant: as
    of the last act at or before it.
    """

    moment: datetime | None = None
    known_at: int | datetime | None = None

    @property
    def plain(self) -> bool:
        """Whether the question is simply how it stands now."""
        return self.moment is None and self.known_at is None


NOW = When()


def code(text: str) -> str:
    """The unified code that *text* writes, in its normal form; raises WrongCode."""
    normal = uscc.written(text)
    fault = uscc.problem(normal)
    if fault is not None:
        zh, _, en = fault.partition(" / ")
        raise WrongCode(zh, en, field="uscc")
    return normal


def when(given: Mapping[str, Sequence[str]], names: tuple[str, str], now: datetime) -> When:
    """The question's time from query parameters; *names*: of the moment and of the knowledge.

    Raises UnknownParameter, WrongMoment, StillToCome.
    """
    for name, values in given.items():
        if name not in names or len(values) != 1:
            raise UnknownParameter(
                f"参数 {name} 不认识或重复；可用：{'、'.join(names)}",
                f"the parameter {name} is unknown or given twice; known: {', '.join(names)}",
                field=name,
                errors=(FieldError(pointer=f"/{name}", zh="不认识或重复", en="unknown or twice"),),
            )
    moment, known = (given[name][0] if name in given else None for name in names)
    return When(
        moment=None if moment is None else _moment(moment, names[0], now),
        known_at=None if known is None else _known(known, names[1], now),
    )


def identifiers(body: object) -> list[object]:
    """The identifiers of a batch, as they were sent; raises WrongBatch."""
    given = body.get("identifiers") if isinstance(body, dict) else None
    fault = None
    if not isinstance(body, dict) or not isinstance(given, list) or not given:
        fault = (
            '要有 identifiers，且为非空数组，如 {"identifiers": ["…"]}',
            'identifiers must be there, an array that is not empty: {"identifiers": ["…"]}',
        )
    elif len(given) > MOST:
        fault = (f"一次最多 {MOST} 个", f"at most {MOST} identifiers in one request")
    elif set(body) != {"identifiers"}:
        others = ", ".join(sorted(map(str, set(body) - {"identifiers"})))[:200]
        fault = (f"不认识的字段：{others}", f"unknown members: {others}")
    if fault is not None or not isinstance(given, list):
        zh, en = fault or ("", "")
        raise WrongBatch(zh, en, field="identifiers")
    return given


def _moment(text: str, name: str, now: datetime) -> datetime:
    try:
        day = _day(text)
        moment = parse_instant(text) if day is None else min(_end_of(day), now)
    except (BadDay, BadInstant, OverflowError) as why:
        raise _unreadable(text, name) from why
    if moment > now or (day is not None and day > legal_day(now)):
        raise StillToCome(
            "还没有到那个时候，不能作答", "that moment has not come; nothing can be said of it",
            field=name,
        )  # fmt: skip
    return moment


def _known(text: str, name: str, now: datetime) -> int | datetime:
    if text.isascii() and text.isdigit() and 0 < len(text) <= LONGEST_ACT:
        return int(text)
    try:
        moment = parse_instant(text)
    except BadInstant as why:
        raise _unreadable(text, name) from why
    if moment > now:
        raise StillToCome(
            "还没有到那个时候", "that moment has not come: nobody knows what will be known then",
            field=name,
        )  # fmt: skip
    return moment


def _day(text: str) -> date | None:
    return parse_day(text) if len(text) == len("2025-03-01") else None


def _end_of(day: date) -> datetime:
    return day_begins(day + timedelta(days=1)) - timedelta(microseconds=1)


def _unreadable(text: str, name: str) -> WrongMoment:
    shown = text[:40]
    return WrongMoment(
        f"{name} 读不懂：{shown!r}；要日期 2025-03-01 或带时区的时刻 2025-03-01T08:00:00+08:00"
        "（known_at 也可用行为编号）",
        f"{name} cannot be read: {shown!r}; give a day 2025-03-01 or an instant with its offset "
        "2025-03-01T08:00:00+08:00 (known_at: an instant or an act number)",
        field=name,
    )
