"""Early removal of entries: what an application about one must know, what ends it, and fraud."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.audit import service as trail
from creditsvc.bans import service as bans
from creditsvc.bans.domain import Ban
from creditsvc.db.work import Act
from creditsvc.events import service as events
from creditsvc.kernel.remit import Matter
from creditsvc.law.domain import Event
from creditsvc.law.rulebook import Law
from creditsvc.listings import parts
from creditsvc.listings import service as listings
from creditsvc.listings.domain import Entry, ListingEnded
from creditsvc.proceedings import service as proceedings
from creditsvc.proceedings.domain import Ground, Proceeding
from creditsvc.repairs import eligibility, store
from creditsvc.repairs.clocks import Periods, entry_periods
from creditsvc.repairs.domain import OPEN, Effect, Obstacle, Repair, Stage
from creditsvc.repairs.eligibility import Facts, listed
from creditsvc.repairs.refusals import NoRestoration
from creditsvc.repairs.ways import Given, Way


@dataclass(frozen=True, slots=True, kw_only=True)
class EntrySubject:
    """An entry, with the record and the bans of its enterprise."""

    entry: Entry
    record: tuple[Event, ...]
    bans: tuple[Ban, ...]
    open: tuple[Repair, ...]

    @property
    def enterprise_id(self) -> UUID:
        """Whose it is."""
        return self.entry.enterprise_id

    @property
    def authority(self) -> str | None:
        """Who made it."""
        made_by: str | None = self.entry.ground.get("authority")
        return made_by

    def matter(self, session: Session, *cases: UUID) -> Matter:
        """The entry as a matter."""
        return parts.matter(session, self.entry, *cases)

    @property
    def since(self) -> date:
        """The first day of its term."""
        return self.entry.starts_on

    def way(self, law: Law, effect: Effect, on: date) -> Way:
        """The way to early removal, which is all that ends an entry."""
        del effect
        return eligibility.way_of(law, listed(self.entry), on)

    def obstacles(self, law: Law, way: Way, given: Given) -> list[Obstacle]:
        """What stands in the way as the record is now."""
        facts = Facts(
            events=self.record,
            bans=self.bans,
            proofs=given.proofs,
            received_on=given.received_on,
            today=given.today,
        )
        return eligibility.obstacles(law, way, listed(self.entry), facts)

    def periods(self, law: Law) -> Periods:
        """Those of its list."""
        return entry_periods(law, self.entry.list)

    def must_stand(self, moment: datetime) -> None:
        """Raises ListingEnded."""
        if not self.entry.stands_at(moment):
            raise ListingEnded("该条目已结束", "the entry has ended", listing=str(self.entry.id))


def subject(session: Session, listing_id: UUID) -> EntrySubject:
    """The entry of that key; raises UnknownListing."""
    entry = listings.get(session, listing_id)
    record = events.record_of(session, entry.enterprise_id)
    open_ones = (one for one in store.of_listing(session, listing_id) if one.stage in OPEN)
    return EntrySubject(
        entry=entry,
        record=tuple(events.as_law_sees(version) for version in record),
        bans=tuple(bans.of_enterprises(session, [entry.enterprise_id])),
        open=tuple(open_ones),
    )


def end(act: Act, way: Way, repair: Repair, listing_id: UUID) -> None:
    """End the entry by the grant of *repair*, which must point at its acceptance."""
    outcome = repair.outcome
    if outcome is None:
        raise AssertionError("granted without a paper")  # the domain forbids it
    store.add_grant(act.session, {**store.grant_row(repair, act.no), "listing_id": listing_id})
    detail = f"准予提前移出（{way.article}）/ early removal granted"
    listings.repaired(act, listing_id, detail=detail, document_no=outcome.document.number)


def revoke(act: Act, law: Law, repair: Repair, reason: str) -> Proceeding:
    """Open the case that restores the entry, because the grant was got by fraud (令第11号第二十一条).

    It goes its way like any other: served notice, reply, decision by another person. Concluded, it
    makes a new entry with a term of its own; the old one stays as it ended.
    """
    if repair.person_entry_id is not None:
        raise NoRestoration(
            "人员骗取提前移出的，依所查明的事实重新提出列入（/v1/person-entries）",
            "a person's early removal got by fraud: propose the entry anew (/v1/person-entries)",
        )
    if repair.listing_id is None:
        raise NoRestoration(
            "记录骗取修复的，先送达告知书：POST /v1/repairs/{id}/revocation-notice",
            "a record repaired by fraud: serve the notice, POST /v1/repairs/{id}/revocation-notice",
        )
    entry = listings.get(act.session, repair.listing_id)
    parts.must_cover(act, entry, parts.HANDLES, repair.id)
    if repair.stage is not Stage.GRANTED or restored_by(act.session, repair) is not None:
        raise NoRestoration(
            "该申请未获准提前移出，或者已恢复列入",
            "the application was not granted, or the entry was restored already",
            stage=repair.stage.value,
        )
    way = eligibility.way_of(law, listed(entry), repair.received_on)
    if way.restoration is None:
        raise NoRestoration(
            f"{entry.ground['instrument']}没有规定恢复列入的期限",
            f"{entry.ground['instrument']} sets no term for an entry restored",
        )
    ground = _ground(entry, law, way, repair, reason)
    case = proceedings.propose_restoration(act, law, entry.enterprise_id, ground)
    trail.note(act, "repair.questioned", repair.id, proceeding=str(case.id), reason=reason)
    return case


def restored_by(session: Session, repair: Repair) -> Entry | None:
    """The entry that restored the one *repair* removed, once fraud was found."""
    if repair.stage is not Stage.GRANTED or repair.listing_id is None:
        return None
    for entry in listings.of_enterprises(session, [repair.enterprise_id]):
        if entry.ground.get("restores", {}).get("listing") == str(repair.listing_id):
            return entry
    return None


def _ground(entry: Entry, law: Law, way: Way, repair: Repair, reason: str) -> Ground:
    """The ground of the entry again, with what restores it."""
    known, restoration = entry.ground, way.restoration
    rule = law.rule(str(known["rule"]))
    if restoration is None or rule is None:
        raise NoRestoration(
            "规则书中已没有列入所依据的规则",
            "the rule of the entry is not in the rulebook any more",
        )
    before: Mapping[str, Any] = known.get("restores", {})
    return Ground(
        rule=rule.id,
        list=entry.list,
        instrument=known["instrument"],
        article=known["article"],
        law_digest=law.digest,
        rule_digest=rule.digest,
        evidence=tuple(known.get("evidence", ())),
        term=before.get("first_term", known["term"]),
        explanation=known["explanation"],
        discretionary=rule.discretionary,
        restores={
            "listing": str(entry.id),
            "repair": str(repair.id),
            "article": restoration.article,
            "reason": reason,
            "held_on": before.get("held_on", known["decided_on"]),
            "first_term": before.get("first_term", known["term"]),
            "term": {"months": restoration.months, "counts_from": "decision"},
        },
    )
