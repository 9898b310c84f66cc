"""What the public may see follows the entries: an entry row when one may be shown, a removal after."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.audit import service as trail
from creditsvc.db.drop import lay
from creditsvc.db.outbox import Job, enqueue
from creditsvc.db.work import Act
from creditsvc.enterprises import service as enterprises
from creditsvc.kernel.clock import day_begins, legal_day
from creditsvc.law.rulebook import Law, Publication
from creditsvc.listings import service as listings
from creditsvc.listings.domain import Entry
from creditsvc.publishing import store
from creditsvc.publishing.domain import (
    Lists,
    Shown,
    found,
    portal_entry,
    portal_file,
    portal_removal,
    public_row,
)
from creditsvc.publishing.store import LaidOut
from creditsvc.tiers.service import Position

PORTAL = "portal.file"
DAY = timedelta(days=1)
Told = Mapping[UUID, LaidOut]  # what the portal was last told, by entry


class Shelf:
    """The entries of one act and legal day, held so that readers without a name cost one short query.

    What is in force is computed anew for every reader; only rows are held, never the answer.
    """

    def __init__(self) -> None:
        self._held: tuple[tuple[int, date], tuple[Shown, ...]] | None = None

    def entries(self, session: Session, version: int, moment: datetime) -> tuple[Shown, ...]:
        """All entries that stand at *moment*, with the enterprises they speak of."""
        held, key = self._held, (version, legal_day(moment))
        if held is None or held[0] != key:
            held = (key, _standing(session, moment))
            self._held = held  # one assignment: a second thread at worst reads the rows again
        return held[1]


def follow(act: Act, law: Law, positions: Sequence[Position], day: date) -> list[Position]:
    """Lay out for the portal what it has not been told yet of the entries of *positions* on *day*.

    The positions as they then are: with the days of publication that were noted.
    """
    every = [entry.id for one in positions for entry in (*one.entries, *one.suspended, *one.ended)]
    told = store.laid_out(act.session, every)
    positions = _published(act, law, positions, day, told)
    records = [
        (key, body) for position in positions for key, body in _records(law, position, day, told)
    ]
    _lay_out(act, records, told)
    return positions


def lists_at(
    session: Session, law: Law, now: datetime, shelf: Shelf, *, list_id: str | None, text: str
) -> Lists:
    """The public lists at *now*, or the part of them that *list_id* and *text* ask for.

    An act may bear an instant a little later than the clock's; then its own is the present.
    """
    version, at = store.latest_act(session) or (0, now)
    moment = max(now, at)
    day = legal_day(moment)
    standing = [
        one
        for one in shelf.entries(session, version, moment)
        if one.entry.in_force_at(moment) and _policy(law, one.entry, day)
    ]
    ends = [one.entry.until_at for one in standing if one.entry.until_at]
    chosen = found(standing, list_id=list_id, text=text)
    return Lists(
        as_of=moment,
        data_version=version,
        law_digest=law.digest,
        good_until=min([*ends, day_begins(day + DAY)]),
        rows=tuple(
            public_row(law, policy, one, moment)
            for one in chosen
            if (policy := _policy(law, one.entry, day))
        ),
    )


def shown_of(session: Session, law: Law, uscc: str, now: datetime) -> dict[str, Mapping[str, Any]]:
    """What anyone may see at *now* of the enterprise with that code: rows by the key of their entry."""
    enterprise = enterprises.find(session, uscc)
    if enterprise is None:
        return {}
    _, at = store.latest_act(session) or (0, now)
    moment = max(now, at)
    return {
        str(entry.id): public_row(law, policy, Shown(entry=entry, enterprise=enterprise), moment)
        for entry in listings.of_enterprises(session, [enterprise.id])
        if entry.in_force_at(moment) and (policy := _policy(law, entry, legal_day(moment)))
    }


def public_lists(law: Law, day: date) -> dict[str, Publication]:
    """The lists that may be public on *day*, by id, with the policy that says so."""
    found = {key: law.publication_on(key, day) for key in law.lists}
    return {key: policy for key, policy in found.items() if policy and policy.public}


def write_portal_file(drop_dir: Path, job: Job) -> Path:
    """Lay the file of *job* in the drop folder, whole or not at all; again: the same file."""
    content = portal_file(job.number, job.act_no, job.payload["records"])
    return lay(drop_dir, f"portal-{job.number:010}.jsonl", content, job.lease)


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """An entry that the portal must no longer show.

    since: the first legal day on which that was so. done_on: the day on which the file that says so
    was laid for the portal; None: it still shows the entry.
    """

    listing_id: UUID
    since: date
    done_on: date | None


def withdrawals(session: Session, moment: datetime, since: int) -> list[Withdrawal]:
    """What is to be withdrawn at *moment*, written down or not, and what was after act *since*."""
    found = [
        Withdrawal(
            listing_id=one.listing_id,
            since=date.fromisoformat(one.body["removed_on"]),
            done_on=one.laid_at and legal_day(one.laid_at),
        )
        for one in store.removals(session, since)
    ]
    return found + [
        Withdrawal(listing_id=entry.id, since=_over_since(entry, moment), done_on=None)
        for entry in still_shown(session, moment)
    ]


def still_shown(session: Session, moment: datetime) -> list[Entry]:
    """The entries that do not bind at *moment* and of which the portal has not been told so."""
    entries = listings.many(session, store.shown(session))
    return [entry for entry in entries.values() if not entry.in_force_at(moment)]


def removal_jobs(session: Session) -> list[int]:
    """The jobs that have yet to lay a removal."""
    return sorted({one.job for one in store.removals(session, None)})


def _policy(law: Law, entry: Entry, day: date) -> Publication | None:
    """The policy under which *entry* may be shown on *day*; None: it may not."""
    policy = law.publication_on(entry.list, day)
    return policy if policy is not None and policy.public else None


def _published(
    act: Act, law: Law, positions: Sequence[Position], day: date, told: Told
) -> list[Position]:
    """Note for each entry that is shown for the first time that it is public from *day*."""
    fresh = [
        entry
        for position in positions
        for entry in position.entries
        if entry.id not in told and _policy(law, entry, day)
    ]
    noted = {entry.id: entry for entry in listings.note_published(act, fresh, day)}
    return [
        replace(one, entries=tuple(noted.get(entry.id, entry) for entry in one.entries))
        for one in positions
    ]


def _records(
    law: Law, position: Position, day: date, told: Told
) -> Iterator[tuple[UUID, dict[str, Any]]]:
    """What the portal has to be told of one enterprise, entries in force first."""
    for entry in position.entries:
        policy, before = _policy(law, entry, day), told.get(entry.id)
        shown = before is not None and before.shown
        if policy is not None and not shown:
            one = Shown(entry=entry, enterprise=position.enterprise)
            since = (entry.published_on or day).isoformat()
            yield entry.id, portal_entry(law, policy, one, since)
        elif policy is None and before is not None and shown:
            yield entry.id, portal_removal(before.body, entry, position.moment)
    for entry in (*position.suspended, *position.ended):
        if (before := told.get(entry.id)) is not None and before.shown:
            yield entry.id, portal_removal(before.body, entry, position.moment)


def _lay_out(act: Act, records: list[tuple[UUID, dict[str, Any]]], told: Told) -> None:
    """One job for all *records*, and a row and a line of the trail for each."""
    if not records:
        return
    job = enqueue(act, PORTAL, {"records": [body for _, body in records]})
    shared = {"act_no": act.no, "outbox_id": job}
    store.add(
        act.session,
        [
            {
                **shared,
                "listing_id": key,
                "no": told[key].no + 1 if key in told else 1,
                "action": body["action"],
                "body": body,
            }
            for key, body in records
        ],
    )
    for key, body in records:
        trail.note(act, f"portal.{body['action']}", key, job=job)


def _standing(session: Session, moment: datetime) -> tuple[Shown, ...]:
    standing = listings.in_force(session, moment, legal_day(moment))
    who = enterprises.by_ids(session, [entry.enterprise_id for entry in standing])
    return tuple(Shown(entry=entry, enterprise=who[entry.enterprise_id]) for entry in standing)


def _over_since(entry: Entry, moment: datetime) -> date:
    ended = entry.until_at if entry.end_reason_at(moment) else entry.suspended_at(moment)
    return legal_day(ended or moment)
