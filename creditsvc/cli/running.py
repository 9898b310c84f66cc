"""A runtime for the length of a command, its connections closed after."""

from collections.abc import Iterator
from contextlib import contextmanager

from creditsvc.access.replay import UsedOnce
from creditsvc.app import build
from creditsvc.lookup.service import LogEngine
from creditsvc.web.runtime import Runtime


@contextmanager
def running() -> Iterator[Runtime]:
    """The service as the environment describes it."""
    runtime = build()
    try:
        yield runtime
    finally:
        runtime.work.engine.dispose()
        runtime.part(LogEngine).engine.dispose()
        runtime.part(UsedOnce).close()
