"""The answer about one code: handed out as it stands ready, or worked out where it does not.

Worked out is what is asked of another time, what time has overtaken since it was made ready, and
what another rulebook made. It comes out as the ready one would.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy.orm import Session

from creditsvc.access.domain import Claims
from creditsvc.enterprises import service as enterprises
from creditsvc.kernel import uscc as codes
from creditsvc.kernel.canonical import canonical_bytes, digest
from creditsvc.kernel.clock import instant_text, legal_day, parse_instant
from creditsvc.law.rulebook import Law
from creditsvc.listings import service as listings
from creditsvc.lookup.desk import Plain
from creditsvc.lookup.domain import answer, doubted, lacking, nobody, reason
from creditsvc.lookup.questions import NOW, StillToCome, When, code, when
from creditsvc.lookup.state import Ready, State
from creditsvc.lookup.visits import (
    Admitted,
    Given,
    House,
    Outcome,
    Visit,
    half_tag,
    receive,
    stated,
)
from creditsvc.tiers import service as tiers
from creditsvc.tiers.service import ADVERSE, Position

ROUTE = "/v1/credit/{uscc}"
SCOPE = "credit.read"
TAG = 33  # where the second half of an ETag begins, after a quote and 32 signs
TIMES = ("valid_at", "known_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request for one answer. query: its parameters; tags: the ETags the asker holds."""

    claims: Claims
    text: str
    purpose: str | None
    query: Mapping[str, Sequence[str]]
    tags: tuple[str, ...] = ()


def credit(house: House, asked: Asked) -> Given:
    """What a partner is told of one code; its visit is in the log when this returns."""
    visit = Visit(
        claims=asked.claims,
        route=ROUTE,
        scope=SCOPE,
        purpose=asked.purpose,
        text=codes.written(asked.text),
        now=house.clock.now(),
    )
    state, prepaid = _read(house, visit, asked)
    return receive(house, visit, state, lambda who: answered(house, visit, asked, who), prepaid)


def _read(house: House, visit: Visit, asked: Asked) -> tuple[State, int]:
    """The state of partner and code; where all is plain, logged in the same trip, and paid before.

    Beside it how many look-ups were taken of the partner's quota.
    """
    purpose, desk = stated(visit.purpose), house.desk
    plain = desk.one_trip and purpose is not None and not asked.query and len(asked.tags) <= 1
    known = visit.claims.username is None and SCOPE in visit.claims.scopes
    if not plain or not known or purpose is None or not codes.is_valid(visit.text):
        return desk.state(visit.claims, visit.text), 0
    tag = ""
    act, adopted = desk.latest
    if asked.tags and act:
        seen, client_field = desk.field_of(visit.claims.client_id)
        if seen != act:  # the contract may have changed: what was shown is judged once it is read
            return desk.state(visit.claims, visit.text), 0
        audience = (visit.claims.client_id, client_field, house.purposes.digest)
        half = half_tag(audience, purpose, desk.completeness(act), house.law_digest(adopted))
        shown = asked.tags[0]  # only as it was given out: what is logged is what is told
        tag = shown[1:TAG] if shown == f'"{shown[1:TAG]}{half}"' else ""
    prepaid = house.meter.ahead(visit.claims.client_id, visit.now)
    if prepaid is None:
        return desk.state(visit.claims, visit.text), 0
    row = Plain(
        at=visit.at,
        partner=visit.claims.subject,
        purpose=purpose,
        subject=house.keys.keyed_digest(visit.text),
        route=ROUTE,
        scope=SCOPE,
        law_digest=house.law_digest(None),
        tag=tag,
        held=act,
    )
    return desk.state_logged(visit.claims, visit.text, row), prepaid


def answered(house: House, visit: Visit, asked: Asked, who: Admitted) -> Given:
    """The answer's bytes for a visitor who was let in, with what the log says of it."""
    state = who.state
    subject = visit.text if state.ready else code(visit.text)
    times = when(asked.query, TIMES, visit.now) if asked.query else NOW
    known_at = known(house, times, state)
    who.spending.take(1)
    ready = None
    if times.plain:
        ready = at_hand(house, visit, subject, state)
    ready = ready or made(house, subject, times.moment or now_of(visit, state), state, known_at)
    moment = times.moment or now_of(visit, state)
    ready = as_far_as_known(ready, doubts(house, state, moment, known_at))
    complete = house.desk.completeness(state.act if known_at is None else known_at)
    audience = (visit.claims.client_id, state.field, house.purposes.digest)
    half = half_tag(audience, who.purpose, complete, ready.law_digest)
    etag = f'"{ready.digest[:32]}{half}"'
    valid_at = None if times.moment is None else instant_text(times.moment)
    if _same(state, etag, asked.tags):
        outcome = Outcome(
            subject=subject, word="not_modified", status=304, valid_at=valid_at, known_at=known_at
        )
        return Given(body=b"", outcomes=(outcome,), etag=etag, status=304)
    outcome = Outcome(subject=subject, word=ready.status, valid_at=valid_at, known_at=known_at)
    view = who.view(house.purposes)
    body = _spliced(
        view.of(ready.body or b"{}"),
        withheld=view.told,
        as_of=as_of(visit, state),
        data_version=state.act,
        complete_to=complete,
        valid_at=f'"{valid_at}"' if valid_at else "null",
        known_at="null" if known_at is None else str(known_at),
    )
    return Given(body=body, outcomes=(outcome,), etag=etag)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubts:
    """Reasons for which an asker cannot be told: of any answer, or only of one that says all is clear."""

    any: tuple[Mapping[str, Any], ...] = ()
    clear: tuple[Mapping[str, Any], ...] = ()

    def of(self, status: str) -> tuple[Mapping[str, Any], ...]:
        """Those that bear on an answer of that *status*; one who is listed is listed."""
        return self.any if status == "listed" else self.any + self.clear


