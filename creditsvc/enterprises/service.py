"""Finding and registering enterprises. A name alone never finds one that has an identifier."""

from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.audit import service as trail
from creditsvc.db.work import Act
from creditsvc.enterprises import store
from creditsvc.enterprises.domain import Enterprise, Identity, NameOnRecord
from creditsvc.kernel import uscc as codes
from creditsvc.kernel.refusals import NotFound
from creditsvc.kernel.text import name_key

SEARCH_LIMIT = 50


class UnknownEnterprise(NotFound):
    """No enterprise of the register has that identifier."""

    kind = "unknown-enterprise"


def by_id(session: Session, enterprise: UUID) -> Enterprise:
    """The enterprise with that key; raises UnknownEnterprise."""
    found = store.by_id(session, enterprise)
    if found is None:
        raise UnknownEnterprise("没有这个企业", "no such enterprise", enterprise=str(enterprise))
    return found


def find(session: Session, uscc: str) -> Enterprise | None:
    """The enterprise held by that unified code, or None."""
    return store.by_uscc(session, uscc)


def register(act: Act, who: Identity) -> Enterprise:
    """The enterprise that *who* identifies, registered if it is new, the name noted if it is new.

    With a unified code the code decides; else an older number does; else the name stands for a
    subject of its own that is merged with nothing.
    """
    found = _held(act.session, who)
    if found is None:
        found = _add(act, who)
    elif name_key(who.name) not in store.name_keys(act.session, found.id):
        _note_name(act, found.id, who.name)
        act.touch(found.id, "name")
    return found


def names(session: Session, enterprise: UUID) -> list[NameOnRecord]:
    """All names on record, newest first."""
    return store.names(session, enterprise)


def search(session: Session, text: str) -> list[Enterprise]:
    """Enterprises one of whose names contains *text*, at most SEARCH_LIMIT."""
    return [by_id(session, key) for key in store.search(session, name_key(text), SEARCH_LIMIT)]


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


def predecessors(session: Session, uscc: str) -> list[UUID]:
    """Subjects held by the organisation code that *uscc* contains: an open succession of numbers."""
    same = store.by_organisation(session, codes.organisation_part(uscc))
    return [enterprise.id for enterprise in same if enterprise.uscc is None]


def _held(session: Session, who: Identity) -> Enterprise | None:
    if who.uscc:
        return store.by_uscc(session, who.uscc)
    if who.other_id:
        return store.by_other_id(session, who.other_id)
    return store.by_name_only(session, name_key(who.name))


def _add(act: Act, who: Identity) -> Enterprise:
    key = act.new_id()
    name_only = None if who.uscc or who.other_id else name_key(who.name)
    store.add(
        act.session,
        {
            "id": key,
            "uscc": who.uscc,
            "other_id": None if who.uscc else who.other_id,
            "name_only": name_only,
            "organisation": _organisation(who),
            "act_no": act.no,
        },
    )
    _note_name(act, key, who.name)
    trail.note(act, "enterprise.registered", key, uscc=who.uscc, other_id=who.other_id)
    act.touch(key, "registered")
    return Enterprise(
        id=key,
        uscc=who.uscc,
        other_id=None if who.uscc else who.other_id,
        name=who.name,
        act_no=act.no,
    )


def _organisation(who: Identity) -> str | None:
    if who.uscc:
        return codes.organisation_part(who.uscc)
    if who.other_id and codes.kind_of_identifier(who.other_id) == "organisation":
        return codes.normalise(who.other_id).replace("-", "")
    return None


def _note_name(act: Act, enterprise: UUID, name: str) -> None:
    row = {
        "enterprise_id": enterprise,
        "name_key": name_key(name),
        "name": name.strip(),
        "act_no": act.no,
    }
    store.add_name(act.session, row)
