"""Proposing, deciding, serving and ending entries of persons; the record is held against the rule before each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.bans.domain import ANNULLED, LIFTS
from creditsvc.bans.knowing import NOT_THEIRS, known_of
from creditsvc.db.work import Act
from creditsvc.events import service as events
from creditsvc.findings.rulebooks import Laws
from creditsvc.findings.service import Assessed
from creditsvc.law.rulebook import Law
from creditsvc.person_entries import domain, filing, grounds, officers, process, store
from creditsvc.person_entries.domain import OPEN, End, PersonEntry, Stage
from creditsvc.person_entries.filing import at, file
from creditsvc.persons import service as persons
from creditsvc.proceedings import clocks, contents, serving, telling
from creditsvc.proceedings.domain import Decision, Document, Proceeding, Service
from creditsvc.proceedings.domain import Stage as Standing
from creditsvc.proceedings.grounds import Standing as Ground
from creditsvc.proceedings.grounds import region
from creditsvc.proceedings.held import Place, Words
from creditsvc.proceedings.steps import noticed, owed

FALLEN = "依据的记录已被撤销或更正 / the record it rested on was annulled or corrected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A decision as it is signed: its paper, and the answers to a reply and a hearing."""

    document: Document
    reply_answer: str | None
    hearing_answer: str | None = None


def get(session: Session, entry_id: UUID) -> PersonEntry:
    """The present state of an entry; raises UnknownPersonEntry."""
    return filing.get(session, entry_id)


def many(session: Session, keys: Iterable[UUID]) -> dict[UUID, PersonEntry]:
    """The present states of the entries with those keys."""
    return store.many(session, keys)


def of_enterprises(session: Session, keys: Iterable[UUID]) -> list[PersonEntry]:
    """All entries of persons in cases of those enterprises, each's oldest first."""
    return store.of_enterprises(session, keys)


def watched(session: Session, since: int, limit: int) -> list[PersonEntry]:
    """Entries not served yet, and those moved after act *since*; the longest unmoved first."""
    return store.watched(session, OPEN, since, limit)


def ending(session: Session, first: date, last: date, limit: int) -> list[PersonEntry]:
    """Entries that run out between *first* and *last*, the earlier first."""
    return store.ending(session, first, last, limit)


def propose(act: Act, law: Law, person_id: UUID, rule_id: str) -> PersonEntry:
    """Propose a person on record for the list of a rule about persons alone, on a finding of today."""
    person = persons.get(act.session, person_id)
    rule = grounds.rule_of(law, rule_id, person.role)
    record = events.records_of(act.session, [person.enterprise_id])[person.enterprise_id]
    ground = grounds.ground(law, rule, record, act.day)
    if not known_of(act.session, person, ground.evidence):
        raise domain.NoPersonEntry(*NOT_THEIRS, field="person")
    key = act.new_id()
    case = Proceeding(
        id=key,
        version=1,
        enterprise_id=person.enterprise_id,
        stage=Standing.PROPOSED,
        ground=ground,
        opened_on=act.day,
        proposed_by=act.actor.id,
        region=region(act, person.enterprise_id, ground.evidence),
    )
    one = PersonEntry(
        id=key,
        version=1,
        enterprise_id=person.enterprise_id,
        person_id=person_id,
        role=person.role,
        authority=person.authority,
        case=case,
    )
    officers.must_cover(act, one, officers.HANDLES)
    domain.must_be_first(one, store.of_enterprises(act.session, [person.enterprise_id]))
    return file(act, one, "propose")


def decide(act: Act, words: Words, place: Place, signed: Signed) -> PersonEntry:
    """Decide it, as somebody who made no other move, once the party had its time and was heard."""
    (law, calendar), one = words, at(act, place, officers.DECIDES)
    officers.must_be_another(act, one)
    process.must_hold(act, law, one)
    one = grounds.restated(one, law)
    case, on = one.case, signed.document.day
    told = noticed(case)
    limits = clocks.limits(law, calendar, case, told)
    given = Decision(
        document=signed.document,
        authority=one.authority,
        decided_by=act.actor.id,
        decided_on=on,
        reply_answer=signed.reply_answer,
        waiver=None,
        hearing_answer=signed.hearing_answer,
        outcome=contents.outcome(case, ()),
    )
    hands = store.moves(act.session, one.id)
    made = domain.decide(one, given, limits, owed(law, case, on), hands, today=act.day)
    record = events.records_of(act.session, [one.enterprise_id])[one.enterprise_id]
    grounds.must_hold(law, one, record, on)
    file(act, made, "decide")
    store.add_decision(act.session, _decision_row(act, made))
    return made


