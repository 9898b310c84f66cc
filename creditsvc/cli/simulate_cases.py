"""How a case of the simulated county is lived through, from the finding to the entry and its remedies."""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID

from creditsvc.cli.simulate_office import AUTHORITIES, Office, Over, Story
from creditsvc.cli.simulate_plan import FIRE, WORK, Fate, fate
from creditsvc.cli.simulate_remedies import contest
from creditsvc.db.work import Act
from creditsvc.findings import service as findings
from creditsvc.listings import service as listings
from creditsvc.listings.domain import Entry
from creditsvc.proceedings import clocks, decisions, hearings, notices, opening
from creditsvc.proceedings import service as proceedings
from creditsvc.proceedings.decisions import Resolved, Reviewed
from creditsvc.proceedings.domain import (
    Call,
    Deliberation,
    Minutes,
    Proceeding,
    Reply,
    Stage,
    Waiver,
)
from creditsvc.proceedings.notices import Told
from creditsvc.proceedings.opening import Opened
from creditsvc.proceedings.steps import noticed
from creditsvc.repairs import notices as repair_notices

T = TypeVar("T")
LISTS = {"serious_dishonesty": WORK, "fire_serious_dishonesty": FIRE}
DAY = timedelta(days=1)
PRINCIPAL = "虚构负责人"
ANSWER = "不予采纳：所述不影响事实的认定"


def look(office: Office, number: int, enterprise: UUID) -> Story:
    """A handler looks at the findings about an enterprise and begins a case on each new one."""
    with office.runtime.work.read() as session:
        held = findings.held(session, enterprise)
        law = office.laws.in_use(session)
        known = {each.ground.rule for each in proceedings.find(session, enterprise_id=enterprise)}
    for rule, one in sorted(held.items()):
        told = one.body.get("list")
        if one.outcome != findings.MET or told not in LISTS or rule in known:
            continue
        if law.lists[told].polarity != "adverse" or one.body["legal_review"]:
            continue
        chosen = fate(office.plan.seed, number, rule)
        file = CaseFile(office=office, fate=chosen, domain=LISTS[told])
        office.start(office.today + chosen.lag * DAY, file.run(enterprise, rule))
    yield from ()


