"""What a door opens: a proceeding with its entry, an entry decided elsewhere, or an enterprise's penalties."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.db import acts
from creditsvc.door.domain import (
    ENTERPRISE,
    LISTING,
    PROCEEDING,
    Code,
    Door,
    NotInThisCase,
    shuts_on,
)
from creditsvc.enterprises import service as enterprises
from creditsvc.events import service as events
from creditsvc.kernel import remit
from creditsvc.kernel.clock import legal_day
from creditsvc.listings import parts
from creditsvc.listings import service as listings
from creditsvc.listings.domain import Entry
from creditsvc.proceedings import officers
from creditsvc.proceedings import service as proceedings
from creditsvc.proceedings.domain import Proceeding, Stage

CASE_OF_ENTRY = "proceeding"  # where an entry's ground names the case behind it


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """The case and the entry, as far as there are any; with neither, an *enterprise* and its *penalties*."""

    case: Proceeding | None
    entry: Entry | None
    enterprise: UUID | None = None
    penalties: tuple[UUID, ...] = ()

    @property
    def enterprise_id(self) -> UUID:
        """Whose matter it is."""
        known = self.case or self.entry
        if self.enterprise is not None:
            return self.enterprise
        if known is None:
            raise AssertionError("a door to nothing")  # none is made
        return known.enterprise_id

    @property
    def evidence(self) -> tuple[UUID, ...]:
        """The events that it rests on."""
        if self.case is not None:
            return tuple(UUID(each) for each in self.case.ground.evidence)
        known = self.entry.ground.get("evidence", ()) if self.entry is not None else ()
        return self.penalties or tuple(UUID(each) for each in known)

    def must_have_entry(self) -> Entry:
        """The entry; raises NotInThisCase where none was made."""
        if self.entry is None:
            raise NotInThisCase(
                "这里没有名单条目可以异议或者申请移出；对记录、主体身份的异议请写明 about",
                "there is no entry here to contest or to end; to contest a record or who you are, say so in about",
                field="about",
            )
        return self.entry

    def must_have_case(self) -> Proceeding:
        """The case; raises NotInThisCase where it was run elsewhere."""
        if self.case is None:
            raise NotInThisCase(
                "这里没有列入程序（条目由其他机关的决定导入，或者不是案件）",
                "there is no proceeding here: the entry was decided elsewhere, or this is no case",
            )
        return self.case


def place_of(session: Session, kind: str, key: UUID) -> tuple[str, UUID]:
    """The matter that a proceeding or an entry belongs to; raises where there is no such thing.

    An entry that came of a proceeding of ours has no door of its own: it is the same matter.
    """
    if kind == ENTERPRISE:
        return ENTERPRISE, enterprises.by_id(session, key).id
    if kind == PROCEEDING:
        return PROCEEDING, proceedings.get(session, key).id
    case = listings.get(session, key).ground.get(CASE_OF_ENTRY)
    return (PROCEEDING, UUID(case)) if case else (LISTING, key)


def behind(session: Session, door: Door) -> Matter:
    """What the door opens, as it stands."""
    return matter_of(session, door.kind, door.matter)


def matter_of(session: Session, kind: str, key: UUID) -> Matter:
    """The matter at a place that `place_of` named, as it stands."""
    if kind == ENTERPRISE:
        found = events.record_of(session, key)
        penalised = (one for one in found if one.content.get("penalised_on") is not None)
        standing = tuple(one.event_id for one in penalised if one.status != "revoked")
        return Matter(case=None, entry=None, enterprise=key, penalties=standing)
    if kind == LISTING:
        return Matter(case=None, entry=listings.get(session, key))
    case = proceedings.get(session, key)
    mine = [
        entry
        for entry in listings.of_enterprises(session, [case.enterprise_id])
        if entry.ground.get(CASE_OF_ENTRY) == str(case.id)
    ]
    return Matter(case=case, entry=mine[0] if mine else None)


def whose(session: Session, matter: Matter) -> remit.Matter:
    """Whose matter it is among officers, and where it lies: that of the entry, once there is one.

    An enterprise's own is of no single authority, and lies where its penalties do.
    """
    if matter.enterprise is not None:
        regions = events.regions_of(session, matter.penalties)
        return remit.Matter(regions=regions, enterprise_id=matter.enterprise)
    if matter.entry is not None:
        return parts.matter(session, matter.entry)
    return officers.matter(session, matter.must_have_case())


def shuts(session: Session, matter: Matter) -> date | None:
    """The first day on which no code opens it; None while it is not over."""
    case, entry = matter.case, matter.entry
    if entry is not None:
        return shuts_on(entry.until_at and legal_day(entry.until_at))
    if case is None or case.stage is not Stage.DROPPED:
        return None
    last = proceedings.moves(session, case.id)[-1][-1]
    return shuts_on(legal_day(acts.moments(session, [last])[last]))


def is_shut(session: Session, matter: Matter, today: date) -> bool:
    """Whether the matter is over for so long that no code opens it."""
    day = shuts(session, matter)
    return day is not None and today >= day


def shuts_under(session: Session, door: Door, code: Code) -> date | None:
    """The first day on which *code* opens nothing; of an enterprise's own door it grows old by itself."""
    if door.kind == ENTERPRISE:
        return shuts_on(legal_day(acts.moments(session, [code.act_no])[code.act_no]))
    return shuts(session, behind(session, door))
