"""Entering, ending and reading entries. Only a final decision enters; a fallen ground ends at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.audit import service as trail
from creditsvc.db.work import Act
from creditsvc.findings.rulebooks import Laws
from creditsvc.findings.service import Assessed
from creditsvc.kernel.clock import day_begins
from creditsvc.kernel.refusals import Unprocessable
from creditsvc.listings import store, terms
from creditsvc.listings.domain import Entry, ListingEnded, UnknownListing
from creditsvc.proceedings import service as proceedings

REMOVALS = ("wrong_subject", "clerical")


def enter(act: Act, laws: Laws, decision_id: UUID) -> Entry:
    """Make the entry that a final decision orders, with the term its rule gives.

    An entry of our own, a grant among them, stands from this act on; one made elsewhere from the day
    its term counts from.
    """
    decision = terms.final(act.session, laws, decision_id)
    before = store.of_enterprises(act.session, [decision.enterprise_id], None)
    terms.must_be_first(decision, before)
    starts_on, last_day = terms.days(decision, before)
    elsewhere = decision.origin == "external"
    from_at = day_begins(starts_on) if elsewhere else act.at
    key = act.new_id()
    row = {
        "id": key,
        "decision_id": decision.id,
        "enterprise_id": decision.enterprise_id,
        "list": decision.list,
        "act_no": act.no,
        "from_at": from_at,
        "starts_on": starts_on,
        "last_day": last_day,
        "ground": dict(decision.ground),
    }
    store.add(act.session, row)
    if decision.published_on is not None:
        _publish(act, [key], decision.published_on)
    act.touch(decision.enterprise_id, "listed")
    trail.note(
        act, "listing.entered", key, list=decision.list, last_day=str(last_day),
        origin=decision.origin, decision=str(decision.id), proceeding=decision.ground.get("proceeding"),
    )  # fmt: skip
    return get(act.session, key)


def must_be_removal(reason: str) -> None:
    """Refuse a reason that is none of REMOVALS; an early removal is a repair's."""
    if reason not in REMOVALS:
        raise Unprocessable(
            f"移出原因须为 {', '.join(REMOVALS)} 之一",
            f"the reason is one of {', '.join(REMOVALS)}",
            field="reason",
        )


def end(act: Act, listing_id: UUID, reason: str, *, detail: str, document_no: str | None) -> Entry:
    """End an entry now, for one of REMOVALS, on a document. By hand: see `removals`, two people."""
    must_be_removal(reason)
    return _end_one(act, get(act.session, listing_id), reason, detail, document_no)


def repaired(act: Act, listing_id: UUID, *, detail: str, document_no: str) -> Entry:
    """End an entry now by the grant of its early removal, which the database asks for."""
    return _end_one(act, get(act.session, listing_id), "repaired", detail, document_no)


def lost(act: Act, listing_id: UUID, *, detail: str, document_no: str) -> Entry:
    """End an honour now because it was decided that it is lost; the database asks for that decision."""
    return _end_one(act, get(act.session, listing_id), "lost_conditions", detail, document_no)


def remedied(act: Act, listing_id: UUID, reason: str, *, detail: str, document_no: str) -> Entry:
    """End an entry now because a remedy succeeded: `objection_upheld`, `annulled`, `wrong_subject`.

    The database asks for the decision of the remedy, with that document.
    """
    return _end_one(act, get(act.session, listing_id), reason, detail, document_no)


def mark(act: Act, listing_id: UUID, kind: str, matter: UUID) -> None:
    """Say beside an entry, in every answer from now on, that *matter* is pending or suspends it."""
    entry = get(act.session, listing_id)
    if not entry.stands_at(act.at):
        raise ListingEnded("该条目已结束", "the entry has ended", listing=str(listing_id))
    key = act.new_id()
    row = {"id": key, "listing_id": listing_id, "act_no": act.no, "kind": kind, "matter": matter}
    store.add_mark(act.session, {**row, "since": act.at})
    act.touch(entry.enterprise_id, f"{kind}_marked")
    trail.note(act, "listing.marked", listing_id, kind=kind, matter=str(matter))


