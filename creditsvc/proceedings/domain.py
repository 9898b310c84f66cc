"""A case as values: its stages, its papers, and what each refusal of a move means. Pure.

The lawful moves between the stages stand in `telling`, `hearing` and `deciding`:

    proposed ─ open → opened ─ notice → noticed ─ reply → replied ─ hear → heard
                                            └──────────┬─────────────────────┘
                                                    review (another person; approved)
                                                       ↓
                                                    reviewed ─ decide → decided ─ serve → served
                                                                                            │
    dropped ← drop (from any stage before the decision)                        conclude → concluded

Reply, hearing and, where no procedure asks for it, review may be passed over. `renotice` leads from noticed
to reviewed back to noticed, with a time to reply of its own. What comes in from the party undoes a
review that did not know of it. `lapse` drops a case whose ground has fallen.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from creditsvc.kernel.refusals import Conflict, NotPermitted, Unprocessable


class Stage(StrEnum):
    """Where a proceeding stands."""

    PROPOSED = "proposed"
    OPENED = "opened"
    NOTICED = "noticed"
    REPLIED = "replied"
    HEARD = "heard"
    REVIEWED = "reviewed"
    DECIDED = "decided"
    SERVED = "served"
    CONCLUDED = "concluded"
    DROPPED = "dropped"


TOLD = frozenset({Stage.NOTICED, Stage.REPLIED, Stage.HEARD, Stage.REVIEWED})
UNDECIDED = TOLD | {Stage.PROPOSED, Stage.OPENED}
OPEN = UNDECIDED | {Stage.DECIDED, Stage.SERVED}


class WrongStage(Conflict):
    """The move does not follow from where the proceeding stands."""

    kind = "wrong-stage"


class ReplyPeriodOpen(Conflict):
    """A move before the party's time to reply or be heard is over (行政处罚法 arts. 44, 64)."""

    kind = "reply-period-open"


class SamePerson(NotPermitted):
    """Whoever had one part in a case may not have the other as well."""

    kind = "same-person"


class BasisGone(Conflict):
    """The record no longer meets the rule, or never did; nothing may be built on it."""

    kind = "basis-gone"


class NotInOrder(Unprocessable):
    """A day or a document of the move cannot be right."""

    kind = "not-in-order"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A paper of the case: its number, its day, the SHA-256 of the file."""

    number: str
    day: date
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that came with a paper: its SHA-256, its name and its media type."""

    digest: str
    name: str
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """How a paper reached the party: kind, day, the number of the receipt, and the papers of proof.

    counts_from: the day on which it counts as served; None: the day itself.
    """

    kind: str
    day: date
    reference: str
    proofs: Mapping[str, Document] = field(default_factory=dict)
    counts_from: date | None = None

    @property
    def served_on(self) -> date:
        """The day from which every clock runs."""
        return self.counts_from or self.day


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The finding that the case rests on, as the party is told of it.

    restores: of a case that restores an entry whose early removal was got by fraud; the entry, the
    day its ground is judged on, the article and the term that then runs (令第11号第二十一条).
    """

    rule: str
    list: str
    instrument: str
    article: str
    law_digest: str
    rule_digest: str
    evidence: tuple[str, ...]
    term: Mapping[str, Any] | None
    explanation: Mapping[str, str]
    discretionary: bool
    restores: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What is intended, or decided: list, rule, term, and the measures; not stated in older cases."""

    list: str
    rule: str
    months: int | None
    counts_from: str | None
    measures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The opening of the case (立案): its paper, the principal who approved it, what it makes due.

    expired: the articles on limitation that conduct it rests on had passed by (行政处罚法第三十六条);
    then a legal review is due whatever the list.
    """

    document: Document
    approved_by: str
    handled_by: str
    complex_case: bool
    review_due: bool
    deliberation_due: bool
    expired: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The notice before the decision: its paper, its service, and the party's last days.

    contents: what the paper says (令第11号第九条). hearing_until None: no hearing is offered.
    """

    service_id: UUID
    document: Document
    service: Service
    reply_until: date
    provisional: bool
    article: str
    handled_by: str
    hearing_until: date | None = None
    outcome: Outcome | None = None
    contents: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the party answered; it must be answered in the decision. *late*: after its last day."""

    document: Document
    received_on: date
    attachments: tuple[Attachment, ...] = ()
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """The paper by which the party gives up its time to reply; *hearing*: and to ask for a hearing."""

    document: Document
    hearing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """The notice of a hearing: its paper and service, the day, the place, who will preside."""

    document: Document
    service: Service
    held_on: date
    place: str
    presided_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """The minutes of a hearing, filed by the one who presided."""

    document: Document
    held_on: date
    presided_by: str
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """A hearing from its request on; it ends by its minutes or by a withdrawal in writing."""

    request: Document
    requested_on: date
    call: Call | None = None
    withdrawal: Document | None = None
    minutes: Minutes | None = None

    @property
    def pending(self) -> bool:
        """Whether the case waits for it."""
        return self.withdrawal is None and self.minutes is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The legal review (法制审核): the opinion is `approve`, or `return` to the handler with reasons."""

    document: Document
    by: str
    opinion: str
    reasons: str
    complex_case: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliberation:
    """The principals' joint deliberation (集体讨论): the paper of the meeting and who was there."""

    document: Document
    present: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The decision to list: paper, authority, who signed, what became of reply and hearing.

    waiver: the number of the paper by which the party gave up its time.
    """

    document: Document
    authority: str
    decided_by: str
    decided_on: date
    reply_answer: str | None
    waiver: str | None
    hearing_answer: str | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proceeding:
    """One case against (or, for the redlist, for) one enterprise under one rule.

    opened_on: the day it was proposed; its opening has a paper and a day of its own. region: where all
    its events happened, as far as their codes agree; local procedure goes by it.
    """

    id: UUID
    version: int
    enterprise_id: UUID
    stage: Stage
    ground: Ground
    opened_on: date
    proposed_by: str
    region: str | None = None
    opening: Opening | None = None
    notice: Notice | None = None
    replies: tuple[Reply, ...] = ()
    waiver: Waiver | None = None
    hearing: Hearing | None = None
    past_hearings: tuple[Hearing, ...] = ()
    review: Review | None = None
    deliberation: Deliberation | None = None
    decision: Decision | None = None
    decision_service: Service | None = None
    dropped: str | None = None