def serve(act: Act, laws: Laws, place: Place, service: Service) -> PersonEntry:
    """Record that the decision reached the person; the entry stands from when it counts as served.

    Refused while what it rests on is in doubt, under the rulebook of the decision.
    """
    one = at(act, place)
    counted = serving.counted(laws.in_use(act.session), service, today=act.day)
    served = domain.serve(one, counted, at=act.at, today=act.day)
    process.must_hold(act, laws.of_decision(act.session, one.case.ground.law_digest), one)
    made = file(act, served, "serve")
    store.add_service(
        act.session,
        {
            "entry_id": one.id,
            "act_no": act.no,
            "served_at": made.begun_at,
            "kind": counted.kind,
            "served_on": counted.served_on,
            "reference": counted.reference,
        },
    )
    return made


def drop(act: Act, place: Place, why: str) -> PersonEntry:
    """Give it up before it is decided, for a stated reason; what was decided is served, or lifted."""
    one = at(act, place)
    return file(act, domain.moved(one, telling.drop(one.case, why)), "drop")


def lift(act: Act, place: Place, reason: str, *, detail: str, document_no: str) -> PersonEntry:
    """End it now, for one of LIFTS, on a document, by somebody who had no part in it."""
    if reason not in LIFTS:
        raise domain.PersonEntryNotInOrder(
            f"原因须为 {'、'.join(LIFTS)} 之一",
            f"the reason is one of {', '.join(LIFTS)}",
            field="reason",
        )
    one = at(act, place, officers.DECIDES)
    officers.must_be_another(act, one)
    return _end(act, one, End(at=act.at, reason=reason, detail=detail, document_no=document_no))


def repaired(act: Act, entry_id: UUID, *, detail: str, document_no: str) -> PersonEntry:
    """End it early by the grant of an application; the database asks for that grant."""
    one = filing.get(act.session, entry_id)
    return _end(
        act, one, End(at=act.at, reason=domain.REPAIRED, detail=detail, document_no=document_no)
    )


def remedied(
    act: Act, entry_id: UUID, reason: str, *, detail: str, document_no: str
) -> PersonEntry:
    """End it because an objection was upheld, or ex officio; the database asks for that decision."""
    one = filing.get(act.session, entry_id)
    return _end(act, one, End(at=act.at, reason=reason, detail=detail, document_no=document_no))


def mark(act: Act, entry_id: UUID, objection: UUID) -> PersonEntry:
    """Show that an objection to it is open."""
    return file(act, domain.mark(filing.get(act.session, entry_id), objection), "mark")


def unmark(act: Act, entry_id: UUID, objection: UUID) -> PersonEntry:
    """Show it no longer, since that was closed."""
    return file(act, domain.unmark(filing.get(act.session, entry_id), objection), "unmark")


def follow(act: Act, laws: Laws, found: Mapping[UUID, Assessed]) -> None:
    """Drop or end what the record no longer supports, each judged as `bans` judges a ban.

    An undecided one under the rulebook in use, a decided one under that of its decision, on its day.
    """
    for one in store.of_enterprises(act.session, found):
        over = one.end_reason_at(act.at) is not None
        if one.stage not in OPEN and (one.stage is not Stage.SERVED or over):
            continue
        law, day, made = laws.in_use(act.session), act.day, one.case.decision
        if made is not None:
            law = laws.of_decision(act.session, one.case.ground.law_digest)
            day = made.decided_on
        if grounds.standing(law, one, found[one.enterprise_id].record, day) is not Ground.FALLEN:
            continue
        if one.stage in OPEN:
            file(act, domain.moved(one, telling.lapse(one.case, FALLEN)), "lapse")
        else:
            _end(act, one, End(at=act.at, reason=ANNULLED, detail=FALLEN, document_no=None))


def _end(act: Act, one: PersonEntry, end: End) -> PersonEntry:
    made = file(act, domain.lift(one, end), "end")
    store.add_end(
        act.session,
        {
            "entry_id": one.id,
            "act_no": act.no,
            "ended_at": end.at,
            "reason": end.reason,
            "detail": end.detail,
            "document_no": end.document_no,
        },
    )
    return made


def _decision_row(act: Act, one: PersonEntry) -> dict[str, object]:
    case, made = one.case, one.case.decision
    told = noticed(case)
    if made is None:
        raise AssertionError("decided without a decision")  # the domain forbids it
    return {
        "entry_id": one.id,
        "act_no": act.no,
        "enterprise_id": one.enterprise_id,
        "person_id": one.person_id,
        "role": one.role,
        "rule": case.ground.rule,
        "article": case.ground.article,
        "law_digest": case.ground.law_digest,
        "authority": one.authority,
        "handled_by": case.proposed_by,
        "noticed_by": told.handled_by,
        "noticed_on": told.service.served_on,
        "notice_id": told.service_id,
        "reply_until": told.reply_until,
        "waiver": made.waiver,
        "decided_by": made.decided_by,
        "decided_on": made.decided_on,
        "document_no": made.document.number,
        "document_digest": made.document.digest,
        "last_day": one.last_day,
    }
