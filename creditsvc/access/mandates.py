"""What a person exercises for others today, and the end of it when one of the two leaves office."""

from dataclasses import replace
from datetime import date

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from creditsvc.access import staff_store as store
from creditsvc.access.domain import User
from creditsvc.audit import service as trail
from creditsvc.db.work import Act
from creditsvc.kernel.caller import Mandate


def with_mandates(session: Session | Connection, user: User, today: date) -> User:
    """*user* with the roles of others that they exercise on the legal day *today*.

    Read anew at each check and only from people's own roles, so what was lent is never lent on,
    and a role that the lender lost is gone at once.
    """
    found = store.lent(session, today, user.username)
    return replace(user, mandates=mandates(found)) if found else user


def mandates(lent: list[tuple[str, str, frozenset[str]]]) -> tuple[Mandate, ...]:
    """The rows of `lent` of one person as that person's mandates; of no roles there is none."""
    return tuple(Mandate(principal=f"user:{who}", roles=roles) for _, who, roles in lent if roles)


def end_of_office(act: Act, username: str) -> None:
    """End every delegation from and to a person who leaves office; none comes back with them."""
    found = store.unended(act.session, username)
    reason = f"{username} 已停用 / was suspended"
    rows = [
        {"delegation_id": one.id, "act_no": act.no, "ended_on": act.day, "reason": reason}
        for one in found
    ]
    if rows:
        store.end_delegations(act.session, rows)
    for one in found:
        trail.note(act, "delegation.ended", one.id, reason=reason)
