"""What the law says of one enterprise's record on a day, with what is open and every way out.

Not what is in force: a finding lists nobody. That is what `answering` tells.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from creditsvc.enterprises import service as enterprises
from creditsvc.events import service as events
from creditsvc.findings.domain import finding_on
from creditsvc.findings.service import undetermined_body
from creditsvc.kernel import uscc as codes
from creditsvc.kernel.canonical import canonical_bytes
from creditsvc.kernel.clock import instant_text, legal_day
from creditsvc.law import two_dates_text, way_out_checks
from creditsvc.law.domain import Event, Record
from creditsvc.law.grading import STANDING
from creditsvc.law.measures import Measure, if_listed
from creditsvc.law.rulebook import Law
from creditsvc.law.two_dates import two_dates
from creditsvc.listings.domain import Entry
from creditsvc.lookup.answering import Asked, as_named, as_of, known, law_known, now_of
from creditsvc.lookup.domain import listing, on_display, way_of
from creditsvc.lookup.purposes import ASSESSMENT
from creditsvc.lookup.questions import code, when
from creditsvc.lookup.visits import Admitted, Given, House, Outcome, Visit, receive
from creditsvc.tiers import service as tiers
from creditsvc.tiers.domain import would_stand
from creditsvc.tiers.service import Position

ROUTE = "/v1/enterprises/{uscc}/assessment"
SCOPE = "assessments.read"
TIMES = ("on", "known_at")


def assessment(house: House, asked: Asked) -> Given:
    """The assessment of one code; the visit is in the log when this returns."""
    visit = Visit(
        claims=asked.claims,
        route=ROUTE,
        scope=SCOPE,
        purpose=asked.purpose,
        text=codes.written(asked.text),
        now=house.clock.now(),
    )
    state = house.desk.state(asked.claims, visit.text)
    return receive(house, visit, state, lambda who: _answer(house, visit, asked, who))


def _answer(house: House, visit: Visit, asked: Asked, who: Admitted) -> Given:
    house.purposes.must_see(ASSESSMENT, who.stated)
    subject, state = code(visit.text), who.state
    times = when(asked.query, TIMES, visit.now)
    act = known(house, times, state)
    who.spending.take(1)
    moment = times.moment or now_of(visit, state)
    with house.work.read() as session:
        law = law_known(house, session, state, act)
        body = _assessed(session, law, subject, moment, state.act if act is None else act)
    body |= {
        "as_of": as_of(visit, state),
        "data_version": state.act,
        "known_at": act,
        "law_digest": law.digest,
    }
    asked_of = None if times.moment is None else instant_text(moment)
    outcome = Outcome(subject=subject, word="assessed", valid_at=asked_of, known_at=act)
    return Given(body=canonical_bytes(body), outcomes=(outcome,))


def _assessed(
    session: Session, law: Law, subject: str, moment: datetime, known_at: int
) -> dict[str, Any]:
    day = legal_day(moment)
    enterprise = enterprises.find(session, subject)
    if enterprise is None or enterprise.act_no > known_at:
        return _nobody(subject, day)
    position = tiers.position(session, law, enterprise.id, moment, known_at=known_at)
    return _body(law, as_named(session, position, known_at), day)


def _nobody(subject: str, day: date) -> dict[str, Any]:
    """Nothing is recorded of the code: no tier, because nobody has reported on it."""
    who = {"uscc": subject, "name": None}
    empty: Mapping[str, list[Any]] = {
        name: []
        for name in ("findings", "undetermined", "two_dates", "records", "listings", "warnings")
    }
    return {
        "enterprise": who,
        "registered": False,
        "on": day.isoformat(),
        "tier": None,
        "tier_reason": None,
        **empty,
    }


def _body(law: Law, position: Position, day: date) -> dict[str, Any]:
    evaluation = position.assessment.evaluation
    facts = [events.as_law_sees(version) for version in position.record]
    would = would_stand(law, law.schemes[STANDING], position.assessment)
    return {
        "enterprise": {"uscc": position.enterprise.uscc, "name": position.enterprise.name},
        "registered": True,
        "on": day.isoformat(),
        "tier": would.tier,
        "tier_reason": would.reason,
        "findings": [
            finding_on(one, day)
            | {
                "way_out_if_listed": way_out_checks.of_finding(law, facts, one, day),
                "measures_if_listed": [
                    _measure(each) for each in if_listed(law.measures, one, facts, day)
                ],
            }
            for one in evaluation.findings
        ],
        "undetermined": [undetermined_body(one) for one in evaluation.undetermined],
        "two_dates": [two_dates_text.body(one) for one in two_dates(law, facts, day)],
        "records": [_record(law, facts, one, position) for one in position.records],
        "listings": [
            _listing(law, facts, one, position) for one in (*position.entries, *position.suspended)
        ],
        "warnings": list(evaluation.warnings),
    }


def _record(law: Law, facts: Sequence[Event], one: Record, position: Position) -> dict[str, Any]:
    day = legal_day(position.moment)
    return on_display(law, one, position) | {
        "way_out": way_out_checks.of_record(law, facts, one, day)
    }


def _listing(law: Law, facts: Sequence[Event], entry: Entry, position: Position) -> dict[str, Any]:
    """An entry, its way out as it stands on the day: a partner's answer tells no states."""
    way, own = way_of(law, entry), frozenset(entry.ground.get("evidence", ()))
    day = legal_day(position.moment)
    return listing(law, entry, position) | {
        "way_out": way and way_out_checks.examine(law, facts, way, day, own=own).body()
    }


def _measure(one: Measure) -> dict[str, Any]:
    """A measure that a listing would carry; *may*: only by a decision of its own."""
    return {
        "id": one.id,
        "title": dict(one.title),
        "field": [each.id for each in one.fields],
        "executor": [each.id for each in one.executors],
        "may": not one.shall,
    }
