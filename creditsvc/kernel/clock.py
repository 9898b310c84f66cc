"""The only place that reads the machine's clock or makes a random id. Days are the law's, in Beijing."""

import re
import uuid
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Protocol

from creditsvc.kernel.refusals import Invalid

# A fixed offset and not zoneinfo: China has had no summer time since 1991-09-15, the register
# starts later, and an answer of law must not depend on the time zone files of a machine.
LEGAL_ZONE = timezone(timedelta(hours=8), "Asia/Shanghai")

_RFC3339 = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,6})?([Zz]|[+-]\d{2}:\d{2})", re.ASCII
)
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class BadInstant(Invalid):
    """The text is no RFC 3339 date-time with an offset."""

    kind = "bad-instant"


class BadDay(Invalid):
    """The text is no ISO 8601 calendar day."""

    kind = "bad-day"


class Clock(Protocol):
    """Whoever can say what time it is."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)  # noqa: TID251 - the one reading of the machine's clock


class FixedClock:
    """A clock that moves only when told. For tests, replays and demonstrations."""

    def __init__(self, at: datetime) -> None:
        self._at = _aware(at).astimezone(UTC)

    def now(self) -> datetime:
        """The instant last set, in UTC."""
        return self._at

    def move_to(self, at: datetime) -> None:
        """Set the clock, forwards or backwards."""
        self._at = _aware(at).astimezone(UTC)

    def advance(
        self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0
    ) -> None:
        """Move the clock by the given time."""
        self._at += timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


def legal_day(moment: datetime) -> date:
    """The calendar day in Beijing on which *moment* falls. 16:30 UTC is already the next day."""
    return _aware(moment).astimezone(LEGAL_ZONE).date()


def day_begins(day: date) -> datetime:
    """The instant, in UTC, at which *day* begins in Beijing."""
    return datetime.combine(day, time.min, LEGAL_ZONE).astimezone(UTC)


def new_id() -> uuid.UUID:
    """A fresh random id (RFC 9562, version 4)."""
    return uuid.uuid4()  # noqa: TID251 - the one source of ids


def instant_text(moment: datetime) -> str:
    """ISO 8601 in UTC with microseconds and 'Z': of fixed width, so texts sort as instants do."""
    text = _aware(moment).astimezone(UTC).isoformat(timespec="microseconds")
    return text.removesuffix("+00:00") + "Z"


def parse_instant(text: str) -> datetime:
    """The instant, in UTC, that an RFC 3339 text names. Refuses a text without an offset."""
    refusal = BadInstant(
        f"“{text}”不是带时区的时刻，应如 2025-03-01T08:00:00Z",
        f"{text!r} is not an instant with an offset, such as 2025-03-01T08:00:00Z",
    )
    if not _RFC3339.fullmatch(text):
        raise refusal
    try:
        return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (ValueError, OverflowError) as why:
        raise refusal from why


def parse_day(text: str) -> date:
    """The day that an ISO 8601 text (YYYY-MM-DD and nothing else) names."""
    refusal = BadDay(
        f"“{text}”不是日期，应如 2025-03-01", f"{text!r} is not a day such as 2025-03-01"
    )
    if not _ISO_DAY.fullmatch(text):
        raise refusal
    try:
        return date.fromisoformat(text)
    except ValueError as why:
        raise refusal from why


def _aware(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError("an instant needs an aware datetime")
    return moment