def unmark(act: Act, listing_id: UUID, kind: str, matter: UUID) -> None:
    """Say it no more. An entry that does not bear the mark, or has ended, is left as it is."""
    found = store.open_marks(act.session, listing_id, kind, matter)
    if not found:
        return
    rows = [{"mark_id": key, "act_no": act.no, "until": act.at} for key in found]
    store.add_mark_ends(act.session, rows)
    act.touch(get(act.session, listing_id).enterprise_id, f"{kind}_unmarked")
    trail.note(act, "listing.unmarked", listing_id, kind=kind, matter=str(matter))


def fall(act: Act, entry: Entry, reason: str, *, detail: str) -> None:
    """End *entry*, which is in force, in the walk, because of what the record now says."""
    _end(act, [entry], reason, detail=detail, document_no=None)


def follow(act: Act, laws: Laws, found: Mapping[UUID, Assessed]) -> list[Entry]:
    """End the entries of our own whose ground the record no longer supports (令第11号第十五条).

    *found*: the records of the enterprises to follow. Returns their entries that still stand.
    """
    standing = [
        entry for entry in store.of_enterprises(act.session, found, None) if entry.stands_at(act.at)
    ]
    resting = [
        (entry, UUID(case))
        for entry in standing
        if (case := entry.ground.get("proceeding")) is not None
    ]
    fallen = proceedings.fallen(act.session, laws, [case for _, case in resting], found)
    detail = "列入所依据的记录已被撤销或更正 / the record it rested on was annulled or corrected"
    ended = [entry for entry, case in resting if case in fallen]
    _end(act, ended, "annulled", detail=detail, document_no=None)
    return [entry for entry in standing if entry not in ended]


def note_published(act: Act, entries: Sequence[Entry], on: date) -> list[Entry]:
    """Note the day *entries* were first made public; later ones change nothing.

    The entries as they then stand.
    """
    _publish(act, [entry.id for entry in entries if entry.published_on is None], on)
    return [
        replace(entry, published_on=on) if entry.published_on is None else entry
        for entry in entries
    ]


def get(session: Session, listing_id: UUID) -> Entry:
    """The entry with that key; raises UnknownListing."""
    entry = store.get(session, listing_id)
    if entry is None:
        raise UnknownListing("没有这个条目", "no such entry", listing=str(listing_id))
    return entry


def of_enterprises(
    session: Session, enterprises: Iterable[UUID], *, known_at: int | None = None
) -> list[Entry]:
    """All entries ever made for *enterprises* as we know them (as of act *known_at*: as we knew).

    Those of each oldest first.
    """
    return store.of_enterprises(session, enterprises, known_at)


def many(session: Session, keys: Iterable[UUID]) -> dict[UUID, Entry]:
    """The entries with those keys, by key."""
    return {entry.id: entry for entry in store.many(session, dict.fromkeys(keys))}


def in_force(session: Session, moment: datetime, day: date) -> list[Entry]:
    """Every entry in force at *moment*, which falls on *day*, oldest first."""
    return [entry for entry in store.standing_on(session, day) if entry.in_force_at(moment)]


def every(session: Session) -> list[Entry]:
    """All entries ever made, whether they stand or not, oldest first."""
    return store.every(session)


def latest(session: Session, limit: int = 200) -> list[Entry]:
    """The newest entries, whether they stand or not."""
    return store.latest(session, limit)


def _end_one(act: Act, entry: Entry, reason: str, detail: str, document_no: str | None) -> Entry:
    if not entry.stands_at(act.at):
        raise ListingEnded("该条目已结束", "the entry has ended", listing=str(entry.id))
    _end(act, [entry], reason, detail=detail, document_no=document_no)
    act.touch(entry.enterprise_id, reason)
    return get(act.session, entry.id)


def _end(
    act: Act, entries: Sequence[Entry], reason: str, *, detail: str, document_no: str | None
) -> None:
    """End *entries*, which are in force, for one reason."""
    rows = [
        {
            "listing_id": entry.id,
            "act_no": act.no,
            "ended_at": act.at,
            "reason": reason,
            "detail": detail,
            "document_no": document_no,
        }
        for entry in entries
    ]
    if rows:
        store.add_ends(act.session, rows)
    for entry in entries:
        trail.note(act, "listing.ended", entry.id, reason=reason, document=document_no)


def _publish(act: Act, listings: Sequence[UUID], on: date) -> None:
    rows = [{"listing_id": key, "act_no": act.no, "published_on": on} for key in listings]
    if rows:
        store.add_publications(act.session, rows)
    for key in listings:
        trail.note(act, "listing.published", key, on=on.isoformat())
