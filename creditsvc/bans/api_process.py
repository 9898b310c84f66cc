"""Own bans over HTTP: notice, reply, waiver, hearing, legal review, deliberation, service of the decision."""

from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue

from creditsvc.bans import hearings, notices
from creditsvc.bans.notices import Told
from creditsvc.bans.rendering import shown
from creditsvc.bans.schemas import BanNoticeIn, BanOut
from creditsvc.proceedings import parsing
from creditsvc.proceedings.domain import Deliberation, Review
from creditsvc.proceedings.rendering import words
from creditsvc.proceedings.schemas import (
    DecisionServiceIn,
    DeliberationIn,
    HearingIn,
    HearingNoticeIn,
    HearingRequestIn,
    HearingWithdrawalIn,
    LegalReviewIn,
    ReplyIn,
    WaiverIn,
)
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.etags import VERSIONED, version_named
from creditsvc.web.guard import authenticated, requires
from creditsvc.web.runtime import runtime

Body = dict[str, Any]
blueprint = Blueprint(
    "bans-process", __name__, url_prefix="/v1/bans", description="禁入的告知、听证和送达 / due process of bans"
)  # fmt: skip


@blueprint.post("/<uuid:ban_id>/notice")
@requires("proceedings.handle", person=True)
@blueprint.arguments(BanNoticeIn)
@blueprint.response(200, BanOut)
@blueprint.doc(**VERSIONED)
def tell(body: Body, ban_id: UUID) -> ResponseReturnValue:
    """告知书送达；再次告知的，期限重新起算。Record the served notice; told anew, the time begins again."""
    told = Told(
        document=parsing.document(body),
        service=parsing.service(body),
        grave=body["grave"],
        complex_case=body["complex"],
    )
    with runtime().work.act(authenticated()) as act:
        moved = notices.tell(act, words(act.session), ban_id, version_named(), told)
        return shown(act.session, moved, act.at)


@blueprint.post("/<uuid:ban_id>/reply")
@requires("proceedings.handle", person=True)
@blueprint.arguments(ReplyIn)
@blueprint.response(200, BanOut)
@blueprint.doc(**VERSIONED)
def reply(body: Body, ban_id: UUID) -> ResponseReturnValue:
    """陈述申辩；逾期的也登记。Record what the party replied, late or not."""
    given = parsing.reply(body)
    with runtime().work.act(authenticated()) as act:
        moved = notices.reply(act, words(act.session), ban_id, version_named(), given)
        return shown(act.session, moved, act.at)


@blueprint.post("/<uuid:ban_id>/waiver")
@requires("proceedings.handle", person=True)
@blueprint.arguments(WaiverIn)
@blueprint.response(200, BanOut)
@blueprint.doc(**VERSIONED)
def waive(body: Body, ban_id: UUID) -> ResponseReturnValue:
    """放弃陈述申辩（和听证）的书面材料。The paper by which the party gives up its time to reply."""
    given = parsing.waiver(body)
    with runtime().work.act(authenticated()) as act:
        return shown(act.session, notices.waive(act, ban_id, version_named(), given), act.at)


@blueprint.post("/<uuid:ban_id>/hearing-request")
@requires("proceedings.handle", person=True)
@blueprint.arguments(HearingRequestIn)
@blueprint.response(200, BanOut)
@blueprint.doc(**VERSIONED)
def request_hearing(body: Body, ban_id: UUID) -> ResponseReturnValue:
    """当事人要求听证，禁入等待。The party asks for a hearing; the ban waits for it."""
    paper, on = parsing.document(body), body["received_on"]
    with runtime().work.act(authenticated()) as act:
        moved = hearings.request(act, words(act.session), ban_id, version_named(), paper, on)
        return shown(act.session, moved, act.at)


@blueprint.post("/<uuid:ban_id>/hearing-withdrawal")
@requires("proceedings.handle", person=True)
@blueprint.arguments(HearingWithdrawalIn)
@blueprint.response(200, BanOut)
@blueprint.doc(**VERSIONED)
def withdraw_hearing(body: Body, ban_id: UUID) -> ResponseReturnValue:
    """书面撤回听证申请。The party takes its request back in writing."""
    paper = parsing.document(body)
    with runtime().work.act(authenticated()) as act:
        return shown(act.session, hearings.withdraw(act, ban_id, version_named(), paper), act.at)


@blueprint.post("/<uuid:ban_id>/hearing-notice")
@requires("proceedings.handle", person=True)
@blueprint.arguments(HearingNoticeIn)
@blueprint.response(200, BanOut)
@blueprint.doc(**VERSIONED)
def call_hearing(body: Body, ban_id: UUID) -> ResponseReturnValue:
    """听证通知：时间、地点、主持人（非本案调查人员）。Call the hearing: day, place, who presides."""
    given = parsing.call(body)
    with runtime().work.act(authenticated()) as act:
        moved = hearings.call(act, words(act.session), ban_id, version_named(), given)
        return shown(act.session, moved, act.at)


@blueprint.post("/<uuid:ban_id>/hearing")
@requires("proceedings.review", person=True)
@blueprint.arguments(HearingIn)
@blueprint.response(200, BanOut)
@blueprint.doc(**VERSIONED)
def hear(body: Body, ban_id: UUID) -> ResponseReturnValue:
    """听证笔录，由主持人提交。The minutes, filed by the one who presided."""
    given = parsing.minutes(body, authenticated().id)
    with runtime().work.act(authenticated()) as act:
        moved = hearings.hear(act, words(act.session), ban_id, version_named(), given)
        return shown(act.session, moved, act.at)


@blueprint.post("/<uuid:ban_id>/review")
@requires("proceedings.review", person=True)
@blueprint.arguments(LegalReviewIn)
@blueprint.response(200, BanOut)
@blueprint.doc(**VERSIONED)
def review(body: Body, ban_id: UUID) -> ResponseReturnValue:
    """法制审核：通过，或者附理由退回承办人。The legal review: approve, or return with reasons."""
    given = Review(
        document=parsing.document(body),
        by=authenticated().id,
        opinion=body["opinion"],
        reasons=body["reasons"],
        complex_case=body["complex"],
    )
    with runtime().work.act(authenticated()) as act:
        moved = hearings.review(act, words(act.session), ban_id, version_named(), given)
        return shown(act.session, moved, act.at)


@blueprint.post("/<uuid:ban_id>/deliberation")
@requires("proceedings.handle", person=True)
@blueprint.arguments(DeliberationIn)
@blueprint.response(200, BanOut)
@blueprint.doc(**VERSIONED)
def deliberate(body: Body, ban_id: UUID) -> ResponseReturnValue:
    """负责人集体讨论的记录（复杂、重大的禁入）。The paper of the principals' joint deliberation."""
    given = Deliberation(document=parsing.document(body), present=tuple(body["present"]))
    with runtime().work.act(authenticated()) as act:
        moved = hearings.deliberate(act, words(act.session), ban_id, version_named(), given)
        return shown(act.session, moved, act.at)


@blueprint.post("/<uuid:ban_id>/service")
@requires("proceedings.handle", person=True)
@blueprint.arguments(DecisionServiceIn)
@blueprint.response(200, BanOut)
@blueprint.doc(**VERSIONED)
def serve(body: Body, ban_id: UUID) -> ResponseReturnValue:
    """决定书送达。Record how the decision reached the party."""
    served = parsing.service(body)
    with runtime().work.act(authenticated()) as act:
        law, _ = words(act.session)
        moved = notices.serve(act, law, ban_id, version_named(), served)
        return shown(act.session, moved, act.at)
