"""What an officer does to a door, and what the party does through it. One function a verb.

The party calls the verbs that clerks call, at the version the case has in the act itself: somebody
with two pages open loses nothing to the older one. What it may touch comes from its door alone.
"""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.access import acting
from creditsvc.audit import service as trail
from creditsvc.db.work import Act
from creditsvc.door import codes, filing, matters, served, store
from creditsvc.door.domain import Code, Door, DoorClosed, NotInThisCase, Said
from creditsvc.door.matters import Matter
from creditsvc.enterprises import service as enterprises
from creditsvc.kernel.periods import Calendar
from creditsvc.law.rulebook import Law
from creditsvc.listings import parts
from creditsvc.papers.domain import Examined
from creditsvc.proceedings import hearings, notices
from creditsvc.proceedings.domain import Attachment, Document, Proceeding, Reply
from creditsvc.redlist import deciding
from creditsvc.redlist import service as redlist
from creditsvc.redlist.application import Application
from creditsvc.redlist.moving import Signed
from creditsvc.redlist.service import Applied as Sought
from creditsvc.remedies import service as remedies
from creditsvc.remedies.domain import (
    ENTERPRISE,
    EVENT,
    LISTING,
    PARTY,
    Objection,
    Step,
    Subject,
)
from creditsvc.remedies.service import Raised
from creditsvc.repairs import service as repairs
from creditsvc.repairs.domain import About, AboutRecord, Answer, Repair
from creditsvc.repairs.service import Applied

Proofs = Mapping[str, Examined]
ENTRY, IDENTITY = "entry", "identity"  # what an objection may be about, beside a record
Words = tuple[Law, Calendar]


def issue(act: Act, kind: str, key: UUID, hashed: str) -> Door:
    """Keep a new code, as scrypt of it, for a proceeding, an entry or an enterprise; older ones are void.

    Whoever makes one reads it, and so decides nothing that comes in through this door (ADR 33).

    Raises UnknownProceeding, UnknownListing, OutsideRemit, Recused, DoorClosed.
    """
    place, matter_id = matters.place_of(act.session, kind, key)
    matter = matters.matter_of(act.session, place, matter_id)
    acting.must_cover(act, matters.whose(act.session, matter), parts.HANDLES)
    if matters.is_shut(act.session, matter, act.day):
        raise DoorClosed(
            "该案件办结已满一年，不再出具查询码",
            "the matter has been over for a year; no code is made for it",
        )
    door = store.door_of(act.session, place, matter_id)
    if door is None:
        door = Door(
            number=_free_number(act),
            kind=place,
            matter=matter_id,
            enterprise_id=matter.enterprise_id,
        )
        store.add_door(act.session, door, act_no=act.no)
    code = Code(
        id=act.new_id(),
        number=door.number,
        hashed=hashed,
        act_no=act.no,
        issued_by=act.actor.id,
    )
    store.add_code(act.session, code)
    acting.made_code_for(act, door.party)
    trail.note(act, "door.code-issued", door.number, of=place, key=str(matter_id))
    return door


def reply(act: Act, words: Words, door: Door, said: Said) -> Proceeding:
    """陈述申辩。A late one is recorded too, as long as nothing is decided."""
    case = matters.behind(act.session, door).must_have_case()
    document, kept = filing.file(act, door, "reply", said)
    given = Reply(
        document=document,
        received_on=act.day,
        attachments=tuple(
            Attachment(digest=each.digest, name=each.name, media_type=each.type) for each in kept
        ),
    )
    return notices.reply(act, *words, case.id, case.version, given)


def ask_for_hearing(act: Act, words: Words, door: Door, said: Said) -> Proceeding:
    """要求听证。The case waits for the hearing; too late, or where none is offered, it is refused."""
    case = matters.behind(act.session, door).must_have_case()
    document, _ = filing.file(act, door, "hearing", said)
    return hearings.request(act, words, case.id, case.version, document, act.day)


def ask_no_more(act: Act, door: Door, said: Said) -> Proceeding:
    """撤回听证要求。The case goes on without the hearing that was asked for."""
    case = matters.behind(act.session, door).must_have_case()
    document, _ = filing.file(act, door, "withdrawal", said)
    return hearings.withdraw(act, case.id, case.version, document)


def object_to(act: Act, door: Door, said: Said, ground: str, about: str) -> Objection:
    """异议。Contest the entry, a record, or that this concerns the enterprise; every answer shows it at once."""
    subject = contested(matters.behind(act.session, door), door, about)
    document, kept = filing.file(act, door, "objection", said)
    return remedies.receive(
        act,
        Raised(
            subject=subject,
            origin=PARTY,
            ground=ground,
            grounds=said.text.strip() or "见附件 / see the papers",
            received_on=act.day,
            document=document,
            attachments=tuple({"name": each.name, "digest": each.digest} for each in kept),
        ),
    )


