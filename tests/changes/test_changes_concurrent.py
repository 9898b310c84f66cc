"""The feed while it is written: four processes write, three readers follow, each sees all of it once, in order."""

import pytest

from bench.feed import PAGES, SCOPE, Seen, followed
from creditsvc.kernel.clock import SystemClock

WRITES = 60


@pytest.fixture
def clock():
    return SystemClock()  # shared by processes; a clock that stands still is one process's own


@pytest.mark.parametrize("engine_name", ["postgresql"])  # SQLite lets one write at a time by itself
def test_readers_that_follow_four_writers_miss_nothing_and_see_nothing_twice(
    app, runtime, clerk, settings
):
    headers = clerk.partner(SCOPE, purpose=None)
    runtime.work.engine.dispose()

    def reader():
        runtime.work.engine.dispose(close=False)  # in a process of its own now
        client = app.test_client()

        def read(cursor, most):
            query = {"after": cursor, "limit": most}
            return client.get("/v1/changes", headers=headers, query_string=query).json

        return read

    faults = followed(settings, WRITES, reader)
    assert faults == dict.fromkeys(faults, 0)
    assert len(PAGES) == 3


CODES = [["A", "C"], ["B"]]


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ([(1, 1, "A"), (2, 2, "B")], "missed"),
        ([(1, 1, "A"), (2, 2, "B"), (3, 3, "C"), (4, 4, "C")], "doubled"),
        ([(1, 1, "A"), (2, 2, "B"), (3, 3, "C"), (4, 4, "D")], "foreign"),
        ([(1, 1, "A"), (3, 2, "B"), (4, 3, "C")], "gaps"),
        ([(1, 1, "A"), (2, 3, "B"), (3, 2, "C")], "out of order"),
        ([(1, 1, "C"), (2, 2, "B"), (3, 3, "A")], "out of order"),
    ],
)
def test_the_count_sees_what_is_wrong_with_a_reading(lines, fault):
    found = Seen(lines=lines).faults(CODES)
    assert [name for name, count in found.items() if count] == [fault]


def test_a_reading_without_fault_counts_none():
    found = Seen(lines=[(1, 5, "A"), (2, 6, "B"), (3, 9, "C")]).faults(CODES)
    assert not any(found.values())
