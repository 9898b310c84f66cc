"""What is contested and what must be taken back: objections, suits, withdrawals from the portal."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from uuid import UUID

from creditsvc.board.domain import MOST, About, Matter, clocks_of
from creditsvc.board.view import View, evidence_of, of_entry, of_evidence
from creditsvc.db import acts
from creditsvc.events.store import Version
from creditsvc.kernel.clock import legal_day
from creditsvc.listings.domain import Entry
from creditsvc.person_entries import service as person_entries
from creditsvc.proceedings.clocks import Clock
from creditsvc.publishing import service as publishing
from creditsvc.publishing.service import Withdrawal
from creditsvc.remedies import clocks, suing
from creditsvc.remedies import service as remedies
from creditsvc.remedies.domain import EVENT, LISTING, OPEN, PERSON, Stage, Subject
from creditsvc.remedies.suits import Suit

# Order 11 article 14 has a time of its own for the end of an entry; article 48 of the penalties law is
# for decisions changed or revoked. That either runs also where a term merely ended is our reading.
OF_THE_LIST, OF_A_PENALTY = "removal_update", "penalty.withdrawal"


def objections(view: View) -> Iterator[Matter]:
    """Objections, with the time to take them up and to answer."""
    found = remedies.watched(view.session, view.since, MOST)
    entries, events = _contested(view, (one.subject for one in found))
    of_persons = (one.subject.id for one in found if one.subject.kind == PERSON)
    people = person_entries.many(view.session, of_persons)
    resting = view.events(ref for one in people.values() for ref in one.case.ground.evidence)
    for one in found:
        person = people.get(one.subject.id)
        if person is None:
            places = _places(one.subject, entries, events)
            about = _about(one.enterprise_id, one.subject, entries, events)
        else:
            refs = person.case.ground.evidence
            places = _regions(refs, resting)
            about = of_evidence(one.enterprise_id, refs, resting)
            about = replace(about, authority=person.authority)
        matter = Matter(
            kind="objection",
            id=one.id,
            link=f"/v1/objections/{one.id}",
            about=about,
            since=one.received_on,
            may=("handler",) if one.stage is Stage.RECEIVED else ("approver",),
        )
        running = partial(clocks.of_objection, view.law, view.calendar, places, one, view.today)
        yield from clocks_of(matter, running, open_=one.stage in OPEN)


def suits(view: View) -> Iterator[Matter]:
    """Suits moved of late: where one annulled, the time in which what was published is withdrawn."""
    found = suing.moved_since(view.session, view.since, MOST)
    entries, events = _contested(view, (one.subject for one in found))
    moments = acts.moments(view.session, (one.act_no for one in events.values()))
    for one in found:
        if one.subject.kind == LISTING:
            end = entries[one.subject.id].end
            ended = None if end is None else legal_day(end.at)
        else:
            ended = legal_day(moments[events[one.subject.id].act_no])
        matter = Matter(
            kind="suit",
            id=one.id,
            link=f"/v1/{one.kind}s/{one.id}",
            about=_about(one.enterprise_id, one.subject, entries, events),
            since=one.now.filed_on,
            may=("approver",),
        )
        running = partial(_of_suit, view, one, ended)
        yield from clocks_of(matter, running, open_=False)


def withdrawals(view: View) -> Iterator[Matter]:
    """Entries that no longer stand, until the portal has the file that takes them back."""
    found = publishing.withdrawals(view.session, view.moment, view.since)
    entries = view.entries(one.listing_id for one in found)
    events = view.events(evidence_of(entries.values()))
    for one in found:
        entry = entries[one.listing_id]
        matter = Matter(
            kind="withdrawal",
            id=entry.id,
            link=f"/v1/listings/{entry.id}",
            about=of_entry(entry, events),
            since=one.since,
            may=("credit_officer",),
        )
        yield from clocks_of(matter, partial(_withdrawal, view, entry, one), open_=not one.done_on)


def _of_suit(view: View, suit: Suit, ended: date | None) -> Iterable[Clock]:
    return clocks.of_suit(view.law, view.calendar, suit, view.today, withdrawn_on=ended)


def _withdrawal(view: View, entry: Entry, one: Withdrawal) -> Iterator[Clock]:
    for key in (f"{entry.list}.{OF_THE_LIST}", OF_A_PENALTY):
        found = clocks.strictest(view.law, view.calendar, key, (), one.since)
        if found is not None:
            yield Clock(period=found[0], due=found[1], done_on=one.done_on, today=view.today)
            return


def _contested(
    view: View, subjects: Iterable[Subject]
) -> tuple[dict[UUID, Entry], dict[UUID, Version]]:
    """The entries contested, and the events that are contested or that these entries rest on."""
    every = list(subjects)
    entries = view.entries(one.id for one in every if one.kind == LISTING)
    rest = [str(one.id) for one in every if one.kind == EVENT]
    return entries, view.events([*evidence_of(entries.values()), *rest])


def _about(
    enterprise_id: UUID,
    subject: Subject,
    entries: dict[UUID, Entry],
    events: dict[UUID, Version],
) -> About:
    if subject.kind == LISTING:
        return of_entry(entries[subject.id], events)
    content = events[subject.id].content if subject.kind == EVENT else {}
    found = About(authority=content.get("authority"), region=content.get("region"))
    return replace(found, enterprise_id=enterprise_id)


def _places(
    subject: Subject, entries: dict[UUID, Entry], events: dict[UUID, Version]
) -> frozenset[str]:
    """The region codes of what is contested: of the record, or of those an entry rests on."""
    refs = [str(subject.id)] if subject.kind == EVENT else []
    if subject.kind == LISTING:
        refs = evidence_of([entries[subject.id]])
    return _regions(refs, events)


def _regions(refs: Iterable[str], events: dict[UUID, Version]) -> frozenset[str]:
    found = (events[UUID(ref)].content.get("region") for ref in refs if UUID(ref) in events)
    return frozenset(each for each in found if each)
