"""What an enterprise applied for or is owed: repair, early removal, the repair notice, an honour and its loss."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from uuid import UUID

from creditsvc.board.domain import MOST, About, Matter, clocks_of
from creditsvc.board.view import View, evidence_of, of_entry, of_evidence
from creditsvc.events.store import Version
from creditsvc.listings import clocks as listing_clocks
from creditsvc.listings import service as listings
from creditsvc.listings.domain import Entry
from creditsvc.person_entries import service as person_entries
from creditsvc.person_entries.domain import PersonEntry
from creditsvc.redlist import clocks as redlist_clocks
from creditsvc.redlist import loss as losses
from creditsvc.redlist import service as redlist
from creditsvc.redlist.application import OPEN as REDLIST_OPEN
from creditsvc.redlist.losing import LossStage
from creditsvc.repairs import clocks as repair_clocks
from creditsvc.repairs import notices, reading
from creditsvc.repairs.domain import OPEN as REPAIRS_OPEN
from creditsvc.repairs.domain import Repair, Stage

OWN = "own"


def repairs(view: View) -> Iterator[Matter]:
    """Applications for early removal and for repair of records, with the time to accept and decide."""
    found = reading.watched(view.session, view.since, MOST)
    entries = view.entries(one.listing_id for one in found if one.listing_id is not None)
    of_persons = (one.person_entry_id for one in found if one.person_entry_id is not None)
    people = person_entries.many(view.session, of_persons)
    resting = (ref for one in people.values() for ref in one.case.ground.evidence)
    rests_on = [*evidence_of(entries.values()), *resting]
    records = [str(one.event_id) for one in found if one.event_id is not None]
    events = view.events([*rests_on, *records])
    for one in found:
        person = None if one.person_entry_id is None else people[one.person_entry_id]
        about, periods = (
            _subject(view, one, entries, events)
            if person is None
            else _of_person(view, person, events)
        )
        matter = Matter(
            kind="repair",
            id=one.id,
            link=f"/v1/repairs/{one.id}",
            about=about,
            since=one.received_on,
            may=("handler",) if one.stage is Stage.RECEIVED else ("approver",),
        )
        running = partial(repair_clocks.clocks, periods, view.calendar, one, view.today)
        yield from clocks_of(matter, running, open_=one.stage in REPAIRS_OPEN)


def repair_notices(view: View) -> Iterator[Matter]:
    """Repair notices owed with our own decisions whose entries are in force (两书同达).

    Those that go with penalties are told enterprise by enterprise: most penalties of the register
    are other authorities', and so is the proof that theirs were served.
    """
    standing = listings.in_force(view.session, view.moment, view.today)
    own = {one.id: one for one in standing if one.ground.get("origin") == OWN}
    evidence = view.events(evidence_of(own.values()))
    clock = (view.law, view.calendar)
    for duty in notices.owed_with(view.session, clock, own.values(), view.today):
        if duty.owed.listing_id is None:
            continue
        yield Matter(
            kind="notice",
            id=duty.owed.listing_id,
            link=f"/v1/repairs/way?listing={duty.owed.listing_id}",
            about=of_entry(own[duty.owed.listing_id], evidence),
            since=duty.owed.decided_on,
            may=("handler",),
            clock=duty.clock,
        )


def entries_made(view: View) -> Iterator[Matter]:
    """Our own entries in force, with the time to enter them in the system and to publish them."""
    standing = listings.in_force(view.session, view.moment, view.today)
    evidence = view.events(evidence_of(standing))
    for entry in standing:
        matter = Matter(
            kind="entry",
            id=entry.id,
            link=f"/v1/listings/{entry.id}",
            about=of_entry(entry, evidence),
            since=entry.starts_on,
            may=("credit_officer",),
        )
        running = partial(listing_clocks.clocks, view.law, view.calendar, entry, view.today)
        yield from clocks_of(matter, running, open_=False)


def honours(view: View) -> Iterator[Matter]:
    """Applications for an honour, with the public notice before the grant."""
    for one in redlist.watched(view.session, view.since, MOST):
        told = one.passed[-1].authority if one.passed else None
        matter = Matter(
            kind="honour",
            id=one.id,
            link=f"/v1/redlist/applications/{one.id}",
            about=About(enterprise_id=one.enterprise_id, authority=told),
            since=one.received_on,
            may=("handler", "approver"),
        )
        running = partial(redlist_clocks.of_application, view.law, view.calendar, one, view.today)
        yield from clocks_of(matter, running, open_=one.stage in REDLIST_OPEN)


def honours_lost(view: View) -> Iterator[Matter]:
    """Cases about the loss of an honour, with the holder's time to reply."""
    found = losses.watched(view.session, view.since, MOST)
    entries = view.entries(one.listing_id for one in found)
    for one in found:
        entry = entries[one.listing_id]
        matter = Matter(
            kind="loss",
            id=one.id,
            link=f"/v1/redlist/losses/{one.id}",
            about=About(enterprise_id=one.enterprise_id, authority=entry.ground.get("authority")),
            since=one.service.day,
            may=("approver",),
        )
        running = partial(
            redlist_clocks.of_loss, view.law, view.calendar, entry.list, one, view.today
        )
        yield from clocks_of(matter, running, open_=one.stage is LossStage.NOTICED)


def _subject(
    view: View, one: Repair, entries: Mapping[UUID, Entry], events: dict[UUID, Version]
) -> tuple[About, repair_clocks.Periods]:
    """Whom an application concerns, and the periods it goes by."""
    if one.listing_id is not None:
        entry = entries[one.listing_id]
        about = of_entry(entry, events)
        return about, repair_clocks.entry_periods(view.law, entry.list)
    if one.event_id is None:
        raise AssertionError("an application about nothing")  # the stores hold none
    content = events[one.event_id].content
    region, kind = content.get("region"), content["kind"]
    about = About(authority=content.get("authority"), region=region)
    periods = repair_clocks.record_periods(view.law, region=region, kind=kind)
    return replace(about, enterprise_id=one.enterprise_id), periods


def _of_person(
    view: View, entry: PersonEntry, events: dict[UUID, Version]
) -> tuple[About, repair_clocks.Periods]:
    """The same of the entry of a person."""
    ground = entry.case.ground
    told = of_evidence(entry.enterprise_id, ground.evidence, events)
    periods = repair_clocks.entry_periods(view.law, ground.list)
    return replace(told, authority=entry.authority), periods
