"""What an act costs in statements: those of one enterprise, however many it touched."""

import pytest
from builders import OPERATOR, a_code, an_event
from sqlalchemy import event

from creditsvc.changes import service as changes
from creditsvc.db.chunks import MOST_KEYS, chunks
from creditsvc.events import service as events
from creditsvc.events.domain import parse
from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.regions import Regions


def stated(runtime, ref, numbers):
    """One event for each of the enterprises *numbers*."""
    return [
        parse(
            an_event(uscc=a_code(n), name=f"虚构{n}公司", source_ref=f"{ref}-{n}"),
            runtime.part(Laws).directory.law.kinds,
            runtime.part(Regions),
            strict_code=True,
        ).content
        for n in numbers
    ]


def recorded(runtime, contents):
    """How many statements the act that records *contents* makes, from its begin to its commit."""
    made = []

    def count(*_):
        made.append(1)

    event.listen(runtime.work.engine, "before_cursor_execute", count)
    try:
        with runtime.work.act(OPERATOR) as act:
            events.record_many(act, contents)
    finally:
        event.remove(runtime.work.engine, "before_cursor_execute", count)
    return len(made)


@pytest.mark.parametrize("before", [0, 1], ids=["new", "known"])
def test_fifty_enterprises_cost_the_statements_of_one(runtime, before):
    """Only every further MOST_KEYS keys of a statement cost one more."""
    # the first act also keeps the rulebook, and the first name notes by which words names are indexed
    recorded(runtime, stated(runtime, "0", [99]))
    for number in range(before):
        recorded(runtime, stated(runtime, f"B{number}", range(1, 52)))
    one = recorded(runtime, stated(runtime, "A", [1]))
    assert recorded(runtime, stated(runtime, "A", range(2, 52))) == one


def test_the_feed_tells_of_enterprises_in_the_order_in_which_they_were_touched(runtime):
    order = [7, 3, 9, 1]
    recorded(runtime, stated(runtime, "A", order))
    with runtime.work.read() as session:
        told = [line.uscc for line in changes.after(session, 0)]
    assert list(dict.fromkeys(told)) == [a_code(n) for n in order]


@pytest.mark.parametrize(("keys", "sizes"), [(0, []), (1, [1]), (MOST_KEYS, [MOST_KEYS]), (MOST_KEYS + 1, [MOST_KEYS, 1])])  # fmt: skip
def test_keys_go_into_statements_in_order_and_at_most_so_many(keys, sizes):
    made = list(chunks(iter(range(keys))))
    assert [len(one) for one in made] == sizes
    assert [key for one in made for key in one] == list(range(keys))
