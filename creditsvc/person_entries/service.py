"""Entries of persons, one function a move. Before each, the record is held against the rule again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.audit import service as trail
from creditsvc.bans.domain import ANNULLED, LIFTS
from creditsvc.bans.knowing import NOT_THEIRS, known_of
from creditsvc.db.work import Act
from creditsvc.events import service as events
from creditsvc.findings.rulebooks import Laws
from creditsvc.findings.service import Assessed
from creditsvc.kernel.periods import Calendar
from creditsvc.law.rulebook import Law
from creditsvc.person_entries import domain, grounds, officers, store
from creditsvc.person_entries.domain import (
    Decision,
    End,
    Notice,
    PersonEntry,
    Reply,
    Served,
    Stage,
)
from creditsvc.persons import service as persons
from creditsvc.proceedings import serving
from creditsvc.proceedings.clocks import CalendarMissing, NoProcedure, due
from creditsvc.proceedings.domain import Document, Service
from creditsvc.proceedings.grounds import Standing

FALLEN = "依据的记录已被撤销或更正 / the record it rested on was annulled or corrected"
OPEN = frozenset({Stage.PROPOSED, Stage.NOTICED, Stage.DECIDED})
Words = tuple[Law, Calendar]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A decision as it is signed: its paper, and the answer to a reply."""

    document: Document
    reply_answer: str | None


def get(session: Session, entry_id: UUID) -> PersonEntry:
    """The present state of an entry; raises UnknownPersonEntry."""
    found = store.get(session, entry_id)
    if found is None:
        raise domain.UnknownPersonEntry("没有这个条目", "no such entry", entry=str(entry_id))
    return found


def of_enterprises(session: Session, keys: Iterable[UUID]) -> list[PersonEntry]:
    """All entries of persons in cases of those enterprises, each's oldest first."""
    return store.of_enterprises(session, keys)


def propose(act: Act, law: Law, person_id: UUID, rule_id: str) -> PersonEntry:
    """Propose a person on record for the list of a rule about persons alone, on a finding of today."""
    person = persons.get(act.session, person_id)
    rule = grounds.rule_of(law, rule_id, person.role)
    record = events.records_of(act.session, [person.enterprise_id])[person.enterprise_id]
    basis = grounds.basis(law, rule, record, act.day)
    if not known_of(act.session, person, basis.evidence):
        raise domain.NoPersonEntry(*NOT_THEIRS, field="person")
    one = PersonEntry(
        id=act.new_id(),
        version=1,
        enterprise_id=person.enterprise_id,
        person_id=person_id,
        role=person.role,
        authority=person.authority,
        basis=basis,
        stage=Stage.PROPOSED,
        opened_on=act.day,
        proposed_by=act.actor.id,
    )
    officers.must_cover(act, one, officers.HANDLES)
    _must_be_first(one, store.of_enterprises(act.session, [person.enterprise_id]))
    return _moved(act, one, "propose")


def tell(
    act: Act, words: Words, entry_id: UUID, version: int, told: tuple[Document, Service]
) -> PersonEntry:
    """Record the served notice; the person may reply for the time that the law gives."""
    one, (law, calendar), (document, service) = _at(act, entry_id, version), words, told
    _must_hold(act, law, one)
    served = serving.counted(law, service, today=act.day)
    period = law.procedures.get(f"{one.basis.list}.reply")
    if period is None or not period.in_force.covers(served.served_on):
        raise NoProcedure(
            f"规则书没有规定 {one.basis.list} 的陈述申辩期限",
            f"the rulebook sets no time to reply for {one.basis.list}",
            list=one.basis.list,
        )
    until = due(calendar, period, served.served_on)
    given = Notice(
        document=document,
        service=served,
        reply_until=until.day,
        provisional=until.provisional,
        article=period.article,
        by=act.actor.id,
    )
    return _moved(act, domain.notice(one, given, today=act.day), "notice")


def reply(act: Act, entry_id: UUID, version: int, given: Reply) -> PersonEntry:
    """Record what the person replied."""
    one = _at(act, entry_id, version)
    return _moved(act, domain.reply(one, replace(given, by=act.actor.id), today=act.day), "reply")


def decide(act: Act, words: Words, entry_id: UUID, version: int, signed: Signed) -> PersonEntry:
    """Decide it, as another person than handled it, after the time to reply."""
    one, (law, calendar) = _at(act, entry_id, version, officers.DECIDES), words
    officers.must_be_another(act, one)
    told = one.notice
    until = told.reply_until if told is not None else act.day
    if told is not None and told.provisional:
        again = due(calendar, law.procedures[f"{one.basis.list}.reply"], told.service.served_on)
        if again.provisional:
            raise CalendarMissing(
                f"期限跨入{again.day.year}年，该年放假安排尚未载入，不能确定期限已满",
                f"the period runs into {again.day.year}, whose working days are not loaded yet",
                year=again.day.year,
            )
        until = max(until, again.day)
    document = signed.document
    decided = domain.decide(
        one, document, act.actor.id, signed.reply_answer, until=until, today=act.day
    )
    _must_hold(act, law, one)
    moved = _moved(act, decided, "decide")
    if decided.decision is None or told is None:
        raise AssertionError("decided without notice")  # the domain forbids it
    store.add_decision(act.session, _decision_row(act, moved, told, decided.decision, until))
    return moved


