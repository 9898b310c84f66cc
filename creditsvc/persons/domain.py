"""A person in a case: role, mask and what an identity must look like. Pure; no text here ever repeats one."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from creditsvc.kernel import remit
from creditsvc.kernel.refusals import NotFound, NotPermitted, Unavailable, Unprocessable
from creditsvc.kernel.remit import Need
from creditsvc.kernel.uscc import is_resident, normalise

ROLES = ("principal", "responsible_persons")
MATTERS = ("event", "proceeding", "listing")
ID_CARD = "id_card"
# 居民身份证, 护照, 港澳居民来往内地通行证, 台湾居民来往大陆通行证, 外国人永久居留身份证
DOCUMENTS = (ID_CARD, "passport", "hk_macau_permit", "taiwan_permit", "foreigner_id")
RECORDS, READS = "proceedings.handle", "persons.reveal"  # the scopes that may
HIDDEN = "**"
DOTS = "•‧・･∙⋅"  # what is typed for the middle dot of a name
LONGEST_NAME = 50
_NAME = re.compile(r"[^\W\d_]+(?:(?:[·. '’-]|\. )[^\W\d_]+)*[.]?")
_NUMBER = re.compile(r"[A-Z0-9()-]{5,20}", re.ASCII)
_LIKE_A_NUMBER = re.compile(r"\d{17}[\dXx]|\d{15}", re.ASCII)


class UnknownPerson(NotFound):
    """No person in a case has that key."""

    kind = "unknown-person"


class UnknownMatter(NotFound):
    """There is no such event, proceeding or entry."""

    kind = "unknown-matter"


class RoleNotOrdered(Unprocessable):
    """No instrument names persons of that role in this matter."""

    kind = "role-not-ordered"


class IdentityNotInOrder(Unprocessable):
    """The name or the number cannot be right; the refusal never repeats it."""

    kind = "identity-not-in-order"


class ReadingNotInOrder(Unprocessable):
    """A reading states its reason, in words that name nobody."""

    kind = "reading-not-in-order"


class AnothersCase(NotPermitted):
    """Persons are recorded and read by the authority of their case alone."""

    kind = "anothers-case"


class PersonKeysMissing(Unavailable):
    """The keys that seal persons are not set up, or one that is needed is not there."""

    kind = "person-keys-missing"


class SealBroken(Unavailable):
    """What is stored does not open: it was altered, or moved, or the key is not the one it names."""

    kind = "seal-broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a person is recorded in. *roles*: those that the *rule* behind it lists or bars.

    authority: whose case it is; None: nobody's yet, then it is that of whoever records.
    """

    kind: str
    id: UUID
    enterprise_id: UUID
    rule: str
    law_digest: str
    authority: str | None
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who somebody is. Nothing of it shows in a repr."""

    name: str = field(repr=False)
    document: str
    number: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person in a case, as everybody may see them who may see the case."""

    id: UUID
    act_no: int
    matter_kind: str
    matter_id: UUID
    enterprise_id: UUID
    rule: str
    role: str
    authority: str
    masked_name: str
    document: str
    recorded_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """That somebody read who a person is: when, why, and in which case."""

    id: UUID
    act_no: int
    at: datetime
    person_id: UUID
    matter_kind: str
    matter_id: UUID
    enterprise_id: UUID
    read_by: str
    reason: str


def mask(name: str) -> str:
    """The first sign and two stars, whatever the length: 张**. Of a single sign nothing is left."""
    return name[:1] + HIDDEN if len(name) > 1 else HIDDEN


def identity(name: str, document: str, number: str, *, today: date) -> Identity:
    """The identity as it is kept, once its form is right; raises IdentityNotInOrder."""
    kept = " ".join(unicodedata.normalize("NFC", name).translate(_ONE_DOT).split())
    if len(kept) > LONGEST_NAME or not _NAME.fullmatch(kept):
        raise IdentityNotInOrder(
            f"姓名应为 1 至 {LONGEST_NAME} 个文字，可含间隔号",
            f"a name has 1 to {LONGEST_NAME} letters or characters, with middle dots between parts",
            field="name",
        )
    if document not in DOCUMENTS:
        raise IdentityNotInOrder(
            f"证件种类须为 {'、'.join(DOCUMENTS)} 之一",
            f"the document is one of {', '.join(DOCUMENTS)}",
            field="document",
        )
    known = normalise(number)
    fits = _is_id_card(known, today) if document == ID_CARD else bool(_NUMBER.fullmatch(known))
    if not fits:
        raise IdentityNotInOrder(
            "证件号码不合规格：居民身份证为 18 位，出生日期和校验码须正确（GB 11643）",
            "the number is not well-formed; an identity card has 18 signs, a real day of birth and"
            " the right check sign (GB 11643)",
            field="number",
        )
    return Identity(name=kept, document=document, number=known)


def must_be_ordered(matter: Matter, role: str) -> None:
    """Raises RoleNotOrdered unless an instrument names persons of *role* in *matter*."""
    if role in matter.roles:
        return
    known = ("、".join(matter.roles), ", ".join(matter.roles)) if matter.roles else ("无", "none")
    raise RoleNotOrdered(
        f"{matter.rule} 没有规定涉及这一身份的人员；可以登记的身份：{known[0]}",
        f"{matter.rule} names no persons of that role; those it names: {known[1]}",
        field="role",
        roles=list(matter.roles),
    )


def reason_for(text: str) -> str:
    """Why somebody reads, as it goes into the log; raises ReadingNotInOrder."""
    reason = text.strip()
    if not reason or _LIKE_A_NUMBER.search(normalise(reason)):
        raise ReadingNotInOrder(
            "请写明查看事由，不要写姓名和证件号码",
            "say why it is read, without names or document numbers",
            field="reason",
        )
    return reason


def must_be_theirs(authority: str, actor_authority: str | None, scope: str) -> None:
    """Raises AnothersCase unless the actor acts for that very authority; unbounded is not enough."""
    if actor_authority != authority:
        raise AnothersCase(
            f"只有办案机关（{authority}）的承办人（handler）和审批人（approver）可以登记、查看",
            f"only handlers and approvers of {authority}, whose case it is, may record or read this",
            may_authority=authority,
            need=Need(scope=scope, matter=remit.Matter(authority=authority)),
        )


_ONE_DOT = str.maketrans(dict.fromkeys(DOTS, "·"))


def _is_id_card(number: str, today: date) -> bool:
    """Whether it is a resident's number, of somebody who was born on a real day before *today*."""
    if not is_resident(number):
        return False
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return born < today
