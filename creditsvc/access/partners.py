"""Partners and the programs that people sign in through: registered, rotated, suspended, ended.

What a partner may ask and how it proves itself is read anew at each request, so every change here
counts from the next one on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy.orm import Session

from creditsvc.access import credentials, registration, sources, store
from creditsvc.access.domain import (
    CLIENT_ID,
    Client,
    ClientIdTaken,
    GrantInvalid,
    PartnerRevoked,
    PartnerUnfit,
    PartnerUnknown,
    ProofUnfit,
    Status,
)
from creditsvc.access.proving import BY_SECRET, Proving, kept_of, named
from creditsvc.audit import service as trail
from creditsvc.db.work import Act
from creditsvc.kernel.roles import PERSON_SCOPES


def register_partner(
    act: Act,
    proving: Proving = BY_SECRET,
    *,
    name: str,
    scopes: Iterable[str],
    purposes: Iterable[str],
    source_names: Iterable[str] = (),
    **contract: Any,
) -> tuple[Client, str | None]:
    """A new partner and its secret, which is shown this once; None where it has keys or certificates.

    source_names: the sources under which alone it reports events; none: see `sources`.
    contract: its other members, as `change_contract` takes them.
    """
    client = registration.partner(name, scopes, purposes, contract.get("field"))
    client = registration.changed(replace(client, auth_method=proving.method), contract)
    secret = _add(act, client, proving)
    if wanted := tuple(source_names):
        sources.bind(act, client.client_id, wanted)
    return client, secret


def change_contract(act: Act, client_id: str, changes: Mapping[str, Any]) -> Client:
    """Change those members of a partner's contract that *changes* names; all others stay.

    name, scopes, purposes, field, token_binding, quota, quota_seconds, retention_days, contact,
    disclosure, disclosure_basis, required_sources (days by source). Raises GrantInvalid, PartnerUnfit.
    """
    client = _partner_of(act, client_id)
    wanted = registration.changed(client, changes)
    if wanted == client:
        return client
    store.change_client(act.session, client_id, **terms_of(wanted))
    told = _told(wanted)
    before = _told(client)
    facts = {name: value for name, value in told.items() if value != before[name]}
    if wanted.terms.contact != client.terms.contact:
        facts["contact"] = "changed"  # who sits there is nobody's business in the trail
    trail.note(act, "partner.contract-changed", client_id, **facts)
    return wanted


def set_sources(act: Act, client_id: str, source_names: Iterable[str]) -> None:
    """Bind a partner to these sources and to no others; none frees it again (see `sources`)."""
    _partner_of(act, client_id)
    sources.bind(act, client_id, tuple(source_names))


def set_proving(act: Act, client_id: str, proving: Proving) -> Client:
    """Replace what a partner proves itself by with keys or certificates; the former are void at once.

    To change keys without a gap, register old and new together, then the new alone.
    """
    _partner_of(act, client_id)
    if proving.method == "client_secret":
        raise ProofUnfit(
            "要有公钥或证书；密钥用更换", "keys or certificates are needed; a secret is rotated",
            field="jwks",
        )  # fmt: skip
    kept = kept_of(proving)
    store.change_client(
        act.session, client_id, auth_method=proving.method, secret_digest=None, **kept
    )
    trail.note(
        act, "partner.proofs-set", client_id, auth_method=proving.method, thumbprints=named(kept)
    )
    return partner(act.session, client_id)


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
    _add(act, client, BY_SECRET)
    return client


def register_confidential_console(
    act: Act, *, name: str, redirect_uris: Iterable[str], scopes: Iterable[str] = PERSON_SCOPES
) -> tuple[Client, str]:
    """The same for a program on a server, which also shows a secret, given here this once."""
    client = registration.console(name, redirect_uris, scopes, public=False)
    return client, _add(act, client, BY_SECRET) or ""


def rotate_secret(act: Act, client_id: str) -> str:
    """A new secret, shown once; the old one is void at once. Tokens already out run to their end."""
    client = _changeable(act, client_id)
    if client.auth_method != "client_secret":
        raise PartnerUnfit(
            "该客户端没有密钥可换；公钥、证书请重新登记",
            "this client has no secret to rotate; register its keys or certificates anew",
            client_id=client_id,
        )
    secret = credentials.new_secret()
    store.change_client(act.session, client_id, secret_digest=credentials.digest(secret))
    trail.note(act, "partner.secret-rotated", client_id)
    return secret


def revoke_partner(act: Act, client_id: str) -> None:
    """End a partner for good; its tokens are refused from the next request on."""
    _set_status(act, client_id, "revoked", "partner.revoked")


def suspend_partner(act: Act, client_id: str) -> None:
    """Refuse a partner's tokens and proofs until it is resumed."""
    _set_status(act, client_id, "suspended", "partner.suspended")


def resume_partner(act: Act, client_id: str) -> None:
    """Let a suspended partner in again."""
    _set_status(act, client_id, "active", "partner.resumed")


def partners(session: Session) -> list[Client]:
    """All clients on record, by name."""
    return store.clients(session)


def partner(session: Session, client_id: str) -> Client:
    """The client of this id; raises PartnerUnknown."""
    return _known(session, client_id)[0]


def thumbprints(session: Session, client_id: str) -> list[str]:
    """Key ids, or thumbprints of certificates, by which the client proves itself now."""
    proofs = _known(session, client_id)[1]
    return [one["kid"] for one in (proofs.jwks or {"keys": []})["keys"]] + [
        one.thumbprint for one in proofs.certificates
    ]


def _known(session: Session, client_id: str) -> tuple[Client, store.Proofs]:
    found = store.client(session, client_id) if CLIENT_ID.fullmatch(client_id) else None
    if found is None:
        raise PartnerUnknown(
            f"没有这个合作方：{client_id}",
            f"no partner has the id {client_id!r}",
            field="client_id",
        )
    return found


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


def _add(act: Act, client: Client, proving: Proving) -> str | None:
    secret = credentials.new_secret() if client.auth_method == "client_secret" else None
    kept = kept_of(proving)
    row = {
        "client_id": client.client_id,
        "kind": client.kind,
        "secret_digest": credentials.digest(secret) if secret else None,
        "redirect_uris": list(client.redirect_uris),
        "status": client.status,
        "auth_method": client.auth_method,
        "act_no": act.no,
        **kept,
        **terms_of(client),
    }
    store.add_client(act.session, row)
    trail.note(
        act,
        "partner.registered",
        client.client_id,
        kind=client.kind,
        auth_method=client.auth_method,
        thumbprints=named(kept),
        **_told(client),
    )
    return secret


def terms_of(client: Client) -> dict[str, Any]:
    """The members of a contract, which are its columns too."""
    return {
        "name": client.name,
        "scopes": sorted(client.scopes),
        "purposes": sorted(client.purposes),
        "field": client.field,
        "token_binding": client.token_binding,
        **asdict(client.terms),
        "required_sources": dict(client.terms.required_sources) or None,
    }


def _told(client: Client) -> dict[str, Any]:
    """A contract as the trail tells it."""
    return {name: value for name, value in terms_of(client).items() if name != "contact"}


def _partner_of(act: Act, client_id: str) -> Client:
    client = _changeable(act, client_id)
    if client.kind != "partner":
        raise PartnerUnfit(
            "这是供人员登录的程序，不是合作方",
            "this is a program that people sign in through, no partner",
            client_id=client_id,
        )
    return client


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
