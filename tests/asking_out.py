"""A listed person applies for early removal, and the office moves the application on."""

from datetime import date
from typing import Any

from due_process import Office, a_paper
from one_person import Case
from people_in_cases import AUTHORITY, acting, of
from removals import PROOFS, papers

from creditsvc.repairs import service as repairs
from creditsvc.repairs.domain import AboutPerson
from creditsvc.repairs.service import Applied

EARLIEST = date(2027, 11, 20)
BARS = ("no_new_conduct", "ban_running")
JUDGED = dict.fromkeys((*PROOFS, *BARS), "已核实")


class Asks:
    """Applies for one listed person and moves the application on."""

    def __init__(self, office: Office) -> None:
        self.case = Case(office)
        self.case.listed()
        self.office = office
        self.one: Any = None

    def do(
        self, move: Any, *given: Any, by: str = "handler", authority: str = AUTHORITY, **more: Any
    ) -> Any:
        with acting(self.office, of(authority, by)) as act:
            law = self.office.laws.in_use(act.session)
            self.one = move(act, law, *given, **more)
        return self.one

    def apply(self, **more: Any) -> Any:
        today = self.office.today
        applied = Applied(received_on=today, document=a_paper(today, "申1号"), proofs=papers(today, *PROOFS))  # fmt: skip
        return self.do(repairs.receive, AboutPerson(entry_id=self.case.one.id), applied, **more)

    def accept(self, **more: Any) -> Any:
        paper = a_paper(self.office.today, "受1号")
        return self.do(repairs.accept, self.one.id, self.one.version, paper, **more)

    def grant(self, judged: dict[str, str] | None = None, by: str = "approver") -> Any:
        paper = a_paper(self.office.today, "移1号")
        return self.do(
            repairs.grant, self.one.id, self.one.version, by=by, document=paper, judged=judged or JUDGED
        )  # fmt: skip