def apply(
    act: Act, law: Law, door: Door, said: Said, *, record: UUID | None, proofs: Proofs
) -> Repair:
    """申请提前移出（record 为空）或者修复记录。Apply for early removal, or for repair of a *record* of the case."""
    matter = matters.behind(act.session, door)
    about: About
    if record is None:
        about = matter.must_have_entry().id
    else:
        about = AboutRecord(event_id=_mine(matter, record))
    document, _ = filing.file(act, door, "repair", said, tuple(proofs.values()))
    applied = Applied(received_on=act.day, document=document, proofs=_documents(document, proofs))
    return repairs.receive(act, law, about, applied)


def supplement(
    act: Act, law: Law, door: Door, said: Said, *, repair_id: UUID, proofs: Proofs
) -> Repair:
    """补充材料。Send more proofs for an application that is not taken up yet."""
    one = own_repair(act.session, door, repair_id)
    document, _ = filing.file(act, door, "supplement", said, tuple(proofs.values()))
    return repairs.supplement(act, law, one.id, one.version, _documents(document, proofs))


def withdraw_repair(act: Act, door: Door, said: Said, repair_id: UUID) -> Repair:
    """撤回申请。Take an application back."""
    one = own_repair(act.session, door, repair_id)
    document, _ = filing.file(act, door, "withdrawal", said)
    given = Answer(document=document, by=act.actor.id, reasons=said.text.strip())
    return repairs.withdraw(act, one.id, one.version, given)


def withdraw_objection(act: Act, door: Door, said: Said, objection_id: UUID) -> Objection:
    """撤回异议。Take an objection back."""
    found = served.objections_of(act.session, matters.behind(act.session, door))
    mine = {one.id: one for one in found if one.received_by == door.party}
    if objection_id not in mine:
        raise _foreign("objection")
    document, _ = filing.file(act, door, "withdrawal", said)
    given = Step(document=document, by=act.actor.id, reasons=said.text.strip())
    return remedies.withdraw(act, objection_id, mine[objection_id].version, given)


def apply_for_honour(
    act: Act, law: Law, door: Door, said: Said, *, rule: str, proofs: Proofs
) -> Application:
    """申请列入守信名单。Apply for an honour, through the enterprise's own door."""
    whose = matters.behind(act.session, door).enterprise
    if whose is None:
        raise NotInThisCase(
            "案件的查询码不能申请守信名单；请持企业的查询码（向主管机关申领）",
            "the code of a case does not apply for an honour; ask the authority for the enterprise's own",
        )
    document, _ = filing.file(act, door, "honour", said, tuple(proofs.values()))
    applied = Sought(
        rule=rule, received_on=act.day, document=document, proofs=_documents(document, proofs)
    )
    return redlist.receive(act, law, whose, applied)


def withdraw_honour(act: Act, door: Door, said: Said, application_id: UUID) -> Application:
    """撤回守信名单申请。Take an application for an honour back."""
    found = redlist.find(act.session, enterprise_id=door.enterprise_id)
    mine = {one.id: one for one in found if one.received_by == door.party}
    if application_id not in mine:
        raise _foreign("honour")
    document, _ = filing.file(act, door, "withdrawal", said)
    name = enterprises.by_id(act.session, door.enterprise_id).name
    signed = Signed(document=document, authority=name, reasons=said.text.strip(), judged={})
    return deciding.withdraw(act, application_id, mine[application_id].version, signed)


def send_papers(act: Act, door: Door, said: Said) -> Document:
    """提交材料。Papers for the file of the case, which move nothing by themselves."""
    document, _ = filing.file(act, door, "papers", said)
    return document


def own_repair(session: Session, door: Door, repair_id: UUID) -> Repair:
    """An application that came in through this door; raises NotInThisCase."""
    for one in repairs.find(session, enterprise_id=door.enterprise_id):
        if one.id == repair_id and one.received_by == door.party:
            return one
    raise _foreign("repair")


def contested(matter: Matter, door: Door, about: str) -> Subject:
    """What an objection is about: ENTRY, IDENTITY, or the key of a record of the case."""
    if about == ENTRY:
        return Subject(kind=LISTING, id=matter.must_have_entry().id)
    if about == IDENTITY:
        return Subject(kind=ENTERPRISE, id=door.enterprise_id)
    try:
        return Subject(kind=EVENT, id=_mine(matter, UUID(about)))
    except ValueError:
        raise _foreign("about") from None


def _free_number(act: Act) -> str:
    """A number that no other door has."""
    number = codes.new_number(act.day.year)
    while store.door(act.session, number) is not None:
        number = codes.new_number(act.day.year)
    return number


def _mine(matter: Matter, record: UUID) -> UUID:
    if record not in matter.evidence:
        raise _foreign("record")
    return record


def _foreign(field: str) -> NotInThisCase:
    return NotInThisCase("本案中没有该事项", "there is no such thing in this case", field=field)


def _documents(document: Document, proofs: Proofs) -> dict[str, Document]:
    """Each proof as a paper under the number of what it came with."""
    return {
        name: Document(number=f"{document.number}/{no}", day=document.day, digest=each.digest)
        for no, (name, each) in enumerate(proofs.items(), 1)
    }
