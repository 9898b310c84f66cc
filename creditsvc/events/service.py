"""Recording, correcting and reading events. Nothing is edited: a correction keeps the old belief."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.audit import service as trail
from creditsvc.db import acts
from creditsvc.db.chunks import chunks
from creditsvc.db.work import Act
from creditsvc.events import parking, recording, store, theirs
from creditsvc.events.domain import EventContent, Move, reinstate, revoke, suspend
from creditsvc.events.parking import (
    ReasonMissing,
    UnknownParked,
    park,
    parked,
    resolve,
    waits_unresolved,
)
from creditsvc.events.recording import EventDiffers, Recorded
from creditsvc.events.store import Parked, Version
from creditsvc.kernel.refusals import Conflict, NotFound
from creditsvc.law.domain import Event, LaterFacts

__all__ = [
    "EventDiffers",
    "EventUnchanged",
    "Parked",
    "ReasonMissing",
    "Recorded",
    "UnknownEvent",
    "UnknownParked",
    "Version",
    "as_law_sees",
    "completeness",
    "correct",
    "count_with_events",
    "current",
    "current_many",
    "history",
    "park",
    "parked",
    "record",
    "record_many",
    "record_of",
    "records_of",
    "regions_of",
    "resolve",
    "set_status",
    "state_complete",
    "waits_unresolved",
    "with_events",
    "written_by",
]

MOVES = {"suspend": suspend, "revoke": revoke, "reinstate": reinstate}
CAUSES = {"suspend": "suspended", "revoke": "annulled", "reinstate": "reinstated"}


class UnknownEvent(NotFound):
    """No event has that key."""

    kind = "unknown-event"


class EventUnchanged(Conflict):
    """A correction that changes nothing."""

    kind = "event-unchanged"


def record(act: Act, content: EventContent) -> Recorded:
    """Record an event once. The same content again changes nothing; raises EventDiffers for other.

    The caller has made sure that the enterprise can be told for certain. A machine writes under
    sources of its own alone.
    """
    theirs.source(act, content.source)
    answer = record_many(act, [content])[0]
    if isinstance(answer, EventDiffers):
        raise answer
    return answer


def record_many(act: Act, contents: Sequence[EventContent]) -> list[Recorded | EventDiffers]:
    """As `record`, for many at once, in their order; a refusal is answered and does not stop the rest.

    A parked row of the same source and reference is closed: its source has told whom it concerns.
    """
    answers = recording.record_many(act, [content.canonical() for content in contents])
    made = [a.version for a in answers if isinstance(a, Recorded) and a.created]
    parking.answered(act, made)
    return answers


def correct(act: Act, event_id: UUID, content: EventContent, *, reason: str) -> Version:
    """File a correction; what was believed stays on record and can be asked for."""
    old = current(act.session, event_id)
    theirs.event(act, old)
    if (content.source, content.source_ref) != (old.content["source"], old.content["source_ref"]):
        raise Conflict(
            "更正不能改变 source 与 source_ref",
            "a correction keeps source and source_ref",
            field="/source_ref",
        )
    if content.digest() == old.digest:
        raise EventUnchanged("更正内容与现有记录相同", "the correction changes nothing")
    why = parking.stated(reason)
    stated = content.canonical()
    new = recording.believe(
        act, old, stated, cause="corrected", reason=why, document_no=content.document_no
    )
    act.touch(new.enterprise_id, "corrected")
    if new.enterprise_id != old.enterprise_id:
        act.touch(old.enterprise_id, "wrong_subject")
    trail.note(act, "event.corrected", event_id, was=old.digest, digest=new.digest, reason=why)
    return new


def set_status(
    act: Act, event_id: UUID, move: Move, *, reason: str, document_no: str | None
) -> Version:
    """Suspend, revoke or reinstate an event on a document of the authority that did so."""
    old = current(act.session, event_id)
    theirs.event(act, old)
    status = MOVES[move](old.status)
    why = parking.stated(reason)
    content = {**old.content, "status": status}
    new = recording.believe(act, old, content, cause="status", reason=why, document_no=document_no)
    act.touch(new.enterprise_id, CAUSES[move])
    trail.note(act, f"event.{new.status}", event_id, seq=new.seq, reason=why, document=document_no)
    return new


def current(session: Session, event_id: UUID) -> Version:
    """What we believe of an event now; raises UnknownEvent."""
    return history(session, event_id)[-1]


def history(session: Session, event_id: UUID, *, known_at: int | None = None) -> list[Version]:
    """All we believed of an event (up to act *known_at*), oldest first; raises UnknownEvent."""
    found = [
        version
        for version in store.versions(session, event_id)
        if known_at is None or version.act_no <= known_at
    ]
    if not found:
        raise UnknownEvent(
            "没有这个事件（或当时尚不知道）",
            "no such event (or it was not known then)",
            event=str(event_id),
        )
    return found


def record_of(
    session: Session, enterprise_id: UUID, *, known_at: int | None = None
) -> list[Version]:
    """The record of an enterprise as we know it (as of act *known_at*: as we knew it)."""
    return records_of(session, [enterprise_id], known_at=known_at)[enterprise_id]


def records_of(
    session: Session, enterprises: Iterable[UUID], *, known_at: int | None = None
) -> dict[UUID, list[Version]]:
    """The same for each of *enterprises*, in their order; one that nothing is known of has an empty one."""
    wanted = list(dict.fromkeys(enterprises))
    found = store.records(session, wanted, known_at)
    return {enterprise: found.get(enterprise, []) for enterprise in wanted}


def with_events(session: Session, size: int) -> Iterator[list[UUID]]:
    """The enterprises that have, or ever had, events, in order of key, *size* at a time."""
    last: UUID | None = None
    while some := store.enterprises_after(session, last, size):
        yield some
        last = some[-1]


def count_with_events(session: Session) -> int:
    """How many enterprises `with_events` tells of."""
    return store.count_enterprises(session)


def many(session: Session, keys: Iterable[UUID]) -> dict[UUID, Version]:
    """What we believe now of each of the events *keys*."""
    wanted = dict.fromkeys(keys)
    return {
        key: versions[-1]
        for some in chunks(wanted)
        for key, versions in store.versions_of(session, some).items()
    }


def current_many(session: Session, event_ids: Iterable[UUID]) -> list[Version]:
    """What we believe of each of these events now, in order of key; unknown keys are left out."""
    found = many(session, event_ids)
    return [found[key] for key in sorted(found)]


def regions_of(session: Session, event_ids: Iterable[UUID | str]) -> frozenset[str]:
    """The region codes of where these events happened, as far as they are told."""
    seen = current_many(session, (UUID(str(key)) for key in event_ids))
    return frozenset(found for one in seen if (found := one.content.get("region")))


def written_by(session: Session, event_ids: Iterable[UUID]) -> frozenset[str]:
    """The ids of whoever recorded or corrected one of these events."""
    found = store.versions_of(session, sorted(set(event_ids)))
    wrote = [one for versions in found.values() for one in versions if one.cause != "status"]
    return acts.actors(session, (one.act_no for one in wrote))


def as_law_sees(version: Version) -> Event:
    """The event in the law's own words; its ref is our key."""
    content: Mapping[str, Any] = version.content
    penalised = content.get("penalised_on")
    return Event(
        ref=str(version.event_id),
        kind=content["kind"],
        occurred_on=date.fromisoformat(content["occurred_on"]),
        penalised_on=date.fromisoformat(penalised) if penalised else None,
        status=content["status"],
        region=content.get("region"),
        sector=content.get("sector"),
        facts=content.get("facts", {}),
        later_facts=tuple(
            LaterFacts(from_=date.fromisoformat(later["from"]), facts=later["facts"])
            for later in content.get("later_facts", ())
        ),
    )


def state_complete(act: Act, source: str, complete_to: date) -> None:
    """Note that *source* says its data is complete up to and including *complete_to*."""
    theirs.statement(act, source)
    row = {
        "source": source,
        "act_no": act.no,
        "complete_to": complete_to,
        "stated_at": act.at,
    }
    store.state_complete(act.session, row)
    trail.note(act, "source.complete", source, complete_to=complete_to.isoformat())


def completeness(session: Session, *, known_at: int | None = None) -> dict[str, date]:
    """Per source the last day up to which its data is complete, as it said itself."""
    return store.completeness(session, known_at)