def doubts(house: House, state: State, moment: datetime, known_at: int | None = None) -> Doubts:
    """What makes answers as of *moment* doubtful to this asker, whoever they are about."""
    required = () if state.client is None else state.client.terms.required_sources
    lag = (reason("replica_lag"),) if state.lagging else ()
    if not required:
        return Doubts(any=lag)
    act = state.act if known_at is None else known_at
    complete = orjson.loads(house.desk.completeness(act))
    missing = lacking(required, complete, legal_day(moment))
    told = {**reason("sources_incomplete"), "sources": missing}
    return Doubts(any=lag, clear=(told,) if missing else ())


def as_far_as_known(ready: Ready, doubts: Doubts) -> Ready:
    """The answer, unless something makes it doubtful."""
    found = doubts.of(ready.status)
    return _ready(doubted(orjson.loads(ready.body or b"{}"), found)) if found else ready


def known(house: House, times: When, state: State) -> int | None:
    """The act number as of which it was to be known; raises StillToCome for one beyond the last."""
    if times.known_at is None:
        return None
    if isinstance(times.known_at, datetime):
        return min(house.desk.act_at(times.known_at), state.act)
    if times.known_at > state.act:
        raise StillToCome(
            f"还没有第 {times.known_at} 号行为；最新是第 {state.act} 号",
            f"there is no act {times.known_at} yet; the latest is {state.act}",
            field="known_at",
            latest=state.act,
        )
    return times.known_at


def at_hand(house: House, visit: Visit, subject: str, state: State) -> Ready | None:
    """The answer that needs no work; None: it has to be worked out."""
    law_digest = house.law_digest(state.adopted)
    if state.ready is not None:
        return state.ready if state.ready.holds(law_digest, visit.at) else None
    return None if state.succession else of_nobody(law_digest, subject)


def of_nobody(law_digest: str, subject: str) -> Ready:
    """The answer for a valid code that nobody has registered or reported."""
    return _ready(nobody(subject, law_digest))


def made(house: House, subject: str, moment: datetime, state: State, known_at: int | None) -> Ready:
    """The answer as of *moment*, as known at act *known_at* (None: now), worked out from the record."""
    with house.work.read() as session:
        law = law_known(house, session, state, known_at)
        return made_in(session, law, subject, moment, state.act if known_at is None else known_at)


def law_known(house: House, session: Session, state: State, known_at: int | None) -> Law:
    """The rulebook that answers: the one in use, or what was asked for is of the past, the one then."""
    if known_at is None:
        return house.laws.named(session, state.adopted)
    return house.laws.known_at(session, known_at)


def made_in(session: Session, law: Law, subject: str, moment: datetime, known_at: int) -> Ready:
    """As `made`, in a transaction that is open already."""
    enterprise = enterprises.find(session, subject)
    if enterprise is None or enterprise.act_no > known_at:
        return _ready(_unregistered(session, law, subject, moment, known_at))
    position = tiers.position(session, law, enterprise.id, moment, known_at=known_at)
    return _ready(answer(law, as_named(session, position, known_at)))


def as_named(session: Session, position: Position, known_at: int) -> Position:
    """The position under the name that was the newest as of act *known_at*."""
    names = enterprises.names(session, position.enterprise.id)
    name = next(one.name for one in names if one.act_no <= known_at)
    return replace(position, enterprise=replace(position.enterprise, name=name))


def now_of(visit: Visit, state: State) -> datetime:
    """The present instant; never before the latest act, whose machine's clock may run ahead."""
    return max(visit.now, parse_instant(state.act_at))


def as_of(visit: Visit, state: State) -> str:
    """The same as text."""
    return max(visit.at, state.act_at)


def _unregistered(
    session: Session, law: Law, subject: str, moment: datetime, known_at: int
) -> dict[str, Any]:
    """Nobody by that code; but an entry under the organisation code inside it may be this one's."""
    before = enterprises.same_organisation(session, subject)
    entries = [
        entry
        for entry in listings.of_enterprises(session, before, known_at=known_at)
        if law.lists[entry.list].polarity == ADVERSE
    ]
    doubt = any(entry.stands_at(moment) for entry in entries)
    turns = [at for entry in entries for at in (entry.from_at, entry.until_at) if at is not None]
    return nobody(
        subject,
        law.digest,
        reasons=("identifier_succession_open",) if doubt else (),
        next_change_at=min((at for at in turns if at > moment), default=None),
    )


def _ready(body: dict[str, Any]) -> Ready:
    return Ready(
        status=body["status"],
        law_digest=body["law_digest"],
        valid_until=None,
        digest=digest(body),
        body=canonical_bytes(body),
    )


def _same(state: State, etag: str, tags: tuple[str, ...]) -> bool:
    """Whether the asker holds this very answer. What was logged already is what is told."""
    if state.logged is None:
        return etag in tags
    return state.logged == "not_modified" and etag in tags


def _spliced(body: bytes, **members: object) -> bytes:
    """The JSON object *body* with members, whose values are JSON texts, put in at its end."""
    as_of_, version, complete = members["as_of"], members["data_version"], members["complete_to"]
    end = (
        f',"as_of":"{as_of_}","data_version":{version},"complete_to":{complete},'
        f'"valid_at":{members["valid_at"]},"known_at":{members["known_at"]},'
        f'"withheld":{members["withheld"]}}}'
    )
    return body[:-1] + end.encode()
