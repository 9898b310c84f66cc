"""The act: who acts, when, under which number, in which transaction. Leaving it commits."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from creditsvc.db.engine import reading, writing
from creditsvc.db.tables import ActRow
from creditsvc.kernel.caller import Caller
from creditsvc.kernel.clock import Clock, legal_day

TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One command. Every service that writes takes one first and never commits.

    no: its number in commit order, without gaps. at: its one instant (aware, UTC), later than that
    of the act before it. touched: the enterprises whose record it changed, with the causes.
    """

    session: Session
    no: int
    at: datetime
    actor: Caller
    new_id: Callable[[], UUID]
    touched: dict[UUID, list[str]] = field(default_factory=dict)
    settled: set[UUID] = field(default_factory=set)

    @property
    def day(self) -> date:
        """The legal day on which this act falls."""
        return legal_day(self.at)

    def touch(self, enterprise: UUID, cause: str) -> None:
        """Say that *enterprise* changed, so that the walk up the floors comes by.

        Raises RuntimeError once that walk has passed: data moves through the house once.
        """
        if enterprise in self.settled:
            raise RuntimeError(f"{enterprise} was touched ({cause}) after the walk had passed it")
        self.touched.setdefault(enterprise, []).append(cause)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Opens acts and reads.

    opening: called first in each act (what time alone has changed since the last one).
    closing: called last (the walk up the floors; the seal).
    """

    engine: Engine
    clock: Clock
    new_id: Callable[[], UUID]
    opening: Callable[[Act], None]
    closing: Callable[[Act], None]

    @contextmanager
    def act(self, caller: Caller) -> Iterator[Act]:
        """A writing transaction under the register's lock; an exception leaves no trace of it."""
        with Session(writing(self.engine), expire_on_commit=False) as session, session.begin():
            act = self._begin(session, caller)
            self.opening(act)
            yield act
            self.closing(act)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that only reads, on one state of the register."""
        with Session(reading(self.engine)) as session, session.begin():
            yield session

    def _begin(self, session: Session, caller: Caller) -> Act:
        last = session.execute(
            select(ActRow.no, ActRow.at).order_by(ActRow.no.desc()).limit(1)
        ).one_or_none()
        now = self.clock.now()
        no, at = (1, now) if last is None else (last.no + 1, max(now, last.at + TICK))
        session.add(ActRow(no=no, at=at, actor=caller.id, actor_kind=caller.kind))
        session.flush()
        return Act(session=session, no=no, at=at, actor=caller, new_id=self.new_id)
