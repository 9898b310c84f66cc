"""The case of one person from proposal to service, for the tests that list a person."""

from builders import an_event
from due_process import a_paper, served
from people_in_cases import AUTHORITY, acting, matter, of, recorded

from creditsvc.person_entries import service
from creditsvc.person_entries.domain import Reply
from creditsvc.person_entries.service import Signed

RULE = "WS11-6-5"


def fled(**changes):
    """The principal fled after an accident: nothing against the enterprise, something against a person."""
    facts = {"mode": "fled"}
    stated = {"kind": "ws.rescue_failure", "occurred_on": "2026-10-01", "facts": facts}
    return an_event(**{**stated, **changes})


class Case:
    """Runs the case of one person."""

    def __init__(self, office, event=None):
        self.office = office
        (self.event,) = office.record(event or fled())
        found = matter(office, "event", self.event.event_id, RULE)
        self.person = recorded(office, found)
        self.one = None

    @property
    def words(self):
        return self.office.law, self.office.calendar

    def do(self, move, *given, by=None, **more):
        who = by or of(AUTHORITY)
        with acting(self.office, who) as act:
            self.one = move(act, *given, **more)
        return self.one

    def propose(self, rule=RULE, **more):
        return self.do(service.propose, self.office.law, self.person.id, rule, **more)

    def at(self):
        return self.one.id, self.one.version

    def tell(self, **more):
        today = self.office.today
        told = (a_paper(today, "告1号"), served(today))
        return self.do(service.tell, self.words, *self.at(), told, **more)

    def reply(self):
        given = Reply(
            document=a_paper(self.office.today, "陈述"), received_on=self.office.today, by=""
        )
        return self.do(service.reply, *self.at(), given)

    def decide(self, answer=None, by="approver"):
        signed = Signed(document=a_paper(self.office.today, "列1号"), reply_answer=answer)
        return self.do(service.decide, self.words, *self.at(), signed, by=of(AUTHORITY, by))

    def serve(self):
        return self.do(
            service.serve, self.office.laws, *self.at(), served(self.office.today, "E-2")
        )

    def listed(self):
        self.propose()
        self.tell()
        self.office.clock.advance(days=15)
        self.decide()
        return self.serve()

    def now(self):
        with self.office.runtime.work.read() as session:
            return service.get(session, self.one.id)
