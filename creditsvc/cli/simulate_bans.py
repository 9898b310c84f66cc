"""A ban in the simulated county: a service body that certified falsely is barred by decision of the authority."""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID

from creditsvc.bans import notices
from creditsvc.bans import service as bans
from creditsvc.bans.domain import Ban, Stage
from creditsvc.bans.notices import Told
from creditsvc.bans.service import Proposed, Resolved
from creditsvc.cli.simulate_office import AUTHORITIES, Office, Story
from creditsvc.cli.simulate_plan import WORK, Fate
from creditsvc.db.work import Act
from creditsvc.kernel.periods import Calendar
from creditsvc.law.rulebook import Law
from creditsvc.proceedings.domain import (
    Call,
    Deliberation,
    Document,
    Minutes,
    Reply,
    Review,
    Waiver,
)

T = TypeVar("T")
RULE = "BAN-92"
DAY = timedelta(days=1)
ANSWER = "不予采纳：所述不影响事实的认定"


@dataclass(slots=True, kw_only=True)
class BanFile:
    """One ban in the hands of its people."""

    office: Office
    fate: Fate
    ban: UUID = field(init=False)

    def run(self, enterprise: UUID) -> Story:
        """From the proposal to the service of the decision, or to where it is given up."""
        given = self.fate

        def propose(act: Act) -> Ban:
            proposed = Proposed(
                rule=RULE, subject="enterprise", person_id=None, grave=given.complex_case,
                authority=AUTHORITIES[WORK],
            )  # fmt: skip
            return bans.propose(act, self.office.law(act), enterprise, proposed)

        made = yield from self.office.patiently(self._by(given.handler), propose, lambda: False)
        self.ban = made.id
        self.office.bans.append(made.id)
        self._forbidden("ban_untold", "approver", self._sign)
        yield given.lag
        yield from self._move(given.handler, self._tell)
        yield from self._hear_the_party()
        if given.dropped:
            yield from self._move(given.handler, self._drop)
            return
        if given.hearing == "held":
            self._forbidden("ban_unreviewed", "approver", self._sign)
            yield from self._move("reviewer", self._review)
        if given.complex_case:
            self._forbidden("ban_undeliberated", "approver", self._sign)
            yield from self._move(given.handler, self._deliberate)
        self._forbidden("ban_decided_by_handler", given.handler, self._sign)
        yield 1
        yield from self._move("approver", self._sign)
        yield given.serves_after
        yield from self._move(given.handler, self._serve)

    def _hear_the_party(self) -> Generator["int | date", None, None]:
        """Reply, waiver and hearing, until the last day on which the party may still speak is over."""
        given = self.fate
        self._forbidden("ban_too_early", "approver", self._sign)
        if given.reply_after is not None:
            yield given.reply_after
            yield from self._move(given.handler, self._reply)
        if given.hearing is not None:
            yield from self._hearing()
        elif given.waives:
            yield 1
            yield from self._move(given.handler, self._waive)
            return
        yield self._told().case_last + DAY

    def _hearing(self) -> Generator["int | date", None, None]:
        yield from self._move(self.fate.handler, self._ask)
        yield 1
        if self.fate.hearing == "withdrawn":
            yield from self._move(self.fate.handler, self._ask_no_more)
            return
        yield from self._move(self.fate.handler, self._call)
        yield self._told().held_on
        yield from self._move("presider", self._hear)

    def _by(self, role: str) -> str:
        return f"{role}@{WORK}"

    def _move(self, role: str, act_on: Callable[[Act, Ban], T]) -> Generator[int, None, T]:
        """A lawful move on the ban as it then stands; Over once it was dropped."""

        def moved(act: Act) -> T:
            return act_on(act, bans.get(act.session, self.ban))

        return self.office.patiently(self._by(role), moved, self._dropped)

    def _forbidden(self, what: str, role: str, act_on: Callable[[Act, Ban], object]) -> None:
        """A move that the law forbids here; it must be refused."""
        self.office.tries(
            what, self._by(role), lambda act: act_on(act, bans.get(act.session, self.ban))
        )

    def _dropped(self) -> bool:
        with self.office.runtime.work.read() as session:
            return bans.get(session, self.ban).stage is Stage.DROPPED

    def _told(self) -> "Days":
        with self.office.runtime.work.read() as session:
            return Days(bans.get(session, self.ban))

    def _words(self, act: Act) -> tuple[Law, Calendar]:
        return self.office.law(act), self.office.calendar

    def _paper(self, kind: str) -> Document:
        return self.office.paper(kind)

    def _tell(self, act: Act, ban: Ban) -> Ban:
        service = self.office.service(act, self.fate.notice_by)
        told = Told(document=self._paper("禁告"), service=service)
        return notices.tell(act, self._words(act), ban.id, ban.version, told)

    def _reply(self, act: Act, ban: Ban) -> Ban:
        given = Reply(document=self._paper("陈述"), received_on=act.day)
        return notices.ROOM.reply(act, self._words(act), (ban.id, ban.version), given)

    def _waive(self, act: Act, ban: Ban) -> Ban:
        given = Waiver(document=self._paper("弃"), hearing=True)
        return notices.ROOM.waive(act, (ban.id, ban.version), given)

    def _ask(self, act: Act, ban: Ban) -> Ban:
        place, paper = (ban.id, ban.version), self._paper("听申")
        return notices.ROOM.request(act, self._words(act), place, paper, act.day)

    def _ask_no_more(self, act: Act, ban: Ban) -> Ban:
        return notices.ROOM.withdraw(act, (ban.id, ban.version), self._paper("听撤"))

    def _call(self, act: Act, ban: Ban) -> Ban:
        held_on = self.office.calendar.add_working_days(act.day, 8).day
        given = Call(
            document=self._paper("听通"),
            service=self.office.service(act, "in_person"),
            held_on=held_on,
            place="虚构县听证室",
            presided_by=f"user:presider-{WORK}",
        )
        return notices.ROOM.call(act, self._words(act), (ban.id, ban.version), given)

    def _hear(self, act: Act, ban: Ban) -> Ban:
        given = Minutes(document=self._paper("笔录"), held_on=act.day, presided_by=act.actor.id)
        return notices.ROOM.hear(act, self._words(act), (ban.id, ban.version), given)

    def _review(self, act: Act, ban: Ban) -> Ban:
        given = Review(document=self._paper("审"), by=act.actor.id, opinion="approve", reasons="")
        return notices.ROOM.review(act, self._words(act), (ban.id, ban.version), given)

    def _deliberate(self, act: Act, ban: Ban) -> Ban:
        given = Deliberation(document=self._paper("会"), present=("虚构局长", "虚构副局长"))
        return notices.ROOM.deliberate(act, self._words(act), (ban.id, ban.version), given)

    def _sign(self, act: Act, ban: Ban) -> Ban:
        case = ban.case
        heard = case is not None and case.hearing is not None and case.hearing.minutes is not None
        given = Resolved(
            document=self._paper("禁决"),
            from_day=act.day,
            reply_answer=ANSWER if case is not None and case.replies else None,
            hearing_answer=ANSWER if heard else None,
        )
        return bans.decide(act, self._words(act), ban.id, ban.version, given)

    def _serve(self, act: Act, ban: Ban) -> Ban:
        service = self.office.service(act, self.fate.decision_by)
        return notices.serve(act, self.office.law(act), ban.id, ban.version, service)

    def _drop(self, act: Act, ban: Ban) -> Ban:
        return bans.drop(act, ban.id, ban.version, "经核实，不予禁入")


@dataclass(frozen=True, slots=True)
class Days:
    """The days that the case of a told ban waits for."""

    ban: Ban

    @property
    def case_last(self) -> date:
        """The last day on which the party may reply or ask for a hearing."""
        told = None if self.ban.case is None else self.ban.case.notice
        if told is None:
            raise AssertionError("nobody was told")  # the story tells the party first
        return max(told.reply_until, told.hearing_until or told.reply_until)

    @property
    def held_on(self) -> date:
        """The day the hearing was called for."""
        asked = None if self.ban.case is None else self.ban.case.hearing
        if asked is None or asked.call is None:
            raise AssertionError("no hearing was called")  # the story calls it first
        return asked.call.held_on
