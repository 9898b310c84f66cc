"""Every SQL statement about delegations, recusals and the sources of clients; rows become values here."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    delete,
    false,
    insert,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session

from creditsvc.access.domain import Delegation, Recusal
from creditsvc.access.tables import (
    ClientSourceRow,
    DelegationEndRow,
    DelegationRow,
    PartyHandRow,
    RecusalEndRow,
    RecusalRow,
    UserRow,
)
from creditsvc.kernel.caller import account
from creditsvc.kernel.conflicts import Link

PARTY = "party:"  # how the id of an enterprise at its door begins

_DELEGATIONS = select(
    DelegationRow.id,
    DelegationRow.from_user,
    DelegationRow.to_user,
    DelegationRow.roles,
    DelegationRow.from_day,
    DelegationRow.to_day,
    DelegationRow.document_no,
    DelegationRow.recorded_by,
    DelegationEndRow.ended_on,
).outerjoin(DelegationEndRow, DelegationEndRow.delegation_id == DelegationRow.id)
_RECUSALS = select(
    RecusalRow.id,
    RecusalRow.username,
    RecusalRow.enterprise_id,
    RecusalRow.case_id,
    RecusalRow.decided_by,
    RecusalRow.document_no,
    RecusalRow.reason,
    RecusalRow.recorded_by,
    RecusalEndRow.recusal_id.is_not(None).label("lifted"),
).outerjoin(RecusalEndRow, RecusalEndRow.recusal_id == RecusalRow.id)


def add_delegation(session: Session, row: dict[str, Any]) -> None:
    """A new delegation."""
    session.execute(insert(DelegationRow), [row])


def end_delegations(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """The ends of delegations, at least one."""
    session.execute(insert(DelegationEndRow), rows)


def delegations(session: Session) -> list[Delegation]:
    """All there ever were, the latest first day first."""
    return _delegations(session, true())


def delegation(session: Session, key: UUID) -> Delegation | None:
    """The one with that key."""
    return next(iter(_delegations(session, DelegationRow.id == key)), None)


def unended(session: Session, username: str) -> list[Delegation]:
    """Those from or to a person that were not ended, past and future ones too."""
    mine = or_(DelegationRow.from_user == username, DelegationRow.to_user == username)
    return _delegations(session, and_(mine, DelegationEndRow.ended_on.is_(None)))


def lent(
    session: Session | Connection, today: date, to_user: str | None = None
) -> list[tuple[str, str, frozenset[str]]]:
    """What is in force today as (to, from, roles), of roles that the lender, in office, still has."""
    query = (
        select(DelegationRow.to_user, DelegationRow.from_user, DelegationRow.roles)
        .add_columns(UserRow.roles.label("held"))
        .join(UserRow, UserRow.username == DelegationRow.from_user)
        .outerjoin(DelegationEndRow, DelegationEndRow.delegation_id == DelegationRow.id)
        .where(DelegationRow.from_day <= today, DelegationRow.to_day >= today)
        .where(DelegationEndRow.ended_on.is_(None), UserRow.status == "active")
        .order_by(DelegationRow.from_user, DelegationRow.id)
    )
    if to_user is not None:
        query = query.where(DelegationRow.to_user == to_user)
    rows = session.execute(query)
    return [(row[0], row[1], frozenset(row.roles) & frozenset(row.held)) for row in rows]


def links(session: Session, since: date, today: date) -> frozenset[Link]:
    """Who acted for whom on some day from *since* to *today*, as (delegate, principal)."""
    query = (
        select(DelegationRow.to_user, DelegationRow.from_user)
        .outerjoin(DelegationEndRow, DelegationEndRow.delegation_id == DelegationRow.id)
        .where(DelegationRow.from_day <= today, DelegationRow.to_day >= since)
        .where(or_(DelegationEndRow.ended_on.is_(None), DelegationEndRow.ended_on >= since))
    )
    return frozenset((row[0], row[1]) for row in session.execute(query))


def add_hand(session: Session, row: dict[str, Any]) -> None:
    """Somebody more who made a code for a party."""
    session.execute(insert(PartyHandRow), [row])


def hands(session: Session, parts: Collection[str]) -> frozenset[Link]:
    """Of *parts* (ids) the parties, each with everybody who ever made a code for it."""
    parties = [one for one in parts if one.startswith(PARTY)]
    if not parties:
        return frozenset()
    query = select(PartyHandRow.party, PartyHandRow.by).where(PartyHandRow.party.in_(parties))
    return frozenset((party, account(by)) for party, by in session.execute(query))


def add_recusal(session: Session, row: dict[str, Any]) -> None:
    """A new recusal."""
    session.execute(insert(RecusalRow), [row])


def lift_recusal(session: Session, row: dict[str, Any]) -> None:
    """The end of a recusal."""
    session.execute(insert(RecusalEndRow), [row])


def recusals(session: Session) -> list[Recusal]:
    """All there ever were, the newest first."""
    return _recusals(session, true())


def recusal(session: Session, key: UUID) -> Recusal | None:
    """The one with that key."""
    return next(iter(_recusals(session, RecusalRow.id == key)), None)


def recused(session: Session, enterprise_id: UUID | None, cases: Collection[UUID]) -> list[Recusal]:
    """Those that stand about an enterprise or one of some cases."""
    about = or_(
        RecusalRow.enterprise_id == enterprise_id if enterprise_id is not None else false(),
        RecusalRow.case_id.in_(cases) if cases else false(),
    )
    return _recusals(session, and_(about, RecusalEndRow.recusal_id.is_(None)))


def owner_of(session: Session, source: str) -> str | None:
    """The client that a source belongs to."""
    query = select(ClientSourceRow.client_id).where(ClientSourceRow.source == source)
    return session.scalars(query).one_or_none()


def has_contract(session: Session, client_id: str) -> bool:
    """Whether an operator said which sources the client has."""
    query = select(ClientSourceRow.source).where(
        ClientSourceRow.client_id == client_id, ClientSourceRow.by_contract
    )
    return session.execute(query.limit(1)).one_or_none() is not None


def sources(session: Session) -> dict[str, list[str]]:
    """The sources of each client that has any, in order."""
    query = select(ClientSourceRow.client_id, ClientSourceRow.source)
    found: dict[str, list[str]] = {}
    for client_id, source in session.execute(query.order_by(ClientSourceRow.source)):
        found.setdefault(client_id, []).append(source)
    return found


def bind_sources(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Give sources to a client, at least one; the database refuses one that is taken."""
    session.execute(insert(ClientSourceRow), rows)


def free_sources(session: Session, client_id: str) -> None:
    """Take all sources from a client."""
    session.execute(delete(ClientSourceRow).where(ClientSourceRow.client_id == client_id))


def _delegations(session: Session, where: ColumnElement[bool]) -> list[Delegation]:
    rows = session.execute(
        _DELEGATIONS.where(where).order_by(DelegationRow.from_day.desc(), DelegationRow.id)
    )
    return [Delegation(**{**_mapping(row), "roles": frozenset(row.roles)}) for row in rows]


def _recusals(session: Session, where: ColumnElement[bool]) -> list[Recusal]:
    rows = session.execute(_RECUSALS.where(where).order_by(RecusalRow.act_no.desc(), RecusalRow.id))
    return [Recusal(**{**_mapping(row), "lifted": bool(row.lifted)}) for row in rows]


def _mapping(row: Any) -> dict[str, Any]:
    return dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's documented name for the row as a mapping
