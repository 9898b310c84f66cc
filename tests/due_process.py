"""An office that runs cases by service calls: a clerk, handlers, a reviewer, approvers, no HTTP."""

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
from creditsvc.listings import removals
from creditsvc.listings import service as listings
from creditsvc.listings.domain import Entry
from creditsvc.proceedings import decisions, external, hearings, notices, opening
from creditsvc.proceedings import service as proceedings
from creditsvc.proceedings.decisions import Resolved, Reviewed
from creditsvc.proceedings.decree import Decree
from creditsvc.proceedings.domain import (
    Call,
    Deliberation,
    Document,
    Minutes,
    Proceeding,
    Reply,
    Service,
    Stage,
    Waiver,
)
from creditsvc.proceedings.notices import Told
from creditsvc.proceedings.opening import Opened
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


def announced(day: date) -> Service:
    """Service by public notice, which counts thirty days after it."""
    proofs = {"failed_attempts": a_paper(day, "查找记录"), "publication": a_paper(day, "公告1号")}
    return Service(kind="public_notice", day=day, reference="公告1号", proofs=proofs)


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
        """A case proposed."""
        with self.act(who) as act:
            law = self.laws.in_use(act.session)
            return proceedings.propose(act, law, enterprise, rule)

    def open(self, case: Proceeding, who: str = "handler", **more: Any) -> Proceeding:
        """The case opened today, approved by a principal."""
        given = Opened(
            document=a_paper(more.get("day") or self.today, "立"),
            approved_by=more.get("approved_by", "虚构负责人"),
            complex_case=more.get("complex_case", False),
        )
        with self.act(who) as act:
            law = self.laws.in_use(act.session)
            return opening.open_case(act, law, case.id, case.version, given)

    def notice(
        self, case: Proceeding, who: str = "handler", day: date | None = None, **more: Any
    ) -> Proceeding:
        """The notice served today; a case that is only proposed is opened first."""
        if case.stage is Stage.PROPOSED:
            case = self.open(case, who)
        return self.told(case, who, day, move=notices.notice, **more)

    def renotice(self, case: Proceeding, who: str = "handler", **more: Any) -> Proceeding:
        """The party told anew today."""
        return self.told(case, who, None, move=notices.renotice, number="再告", **more)

    def told(
        self, case: Proceeding, who: str, day: date | None, *, move: Any, **more: Any
    ) -> Proceeding:
        """The party told by *move*."""
        on = day or self.today
        told = Told(
            document=a_paper(on, more.get("number", "告")),
            service=more.get("service") or served(on),
            measures=tuple(more.get("measures", ())),
        )
        with self.act(who) as act:
            law = self.laws.in_use(act.session)
            moved: Proceeding = move(act, law, self.calendar, case.id, case.version, told)
            return moved

    def reply(self, case: Proceeding, who: str = "handler") -> Proceeding:
        """The party's reply received today."""
        given = Reply(document=a_paper(self.today, "陈述"), received_on=self.today)
        with self.act(who) as act:
            law = self.laws.in_use(act.session)
            return notices.reply(act, law, self.calendar, case.id, case.version, given)

    def waive(self, case: Proceeding, *, hearing: bool = True, number: str = "弃") -> Proceeding:
        """The party gives up its time in a paper of today."""
        given = Waiver(document=a_paper(self.today, number), hearing=hearing)
        with self.act("handler") as act:
            return notices.waive(act, case.id, case.version, given)

    def ask_to_be_heard(self, case: Proceeding, on: date | None = None) -> Proceeding:
        """The party asks for a hearing today."""
        day = on or self.today
        with self.act("handler") as act:
            words = (self.laws.in_use(act.session), self.calendar)
            return hearings.request(act, words, case.id, case.version, a_paper(day, "听申"), day)

    def ask_no_more(self, case: Proceeding) -> Proceeding:
        """The party takes its request back today."""
        with self.act("handler") as act:
            return hearings.withdraw(act, case.id, case.version, a_paper(self.today, "听撤"))

    def call(
        self, case: Proceeding, held_on: date, who: str = "handler", by: str = "presider"
    ) -> Proceeding:
        """The hearing called today for a day to come."""
        given = Call(
            document=a_paper(self.today, "听通"),
            service=served(self.today),
            held_on=held_on,
            place="虚构听证室",
            presided_by=f"user:{by}",
        )
        with self.act(who) as act:
            law = self.laws.in_use(act.session)
            return hearings.call(act, law, self.calendar, case.id, case.version, given)

    def hear(self, case: Proceeding, who: str = "presider") -> Proceeding:
        """The hearing held today."""
        given = Minutes(
            document=a_paper(self.today, "听录"), held_on=self.today, presided_by=f"user:{who}"
        )
        with self.act(who) as act:
            law = self.laws.in_use(act.session)
            return hearings.hear(act, law, case.id, case.version, given)

    def review(
        self, case: Proceeding, who: str = "reviewer", opinion: str = "approve", **more: Any
    ) -> Proceeding:
        """The legal review of today."""
        given = Reviewed(
            document=a_paper(more.get("day") or self.today, "审"),
            opinion=opinion,
            reasons=more.get("reasons", "事实清楚"),
            complex_case=more.get("complex_case", False),
        )
        with self.act(who) as act:
            law = self.laws.in_use(act.session)
            return decisions.review(act, law, self.calendar, case.id, case.version, given)

    def deliberate(self, case: Proceeding, who: str = "handler") -> Proceeding:
        """The principals deliberate today."""
        given = Deliberation(document=a_paper(self.today, "集"), present=("虚构甲", "虚构乙"))
        with self.act(who) as act:
            law = self.laws.in_use(act.session)
            return decisions.deliberate(act, law, self.calendar, case.id, case.version, given)

    def decide(
        self, case: Proceeding, who: str = "approver", day: date | None = None, **more: Any
    ) -> Proceeding:
        """The decision, its paper dated today; a case not reviewed yet is reviewed on that day first."""
        if "waiver" in more:
            case = self.waive(case, number=more["waiver"])
        if case.stage not in (Stage.REVIEWED, Stage.DECIDED) and more.get("reviewed", True):
            case = self.review(case, day=day)
        given = Resolved(
            document=a_paper(day or self.today, "决"),
            authority="虚构区应急管理局",
            reply_answer=more.get("answer"),
            hearing_answer=more.get("hearing_answer"),
            measures=more.get("measures"),
        )
        with self.act(who) as act:
            law = self.laws.in_use(act.session)
            return decisions.decide(act, law, self.calendar, case.id, case.version, given)

    def serve(self, case: Proceeding, service: Service | None = None) -> Proceeding:
        """The decision served today."""
        with self.act("handler") as act:
            given = service or served(self.today)
            return decisions.serve(act, self.laws, case.id, case.version, given)

    def conclude(self, case: Proceeding, who: str = "handler") -> Entry:
        """The decision served today, and the entry made."""
        with self.act(who) as act:
            paper = served(self.today) if case.stage is not Stage.SERVED else None
            key = decisions.conclude(act, self.laws, case.id, case.version, paper)
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

    def removed(self, entry: Entry, reason: str = "clerical", document_no: str = "更1号") -> Entry:
        """The entry removed by hand, by two people who had no part in it."""
        with self.act("mender") as act:
            found = removals.propose(act, entry.id, reason, detail="误录", document_no=document_no)
        with self.act("stranger") as act:
            return removals.confirm(act, found.id)

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
