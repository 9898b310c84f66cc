"""Whoever changes something of an enterprise says so: every function that takes an act, one by one."""

import inspect
import pkgutil
from datetime import date
from importlib import import_module

import pytest
from builders import a_code, an_event, two_major_accidents
from due_process import a_decree, a_paper
from remedying import accept as accept_objection
from remedying import object_to, order, paper, raised, step, sue
from removals import JUDGED, accept, apply

import creditsvc
from creditsvc.changes import service as changes
from creditsvc.db.work import Act
from creditsvc.enterprises import service as enterprises
from creditsvc.enterprises.domain import Identity
from creditsvc.events import parking, recording
from creditsvc.events import service as events
from creditsvc.listings import service as listings
from creditsvc.proceedings import external
from creditsvc.remedies import service as remedies
from creditsvc.remedies import suing
from creditsvc.remedies.domain import Stage, Subject
from creditsvc.remedies.redress import Redress
from creditsvc.remedies.suits import Outcome
from creditsvc.repairs import service as repairs

# Rooms that know no enterprise: partners, people, the trail, the queue.
ELSEWHERE = ("creditsvc.access.", "creditsvc.audit.", "creditsvc.db.", "creditsvc.cli.")
WALK = "a step of the walk itself, made for an enterprise that was touched"
CASE = "a case tells partners nothing: its entry does, and that touches"
NEED_NOT = {
    "findings.service.follow": WALK,
    "findings.adoption.propose": "what waits for another person is no law yet",
    "findings.adoption.adopt": "leaves a job that touches everybody",
    "findings.adoption.withdraw": "what is withdrawn was no law yet",
    "findings.rulebooks.keep": "keeps a text; what it changes of anybody comes with its adoption",
    "proceedings.service.reopen": WALK,
    "listings.service.follow": WALK,
    "changes.service.append": WALK,
    "lookup.service.refresh": WALK,
    "publishing.service.follow": WALK,
    "lookup.service.anchor_log": "signs the log of look-ups, which changes no enterprise",
    "listings.service.note_published": "called by the walk, which then tells the entry anew",
    "proceedings.service.propose": CASE,
    "proceedings.service.propose_restoration": CASE,
    "listings.service.repaired": "a part of a grant, which touches",
    "listings.service.remedied": "a part of the decision of a remedy, which touches",
    "listings.service.mark": "a part of an objection or suspension, which touches",
    "listings.service.unmark": "a part of the end of an objection or suspension, which touches",
    **{f"remedies.service.{move}": "changes the objection only" for move in ("accept", "check")},
    **{
        f"remedies.suing.{move}": "changes the suit only" for move in ("accept", "refuse", "appeal")
    },
    **{
        f"repairs.service.{move}": "changes a case only; its grant touches"
        for move in ("receive", "accept", "decline", "extend", "refuse", "withdraw", "revoke")
    },
    "proceedings.service.notice": CASE,
    "proceedings.service.reply": CASE,
    "proceedings.service.decide": CASE,
    "proceedings.service.conclude": CASE,
    "proceedings.service.drop": CASE,
    "proceedings.external.take_in": "what waits for another person lists nobody",
    "proceedings.external.confirm": "the entry that follows in the same act touches",
    "proceedings.external.refuse": "what is refused lists nobody",
    "events.service.state_complete": "says something of a source, not of an enterprise",
    "events.recording.believe": "a part of correct and set_status, which touch",
    "events.import_chunks.take": "records and parks through functions that touch",
}


def name_of(function) -> str:
    return f"{function.__module__.removeprefix('creditsvc.')}.{function.__name__}"


def writing_functions():
    """Every public function whose first parameter is an Act."""
    for module in pkgutil.walk_packages(creditsvc.__path__, "creditsvc."):
        if module.name.startswith(ELSEWHERE) or module.name.endswith("__main__"):
            continue
        for name, function in inspect.getmembers(import_module(module.name), inspect.isfunction):
            first = next(iter(inspect.signature(function).parameters.values()), None)
            ours = function.__module__ == module.name and not name.startswith("_")
            if ours and first is not None and first.annotation is Act:
                yield name_of(function)


def one_event(office):
    first, _ = office.two_accidents()
    return first


def registers(office):
    return lambda act: [enterprises.register(act, Identity(uscc=a_code(5), other_id=None, name="虚构戊")).id]  # fmt: skip


def registers_many(office):
    key = one_event(office).enterprise_id
    return lambda act: [*enterprises.register_many(act, [Identity(uscc=a_code(1), other_id=None, name="虚构新名")]), key]  # fmt: skip


def records(office):
    content = office.parsed(an_event())
    return lambda act: [events.record(act, content).version.enterprise_id]


def records_many(office):
    contents = [office.parsed(one) for one in two_major_accidents()]
    return lambda act: [each.version.enterprise_id for each in events.record_many(act, contents)]


def records_stated(office):
    content = office.parsed(an_event()).canonical()
    return lambda act: [recording.record_many(act, [content])[0].version.enterprise_id]


def corrects(office):
    old = one_event(office)
    stated = {**old.content, "uscc": a_code(6), "name": "虚构己"}
    content = office.parsed({k: v for k, v in stated.items() if k != "status"})
    return lambda act: [old.enterprise_id, events.correct(act, old.event_id, content, reason="错").enterprise_id]  # fmt: skip


