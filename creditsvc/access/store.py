"""Every SQL statement of the room; rows become values here."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    Connection,
    Row,
    bindparam,
    delete,
    exists,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.orm import Session

from creditsvc.access.contracts import AuthMethod, Certificate, Disclosure, Terms
from creditsvc.access.domain import Client, ClientKind, Standing, Status, User
from creditsvc.access.tables import (
    ClientRow,
    CodeRow,
    RevokedRow,
    UsedOnceRow,
    UserRow,
)
from creditsvc.db.tables import ActRow
from creditsvc.kernel.clock import instant_text

KEPT_AFTER = timedelta(days=1)  # how long a row stays that no answer needs any more

_CLIENT = (
    ClientRow.client_id,
    ClientRow.name,
    ClientRow.kind,
    ClientRow.scopes,
    ClientRow.purposes,
    ClientRow.field,
    ClientRow.redirect_uris,
    ClientRow.status,
    ClientRow.auth_method,
    ClientRow.token_binding,
    ClientRow.quota,
    ClientRow.quota_seconds,
    ClientRow.retention_days,
    ClientRow.contact,
    ClientRow.disclosure,
    ClientRow.disclosure_basis,
    ClientRow.required_sources,
)
_PROOFS = (ClientRow.secret_digest, ClientRow.jwks, ClientRow.certificates)
_USER = (
    UserRow.id,
    UserRow.username,
    UserRow.name,
    UserRow.roles,
    UserRow.authority,
    UserRow.region,
    UserRow.status,
)
# Built once: composing a statement costs more than running it.
_STANDING = (
    select(
        *_CLIENT,
        *(column.label(f"user_{column.key}") for column in _USER),
        exists().where(RevokedRow.jti == bindparam("jti")).label("token_revoked"),
    )
    .join_from(ClientRow, UserRow, UserRow.username == bindparam("username"), isouter=True)
    .where(ClientRow.client_id == bindparam("client_id"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proofs:
    """What a client proves itself by; nothing of it is secret in clear.

    secret_digest: None where it has no secret. jwks: its public keys, as registered.
    """

    secret_digest: str | None = None
    jwks: dict[str, Any] | None = None
    certificates: tuple[Certificate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """An authorization code as it was given out, and what became of it."""

    digest: str
    client_id: str
    user: User
    redirect_uri: str
    scope: str
    code_challenge: str
    expires_at: datetime
    used_at: datetime | None
    jti: str | None


def standing(
    session: Session | Connection, client_id: str, jti: str, username: str | None
) -> Standing | None:
    """Client, person and token in one statement; None if no such client is on record."""
    row = session.execute(
        _STANDING, {"client_id": client_id, "jti": jti, "username": username}
    ).one_or_none()
    if row is None:
        return None
    return Standing(
        client=_client(row), user=_user(row, "user_"), token_revoked=bool(row.token_revoked)
    )


def client(session: Session, client_id: str) -> tuple[Client, Proofs] | None:
    """A client, and what it proves itself by."""
    query = select(*_CLIENT, *_PROOFS).where(ClientRow.client_id == client_id)
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    certificates = tuple(Certificate(**one) for one in row.certificates or ())
    proofs = Proofs(secret_digest=row.secret_digest, jwks=row.jwks, certificates=certificates)
    return _client(row), proofs


def clients(session: Session) -> list[Client]:
    """All clients, by name."""
    query = select(*_CLIENT).order_by(ClientRow.name, ClientRow.client_id)
    return [_client(row) for row in session.execute(query)]


def add_client(session: Session, values: dict[str, Any]) -> None:
    """Store a new client."""
    session.execute(insert(ClientRow), [values])


def change_client(session: Session, client_id: str, **values: Any) -> None:
    """Change a client's proofs, contract or status."""
    session.execute(update(ClientRow).where(ClientRow.client_id == client_id).values(**values))


def user(session: Session, username: str) -> tuple[User, str] | None:
    """A person and the hash of the password."""
    row = session.execute(
        select(*_USER, UserRow.password).where(UserRow.username == username)
    ).one_or_none()
    found = None if row is None else _user(row)
    return None if row is None or found is None else (found, row.password)


def users(session: Session) -> list[User]:
    """All people, by user name."""
    rows = session.execute(select(*_USER).order_by(UserRow.username))
    return [found for row in rows if (found := _user(row))]


def add_user(session: Session, values: dict[str, Any]) -> None:
    """Store a new person."""
    session.execute(insert(UserRow), [values])


