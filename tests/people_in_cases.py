"""Fictional persons in cases: keys, names, numbers with their check sign, and those who record them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from due_process import Office, a_person

from creditsvc.db.work import Act
from creditsvc.kernel.caller import Caller
from creditsvc.persons import service as persons
from creditsvc.persons.domain import Identity, Matter, Person, identity
from creditsvc.persons.keys import PersonKeys, Ring
from creditsvc.persons.matters import Matters

AUTHORITY = "虚构区应急管理局"
FIRST, SECOND = "old:MDEyMzQ1Njc4OWFiY2RlZg==", "new:ZmVkY2JhOTg3NjU0MzIxMA=="
NAME = "虚甲乙"


def a_number(serial: int = 1, born: str = "19700131") -> str:
    """The *serial*-th fictional identity number of nowhere (999999), with its check sign."""
    body = f"999999{born}{serial:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(w * int(s) for w, s in zip(weights, body, strict=True))
    return body + "10X98765432"[total % 11]


def an_identity(name: str = NAME, **changes: Any) -> Identity:
    """Who somebody fictional is."""
    given = {"document": "id_card", "number": a_number(), "today": date(2026, 11, 20), **changes}
    return identity(name, given["document"], given["number"], today=given["today"])


def ring(*pairs: str) -> Ring:
    """The keys of those pairs; without any the first one."""
    return PersonKeys(given=",".join(pairs or (FIRST,))).ring()


def of(authority: str | None, name: str = "handler") -> Caller:
    """Somebody of an authority, or of none."""
    return replace(a_person(name), authority=authority)


@contextmanager
def acting(office: Office, caller: Caller) -> Iterator[Act]:
    """An act of *caller*."""
    with office.runtime.work.act(caller) as act:
        yield act


def matter(office: Office, kind: str, key: UUID, rule: str | None = None) -> Matter:
    """A matter as the service finds it."""
    with office.runtime.work.read() as session:
        return office.runtime.part(Matters).find(session, kind, key, rule)


def recorded(
    office: Office, found: Matter, role: str = "principal", who: Identity | None = None, **more: Any
) -> Person:
    """A person recorded in a matter by a handler of its authority."""
    keys = more.get("keys") or ring()
    with acting(office, more.get("by") or of(AUTHORITY)) as act:
        return persons.record(
            act, keys, office.runtime.part(Matters), found, role, who or an_identity()
        )