def sets_status(office):
    old = one_event(office)
    return lambda act: [events.set_status(act, old.event_id, "suspend", reason="复议", document_no=None).enterprise_id]  # fmt: skip


def parks(office):
    key = one_event(office).enterprise_id
    content = office.parsed(an_event(source_ref="P-1", uscc=None))
    return lambda act: parking.park(act, content, field="uscc", reason="?", adverse=True) and [key]


def resolves(office):
    key = one_event(office).enterprise_id
    office.park(source_ref="P-1", uscc=None)

    def resolve(act):
        (row,) = events.parked(act.session)
        events.resolve(act, row.id, uscc=None, reason="不在本辖区")
        return [key]

    return resolve


def answers(office):
    key = one_event(office).enterprise_id
    office.park(source_ref="E-9", uscc=None)

    def answer(act):
        content = office.parsed(an_event(source_ref="E-9", uscc=a_code(9), name="虚构壬"))
        made = [one.version for one in recording.record_many(act, [content.canonical()])]
        act.touched.clear()
        parking.answered(act, made)
        found, act.touched[made[0].enterprise_id] = [key], ["recorded"]
        return found

    return answer


def enters(office):
    waiting = office.imported(a_decree())

    def enter(act):
        decision = external.confirm(act, waiting)
        act.touched.clear()
        return [listings.enter(act, office.laws, decision).enterprise_id]

    return enter


def ends(office):
    entry = office.confirmed(a_decree())
    return lambda act: [listings.end(act, entry.id, "clerical", detail="误", document_no="1").enterprise_id]  # fmt: skip


def grants(office):
    entry = office.confirmed(a_decree(decided_on=date(2025, 3, 3)))
    accepted = accept(office, apply(office, entry))

    def grant(act):
        paper, law = a_paper(office.today), office.laws.in_use(act.session)
        return [repairs.grant(act, law, accepted.id, 2, document=paper, judged=JUDGED).enterprise_id]  # fmt: skip

    return grant


def objects(office):
    entry = office.confirmed(a_decree())
    return lambda act: [remedies.receive(act, raised(office, "listing", entry.id)).enterprise_id]


def contested(office, move, *rest):
    """A move that answers an objection to a record, which another answer may change."""
    made = object_to(office, "event", one_event(office).event_id)

    def answer(act):
        return [move(act, made.id, 1, step(office, "somebody"), *rest).enterprise_id]

    return answer


def decides_objection(office):
    made = object_to(office, "event", one_event(office).event_id)
    accept_objection(office, made)
    given = step(office, "somebody")
    return lambda act: [remedies.decide(act, made.id, 2, Stage.REJECTED, given, Redress()).enterprise_id]  # fmt: skip


def files(office):
    entry = office.confirmed(a_decree())
    filed = suing.Filed(kind="litigation", subject=Subject(kind="listing", id=entry.id), body="院", number="1", filed_on=office.today, document=a_paper(office.today))  # fmt: skip
    return lambda act: [suing.file(act, (office.law, office.calendar), filed).enterprise_id]


def suing_moves(office, move, *orders, given=None):
    suit = sue(office, "listing", office.confirmed(a_decree()).id)
    for each in orders:
        suit = order(office, suit, each)
    paper_ = given or paper(office)
    more = (None,) if move is suing.conclude else ()
    return lambda act: [move(act, suit.kind, suit.id, suit.version, paper_, *more).enterprise_id]


def concludes(office):
    made = Outcome(outcome="void", effective_on=office.today, document=a_paper(office.today, "判1号"), by="user:x")  # fmt: skip
    return suing_moves(office, suing.conclude, given=made)


def tells_again(office):
    key = one_event(office).enterprise_id
    with office.act() as act:
        since = act.no
    return lambda act: [changes.tell_again(act, since, None) or key]


TOUCH = {
    "changes.service.tell_again": tells_again,
    "enterprises.service.register": registers,
    "enterprises.service.register_many": registers_many,
    "events.service.record": records,
    "events.service.record_many": records_many,
    "events.recording.record_many": records_stated,
    "events.service.correct": corrects,
    "events.service.set_status": sets_status,
    "events.parking.park": parks,
    "events.parking.resolve": resolves,
    "events.parking.answered": answers,
    "listings.service.enter": enters,
    "listings.service.end": ends,
    "repairs.service.grant": grants,
    "remedies.service.receive": objects,
    "remedies.service.decide": decides_objection,
    "remedies.service.decline": lambda office: contested(office, remedies.decline),
    "remedies.service.withdraw": lambda office: contested(office, remedies.withdraw),
    "remedies.suing.file": files,
    "remedies.suing.suspend": lambda office: suing_moves(office, suing.suspend),
    "remedies.suing.resume": lambda office: suing_moves(office, suing.resume, "suspend"),
    "remedies.suing.conclude": concludes,
}


def test_every_writing_function_touches_or_is_named_with_a_reason():
    assert sorted(writing_functions()) == sorted([*TOUCH, *NEED_NOT])


@pytest.mark.parametrize("name", TOUCH)
def test_a_writing_function_touches_the_enterprise_it_changes(office, name):
    deed = TOUCH[name](office)
    with office.act("somebody") as act:
        changed = deed(act)
        assert changed
        assert set(changed) <= set(act.touched)
