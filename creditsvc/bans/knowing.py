"""Which facts a person in a case is on record for: nobody answers for what others did in that role."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.listings import service as listings
from creditsvc.persons.domain import Person
from creditsvc.proceedings import service as proceedings

NOT_THEIRS = (
    "该人员是在另一事项中登记的，与依据的事实无关；请先在该事实的案件中登记（/v1/persons）",
    "this person is on record for other facts; first record whoever held the role in these (/v1/persons)",
)


def known_of(session: Session, person: Person, evidence: Iterable[str]) -> bool:
    """Whether the matter in which *person* stands rests on one of the events *evidence*."""
    return not _evidence(session, person.matter_kind, person.matter_id).isdisjoint(evidence)


def _evidence(session: Session, kind: str, key: UUID) -> frozenset[str]:
    if kind == "event":
        return frozenset({str(key)})
    if kind == "proceeding":
        return frozenset(proceedings.get(session, key).ground.evidence)
    return frozenset(listings.get(session, key).ground.get("evidence", ()))
