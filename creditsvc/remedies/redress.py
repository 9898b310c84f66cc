"""What a decision on an objection sets right in its own act, and whether that fits its outcome. Pure."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from creditsvc.events.domain import EventContent
from creditsvc.kernel.refusals import Unprocessable
from creditsvc.remedies.domain import EVENT, LISTING, PERSON, Stage, Subject


class RedressUnfit(Unprocessable):
    """What is to be set right does not fit the outcome or the subject."""

    kind = "redress-unfit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """An event set right: its content from now on, or None: it is withdrawn."""

    event_id: UUID
    content: EventContent | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Redress:
    """What is set right in the act of the decision: events, and entries that never were theirs."""

    corrections: tuple[Correction, ...] = ()
    entries: tuple[UUID, ...] = ()


def must_fit(subject: Subject, outcome: Stage, redress: Redress) -> None:
    """Raises RedressUnfit where *redress* is not what *outcome* calls for.

    An entry that is upheld against ends, so needs none. A record is withdrawn unless it is
    corrected; upheld in part it is corrected. An identity says what is not this enterprise's.
    """
    corrected = [each for each in redress.corrections if each.content is not None]
    if outcome is Stage.REJECTED:
        fits = redress == Redress()
    elif subject.kind in {LISTING, PERSON}:
        fits = not redress.entries
    elif subject.kind == EVENT:
        own = all(each.event_id == subject.id for each in redress.corrections)
        needed = len(corrected) == 1 if outcome is Stage.PARTLY_UPHELD else True
        fits = own and needed and len(redress.corrections) <= 1 and not redress.entries
    else:
        fits = redress != Redress()
    if not fits:
        raise RedressUnfit(
            "更正内容与决定不符：驳回不更正；记录部分成立须写更正后的内容；身份异议成立须写明哪些事件、条目不属于该企业",
            "what is set right does not fit: nothing where rejected; the corrected content of a record"
            " upheld in part; for an identity, which events or entries are not this enterprise's",
            field="redress",
        )


def redress_form(redress: Redress) -> dict[str, Any]:
    """What was set right, as JSON values: which events, how, and which entries."""
    return {
        "corrections": [
            {
                "event": str(each.event_id),
                "digest": None if each.content is None else each.content.digest(),
            }
            for each in redress.corrections
        ],
        "entries": [str(each) for each in redress.entries],
    }
