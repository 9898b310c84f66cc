"""Bans and entries of persons: what waits before their decision, and what is about to end by itself."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from creditsvc.bans import clocks as ban_clocks
from creditsvc.bans import service as bans
from creditsvc.bans.domain import Ban, Stage
from creditsvc.board.cases import MOVES as CASE_MOVES
from creditsvc.board.domain import LOOK_AHEAD, MOST, Matter, clocks_of
from creditsvc.board.view import View, of_evidence
from creditsvc.kernel.spans import ONE_DAY
from creditsvc.person_entries import clocks as entry_clocks
from creditsvc.person_entries import service as person_entries
from creditsvc.person_entries.domain import OPEN, PersonEntry
from creditsvc.proceedings.domain import Stage as Standing

# Who moves an own ban on from where its case stands; a legal review is due after a hearing alone.
MOVES = {
    Standing.NOTICED: ("handler", "approver"),
    Standing.REPLIED: ("handler", "approver"),
    Standing.HEARD: ("legal_reviewer",),
    Standing.REVIEWED: ("approver",),
    Standing.DECIDED: ("handler",),
}


def ban_cases(view: View) -> Iterator[Matter]:
    """Bans that are proposed, with the time to decide them; decided own ones until they are served."""
    found = bans.watched(view.session, view.since, MOST)
    for one, ban in _matters(view, found):
        running = partial(ban_clocks.clocks, view.law, view.calendar, ban, view.today)
        yield from clocks_of(one, running, open_=ban.stage is Stage.PROPOSED)


def ban_ends(view: View) -> Iterator[Matter]:
    """Bans whose last day is near, told to whoever must write that they ended."""
    found = bans.ending(view.session, view.today, view.today + LOOK_AHEAD * ONE_DAY, MOST)
    for one, ban in _matters(view, found):
        running = partial(ban_clocks.term, ban, view.today)
        yield from clocks_of(replace(one, may=("handler",)), running, open_=False)


def _matters(view: View, found: list[Ban]) -> Iterator[tuple[Matter, Ban]]:
    evidence = view.events(ref for ban in found for ref in ban.basis.evidence)
    for ban in found:
        about = of_evidence(ban.enterprise_id, ban.basis.evidence, evidence)
        one = Matter(
            kind="ban",
            id=ban.id,
            link=f"/v1/bans/{ban.id}",
            about=replace(about, authority=ban.authority),
            since=ban.opened_on,
            may=_may(ban),
        )
        yield one, ban


def _may(ban: Ban) -> tuple[str, ...]:
    """Who moves it on: an own one as its case stands, one that follows by law whoever decides."""
    if ban.case is not None:
        return MOVES.get(ban.case.stage, ())
    return ("handler", "approver") if ban.own else ("approver",)


def person_cases(view: View) -> Iterator[Matter]:
    """Entries of persons that are not served yet, with every clock of their case."""
    found = person_entries.watched(view.session, view.since, MOST)
    for one, entry in _entries(view, found):
        running = partial(entry_clocks.clocks, view.law, view.calendar, entry, view.today)
        yield from clocks_of(one, running, open_=entry.stage in OPEN)


def person_ends(view: View) -> Iterator[Matter]:
    """Entries of persons whose last day is near."""
    until = view.today + LOOK_AHEAD * ONE_DAY
    found = person_entries.ending(view.session, view.today, until, MOST)
    for one, entry in _entries(view, found):
        running = partial(entry_clocks.term, entry, view.today)
        yield from clocks_of(replace(one, may=("handler",)), running, open_=False)


def _entries(view: View, found: list[PersonEntry]) -> Iterator[tuple[Matter, PersonEntry]]:
    """Each as a matter of the enterprise in whose case it stands; of the person not even the mask."""
    evidence = view.events(ref for entry in found for ref in entry.case.ground.evidence)
    for entry in found:
        about = of_evidence(entry.enterprise_id, entry.case.ground.evidence, evidence)
        one = Matter(
            kind="person",
            id=entry.id,
            link=f"/v1/person-entries/{entry.id}",
            about=replace(about, authority=entry.authority),
            since=entry.case.opened_on,
            may=CASE_MOVES.get(entry.case.stage, ()),
        )
        yield one, entry
