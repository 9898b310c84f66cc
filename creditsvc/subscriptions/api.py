"""Subscriptions over HTTP: a partner's machine sees and moves its own, and no other."""

from typing import Any
from uuid import UUID

from flask import Response, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.clock import instant_text
from creditsvc.signing.service import Keys
from creditsvc.subscriptions import service
from creditsvc.subscriptions.asking import Bounds
from creditsvc.subscriptions.domain import DISABLED, SECRETS_OVERLAP, Subscription, message_id
from creditsvc.subscriptions.schemas import (
    DeadLettersOut,
    NewSubscriptionOut,
    ReplayIn,
    ReplayOut,
    SecretOut,
    SubscriptionChangeIn,
    SubscriptionIn,
    SubscriptionOut,
    SubscriptionsOut,
    WatchedOut,
    WatchIn,
    WatchListOut,
    WatchQuery,
)
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.etags import VERSIONED, tag, version_named
from creditsvc.web.guard import authenticated, requires
from creditsvc.web.runtime import runtime

SCOPE = "changes.read"
Body = dict[str, Any]
blueprint = Blueprint(
    "subscriptions",
    __name__,
    url_prefix="/v1/subscriptions",
    description="订阅与回调 / subscriptions and webhooks",
)
blueprints = (blueprint,)


@blueprint.post("")
@requires(SCOPE)
@blueprint.arguments(SubscriptionIn)
@blueprint.response(201, NewSubscriptionOut)
def create(body: Body) -> ResponseReturnValue:
    """新建订阅，密钥仅显示一次。Be told of changes at an address; the secret is shown this once."""
    with runtime().work.act(authenticated()) as act:
        one, secret = service.create(act, runtime().part(Keys), _bounds(act.session), body)
        shown = _form(act.session, one) | {"secret": secret}
    answer, status = _tagged(shown, one), 201
    answer.headers["Location"] = f"/v1/subscriptions/{one.id}"
    return answer, status


@blueprint.get("")
@requires(SCOPE)
@blueprint.response(200, SubscriptionsOut)
def mine() -> ResponseReturnValue:
    """本合作方的订阅。The partner's own subscriptions."""
    with runtime().work.read() as session:
        found = service.mine(session, authenticated())
        return jsonify(subscriptions=[_form(session, one) for one in found])


@blueprint.get("/<uuid:subscription_id>")
@requires(SCOPE)
@blueprint.response(200, SubscriptionOut)
def show(subscription_id: UUID) -> ResponseReturnValue:
    """一个订阅及其进度。One subscription, and how far it has been told."""
    with runtime().work.read() as session:
        one = service.own(session, authenticated(), subscription_id)
        return _tagged(_form(session, one), one)


@blueprint.patch("/<uuid:subscription_id>")
@requires(SCOPE)
@blueprint.arguments(SubscriptionChangeIn)
@blueprint.response(200, SubscriptionOut)
@blueprint.doc(**VERSIONED)
def change(body: Body, subscription_id: UUID) -> ResponseReturnValue:
    """改动地址、用途或范围。Another address, purpose or choice, at the version that If-Match names."""
    with runtime().work.act(authenticated()) as act:
        service.own(act.session, act.actor, subscription_id)
        version = version_named()
        one = service.change(act, _bounds(act.session), subscription_id, version, body)
        return _tagged(_form(act.session, one), one)


@blueprint.delete("/<uuid:subscription_id>")
@requires(SCOPE)
@blueprint.response(204)
def delete(subscription_id: UUID) -> ResponseReturnValue:
    """删除订阅。Remove it with its watch list, secrets and dead letters."""
    with runtime().work.act(authenticated()) as act:
        service.delete(act, subscription_id)
    return "", 204


@blueprint.post("/<uuid:subscription_id>/pause")
@requires(SCOPE)
@blueprint.response(200, SubscriptionOut)
def pause(subscription_id: UUID) -> ResponseReturnValue:
    """暂停，其间的变更恢复后补发。Tell nothing for now; what happens meanwhile is told on resuming."""
    with runtime().work.act(authenticated()) as act:
        one = service.pause(act, subscription_id)
        return _tagged(_form(act.session, one), one)


@blueprint.post("/<uuid:subscription_id>/resume")
@requires(SCOPE)
@blueprint.response(200, SubscriptionOut)
def resume(subscription_id: UUID) -> ResponseReturnValue:
    """从停下的地方继续，停用的也可恢复。Go on where it stopped, also after it was disabled."""
    with runtime().work.act(authenticated()) as act:
        one = service.resume(act, subscription_id)
        return _tagged(_form(act.session, one), one)


