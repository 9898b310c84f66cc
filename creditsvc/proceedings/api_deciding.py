"""Cases over HTTP: hearing, legal review, deliberation, decision, and its service."""

from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue

from creditsvc.findings.rulebooks import Laws
from creditsvc.proceedings import decisions, hearings, parsing
from creditsvc.proceedings.decisions import Resolved, Reviewed
from creditsvc.proceedings.domain import Deliberation
from creditsvc.proceedings.rendering import shown, words
from creditsvc.proceedings.schemas import (
    DecisionIn,
    DecisionServiceIn,
    DeliberationIn,
    HearingIn,
    HearingNoticeIn,
    HearingRequestIn,
    HearingWithdrawalIn,
    LegalReviewIn,
    ProceedingOut,
)
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.etags import VERSIONED, version_named
from creditsvc.web.guard import authenticated, requires
from creditsvc.web.runtime import runtime

Body = dict[str, Any]
blueprint = Blueprint(
    "proceedings-deciding",
    __name__,
    url_prefix="/v1/proceedings",
    description="听证、审核和决定 / hearing, review and decision",
)


@blueprint.post("/<uuid:case_id>/hearing-request")
@requires("proceedings.handle", person=True)
@blueprint.arguments(HearingRequestIn)
@blueprint.response(200, ProceedingOut)
@blueprint.doc(**VERSIONED)
def request_hearing(body: Body, case_id: UUID) -> ResponseReturnValue:
    """当事人要求听证，案件等待。The party asks for a hearing; the case waits for it."""
    paper, on = parsing.document(body), body["received_on"]
    with runtime().work.act(authenticated()) as act:
        asked = hearings.request(act, words(act.session), case_id, version_named(), paper, on)
        return shown(act.session, asked)


@blueprint.post("/<uuid:case_id>/hearing-withdrawal")
@requires("proceedings.handle", person=True)
@blueprint.arguments(HearingWithdrawalIn)
@blueprint.response(200, ProceedingOut)
@blueprint.doc(**VERSIONED)
def withdraw_hearing(body: Body, case_id: UUID) -> ResponseReturnValue:
    """书面撤回听证申请。The party takes its request back in writing."""
    paper = parsing.document(body)
    with runtime().work.act(authenticated()) as act:
        return shown(act.session, hearings.withdraw(act, case_id, version_named(), paper))


@blueprint.post("/<uuid:case_id>/hearing-notice")
@requires("proceedings.handle", person=True)
@blueprint.arguments(HearingNoticeIn)
@blueprint.response(200, ProceedingOut)
@blueprint.doc(**VERSIONED)
def call_hearing(body: Body, case_id: UUID) -> ResponseReturnValue:
    """听证通知：时间、地点、主持人（非本案调查人员）。Call the hearing: day, place, who presides."""
    given = parsing.call(body)
    with runtime().work.act(authenticated()) as act:
        law, calendar = words(act.session)
        case = hearings.call(act, law, calendar, case_id, version_named(), given)
        return shown(act.session, case)


@blueprint.post("/<uuid:case_id>/hearing")
@requires("proceedings.review", person=True)
@blueprint.arguments(HearingIn)
@blueprint.response(200, ProceedingOut)
@blueprint.doc(**VERSIONED)
def hear(body: Body, case_id: UUID) -> ResponseReturnValue:
    """听证笔录，由主持人提交。The minutes, filed by the one who presided."""
    given = parsing.minutes(body, authenticated().id)
    with runtime().work.act(authenticated()) as act:
        law, _ = words(act.session)
        return shown(act.session, hearings.hear(act, law, case_id, version_named(), given))


@blueprint.post("/<uuid:case_id>/review")
@requires("proceedings.review", person=True)
@blueprint.arguments(LegalReviewIn)
@blueprint.response(200, ProceedingOut)
@blueprint.doc(**VERSIONED)
def review(body: Body, case_id: UUID) -> ResponseReturnValue:
    """法制审核：通过，或者附理由退回承办人。The legal review: approve, or return with reasons."""
    given = Reviewed(
        document=parsing.document(body),
        opinion=body["opinion"],
        reasons=body["reasons"],
        complex_case=body["complex"],
    )
    with runtime().work.act(authenticated()) as act:
        law, calendar = words(act.session)
        case = decisions.review(act, law, calendar, case_id, version_named(), given)
        return shown(act.session, case)


@blueprint.post("/<uuid:case_id>/deliberation")
@requires("proceedings.handle", person=True)
@blueprint.arguments(DeliberationIn)
@blueprint.response(200, ProceedingOut)
@blueprint.doc(**VERSIONED)
def deliberate(body: Body, case_id: UUID) -> ResponseReturnValue:
    """负责人集体讨论的记录。The paper of the principals' joint deliberation."""
    given = Deliberation(document=parsing.document(body), present=tuple(body["present"]))
    with runtime().work.act(authenticated()) as act:
        law, calendar = words(act.session)
        case = decisions.deliberate(act, law, calendar, case_id, version_named(), given)
        return shown(act.session, case)


@blueprint.post("/<uuid:case_id>/decision")
@requires("proceedings.decide", person=True)
@blueprint.arguments(DecisionIn)
@blueprint.response(200, ProceedingOut)
@blueprint.doc(**VERSIONED)
def decide(body: Body, case_id: UUID) -> ResponseReturnValue:
    """决定：期限届满，由承办、审核、主持听证以外的人作出，不得重于告知。Decide, as another person."""
    measures = body["measures"]
    resolved = Resolved(
        document=parsing.document(body),
        authority=body["authority"],
        reply_answer=body["reply_answer"],
        hearing_answer=body["hearing_answer"],
        measures=None if measures is None else tuple(measures),
    )
    with runtime().work.act(authenticated()) as act:
        law, calendar = words(act.session)
        case = decisions.decide(act, law, calendar, case_id, version_named(), resolved)
        return shown(act.session, case)


@blueprint.post("/<uuid:case_id>/service")
@requires("proceedings.handle", person=True)
@blueprint.arguments(DecisionServiceIn)
@blueprint.response(200, ProceedingOut)
@blueprint.doc(**VERSIONED)
def serve(body: Body, case_id: UUID) -> ResponseReturnValue:
    """决定书送达；公告送达的，期满方可列入。Record how the decision was served."""
    served, laws = parsing.service(body), runtime().part(Laws)
    with runtime().work.act(authenticated()) as act:
        return shown(act.session, decisions.serve(act, laws, case_id, version_named(), served))
