"""Contracts of partners over HTTP, for credit officers. A secret is shown once, in the answer that made it."""

from collections.abc import Callable
from typing import Any

from flask import jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from creditsvc.access import partners, sources
from creditsvc.access.partner_schemas import (
    ClientSecretOut,
    ContractIn,
    PartnerIn,
    PartnerMadeOut,
    PartnerOut,
    PartnersOut,
    ProvingIn,
    SourcesIn,
)
from creditsvc.access.proving import Proving
from creditsvc.db.work import Act
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.guard import authenticated, requires
from creditsvc.web.runtime import runtime

Body = dict[str, Any]
blueprint = Blueprint(
    "partners",
    __name__,
    url_prefix="/v1/partners",
    description="合作方合同 / contracts of partners",
)
blueprints = (blueprint,)


@blueprint.get("")
@requires("partners.read", person=True)
@blueprint.response(200, PartnersOut)
def every_one() -> ResponseReturnValue:
    """合作方及其合同。Every client with its contract; never a secret."""
    with runtime().work.read() as session:
        found = [_told(session, one.client_id) for one in partners.partners(session)]
    return jsonify(partners=found)


@blueprint.post("")
@requires("partners.manage", person=True)
@blueprint.arguments(PartnerIn)
@blueprint.response(201, PartnerMadeOut)
def register(body: Body) -> ResponseReturnValue:
    """登记合作方，密钥只显示这一次。Register a partner; its secret, if it is to have one, is shown this once."""
    shown = _proving(body)
    with runtime().work.act(authenticated()) as act:
        client, secret = partners.register_partner(act, shown, **body)
        told = _told(act.session, client.client_id)
    return _once(told | {"client_secret": secret}, 201)


@blueprint.get("/<client_id>")
@requires("partners.read", person=True)
@blueprint.response(200, PartnerOut)
def one(client_id: str) -> ResponseReturnValue:
    """一个合作方的合同。One contract."""
    with runtime().work.read() as session:
        return jsonify(_told(session, client_id))


@blueprint.patch("/<client_id>")
@requires("partners.manage", person=True)
@blueprint.arguments(ContractIn)
@blueprint.response(200, PartnerOut)
def change(body: Body, client_id: str) -> ResponseReturnValue:
    """变更合同，即时生效。Change members of a contract; they count from the next request on."""
    return _changed(client_id, lambda act: partners.change_contract(act, client_id, body))


@blueprint.put("/<client_id>/sources")
@requires("partners.manage", person=True)
@blueprint.arguments(SourcesIn)
@blueprint.response(200, PartnerOut)
def set_sources(body: Body, client_id: str) -> ResponseReturnValue:
    """登记合作方的来源。Bind a partner to these sources and no others."""
    return _changed(client_id, lambda act: partners.set_sources(act, client_id, body["sources"]))


@blueprint.put("/<client_id>/proofs")
@requires("partners.manage", person=True)
@blueprint.arguments(ProvingIn)
@blueprint.response(200, PartnerOut)
def set_proofs(body: Body, client_id: str) -> ResponseReturnValue:
    """登记公钥或者证书，原有凭证即刻作废。Register keys or certificates; what was before is void at once."""
    shown = _proving(body)
    return _changed(client_id, lambda act: partners.set_proving(act, client_id, shown))


@blueprint.post("/<client_id>/secret")
@requires("partners.manage", person=True)
@blueprint.response(201, ClientSecretOut)
def rotate(client_id: str) -> ResponseReturnValue:
    """更换密钥，只显示这一次；旧的即刻作废。A new secret, shown this once; the old one is void at once."""
    with runtime().work.act(authenticated()) as act:
        secret = partners.rotate_secret(act, client_id)
    return _once({"client_id": client_id, "client_secret": secret}, 201)


@blueprint.post("/<client_id>/suspension")
@requires("partners.manage", person=True)
@blueprint.response(200, PartnerOut)
def suspend(client_id: str) -> ResponseReturnValue:
    """停用，其令牌即刻被拒绝。Suspend; its tokens are refused at once."""
    return _changed(client_id, lambda act: partners.suspend_partner(act, client_id))


@blueprint.post("/<client_id>/resumption")
@requires("partners.manage", person=True)
@blueprint.response(200, PartnerOut)
def resume(client_id: str) -> ResponseReturnValue:
    """恢复。Let a suspended partner in again."""
    return _changed(client_id, lambda act: partners.resume_partner(act, client_id))


@blueprint.post("/<client_id>/revocation")
@requires("partners.manage", person=True)
@blueprint.response(200, PartnerOut)
def end(client_id: str) -> ResponseReturnValue:
    """撤销，不可恢复。End a partner for good."""
    return _changed(client_id, lambda act: partners.revoke_partner(act, client_id))


def _proving(body: Body) -> Proving:
    """What a body says of keys and certificates, taken out of it."""
    return Proving(
        jwks=body.pop("jwks", None), certificates=tuple(body.pop("certificates", None) or ())
    )


def _changed(client_id: str, change: Callable[[Act], object]) -> ResponseReturnValue:
    with runtime().work.act(authenticated()) as act:
        change(act)
        return jsonify(_told(act.session, client_id))


def _once(body: Body, status: int) -> ResponseReturnValue:
    answer = jsonify(body)
    answer.headers["Cache-Control"] = "no-store"
    return answer, status


def _told(session: Session, client_id: str) -> Body:
    found, terms = partners.partner(session, client_id), partners.terms_of
    return {
        "client_id": found.client_id,
        "kind": found.kind,
        "status": found.status,
        "auth_method": found.auth_method,
        "thumbprints": partners.thumbprints(session, client_id),
        "sources": sources.sources(session).get(client_id, []),
        **terms(found),
    }
