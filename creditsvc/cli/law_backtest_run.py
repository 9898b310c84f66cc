"""Both rulebooks over the whole register: read in order of key, assessed by processes, merged in that order.

Nothing is held but the enterprises under way and the sums: memory does not grow with the register.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.app import NotReady
from creditsvc.cli.spread import spread
from creditsvc.db import acts, migrate
from creditsvc.db.engine import open_reader, reading
from creditsvc.enterprises import service as enterprises
from creditsvc.enterprises.domain import Enterprise
from creditsvc.events import service as events
from creditsvc.kernel.regions import Regions
from creditsvc.law.loader import Files, load
from creditsvc.tiers.backtest import Books, Mover, Subject, Tally, count

CHUNK = 200  # enterprises a task
SIGNS_OF_REGION = slice(2, 8)  # of a unified code: where it was registered (GB 32100)
Task = Sequence[tuple[UUID, str | None]]  # enterprises by key, with the region of their codes


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """All that a process needs to know: both rulebooks as texts, so that all processes read the same.

    switched_on: ids of what is off in the draft and is to count. days: the day itself comes last.
    """

    url: str
    in_use: Files
    draft: Files
    switched_on: tuple[str, ...]
    scheme: str
    days: tuple[date, ...]

    def books(self) -> Books:
        """Both rulebooks, compiled. Raises RulebookError."""
        draft = load(self.draft, self.switched_on)
        return Books(in_use=load(self.in_use), draft=draft, scheme=self.scheme)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What became of one task: the enterprises in it, those that move, and the sums."""

    who: Mapping[UUID, Enterprise]
    movers: Sequence[Mover]
    tally: Tally


@contextmanager
def register(url: str) -> Iterator[Session]:
    """One state of the register to read from, to the end of the block. Raises NotReady."""
    engine = open_reader(url)
    try:
        schema = migrate.current(engine, migrate.REGISTER)
        if (schema,) != migrate.REGISTER.heads:
            raise NotReady(
                "登记库尚未就绪，请先运行 creditsvc db upgrade",
                "the register is not at the schema needed: run creditsvc db upgrade first",
                schema=schema,
            )
        with Session(reading(engine)) as session, session.begin():
            acts.last(session)  # the state is that of the first statement
            yield session
    finally:
        engine.dispose()


def walk(job: Job, session: Session, regions: Regions, processes: int) -> Iterator[Part]:
    """Every enterprise with events, in order of key, whatever the number of *processes*.

    What *session* does not see yet counts for none of them.
    """
    under_way: deque[Mapping[UUID, Enterprise]] = deque()

    def tasks() -> Iterator[Task]:
        for keys in events.with_events(session, CHUNK):
            who = enterprises.by_ids(session, keys)
            under_way.append(who)
            yield [(key, _area(regions, one)) for key, one in who.items()]

    for movers, tally in spread(partial(_seat, job, acts.last(session)), tasks(), processes):
        yield Part(who=under_way.popleft(), movers=movers, tally=tally)


@contextmanager
def _seat(job: Job, known_at: int) -> Iterator[Callable[[Task], tuple[list[Mover], Tally]]]:
    """A desk with both rulebooks; it counts the events of acts up to *known_at*."""
    engine, books = open_reader(job.url), job.books()

    def counted(areas: Task) -> tuple[list[Mover], Tally]:
        with Session(reading(engine)) as session, session.begin():
            records = events.records_of(session, [key for key, _ in areas], known_at=known_at)
        subjects = [
            Subject(
                id=key, area=area, events=tuple(events.as_law_sees(one) for one in records[key])
            )
            for key, area in areas
            if records[key]  # a correction may have moved its last event to another enterprise
        ]
        return count(books, subjects, job.days)

    try:
        yield counted
    finally:
        engine.dispose()


def _area(regions: Regions, one: Enterprise) -> str | None:
    code = one.uscc[SIGNS_OF_REGION] if one.uscc else ""
    return code if regions.known(code) else None
