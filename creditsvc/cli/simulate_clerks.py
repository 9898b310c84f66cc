"""What clerks and officers of the simulated county keep: events and what becomes of them, old entries."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from creditsvc.cli.demo_county import fictional_code
from creditsvc.cli.simulate_bans import RULE, BanFile
from creditsvc.cli.simulate_cases import look
from creditsvc.cli.simulate_honours import honour
from creditsvc.cli.simulate_office import AUTHORITIES, Office, Story
from creditsvc.cli.simulate_plan import (
    BEGINS,
    FALSIFIED,
    REGION,
    WORK,
    Enterprise,
    Happening,
    Old,
    draw,
    fate,
)
from creditsvc.cli.simulate_remedies import repair
from creditsvc.db.work import Act
from creditsvc.events import service as events
from creditsvc.events.content import EventContent
from creditsvc.events.domain import Move
from creditsvc.events.import_rows import WordsNow
from creditsvc.listings import service as listings
from creditsvc.proceedings import external
from creditsvc.proceedings.decree import Decree
from creditsvc.repairs.domain import AboutRecord

LOOKS_AFTER = timedelta(days=2)
COMPLETE_EVERY = timedelta(days=14)


def begin(office: Office) -> None:
    """Let every story of the plan begin on its day."""
    for each in office.plan.happenings:
        office.start(each.day, _recorded(office, each))
    for old in office.plan.old:
        office.start(old.day, _imported(office, old))
    for one in office.plan.enterprises:
        if one.number in office.plan.honours:
            office.start(BEGINS + timedelta(days=one.number % 20), _honoured(office, one))
    for domain in AUTHORITIES:
        office.start(BEGINS, _complete(office, domain))


def _recorded(office: Office, told: Happening) -> Story:
    """A clerk records an event; a handler looks at the findings; the record moves on."""
    content = _content(office, told)
    with office.act(f"clerk@{told.domain}") as act:
        version = events.record(act, content).version
    number = told.of.number
    office.start(office.today + LOOKS_AFTER, look(office, number, version.enterprise_id))
    if told.kind == FALSIFIED:
        case = BanFile(office=office, fate=fate(office.plan.seed, number, RULE))
        office.start(office.today + LOOKS_AFTER, case.run(version.enterprise_id))
    if told.later is None:
        return
    what, after = told.later
    yield after
    if what == "repair":
        granted = draw(office.plan.seed, "repair", told.ref).random() < 0.7
        about = AboutRecord(event_id=version.event_id)
        yield from repair(office, about, told.domain, granted=granted)
    elif what == "corrected":
        later = _content(office, told, **_more(told))
        with office.act(f"clerk@{told.domain}") as act:
            events.correct(act, version.event_id, later, reason="录入有误")
    else:
        yield from _contested(office, told, version.event_id, what)


def _contested(office: Office, told: Happening, event: UUID, what: str) -> Story:
    """A record is annulled, or suspended while somebody reviews it and reinstated after that."""
    moves: tuple[Move, ...] = ("revoke",) if what == "revoked" else ("suspend", "reinstate")
    for move in moves:
        with office.act(f"clerk@{told.domain}") as act:
            number = office.paper("复").number
            events.set_status(act, event, move, reason="行政复议", document_no=number)
        yield 30
    with office.runtime.work.read() as session:
        enterprise = events.current(session, event).enterprise_id
    yield from look(office, told.of.number, enterprise)


def _honoured(office: Office, one: Enterprise) -> Story:
    """An enterprise of level one that gave its commitment applies for the redlist."""
    day = office.today - timedelta(days=30)
    with office.act(f"clerk@{WORK}") as act:
        for ref, kind, facts in (
            ("level", "honour.standardization", {"level": "1", "valid_until": "2028-12-17"}),
            (
                "commitment",
                "honour.commitment",
                {"no_new_occupational_disease": True, "no_joint_punishment_elsewhere": True},
            ),
        ):
            stated = _stated(one, f"{one.number}-{ref}", WORK, kind, day) | {"facts": facts}
            version = events.record(act, _parsed(office, stated)).version
    yield 3
    yield from honour(office, version.enterprise_id, one.number)


def _imported(office: Office, one: Old) -> Story:
    """An entry of before the register: one officer imports it, another confirms it."""
    decree = Decree(
        source=AUTHORITIES[WORK],
        source_ref=f"old-{one.of.number}",
        uscc=fictional_code(one.of.number),
        other_id=None,
        name=one.of.name,
        list="serious_dishonesty",
        rule="WS11-6-4",
        decided_on=one.decided,
        published_on=one.decided + timedelta(days=9),
        document_no=office.paper("严决", one.decided).number,
        authority=AUTHORITIES[WORK],
        region=REGION,
        reason="瞒报生产安全事故",
    )
    with office.act(f"officer@{WORK}") as act:
        external.take_in(act, decree, file_digest=office.paper("册").digest)
        waiting = external.waiting(act.session)
        key = next(each.id for each in waiting if each.content["source_ref"] == decree.source_ref)
    office.tries("confirm_own_import", f"officer@{WORK}", lambda act: external.confirm(act, key))
    yield 1

    def confirm(act: Act) -> UUID:
        return listings.enter(act, office.laws, external.confirm(act, key)).id

    entry = yield from office.patiently(f"officer2@{WORK}", confirm, lambda: False)
    if one.asks is not None:
        yield 2
        yield from repair(office, entry, WORK, granted=one.asks == "removal_granted")


def _complete(office: Office, domain: str) -> Story:
    """A source says every other week up to which day it has told all."""
    while True:
        with office.act(f"clerk@{domain}") as act:
            events.state_complete(act, AUTHORITIES[domain], act.day - timedelta(days=1))
        yield COMPLETE_EVERY.days


def _more(told: Happening) -> dict[str, Any]:
    """What a correction adds: of an accident a death some days after it, else the course of events."""
    if not told.kind.endswith(".accident"):
        return {"summary": "更正：补充事实经过"}
    died = told.occurred + timedelta(days=6)
    facts = {"deaths": told.facts["deaths"] + 1}
    return {"later_facts": [{"from": died.isoformat(), "facts": facts}]}


def _content(office: Office, told: Happening, **more: Any) -> EventContent:
    stated = _stated(told.of, told.ref, told.domain, told.kind, told.occurred)
    if told.penalised is not None:
        stated |= {"penalised_on": told.penalised.isoformat()}
        stated |= {"document_no": f"（虚构）罚〔{told.penalised.year}〕{told.ref}号"}
    return _parsed(office, stated | {"facts": dict(told.facts)} | more)


def _stated(of: Enterprise, ref: str, domain: str, kind: str, day: date) -> dict[str, Any]:
    return {
        "source": AUTHORITIES[domain],
        "source_ref": ref,
        "uscc": fictional_code(of.number),
        "name": of.name,
        "kind": kind,
        "occurred_on": day.isoformat(),
        "authority": AUTHORITIES[domain],
        "region": REGION,
        "sector": of.sector,
    }


def _parsed(office: Office, stated: dict[str, Any]) -> EventContent:
    words = office.runtime.part(WordsNow).read()
    return words.parse(stated, strict_code=True, today=office.today).content
