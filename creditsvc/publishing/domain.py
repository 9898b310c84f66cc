"""What the public and the credit portal are told of an entry, as JSON values. Pure.

Only what the law's publication policy names leaves the house; nobody's name is among it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from creditsvc.enterprises.domain import Enterprise
from creditsvc.kernel import uscc
from creditsvc.kernel.canonical import canonical_bytes, digest
from creditsvc.kernel.clock import instant_text, legal_day
from creditsvc.kernel.text import name_key
from creditsvc.law.rulebook import Law, Publication
from creditsvc.listings.domain import Entry

# All that may ever be public of an entry, in the order of the columns. A policy names some of them.
FIELDS = (
    "name",
    "uscc",
    "list",
    "instrument",
    "article",
    "ground",
    "authority",
    "document_no",
    "decided_on",
    "last_day",
    "published_on",
    "under_objection_since",
)
# What an entry row for the portal holds of these; an objection is shown, never sent.
SENT = FIELDS[:-1]
PORTAL_FORMAT = "creditsvc-portal/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An entry that may be shown, and of whom it speaks."""

    entry: Entry
    enterprise: Enterprise

    def answers(self, text: str) -> bool:
        """Whether it is found by *text*: a unified code whole, or a part of the name."""
        if uscc.is_valid(code := uscc.normalise(text)):
            return self.enterprise.uscc == code
        return name_key(text) in name_key(self.enterprise.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """The public lists at one instant. data_version: the act they follow from. rows: in order of entry.

    good_until: the instant up to which they stay as they are unless somebody acts.
    """

    as_of: datetime
    data_version: int
    law_digest: str
    good_until: datetime
    rows: tuple[Mapping[str, Any], ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many entries each list has here; lists without one are not named."""
        found: dict[str, int] = {}
        for row in self.rows:
            found[row["list"]] = found.get(row["list"], 0) + 1
        return found

    def as_json(self) -> dict[str, Any]:
        """The lists with the number of their records and a digest over them."""
        records = [dict(row) for row in self.rows]
        return {
            "as_of": instant_text(self.as_of),
            "data_version": self.data_version,
            "law_digest": self.law_digest,
            "good_until": instant_text(self.good_until),
            "record_count": len(records),
            "counts": self.counts,
            "digest": digest(records),
            "records": records,
        }


def public_row(law: Law, policy: Publication, one: Shown, moment: datetime) -> dict[str, Any]:
    """What *policy* lets the public see of an entry at *moment*; None in it: not known, or none."""
    entry = one.entry
    since = entry.under_objection_at(moment)
    row = _told(law, one) | {
        "published_on": entry.published_on and entry.published_on.isoformat(),
        "under_objection_since": since and instant_text(since),
    }
    return _allowed(policy, row, FIELDS)


def portal_entry(law: Law, policy: Publication, one: Shown, published_on: str) -> dict[str, Any]:
    """The row that tells the portal of an entry."""
    row = _told(law, one) | {"published_on": published_on}
    key = {"action": "entry", "listing": str(one.entry.id)}
    return key | _allowed(policy, row, SENT)


def portal_removal(told: Mapping[str, Any], entry: Entry, moment: datetime) -> dict[str, Any]:
    """The row that takes back what the portal was *told*: the names in it are those it knows.

    reason: why the entry no longer stands at *moment*, that it is suspended, or that it may no
    longer be public.
    removed_on: the first legal day on which that is so.
    """
    same = ("listing", "list", "list_title", "name", "uscc", "document_no")
    ended = entry.end_reason_at(moment)
    since = entry.until_at if ended and entry.until_at else moment
    return {
        "action": "removal",
        **{name: told[name] for name in same if name in told},
        "reason": ended or ("suspended" if entry.suspended_at(moment) else "no_longer_public"),
        "removed_on": legal_day(since).isoformat(),
        "removal_document_no": entry.end.document_no if ended and entry.end else None,
    }


def portal_file(job: int, act_no: int, records: Sequence[Mapping[str, Any]]) -> bytes:
    """The file of one job: a header, the records, and a trailer without which it is not whole.

    The same job gives the same bytes, however often it is done.
    """
    header = {"format": PORTAL_FORMAT, "job": job, "act": act_no}
    body = b"".join(_line(line) for line in (header, *records))
    trailer = {"record_count": len(records), "sha256": sha256(body).hexdigest()}
    return body + _line(trailer)


def found(rows: Iterable[Shown], *, list_id: str | None, text: str) -> list[Shown]:
    """Those of *rows* on list *list_id* (None: any) that *text* finds (empty: all)."""
    return [
        one
        for one in rows
        if (list_id is None or one.entry.list == list_id) and (not text or one.answers(text))
    ]


def _told(law: Law, one: Shown) -> dict[str, Any]:
    """What stays as it is from the day of entry. Of the ground only these; never its `people`."""
    ground = one.entry.ground
    last_day = one.entry.last_day
    return {
        "name": one.enterprise.name,
        "uscc": one.enterprise.uscc,
        "list": one.entry.list,
        "list_title": dict(law.lists[one.entry.list].title),
        "instrument": ground["instrument"],
        "article": ground["article"],
        "ground": dict(ground["title"]),
        "authority": ground.get("authority"),
        "document_no": ground["document_no"],
        "decided_on": ground["decided_on"],
        "last_day": last_day and last_day.isoformat(),
    }


def _allowed(policy: Publication, row: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """The fields that *policy* names; of which list it is goes without saying."""
    head = {"list": row["list"], "list_title": row["list_title"]}
    return head | {name: row[name] for name in names if name in policy.fields}


def _line(value: Mapping[str, Any]) -> bytes:
    return canonical_bytes(dict(value)) + b"\n"
