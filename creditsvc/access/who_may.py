"""The names of those who could do what somebody was refused: told to colleagues, never to machines."""

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from creditsvc.access import staff_store, store
from creditsvc.access.domain import User
from creditsvc.access.mandates import mandates
from creditsvc.kernel.caller import Caller, account
from creditsvc.kernel.clock import legal_day
from creditsvc.kernel.conflicts import behind, clash
from creditsvc.kernel.remit import Need, judge
from creditsvc.web.runtime import runtime

MOST = 20


def colleagues(caller: Caller, need: Need) -> list[dict[str, str]]:
    """User name and name of each who could, by user name, at most MOST."""
    here = runtime()
    with here.work.read() as session:
        found = able(session, caller, need, legal_day(here.clock.now()))
    return [{"username": one.username, "name": one.name} for one in found[:MOST]]


def able(session: Session, caller: Caller, need: Need, today: date) -> list[User]:
    """Active people of the caller's authority, other than the caller, who could do what *need* says.

    Whoever is bound to no authority acts for each, and so counts as one of every authority.
    """
    lent = staff_store.lent(session, today)
    links = staff_store.links(session, need.since or today, today)
    links |= staff_store.hands(session, need.parts)
    now = staff_store.links(session, today, today)
    matter = need.matter
    out = {one.username for one in staff_store.recused(session, matter.enterprise_id, matter.cases)}
    return [
        user
        for user in (_lent_to(one, lent) for one in store.users(session))
        if user.status == "active"
        and user.username != account(caller.id)
        and need.scope in user.scopes
        and (caller.authority is None or user.authority in {caller.authority, None})
        and judge(user.authority, user.region, matter).covers
        and not out & behind(user.username, now)
        and not clash(user.username, need.parts, links)
    ]


def _lent_to(user: User, lent: list[tuple[str, str, frozenset[str]]]) -> User:
    return replace(user, mandates=mandates([one for one in lent if one[0] == user.username]))
