"""Whoever changes something of an enterprise says so: every function that takes an act, one by one."""

import inspect
import pkgutil
from datetime import date
from importlib import import_module

import mending
import pytest
from builders import a_code, an_event, two_major_accidents
from due_bans import ready, words
from due_process import a_decree, a_paper
from honours import GRANTS, Hall
from honours import JUDGED as HONOURED
from remedying import accept as accept_objection
from remedying import object_to, order, paper, raised, step, sue
from removals import JUDGED, accept, apply

import creditsvc
from creditsvc.bans import service as bans
from creditsvc.bans.service import Proposed, Resolved
from creditsvc.changes import service as changes
from creditsvc.db.work import Act
from creditsvc.door import service as doors
from creditsvc.door.domain import Said
from creditsvc.enterprises import service as enterprises
from creditsvc.enterprises.domain import Identity
from creditsvc.events import parking, recording
from creditsvc.events import service as events
from creditsvc.listings import removals
from creditsvc.listings import service as listings
from creditsvc.proceedings import external
from creditsvc.redlist import deciding, loss
from creditsvc.remedies import service as remedies
from creditsvc.remedies import suing
from creditsvc.remedies.domain import Stage, Subject
from creditsvc.remedies.redress import Redress
from creditsvc.remedies.suits import Outcome
from creditsvc.repairs import service as repairs
from creditsvc.repairs.domain import Answer