@dataclass(slots=True, kw_only=True)
class CaseFile:
    """One case in the hands of its people."""

    office: Office
    fate: Fate
    domain: str
    case: UUID = field(init=False)

    def run(self, enterprise: UUID, rule: str) -> Story:
        """From the proposal to the entry, or to where the case ends."""
        office, given = self.office, self.fate

        def propose(act: Act) -> Proceeding:
            return proceedings.propose(act, office.law(act), enterprise, rule)

        made = yield from office.patiently(self.by(given.handler), propose, lambda: False)
        self.case = made.id
        office.cases.append(made.id)
        self.forbidden("notice_unopened", given.handler, self._tell)
        yield given.lag
        yield from self.move(given.handler, self._open)
        yield from self.move(given.handler, self._tell)
        yield from self._hear_the_party()
        if given.dropped:
            yield from self.move(given.handler, self._drop)
            return
        yield from self._decide()
        entry = yield from self._serve()
        yield from contest(office, entry, self.domain, given.remedy)

    def by(self, role: str) -> str:
        """The person with that role in the authority whose case it is."""
        return f"{role}@{self.domain}"

    def move(self, role: str, act_on: Callable[[Act, Proceeding], T]) -> Generator[int, None, T]:
        """A lawful move on the case as it then stands; Over once the case was dropped."""

        def moved(act: Act) -> T:
            return act_on(act, proceedings.get(act.session, self.case))

        return self.office.patiently(self.by(role), moved, self._dropped)

    def forbidden(self, what: str, role: str, act_on: Callable[[Act, Proceeding], object]) -> None:
        """A move that the law forbids here, if fate has somebody try it."""
        if what in self.fate.unlawful:
            self.office.tries(
                what,
                role if "@" in role else self.by(role),
                lambda act: act_on(act, proceedings.get(act.session, self.case)),
            )

    def _dropped(self) -> bool:
        with self.office.runtime.work.read() as session:
            return proceedings.get(session, self.case).stage is Stage.DROPPED

    def _open(self, act: Act, case: Proceeding) -> Proceeding:
        paper = self.office.paper("立")
        given = Opened(document=paper, approved_by=PRINCIPAL, complex_case=self.fate.complex_case)
        return opening.open_case(act, self.office.law(act), case.id, case.version, given)

    def _tell(self, act: Act, case: Proceeding) -> Proceeding:
        told = Told(
            document=self.office.paper("告"),
            service=self.office.service(act, self.fate.notice_by),
        )
        words = self.office.law(act), self.office.calendar
        return notices.notice(act, *words, case.id, case.version, told)

    def _hear_the_party(self) -> Generator["int | date", None, None]:
        """Reply, waiver and hearing, until the last day on which the party may still speak is over."""
        given = self.fate
        self.forbidden("review_too_early", "reviewer", self._review)
        self.forbidden("decide_too_early", "approver", self._sign)
        if given.reply_after is not None:
            yield given.reply_after
            yield from self.move(given.handler, self._reply)
        if given.hearing is not None:
            yield from self._hearing()
        elif given.waives:
            yield 1
            yield from self.move(given.handler, self._waive)
            return
        yield self._last_day() + DAY

    def _hearing(self) -> Generator["int | date", None, None]:
        given = self.fate
        yield from self.move(given.handler, self._ask)
        self.forbidden("heard_pending", "reviewer", self._review)
        yield 1
        if given.hearing == "withdrawn":
            yield from self.move(given.handler, self._ask_no_more)
            return
        called = yield from self.move(given.handler, self._call)
        held_on = _hearing(called).held_on
        yield held_on
        yield from self.move("presider", self._hear)

    def _last_day(self) -> date:
        with self.office.runtime.work.read() as session:
            told = noticed(proceedings.get(session, self.case))
        return max(told.reply_until, told.hearing_until or told.reply_until)

    def _decide(self) -> Generator["int | date", None, None]:
        given = self.fate
        self.forbidden("review_own_case", given.handler, self._review)
        self.forbidden("decide_unreviewed", "approver", self._sign)
        if given.returned:
            yield from self.move("reviewer", self._return)
            yield 3
        if given.complex_case:
            yield from self.move(given.handler, self._deliberate)
        yield from self.move("reviewer", self._review)
        self.forbidden("decide_own_case", given.handler, self._sign)
        other = FIRE if self.domain == WORK else WORK
        self.forbidden("decide_for_another", f"approver@{other}", self._sign)
        yield 1
        yield from self.move("approver", self._sign)
        self.forbidden("list_unserved", given.handler, self._list)

    def _serve(self) -> Generator["int | date", None, Entry]:
        given = self.fate
        yield given.serves_after
        served = yield from self.move(given.handler, self._hand_over)
        counts = served.decision_service
        if counts is not None and counts.served_on > self.office.today:
            yield counts.served_on
        return (yield from self.move(given.handler, self._list))

    def _reply(self, act: Act, case: Proceeding) -> Proceeding:
        words = self.office.law(act), self.office.calendar
        answer = Reply(document=self.office.paper("陈述"), received_on=act.day)
        return notices.reply(act, *words, case.id, case.version, answer)

    def _waive(self, act: Act, case: Proceeding) -> Proceeding:
        waiver = Waiver(document=self.office.paper("弃"), hearing=True)
        return notices.waive(act, case.id, case.version, waiver)

    def _ask(self, act: Act, case: Proceeding) -> Proceeding:
        words = self.office.law(act), self.office.calendar
        paper = self.office.paper("听申")
        return hearings.request(act, words, case.id, case.version, paper, act.day)

    def _ask_no_more(self, act: Act, case: Proceeding) -> Proceeding:
        return hearings.withdraw(act, case.id, case.version, self.office.paper("听撤"))

    def _call(self, act: Act, case: Proceeding) -> Proceeding:
        words = self.office.law(act), self.office.calendar
        held_on = clocks.call_until(*words, case, act.day) + DAY
        while not self.office.calendar.is_working(held_on):
            held_on += DAY
        call = Call(
            document=self.office.paper("听通"),
            service=self.office.service(act, "in_person"),
            held_on=held_on,
            place="虚构听证室",
            presided_by=f"user:presider-{self.domain}",
        )
        return hearings.call(act, *words, case.id, case.version, call)

    def _hear(self, act: Act, case: Proceeding) -> Proceeding:
        minutes = Minutes(
            document=self.office.paper("听录"), held_on=act.day, presided_by=act.actor.id
        )
        return hearings.hear(act, self.office.law(act), case.id, case.version, minutes)

    def _review(self, act: Act, case: Proceeding) -> Proceeding:
        return self._opinion(act, case, "approve", "事实清楚，程序合法")

    def _return(self, act: Act, case: Proceeding) -> Proceeding:
        return self._opinion(act, case, "return", "证据须补充")

    def _opinion(self, act: Act, case: Proceeding, opinion: str, why: str) -> Proceeding:
        words = self.office.law(act), self.office.calendar
        given = Reviewed(document=self.office.paper("审"), opinion=opinion, reasons=why)
        return decisions.review(act, *words, case.id, case.version, given)

    def _deliberate(self, act: Act, case: Proceeding) -> Proceeding:
        words = self.office.law(act), self.office.calendar
        meeting = Deliberation(document=self.office.paper("集"), present=("虚构甲", "虚构乙"))
        return decisions.deliberate(act, *words, case.id, case.version, meeting)

    def _sign(self, act: Act, case: Proceeding) -> Proceeding:
        words = self.office.law(act), self.office.calendar
        resolved = Resolved(
            document=self.office.paper("决"),
            authority=AUTHORITIES[self.domain],
            reply_answer=ANSWER if case.replies else None,
            hearing_answer="依据听证笔录，维持拟作出的决定",
        )
        return decisions.decide(act, *words, case.id, case.version, resolved)

    def _hand_over(self, act: Act, case: Proceeding) -> Proceeding:
        given = self.office.service(act, self.fate.decision_by)
        return decisions.serve(act, self.office.laws, case.id, case.version, given)

    def _list(self, act: Act, case: Proceeding) -> Entry:
        laws = self.office.laws
        key = decisions.conclude(act, laws, case.id, case.version, None)
        entry = listings.enter(act, laws, key)
        owed = repair_notices.of_entry(self.office.law(act), entry)
        paper, served = self.office.paper("修告"), self.office.service(act, "in_person")
        repair_notices.serve_notice(act, self.office.law(act), owed, paper, served)
        return entry

    def _drop(self, act: Act, case: Proceeding) -> Proceeding:
        why = "陈述申辩成立，情节未达到列入的程度"
        return proceedings.drop(act, case.id, case.version, why)


def _hearing(case: Proceeding) -> Call:
    if case.hearing is None or case.hearing.call is None:
        raise Over
    return case.hearing.call
