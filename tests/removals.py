"""Applications for early removal by service calls: what a party sends and what the office does."""

from datetime import date
from typing import Any
from uuid import UUID

from due_process import FILE, Office, a_paper

from creditsvc.listings.domain import Entry
from creditsvc.proceedings.domain import Document, Proceeding
from creditsvc.repairs import service as repairs
from creditsvc.repairs.domain import Answer, Repair
from creditsvc.repairs.service import Applied

PROOFS = ("obligations", "effects", "commitment")
JUDGED = dict.fromkeys((*PROOFS, "ban_running"), "已核实")


def papers(day: date, *names: str) -> dict[str, Document]:
    """A paper for each of the conditions *names*."""
    return {name: Document(number=f"证{name}", day=day, digest=FILE) for name in names}


def apply(
    office: Office, entry: Entry, *, on: date | None = None, proofs: tuple[str, ...] = PROOFS
) -> Repair:
    """An application received today, or on the day given."""
    day = on or office.today
    applied = Applied(received_on=day, document=a_paper(day, "申1号"), proofs=papers(day, *proofs))
    with office.act("handler") as act:
        return repairs.receive(act, office.laws.in_use(act.session), entry.id, applied)


def accept(office: Office, repair: Repair, who: str = "handler") -> Repair:
    """It is taken up today."""
    with office.act(who) as act:
        law = office.laws.in_use(act.session)
        return repairs.accept(act, law, repair.id, repair.version, a_paper(office.today, "受1号"))


def grant(office: Office, repair: Repair, who: str = "approver", **judged: str) -> Repair:
    """It is granted today."""
    paper = a_paper(office.today, "移1号")
    with office.act(who) as act:
        law = office.laws.in_use(act.session)
        return repairs.grant(
            act, law, repair.id, repair.version, document=paper, judged=judged or JUDGED
        )


def refuse(
    office: Office, repair: Repair, who: str = "approver", reasons: str = "未整改"
) -> Repair:
    """It is refused today."""
    paper = a_paper(office.today, "驳1号")
    with office.act(who) as act:
        law = office.laws.in_use(act.session)
        return repairs.refuse(act, law, repair.id, repair.version, document=paper, reasons=reasons)


def decline(office: Office, repair: Repair, reasons: str = "材料不齐") -> Repair:
    """It is not taken up."""
    paper = a_paper(office.today, "不受1号")
    with office.act("handler") as act:
        law = office.laws.in_use(act.session)
        return repairs.decline(act, law, repair.id, repair.version, document=paper, reasons=reasons)


def extend(office: Office, repair: Repair) -> Repair:
    """More time is taken today."""
    given = Answer(document=a_paper(office.today, "延1号"), by="user:handler", reasons="情况复杂")
    with office.act("handler") as act:
        clock = (office.laws.in_use(act.session), office.calendar)
        return repairs.extend(act, clock, repair.id, repair.version, given)


def withdraw(office: Office, repair: Repair) -> Repair:
    """The party takes it back."""
    given = Answer(document=a_paper(office.today, "撤1号"), by="user:handler", reasons="自愿")
    with office.act("handler") as act:
        return repairs.withdraw(act, repair.id, repair.version, given)


def revoke(office: Office, repair: Repair, who: str = "handler") -> Proceeding:
    """Fraud was found: the case to restore the entry is opened."""
    with office.act(who) as act:
        law = office.laws.in_use(act.session)
        return repairs.revoke(act, law, repairs.get(act.session, repair.id), "证明系伪造")


def removed(office: Office, entry: Entry) -> Repair:
    """The entry removed early today."""
    return grant(office, accept(office, apply(office, entry)))


def state(office: Office, repair_id: UUID) -> Any:
    """The application as it stands."""
    with office.runtime.work.read() as session:
        return repairs.get(session, repair_id)
