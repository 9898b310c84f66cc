"""Whether each row of evidence has its line in the trail, and each such line its row.

The seal proves the trail; this proves that the rows are those the trail speaks of. A row that a
script slipped in under an act of somebody else has no line, one it took out leaves its line behind.
"""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from creditsvc.audit.checking import Fault
from creditsvc.audit.tables import TrailRow
from creditsvc.db.base import Base

Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Witnessed:
    """A table, the column that lines name as their subject, and the verbs of these lines."""

    table: str
    key: str
    verbs: tuple[str, ...]


EVENT = ("recorded", "corrected", "effective", "suspended", "revoked")
STAGES = (
    "proposed", "opened", "noticed", "replied", "heard", "reviewed", "decided", "served",
    "concluded", "dropped",
)  # fmt: skip
REPAIR_STAGES = ("received", "accepted", "declined", "granted", "refused", "withdrawn")
RECORD_STAGES = (*REPAIR_STAGES, "questioned", "revoked")
CLOSED = ("upheld", "partly_upheld", "rejected", "declined", "withdrawn")
SUIT_STAGES = ("filed", "accepted", "refused", "concluded")
ANSWERS = ("received", "applied", "refused", "not_applicable", "lifted")
WITNESSED = (
    Witnessed("rulebooks", "digest", ("rulebook.kept",)),
    Witnessed("rulebook_uses", "digest", ("rulebook.used",)),
    Witnessed("rulebook_proposals", "id", ("rulebook.proposed",)),
    Witnessed("rulebook_outcomes", "proposal_id", ("rulebook.adopted", "rulebook.withdrawn")),
    Witnessed("papers", "digest", ("paper.kept",)),
    Witnessed("enterprises", "id", ("enterprise.registered",)),
    Witnessed("event_versions", "event_id", tuple(f"event.{word}" for word in EVENT)),
    Witnessed("proceedings", "id", tuple(f"proceeding.{stage}" for stage in STAGES)),
    Witnessed("external_decisions", "id", ("external.imported",)),
    Witnessed("external_outcomes", "external_id", ("external.confirmed", "external.refused")),
    Witnessed("listings", "id", ("listing.entered",)),
    Witnessed("listing_ends", "listing_id", ("listing.ended",)),
    Witnessed("repairs", "id", tuple(f"repair.{stage}" for stage in REPAIR_STAGES)),
    Witnessed(
        "record_applications", "id", tuple(f"record_repair.{stage}" for stage in RECORD_STAGES)
    ),
    Witnessed("repair_notices", "id", ("repair_notice.served",)),
    Witnessed("objections", "id", ("objection.raised",)),
    Witnessed("objection_moves", "objection_id", ("objection.accepted", "objection.checked")),
    Witnessed("objection_decisions", "objection_id", tuple(f"objection.{word}" for word in CLOSED)),
    Witnessed("suits", "id", tuple(f"suit.{stage}" for stage in SUIT_STAGES)),
    Witnessed("suit_outcomes", "suit_id", ("suit.outcome",)),
    Witnessed("measure_actions", "id", ("measure.laid_out",)),
    Witnessed(
        "measure_orders", "action_id", ("measure.laid_out", "measure.resumed", "measure.lift")
    ),
    Witnessed("measure_letters", "id", tuple(f"letter.{word}" for word in ANSWERS)),
    Witnessed("measure_responses", "id", tuple(f"measure.{word}" for word in ANSWERS)),
)


def unwitnessed(session: Session) -> list[Fault]:
    """Rows without their line in the trail and lines without their row, table by table."""
    return [fault for one in WITNESSED for fault in _compared(session, one)]


def _compared(session: Session, one: Witnessed) -> list[Fault]:
    rows, lines = _rows(session, one), _lines(session, one)
    found = []
    for act, subject in sorted((rows - lines).keys()):
        found.append(
            Fault(
                f"{one.table}:{subject} (act {act})",
                "审计记录中没有这一行",
                "the trail does not speak of this row",
            )
        )
    for act, subject in sorted((lines - rows).keys()):
        found.append(
            Fault(
                f"{one.table}:{subject} (act {act})",
                "审计记录所说的这一行不在",
                "the row that the trail speaks of is gone",
            )
        )
    return found


def _rows(session: Session, one: Witnessed) -> Counter[Key]:
    table = Base.metadata.tables[one.table]
    query = select(table.c.act_no, table.c[one.key]).execution_options(yield_per=1000)
    return Counter((act, str(key)) for act, key in session.execute(query))


def _lines(session: Session, one: Witnessed) -> Counter[Key]:
    query = select(TrailRow.act_no, TrailRow.subject).where(TrailRow.verb.in_(one.verbs))
    found = session.execute(query.execution_options(yield_per=1000))
    return Counter((act, subject) for act, subject in found)
