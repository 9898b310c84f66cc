"""How each step of the county's chronicle is done: by the same services that people work through."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from uuid import UUID

from creditsvc.cli.demo_cases import CASE_MOVES
from creditsvc.cli.demo_county import Chronicle, County, Step
from creditsvc.cli.demo_honours import announce, ask, honour, review
from creditsvc.cli.demo_papers import digest, document
from creditsvc.cli.demo_people import AUTHORITY
from creditsvc.db.work import Act
from creditsvc.events import service as events
from creditsvc.kernel.uscc import organisation_part
from creditsvc.listings import service as listings
from creditsvc.proceedings import external as decisions
from creditsvc.proceedings.decree import Decree
from creditsvc.proceedings.domain import Document
from creditsvc.remedies import service as remedies
from creditsvc.remedies.domain import Stage as Objecting
from creditsvc.remedies.domain import Step as Reasoned
from creditsvc.remedies.domain import Subject
from creditsvc.remedies.redress import Redress
from creditsvc.repairs import service as repairs


def act_out(county: County, chronicle: Chronicle, *, between: Callable[[], None]) -> None:
    """Live through the chronicle in the order of its days.

    *between* is called once, after the steps on fixed dates and before those counted back.
    """
    fixed = [step for step in chronicle.steps if isinstance(step.day, date)]
    recent = [step for step in chronicle.steps if not isinstance(step.day, date)]
    for steps in (fixed, recent):
        for step in sorted(steps, key=lambda one: county.day(one.day)):
            with county.crew.act(step.by, county.next_hour(county.day(step.day))) as act:
                MOVES[step.verb](county, act, step)
        if steps is fixed:
            between()


def last_fixed_day(chronicle: Chronicle) -> date:
    """The day of the last step on a fixed date."""
    return max(step.day for step in chronicle.steps if isinstance(step.day, date))


def record(county: County, act: Act, step: Step) -> None:
    """A clerk records events."""
    for given in step.given:
        content, _ = county.content(step.resident, given)
        county.events[given["id"]] = events.record(act, content).version.event_id


def park(county: County, act: Act, step: Step) -> None:
    """A clerk keeps a row whose enterprise cannot be told."""
    content, doubt = county.content(step.resident, step.given)
    field, reason = doubt or ("/uscc", "")
    events.park(act, content, field=field, reason=reason, adverse=True)


def resolve(county: County, act: Act, step: Step) -> None:
    """A clerk says whom a parked row concerns."""
    del county
    waiting = {row.content["source_ref"]: row.id for row in events.parked(act.session, 1000)}
    given = step.given
    events.resolve(act, waiting[given["event"]], uscc=step.resident.uscc, reason=given["reason"])


def status(county: County, act: Act, step: Step) -> None:
    """A clerk files that an event was suspended, revoked or reinstated."""
    given = step.given
    reason, document_no = given["reason"], given["document_no"]
    event = county.events[given["event"]]
    events.set_status(act, event, given["move"], reason=reason, document_no=document_no)


def correct(county: County, act: Act, step: Step) -> None:
    """A clerk files a correction."""
    content, _ = county.content(step.resident, step.given["to"])
    event = county.events[step.given["to"]["id"]]
    events.correct(act, event, content, reason=step.given["reason"])


def complete(county: County, act: Act, step: Step) -> None:
    """A source says up to which day it has told all."""
    events.state_complete(act, AUTHORITY, county.day(step.given["to"]))


def external(county: County, act: Act, step: Step) -> None:
    """An officer imports a decision made elsewhere."""
    given = county.days(step.given, "decided_on", "published_on")
    who = {} if "name" in given else {"uscc": step.resident.uscc, "name": step.resident.name}
    if given.get("other_id") == "organisation":
        given["other_id"] = organisation_part(step.resident.uscc)
    empty = dict.fromkeys(("uscc", "other_id", "published_on", "region"))
    ref = given.pop("id")
    stated = {**empty, "source": given["authority"], "source_ref": ref, **who, **given}
    decisions.take_in(act, Decree(**stated), file_digest=digest(ref))


def confirm(county: County, act: Act, step: Step) -> None:
    """Another officer confirms it, and the entry is made."""
    ref = step.given["id"]
    entry = listings.enter(act, county.laws, decisions.confirm(act, _waiting(act, ref)))
    county.listings[ref] = entry.id


def refuse(county: County, act: Act, step: Step) -> None:
    """Another officer refuses it."""
    del county
    decisions.refuse(act, _waiting(act, step.given["id"]), step.given["why"])


def object_to(county: County, act: Act, step: Step) -> None:
    """The party objects to an entry."""
    to, number = step.given["to"], county.paper("异", step.given["to"], str(act.day))
    raised = remedies.Raised(
        subject=Subject(kind="listing", id=county.listings[to]),
        origin="party",
        ground="facts",
        grounds=step.given["grounds"],
        received_on=act.day,
        document=Document(number=number, day=act.day, digest=digest(number)),
    )
    county.objections[to] = remedies.receive(act, raised).id


def take_up(county: County, act: Act, step: Step) -> None:
    """A handler takes the objection up."""
    key, paper = county.objections[step.given["to"]], _answer(county, "异受", act, step)
    remedies.accept(act, key, 1, paper)


def answer(county: County, act: Act, step: Step) -> None:
    """An approver without a part in the entry decides the objection to it."""
    key, outcome = county.objections[step.given["to"]], Objecting(step.given["outcome"])
    paper = _answer(county, "异决", act, step)
    remedies.decide(act, key, 2, outcome, paper, Redress())


def apply(county: County, act: Act, step: Step) -> None:
    """The party applies for early removal, with a paper for each condition."""
    proofs = {name: document(county, "证", step, act.day) for name in step.given["proofs"]}
    paper = document(county, "申", step, act.day)
    applied = repairs.Applied(received_on=act.day, document=paper, proofs=proofs)
    key, law = county.listings[step.given["case"]], county.laws.in_use(act.session)
    county.repairs[step.given["case"]] = repairs.receive(act, law, key, applied).id


def accept(county: County, act: Act, step: Step) -> None:
    """A handler takes the application up."""
    key, law = county.repairs[step.given["case"]], county.laws.in_use(act.session)
    version = repairs.get(act.session, key).version
    repairs.accept(act, law, key, version, document(county, "受", step, act.day))


def grant(county: County, act: Act, step: Step) -> None:
    """An approver grants it; the entry ends at once."""
    key, law = county.repairs[step.given["case"]], county.laws.in_use(act.session)
    version, paper = repairs.get(act.session, key).version, document(county, "移", step, act.day)
    repairs.grant(act, law, key, version, document=paper, judged=step.given["judged"])


MOVES: Mapping[str, Callable[[County, Act, Step], None]] = MappingProxyType(
    {
        "record": record,
        "park": park,
        "resolve": resolve,
        "status": status,
        "correct": correct,
        "complete": complete,
        **CASE_MOVES,
        "external": external,
        "confirm": confirm,
        "refuse": refuse,
        "object": object_to,
        "take_up": take_up,
        "answer": answer,
        "apply": apply,
        "accept": accept,
        "grant": grant,
        "ask": ask,
        "review": review,
        "announce": announce,
        "honour": honour,
    }
)


def _waiting(act: Act, ref: str) -> UUID:
    return next(
        one.id for one in decisions.waiting(act.session) if one.content["source_ref"] == ref
    )


def _answer(county: County, kind: str, act: Act, step: Step) -> Reasoned:
    number = county.paper(kind, step.given["to"], str(act.day))
    paper = Document(number=number, day=act.day, digest=digest(number))
    return Reasoned(document=paper, by=act.actor.id, reasons=step.given.get("reason", ""))
