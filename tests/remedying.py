"""Objections and suits by service calls, each move in an act of its own."""

from uuid import UUID

from due_process import a_paper

from creditsvc.remedies import service as remedies
from creditsvc.remedies import suing
from creditsvc.remedies.domain import Objection, Stage, Step, Subject
from creditsvc.remedies.redress import Redress
from creditsvc.remedies.service import Raised
from creditsvc.remedies.suing import Filed
from creditsvc.remedies.suits import Instance, Outcome, Paper, Suit

COURT, OFFICE = "虚构区人民法院", "虚构区人民政府"


def raised(office, kind: str, key: UUID, **given) -> Raised:
    """An objection that came in today."""
    stated = {
        "subject": Subject(kind=kind, id=key), "origin": "party", "ground": "facts", "grounds": "事实有误",
        "received_on": office.today, "document": a_paper(office.today, "异1号"),
    }  # fmt: skip
    return Raised(**{**stated, **given})


def object_to(office, kind: str, key: UUID, who: str = "handler", **given) -> Objection:
    """An objection received today."""
    with office.act(who) as act:
        return remedies.receive(act, raised(office, kind, key, **given))


def step(office, who: str, number: str = "异2号", reasons: str = "经核实") -> Step:
    """A paper of today."""
    return Step(document=a_paper(office.today, number), by=f"user:{who}", reasons=reasons)


def accept(office, one: Objection, who: str = "handler") -> Objection:
    """It is taken up today."""
    with office.act(who) as act:
        return remedies.accept(act, one.id, one.version, step(office, who))


def resolve(
    office, one: Objection, outcome: str = "upheld", who: str = "stranger", redress=None
) -> Objection:
    """It is taken up, where it was not, and decided today."""
    taken = one if one.acceptance else accept(office, one)
    with office.act(who) as act:
        paper = step(office, who, "异决1号")
        told = redress or Redress()
        return remedies.decide(act, one.id, taken.version, Stage(outcome), paper, told)


def sue(office, kind: str, key: UUID, what: str = "litigation", **given) -> Suit:
    """A suit filed today, and taken up."""
    stated = {
        "kind": what, "subject": Subject(kind=kind, id=key), "body": COURT, "number": "（虚）行初1号",
        "filed_on": office.today, "document": a_paper(office.today, "诉1号"),
    }  # fmt: skip
    with office.act("handler") as act:
        counted = office.laws.in_use(act.session), office.calendar
        made = suing.file(act, counted, Filed(**{**stated, **given}))
    with office.act("handler") as act:
        return suing.accept(act, what, made.id, 1, paper(office))


def paper(office, number: str = "裁1号") -> Paper:
    """A paper of the body, of today."""
    return Paper(document=a_paper(office.today, number), by="user:approver")


def order(office, suit: Suit, move: str) -> Suit:
    """Execution is suspended or resumed today."""
    moves = {"suspend": suing.suspend, "resume": suing.resume}
    with office.act("approver") as act:
        return moves[move](act, suit.kind, suit.id, suit.version, paper(office))


def ends(office, suit: Suit, outcome: str, *, stands=None, correction=None) -> Suit:
    """An outcome of today, with effect."""
    given = Outcome(
        outcome=outcome, effective_on=office.today, document=a_paper(office.today, "判1号"),
        by="user:approver", entry_stands=stands,
    )  # fmt: skip
    with office.act("approver") as act:
        return suing.conclude(act, suit.kind, suit.id, suit.version, given, correction)


def appealed(office, suit: Suit, level: str = "second") -> Suit:
    """The next instance has it and takes it up."""
    given = Instance(
        level=level, body="虚构市中级人民法院", number="（虚）行终1号", filed_on=office.today,
        document=a_paper(office.today, "诉2号"), filed_by="user:handler",
    )  # fmt: skip
    with office.act("handler") as act:
        moved = suing.appeal(act, suit.kind, suit.id, suit.version, given)
    with office.act("handler") as act:
        return suing.accept(act, suit.kind, suit.id, moved.version, paper(office))
