"""What is asked for against an entry or about a record: objection, reconsideration, repair."""

from collections.abc import Callable, Generator
from datetime import date
from uuid import UUID

from creditsvc.cli.simulate_office import Office, Story
from creditsvc.db.work import Act
from creditsvc.events import service as events
from creditsvc.kernel.refusals import Refusal
from creditsvc.listings import service as listings
from creditsvc.listings.domain import Entry
from creditsvc.remedies import service as remedies
from creditsvc.remedies import suing
from creditsvc.remedies.domain import Stage as Objecting
from creditsvc.remedies.domain import Step, Subject
from creditsvc.remedies.redress import Redress
from creditsvc.remedies.suing import Filed
from creditsvc.remedies.suits import Outcome, Paper, Suit
from creditsvc.repairs import reading
from creditsvc.repairs import service as repairs
from creditsvc.repairs.domain import AboutRecord

SUIT = "reconsideration"
BODY = "虚构县人民政府"


def contest(office: Office, entry: Entry, domain: str, how: str | None) -> Story:
    """What the party does against its entry; too early it asks for removal first."""
    yield 3
    if how in {"upheld", "rejected"}:
        yield from _object(office, entry, domain, Objecting(how))
    elif how in {"revoked", "maintained"}:
        yield from _reconsider(office, entry, domain, how)
    elif how is None:
        yield from repair(office, entry.id, domain, granted=False)


def _object(office: Office, entry: Entry, domain: str, outcome: Objecting) -> Story:
    """An objection to an entry, decided by an approver who had no part in it."""
    subject = Subject(kind="listing", id=entry.id)

    def raised(act: Act) -> UUID:
        given = remedies.Raised(
            subject=subject,
            origin="party",
            ground="facts",
            grounds="认为事实认定有误",
            received_on=act.day,
            document=office.paper("异"),
        )
        return remedies.receive(act, given).id

    key = yield from office.patiently(f"handler@{domain}", raised, _ended(office, entry.id))
    office.objections.append(key)
    yield 2

    def accept(act: Act) -> object:
        step = Step(document=office.paper("异受"), by=act.actor.id)
        return remedies.accept(act, key, 1, step)

    def decide(act: Act) -> object:
        why = "经核实，事实认定有误" if outcome is Objecting.UPHELD else "经核实，事实清楚"
        step = Step(document=office.paper("异决"), by=act.actor.id, reasons=why)
        return remedies.decide(act, key, 2, outcome, step, Redress())

    yield from office.patiently(f"handler@{domain}", accept, _ended(office, entry.id))
    office.tries("decide_objection_to_own_entry", f"approver@{domain}", decide)
    yield 9
    yield from office.patiently(f"approver2@{domain}", decide, _ended(office, entry.id))


def _reconsider(office: Office, entry: Entry, domain: str, outcome: str) -> Story:
    """A reconsideration that suspends the entry until it is decided."""
    handler, over = f"handler@{domain}", _ended(office, entry.id)

    def filed(act: Act) -> Suit:
        given = Filed(
            kind=SUIT,
            subject=Subject(kind="listing", id=entry.id),
            body=BODY,
            number=office.paper("复").number,
            filed_on=act.day,
            document=office.paper("复申"),
        )
        return suing.file(act, (office.law(act), office.calendar), given)

    suit = yield from office.patiently(handler, filed, over)

    def accept(act: Act) -> Suit:
        return suing.accept(
            act, SUIT, suit.id, 1, Paper(document=office.paper("复受"), by=act.actor.id)
        )

    def suspend(act: Act) -> Suit:
        return suing.suspend(
            act, SUIT, suit.id, 2, Paper(document=office.paper("复停"), by=act.actor.id)
        )

    def conclude(act: Act) -> Suit:
        paper = office.paper("复决")
        given = Outcome(document=paper, by=act.actor.id, outcome=outcome, effective_on=act.day)
        return suing.conclude(act, SUIT, suit.id, 3, given, None)

    yield 4
    yield from office.patiently(handler, accept, over)
    yield 2
    yield from office.patiently(handler, suspend, over)
    yield 25
    yield from office.patiently(handler, conclude, over)


