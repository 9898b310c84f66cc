"""The case of one person from proposal to service, for the tests that list a person."""

from datetime import date
from typing import Any

from builders import an_event
from due_process import Office, a_paper, served
from people_in_cases import AUTHORITY, acting, matter, of, recorded

from creditsvc.kernel.caller import Caller
from creditsvc.kernel.periods import Calendar
from creditsvc.law.rulebook import Law
from creditsvc.person_entries import process, service
from creditsvc.person_entries.domain import PersonEntry
from creditsvc.person_entries.service import Signed
from creditsvc.proceedings.domain import Call, Deliberation, Minutes, Reply, Review, Waiver
from creditsvc.proceedings.notices import Told
from creditsvc.proceedings.opening import Opened

RULE = "WS11-6-5"


def fled(**changes: Any) -> dict[str, Any]:
    """The principal fled after an accident: nothing against the enterprise, something against a person."""
    facts = {"mode": "fled"}
    stated = {"kind": "ws.rescue_failure", "occurred_on": "2026-10-01", "facts": facts}
    return an_event(**{**stated, **changes})


class Case:
    """Runs the case of one person."""

    def __init__(self, office: Office, event: dict[str, Any] | None = None) -> None:
        self.office = office
        (self.event,) = office.record(event or fled())
        found = matter(office, "event", self.event.event_id, RULE)
        self.person = recorded(office, found)
        self.one: Any = None

    @property
    def words(self) -> tuple[Law, Calendar]:
        return self.office.law, self.office.calendar

    @property
    def today(self) -> date:
        return self.office.today

    def do(self, move: Any, *given: Any, by: Caller | None = None, **more: Any) -> PersonEntry:
        who = by or of(AUTHORITY)
        with acting(self.office, who) as act:
            self.one = move(act, *given, **more)
        return self.one

    def propose(self, rule: str = RULE, **more: Any) -> PersonEntry:
        return self.do(service.propose, self.office.law, self.person.id, rule, **more)

    def at(self) -> tuple[Any, int]:
        return self.one.id, self.one.version

    def open(self, *, complex_case: bool = False, **more: Any) -> PersonEntry:
        given = Opened(
            document=a_paper(self.today, "立1号"), approved_by="局长", complex_case=complex_case
        )
        return self.do(process.open_case, self.office.law, self.at(), given, **more)

    def tell(self, number: str = "告1号", **more: Any) -> PersonEntry:
        told = Told(
            document=a_paper(self.today, number), service=more.pop("service", served(self.today))
        )
        return self.do(process.tell, self.words, self.at(), told, **more)

    def told(self, **more: Any) -> PersonEntry:
        self.propose()
        self.open(**more)
        return self.tell()

    def reply(self) -> PersonEntry:
        given = Reply(document=a_paper(self.today, "陈述"), received_on=self.today)
        return self.do(process.ROOM.reply, self.words, self.at(), given)

    def waive(self, *, hearing: bool = True) -> PersonEntry:
        given = Waiver(document=a_paper(self.today, "放弃1号"), hearing=hearing)
        return self.do(process.ROOM.waive, self.at(), given)

    def ask(self) -> PersonEntry:
        paper = a_paper(self.today, "听申")
        return self.do(process.ROOM.request, self.words, self.at(), paper, self.today)

    def take_back(self) -> PersonEntry:
        return self.do(process.ROOM.withdraw, self.at(), a_paper(self.today, "撤听"))

    def call(self, held_on: date, presides: str = "presider") -> PersonEntry:
        given = Call(
            document=a_paper(self.today, "听通"), service=served(self.today), held_on=held_on,
            place="虚构大厅", presided_by=f"user:{presides}",
        )  # fmt: skip
        return self.do(process.ROOM.call, self.words, self.at(), given)

    def hear(self, by: str = "presider") -> PersonEntry:
        given = Minutes(document=a_paper(self.today, "笔录"), held_on=self.today, presided_by="")
        return self.do(process.ROOM.hear, self.words, self.at(), given, by=of(AUTHORITY, by))

    def review(self, opinion: str = "approve", by: str = "reviewer") -> PersonEntry:
        given = Review(document=a_paper(self.today, "审"), by="", opinion=opinion, reasons="理由")
        return self.do(process.ROOM.review, self.words, self.at(), given, by=of(AUTHORITY, by))

    def deliberate(self) -> PersonEntry:
        given = Deliberation(document=a_paper(self.today, "会议纪要"), present=("局长", "副局长"))
        return self.do(process.ROOM.deliberate, self.words, self.at(), given)

    def decide(self, answer: str | None = None, by: str = "approver", **more: Any) -> PersonEntry:
        signed = Signed(document=a_paper(self.today, "列1号"), reply_answer=answer, **more)
        return self.do(service.decide, self.words, self.at(), signed, by=of(AUTHORITY, by))

    def ready(self, **more: Any) -> PersonEntry:
        """A case that may be decided at once."""
        self.told(**more)
        self.waive()
        return self.review()

    def serve(self, **more: Any) -> PersonEntry:
        given = more.get("service") or served(self.today, "E-2")
        return self.do(service.serve, self.office.laws, self.at(), given)

    def listed(self) -> PersonEntry:
        self.ready()
        self.decide()
        return self.serve()

    def now(self) -> PersonEntry:
        with self.office.runtime.work.read() as session:
            return service.get(session, self.one.id)
