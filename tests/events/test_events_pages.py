"""Enterprises with events, a page at a time: what a walk over the whole register goes by."""

from builders import a_code, an_event
from due_process import office

from creditsvc.events import service as events

__all__ = ["office"]


def accident(number, **more):
    stated = {"source_ref": f"E-{number}", "uscc": a_code(number), "name": f"虚构{number}号煤业"}
    return an_event(**stated | more)


def test_enterprises_with_events_come_in_order_of_key_page_by_page(office):
    made = office.record(*(accident(number) for number in range(1, 8)), accident(1, source_ref="x"))
    keys = sorted({version.enterprise_id for version in made})
    with office.runtime.work.read() as session:
        assert list(events.with_events(session, 3)) == [keys[:3], keys[3:6], keys[6:]]
        assert events.count_with_events(session) == 7
