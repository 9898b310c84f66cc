"""One write to disk for all threads that wait for it: whoever's turn it is writes for the others too.

A commit costs one flush of the disk however many rows it has. Nobody waits for company: who comes
alone writes at once, and who comes during a write is part of the next.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock

from creditsvc.lookup.held import FAILURES, Row


class BrokenOffError(RuntimeError):
    """The thread that wrote for us ended without saying that all is written."""


@dataclass(slots=True, kw_only=True)
class _Part:
    """What one thread wants written. *failure* None: it is durable."""

    rows: Sequence[Row]
    taken: bool = False
    failure: Exception | None = None


class Gathering:
    """Rows of several threads, written together by *write*, which returns when they are durable."""

    def __init__(self, write: Callable[[Sequence[Row]], None]) -> None:
        self._write = write
        self._turn = Lock()
        self._waiting: deque[_Part] = deque()

    def add(self, rows: Sequence[Row]) -> None:
        """Write *rows*; they are durable when this returns. Raises what the database raised."""
        part = _Part(rows=rows, failure=BrokenOffError())
        self._waiting.append(part)
        with self._turn:
            if not part.taken:
                self._lead()
        if part.failure is not None:
            raise part.failure

    def _lead(self) -> None:
        parts = []
        while self._waiting:
            parts.append(self._waiting.popleft())
            parts[-1].taken = True
        failure: Exception | None = None
        try:
            self._write([row for part in parts for row in part.rows])
        except FAILURES as why:
            failure = why
        for part in parts:
            part.failure = failure
