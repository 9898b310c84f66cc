"""What becomes of one row of an import: recorded, parked for a person, or rejected with its reason. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from creditsvc.events.domain import EventContent, EventRefused, Parsed, parse
from creditsvc.events.quoting import shown
from creditsvc.events.reading_rows import BadRow, Row
from creditsvc.kernel import uscc as codes
from creditsvc.kernel.canonical import canonical_bytes
from creditsvc.kernel.refusals import Invalid, Refusal
from creditsvc.kernel.regions import Regions
from creditsvc.law.kinds import Kinds

_MOST_RAW = 4_000  # signs of a rejected row that are kept; the file itself has the rest
_EIGHTEEN = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a row is read with: the kinds of events and their facts, and the regions."""

    kinds: Kinds
    regions: Regions

    def parse(self, raw: Any, *, strict_code: bool, today: date) -> Parsed:
        """The event that *raw* states; see `domain.parse`."""
        return parse(raw, self.kinds, self.regions, strict_code=strict_code, today=today)

    def is_adverse(self, content: EventContent) -> bool:
        """Whether the event speaks against its enterprise."""
        return self.kinds.kinds[content.kind].polarity == "adverse"


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsNow:
    """Reads the words of the rulebook in use; put in by `app`, because rulebooks stand floors above."""

    read: Callable[[], Words]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A row that cannot be taken; *raw* is the row as it was read, empty if it could not be."""

    line: int
    field: str | None
    reason: str
    raw: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A row that can be taken. *doubt* (field and reason): whose it is cannot be told.

    *adverse*: it speaks against its enterprise.
    """

    line: int
    content: EventContent
    doubt: tuple[str, str] | None
    adverse: bool

    @property
    def pair(self) -> tuple[str, str]:
        """The source and its key for the event."""
        return self.content.source, self.content.source_ref


def judged(row: Row, words: Words, today: date) -> Accepted | Rejected:
    """What is to become of *row*, as far as the row alone can tell."""
    if isinstance(row, BadRow):
        return Rejected(line=row.line, field=row.field, reason=row.reason, raw="")
    try:
        parsed = words.parse(row.values, strict_code=False, today=today)
    except EventRefused as why:
        raw = _raw(row.values)
        return Rejected(line=row.line, field=why.errors[0].pointer, reason=_all_of(why), raw=raw)
    return Accepted(
        line=row.line,
        content=parsed.content,
        doubt=doubt_of(parsed),
        adverse=words.is_adverse(parsed.content),
    )


def refused(row: Accepted, why: Refusal) -> Rejected:
    """The row that the record would not take."""
    raw = _raw(row.content.canonical())
    return Rejected(line=row.line, field=why.field, reason=str(why), raw=raw)


def doubt_of(parsed: Parsed) -> tuple[str, str] | None:
    """Why the enterprise cannot be told for certain, with the field; None if it can."""
    content = parsed.content
    if parsed.code_problem is not None:
        return "/uscc", parsed.code_problem
    if content.uscc is None and content.other_id is None:
        return "/uscc", (
            "只有名称，没有统一社会信用代码或其他号码；名称不能认定企业 / "
            "a name alone, without a code or another number, does not tell the enterprise"
        )
    if content.other_id is None:
        return None
    return _doubt_of_number(content.uscc, content.other_id)


def _doubt_of_number(uscc: str | None, other_id: str) -> tuple[str, str] | None:
    sort = codes.kind_of_identifier(other_id)
    number = codes.normalise(other_id).replace("-", "")
    if sort == "organisation":
        if uscc is not None and codes.organisation_part(uscc) != number:
            return "/other_id", (
                f"组织机构代码 {number} 与统一社会信用代码中的 {codes.organisation_part(uscc)} 不一致 / "
                f"the organisation code {number} is not the one inside the unified code "
                f"({codes.organisation_part(uscc)})"
            )
        problem = codes.organisation_problem(number) if uscc is None else None
        return None if problem is None else ("/other_id", problem)
    if uscc is not None and sort == "uscc" and number != uscc:
        return "/other_id", (
            f"两个统一社会信用代码：{uscc} 与 {number} / two unified codes: {uscc} and {number}"
        )
    return None


def _all_of(why: EventRefused) -> str:
    """Every fault of a row in one text: the first field stands in its own column, so name the others."""
    first, *others = why.errors
    parts = [f"{first.zh} / {first.en}"]
    parts += [f"{error.pointer}: {error.zh} / {error.en}" for error in others]
    return "; ".join(parts)


def _raw(values: Any) -> str:
    """The row as one line of JSON, residents' identity numbers covered, cut to a sane length."""
    try:
        text = canonical_bytes(values).decode()
    except Invalid:  # a value without a byte form was the fault
        text = shown(values, _MOST_RAW)
    covered = _EIGHTEEN.sub(_covered, text)
    return covered if len(covered) <= _MOST_RAW else covered[:_MOST_RAW] + "…"


def _covered(number: re.Match[str]) -> str:
    text = number[0]
    return text if codes.kind_of_identifier(text) != "unknown" else f"{text[:6]}{'*' * 12}"
