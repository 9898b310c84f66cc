"""Applications for repair and where they stand. Pure; the lawful moves between stages are in `moves`.

received → accepted (or declined) → granted or refused by another person; withdrawn before that.
It is about an entry on a list, of an enterprise or of a person (early removal), or a record on display
(repair, or a shield). What
follows where fraud was found in the repair of a record stands in `revocation`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeAlias
from uuid import UUID

from creditsvc.proceedings.domain import Document, Service


class Stage(StrEnum):
    """Where an application stands."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    QUESTIONED = "questioned"
    REVOKED = "revoked"


class Effect(StrEnum):
    """What a grant does: an entry ends, a record is repaired, or is shielded for a time."""

    REMOVAL = "removal"
    REPAIR = "repair"
    SHIELD = "shield"


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutRecord:
    """That an application is about a record, and what is asked: its repair, or a shield."""

    event_id: UUID
    effect: Effect = Effect.REPAIR


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutPerson:
    """That an application is about the entry of a person: its early removal."""

    entry_id: UUID


About: TypeAlias = UUID | AboutRecord | AboutPerson
"""What an application is about: an entry, by its key, a record, or the entry of a person."""


OPEN = frozenset({Stage.RECEIVED, Stage.ACCEPTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """What stands in the way. *from_day*: from when it no longer does; None: no day can be told."""

    id: str
    article: str
    zh: str
    en: str
    from_day: date | None = None


def obstacle_form(each: Obstacle) -> dict[str, Any]:
    """An obstacle as JSON values."""
    day = each.from_day and each.from_day.isoformat()
    return {"id": each.id, "article": each.article, "zh": each.zh, "en": each.en, "from": day}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A paper of the authority: whose, with which reasons; *judged*: how each condition was verified."""

    document: Document
    by: str
    reasons: str = ""
    judged: Mapping[str, str] = field(default_factory=dict)
    obstacles: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Questioned:
    """The served notice that a grant may be revoked. *reply_until*: the party's last day to reply."""

    notice: Answer
    service: Service
    reply_until: date
    provisional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """An application about one entry, one record (then *event_id*), or one person's entry.

    *proofs*: the paper for each condition, by its id. *questioned*: the notice of fraud, the latest.
    *revocation*: what was decided of it.
    """

    id: UUID
    version: int
    enterprise_id: UUID
    listing_id: UUID | None
    event_id: UUID | None = None
    person_entry_id: UUID | None = None
    effect: Effect = Effect.REMOVAL
    stage: Stage
    received_on: date
    application: Document
    proofs: Mapping[str, Document]
    received_by: str
    gaps: Answer | None = None
    acceptance: Answer | None = None
    extension: Answer | None = None
    outcome: Answer | None = None
    questioned: Questioned | None = None
    revocation: Answer | None = None

    @property
    def about(self) -> dict[str, str]:
        """What it is about, by the word for it."""
        named = {
            "listing": self.listing_id,
            "record": self.event_id,
            "person_entry": self.person_entry_id,
        }
        return {word: str(key) for word, key in named.items() if key is not None}

    @property
    def handlers(self) -> frozenset[str]:
        """Whoever handled it so far."""
        steps = (self.gaps, self.acceptance, self.extension)
        return frozenset({self.received_by, *(step.by for step in steps if step is not None)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mending:
    """A granted repair or shield of a record. *ended_at*: since when it is revoked.

    *last_day*, *earliest*: how long the record is shown from then on, and from when it may be repaired
    again; no last day: as if there had been no grant.
    """

    repair_id: UUID
    enterprise_id: UUID
    event_id: UUID
    effect: Effect
    from_at: datetime
    document_no: str
    ended_at: datetime | None = None
    last_day: date | None = None
    earliest: date | None = None

    def stands_at(self, moment: datetime) -> bool:
        """Whether the record is out of sight because of it at *moment*."""
        return self.from_at <= moment and (self.ended_at is None or moment < self.ended_at)

    def ended_by(self, moment: datetime) -> bool:
        """Whether it was revoked at *moment*."""
        return self.ended_at is not None and self.ended_at <= moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A repair notice that reached the enterprise with the decision about an entry or a record."""

    id: UUID
    enterprise_id: UUID
    listing_id: UUID | None
    event_id: UUID | None
    document: Document
    service: Service
    by: str
