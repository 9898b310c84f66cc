"""Partners, tokens in use and purposes: register, rotate, revoke; who a token speaks for now."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from flask import Request
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from creditsvc.access import credentials, mandates, registration, sources, store
from creditsvc.access.domain import (
    CLIENT_ID,
    Claims,
    Client,
    ClientIdTaken,
    GrantInvalid,
    PartnerRevoked,
    PartnerUnfit,
    PartnerUnknown,
    PurposeMissing,
    PurposeNotAgreed,
    Standing,
    Status,
)
from creditsvc.access.tokens import BadToken, Tokens
from creditsvc.audit import service as trail
from creditsvc.db.work import Act
from creditsvc.kernel.caller import Caller
from creditsvc.kernel.clock import Clock, legal_day
from creditsvc.kernel.roles import PERSON_SCOPES
from creditsvc.settings import Settings
from creditsvc.signing.service import Keys
from creditsvc.web.guard import NotAuthenticated
from creditsvc.web.runtime import runtime


def parts(settings: Settings, clock: Clock) -> dict[type, Any]:
    """What this room and `signing` put into the runtime; makes the keys on the first use."""
    keys = Keys.open(settings.keys_dir)
    tokens = Tokens(keys=keys, issuer=settings.base_url, clock=clock, life=settings.token_seconds)
    return {Keys: keys, Tokens: tokens}


def register_partner(
    act: Act,
    *,
    name: str,
    scopes: Iterable[str],
    purposes: Iterable[str],
    field: str | None = None,
    source_names: Iterable[str] = (),
) -> tuple[Client, str]:
    """A new partner and its secret, which is shown this once and kept as a digest.

    source_names: the sources under which alone it reports events; none: see `sources`.
    """
    client = registration.partner(name, scopes, purposes, field)
    secret = _add(act, client) or ""
    if wanted := tuple(source_names):
        sources.bind(act, client.client_id, wanted)
    return client, secret


def set_sources(act: Act, client_id: str, source_names: Iterable[str]) -> None:
    """Bind a partner to these sources and to no others; none frees it again (see `sources`)."""
    client = _changeable(act, client_id)
    if client.kind != "partner":
        raise PartnerUnfit(
            "供人员登录的程序没有来源", "a program that people sign in through has no sources",
            client_id=client_id,
        )  # fmt: skip
    sources.bind(act, client_id, tuple(source_names))


def register_console(
    act: Act,
    *,
    name: str,
    redirect_uris: Iterable[str],
    scopes: Iterable[str] = PERSON_SCOPES,
    client_id: str | None = None,
) -> Client:
    """A public program through which people sign in; PKCE stands in for a secret."""
    client = registration.console(name, redirect_uris, scopes, public=True)
    if client_id is not None:
        client = replace(client, client_id=_new_id(act, client_id))
    _add(act, client)
    return client


def register_confidential_console(
    act: Act, *, name: str, redirect_uris: Iterable[str], scopes: Iterable[str] = PERSON_SCOPES
) -> tuple[Client, str]:
    """The same for a program on a server, which also shows a secret, given here this once."""
    client = registration.console(name, redirect_uris, scopes, public=False)
    return client, _add(act, client) or ""


def rotate_secret(act: Act, client_id: str) -> str:
    """A new secret, shown once; the old one is void at once. Tokens already out run to their end."""
    client = _changeable(act, client_id)
    if client.public:
        raise PartnerUnfit(
            "公开客户端没有密钥可换", "a public client has no secret to rotate", client_id=client_id
        )
    secret = credentials.new_secret()
    store.change_client(act.session, client_id, secret_digest=credentials.digest(secret))
    trail.note(act, "partner.secret-rotated", client_id)
    return secret


def revoke_partner(act: Act, client_id: str) -> None:
    """End a partner for good; its tokens are refused from the next request on."""
    _set_status(act, client_id, "revoked", "partner.revoked")


def suspend_partner(act: Act, client_id: str) -> None:
    """Refuse a partner's tokens and secret until it is resumed."""
    _set_status(act, client_id, "suspended", "partner.suspended")


def resume_partner(act: Act, client_id: str) -> None:
    """Let a suspended partner in again."""
    _set_status(act, client_id, "active", "partner.resumed")


def partners(session: Session) -> list[Client]:
    """All clients on record, by name."""
    return store.clients(session)


def partner(session: Session, client_id: str) -> Client:
    """The client of this id; raises PartnerUnknown."""
    found = store.client(session, client_id) if CLIENT_ID.fullmatch(client_id) else None
    if found is None:
        raise PartnerUnknown(
            f"没有这个合作方：{client_id}",
            f"no partner has the id {client_id!r}",
            field="client_id",
        )
    return found[0]


def revoke_token(act: Act, claims: Claims) -> None:
    """Deny one token from now on (RFC 7009); doing it again changes nothing."""
    until = datetime.fromtimestamp(claims.expires_at, UTC)
    deny(act, claims.jti, client_id=claims.client_id, expires_at=until)


