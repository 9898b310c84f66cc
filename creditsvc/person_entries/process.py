"""Opening the case of a person, telling the person, and what any held case goes through until the decision."""

from dataclasses import replace

from creditsvc.db.work import Act
from creditsvc.events import service as events
from creditsvc.law.rulebook import Law
from creditsvc.person_entries import grounds, officers, store
from creditsvc.person_entries.domain import PersonEntry, moved
from creditsvc.person_entries.filing import at, file, filed, opened
from creditsvc.proceedings import notices, opening, telling
from creditsvc.proceedings.held import Place, Room, Words
from creditsvc.proceedings.notices import Told
from creditsvc.proceedings.opening import Opened


def open_case(act: Act, law: Law, place: Place, given: Opened) -> PersonEntry:
    """Record that a principal, another person than the handler, approved the opening."""
    one = at(act, place)
    must_hold(act, law, one)
    case = telling.open_case(one.case, opening.stated(act, law, one.case, given), today=act.day)
    made = file(act, moved(one, case), "open", given.document)
    row = {**opening.row(act, case), "entry_id": one.id, "version": made.version}
    store.add_opening(act.session, row)
    return made


def tell(act: Act, words: Words, place: Place, told: Told) -> PersonEntry:
    """Record the served notice, or a notice anew; the person's time runs from the day it counts as served."""
    law, calendar = words
    one = at(act, place)
    must_hold(act, law, one)
    one = grounds.restated(one, law)
    given = notices.stated(act, law, calendar, one.case, replace(told, measures=()))
    move = telling.notice if one.case.notice is None else telling.renotice
    made = file(act, moved(one, move(one.case, given, today=act.day)), "notice", given.document)
    row = {**notices.row(act, given), "entry_id": one.id, "version": made.version}
    store.add_notice(act.session, row)
    return made


def must_hold(act: Act, law: Law, one: PersonEntry) -> None:
    """Refuse to go on with an entry whose ground the record of today does not bear."""
    record = events.records_of(act.session, [one.enterprise_id])[one.enterprise_id]
    grounds.must_hold(law, one, record, act.day)


ROOM: Room[PersonEntry] = Room(
    opened=opened,
    must_hold=must_hold,
    must_be_apart=officers.must_be_apart,
    moves=store.moves,
    file=filed,
)
