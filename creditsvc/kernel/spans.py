"""Spans of days, half-open: the first day belongs, *until* does not. None is an open end."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from creditsvc.kernel.refusals import Unprocessable

ONE_DAY = timedelta(days=1)


class SpanReversed(Unprocessable):
    """A span ends before it begins."""

    kind = "span-reversed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The days from *from_* up to, and not including, *until*. Equal ends make an empty span."""

    from_: date
    until: date | None = None

    def __post_init__(self) -> None:
        if self.until is not None and self.until < self.from_:
            raise SpanReversed(
                f"止日 {self.until} 早于起日 {self.from_}",
                f"the span ends on {self.until}, before it begins on {self.from_}",
            )

    @classmethod
    def closed(cls, first: date, last: date | None) -> Self:
        """The span whose first and last day both belong, as laws and licences print them.

        The last representable day is refused: it only ever stands for "no end", which is None.
        """
        if last is None:
            return cls(from_=first)
        if last == date.max:
            raise SpanReversed(
                f"无期限请留空，不要写 {last}", f"leave an open end empty instead of writing {last}"
            )
        return cls(from_=first, until=last + ONE_DAY)

    @property
    def last(self) -> date | None:
        """The last day that belongs; None if the end is open or the span is empty."""
        if self.until is None or self.until == self.from_:
            return None
        return self.until - ONE_DAY

    def covers(self, day: date) -> bool:
        """Whether *day* belongs."""
        return self.from_ <= day and (self.until is None or day < self.until)

    def overlaps(self, other: "Span") -> bool:
        """Whether some day belongs to both."""
        first = max(self.from_, other.from_)
        return self.covers(first) and other.covers(first)