@blueprint.post("/<uuid:subscription_id>/secret")
@requires(SCOPE)
@blueprint.response(201, SecretOut)
def rotate(subscription_id: UUID) -> ResponseReturnValue:
    """更换密钥，新旧并用一段时间。A new secret; for a while the former signs beside it."""
    with runtime().work.act(authenticated()) as act:
        secret = service.rotate(act, runtime().part(Keys), subscription_id)
        until = instant_text(act.at + SECRETS_OVERLAP)
    return jsonify(secret=secret, former_until=until), 201


@blueprint.post("/<uuid:subscription_id>/watch-list")
@requires(SCOPE)
@blueprint.arguments(WatchIn)
@blueprint.response(200, WatchedOut)
def watch(body: Body, subscription_id: UUID) -> ResponseReturnValue:
    """成批增删关注的企业。Codes onto and off the watch list, all or none, up to 10,000 at a time."""
    with runtime().work.act(authenticated()) as act:
        added, removed = service.watch(act, subscription_id, **body)
        watched = service.count_watched(act.session, subscription_id)
    return jsonify(added=added, removed=removed, watched=watched)


@blueprint.get("/<uuid:subscription_id>/watch-list")
@requires(SCOPE)
@blueprint.arguments(WatchQuery, location="query")
@blueprint.response(200, WatchListOut)
def watch_list(query: Body, subscription_id: UUID) -> ResponseReturnValue:
    """关注的企业。The codes on the watch list, in order."""
    after, limit = query["after"], query["limit"]
    with runtime().work.read() as session:
        service.own(session, authenticated(), subscription_id)
        found = service.watch_list(session, subscription_id, after, limit + 1)
    page = found[:limit]
    return jsonify(codes=page, cursor=page[-1] if page else after, more=len(found) > len(page))


@blueprint.get("/<uuid:subscription_id>/dead-letters")
@requires(SCOPE)
@blueprint.response(200, DeadLettersOut)
def dead_letters(subscription_id: UUID) -> ResponseReturnValue:
    """未能送达的消息。Messages that did not get through after the last attempt."""
    with runtime().work.read() as session:
        service.own(session, authenticated(), subscription_id)
        found = service.dead_letters(session, subscription_id)
    return jsonify(
        dead_letters=[
            {
                "seq": one.seq,
                "event": message_id(subscription_id, one.seq),
                "attempts": one.attempts,
                "last_error": one.last_error,
                "at": instant_text(one.at),
                "replayed_at": one.replayed_at and instant_text(one.replayed_at),
            }
            for one in found
        ]
    )


@blueprint.post("/<uuid:subscription_id>/replay")
@requires(SCOPE)
@blueprint.arguments(ReplayIn)
@blueprint.response(202, ReplayOut)
def replay(body: Body, subscription_id: UUID) -> ResponseReturnValue:
    """重发：自某游标起的全部，或未送达的消息。Tell again; messages keep their names."""
    with runtime().work.act(authenticated()) as act:
        dead = service.replay(act, subscription_id, after=body.get("after"), dead=body.get("dead"))
        cursor = service.get(act.session, subscription_id).cursor
    return jsonify(dead=dead, cursor=str(cursor)), 202


def _bounds(session: Session) -> Bounds:
    lists = runtime().part(Laws).in_use(session).lists
    return Bounds(lists=lists, networks=runtime().settings.webhook_networks)


def _tagged(shown: Body, one: Subscription) -> Response:
    return tag(jsonify(shown), one.version)


def _form(session: Session, one: Subscription) -> Body:
    def some(given: frozenset[str] | None) -> list[str] | None:
        return None if given is None else sorted(given)

    zh, en = DISABLED.get(one.reason or "", ("", ""))
    return {
        "id": one.id,
        "url": one.url,
        "purpose": one.purpose,
        "lists": some(one.filter.lists),
        "regions": some(one.filter.regions),
        "reasons": some(one.filter.reasons),
        "watching": one.filter.watching,
        "watched": service.count_watched(session, one.id),
        "state": one.state,
        "reason": one.reason and {"code": one.reason, "zh": zh, "en": en},
        "cursor": str(one.cursor),
        "failures": one.attempt,
        "failing_since": one.failing_since and instant_text(one.failing_since),
    }
