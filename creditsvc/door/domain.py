"""Case numbers, access codes, and how long a door and a visit stay open. Pure.

No text of law sets how long a code opens a case: a year after the matter is over is a design choice
of this service, longer than every time for reconsideration and litigation that the rulebook holds.
"""

import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from creditsvc.kernel.periods import add_months
from creditsvc.kernel.refusals import Conflict, NotFound, NotPermitted, Unprocessable
from creditsvc.papers.domain import Examined

PROCEEDING, LISTING, ENTERPRISE = "proceeding", "listing", "enterprise"
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0 O 1 I L U, which are read one for another
CODE_SIGNS = 12  # of 30 signs: 58 bits, behind scrypt and the waits below
NUMBER_DIGITS = 12  # year, seven drawn by lot, one that checks
GROUP = 4
IDLE = timedelta(minutes=30)
LONGEST_VISIT = timedelta(hours=8)
OPEN_AFTER_END = 12  # months; design, see above. An enterprise's own door: so long from its code
# Tries without a wait: somebody mistypes a code; behind one address may stand a whole office park.
FREE_TRIES, FREE_TRIES_OF_ADDRESS = 4, 20
LONGEST_WAIT = 900  # seconds
MOST_FILES = 10
TEXT_LIMIT, CONTACT_LIMIT = 4000, 200


class MistypedNumber(Unprocessable):
    """What was given is no case number by its own digits; says nothing about which cases there are."""

    kind = "mistyped-case-number"


class DoorStaysShut(NotPermitted):
    """Number and code do not open a case; which of the two is wrong is not said."""

    kind = "door-stays-shut"


class NotFromThisPage(NotPermitted):
    """A form that did not come from a page of this visit."""

    kind = "not-from-this-page"


class DoorClosed(Conflict):
    """The matter is over for so long that no code is made for it any more."""

    kind = "door-closed"


class NotInThisCase(NotFound):
    """What was named does not belong to the case that the door opens."""

    kind = "not-in-this-case"


class NothingSent(Unprocessable):
    """Neither words nor files were sent, or too much of them."""

    kind = "nothing-sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """The door to one matter: a proceeding with the entry that comes of it, an entry without one, or
    what the register holds of an enterprise beside its cases: its penalties and its honours.
    """

    number: str
    kind: str
    matter: UUID
    enterprise_id: UUID

    @property
    def party(self) -> str:
        """Who acts through it, as the trail names it."""
        return f"party:{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """An access code as it is kept: scrypt of it, never itself."""

    id: UUID
    number: str
    hashed: str = field(repr=False)
    act_no: int
    issued_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One opened door, by the digest of the token that its visitor holds."""

    digest: str
    number: str
    code_id: UUID
    began_at: datetime
    seen_at: datetime

    def open_at(self, moment: datetime) -> bool:
        """Whether it has neither stood idle nor lasted too long at *moment*."""
        return moment < self.seen_at + IDLE and moment < self.began_at + LONGEST_VISIT


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the party sends: words, how to reach it (no name is asked), files that may be kept."""

    text: str
    contact: str = ""
    files: tuple[Examined, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """Something sent through the door: its number there, and the paper that names all of it."""

    no: int
    act_no: int
    kind: str
    document_no: str
    digest: str
    files: tuple[dict[str, str], ...]


def number_of(year: int, lot: int) -> str:
    """The case number of *year* with the seven digits *lot*, in groups: 2026-4837-1958."""
    body = f"{year:04d}{lot:07d}"
    return _grouped(body + _check(body))


def code_of(signs: str) -> str:
    """An access code as people read it, in groups."""
    return _grouped(signs)


def read_number(given: str) -> str:
    """The case number that was typed, however spaced or wide; raises MistypedNumber."""
    digits = _plain(given)
    if len(digits) != NUMBER_DIGITS or not digits.isdigit() or _check(digits[:-1]) != digits[-1]:
        raise MistypedNumber(
            "案号有误：应为12位数字，如 2026-4837-1958，请核对告知书",
            "this is no case number: twelve digits as on the notice, such as 2026-4837-1958",
            field="number",
        )
    return _grouped(digits)


def read_code(given: str) -> str:
    """The signs of an access code that was typed, without groups and case."""
    return _plain(given)[: 2 * CODE_SIGNS]


def shuts_on(over_on: date | None) -> date | None:
    """The first day on which a code opens nothing any more; None: the matter is not over."""
    return None if over_on is None else add_months(over_on, OPEN_AFTER_END)


def must_say_something(said: Said) -> None:
    """Refuse what is empty or too long."""
    if not said.text.strip() and not said.files:
        raise NothingSent("请写明意见或者上传材料", "write something or send a file", field="text")
    if len(said.text) > TEXT_LIMIT or len(said.contact) > CONTACT_LIMIT:
        raise NothingSent(
            f"意见不超过{TEXT_LIMIT}字，联系方式不超过{CONTACT_LIMIT}字；更长的请作为文件上传",
            f"at most {TEXT_LIMIT} signs, {CONTACT_LIMIT} for the contact; send more as a file",
            field="text" if len(said.text) > TEXT_LIMIT else "contact",
        )
    if len(said.files) > MOST_FILES:
        raise NothingSent(
            f"一次最多{MOST_FILES}个文件，请分次上传",
            f"at most {MOST_FILES} files at a time; send the rest again",
            field="file",
        )


def _plain(given: str) -> str:
    wide = unicodedata.normalize("NFKC", given[:200]).upper()
    return "".join(sign for sign in wide if sign.isascii() and sign.isalnum())


def _grouped(signs: str) -> str:
    return "-".join(signs[i : i + GROUP] for i in range(0, len(signs), GROUP))


def _check(body: str) -> str:
    """The check digit by Luhn's sum (ISO/IEC 7812-1 annex B)."""
    total = 0
    for place, sign in enumerate(reversed(body)):
        doubled = int(sign) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)
