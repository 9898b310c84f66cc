"""Whose matter an entry is, and who had a part in it: they decide neither objection nor removal."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.access import acting
from creditsvc.db.work import Act
from creditsvc.events import service as events
from creditsvc.kernel.remit import Matter, Need
from creditsvc.listings.domain import Entry, TookPart
from creditsvc.proceedings import service as proceedings

HANDLES, DECIDES = "proceedings.handle", "proceedings.decide"


def matter(session: Session, entry: Entry, *also: UUID) -> Matter:
    """The entry as a matter: of the authority that made it, where its events happened.

    also: keys of cases about it, from which a person may be recused as from the entry and its own.
    """
    stated = entry.ground.get("region")
    seen = events.regions_of(session, _evidence(entry))
    case = entry.ground.get("proceeding")
    return Matter(
        authority=entry.ground.get("authority"),
        regions=frozenset(region for region in (stated, *seen) if region),
        enterprise_id=entry.enterprise_id,
        cases=frozenset({entry.id, *also, *([UUID(case)] if case else ())}),
    )


def must_cover(act: Act, entry: Entry, scope: str, *also: UUID) -> None:
    """Refuse whoever may not act in the matter of this entry."""
    acting.must_cover(act, matter(act.session, entry, *also), scope)


def must_have_none(act: Act, entry: Entry, *more: str) -> None:
    """Refuse whoever had a part in the entry, wrote down what it rests on, or is one of *more*."""
    parts = {*entry.people, *events.written_by(act.session, _evidence(entry)), *more}
    begun = since(act.session, entry)
    if acting.had_a_part(act, parts, since=begun):
        need = Need(
            scope=DECIDES,
            matter=matter(act.session, entry),
            parts=frozenset(parts),
            since=begun,
        )
        raise TookPart(
            "参与列入、登记其事实或者提出该事项的人员（含代其行使职权者）不得作出决定，须由另一名审批人员作出",
            "whoever took part in the entry, recorded its facts or proposed this, and whoever acts "
            "for them, does not decide it; another approver must",
            who=act.actor.id,
            need=need,
        )


def since(session: Session, entry: Entry) -> date:
    """The day its case began; of one decided elsewhere, the day of the decision."""
    case = entry.ground.get("proceeding")
    if case is not None:
        return proceedings.get(session, UUID(case)).opened_on
    return date.fromisoformat(entry.ground["decided_on"])


def _evidence(entry: Entry) -> Iterable[UUID]:
    return [UUID(ref) for ref in entry.ground.get("evidence", ())]
