"""Early removal of a person's entry: by the rules of its list, as far as the program can tell of a person.

Persons are not looked for, so whether this one did something new nobody but people can tell: what the
program checks by itself of an enterprise is judged here. Of bans it knows those of the same person on record.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.bans import service as bans
from creditsvc.bans.domain import Ban
from creditsvc.db.work import Act
from creditsvc.kernel.remit import Matter
from creditsvc.law.rulebook import Law, Requirement
from creditsvc.person_entries import officers
from creditsvc.person_entries import service as person_entries
from creditsvc.person_entries.domain import PersonEntry, not_standing
from creditsvc.repairs import eligibility, store
from creditsvc.repairs.clocks import Periods, entry_periods
from creditsvc.repairs.domain import OPEN, Effect, Obstacle, Repair
from creditsvc.repairs.eligibility import Facts, Listed
from creditsvc.repairs.ways import Given, Way


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSubject:
    """The entry of a person, with the bans of the same person."""

    entry: PersonEntry
    bans: tuple[Ban, ...]
    open: tuple[Repair, ...]

    @property
    def enterprise_id(self) -> UUID:
        """In whose case the person stands."""
        return self.entry.enterprise_id

    @property
    def authority(self) -> str | None:
        """Who made it."""
        return self.entry.authority

    def matter(self, session: Session, *cases: UUID) -> Matter:
        """The entry as a matter."""
        known = officers.matter(session, self.entry)
        return replace(known, cases=known.cases | frozenset(cases))

    @property
    def since(self) -> date:
        """The first day of its term."""
        return self._listed.starts_on

    def way(self, law: Law, effect: Effect, on: date) -> Way:
        """The way to early removal; what is checked of an enterprise's record, people judge here."""
        del effect
        found = eligibility.way_of(law, self._listed, on)
        checked = (each for each in found.conditions if each.automatic)
        judged = (*checked, *found.bars)
        return replace(
            found,
            conditions=tuple(each for each in found.conditions if not each.automatic),
            bars=tuple(_by_people(each) for each in judged),
            restoration=None,
        )

    def obstacles(self, law: Law, way: Way, given: Given) -> list[Obstacle]:
        """What stands in the way: the day, the papers, and running bans of the same person."""
        facts = Facts(
            events=(),
            bans=self.bans,
            proofs=given.proofs,
            received_on=given.received_on,
            today=given.today,
        )
        return eligibility.obstacles(law, way, self._listed, facts)

    def periods(self, law: Law) -> Periods:
        """Those of its list."""
        return entry_periods(law, self._listed.list)

    def must_stand(self, moment: datetime) -> None:
        """Raises PersonEntryEnded."""
        if not self.entry.stands_at(moment):
            raise not_standing(self.entry)

    @property
    def _listed(self) -> Listed:
        made = self.entry.case.decision
        if made is None:
            raise not_standing(self.entry)
        ground = self.entry.case.ground
        return Listed(
            list=ground.list,
            instrument=ground.instrument,
            starts_on=made.decided_on,
            last_day=self.entry.last_day,
        )


def subject(session: Session, entry_id: UUID) -> PersonSubject:
    """The entry of that key; raises UnknownPersonEntry."""
    entry = person_entries.get(session, entry_id)
    barred = bans.of_enterprises(session, [entry.enterprise_id])
    return PersonSubject(
        entry=entry,
        bans=tuple(each for each in barred if each.person_id == entry.person_id),
        open=tuple(one for one in store.of_person(session, entry_id) if one.stage in OPEN),
    )


def end(act: Act, way: Way, repair: Repair, entry_id: UUID) -> None:
    """End the entry by the grant of *repair*, which must point at its acceptance."""
    outcome = repair.outcome
    if outcome is None:
        raise AssertionError("granted without a paper")  # the domain forbids it
    store.add_grant(act.session, {**store.grant_row(repair, act.no), "person_entry_id": entry_id})
    detail = f"准予提前移出（{way.article}）/ early removal granted"
    person_entries.repaired(act, entry_id, detail=detail, document_no=outcome.document.number)


def _by_people(asked: Requirement) -> Requirement:
    return Requirement(id=asked.id, article=asked.article, text=asked.text, automatic=False)
