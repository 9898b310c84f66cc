"""Ready answers: made when something changes, given out as they stand. And the log of who asked."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Engine

from creditsvc.audit import service as trail
from creditsvc.audit.service import Fault
from creditsvc.db.engine import open_engine
from creditsvc.db.work import Act
from creditsvc.kernel.caller import Caller
from creditsvc.kernel.canonical import canonical_bytes
from creditsvc.kernel.clock import Clock, instant_text, legal_day
from creditsvc.law.rulebook import Law
from creditsvc.lookup import dropping, sealing, store
from creditsvc.lookup.answering import Asked, credit
from creditsvc.lookup.assessing import assessment
from creditsvc.lookup.batches import batch
from creditsvc.lookup.desk import Desk, Entry
from creditsvc.lookup.domain import answer
from creditsvc.lookup.dropping import Drop, Retention
from creditsvc.lookup.lag import Lag
from creditsvc.lookup.parts import LogEngine
from creditsvc.lookup.quotas import Meter
from creditsvc.lookup.receipts import receipt
from creditsvc.lookup.screening import screen
from creditsvc.lookup.visits import House
from creditsvc.settings import Settings
from creditsvc.signing.service import Keys
from creditsvc.tiers.service import Position
from creditsvc.web.runtime import Runtime

__all__ = [
    "Asked",
    "Desk",
    "House",
    "LogEngine",
    "anchor_log",
    "assessment",
    "batch",
    "credit",
    "drop_log",
    "log_told",
    "parts",
    "receipt",
    "refresh",
    "screen",
    "seal_log",
    "verify_log",
]


ANCHORED = "lookup_log.anchored"
DROPPED = "lookup_log.dropped"


def parts(settings: Settings, engine: Engine, clock: Clock) -> dict[type, Any]:
    """What this room puts into the runtime. Opens no connection yet."""
    url, lag = settings.replica_url or settings.database_url, None
    if settings.replica_url is not None:
        lag = Lag(settings.database_url, timedelta(seconds=settings.replica_seconds), clock)
    same = settings.log_url == settings.database_url
    return {
        Meter: Meter(settings.log_url),
        Desk: Desk(url, settings.log_url, lag),
        LogEngine: LogEngine(engine if same else open_engine(settings.log_url)),
    }


def refresh(act: Act, law: Law, positions: Iterable[Position]) -> None:
    """Write the ready answers for those enterprises that have a unified code."""
    coded = [one for one in positions if one.enterprise.uscc is not None]
    store.put(act.session, [_ready(act, law, one) for one in coded])


def _ready(act: Act, law: Law, position: Position) -> dict[str, Any]:
    body = canonical_bytes(answer(law, position))
    return {
        "uscc": position.enterprise.uscc,
        "enterprise_id": position.enterprise.id,
        "act_no": act.no,
        "status": position.status,
        "law_digest": law.digest,
        "valid_until": position.next_change_at,
        "digest": sha256(body).hexdigest(),  # as `kernel.canonical.digest`, of bytes made once
        "body": body.decode(),
    }


def seal_log(runtime: Runtime) -> int:
    """Seal what has come into the log since the last seal; the number of rows."""
    keys = runtime.part(Keys)
    return sealing.seal(
        runtime.part(LogEngine).engine,
        lambda claim: keys.sign_jws(claim, sealing.TYPE),
        runtime.clock.now(),
    )


def log_told(
    runtime: Runtime, *, partner: str, purpose: str, code: str, told: tuple[str, str], act: int
) -> None:
    """Log that *partner* is told of *code* without asking, durable when this returns.

    told: by which way, and the word for it. act: the act that what is told comes from.
    """
    route, word = told
    house = House.of(runtime)
    subject = house.keys.keyed_digest(code)
    at = instant_text(house.clock.now())
    house.desk.log([Entry(at, partner, purpose, subject, route, word, 200, act)])


def anchor_log(act: Act, runtime: Runtime) -> None:
    """Note in the trail how far the log is sealed, so that its end cannot be cut off unseen."""
    head = sealing.head(runtime.part(LogEngine).engine)
    if head is not None:
        trail.note(act, ANCHORED, head.last_id, size=head.size, root=head.root)


def verify_log(runtime: Runtime) -> list[Fault]:
    """The places where the log is not what was sealed, in order; none: nothing was touched."""
    keys = runtime.part(Keys)
    with runtime.work.read() as session:
        anchors = trail.noted(session, ANCHORED)
        noted = [_drop(last_id, facts) for last_id, facts in trail.noted(session, DROPPED)]
    return sealing.verify(
        runtime.part(LogEngine).engine,
        lambda text: keys.verify_jws(text, sealing.TYPE, dated=False),
        {int(last_id): (facts["size"], facts["root"]) for last_id, facts in anchors},
        lambda session: dropping.gone(
            session,
            noted,
            runtime.part(Retention),
            lambda text: keys.verify_jws(text, dropping.TYPE),
        ),
    )


def drop_log(runtime: Runtime, actor: Caller, before: date | None = None) -> Drop | None:
    """Drop what need not be kept any more, or of it what is older than *before*; None: nothing is.

    The trail notes it first, so that nothing ever goes unseen. Raises TooYoung, LogAltered.
    """
    keys, engine = runtime.part(Keys), runtime.part(LogEngine).engine
    today = legal_day(runtime.clock.now())
    drop = dropping.due(engine, runtime.part(Retention), today, before, sealing.altered)
    if drop is None:
        return None
    with runtime.work.act(actor) as act:
        trail.note(
            act, DROPPED, drop.last_id, after_id=drop.after_id, rows=drop.rows,
            cutoff=drop.cutoff.isoformat(),
        )  # fmt: skip
        now = act.at
    dropping.carry_out(engine, drop, lambda claim: keys.sign_jws(claim, dropping.TYPE), now)
    return drop


def _drop(last_id: str, facts: Mapping[str, Any]) -> Drop:
    return Drop(
        after_id=facts["after_id"],
        last_id=int(last_id),
        rows=facts["rows"],
        cutoff=date.fromisoformat(facts["cutoff"]),
    )
