"""People, delegations and recusals over HTTP, for credit officers."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Response, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from creditsvc.access import delegations, people, recusals
from creditsvc.access.delegations import Lent
from creditsvc.access.domain import Delegation, Recusal, User
from creditsvc.access.people_schemas import (
    DelegationIn,
    DelegationOut,
    DelegationsOut,
    EndIn,
    RecusalIn,
    RecusalOut,
    RecusalsOut,
    RolesIn,
    UserIn,
    UserOut,
    UsersOut,
)
from creditsvc.access.recusals import Out
from creditsvc.enterprises import service as enterprises
from creditsvc.kernel.clock import legal_day
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.guard import authenticated, requires
from creditsvc.web.runtime import runtime

Body = dict[str, Any]
blueprint = Blueprint(
    "people", __name__, url_prefix="/v1", description="人员、委托、回避 / people and their powers"
)
blueprints = (blueprint,)


@blueprint.get("/users")
@requires("users.read", person=True)
@blueprint.response(200, UsersOut)
def users() -> ResponseReturnValue:
    """人员。Everybody, by user name."""
    with runtime().work.read() as session:
        return jsonify(users=[_user(one) for one in people.people(session)])


@blueprint.post("/users")
@requires("users.manage", person=True)
@blueprint.arguments(UserIn)
@blueprint.response(201, UserOut)
def add_user(body: Body) -> ResponseReturnValue:
    """登记人员，由另一名信用管理员启用。Add a person, whom another credit officer lets in."""
    with runtime().work.act(authenticated()) as act:
        made = people.add_user(act, **body)
    return jsonify(_user(made)), 201


@blueprint.put("/users/<username>/roles")
@requires("users.manage", person=True)
@blueprint.arguments(RolesIn)
@blueprint.response(200, UserOut)
def set_roles(body: Body, username: str) -> ResponseReturnValue:
    """变更他人的角色，即时生效。Set another person's roles; they count from the next request on."""
    with runtime().work.act(authenticated()) as act:
        people.set_roles(act, username, body["roles"])
        return _shown(act.session, username)


@blueprint.post("/users/<username>/suspension")
@requires("users.manage", person=True)
@blueprint.response(200, UserOut)
def suspend(username: str) -> ResponseReturnValue:
    """停用，其委托随之终止。Suspend at once; what was lent to or by them ends."""
    with runtime().work.act(authenticated()) as act:
        people.suspend_user(act, username)
        return _shown(act.session, username)


@blueprint.post("/users/<username>/resumption")
@requires("users.manage", person=True)
@blueprint.response(200, UserOut)
def resume(username: str) -> ResponseReturnValue:
    """启用。Let in a person that somebody else added or suspended."""
    with runtime().work.act(authenticated()) as act:
        people.resume_user(act, username)
        return _shown(act.session, username)


@blueprint.get("/delegations")
@requires("users.read", person=True)
@blueprint.response(200, DelegationsOut)
def list_delegations() -> ResponseReturnValue:
    """委托。All delegations there ever were, the latest first day first."""
    with runtime().work.read() as session:
        found = delegations.delegations(session)
    return jsonify(delegations=[_delegation(one, _today()) for one in found])


@blueprint.post("/delegations")
@requires("users.manage", person=True)
@blueprint.arguments(DelegationIn)
@blueprint.response(201, DelegationOut)
def delegate(body: Body) -> ResponseReturnValue:
    """登记委托，登记人不得为受托人。Record a delegation, as another person than it favours."""
    lent = Lent(**body | {"roles": frozenset(body["roles"])})
    with runtime().work.act(authenticated()) as act:
        made = delegations.delegate(act, lent)
    return jsonify(_delegation(made, _today())), 201


@blueprint.post("/delegations/<uuid:key>/revocation")
@requires("users.manage", person=True)
@blueprint.arguments(EndIn)
@blueprint.response(200, DelegationOut)
def revoke(body: Body, key: UUID) -> ResponseReturnValue:
    """终止委托，即时生效。End a delegation at once."""
    with runtime().work.act(authenticated()) as act:
        ended = delegations.revoke(act, key, body["reason"])
    return jsonify(_delegation(ended, _today()))


@blueprint.get("/recusals")
@requires("users.read", person=True)
@blueprint.response(200, RecusalsOut)
def list_recusals() -> ResponseReturnValue:
    """回避。All recusals there ever were, the newest first."""
    with runtime().work.read() as session:
        return jsonify(recusals=[_recusal(one) for one in recusals.recusals(session)])


@blueprint.post("/recusals")
@requires("users.manage", person=True)
@blueprint.arguments(RecusalIn)
@blueprint.response(201, RecusalOut)
def recuse(body: Body) -> ResponseReturnValue:
    """登记回避决定。Record that a person keeps out of a case or an enterprise."""
    uscc, case = body.pop("uscc"), body.pop("case")
    with runtime().work.act(authenticated()) as act:
        key = None if uscc is None else enterprises.identified(act.session, uscc).id
        made = recusals.recuse(act, Out(enterprise_id=key, case_id=case, **body))
    return jsonify(_recusal(made)), 201


@blueprint.post("/recusals/<uuid:key>/lifting")
@requires("users.manage", person=True)
@blueprint.arguments(EndIn)
@blueprint.response(200, RecusalOut)
def lift(body: Body, key: UUID) -> ResponseReturnValue:
    """解除回避，不得由本人办理。Lift a recusal, as another person than it binds."""
    with runtime().work.act(authenticated()) as act:
        return jsonify(_recusal(recusals.lift(act, key, body["reason"])))


def _today() -> date:
    return legal_day(runtime().clock.now())


def _shown(session: Session, username: str) -> Response:
    return jsonify(_user(people.person(session, username)))


def _user(one: User) -> Body:
    return {
        "username": one.username,
        "name": one.name,
        "roles": sorted(one.roles),
        "authority": one.authority,
        "region": one.region,
        "status": one.status,
    }


def _delegation(one: Delegation, today: date) -> Body:
    return {
        "id": str(one.id),
        "from_user": one.from_user,
        "to_user": one.to_user,
        "roles": sorted(one.roles),
        "from_day": one.from_day.isoformat(),
        "to_day": one.to_day.isoformat(),
        "document_no": one.document_no,
        "recorded_by": one.recorded_by,
        "ended_on": one.ended_on and one.ended_on.isoformat(),
        "in_force": one.in_force_on(today),
    }


def _recusal(one: Recusal) -> Body:
    return {
        "id": str(one.id),
        "username": one.username,
        "enterprise_id": one.enterprise_id and str(one.enterprise_id),
        "case": one.case_id and str(one.case_id),
        "decided_by": one.decided_by,
        "document_no": one.document_no,
        "reason": one.reason,
        "recorded_by": one.recorded_by,
        "lifted": one.lifted,
    }