def added_by(session: Session, username: str) -> str:
    """The id of whoever added a person."""
    query = select(ActRow.actor).join(UserRow, UserRow.act_no == ActRow.no)
    return session.scalars(query.where(UserRow.username == username)).one()


def change_user(session: Session, username: str, **values: Any) -> None:
    """Change a person's password, roles or status."""
    session.execute(update(UserRow).where(UserRow.username == username).values(**values))


def add_code(session: Session, values: dict[str, Any]) -> None:
    """Store a code, and let go of those that ran out long ago."""
    session.execute(delete(CodeRow).where(CodeRow.expires_at < values["expires_at"] - KEPT_AFTER))
    session.execute(insert(CodeRow), [values])


def code(session: Session, digest: str) -> Code | None:
    """The code with this digest, used or not."""
    query = (
        select(CodeRow, *_USER)
        .join(UserRow, UserRow.id == CodeRow.user_id)
        .where(CodeRow.digest == digest)
    )
    row = session.execute(query).one_or_none()
    owner = None if row is None else _user(row)
    if row is None or owner is None:
        return None
    given = row.CodeRow
    return Code(
        digest=given.digest,
        client_id=given.client_id,
        user=owner,
        redirect_uri=given.redirect_uri,
        scope=given.scope,
        code_challenge=given.code_challenge,
        expires_at=given.expires_at,
        used_at=given.used_at,
        jti=given.jti,
    )


def use_code(session: Session, digest: str, at: datetime, jti: str) -> bool:
    """Mark a code as used for the token *jti*; False if it was used before."""
    result = session.execute(
        update(CodeRow)
        .where(CodeRow.digest == digest, CodeRow.used_at.is_(None))
        .values(used_at=at, jti=jti)
        .returning(CodeRow.digest)
    )
    return result.one_or_none() is not None


def revoke_token(session: Session, jti: str, expires_at: datetime, act_no: int) -> bool:
    """Deny a token from now on; False if it was denied already."""
    if session.execute(select(RevokedRow.jti).where(RevokedRow.jti == jti)).one_or_none():
        return False
    session.execute(insert(RevokedRow), [{"jti": jti, "expires_at": expires_at, "act_no": act_no}])
    return True


def forget_expired_tokens(session: Session, now: datetime) -> None:
    """Drop denials of tokens that ran out long ago by themselves."""
    session.execute(delete(RevokedRow).where(RevokedRow.expires_at < now - KEPT_AFTER))


def use_once(connection: Connection, digest: str, until: datetime) -> bool:
    """Remember *digest* to *until*; False if it is remembered already."""
    statement = "INSERT INTO used_once (digest, expires_at) VALUES (:digest, :until)"
    result = connection.execute(
        text(f"{statement} ON CONFLICT DO NOTHING"),
        {"digest": digest, "until": instant_text(until)},
    )
    return result.rowcount == 1


def forget_used(connection: Connection, now: datetime) -> None:
    """Drop what would have run out by itself."""
    connection.execute(delete(UsedOnceRow).where(UsedOnceRow.expires_at < now))


def _client(row: Row[Any]) -> Client:
    return Client(
        client_id=row.client_id,
        name=row.name,
        kind=cast("ClientKind", row.kind),
        scopes=frozenset(row.scopes),
        purposes=frozenset(row.purposes),
        field=row.field,
        redirect_uris=tuple(row.redirect_uris),
        status=cast("Status", row.status),
        auth_method=cast("AuthMethod", row.auth_method),
        token_binding=row.token_binding,
        terms=Terms(
            quota=row.quota,
            quota_seconds=row.quota_seconds,
            retention_days=row.retention_days,
            contact=row.contact,
            disclosure=cast("Disclosure", row.disclosure),
            disclosure_basis=row.disclosure_basis,
            required_sources=tuple(sorted((row.required_sources or {}).items())),
        ),
    )


def _user(row: Row[Any], prefix: str = "") -> User | None:
    said = row._mapping  # noqa: SLF001 - SQLAlchemy's documented name for the row as a mapping
    if said[f"{prefix}id"] is None:
        return None
    return User(
        id=cast("UUID", said[f"{prefix}id"]),
        username=said[f"{prefix}username"],
        name=said[f"{prefix}name"],
        roles=frozenset(said[f"{prefix}roles"]),
        authority=said[f"{prefix}authority"],
        region=said[f"{prefix}region"],
        status=cast("Status", said[f"{prefix}status"]),
    )
