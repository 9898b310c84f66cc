"""Delegation of roles from one person to another, with days and a paper (委托、代行). Never lent on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.access import acting, people
from creditsvc.access import staff_store as store
from creditsvc.access.domain import (
    Delegation,
    DelegationUnfit,
    DelegationUnknown,
    OwnAffair,
    User,
    UserRetired,
)
from creditsvc.audit import service as trail
from creditsvc.db.work import Act
from creditsvc.kernel.refusals import Unprocessable
from creditsvc.kernel.remit import Need

MANAGES = "users.manage"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lent:
    """What is lent, by whom, to whom, on which days (both included), on which paper."""

    from_user: str
    to_user: str
    roles: frozenset[str]
    from_day: date
    to_day: date
    document_no: str


def delegate(act: Act, lent: Lent) -> Delegation:
    """Record a delegation, as another person than it favours. It gives rights on its days alone."""
    lender, borrower = (people.person(act.session, who) for who in (lent.from_user, lent.to_user))
    _must_fit(lent, lender, borrower, act.day)
    if acting.had_a_part(act, [f"user:{borrower.username}"]):
        raise OwnAffair(
            "受托人不得自行登记委托，须由另一名信用管理员登记",
            "whoever is lent to does not record it; another credit officer must",
            need=Need(scope=MANAGES, parts=frozenset({f"user:{borrower.username}"})),
        )
    key = act.new_id()
    row = {
        "id": key,
        "act_no": act.no,
        "from_user": lender.username,
        "to_user": borrower.username,
        "roles": sorted(lent.roles),
        "from_day": lent.from_day,
        "to_day": lent.to_day,
        "document_no": lent.document_no.strip(),
        "recorded_by": act.actor.id,
    }
    store.add_delegation(act.session, row)
    days = f"{lent.from_day}/{lent.to_day}"
    trail.note(act, "delegation.recorded", key, roles=sorted(lent.roles), days=days)
    return _one(act.session, key)


def revoke(act: Act, key: UUID, reason: str) -> Delegation:
    """End a delegation now: the next request finds it gone, whatever token it comes with."""
    if _one(act.session, key).ended_on is not None:
        raise _unknown(key)
    why = stated(reason)
    row = {"delegation_id": key, "act_no": act.no, "ended_on": act.day, "reason": why}
    store.end_delegations(act.session, [row])
    trail.note(act, "delegation.ended", key, reason=why)
    return _one(act.session, key)


def delegations(session: Session) -> list[Delegation]:
    """All there ever were, the latest first day first."""
    return store.delegations(session)


def stated(reason: str) -> str:
    """The reason without outer blanks; refused if there is none."""
    if not reason.strip():
        raise Unprocessable("请写明理由", "say why", field="reason")
    return reason.strip()


def _one(session: Session, key: UUID) -> Delegation:
    found = store.delegation(session, key)
    if found is None:
        raise _unknown(key)
    return found


def _unknown(key: UUID) -> DelegationUnknown:
    return DelegationUnknown(
        "没有这项委托，或者已经终止", "no such delegation, or it has ended", delegation=str(key)
    )


def _must_fit(lent: Lent, lender: User, borrower: User, today: date) -> None:
    if lender.username == borrower.username:
        raise _unfit("to_user", "不能委托给自己", "nobody lends to themselves")
    for one in (lender, borrower):
        if one.status != "active":
            raise UserRetired(f"{one.username} 已停用", f"{one.username} is suspended")
    _must_be_theirs(lent.roles, lender)
    if lender.authority != borrower.authority:
        raise _unfit(
            "to_user", "委托限于同一机关的人员", "roles are lent within one authority only"
        )
    if lent.to_day < max(lent.from_day, today):
        raise _unfit(
            "to_day",
            "委托期限不得先止后起，也不得已经届满",
            "the last day is neither before the first nor past",
        )
    if not lent.document_no.strip():
        raise _unfit("document_no", "委托须有文书编号", "a delegation is a paper with a number")


def _must_be_theirs(roles: Iterable[str], lender: User) -> None:
    """A person lends roles of their own: not what they exercise for somebody else."""
    wanted = frozenset(roles)
    if not wanted or wanted - lender.roles:
        own = "、".join(sorted(lender.roles))
        raise _unfit(
            "roles",
            f"只能委托本人自有的角色（{own}），受托的角色不得转委托",
            f"only roles of one's own are lent ({own}); what was lent is not lent on",
        )


def _unfit(field: str, zh: str, en: str) -> DelegationUnfit:
    return DelegationUnfit(zh, en, field=field)
