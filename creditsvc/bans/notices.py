"""Telling the party of an own ban, and the service of the decision; between them the moves of any held case."""

from dataclasses import dataclass, replace
from uuid import UUID

from creditsvc.bans import grounds, officers, orders, process, store
from creditsvc.bans.domain import Ban, Stage, WrongBanStage
from creditsvc.bans.filing import at, file
from creditsvc.db.work import Act
from creditsvc.events import service as events
from creditsvc.kernel.periods import Calendar
from creditsvc.law.course import PENALTY
from creditsvc.law.rulebook import Law
from creditsvc.proceedings import clocks, deciding, serving, telling
from creditsvc.proceedings import notices as told_anyone
from creditsvc.proceedings.domain import Document, Notice, Proceeding, Service
from creditsvc.proceedings.grounds import region
from creditsvc.proceedings.held import Place, Room, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The notice as the handler reports it; *grave*, *complex_case*: or not (None: as before)."""

    document: Document
    service: Service
    grave: bool | None = None
    complex_case: bool | None = None


def tell(act: Act, words: Words, ban_id: UUID, version: int, told: Told) -> Ban:
    """Record the served notice, or a notice anew; the party's time runs from the day it counts as served."""
    law, calendar = words
    found = at(act, ban_id, version, officers.HANDLES)
    ban = process.begun(found, region(act, found.enterprise_id, found.basis.evidence))
    ban = orders.as_stated(grounds.restated(ban, law), law, grave=told.grave)
    must_hold(act, law, ban)
    case, given = process.case_of(ban), _notice(act, law, calendar, ban, told)
    move = telling.notice if case.notice is None else telling.renotice
    moved = process.moved(ban, move(case, given, today=act.day))
    if told.complex_case is not None:
        moved = replace(moved, complex_case=told.complex_case)
    owed = process.deliberation_due(law, moved, given.service.served_on)
    ban = file(act, replace(moved, deliberation_due=owed), "notice", told.document)
    its = {"ban_id": ban.id, "version": ban.version, "deliberation_due": ban.deliberation_due}
    store.add_notice(act.session, {**told_anyone.row(act, given), **its})
    return ban


def serve(act: Act, law: Law, ban_id: UUID, version: int, given: Service) -> Ban:
    """Record how the decision of an own ban reached the party (行政处罚法 art. 61)."""
    ban = at(act, ban_id, version, officers.HANDLES)
    if ban.stage is not Stage.DECIDED:
        raise WrongBanStage(
            f"禁入处于 {ban.stage.value} 阶段，送达须在决定之后",
            f"the ban is {ban.stage.value}; its decision is served once it is decided",
            stage=ban.stage.value,
        )
    counted = serving.counted(law, given, today=act.day)
    case = deciding.serve(process.case_of(ban), counted, today=act.day)
    return file(act, process.moved(ban, case), "serve")


def open_case(act: Act, place: Place, scope: str = officers.HANDLES) -> tuple[Ban, Proceeding]:
    """The undecided own ban at that version, and its case; raises WrongBanStage."""
    ban = process.begun(at(act, *place, scope))
    return ban, process.case_of(ban)


def must_hold(act: Act, law: Law, ban: Ban) -> None:
    """Refuse to go on with a ban whose ground the record of today does not bear."""
    record = events.records_of(act.session, [ban.enterprise_id])[ban.enterprise_id]
    grounds.must_hold(law, ban, record, act.day)


def _notice(act: Act, law: Law, calendar: Calendar, ban: Ban, told: Told) -> Notice:
    served = serving.counted(law, told.service, today=act.day)
    on, where = served.served_on, process.case_of(ban).region
    period = clocks.reply_period(law, PENALTY, on, where)
    reply_by = clocks.due(calendar, period, on)
    asked_by = clocks.hearing_until(law, calendar, PENALTY, where, on)
    return Notice(
        service_id=act.new_id(),
        document=told.document,
        service=served,
        reply_until=reply_by.day,
        provisional=reply_by.provisional or (asked_by is not None and asked_by.provisional),
        article=period.article,
        handled_by=act.actor.id,
        hearing_until=None if asked_by is None else asked_by.day,
    )


def _filed(act: Act, ban: Ban, case: Proceeding, move: str, paper: Document) -> Ban:
    return file(act, process.moved(ban, case), move, paper)


ROOM: Room[Ban] = Room(
    opened=open_case,
    must_hold=must_hold,
    must_be_apart=officers.must_be_apart,
    moves=store.moves,
    file=_filed,
)
