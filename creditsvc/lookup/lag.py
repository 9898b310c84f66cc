"""How far the replica that look-ups read may trail the register itself, and whether it trails further.

The register is asked for its latest act at most once in FRESH for each process. What cannot be asked is
told as any database that fails: nothing can be said.
"""

from datetime import datetime, timedelta

from creditsvc.kernel.clock import Clock, parse_instant
from creditsvc.lookup import statements
from creditsvc.lookup.held import Holder

FRESH = timedelta(seconds=1)


class Lag:
    """Compares what was read from a replica with the register at *url*; *most*: what is still fit."""

    def __init__(self, url: str, most: timedelta, clock: Clock) -> None:
        self._register = Holder(url, writes=False)
        self._most, self._clock = most, clock
        self._latest: tuple[int, datetime] | None = None

    def is_beyond(self, act: int) -> bool:
        """Whether an act after *act*, the latest that the replica knows, was committed too long ago."""
        now = self._clock.now()
        if act >= self._latest_act(now):
            return False
        missed = self._register.ask(lambda held: held.rows(statements.FIRST_AFTER, (act,)))
        return bool(missed) and now - parse_instant(missed[0][0]) > self._most

    def _latest_act(self, now: datetime) -> int:
        if self._latest is None or not self._latest[1] <= now < self._latest[1] + FRESH:
            [(no,)] = self._register.ask(lambda held: held.rows(statements.LATEST, ()))
            self._latest = (no or 0, now)
        return self._latest[0]
