"""Ready answers: made when something changes, given out as they stand. And the log of who asked."""

from typing import Any

from sqlalchemy import Engine

from creditsvc.audit import service as trail
from creditsvc.audit.service import Fault
from creditsvc.db.engine import open_engine
from creditsvc.db.work import Act
from creditsvc.kernel.canonical import canonical_bytes, digest
from creditsvc.law.rulebook import Law
from creditsvc.lookup import sealing, store
from creditsvc.lookup.answering import Asked, credit
from creditsvc.lookup.assessing import assessment
from creditsvc.lookup.batches import batch
from creditsvc.lookup.desk import Desk
from creditsvc.lookup.domain import answer
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
    "parts",
    "refresh",
    "seal_log",
    "verify_log",
]


ANCHORED = "lookup_log.anchored"


class LogEngine:
    """The engine of the look-up log; the register's own where both are one database."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine


def parts(settings: Settings, engine: Engine) -> dict[type, Any]:
    """What this room puts into the runtime. Opens no connection yet."""
    same = settings.log_url == settings.database_url
    return {
        Desk: Desk(settings.database_url, settings.log_url),
        LogEngine: LogEngine(engine if same else open_engine(settings.log_url)),
    }


def refresh(act: Act, law: Law, position: Position) -> None:
    """Write the ready answer for an enterprise that has a unified code."""
    if position.enterprise.uscc is None:
        return
    body = answer(law, position)
    store.put(
        act.session,
        {
            "uscc": position.enterprise.uscc,
            "enterprise_id": position.enterprise.id,
            "act_no": act.no,
            "status": position.status,
            "law_digest": law.digest,
            "valid_until": position.next_change_at,
            "digest": digest(body),
            "body": canonical_bytes(body).decode(),
        },
    )


def seal_log(runtime: Runtime) -> int:
    """Seal what has come into the log since the last seal; the number of rows."""
    keys = runtime.part(Keys)
    return sealing.seal(
        runtime.part(LogEngine).engine,
        lambda claim: keys.sign_jws(claim, sealing.TYPE),
        runtime.clock.now(),
    )


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
    return sealing.verify(
        runtime.part(LogEngine).engine,
        lambda text: keys.verify_jws(text, sealing.TYPE),
        {int(last_id): (facts["size"], facts["root"]) for last_id, facts in anchors},
    )
