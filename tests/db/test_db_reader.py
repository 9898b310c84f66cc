"""An engine that only reads: the database itself refuses to write for it."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from creditsvc.db import acts
from creditsvc.db.engine import open_reader, reading


def test_a_reader_reads_and_cannot_write(runtime, settings):
    engine = open_reader(settings.database_url)
    try:
        with reading(engine).connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM acts")) == 0
        with (
            reading(engine).begin() as connection,
            pytest.raises(DBAPIError, match=r"(?i)read.?only"),
        ):
            connection.execute(text("DELETE FROM outbox"))
        with runtime.work.read() as session:
            assert acts.last(session) == 0
    finally:
        engine.dispose()
