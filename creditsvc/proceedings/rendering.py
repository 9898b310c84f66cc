"""A case as an answer over HTTP: with its clocks as they stand today, its version as ETag."""

from flask import Response, jsonify
from sqlalchemy.orm import Session

from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.clock import legal_day
from creditsvc.kernel.periods import Calendar
from creditsvc.law.rulebook import Law
from creditsvc.proceedings import form
from creditsvc.proceedings.domain import Proceeding
from creditsvc.web.etags import tag
from creditsvc.web.runtime import runtime


def words(session: Session) -> tuple[Law, Calendar]:
    """The rulebook in use and the calendar."""
    return runtime().part(Laws).in_use(session), runtime().part(Calendar)


def shown(session: Session, case: Proceeding) -> Response:
    """The case as it stands."""
    law, calendar = words(session)
    today = legal_day(runtime().clock.now())
    return tag(jsonify(form.shown(case, law, calendar, today)), case.version)
