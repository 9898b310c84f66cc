"""Ready answers: made when something changes, given out as they stand."""

from typing import Any

from sqlalchemy import Engine

from creditsvc.db.work import Act
from creditsvc.kernel.canonical import canonical_bytes, digest
from creditsvc.law.rulebook import Law
from creditsvc.lookup import store
from creditsvc.lookup.domain import answer
from creditsvc.settings import Settings
from creditsvc.tiers.service import Position


def parts(settings: Settings, engine: Engine) -> dict[type, Any]:
    """What this room puts into the runtime."""
    del settings, engine
    return {}


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
