"""Reconsideration and litigation over HTTP, by the same moves; and all remedies against an entry."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from creditsvc.db.work import Act
from creditsvc.enterprises import service as enterprises
from creditsvc.events.import_rows import WordsNow
from creditsvc.events.submitting import content_of
from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.clock import legal_day
from creditsvc.kernel.periods import Calendar
from creditsvc.listings import service as listings
from creditsvc.proceedings.domain import Document
from creditsvc.remedies import service, suing
from creditsvc.remedies.api import form as objection_shown
from creditsvc.remedies.api import subject_of
from creditsvc.remedies.domain import LISTING, Subject
from creditsvc.remedies.form import suit_form
from creditsvc.remedies.schemas import (
    AppealIn,
    RemediesOut,
    SuitIn,
    SuitOut,
    SuitOutcomeIn,
    SuitPaperIn,
    SuitsOut,
    SuitsQuery,
)
from creditsvc.remedies.suing import Filed
from creditsvc.remedies.suits import LITIGATION, RECONSIDERATION, Instance, Outcome, Paper, Suit
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.etags import VERSIONED, tag, version_named
from creditsvc.web.guard import authenticated, requires
from creditsvc.web.runtime import runtime

Body = dict[str, Any]
View = Callable[..., ResponseReturnValue]
KINDS = {"reconsiderations": RECONSIDERATION, "litigations": LITIGATION}
of_entries = Blueprint(
    "remedies", __name__, url_prefix="/v1/listings", description="条目的救济 / remedies of an entry"
)
blueprint = Blueprint(
    "reconsiderations", __name__, url_prefix="/v1/reconsiderations", description="行政复议 / review"
)
litigation = Blueprint(
    "litigations", __name__, url_prefix="/v1/litigations", description="行政诉讼 / litigation"
)
blueprints = (blueprint, litigation, of_entries)


def both(method: str, path: str) -> Callable[[View], View]:
    """Serve a view under both addresses; which one a request came by tells its kind."""

    def decorate(view: View) -> View:
        for each in (blueprint, litigation):
            getattr(each, method)(path)(view)
        return view

    return decorate


@both("post", "")
@requires("proceedings.handle", person=True)
@blueprint.arguments(SuitIn)
@blueprint.doc(responses={"201": {"description": "Created"}})
def file(body: Body) -> ResponseReturnValue:
    """登记复议或者诉讼；逾期的照登并标明。Record a suit against an entry or a penalty; late ones too."""
    with runtime().work.act(authenticated()) as act:
        counted = runtime().part(Laws).in_use(act.session), runtime().part(Calendar)
        filed = Filed(
            kind=_kind(),
            subject=subject_of(act.session, body),
            body=body["body"],
            number=body["number"],
            filed_on=body["filed_on"],
            document=Document(**body["document"]),
        )
        made = suing.file(act, counted, filed)
        answer = _shown(act.session, made, act.day)
    return answer, 201, {"Location": f"/v1/{request.blueprint}/{made.id}"}


@both("get", "")
@requires("proceedings.read")
@blueprint.arguments(SuitsQuery, location="query")
@blueprint.response(200, SuitsOut)
def find(query: Body) -> ResponseReturnValue:
    """列表。The suits of that kind, the last moved first, at most 500."""
    with runtime().work.read() as session:
        key = enterprises.identified(session, query["uscc"]).id if "uscc" in query else None
        found = suing.find(session, _kind(), enterprise_id=key, stage=query.get("stage"))
        return jsonify(suits=[_form(session, one, _today()) for one in found])


@both("get", "/<uuid:suit_id>")
@requires("proceedings.read")
@blueprint.response(200, SuitOut)
def get(suit_id: UUID) -> ResponseReturnValue:
    """现状：各审级、停止执行、结果、期限。One suit as it stands, its version as ETag."""
    with runtime().work.read() as session:
        return _shown(session, suing.get(session, _kind(), suit_id), _today())


@both("post", "/<uuid:suit_id>/acceptance")
@requires("proceedings.handle", person=True)
@blueprint.arguments(SuitPaperIn)
@blueprint.response(200, SuitOut)
@blueprint.doc(**VERSIONED)
def accept(body: Body, suit_id: UUID) -> ResponseReturnValue:
    """受理。The body takes it up."""
    with runtime().work.act(authenticated()) as act:
        moved = suing.accept(act, _kind(), suit_id, version_named(), _paper(act, body))
        return _shown(act.session, moved, act.day)


@both("post", "/<uuid:suit_id>/non-acceptance")
@requires("proceedings.handle", person=True)
@blueprint.arguments(SuitPaperIn)
@blueprint.response(200, SuitOut)
@blueprint.doc(**VERSIONED)
def refuse(body: Body, suit_id: UUID) -> ResponseReturnValue:
    """不予受理。The body does not take it up."""
    with runtime().work.act(authenticated()) as act:
        moved = suing.refuse(act, _kind(), suit_id, version_named(), _paper(act, body))
        return _shown(act.session, moved, act.day)


@both("post", "/<uuid:suit_id>/suspension")
@requires("proceedings.decide", person=True)
@blueprint.arguments(SuitPaperIn)
@blueprint.response(200, SuitOut)
@blueprint.doc(**VERSIONED)
def suspend(body: Body, suit_id: UUID) -> ResponseReturnValue:
    """停止执行。Execution is ordered to stop; the entry binds nobody and is not shown meanwhile."""
    with runtime().work.act(authenticated()) as act:
        moved = suing.suspend(act, _kind(), suit_id, version_named(), _paper(act, body))
        return _shown(act.session, moved, act.day)


@both("post", "/<uuid:suit_id>/resumption")
@requires("proceedings.decide", person=True)
@blueprint.arguments(SuitPaperIn)
@blueprint.response(200, SuitOut)
@blueprint.doc(**VERSIONED)
def resume(body: Body, suit_id: UUID) -> ResponseReturnValue:
    """恢复执行。Execution goes on."""
    with runtime().work.act(authenticated()) as act:
        moved = suing.resume(act, _kind(), suit_id, version_named(), _paper(act, body))
        return _shown(act.session, moved, act.day)


@both("post", "/<uuid:suit_id>/outcome")
@requires("proceedings.decide", person=True)
@blueprint.arguments(SuitOutcomeIn)
@blueprint.response(200, SuitOut)
@blueprint.doc(**VERSIONED)
def conclude(body: Body, suit_id: UUID) -> ResponseReturnValue:
    """生效结果：撤销、确认违法、无效的即时移出。An outcome with effect; what it annuls ends at once."""
    correction = None
    if body["correction"] is not None:
        words = runtime().part(WordsNow).read()
        correction = content_of(body["correction"], words, _today(), inside="/correction")
    with runtime().work.act(authenticated()) as act:
        given = Outcome(
            outcome=body["outcome"],
            effective_on=body["effective_on"],
            document=Document(**body["document"]),
            by=act.actor.id,
            entry_stands=body["entry_stands"],
        )
        moved = suing.conclude(act, _kind(), suit_id, version_named(), given, correction)
        return _shown(act.session, moved, act.day)


@both("post", "/<uuid:suit_id>/appeal")
@requires("proceedings.handle", person=True)
@blueprint.arguments(AppealIn)
@blueprint.response(200, SuitOut)
@blueprint.doc(**VERSIONED)
def appeal(body: Body, suit_id: UUID) -> ResponseReturnValue:
    """上诉或者再审。The next instance has it."""
    with runtime().work.act(authenticated()) as act:
        given = Instance(
            level=body["level"],
            body=body["body"],
            number=body["number"],
            filed_on=body["filed_on"],
            document=Document(**body["document"]),
            filed_by=act.actor.id,
        )
        moved = suing.appeal(act, _kind(), suit_id, version_named(), given)
        return _shown(act.session, moved, act.day)


@of_entries.get("/<uuid:listing_id>/remedies")
@requires("proceedings.read")
@of_entries.response(200, RemediesOut)
def of_listing(listing_id: UUID) -> ResponseReturnValue:
    """条目的救济：当事人期限、异议、复议和诉讼。All remedies against an entry, and the party's time."""
    today = _today()
    with runtime().work.read() as session:
        subject = Subject(kind=LISTING, id=listings.get(session, listing_id).id)
        law, calendar = runtime().part(Laws).in_use(session), runtime().part(Calendar)
        clocks = suing.party_clocks(session, law, calendar, subject, today)
        objections = service.about(session, subject)
        return jsonify(
            party_clocks=[each.form() for each in clocks],
            objections=[objection_shown(session, one, today) for one in objections],
            suits=[_form(session, one, today) for one in suing.about(session, subject)],
        )


def _kind() -> str:
    return KINDS[str(request.blueprint)]


def _today() -> date:
    return legal_day(runtime().clock.now())


def _paper(act: Act, body: Body) -> Paper:
    return Paper(document=Document(**body["document"]), by=act.actor.id)


def _form(session: Session, suit: Suit, today: date) -> dict[str, Any]:
    law, calendar = runtime().part(Laws).in_use(session), runtime().part(Calendar)
    running = suing.running(session, law, calendar, suit, today)
    return {
        **suit_form(suit),
        "clocks": [each.form() for each in running],
        "overdue": any(each.overdue for each in running),
    }


def _shown(session: Session, suit: Suit, today: date) -> Response:
    return tag(jsonify(_form(session, suit, today)), suit.version)
