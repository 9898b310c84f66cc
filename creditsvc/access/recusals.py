"""Recusal of a person from one case, or from everything about an enterprise (行政处罚法第四十三条)."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.access import acting, people
from creditsvc.access import staff_store as store
from creditsvc.access.delegations import MANAGES, stated
from creditsvc.access.domain import OwnAffair, Recusal, RecusalUnfit, RecusalUnknown
from creditsvc.audit import service as trail
from creditsvc.db.work import Act
from creditsvc.enterprises import service as enterprises
from creditsvc.kernel.remit import Need


@dataclass(frozen=True, slots=True, kw_only=True)
class Out:
    """Who keeps out of what (one of the two), by whose decision, on which paper, why."""

    username: str
    enterprise_id: UUID | None
    case_id: UUID | None
    decided_by: str
    document_no: str
    reason: str


def recuse(act: Act, out: Out) -> Recusal:
    """Record a recusal; from this act on every move of that person in the matter is refused.

    case_id: the key of a proceeding, of an application for early removal, or of an entry.
    """
    who = people.person(act.session, out.username)
    if (out.enterprise_id is None) == (out.case_id is None):
        raise RecusalUnfit(
            "请写明回避的企业或者案件，二者取一",
            "name the enterprise or the case, one of them",
            field="case_id",
        )
    if out.enterprise_id is not None:
        enterprises.by_id(act.session, out.enterprise_id)
    for field, text in (("decided_by", out.decided_by), ("document_no", out.document_no)):
        if not text.strip():
            raise RecusalUnfit(
                "请写明由谁决定、文书编号",
                "say who decided it and the number of the paper",
                field=field,
            )
    key = act.new_id()
    row = {
        "id": key,
        "act_no": act.no,
        "username": who.username,
        "enterprise_id": out.enterprise_id,
        "case_id": out.case_id,
        "decided_by": out.decided_by.strip(),
        "document_no": out.document_no.strip(),
        "reason": stated(out.reason),
        "recorded_by": act.actor.id,
    }
    store.add_recusal(act.session, row)
    trail.note(act, "recusal.recorded", key, user=str(who.id), document=out.document_no.strip())
    return _one(act.session, key)


def lift(act: Act, key: UUID, reason: str) -> Recusal:
    """Lift a recusal, as another person than it binds."""
    found = _one(act.session, key)
    if found.lifted:
        raise _unknown(key)
    if acting.had_a_part(act, [f"user:{found.username}"]):
        raise OwnAffair(
            "回避人不得自行解除回避，须由另一名信用管理员办理",
            "whoever is recused does not lift it; another credit officer must",
            need=Need(scope=MANAGES, parts=frozenset({f"user:{found.username}"})),
        )
    why = stated(reason)
    store.lift_recusal(act.session, {"recusal_id": key, "act_no": act.no, "reason": why})
    trail.note(act, "recusal.lifted", key, reason=why)
    return _one(act.session, key)


def recusals(session: Session) -> list[Recusal]:
    """All there ever were, the newest first."""
    return store.recusals(session)


def _one(session: Session, key: UUID) -> Recusal:
    found = store.recusal(session, key)
    if found is None:
        raise _unknown(key)
    return found


def _unknown(key: UUID) -> RecusalUnknown:
    return RecusalUnknown(
        "没有这项回避，或者已经解除", "no such recusal, or it was lifted", recusal=str(key)
    )
