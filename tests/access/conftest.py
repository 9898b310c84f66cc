"""Fixtures of the access room; the house itself stands in access_house."""

from contextlib import contextmanager

import pytest
from access_house import build
from sqlalchemy import event


@pytest.fixture
def house(database, tmp_path):
    """The room's own service over a fresh register of either engine."""
    yield from build(tmp_path, database)


@pytest.fixture
def statements():
    """The SQL that is run while the block lasts."""

    @contextmanager
    def watch(house):
        seen = []

        def note(connection, cursor, statement, parameters, context, many):
            seen.append(statement)

        engine = house.runtime.work.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return watch
