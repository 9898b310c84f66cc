"""From the legal review to the served decision, which alone gives the right to list."""

from dataclasses import dataclass, replace
from uuid import UUID

from creditsvc.db.work import Act
from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.periods import Calendar
from creditsvc.law.rulebook import Law
from creditsvc.proceedings import clocks, contents, deciding, grounds, serving, store
from creditsvc.proceedings.domain import (
    Decision,
    Deliberation,
    Document,
    Proceeding,
    Review,
    Service,
    Stage,
)
from creditsvc.proceedings.filing import admit, at, file, hands, telling_who_may
from creditsvc.proceedings.form import decision_row
from creditsvc.proceedings.service import must_sign_for
from creditsvc.proceedings.steps import noticed, owed


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """The legal review as its author states it."""

    document: Document
    opinion: str
    reasons: str
    complex_case: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """What the approver decides: paper, authority, answers to reply and hearing, measures.

    measures: None: all that the party was told of.
    """

    document: Document
    authority: str
    reply_answer: str | None
    hearing_answer: str | None = None
    measures: tuple[str, ...] | None = None


@telling_who_may("review")
def review(
    act: Act, law: Law, calendar: Calendar, case_id: UUID, version: int, given: Reviewed
) -> Proceeding:
    """Record the opinion of somebody who did not handle the case."""
    case = at(act.session, case_id, version)
    admit(act, case, "review")
    grounds.must_hold(act.session, law, case, act.day)
    opinion = Review(
        document=given.document,
        by=act.actor.id,
        opinion=given.opinion,
        reasons=given.reasons.strip(),
        complex_case=given.complex_case,
    )
    limits = clocks.limits(law, calendar, case, noticed(case))
    moved = deciding.review(case, opinion, limits, hands(act.session, case_id), today=act.day)
    return file(act, moved, "review", given.document)


@telling_who_may("deliberate")
def deliberate(
    act: Act, law: Law, calendar: Calendar, case_id: UUID, version: int, given: Deliberation
) -> Proceeding:
    """Record the joint deliberation of the principals."""
    case = at(act.session, case_id, version)
    grounds.must_hold(act.session, law, case, act.day)
    limits = clocks.limits(law, calendar, case, noticed(case))
    moved = deciding.deliberate(case, given, limits, today=act.day)
    return file(act, moved, "deliberate", given.document)


@telling_who_may("decide")
def decide(
    act: Act, law: Law, calendar: Calendar, case_id: UUID, version: int, resolved: Resolved
) -> Proceeding:
    """Decide to list: another person than all others, once the party had its time."""
    case = at(act.session, case_id, version)
    admit(act, case, "decide")
    told = noticed(case)
    limits = clocks.limits(law, calendar, case, told)
    grounds.must_hold(act.session, law, case, act.day)
    intended = told.outcome.measures if told.outcome is not None else ()
    measures = intended if resolved.measures is None else resolved.measures
    given = Decision(
        document=resolved.document,
        authority=resolved.authority,
        decided_by=act.actor.id,
        decided_on=resolved.document.day,
        reply_answer=resolved.reply_answer,
        waiver=None,
        hearing_answer=resolved.hearing_answer,
        outcome=contents.outcome(case, measures),
    )
    due = owed(law, case, given.decided_on)
    moved = deciding.decide(case, given, limits, due, hands(act.session, case_id), today=act.day)
    must_sign_for(act.actor, resolved.authority)
    contents.must_be_issuable(law, case, measures, given.decided_on)
    grounds.must_hold(act.session, law, case, given.decided_on)
    moved = replace(moved, ground=grounds.restated(case.ground, law))
    return file(act, moved, "decide", given.document)


@telling_who_may("serve")
def serve(act: Act, laws: Laws, case_id: UUID, version: int, served: Service) -> Proceeding:
    """Record how the decision reached the party."""
    case = at(act.session, case_id, version)
    grounds.must_hold(act.session, grounds.law_for(act.session, laws, case), case, act.day)
    given = serving.counted(laws.in_use(act.session), served, today=act.day)
    return file(act, deciding.serve(case, given, today=act.day), "serve")


@telling_who_may("conclude")
def conclude(act: Act, laws: Laws, case_id: UUID, version: int, served: Service | None) -> UUID:
    """Conclude a case whose decision counts as served; the key of the decision that now may list.

    served: the proof of service of a decision that nobody has recorded as served yet.
    """
    case = at(act.session, case_id, version)
    if served is not None and case.stage is Stage.DECIDED:
        case = serve(act, laws, case_id, version, served)
    grounds.must_hold(act.session, grounds.law_for(act.session, laws, case), case, act.day)
    moved = file(act, deciding.conclude(case, today=act.day), "conclude")
    decision_id = act.new_id()
    store.add_decision(act.session, decision_row(moved, decision_id, act.no))
    return decision_id