def deny(act: Act, jti: str, *, client_id: str, expires_at: datetime) -> None:
    """Refuse the token *jti* of *client_id* until it runs out by itself."""
    store.forget_expired_tokens(act.session, act.at)
    if store.revoke_token(act.session, jti, expires_at, act.no):
        trail.note(act, "token.revoked", client_id, jti=jti)


def verified_claims(token: str) -> Claims:
    """What a genuine, unexpired token says, from the cache if it was seen; raises NotAuthenticated.

    No database: the caller of this must still ask `standing_of`, or read the same in its own
    statement, and pass both to `caller_of`.
    """
    try:
        return runtime().part(Tokens).verified(token)
    except BadToken as why:
        raise _invalid_token() from why


def standing_of(session: Session | Connection, claims: Claims, today: date) -> Standing | None:
    """How client, token and person stand now, the roles the person exercises *today* included.

    One statement for a machine; a second, for what was delegated, for a person.
    """
    found = store.standing(session, claims.client_id, claims.jti, claims.username)
    if found is None or found.user is None:
        return found
    return replace(found, user=mandates.with_mandates(session, found.user, today))


def caller_of(claims: Claims, standing: Standing | None) -> Caller:
    """Who the token speaks for; NotAuthenticated if token, client or person stand no longer.

    Scopes are those in the token that client and roles still have; roles, mandates, purposes and
    remit are those on record now. A right gained since needs a new token: none ever widens.
    """
    if standing is None or standing.token_revoked or standing.client.status != "active":
        raise _invalid_token()
    client, user = standing.client, standing.user
    if claims.username is None:
        return Caller(
            id=claims.subject,
            kind="machine",
            name=client.name,
            scopes=claims.scopes & client.scopes,
            roles=frozenset(),
            purposes=client.purposes,
            field=client.field,
        )
    if user is None or user.username != claims.username or user.status != "active":
        raise _invalid_token()
    return user.caller(claims.scopes & client.scopes)


def bearer_token(request: Request) -> str:
    """The bearer token of the Authorization header (RFC 6750 section 2.1), its only place."""
    return token_in(request.headers.get("Authorization", ""))


def token_in(header: str) -> str:
    """The bearer token in the text of an Authorization header; raises NotAuthenticated."""
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer":
        raise NotAuthenticated(
            "缺少访问令牌：请用 Authorization: Bearer …",
            "the access token is missing: send Authorization: Bearer …",
        )
    return token.strip(" ")


def authenticate(request: Request) -> Caller:
    """Who is asking: token verified (cached), then revocation and standing read, each time."""
    claims = verified_claims(bearer_token(request))
    with runtime().work.read() as session:
        found = standing_of(session, claims, legal_day(runtime().clock.now()))
    return caller_of(claims, found)


def require_purpose(caller: Caller, header_value: str | None) -> str:
    """The purpose a look-up states, which must be one agreed with the partner."""
    purpose = (header_value or "").strip()
    if not purpose:
        raise PurposeMissing(
            "缺少用途：请用 Purpose 请求头说明查询用途",
            "purpose is missing: name it in the Purpose request header",
            field="Purpose",
        )
    if purpose not in caller.purposes:
        raise PurposeNotAgreed(
            "该用途不在约定之内",
            "this purpose is none of those agreed with the partner",
            field="Purpose",
            agreed=sorted(caller.purposes),
        )
    return purpose


def _invalid_token() -> NotAuthenticated:
    return NotAuthenticated(
        "访问令牌无效、已过期或已作废；请重新取得",
        "the access token is not valid, has expired or was revoked; ask for a new one",
        challenge="invalid_token",
    )


def _new_id(act: Act, client_id: str) -> str:
    if not CLIENT_ID.fullmatch(client_id):
        raise GrantInvalid(
            f"客户端标识不合规格：{client_id}", f"{client_id!r} is no client id", field="client_id"
        )
    if store.client(act.session, client_id):
        raise ClientIdTaken(
            f"客户端标识已被使用：{client_id}", f"the client id {client_id!r} is taken",
            field="client_id",
        )  # fmt: skip
    return client_id


def _add(act: Act, client: Client) -> str | None:
    secret = None if client.public else credentials.new_secret()
    row = {
        "client_id": client.client_id,
        "name": client.name,
        "kind": client.kind,
        "secret_digest": credentials.digest(secret) if secret else None,
        "scopes": sorted(client.scopes),
        "purposes": sorted(client.purposes),
        "field": client.field,
        "redirect_uris": list(client.redirect_uris),
        "status": client.status,
        "act_no": act.no,
    }
    store.add_client(act.session, row)
    trail.note(
        act,
        "partner.registered",
        client.client_id,
        kind=client.kind,
        scopes=sorted(client.scopes),
        purposes=sorted(client.purposes),
    )
    return secret


def _changeable(act: Act, client_id: str) -> Client:
    client = partner(act.session, client_id)
    if client.status == "revoked":
        raise PartnerRevoked(
            "该合作方已被撤销，请重新登记", "this partner was revoked; register a new one",
            client_id=client_id,
        )  # fmt: skip
    return client


def _set_status(act: Act, client_id: str, status: Status, verb: str) -> None:
    if _changeable(act, client_id).status != status:
        store.change_client(act.session, client_id, status=status)
        trail.note(act, verb, client_id)
