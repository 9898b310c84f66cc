"""Rows whose enterprise cannot be told for certain: kept, and resolved by a person or by their source."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.access import acting
from creditsvc.audit import service as trail
from creditsvc.db.work import Act
from creditsvc.enterprises import service as enterprises
from creditsvc.enterprises.domain import Identity
from creditsvc.events import recording, store, theirs
from creditsvc.events.content import EventContent
from creditsvc.events.recording import EventDiffers
from creditsvc.events.store import Parked, Version
from creditsvc.kernel import uscc as codes
from creditsvc.kernel.refusals import NotFound, Unprocessable
from creditsvc.kernel.text import name_key

ANSWERED = "来源其后送来了可以认定企业的同一记录 / its source has since sent the row so that it can be told"


class UnknownParked(NotFound):
    """No row under that key waits."""

    kind = "unknown-parked-row"


class BadCode(Unprocessable):
    """The unified code by which a parked row should be resolved is wrong."""

    kind = "bad-code"


class ReasonMissing(Unprocessable):
    """A change of what is on record says why."""

    kind = "reason-missing"


def park(act: Act, content: EventContent, *, field: str, reason: str, adverse: bool) -> bool:
    """Keep a row whose enterprise cannot be told; False if this very row was kept before.

    Raises EventDiffers where its source has told the event's enterprise already.
    """
    row_digest = content.digest()
    pair = content.source, content.source_ref
    if store.parked_before(act.session, *pair, row_digest):
        return False
    known = store.key_of(act.session, *pair)
    if known is not None:
        raise recording.differs(known, store.digests_of(act.session, known)[-1], row_digest)
    parked_id = act.new_id()
    row: dict[str, object] = {
        "source": content.source,
        "source_ref": content.source_ref,
        "digest": row_digest,
        "id": parked_id,
        "act_no": act.no,
        "name": content.name,
        "name_key": name_key(content.name),
        "adverse": adverse,
        "content": content.canonical(),
        "field": field,
        "reason": reason,
    }
    store.park(act.session, row)
    _register_bearer(act, content)
    _touch_namesakes(act, content.name)
    trail.note(act, "event.parked", parked_id, digest=row_digest, field=field)
    return True


def parked(session: Session, limit: int = 100) -> list[Parked]:
    """Rows that wait for a person, oldest first."""
    return store.parked(session, limit)


def resolve(act: Act, parked_id: UUID, *, uscc: str | None, reason: str) -> Version | None:
    """A person says whom a parked row concerns; *uscc* None: nobody in this register."""
    row = store.parked_one(act.session, parked_id)
    if row is None:
        raise UnknownParked("没有这条待定记录", "no such parked row", parked=str(parked_id))
    acting.must_cover(act, theirs.matter(row.content, None), theirs.WRITES)
    why = stated(reason)
    version = None if uscc is None else _assigned(act, row, uscc)
    _resolve(act, row, None if version is None else version.event_id, why)
    return version


def answered(act: Act, versions: Iterable[Version]) -> None:
    """Close the waiting rows of the pairs that *versions* have recorded: their source has told."""
    events = {(v.content["source"], v.content["source_ref"]): v.event_id for v in versions}
    if not events:
        return
    for row in store.parked_of(act.session, sorted(events)):
        pair = row.content["source"], row.content["source_ref"]
        _resolve(act, row, events[pair], ANSWERED)


def waits_unresolved(
    session: Session, name_keys: Iterable[str], *, known_at: int | None = None
) -> frozenset[str]:
    """Those of *name_keys* under which an adverse row waits for its enterprise to be told."""
    return store.adverse_parked_named(session, name_keys, known_at)


def stated(reason: str) -> str:
    """The reason without outer blanks; raises ReasonMissing if there is none."""
    if not reason.strip():
        raise ReasonMissing("请写明理由", "say why", field="/reason")
    return reason.strip()


def _assigned(act: Act, row: Parked, uscc: str) -> Version:
    code = codes.normalise(uscc)
    problem = codes.problem(code)
    if problem:
        zh, _, en = problem.partition(" / ")
        raise BadCode(zh, en, field="/uscc")
    content: dict[str, Any] = {**row.content, "uscc": code}
    answer = recording.record_many(act, [content])[0]
    if isinstance(answer, EventDiffers):
        raise answer
    return answer.version


def _resolve(act: Act, row: Parked, event_id: UUID | None, reason: str) -> None:
    store.resolve(
        act.session,
        {"parked_id": row.id, "act_no": act.no, "event_id": event_id, "reason": reason},
    )
    _touch_namesakes(act, row.name)
    trail.note(
        act,
        "event.resolved",
        row.id,
        event=None if event_id is None else str(event_id),
        reason=reason,
    )


def _register_bearer(act: Act, content: EventContent) -> None:
    """Hold the valid code that a waiting row states, so that an answer about it shows the doubt."""
    if content.uscc is not None and codes.problem(content.uscc) is None:
        enterprises.register(act, Identity(uscc=content.uscc, other_id=None, name=content.name))


def _touch_namesakes(act: Act, name: str) -> None:
    """A parked row makes the answer for enterprises of that name uncertain, and its end certain."""
    for enterprise in enterprises.namesakes(act.session, name):
        act.touch(enterprise, "parked_row")