def repair(office: Office, about: UUID | AboutRecord, domain: str, *, granted: bool) -> Story:
    """An application for early removal of an entry, or for repair of a record.

    Before the law's first day it is declined in writing, and made again on that day.
    """
    try:
        with office.runtime.work.read() as session:
            law = office.laws.in_use(session)
            _, way, _ = reading.prospect(session, law, about, office.clock.now())
    except Refusal as why:  # such as a record that is not shown, or that an entry rests on
        office.overtaken[why.kind] += 1
        return
    early = way.earliest is not None and way.earliest > office.today
    key = yield from office.patiently(
        f"handler@{domain}", lambda act: _applied(office, act, about), _no_more(office, about)
    )
    office.repairs.append(key)
    if early:
        office.tries("repair_too_early", f"handler@{domain}", lambda act: _accept(office, act, key))
        yield 1
        yield from office.patiently(
            f"handler@{domain}", lambda act: _decline(office, act, key), _no_more(office, about)
        )
        if way.earliest is not None:
            yield way.earliest
            yield from repair(office, about, domain, granted=granted)
        return
    yield 2
    yield from _processed(office, key, about, domain, granted=granted)


def _processed(
    office: Office, key: UUID, about: UUID | AboutRecord, domain: str, *, granted: bool
) -> Generator["int | date", None, None]:
    over = _no_more(office, about)
    yield from office.patiently(f"handler@{domain}", lambda act: _accept(office, act, key), over)
    office.tries("grant_own_repair", f"handler@{domain}", lambda act: _grant(office, act, key))
    yield 10
    end = _grant if granted else _refuse
    yield from office.patiently(f"approver2@{domain}", lambda act: end(office, act, key), over)


def _applied(office: Office, act: Act, about: UUID | AboutRecord) -> UUID:
    _, way, _ = reading.prospect(act.session, office.law(act), about, act.at)
    proofs = {each.id: office.paper("证") for each in way.on_paper}
    given = repairs.Applied(received_on=act.day, document=office.paper("申"), proofs=proofs)
    return repairs.receive(act, office.law(act), about, given).id


def _accept(office: Office, act: Act, key: UUID) -> object:
    version = repairs.get(act.session, key).version
    return repairs.accept(act, office.law(act), key, version, office.paper("受"))


def _decline(office: Office, act: Act, key: UUID) -> object:
    version, paper = repairs.get(act.session, key).version, office.paper("不受")
    why = "未到可以申请之日"
    return repairs.decline(act, office.law(act), key, version, document=paper, reasons=why)


def _grant(office: Office, act: Act, key: UUID) -> object:
    one, law = repairs.get(act.session, key), office.law(act)
    way, _ = repairs.checks(act.session, law, one, act.at)
    judged, paper = dict.fromkeys(way.to_judge, "已核实"), office.paper("移")
    return repairs.grant(act, law, key, one.version, document=paper, judged=judged)


def _refuse(office: Office, act: Act, key: UUID) -> object:
    version, paper = repairs.get(act.session, key).version, office.paper("驳")
    why = "现场核查，危害后果尚未消除"
    return repairs.refuse(act, office.law(act), key, version, document=paper, reasons=why)


def _ended(office: Office, listing: UUID) -> Callable[[], bool]:
    """Whether an entry has ended by now."""

    def over() -> bool:
        with office.runtime.work.read() as session:
            return not listings.get(session, listing).stands_at(office.clock.now())

    return over


def _no_more(office: Office, about: UUID | AboutRecord) -> Callable[[], bool]:
    """Whether nothing is left to repair."""
    if isinstance(about, UUID):
        return _ended(office, about)

    def over() -> bool:
        with office.runtime.work.read() as session:
            return events.current(session, about.event_id).status == "revoked"

    return over
