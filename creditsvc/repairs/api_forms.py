"""An application as it is shown over HTTP: state, conditions, obstacles, clocks."""

from datetime import datetime
from typing import Any

from flask import Response, jsonify
from sqlalchemy.orm import Session

from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.clock import legal_day
from creditsvc.kernel.periods import Calendar
from creditsvc.law.rulebook import Law
from creditsvc.repairs import clocks, reading, service
from creditsvc.repairs.domain import OPEN, Repair, obstacle_form
from creditsvc.repairs.form import plain
from creditsvc.repairs.refusals import NotRepairable
from creditsvc.web.etags import tag
from creditsvc.web.runtime import runtime

Body = dict[str, Any]


def shown(session: Session, repair: Repair, moment: datetime) -> Response:
    """The application with its version as ETag."""
    return tag(jsonify(form(session, repair, moment)), repair.version)


def form(session: Session, repair: Repair, moment: datetime) -> Body:
    """The application with its clocks and, while it is open, conditions and obstacles."""
    law, calendar = runtime().part(Laws).in_use(session), runtime().part(Calendar)
    about, today = reading.subject_of(session, repair, moment), legal_day(moment)
    running = clocks.clocks(about.periods(law), calendar, repair, today)
    restored = service.restored_by(session, repair)
    return {
        **plain(repair),
        "about": repair.about,
        **_asked(session, law, repair, moment),
        "clocks": [each.form() for each in running],
        "overdue": any(each.overdue for each in running),
        "restored_by": restored and str(restored.id),
        "corrected_since": service.corrected_since(session, repair),
    }


def _asked(session: Session, law: Law, repair: Repair, moment: datetime) -> Body:
    """What is asked for and what is lacking, while it is open."""
    if repair.stage not in OPEN:
        return {"conditions": [], "obstacles": []}
    try:
        way, found = service.checks(session, law, repair, moment)
    except NotRepairable as why:
        gone = {"id": why.kind, "article": "", "zh": why.zh, "en": why.en, "from": None}
        return {"conditions": [], "obstacles": [gone]}
    return {"conditions": way.form(), "obstacles": [obstacle_form(each) for each in found]}
