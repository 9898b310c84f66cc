"""What a partner decided of names: that this one is not that enterprise. Remembered for it alone.

A decision sets a candidate aside that was found by its name. It never hides whom an identifier names,
and counts no more once the enterprise bears a name that it did not bear then.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.audit import service as trail
from creditsvc.db.work import Act
from creditsvc.enterprises import service as enterprises
from creditsvc.enterprises.naming import plain
from creditsvc.kernel.refusals import NotFound
from creditsvc.lookup import false_positives_store as store
from creditsvc.lookup.screening_questions import name as readable


class FalsePositiveUnknown(NotFound):
    """No decision of this partner that still stands has that key."""

    kind = "false-positive-unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class FalsePositive:
    """A decision that stands. form: the name as it is compared; act_no: the act that made it."""

    id: UUID
    act_no: int
    form: str
    name: str
    enterprise_id: UUID
    reason: str

    def outlived_by(self, newest_name_act: int) -> bool:
        """Whether the enterprise has borne a new name since."""
        return newest_name_act > self.act_no


def decide(act: Act, name: str, enterprise: UUID, reason: str) -> tuple[FalsePositive, bool]:
    """Remember that *name* is not *enterprise* for the partner that acts; and whether it is new.

    The same decision again, while no new name has come since, is the one that stands. Raises
    WrongQuery for a name that cannot be read, UnknownEnterprise.
    """
    form = plain(readable(name))
    one = enterprises.by_id(act.session, enterprise)
    newest = enterprises.names(act.session, one.id)[0].act_no
    for before in standing(act.session, act.actor.id, [form]):
        if before.enterprise_id == enterprise and not before.outlived_by(newest):
            return before, False
    made = FalsePositive(
        id=act.new_id(), act_no=act.no, form=form, name=name.strip(), enterprise_id=enterprise,
        reason=reason,
    )  # fmt: skip
    store.add(act.session, act.actor.id, made)
    trail.note(act, "false_positive.decided", made.id, enterprise=str(enterprise))
    return made, True


def withdraw(act: Act, decision: UUID, reason: str) -> None:
    """Take a decision back; raises FalsePositiveUnknown."""
    if not any(one.id == decision for one in standing(act.session, act.actor.id)):
        raise FalsePositiveUnknown(
            "没有这一决定，或者已经撤回", "there is no such decision, or it was withdrawn",
            id=str(decision),
        )  # fmt: skip
    store.end(act.session, decision, act.no, reason)
    trail.note(act, "false_positive.withdrawn", decision)


def standing(
    session: Session, partner: str, forms: Iterable[str] | None = None
) -> list[FalsePositive]:
    """The decisions of *partner* that it has not withdrawn, on *forms* (None: on all), oldest first."""
    return [FalsePositive(**row) for row in store.standing(session, partner, forms)]
