"""An office that runs cases by service calls: a clerk, two handlers, two approvers, no HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest
from builders import a_code, an_event, two_major_accidents

from creditsvc.changes import service as changes
from creditsvc.changes.domain import Change
from creditsvc.db.work import Act
from creditsvc.enterprises import service as enterprises
from creditsvc.events import service as events
from creditsvc.events.domain import parse
from creditsvc.events.store import Version
from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.caller import Caller
from creditsvc.kernel.clock import FixedClock, legal_day
from creditsvc.kernel.periods import Calendar
from creditsvc.kernel.regions import Regions
from creditsvc.law.rulebook import Law
from creditsvc.listings import service as listings
from creditsvc.listings.domain import Entry
from creditsvc.proceedings import external
from creditsvc.proceedings import service as proceedings
from creditsvc.proceedings.decree import Decree
from creditsvc.proceedings.domain import Document, Proceeding, Reply, Service
from creditsvc.proceedings.service import Resolved, Told
from creditsvc.tiers import service as tiers
from creditsvc.tiers.service import Position
from creditsvc.web.runtime import Runtime

RULE = "WS11-6-2"
FILE = sha256(b"list").hexdigest()


def a_person(name: str) -> Caller:
    """Somebody of the office."""
    return Caller(
        id=f"user:{name}", kind="person", name=name, scopes=frozenset(), roles=frozenset()
    )


def a_paper(day: date, number: str = "虚应急〔2026〕1号") -> Document:
    """A paper of a case."""
    return Document(number=number, day=day, digest=FILE)


def served(day: date, reference: str = "EMS-1", kind: str = "mail") -> Service:
    """Proof that a paper reached the party."""
    return Service(kind=kind, day=day, reference=reference)


def a_decree(**given: Any) -> Decree:
    """A listing decided elsewhere, under Order 11."""
    stated: dict[str, Any] = {
        "source": "虚构市应急管理局",
        "source_ref": "L-1",
        "uscc": a_code(1),
        "other_id": None,
        "name": "虚构甲煤业有限公司",
        "list": "serious_dishonesty",
        "rule": "WS11-6-1",
        "decided_on": date(2026, 3, 2),
        "published_on": None,
        "document_no": "虚市应急列〔2026〕1号",
        "authority": "虚构市应急管理局",
        "region": None,
        "reason": "发生重大生产安全事故",
    }
    return Decree(**{**stated, **given})


class Office:
    """People of one office and what they do, each thing in an act of its own."""

    def __init__(self, runtime: Runtime, clock: FixedClock) -> None:
        self.runtime, self.clock = runtime, clock
        self.laws, self.calendar = runtime.part(Laws), runtime.part(Calendar)

    @property
    def law(self) -> Law:
        """The rulebook in use."""
        with self.runtime.work.read() as session:
            return self.laws.in_use(session)

    @property
    def today(self) -> date:
        """The legal day now."""
        return legal_day(self.clock.now())

    @contextmanager
    def act(self, who: str = "clerk") -> Iterator[Act]:
        """An act of *who*."""
        with self.runtime.work.act(a_person(who)) as act:
            yield act

    def parsed(self, event: dict[str, Any]) -> Any:
        """An event as the room takes it."""
        kinds, regions = self.runtime.part(Laws).directory.law.kinds, self.runtime.part(Regions)
        return parse(event, kinds, regions, strict_code=True).content

    def record(self, *stated: dict[str, Any]) -> list[Version]:
        """Events recorded in one act."""
        with self.act() as act:
            return [events.record(act, self.parsed(one)).version for one in stated]

    def two_accidents(self, number: int = 1, **more: Any) -> list[Version]:
        """The record that meets WS11-6-2."""
        return self.record(*two_major_accidents(number, **more))

    def park(self, **changed: Any) -> None:
        """A row whose enterprise cannot be told waits for a person."""
        with self.act() as act:
            content = self.parsed(an_event(**changed))
            events.park(act, content, field="uscc", reason="对不上", adverse=True)

    def status(self, version: Version, move: Any) -> None:
        """Suspend, revoke or reinstate an event."""
        with self.act() as act:
            events.set_status(act, version.event_id, move, reason="复议", document_no="虚复〔1〕号")

    def correct(self, version: Version, **changed: Any) -> None:
        """A correction of an event."""
        content = {k: v for k, v in version.content.items() if k != "status"} | changed
        stated = {k: v for k, v in content.items() if v is not None}
        with self.act() as act:
            events.correct(act, version.event_id, self.parsed(stated), reason="笔误")

    def propose(self, enterprise: UUID, rule: str = RULE, who: str = "handler") -> Proceeding:
        """A case opened."""
        with self.act(who) as act:
            law = self.laws.in_use(act.session)
            return proceedings.propose(act, law, enterprise, rule)

    def notice(self, case: Proceeding, who: str = "handler", day: date | None = None) -> Proceeding:
        """The notice served today."""
        on = day or self.today
        told = Told(document=a_paper(on), service=served(on))
        with self.act(who) as act:
            law = self.laws.in_use(act.session)
            return proceedings.notice(act, law, self.calendar, case.id, case.version, told)

    def reply(self, case: Proceeding, who: str = "handler") -> Proceeding:
        """The party's reply received today."""
        given = Reply(document=a_paper(self.today, "陈述"), received_on=self.today)
        with self.act(who) as act:
            return proceedings.reply(act, case.id, case.version, given)

    def decide(
        self, case: Proceeding, who: str = "approver", day: date | None = None, **more: Any
    ) -> Proceeding:
        """The decision, its paper dated today."""
        given = Resolved(
            document=a_paper(day or self.today, "决"),
            authority="虚构区应急管理局",
            reply_answer=more.get("answer"),
            waiver=more.get("waiver"),
        )
        with self.act(who) as act:
            law = self.laws.in_use(act.session)
            return proceedings.decide(act, law, self.calendar, case.id, case.version, given)

    def conclude(self, case: Proceeding, who: str = "handler") -> Entry:
        """The decision served today, and the entry made."""
        with self.act(who) as act:
            key = proceedings.conclude(act, self.laws, case.id, case.version, served(self.today))
            return listings.enter(act, self.laws, key)

    def noticed(self, enterprise: UUID, rule: str = RULE) -> Proceeding:
        """A case whose party has been told."""
        return self.notice(self.propose(enterprise, rule))

    def decided(self, enterprise: UUID, rule: str = RULE) -> Proceeding:
        """A case decided fifteen days after its notice."""
        case = self.noticed(enterprise, rule)
        self.clock.advance(days=15)
        return self.decide(case)

    def listed(self, enterprise: UUID, rule: str = RULE) -> Entry:
        """An entry of our own, made fifteen days from now."""
        return self.conclude(self.decided(enterprise, rule))

    def imported(self, decree: Decree, who: str = "importer") -> UUID:
        """A decision made elsewhere that waits; its key."""
        with self.act(who) as act:
            external.take_in(act, decree, file_digest=FILE)
            found = external.waiting(act.session)
        return next(one.id for one in found if one.content["source_ref"] == decree.source_ref)

    def confirmed(self, decree: Decree) -> Entry:
        """A decision made elsewhere, confirmed by another person, and its entry."""
        key = self.imported(decree)
        with self.act("confirmer") as act:
            return listings.enter(act, self.laws, external.confirm(act, key))

    def case(self, case: Proceeding) -> Proceeding:
        """The case as it stands."""
        with self.runtime.work.read() as session:
            return proceedings.get(session, case.id)

    def entry(self, entry: Entry) -> Entry:
        """The entry as it stands."""
        with self.runtime.work.read() as session:
            return listings.get(session, entry.id)

    def key(self, number: int = 1) -> UUID:
        """Our key of the *number*-th fictional enterprise."""
        with self.runtime.work.read() as session:
            found = enterprises.find(session, a_code(number))
        assert found is not None
        return found.id

    def position(
        self, enterprise: UUID, moment: datetime | None = None, known_at: int | None = None
    ) -> Position:
        """Where an enterprise stands, a moment after the last act unless told otherwise."""
        at = moment or self.clock.now() + timedelta(seconds=1)
        with self.runtime.work.read() as session:
            return tiers.position(session, self.law, enterprise, at, known_at=known_at)

    def feed(self, after: int = 0) -> list[Change]:
        """The feed after a line."""
        with self.runtime.work.read() as session:
            return changes.after(session, after)

    def reasons(self, number: int = 1) -> list[str]:
        """The reasons in the feed about the *number*-th enterprise, in order."""
        return [line.reason for line in self.feed() if line.uscc == a_code(number)]


@pytest.fixture
def office(runtime: Runtime, clock: FixedClock) -> Office:
    """An office over a fresh register."""
    return Office(runtime, clock)
