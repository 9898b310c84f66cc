"""Finding and registering enterprises. A name alone never finds one that has an identifier."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.audit import service as trail
from creditsvc.db.work import Act
from creditsvc.enterprises import store
from creditsvc.enterprises.domain import Doubles, Enterprise, Identity, NameOnRecord
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
    return by_ids(session, [enterprise])[enterprise]


def by_ids(session: Session, keys: Iterable[UUID]) -> dict[UUID, Enterprise]:
    """The enterprises with those keys, in their order; raises UnknownEnterprise."""
    wanted = list(dict.fromkeys(keys))
    found = store.by_ids(session, wanted)
    for key in wanted:
        if key not in found:
            raise UnknownEnterprise("没有这个企业", "no such enterprise", enterprise=str(key))
    return {key: found[key] for key in wanted}


def count(session: Session) -> int:
    """How many enterprises the register holds."""
    return store.count(session)


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
    return list(by_ids(session, keys).values())


def name_keys(session: Session, enterprises: Iterable[UUID]) -> dict[UUID, frozenset[str]]:
    """The normal forms of all names on record of each of *enterprises*."""
    found: dict[UUID, set[str]] = {}
    for enterprise, name in store.names_held(session, enterprises):
        found.setdefault(enterprise, set()).add(name)
    return {enterprise: frozenset(forms) for enterprise, forms in found.items()}


def doubles(session: Session, subjects: Iterable[Enterprise]) -> dict[UUID, Doubles]:
    """Whom else each of *subjects* may turn out to be, or be made of. Candidates, never matches.

    Whoever stands in the answer of one for a doubt has that one in its own: it holds both ways.
    """
    who = {one.id: one for one in subjects}
    forms = name_keys(session, who)
    bare = store.named(session, frozenset().union(*forms.values()), coded=False)
    lacking = {key for key, one in who.items() if one.uscc is None}
    full = store.named(session, frozenset().union(*(forms[key] for key in lacking)), coded=True)
    parts = {key: _organisation(_identity(one)) for key, one in who.items()}
    numbered = _with_organisation(session, filter(None, parts.values()))
    return {
        key: Doubles(
            named=frozenset(
                other
                for form in forms[key]
                for held in (bare, full if key in lacking else {})
                for other in held.get(form, ())
            )
            - {key},
            numbered=frozenset(numbered.get(parts[key] or "", ())) - {key},
        )
        for key in who
    }


def namesakes(session: Session, name: str) -> list[UUID]:
    """Everybody who was reported under *name*, those with a unified code first."""
    form = name_key(name)
    return [
        key
        for coded in (True, False)
        for key in store.named(session, [form], coded=coded).get(form, ())
    ]


def shadowed(session: Session, subjects: Iterable[Enterprise]) -> list[UUID]:
    """On whose answers *subjects* may cast a doubt, in the order of *subjects*, then by key."""
    found: dict[UUID, None] = {}
    for one in doubles(session, subjects).values():
        found |= dict.fromkeys(sorted(one.named | one.numbered))
    return list(found)


def same_organisation(session: Session, uscc: str) -> list[UUID]:
    """Subjects held under the organisation code that *uscc* contains: an open succession of numbers."""
    part = codes.organisation_part(uscc)
    return _with_organisation(session, [part]).get(part, [])


def _with_organisation(session: Session, parts: Iterable[str]) -> dict[str, list[UUID]]:
    wanted = sorted(set(parts))
    found = store.with_organisation(session, wanted, coded=True)
    for part, keys in store.with_organisation(session, wanted, coded=False).items():
        found[part] = [*found.get(part, ()), *keys]
    return found


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


def _identity(subject: Enterprise) -> Identity:
    return Identity(uscc=subject.uscc, other_id=subject.other_id, name=subject.name)


def _organisation(who: Identity) -> str | None:
    if who.uscc:
        return codes.organisation_part(who.uscc)
    if who.other_id and codes.kind_of_identifier(who.other_id) == "organisation":
        return codes.normalise(who.other_id).replace("-", "")
    return None
