"""Opening a case (立案): approved by a principal, from then on its time to decide runs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.db.work import Act
from creditsvc.events import service as events
from creditsvc.kernel.periods import add_months
from creditsvc.law.rulebook import Law
from creditsvc.proceedings import grounds, store, telling
from creditsvc.proceedings.domain import Document, Opening, Proceeding, SamePerson
from creditsvc.proceedings.filing import at, file, telling_who_may


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The opening as the handler reports it: its paper, who approved it, whether it is complex."""

    document: Document
    approved_by: str
    complex_case: bool


@telling_who_may("open")
def open_case(act: Act, law: Law, case_id: UUID, version: int, given: Opened) -> Proceeding:
    """Record that a principal, another person than the handler, approved the opening."""
    case = at(act.session, case_id, version)
    grounds.must_hold(act.session, law, case, act.day)
    moved = telling.open_case(case, stated(act, law, case, given), today=act.day)
    file(act, moved, "open", given.document)
    store.add_opening(act.session, {"proceeding_id": case.id, **row(act, moved)})
    return moved


def stated(act: Act, law: Law, case: Proceeding, given: Opened) -> Opening:
    """The opening with what it makes due under *law*; raises SamePerson if its handler approved it."""
    if given.approved_by.strip() in {act.actor.id, act.actor.id.partition(":")[2], act.actor.name}:
        raise SamePerson(
            "承办人不得自行批准立案", "whoever handles a case does not approve its opening",
            who=act.actor.id, field="approved_by",
        )  # fmt: skip
    on, list_id = given.document.day, case.ground.list
    review = law.course.step(list_id, "review", case.region, on)
    meeting = law.course.step(list_id, "deliberation", case.region, on)
    still = case.decision is None  # what was decided before openings were asked for owes no more
    return Opening(
        document=given.document,
        approved_by=given.approved_by.strip(),
        handled_by=act.actor.id,
        complex_case=given.complex_case,
        review_due=still and review is not None and review.due(complex_case=given.complex_case),
        deliberation_due=still
        and meeting is not None
        and meeting.due(complex_case=given.complex_case),
        expired=tuple(_expired(act.session, law, case, on)) if still else (),
    )


def row(act: Act, case: Proceeding) -> dict[str, object]:
    """The opening of *case* as the row that says what is due."""
    opening = case.opening
    if opening is None:
        raise AssertionError("opened without an opening")  # the move sets it
    return {
        "version": case.version,
        "act_no": act.no,
        "opened_on": opening.document.day,
        "approved_by": opening.approved_by,
        "handled_by": opening.handled_by,
        "review_due": opening.review_due or bool(opening.expired),
        "deliberation_due": opening.deliberation_due,
    }


def _expired(session: Session, law: Law, case: Proceeding, on: date) -> Iterator[str]:
    """The articles on limitation whose time had passed between the conduct and the opening.

    Whether limitation bars a listing is said nowhere (the article speaks of penalties), so it opens
    no gate and shuts none: it makes a legal review due.
    """
    if law.lists[case.ground.list].polarity != "adverse":
        return
    record = events.records_of(session, [case.enterprise_id])[case.enterprise_id]
    told = [one for one in record if str(one.event_id) in case.ground.evidence]
    days = [events.as_law_sees(one).occurred_on for one in told]
    for limit in law.two_dates.limits:
        if any(on > add_months(day, limit.months) for day in days):
            yield f"{limit.remark.article}（{limit.months}个月 / {limit.months} months）"