def serve(act: Act, laws: Laws, entry_id: UUID, version: int, service: Service) -> PersonEntry:
    """Record that the decision reached the person; the entry stands from now on.

    Refused while what it rests on is in doubt, under the rulebook of the decision.
    """
    one = _at(act, entry_id, version)
    counted = serving.counted(laws.in_use(act.session), service, today=act.day)
    if one.stage is Stage.DECIDED:
        _must_hold(act, laws.of_decision(act.session, one.basis.law_digest), one)
    served = Served(service=counted, by=act.actor.id, at=act.at)
    moved = _moved(act, domain.serve(one, served, today=act.day), "serve")
    store.add_service(
        act.session,
        {
            "entry_id": one.id,
            "act_no": act.no,
            "served_at": act.at,
            "kind": counted.kind,
            "served_on": counted.served_on,
            "reference": counted.reference,
        },
    )
    return moved


def drop(act: Act, entry_id: UUID, version: int, why: str) -> PersonEntry:
    """Give it up before it is decided, for a stated reason; what was decided is served, or lifted."""
    return _moved(act, domain.drop(_at(act, entry_id, version), why), "drop")


def lift(
    act: Act, entry_id: UUID, version: int, reason: str, *, detail: str, document_no: str
) -> PersonEntry:
    """End it now, for one of LIFTS, on a document, by somebody who had no part in it."""
    if reason not in LIFTS:
        raise domain.PersonEntryNotInOrder(
            f"原因须为 {'、'.join(LIFTS)} 之一",
            f"the reason is one of {', '.join(LIFTS)}",
            field="reason",
        )
    one = _at(act, entry_id, version, officers.DECIDES)
    officers.must_be_another(act, one)
    return _end(act, one, End(at=act.at, reason=reason, detail=detail, document_no=document_no))


def follow(act: Act, laws: Laws, found: Mapping[UUID, Assessed]) -> None:
    """Drop or end what the record no longer supports, each judged as `bans` judges a ban.

    An undecided one under the rulebook in use, a decided one under that of its decision, on its day.
    """
    for one in store.of_enterprises(act.session, found):
        if one.stage not in OPEN and not one.stands_at(act.at):
            continue
        law, day = laws.in_use(act.session), act.day
        if one.decision is not None:
            law = laws.of_decision(act.session, one.basis.law_digest)
            day = one.decision.document.day
        if grounds.standing(law, one, found[one.enterprise_id].record, day) is not Standing.FALLEN:
            continue
        if one.stage in OPEN:
            _moved(act, domain.lapse(one, FALLEN), "lapse")
        else:
            _end(act, one, End(at=act.at, reason=ANNULLED, detail=FALLEN, document_no=None))


def _end(act: Act, one: PersonEntry, end: End) -> PersonEntry:
    moved = _moved(act, domain.lift(one, end), "end")
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
    return moved


def _must_hold(act: Act, law: Law, one: PersonEntry) -> None:
    record = events.records_of(act.session, [one.enterprise_id])[one.enterprise_id]
    grounds.must_hold(law, one, record, act.day)


def _must_be_first(one: PersonEntry, before: Iterable[PersonEntry]) -> None:
    for other in before:
        same = (other.basis.rule, other.person_id) == (one.basis.rule, one.person_id)
        stands = other.stage in {Stage.SERVED, Stage.ENDED}
        if same and (other.stage in OPEN or (stands and set(one.basis.evidence) <= set(other.basis.evidence))):  # fmt: skip
            raise domain.EnteredBefore(
                "同一事实、同一规则对该人员已列入或者已提出",
                "the same facts under the same rule carry an entry of this person, or one is proposed",
                entry=str(other.id),
            )


def _decision_row(
    act: Act, one: PersonEntry, told: Notice, made: Decision, until: object
) -> dict[str, object]:
    return {
        "entry_id": one.id,
        "act_no": act.no,
        "enterprise_id": one.enterprise_id,
        "person_id": one.person_id,
        "role": one.role,
        "rule": one.basis.rule,
        "article": one.basis.article,
        "law_digest": one.basis.law_digest,
        "authority": one.authority,
        "handled_by": one.proposed_by,
        "noticed_by": told.by,
        "noticed_on": told.service.served_on,
        "reply_until": until,
        "decided_by": made.decided_by,
        "decided_on": made.document.day,
        "document_no": made.document.number,
        "document_digest": made.document.digest,
        "last_day": made.last_day,
    }


def _moved(act: Act, one: PersonEntry, move: str) -> PersonEntry:
    store.add(act.session, one, act_no=act.no, move=move, by=act.actor.id)
    trail.note(
        act, f"person_entry.{one.stage.value}", one.id, move=move, version=one.version,
        rule=one.basis.rule, role=one.role,
    )  # fmt: skip
    return one


def _at(act: Act, entry_id: UUID, version: int, scope: str = officers.HANDLES) -> PersonEntry:
    """The entry at that version, if the actor may act in its matter."""
    one = get(act.session, entry_id)
    officers.must_cover(act, one, scope)
    if one.version != version:
        raise domain.StalePersonEntry(
            f"条目已是第{one.version}版，请重新读取后再办",
            f"the entry is at version {one.version}; read it again before you move it",
            version=one.version,
        )
    return one
