"""Who the identifiers of a question name, and whether they contradict each other. They decide."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.enterprises import store
from creditsvc.enterprises.domain import Enterprise
from creditsvc.kernel.uscc import organisation_part

CONFLICTS: Mapping[str, tuple[str, str]] = {
    "organisation_code_not_in_uscc": (
        "组织机构代码与统一社会信用代码第 9 至 17 位不一致：两个标识不是同一企业的",
        "the organisation code is not signs 9 to 17 of the unified code: two enterprises' identifiers",
    ),
    "two_subjects": (
        "所给标识在登记库中属于不同的主体，不予合并",
        "the identifiers belong to different subjects of the register, which are never merged",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """The subjects that the identifiers name, in the order of the identifiers; *conflict*: of CONFLICTS.

    by: the identifier that decided. Several subjects without a conflict: an organisation code that
    more than one of them has.
    """

    subjects: tuple[Enterprise, ...] = ()
    by: str | None = None
    conflict: str | None = None


def identify(session: Session, given: Mapping[str, str]) -> Identified:
    """Who is held by *given*: `uscc`, `registration_no`, `organisation_code`, in normal form."""
    uscc, organisation = given.get("uscc"), given.get("organisation_code")
    held = {kind: _held(session, kind, value) for kind, value in given.items()}
    conflict = None
    if uscc and organisation and organisation_part(uscc) != organisation:
        conflict = "organisation_code_not_in_uscc"
    elif uscc and organisation and held["uscc"]:
        del held["organisation_code"]  # it is a part of the code, which decides
    found = {kind: keys for kind, keys in held.items() if keys}
    if conflict is None and len(found) > 1 and not set.intersection(*map(set, found.values())):
        conflict = "two_subjects"
    keys = list(dict.fromkeys(key for each in found.values() for key in each))
    if conflict is None and len(found) > 1:
        shared = set.intersection(*map(set, found.values()))
        keys = [key for key in keys if key in shared]
    told = store.by_ids(session, keys)
    return Identified(
        subjects=tuple(told[key] for key in keys),
        by=next(iter(found), None),
        conflict=conflict,
    )


def contradicts(given: Mapping[str, str], one: Enterprise) -> bool:
    """Whether an identifier of *given* says that *one* is another enterprise, whatever its name."""
    uscc, organisation = given.get("uscc"), given.get("organisation_code")
    if one.uscc is not None and uscc is not None:
        return one.uscc != uscc
    if one.uscc is not None and organisation is not None:
        return organisation_part(one.uscc) != organisation
    number = given.get("registration_no")
    return number is not None and one.other_id is not None and _sort(one) and one.other_id != number


def _sort(one: Enterprise) -> bool:
    """Whether it is held by a registration number, which can be compared with another."""
    return one.other_id is not None and one.other_id.isdigit() and len(one.other_id) in {13, 15}


def _held(session: Session, kind: str, value: str) -> list[UUID]:
    if kind == "organisation_code":
        coded = store.with_organisation(session, [value], coded=True).get(value, [])
        return coded + store.with_organisation(session, [value], coded=False).get(value, [])
    holder = ("uscc" if kind == "uscc" else "other_id", value)
    return list(store.held(session, [holder]).values())
