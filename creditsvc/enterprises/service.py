"""Finding and registering enterprises. A name alone never finds one that has an identifier."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.audit import service as trail
from creditsvc.db.work import Act
from creditsvc.enterprises import store
from creditsvc.enterprises.domain import Enterprise, Identity, NameOnRecord
from creditsvc.kernel import uscc as codes
from creditsvc.kernel.refusals import Invalid, NotFound, Unprocessable
from creditsvc.kernel.text import name_key

SEARCH_LIMIT = 50
SHORTEST = 2


class UnknownEnterprise(NotFound):
    """No enterprise of the register has that identifier."""

    kind = "unknown-enterprise"


class BadNumber(Unprocessable):
    """The number is no unified code, nor one of the older ones."""

    kind = "bad-number"


class TooShort(Invalid):
    """Too little of a name to search for."""

    kind = "search-too-short"


def by_id(session: Session, enterprise: UUID) -> Enterprise:
    """The enterprise with that key; raises UnknownEnterprise."""
    found = store.by_id(session, enterprise)
    if found is None:
        raise UnknownEnterprise("没有这个企业", "no such enterprise", enterprise=str(enterprise))
    return found


def find(session: Session, uscc: str) -> Enterprise | None:
    """The enterprise held by that unified code, or None."""
    return store.by_uscc(session, uscc)


def identified(session: Session, number: str) -> Enterprise:
    """The enterprise held by a unified code or an older number, in whichever case it is written.

    Raises BadNumber for a wrong one, UnknownEnterprise for one that nobody is held by.
    """
    code = codes.normalise(number)
    sort = codes.kind_of_identifier(code)
    if sort in {"uscc", "unknown"} and (problem := codes.problem(code)):
        zh, _, en = problem.partition(" / ")
        raise BadNumber(zh, en, field="uscc")
    holder = ("uscc", code) if sort in {"uscc", "unknown"} else ("other_id", code)
    key = store.held(session, [holder]).get(holder)
    if key is None:
        raise UnknownEnterprise("没有这个企业", "no such enterprise", field="uscc")
    return by_id(session, key)


def register(act: Act, who: Identity) -> Enterprise:
    """The enterprise that *who* identifies, registered if it is new, the name noted if it is new.

    With a unified code the code decides; else an older number does; else the name stands for a
    subject of its own that is merged with nothing.
    """
    return by_id(act.session, register_many(act, [who])[0])


def register_many(act: Act, whos: Sequence[Identity]) -> list[UUID]:
    """The keys of the enterprises that *whos* identify, in their order; as `register`, in bulk."""
    held = store.held(act.session, map(_holder, whos))
    names_held = store.names_held(act.session, held.values()) if held else set()
    known = set(held.values())
    added, names_added = [], []
    for who in whos:
        holder, name = _holder(who), name_key(who.name)
        if holder not in held:
            held[holder] = act.new_id()
            added.append(_row(act, held[holder], who))
        key = held[holder]
        if (key, name) not in names_held:
            names_held.add((key, name))
            names_added.append(_name_row(act, key, who.name, name))
            act.touch(key, "name" if key in known else "registered")
    _add(act, added, names_added)
    return [held[_holder(who)] for who in whos]


def names(session: Session, enterprise: UUID) -> list[NameOnRecord]:
    """All names on record, newest first."""
    return store.names(session, enterprise)


def search(session: Session, text: str) -> list[Enterprise]:
    """Enterprises one of whose names contains *text*, at most one more than SEARCH_LIMIT.

    Raises TooShort for less than two signs: half the register would answer.
    """
    part = name_key(text)
    if len(part) < SHORTEST:
        raise TooShort("至少两个字", "give at least two signs of the name", field="q")
    keys = store.search(session, part, SEARCH_LIMIT + 1)
    found = {one.id: one for one in store.many(session, keys)}
    return [found[key] for key in keys]


def namesakes_without_code(session: Session, enterprise: UUID) -> list[UUID]:
    """Subjects held without a unified code under a name of *enterprise*: candidates, never matches."""
    return [
        key
        for key in store.held_without_code(session, store.name_keys(session, enterprise))
        if key != enterprise
    ]


def coded_namesakes(session: Session, name: str) -> list[UUID]:
    """Enterprises with a unified code that were reported under *name*."""
    return store.with_code_named(session, [name_key(name)])


def shadowed(session: Session, enterprise: Enterprise) -> list[UUID]:
    """Enterprises with a unified code that a subject without one may turn out to be."""
    keys = store.with_code_named(session, store.name_keys(session, enterprise.id))
    organisation = _organisation(
        Identity(uscc=None, other_id=enterprise.other_id, name=enterprise.name)
    )
    same = store.by_organisation(session, organisation) if organisation else []
    return sorted({*keys, *(one.id for one in same if one.uscc is not None)})


def predecessors(session: Session, uscc: str) -> list[UUID]:
    """Subjects held by the organisation code that *uscc* contains: an open succession of numbers."""
    same = store.by_organisation(session, codes.organisation_part(uscc))
    return [enterprise.id for enterprise in same if enterprise.uscc is None]


def _holder(who: Identity) -> tuple[str, str]:
    """What holds the subject: its unified code, else its older number, else its name alone."""
    if who.uscc:
        return "uscc", who.uscc
    if who.other_id:
        return "other_id", who.other_id
    return "name", name_key(who.name)


def _add(
    act: Act, enterprises: list[dict[str, object]], names_added: list[dict[str, object]]
) -> None:
    if enterprises:
        store.add(act.session, enterprises)
    if names_added:
        store.add_names(act.session, names_added)
    for row in enterprises:
        trail.note(
            act, "enterprise.registered", row["id"], uscc=row["uscc"], other_id=row["other_id"]
        )


def _row(act: Act, key: UUID, who: Identity) -> dict[str, object]:
    sort, value = _holder(who)
    return {
        "id": key,
        "uscc": who.uscc if sort == "uscc" else None,
        "other_id": who.other_id if sort == "other_id" else None,
        "name_only": value if sort == "name" else None,
        "organisation": _organisation(who),
        "act_no": act.no,
    }


def _name_row(act: Act, key: UUID, name: str, form: str) -> dict[str, object]:
    return {"enterprise_id": key, "name_key": form, "name": name.strip(), "act_no": act.no}


def _organisation(who: Identity) -> str | None:
    if who.uscc:
        return codes.organisation_part(who.uscc)
    if who.other_id and codes.kind_of_identifier(who.other_id) == "organisation":
        return codes.normalise(who.other_id).replace("-", "")
    return None
