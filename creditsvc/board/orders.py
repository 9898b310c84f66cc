"""What executors of joint measures owe: an answer to each order, and the lifting of what has ended."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from creditsvc.board.domain import MOST, Matter
from creditsvc.board.view import View, evidence_of, of_entry
from creditsvc.measures import service as measures


def orders(view: View) -> Iterator[Matter]:
    """Orders that their executors have not answered finally, the oldest first."""
    running = measures.clocks(view.session, view.law, view.calendar, view.today)
    found = list(islice(running, MOST))
    entries = view.entries({one.action.listing_id for one in found})
    events = view.events(evidence_of(entries.values()))
    for one in found:
        about = of_entry(entries[one.action.listing_id], events)
        yield Matter(
            kind="measure",
            id=one.action.id,
            link=f"/v1/measures?after={one.order.seq - 1}",
            about=replace(about, authority=one.action.executor),
            since=one.order.since,
            may=("measures.feedback",),
            clock=one.clock,
        )
