"""Entries and waiting decisions as JSON values. Pure."""

from datetime import datetime
from typing import Any

from creditsvc.kernel.clock import instant_text
from creditsvc.listings.domain import Entry, Removal
from creditsvc.proceedings.store import External


def listing_form(entry: Entry, moment: datetime) -> dict[str, Any]:
    """An entry as it stands at *moment*; for regulators, so with the people who took part."""
    since, suspended = entry.under_objection_at(moment), entry.suspended_at(moment)
    return {
        "id": str(entry.id),
        "enterprise_id": str(entry.enterprise_id),
        "list": entry.list,
        "in_force": entry.in_force_at(moment),
        "from_at": instant_text(entry.from_at),
        "starts_on": entry.starts_on.isoformat(),
        "last_day": entry.last_day and entry.last_day.isoformat(),
        "published_on": entry.published_on and entry.published_on.isoformat(),
        "end": _end(entry, moment),
        "ground": dict(entry.ground),
        "under_objection_since": since and instant_text(since),
        "suspended_since": suspended and instant_text(suspended),
    }


def removal_form(one: Removal) -> dict[str, Any]:
    """A proposal to remove an entry."""
    return {
        "id": str(one.id),
        "listing": str(one.listing_id),
        "reason": one.reason,
        "detail": one.detail,
        "document_no": one.document_no,
        "proposed_by": one.proposed_by,
        "outcome": one.outcome,
        "decided_by": one.decided_by,
    }


def external_form(one: External) -> dict[str, Any]:
    """A decision made elsewhere that waits for another person."""
    return {
        "id": str(one.id),
        "imported_by": one.imported_by,
        "file_digest": one.file_digest,
        "content": one.content,
    }


def _end(entry: Entry, moment: datetime) -> dict[str, Any] | None:
    reason = entry.end_reason_at(moment)
    if reason is None or entry.until_at is None:
        return None
    early = entry.end if reason != "expired" else None
    return {
        "at": instant_text(entry.until_at),
        "reason": reason,
        "detail": early and early.detail,
        "document_no": early and early.document_no,
    }
