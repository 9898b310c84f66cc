"""Tokens in use and purposes: who a token speaks for now, and for what. Partners: see `partners`."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from flask import Request
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from creditsvc.access import mandates, store
from creditsvc.access.certificates import proxy_key
from creditsvc.access.contracts import satisfies
from creditsvc.access.domain import Claims, PurposeMissing, PurposeNotAgreed, Standing
from creditsvc.access.partners import (
    change_contract,
    partner,
    partners,
    register_confidential_console,
    register_console,
    register_partner,
    resume_partner,
    revoke_partner,
    rotate_secret,
    set_proving,
    set_sources,
    suspend_partner,
)
from creditsvc.access.possession import BadPossession, Forwarding, must_hold
from creditsvc.access.replay import UsedOnce
from creditsvc.access.tokens import BadToken, Tokens
from creditsvc.audit import service as trail
from creditsvc.db.work import Act
from creditsvc.kernel.caller import Caller
from creditsvc.kernel.clock import Clock, legal_day
from creditsvc.settings import Settings
from creditsvc.signing.service import Keys
from creditsvc.web.guard import NotAuthenticated
from creditsvc.web.runtime import runtime

__all__ = [
    "authenticate",
    "bearer_token",
    "caller_of",
    "change_contract",
    "deny",
    "partner",
    "partners",
    "parts",
    "presented",
    "register_confidential_console",
    "register_console",
    "register_partner",
    "require_purpose",
    "resume_partner",
    "revoke_partner",
    "revoke_token",
    "rotate_secret",
    "set_proving",
    "set_sources",
    "standing_of",
    "suspend_partner",
    "verified_claims",
]
SCHEMES = {"bearer": "Bearer", "dpop": "DPoP"}
PRESENTED = "creditsvc.presented"


def parts(settings: Settings, clock: Clock) -> dict[type, Any]:
    """What this room and `signing` put into the runtime; makes the keys on the first use."""
    keys = Keys.open(settings.keys_dir)
    tokens = Tokens(keys=keys, issuer=settings.base_url, clock=clock, life=settings.token_seconds)
    return {
        Keys: keys,
        Tokens: tokens,
        UsedOnce: UsedOnce(settings.log_url, clock),
        Forwarding: Forwarding(key=proxy_key(settings.proxy_key)),
    }


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
    """What a genuine, unexpired token says, from the cache if it was seen; raises NotAuthenticated."""
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
    if not satisfies(client.token_binding, claims.confirmation):
        raise NotAuthenticated(
            "合同要求令牌与密钥绑定（DPoP 或双向 TLS）；请按此重新取得",
            "the contract demands tokens bound to a key (DPoP or mutual TLS); ask for one so bound",
            challenge="invalid_token",
            scheme="Bearer" if client.token_binding == "mtls" else "DPoP",  # noqa: S105 - no secret
        )
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
    scheme, token = _shown(request.headers.get("Authorization", ""))
    if scheme != "bearer":
        raise _no_token()
    return token


def presented(environ: dict[str, Any]) -> Claims:
    """What the token of this request says, shown by the holder of the key it is bound to, if to any.

    No database, but for a token bound to a key of DPoP. Raises NotAuthenticated. The caller of this
    must still ask `standing_of`, or read the same in its own statement, and pass both to `caller_of`.
    A proof is used once: who looks at the same request again is told the same.
    """
    held = environ.get(PRESENTED)  # no header of a request can put it there
    if isinstance(held, Claims):
        return held
    scheme, token = _shown(environ.get("HTTP_AUTHORIZATION", ""))
    if scheme not in SCHEMES:
        raise _no_token()
    claims = verified_claims(token)
    if claims.confirmation is not None or scheme == "dpop":
        try:
            must_hold(runtime(), claims, scheme, token, environ)
        except BadPossession as why:
            raise _not_held(why, SCHEMES[scheme]) from why
        environ[PRESENTED] = claims
    return claims


def authenticate(request: Request) -> Caller:
    """Who is asking: token verified (cached), then revocation and standing read, each time."""
    claims = presented(request.environ)
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


def _no_token() -> NotAuthenticated:
    return NotAuthenticated(
        "缺少访问令牌：请用 Authorization: Bearer …（与密钥绑定的用 DPoP …）",
        "the access token is missing: send Authorization: Bearer … (DPoP … where it is bound to a key)",
    )


def _not_held(why: BadPossession, scheme: str) -> NotAuthenticated:
    return NotAuthenticated(
        "令牌与密钥绑定，而本次请求未能证明持有该密钥",
        f"the token is bound to a key that this request does not prove to hold: {why}",
        challenge=why.error,
        scheme=scheme,
    )


def _shown(header: str) -> tuple[str, str]:
    """Scheme, in small letters, and token of an Authorization header."""
    scheme, _, token = header.partition(" ")
    return scheme.lower(), token.strip(" ")