# Rooms that know no enterprise: partners, what they subscribe to and upload, people, the trail, the queue.
ELSEWHERE = (
    "creditsvc.access.", "creditsvc.audit.", "creditsvc.db.", "creditsvc.cli.", "creditsvc.subscriptions.",
    "creditsvc.bulk.",
)  # fmt: skip
WALK = "a step of the walk itself, made for an enterprise that was touched"
REFUSES = "writes nothing of an enterprise: it refuses, or lets the move go on"
CASE = "a case tells partners nothing: its entry does, and that touches"
NEED_NOT = {
    "enterprises.name_index.follow": WALK,
    "lookup.false_positives.decide": "a partner's own note on a name; no answer about anybody changes",
    "lookup.false_positives.withdraw": "takes that note back",
    "findings.service.follow": WALK,
    "findings.adoption.propose": "what waits for another person is no law yet",
    "findings.adoption.adopt": "leaves a job that touches everybody",
    "findings.adoption.withdraw": "what is withdrawn was no law yet",
    "findings.rulebooks.keep": "keeps a text; what it changes of anybody comes with its adoption",
    "proceedings.service.reopen": WALK,
    "proceedings.paper_rows.paper_row": "makes the row of a paper; whoever keeps it is tried here",
    "listings.service.follow": WALK,
    "changes.service.append": WALK,
    "lookup.service.refresh": WALK,
    "publishing.service.follow": WALK,
    "board.service.remind": "tells authorities what is due; no enterprise changes by that",
    "lookup.service.anchor_log": "signs the log of look-ups, which changes no enterprise",
    "listings.service.note_published": "called by the walk, which then tells the entry anew",
    "door.service.issue": "a code tells partners nothing",
    "door.service.withdraw_objection": "takes it back through remedies.withdraw, which is tried here",
    **{
        f"door.{move}": "moves a case or an application only, or keeps papers"
        for move in (
            "filing.file",
            "service.reply",
            "service.ask_for_hearing",
            "service.ask_no_more",
            "service.apply_for_honour",
            "service.withdraw_honour",
            "service.apply",
            "service.supplement",
            "service.withdraw_repair",
            "service.send_papers",
        )
    },
    "documents.service.keep": "writes a paper; the move that names it touches",
    "papers.service.keep_examined": "a file tells partners nothing",
    "papers.service.hold": "whose matters a file is of tells partners nothing",
    "papers.service.keep": "a file tells partners nothing; the move that names it does",
    "proceedings.service.propose": CASE,
    "proceedings.service.propose_restoration": CASE,
    "listings.service.repaired": "a part of a grant, which touches",
    "listings.service.lost": "a part of a decided loss, which touches",
    "listings.service.fall": WALK,
    "redlist.breach.follow": WALK,
    "redlist.moving.moved": "a part of each move",
    "redlist.moving.outcome": "a value",
    "proceedings.granting.grant": "the entry that follows in the same act touches",
    **{
        f"redlist.{move}": "an application or a case tells partners nothing: its entry does"
        for move in (
            "service.receive",
            "service.pass_on",
            "service.announce",
            "service.object_to",
            "service.answer",
            "deciding.refuse",
            "deciding.withdraw",
            "loss.open_case",
            "loss.reply",
        )
    },
    "listings.service.remedied": "a part of the decision of a remedy, which touches",
    "listings.service.mark": "a part of an objection or suspension, which touches",
    "listings.service.unmark": "a part of the end of an objection or suspension, which touches",
    **{f"remedies.service.{move}": "changes the objection only" for move in ("accept", "check")},
    **{
        f"remedies.suing.{move}": "changes the suit only" for move in ("accept", "refuse", "appeal")
    },
    **{
        f"repairs.service.{move}": "changes a case only; its grant touches"
        for move in (
            "receive",
            "tell_gaps",
            "supplement",
            "accept",
            "decline",
            "extend",
            "refuse",
            "withdraw",
            "question",
            "uphold",
        )
    },
    "repairs.entries.revoke": "opens a case only; the entry it ends in touches",
    "repairs.entries.end": "a part of a grant, which touches",
    "repairs.of_persons.end": "no answer about an enterprise speaks of persons",
    "repairs.records.hide": "a part of a grant, which is tried here",
    "repairs.records.show_again": "a part of a revocation, which is tried here",
    "repairs.notices.serve_notice": "tells the enterprise of its rights and changes no answer",
    "proceedings.opening.open_case": CASE,
    **{f"proceedings.notices.{move}": CASE for move in ("notice", "renotice", "reply", "waive")},
    **{f"proceedings.hearings.{move}": CASE for move in ("request", "withdraw", "call", "hear")},
    **{
        f"proceedings.decisions.{move}": CASE
        for move in ("review", "deliberate", "decide", "serve", "conclude")
    },
    "proceedings.filing.file": "keeps what the moves made of a case",
    "proceedings.filing.file_all": "keeps what the moves made of several cases",
    "proceedings.grounds.region": "reads where the events happened, and changes nothing",
    "proceedings.service.drop": CASE,
    "proceedings.external.take_in": "what waits for another person lists nobody",
    "proceedings.external.confirm": "the entry that follows in the same act touches",
    "proceedings.external.refuse": "what is refused lists nobody",
    "events.theirs.statement": "refuses, and writes nothing",
    "events.service.state_complete": "says something of a source, not of an enterprise",
    "listings.service.end": "a part of a confirmed removal, which touches",
    "listings.removals.propose": "what waits for another person ends nothing",
    "listings.removals.reject": "what is rejected ends nothing",
    **dict.fromkeys(
        (
            "events.theirs.source",
            "events.theirs.event",
            "listings.parts.must_cover",
            "listings.parts.must_have_none",
            "proceedings.filing.admit",
            "proceedings.officers.must_be_theirs",
            "remedies.parts.must_be_another",
            "remedies.parts.must_be_theirs",
            "bans.officers.must_cover",
            "person_entries.officers.must_cover",
            "person_entries.officers.must_be_another",
            "person_entries.officers.must_be_apart",
            "person_entries.process.must_hold",
            "proceedings.opening.stated",
            "proceedings.opening.row",
            "proceedings.notices.stated",
            "proceedings.notices.row",
            "bans.officers.must_be_another",
            "bans.officers.must_be_apart",
            "bans.notices.must_hold",
            "redlist.officers.must_cover",
            "redlist.officers.must_be_another",
            "redlist.officers.may_decide_loss",
            "repairs.officers.must_cover",
            "repairs.officers.must_be_another",
        ),
        REFUSES,
    ),
    "events.recording.believe": "a part of correct and set_status, which touch",
    "persons.service.record": "no answer about an enterprise speaks of persons",
    "persons.rotation.rotate_some": "the same values under another key",
    "measures.service.follow": WALK,
    "measures.letters.record": "what an executor did changes no answer",
    "measures.service.respond": "what an executor did changes no answer",
    "bans.service.propose": "what waits for another person bars nobody",
    "bans.service.drop": "what is given up barred nobody",
    **{
        f"bans.{move}": "what waits for its decision bars nobody"
        for move in (
            "notices.tell",
            "notices.open_case",
        )
    },
    "bans.notices.serve": "tells partners nothing that the decision did not",
    "bans.filing.at": "a part of each move",
    "bans.filing.file": "a part of each move",
    "bans.filing.file_all": "a part of each move",
    "bans.service.follow": WALK,
    **{
        f"person_entries.{move}": "no answer about an enterprise speaks of persons"
        for move in (
            "filing.at",
            "filing.opened",
            "filing.file",
            "filing.filed",
            "process.open_case",
            "process.tell",
            "service.propose",
            "service.decide",
            "service.serve",
            "service.drop",
            "service.lift",
            "service.repaired",
            "service.remedied",
            "service.mark",
            "service.unmark",
        )
    },
    "person_entries.service.follow": WALK,
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


def confirms_removal(office):
    entry = office.confirmed(a_decree())
    with office.act("handler") as act:
        waiting = removals.propose(act, entry.id, "clerical", detail="误", document_no="1")
    return lambda act: [removals.confirm(act, waiting.id).enterprise_id]


def grants(office):
    entry = office.confirmed(a_decree(decided_on=date(2025, 3, 3)))
    accepted = accept(office, apply(office, entry))

    def grant(act):
        paper, law = a_paper(office.today), office.laws.in_use(act.session)
        return [repairs.grant(act, law, accepted.id, 2, document=paper, judged=JUDGED).enterprise_id]  # fmt: skip

    return grant


def honours(office):
    hall = Hall(office.runtime, office.clock)
    one = hall.announced(hall.worthy())
    office.clock.advance(days=15)
    signed = hall.signed(GRANTS, judged=HONOURED)
    return lambda act: [deciding.grant(act, office.laws, office.calendar, one.id, one.version, signed)[1].enterprise_id]  # fmt: skip


def loses(office):
    hall = Hall(office.runtime, office.clock)
    entry = hall.honoured()
    one = hall.open_loss(entry)
    office.clock.advance(days=15)
    signed = hall.signed(GRANTS)
    return lambda act: [loss.decide(act, (office.laws.in_use(act.session), office.calendar), one.id, 1, lost=True, signed=signed).enterprise_id]  # fmt: skip


def repairs_a_record(office):
    event = office.record(mending.a_penalty())[0]
    accepted = mending.accept(office, mending.apply(office, event))

    def grant(act):
        paper, law = a_paper(office.today), office.laws.in_use(act.session)
        return [repairs.grant(act, law, accepted.id, 2, document=paper, judged=mending.JUDGED).enterprise_id]  # fmt: skip

    return grant


def shows_a_record_again(office):
    granted = mending.repaired(office, office.record(mending.a_penalty())[0])
    asked = mending.question(office, granted)
    given = Answer(document=a_paper(office.today), by="user:somebody", reasons="查实")

    def revoke(act):
        law = office.laws.in_use(act.session)
        return [repairs.revoke_record(act, law, asked.id, asked.version, given, "弃1号").enterprise_id]  # fmt: skip

    return revoke


def objects(office):
    entry = office.confirmed(a_decree())
    return lambda act: [remedies.receive(act, raised(office, "listing", entry.id)).enterprise_id]


def objects_at_its_door(office):
    entry = office.confirmed(a_decree())
    with office.act("handler") as act:
        door = doors.issue(act, "listing", entry.id, "scrypt$")
    return lambda act: [
        doors.object_to(act, door, Said(text="不服"), "facts", "entry").enterprise_id
    ]


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


def a_ban(office):
    key = office.record(an_event(kind="ws.false_certification", sector="service_body", facts={"mode": "false_report"}))[0].enterprise_id  # fmt: skip
    given = Proposed(rule="BAN-92", subject="enterprise", person_id=None, grave=False, authority="虚构区应急管理局")  # fmt: skip
    with office.act("handler") as act:
        ban = bans.propose(act, office.laws.in_use(act.session), key, given)
    return ready(office, ban)


def decided_ban(act, office, ban):
    given = Resolved(document=a_paper(office.today), from_day=office.today)
    return bans.decide(act, words(office, act), ban.id, ban.version, given)


def bars(office):
    ban = a_ban(office)
    return lambda act: [decided_ban(act, office, ban).enterprise_id]


def lifts(office):
    ban = a_ban(office)
    with office.act("approver") as act:
        ban = decided_ban(act, office, ban)
    return lambda act: [bans.lift(act, ban.id, ban.version, "clerical", detail="误", document_no="1").enterprise_id]  # fmt: skip


TOUCH = {
    "bans.service.decide": bars,
    "bans.service.lift": lifts,
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
    "listings.removals.confirm": confirms_removal,
    "repairs.service.grant": grants,
    "redlist.deciding.grant": honours,
    "redlist.loss.decide": loses,
    "repairs.service.grant (a record)": repairs_a_record,
    "repairs.service.revoke_record": shows_a_record_again,
    "remedies.service.receive": objects,
    "door.service.object_to": objects_at_its_door,
    "remedies.service.decide": decides_objection,
    "remedies.service.decline": lambda office: contested(office, remedies.decline),
    "remedies.service.withdraw": lambda office: contested(office, remedies.withdraw),
    "remedies.suing.file": files,
    "remedies.suing.suspend": lambda office: suing_moves(office, suing.suspend),
    "remedies.suing.resume": lambda office: suing_moves(office, suing.resume, "suspend"),
    "remedies.suing.conclude": concludes,
}


def test_every_writing_function_touches_or_is_named_with_a_reason():
    tried = {name.partition(" ")[0] for name in TOUCH}
    assert sorted(writing_functions()) == sorted([*tried, *NEED_NOT])


@pytest.mark.parametrize("name", TOUCH)
def test_a_writing_function_touches_the_enterprise_it_changes(office, name):
    deed = TOUCH[name](office)
    with office.act("somebody") as act:
        changed = deed(act)
        assert changed
        assert set(changed) <= set(act.touched)
