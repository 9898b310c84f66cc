"""Removing an entry by hand: proposed by one person on a document, confirmed by another with no part in it."""

from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.audit import service as trail
from creditsvc.db.work import Act
from creditsvc.kernel.refusals import Unprocessable
from creditsvc.listings import parts, service
from creditsvc.listings import removal_store as store
from creditsvc.listings.domain import (
    Entry,
    ListingEnded,
    Removal,
    RemovalOpen,
    RemovalSettled,
    UnknownRemoval,
)


def propose(act: Act, listing_id: UUID, reason: str, *, detail: str, document_no: str) -> Removal:
    """Propose that an entry end, for one of service.REMOVALS. Until it is confirmed, nothing changes."""
    entry = service.get(act.session, listing_id)
    parts.must_cover(act, entry, parts.HANDLES)
    service.must_be_removal(reason)
    if not entry.in_force_at(act.at):
        raise ListingEnded("该条目已结束", "the entry has ended", listing=str(listing_id))
    if store.waiting(act.session, listing_id):
        raise RemovalOpen(
            "移出该条目的提议待另一人确认",
            "a proposal to remove the entry waits for another person",
            listing=str(listing_id),
        )
    key = act.new_id()
    row = {
        "id": key,
        "act_no": act.no,
        "listing_id": listing_id,
        "reason": reason,
        "detail": detail,
        "document_no": document_no,
        "proposed_by": act.actor.id,
    }
    store.propose(act.session, row)
    trail.note(
        act, "removal.proposed", key, listing=str(listing_id), reason=reason, document=document_no
    )
    return get(act.session, key)


def confirm(act: Act, key: UUID) -> Entry:
    """Confirm it, as another person who had no part in the entry; the entry ends in the same act."""
    found, entry = _open(act, key)
    _settle(act, found, "confirmed", None)
    return service.end(
        act, entry.id, found.reason, detail=found.detail, document_no=found.document_no
    )


def reject(act: Act, key: UUID, reason: str) -> Removal:
    """Reject it, as another person; the entry stays as it is."""
    if not reason.strip():
        raise Unprocessable("请写明理由", "say why", field="reason")
    found, _ = _open(act, key)
    _settle(act, found, "rejected", reason.strip())
    return get(act.session, key)


def get(session: Session, key: UUID) -> Removal:
    """The proposal with that key; raises UnknownRemoval."""
    found = store.get(session, key)
    if found is None:
        raise UnknownRemoval("没有这项移出提议", "no such proposal to remove", removal=str(key))
    return found


def waiting(session: Session) -> list[Removal]:
    """Proposals that nobody has confirmed or rejected, oldest first."""
    return store.waiting(session)


def _open(act: Act, key: UUID) -> tuple[Removal, Entry]:
    """The proposal, if it waits and the actor may settle it."""
    found = get(act.session, key)
    entry = service.get(act.session, found.listing_id)
    parts.must_cover(act, entry, parts.DECIDES)
    if found.outcome is not None:
        raise RemovalSettled("该提议已确认或者退回", "the proposal was settled already")
    parts.must_have_none(act, entry, found.proposed_by)
    return found, entry


def _settle(act: Act, found: Removal, outcome: str, reason: str | None) -> None:
    row = {
        "proposal_id": found.id,
        "act_no": act.no,
        "proposed_by": found.proposed_by,
        "decided_by": act.actor.id,
        "outcome": outcome,
        "reason": reason,
    }
    store.settle(act.session, row)
    trail.note(act, f"removal.{outcome}", found.id, listing=str(found.listing_id), reason=reason)
