"""The people of the simulated county and how they act: each by the services that everybody uses."""

import heapq
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from itertools import count
from typing import TypeAlias, TypeVar
from uuid import UUID

import click

from creditsvc.cli.simulate_plan import FIRE, WORK, Plan
from creditsvc.db.work import Act
from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.caller import Caller
from creditsvc.kernel.clock import FixedClock, day_begins
from creditsvc.kernel.periods import Calendar
from creditsvc.kernel.refusals import Refusal
from creditsvc.law.rulebook import Law
from creditsvc.proceedings.domain import Document, Service
from creditsvc.web.runtime import Runtime

T = TypeVar("T")
Story: TypeAlias = Generator["int | date", None, None]
"""What somebody lives through: it yields for how many days, or until which day, it waits."""

AUTHORITIES = {WORK: "虚构县应急管理局", FIRE: "虚构县消防救援大队"}
ABOVE = {
    "city": "虚构市应急管理局",
    "province": "虚构省应急管理厅",
    "ministry": "虚构部",
    "minister": "虚构部",
}
ROLES = {
    "clerk": "clerk",
    "handler": "handler",
    "handler2": "handler",
    "reviewer": "legal_reviewer",
    "presider": "legal_reviewer",
    "approver": "approver",
    "approver2": "approver",
    "officer": "credit_officer",
    "officer2": "credit_officer",
    "city": "handler",
    "province": "handler",
    "ministry": "handler",
    "minister": "approver",
}
FORENOON = timedelta(hours=9)
PAUSE = timedelta(minutes=1)
AGAIN = 7  # days after which a move that a matter overtook is tried once more
PATIENCE = 8  # times


class NotRefused(click.ClickException):
    """A move that the law forbids went through: the run proves a fault of the service."""


class Over(Exception):  # noqa: N818 - a story that ends, no fault
    """What the story was about has ended by itself."""


@dataclass(slots=True, kw_only=True)
class Office:
    """The two authorities at work, the papers they number, and what is counted beside the register."""

    runtime: Runtime
    clock: FixedClock
    plan: Plan
    now: datetime = field(default_factory=lambda: day_begins(date(2000, 1, 1)))
    today: date = date.min
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)
    overtaken: Counter[str] = field(default_factory=Counter)
    cases: list[UUID] = field(default_factory=list)
    bans: list[UUID] = field(default_factory=list)
    objections: list[UUID] = field(default_factory=list)
    repairs: list[UUID] = field(default_factory=list)
    honours: list[UUID] = field(default_factory=list)
    _papers: "count[int]" = field(default_factory=lambda: count(1))
    _stories: "count[int]" = field(default_factory=lambda: count(1))
    _due: list[tuple[date, int, Story]] = field(default_factory=list)

    @property
    def laws(self) -> Laws:
        """The rulebooks of the register."""
        return self.runtime.part(Laws)

    @property
    def calendar(self) -> Calendar:
        """The working days."""
        return self.runtime.part(Calendar)

    def law(self, act: Act) -> Law:
        """The rulebook in use."""
        return self.laws.in_use(act.session)

    def start(self, day: date, story: Story) -> None:
        """Let *story* begin on *day*, or on the first working day after it."""
        heapq.heappush(self._due, (day, next(self._stories), story))

    def live(self, day: date) -> None:
        """Live through *day*: everything that is due, in the order in which it fell due."""
        self.today = day
        if not self.calendar.is_working(day):
            return
        while self._due and self._due[0][0] <= day:
            _, number, story = heapq.heappop(self._due)
            try:
                wait = next(story)
            except (StopIteration, Over):
                continue
            except Refusal as why:  # a change overtook a story that cannot wait
                self.overtaken[why.kind] += 1
                continue
            until = wait if isinstance(wait, date) else day + timedelta(days=wait)
            heapq.heappush(self._due, (max(until, day + timedelta(days=1)), number, story))

    @contextmanager
    def act(self, who: str) -> Iterator[Act]:
        """An act of the person *who* (`role` or `role@domain`), a minute after the one before."""
        self.now = max(day_begins(self.today) + FORENOON, self.now + PAUSE)
        self.clock.move_to(self.now)
        with self.runtime.work.act(person(who)) as act:
            yield act

    def patiently(
        self, who: str, move: Callable[[Act], T], over: Callable[[], bool]
    ) -> Generator[int, None, T]:
        """What *move* makes, by *who*; refused, it is tried again a week later, unless it is *over*.

        A record may be suspended or annulled while people work on what rests on it.
        """
        for _ in range(PATIENCE):
            try:
                with self.act(who) as act:
                    return move(act)
            except Refusal as why:
                self.overtaken[why.kind] += 1
                if over():
                    raise Over from why
                yield AGAIN
        raise Over

    def tries(self, what: str, who: str, move: Callable[[Act], object]) -> None:
        """*who* tries what the law forbids; raises NotRefused where that goes through."""
        try:
            with self.act(who) as act:
                move(act)
                raise NotRefused(f"未被拒绝 / was not refused: {what}, {who}, {self.today}")
        except Refusal as why:
            self.refused[what, why.kind] += 1

    def paper(self, kind: str, day: date | None = None) -> Document:
        """A paper of *kind*, of today or *day*; its digest is of its number alone."""
        on = day or self.today
        number = f"（虚构）{kind}〔{on.year}〕{next(self._papers)}号"
        return Document(number=number, day=on, digest=sha256(number.encode()).hexdigest())

    def service(self, act: Act, kind: str) -> Service:
        """A service of today, with the papers that its kind asks for."""
        asked = self.law(act).course.services[kind]
        proofs = [*asked.needs, *asked.one_of[:1]]
        return Service(
            kind=kind,
            day=self.today,
            reference=self.paper("送").number,
            proofs={proof.id: self.paper("证") for proof in proofs},
        )


def person(who: str) -> Caller:
    """A fictional person of the county, as a token of theirs would name them."""
    role, _, domain = who.partition("@")
    authority = ABOVE.get(role) or AUTHORITIES[domain]
    return Caller(
        id=f"user:{role}-{domain}" if domain else f"user:{role}",
        kind="person",
        name=f"虚构人员{role}",
        scopes=frozenset(),
        roles=frozenset({ROLES[role]}),
        authority=authority,
    )
