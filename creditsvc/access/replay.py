"""What may be used once: the `jti` of assertions and proofs, remembered by all processes together.

Kept as digests beside the look-up log until they would have run out by themselves. Not durable past
a failure of the machine's power, which takes longer to mend than a proof is good.
"""

from datetime import datetime, timedelta
from hashlib import sha256
from threading import Lock

from sqlalchemy import Engine

from creditsvc.access import store
from creditsvc.db.engine import open_lax_engine
from creditsvc.kernel.clock import Clock

SWEEP = timedelta(minutes=1)


class UsedOnce:
    """Remembers what was used. Opens no connection before the first use."""

    def __init__(self, url: str, clock: Clock) -> None:
        self._url = url
        self._clock = clock
        self._engine: Engine | None = None
        self._swept: datetime | None = None
        self._lock = Lock()

    def first(self, sort: str, owner: str, jti: str, until: datetime) -> bool:
        """Whether *jti* of *owner* is used for the first time; it is remembered to *until*."""
        digest = sha256(f"{sort}\0{owner}\0{jti}".encode("utf-8", "surrogatepass")).hexdigest()
        now = self._clock.now()
        with self._opened().begin() as connection:
            if self._swept is None or now >= self._swept + SWEEP:
                self._swept = now
                store.forget_used(connection, now)
            return store.use_once(connection, digest, until)

    def close(self) -> None:
        """Let go of the connections."""
        if self._engine is not None:
            self._engine.dispose()

    def _opened(self) -> Engine:
        with self._lock:
            if self._engine is None:
                self._engine = open_lax_engine(self._url)
        return self._engine
