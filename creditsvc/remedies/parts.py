"""Who had a part in what is contested, and whose matter it is to set right.

The people of the penalty are known only as far as the register does: whoever recorded or changed it.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.db import acts
from creditsvc.events import service as events
from creditsvc.kernel.caller import Caller
from creditsvc.listings import service as listings
from creditsvc.listings.domain import Entry
from creditsvc.remedies.domain import (
    DECIDES,
    EVENT,
    HANDLES,
    LISTING,
    AnotherAuthoritysMatter,
    Subject,
)


def people_of(session: Session, subject: Subject) -> frozenset[str]:
    """Whoever had a part: in the entry and in recording what it rests on, or in the record."""
    if subject.kind == LISTING:
        return of_entries(session, [subject.id])
    return recorders(session, [subject.id]) if subject.kind == EVENT else frozenset()


def of_entries(session: Session, entries: Iterable[UUID]) -> frozenset[str]:
    """Whoever had a part in *entries*, and in recording the events that they rest on."""
    found: set[str] = set()
    for key in entries:
        entry = listings.get(session, key)
        found.update(entry.ground.get("people", ()))
        found |= recorders(session, evidence(entry))
    return frozenset(found)


def recorders(session: Session, known: Iterable[UUID]) -> frozenset[str]:
    """Whoever recorded, corrected or moved the events *known*."""
    numbers = [one.act_no for key in known for one in events.history(session, key)]
    return acts.actors(session, numbers)


def evidence(entry: Entry) -> list[UUID]:
    """The events on which an entry of our own rests."""
    return [UUID(ref) for ref in entry.ground.get("evidence", ())]


def places_of(session: Session, subject: Subject) -> frozenset[str]:
    """The region codes of what is contested: of the record, or of those an entry rests on."""
    keys = [subject.id] if subject.kind == EVENT else []
    if subject.kind == LISTING:
        keys = evidence(listings.get(session, subject.id))
    found = (events.current(session, key).content.get("region") for key in keys)
    return frozenset(each for each in found if each)


def must_be_theirs(session: Session, actor: Caller, subject: Subject) -> None:
    """Raises AnotherAuthoritysMatter where *actor* acts for another authority than made it."""
    made_by = None
    if subject.kind == LISTING:
        made_by = listings.get(session, subject.id).ground.get("authority")
    elif subject.kind == EVENT:
        made_by = events.current(session, subject.id).content.get("authority")
    if actor.authority is None or made_by is None or actor.authority == made_by:
        return
    raise AnotherAuthoritysMatter(
        f"该事项由{made_by}作出，应由其人员（handler、approver）办理",
        f"it was made by {made_by}; its handlers and approvers set it right",
        may_authority=made_by,
        may=[HANDLES, DECIDES],
    )
