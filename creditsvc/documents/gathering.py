"""What a document is asked of, gathered from the rooms below with the law it is told by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.bans import service as bans
from creditsvc.documents.barred import barred, party_of, role_of
from creditsvc.documents.domain import Given
from creditsvc.documents.entered import Entered
from creditsvc.documents.grounds import told_of
from creditsvc.documents.matters import Matter
from creditsvc.documents.penalties import Identity, Penalty, penalty_of
from creditsvc.documents.templates import Templates
from creditsvc.enterprises import service as enterprises
from creditsvc.events import service as events
from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.clock import legal_day
from creditsvc.kernel.periods import Calendar
from creditsvc.law.rulebook import Law
from creditsvc.listings import service as listings
from creditsvc.person_entries import service as person_entries
from creditsvc.person_entries.domain import PersonEntryEnded
from creditsvc.persons import service as persons
from creditsvc.proceedings import service as proceedings
from creditsvc.redlist import loss as losses
from creditsvc.redlist import moving, weighing
from creditsvc.redlist.application import OPEN as APPLYING
from creditsvc.redlist.application import Application, Stage
from creditsvc.redlist.conditions import Checked
from creditsvc.remedies import service as remedies
from creditsvc.remedies.domain import EVENT, LISTING, PERSON
from creditsvc.repairs import reading as repairing
from creditsvc.repairs import records
from creditsvc.repairs.domain import OPEN, Obstacle, Repair
from creditsvc.repairs.refusals import NotRepairable
from creditsvc.repairs.ways import Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What every document is written with, and for which authority on which day."""

    laws: Laws
    calendar: Calendar
    templates: Templates
    base_url: str
    authority: str | None
    now: datetime

    @property
    def today(self) -> date:
        """The legal day."""
        return legal_day(self.now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which document: *of* what (MATTERS), with that key, under that file name."""

    of: str
    key: UUID
    file: str

    @property
    def template(self) -> str:
        """The template's id."""
        return self.file.rpartition(".")[0]

    @property
    def form(self) -> str:
        """The ending: pdf or docx."""
        return self.file.rpartition(".")[2]


def matter_of(session: Session, desk: Desk, asked: Asked, given: Given) -> Matter:
    """What *asked* is about; raises where there is no such thing."""
    made = _READ[asked.of](session, desk, asked.key)
    return replace(made, given=given)


def _of_case(session: Session, desk: Desk, key: UUID) -> Matter:
    case = proceedings.get(session, key)
    law = desk.laws.in_use(session)
    if case.decision is not None:
        law = desk.laws.of_decision(session, case.ground.law_digest)
    ground = case.ground
    cited = {"instrument": ground.instrument, "article": ground.article, "rule": ground.rule}
    contents = _contents(session, ground.evidence)
    told = told_of(law, ground.list, cited, contents, desk.today)
    made = case.decision
    authority = made.authority if made is not None else desk.authority
    return _made(session, desk, law, case.enterprise_id, authority, told=told, case=case)


def _of_entry(session: Session, desk: Desk, key: UUID) -> Matter:
    law, entry = desk.laws.in_use(session), listings.get(session, key)
    contents = _contents(session, entry.ground.get("evidence", ()))
    told = told_of(law, entry.list, entry.ground, contents, desk.today)
    authority = entry.ground.get("authority") or desk.authority
    return _made(session, desk, law, entry.enterprise_id, authority, told=told, entry=entry)


def _of_repair(session: Session, desk: Desk, key: UUID) -> Matter:
    law, repair = desk.laws.in_use(session), repairing.get(session, key)
    way, found = _way(session, law, repair, desk.now)
    if repair.listing_id is not None:
        made = _of_entry(session, desk, repair.listing_id)
    elif repair.person_entry_id is not None:
        made = _of_person(session, desk, repair.person_entry_id)
    else:
        about = repairing.subject_of(session, repair, desk.now)
        if not isinstance(about, records.RecordSubject):
            raise AssertionError("an application about nothing")  # the stores hold none
        # As it was classed before this application: what its revocation made of it is told, not built on.
        others = tuple(one for one in about.mendings if one.repair_id != repair.id)
        made = _of_penalty(session, desk, replace(about, mendings=others), repair.received_on)
    return replace(made, repair=repair, way=way, obstacles=tuple(found))


def _of_event(session: Session, desk: Desk, key: UUID) -> Matter:
    return _of_penalty(session, desk, records.subject(session, key, desk.now), desk.today)


def _of_objection(session: Session, desk: Desk, key: UUID) -> Matter:
    objection = remedies.get(session, key)
    about = objection.subject
    if about.kind == LISTING:
        made = _of_entry(session, desk, about.id)
    elif about.kind == EVENT:
        made = _of_event(session, desk, about.id)
    elif about.kind == PERSON:
        made = _of_person(session, desk, about.id)
    else:
        law, whose = desk.laws.in_use(session), objection.enterprise_id
        made = _made(session, desk, law, whose, desk.authority, told=Identity())
    return replace(made, objection=objection)


def _of_application(session: Session, desk: Desk, key: UUID) -> Matter:
    law, one = desk.laws.in_use(session), moving.get(session, key)
    rule, grant = weighing.rule_of(law, one.rule, one.received_on)
    evidence = _evidence(session, one)
    states: tuple[Checked, ...] = ()
    if one.stage in APPLYING:
        weighed = weighing.weigh(session, law, one, desk.today, desk.now)
        states = weighed.states
        evidence = weighed.finding.evidence if weighed.finding is not None else ()
    cited = {"instrument": rule.instrument.number, "article": rule.article, "rule": rule.id}
    told = told_of(law, one.list, cited, _contents(session, evidence), desk.today)
    authority = one.outcome.authority if one.outcome is not None else desk.authority
    made = _made(session, desk, law, one.enterprise_id, authority, told=told)
    return replace(made, application=one, grant=grant, states=states)


def _of_loss(session: Session, desk: Desk, key: UUID) -> Matter:
    one = losses.get(session, key)
    return replace(_of_entry(session, desk, one.listing_id), loss=one)


def _of_ban(session: Session, desk: Desk, key: UUID) -> Matter:
    """A ban, under the rulebook in use, or once decided that of its decision; a person by mask and role."""
    ban, law = bans.get(session, key), desk.laws.in_use(session)
    if ban.decision is not None:
        law = desk.laws.of_decision(session, ban.basis.law_digest)
    one = enterprises.by_id(session, ban.enterprise_id)
    masked = None if ban.person_id is None else persons.get(session, ban.person_id).masked_name
    party = party_of(one.name, one.uscc or one.other_id, role_of(ban), masked)
    told = barred(law, ban, party, _contents(session, ban.basis.evidence), desk.today)
    return _made(session, desk, law, ban.enterprise_id, ban.authority, told=told, ban=ban)


def _of_person(session: Session, desk: Desk, key: UUID) -> Matter:
    """The entry of a person, told by mask and role, as `_of_ban` tells a ban."""
    one, law = person_entries.get(session, key), desk.laws.in_use(session)
    ground = one.case.ground
    if one.case.decision is not None:
        law = desk.laws.of_decision(session, ground.law_digest)
    cited = {"instrument": ground.instrument, "article": ground.article, "rule": ground.rule}
    told = told_of(law, ground.list, cited, _contents(session, ground.evidence), desk.today)
    whose = enterprises.by_id(session, one.enterprise_id)
    masked = persons.get(session, one.person_id).masked_name
    party = party_of(whose.name, None, one.role, masked)
    entered = Entered(told=told, party=party)
    return _made(
        session, desk, law, one.enterprise_id, one.authority, told=entered, person_entry=one
    )


_READ = {
    "proceeding": _of_case,
    "listing": _of_entry,
    "repair": _of_repair,
    "event": _of_event,
    "objection": _of_objection,
    "application": _of_application,
    "loss": _of_loss,
    "ban": _of_ban,
    "person_entry": _of_person,
}


def _of_penalty(session: Session, desk: Desk, about: records.RecordSubject, on: date) -> Matter:
    """A record, as the display order of that day classes it."""
    law = desk.laws.in_use(session)
    told: Penalty = penalty_of(law, about.version.content, about.as_of(law, on), desk.today)
    authority = told.authority or desk.authority
    return _made(session, desk, law, about.enterprise_id, authority, told=told)


def _way(
    session: Session, law: Law, repair: Repair, now: datetime
) -> tuple[Way | None, list[Obstacle]]:
    """What the application must show, and what is in its way while it is open.

    Where there is nothing to repair any more, that alone is in its way.
    """
    try:
        way, found = repairing.checks(session, law, repair, now)
    except (NotRepairable, PersonEntryEnded) as why:
        article = "没有可以修复的公示" if repair.event_id is not None else "没有可以移出的条目"
        gone = Obstacle(id="nothing_left", article=article, zh=why.zh, en=why.en)
        return None, [gone] if repair.stage in OPEN else []
    return way, found if repair.stage in OPEN else []


def _evidence(session: Session, one: Application) -> Sequence[str]:
    """What a grant rests on, as the entry it made names it."""
    if one.stage is not Stage.GRANTED:
        return ()
    for entry in listings.of_enterprises(session, [one.enterprise_id]):
        if entry.ground.get("application") == str(one.id):
            named: Sequence[str] = entry.ground.get("evidence", ())
            return named
    return ()


def _contents(session: Session, evidence: Sequence[str]) -> list[Mapping[str, Any]]:
    return [events.current(session, UUID(each)).content for each in evidence]


def _made(
    session: Session, desk: Desk, law: Law, whose: UUID, authority: str | None, **more: Any
) -> Matter:
    return Matter(
        law=law,
        calendar=desk.calendar,
        enterprise=enterprises.by_id(session, whose),
        given=Given(said={}),
        authority=authority,
        today=desk.today,
        base_url=desk.base_url,
        **more,
    )
