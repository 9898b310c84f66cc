"""An application for an honour as it stands: its stage, its papers, who had a part in it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from creditsvc.proceedings.domain import Document


class Stage(StrEnum):
    """Where an application stands."""

    RECEIVED = "received"
    CHECKED = "checked"
    REVIEWED = "reviewed"
    ANNOUNCED = "announced"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


OPEN = frozenset({Stage.RECEIVED, Stage.CHECKED, Stage.REVIEWED, Stage.ANNOUNCED})
HANDLES, DECIDES = "handler", "approver"  # the roles that may


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """One level passed it: whose paper, and how each condition on paper was verified (*judged*)."""

    level: str
    authority: str
    document: Document
    by: str
    judged: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """The public notice: where it stands, and the last day on which an objection is in time."""

    document: Document
    channel: str
    until: date
    provisional: bool
    article: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The end of an application, or of an objection to it: whose paper, with which reasons."""

    document: Document
    authority: str
    by: str
    reasons: str = ""
    judged: Mapping[str, str] = field(default_factory=dict)
    lacking: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """What somebody objected during the notice. *upheld* None: it waits for its answer."""

    id: UUID
    document: Document
    received_on: date
    by: str
    upheld: bool | None = None
    answer: Outcome | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """An enterprise's application for one honour. *proofs*: the paper for each condition, by its id."""

    id: UUID
    version: int
    enterprise_id: UUID
    rule: str
    list: str
    stage: Stage
    received_on: date
    document: Document
    proofs: Mapping[str, Document]
    received_by: str
    passed: tuple[Passed, ...] = ()
    announcement: Announcement | None = None
    objections: tuple[Objection, ...] = ()
    outcome: Outcome | None = None

    @property
    def handlers(self) -> frozenset[str]:
        """Whoever had a part in it so far."""
        steps = {self.received_by, *(each.by for each in self.passed)}
        steps |= {each.by for each in self.objections}
        steps |= {each.answer.by for each in self.objections if each.answer is not None}
        return frozenset(steps | ({self.announcement.by} if self.announcement else set()))


def next_level(one: Application, levels: Sequence[str]) -> str | None:
    """The level whose turn it is; None: all have passed it, or it is past them."""
    if one.stage not in {Stage.RECEIVED, Stage.CHECKED, Stage.REVIEWED}:
        return None
    return levels[len(one.passed)] if len(one.passed) < len(levels) else None
