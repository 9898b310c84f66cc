"""An enterprise as the register knows it. Pure: no clock, no database."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What a document says about whom it concerns.

    uscc: unified social credit code (GB 32100), normalised. other_id: an older number.
    """

    uscc: str | None
    other_id: str | None
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Enterprise:
    """One subject of the register.

    uscc is None for one held by an older number (`other_id`) or by its name alone; such a subject
    is never merged with another by its name.
    """

    id: UUID
    uscc: str | None
    other_id: str | None
    name: str
    act_no: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubles:
    """Other subjects that may be one with a subject.

    named: of its name, where it or the other has no unified code. numbered: under the organisation code
    that it has, or that its unified code contains; an organisation has one for life, whatever unified
    codes it is given.
    """

    named: frozenset[UUID]
    numbered: frozenset[UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameOnRecord:
    """A name under which the enterprise was reported, and the act that first brought it."""

    name: str
    act_no: int
