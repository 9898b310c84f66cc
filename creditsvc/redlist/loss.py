"""Cases about the loss of an honour: decided by people, after the party was told and could reply."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.audit import service as trail
from creditsvc.db.work import Act
from creditsvc.kernel.periods import Calendar
from creditsvc.law.doubts import Remark
from creditsvc.law.rulebook import Law
from creditsvc.law.way_out import instrument_of
from creditsvc.listings import service as listings
from creditsvc.listings.domain import Entry
from creditsvc.proceedings import service as proceedings
from creditsvc.proceedings import serving
from creditsvc.proceedings.domain import Document, Service
from creditsvc.redlist import clocks, losing, officers, store
from creditsvc.redlist.application import Outcome
from creditsvc.redlist.conditions import ADVERSE
from creditsvc.redlist.losing import Loss, LossStage
from creditsvc.redlist.moving import Signed
from creditsvc.redlist.refusals import AnotherLevel, LossOpen, NoHonour, StaleRedlist, UnknownLoss


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the party was told: the ground of the law (an id of `lost_by`), the facts, and its service."""

    ground: str
    facts: str
    document: Document
    service: Service


def get(session: Session, case_id: UUID) -> Loss:
    """The present state of a case about a loss; raises UnknownLoss."""
    found = store.loss_case(session, case_id)
    if found is None:
        raise UnknownLoss("没有这个案件", "no such case", loss=str(case_id))
    return found


def find(
    session: Session, *, listing_id: UUID | None = None, stage: str | None = None
) -> list[Loss]:
    """Present states, newest first, at most 500."""
    return store.loss_cases(session, listing_id=listing_id, stage=stage, limit=500)


def watched(session: Session, since: int, limit: int) -> list[Loss]:
    """Open cases about a loss, and those moved after act *since*; the longest unmoved first."""
    return store.watched_losses(session, [LossStage.NOTICED], since, limit)


def open_case(act: Act, clock: tuple[Law, Calendar], listing_id: UUID, told: Told) -> Loss:
    """Open a case about the loss of an honour in force: the party was told, and may reply."""
    law, calendar = clock
    entry = _honour(act, law, listing_id)
    officers.must_cover(act, officers.of_loss(act.session, entry, None), officers.HANDLES)
    if find(act.session, listing_id=listing_id, stage=LossStage.NOTICED.value):
        raise LossOpen("该条目已有未办结的移出案件", "a case about this entry is open")
    ground = _ground(law, entry, told.ground)
    served = serving.counted(law, told.service, today=act.day)
    until = clocks.counted(law, calendar, entry.list, clocks.REPLY, served.served_on)
    one = Loss(
        id=act.new_id(),
        version=1,
        enterprise_id=entry.enterprise_id,
        listing_id=listing_id,
        stage=LossStage.NOTICED,
        ground=ground.id,
        article=f"{entry.ground['instrument']}{ground.article}",
        facts=told.facts,
        document=told.document,
        service=served,
        reply_until=until.day,
        provisional=until.provisional,
        handled_by=act.actor.id,
    )
    return _moved(act, losing.opened(one, entered_on=entry.starts_on, today=act.day), "open")


def reply(act: Act, case_id: UUID, version: int, document: Document) -> Loss:
    """Record what the party replied."""
    one = _at(act.session, case_id, version)
    entry = listings.get(act.session, one.listing_id)
    officers.must_cover(act, officers.of_loss(act.session, entry, one), officers.HANDLES)
    return _moved(act, losing.replied(one, document, act.actor.id, today=act.day), "reply")


def decide(
    act: Act,
    clock: tuple[Law, Calendar],
    case_id: UUID,
    version: int,
    *,
    lost: bool,
    signed: Signed,
) -> Loss:
    """Decide, as another person, after the time to reply; lost, the entry ends in the same act."""
    one, (law, calendar) = _at(act.session, case_id, version), clock
    proceedings.must_sign_for(act.actor, signed.authority)
    entry = _honour(act, law, one.listing_id)
    _must_be_theirs(entry, signed.authority)
    officers.may_decide_loss(act, entry, one)
    began = (one.service.served_on, one.reply_until, one.provisional)
    until = clocks.surely_over(law, calendar, entry.list, clocks.REPLY, began)
    given = Outcome(
        document=signed.document,
        authority=signed.authority,
        by=act.actor.id,
        reasons=signed.reasons,
    )
    decided = losing.decided(one, given, lost=lost, until=until, today=act.day)
    moved = _moved(act, decided, "decide")
    if lost:
        store.add_loss(
            act.session,
            {
                "listing_id": entry.id,
                "act_no": act.no,
                "origin": "decision",
                "grounds": [one.ground],
                "against": [],
                "case_id": one.id,
                "reply_until": one.reply_until,
                "handled_by": one.handled_by,
                "decided_by": act.actor.id,
                "decided_on": signed.document.day,
                "document_no": signed.document.number,
            },
        )
        listings.lost(
            act, entry.id, detail=f"{one.article}：{one.facts}", document_no=signed.document.number
        )
    return moved


def _honour(act: Act, law: Law, listing_id: UUID) -> Entry:
    entry = listings.get(act.session, listing_id)
    if law.lists[entry.list].polarity == ADVERSE or not entry.stands_at(act.at):
        raise NoHonour(
            "该条目不是有效的守信名单条目",
            "the entry is no honour that stands",
            field="listing",
        )
    return entry


def _must_be_theirs(entry: Entry, authority: str) -> None:
    made_by = entry.ground.get("authority")
    if made_by is not None and authority.strip() != made_by:
        raise AnotherLevel(
            f"谁授予、谁移出：该条目由{made_by}作出",
            f"{made_by} made the entry; it decides whether it is lost",
            field="authority",
            may_authority=made_by,
        )


def _ground(law: Law, entry: Entry, wanted: str) -> Remark:
    source = instrument_of(law, str(entry.ground.get("instrument")))
    ending = source.exits.get(entry.list) if source is not None else None
    known = ending.lost_by if ending is not None else ()
    for each in known:
        if each.id == wanted:
            return each
    names = [each.id for each in known]
    raise NoHonour(
        f"法律没有这项移出事由；可用：{'、'.join(names) or '无'}",
        f"the law knows no such ground of loss; use: {', '.join(names) or 'none'}",
        field="ground",
    )


def _moved(act: Act, one: Loss, move: str) -> Loss:
    store.add_loss_case(act.session, one, act_no=act.no, move=move, by=act.actor.id)
    trail.note(act, f"redlist.loss_{one.stage.value}", one.id, move=move, version=one.version)
    return one


def _at(session: Session, case_id: UUID, version: int) -> Loss:
    one = get(session, case_id)
    if one.version != version:
        raise StaleRedlist(
            f"案件已是第{one.version}版，请重新读取后再办",
            f"the case is at version {one.version}; read it again before you move it",
            version=one.version,
        )
    return one
