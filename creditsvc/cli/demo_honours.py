"""How the demo's enterprises apply for the redlist, and how the levels pass them on."""

from creditsvc.cli.demo_county import County, Step
from creditsvc.cli.demo_papers import document
from creditsvc.cli.demo_people import ABOVE, AUTHORITY
from creditsvc.db.work import Act
from creditsvc.events import service as events
from creditsvc.kernel.periods import Calendar
from creditsvc.listings import service as listings
from creditsvc.redlist import deciding, moving, service
from creditsvc.redlist.application import Application
from creditsvc.redlist.moving import Signed
from creditsvc.redlist.service import Applied


def ask(county: County, act: Act, step: Step) -> None:
    """An enterprise applies for the redlist, with a paper for each condition that needs one."""
    given, law = step.given, county.laws.in_use(act.session)
    enterprise = events.current(act.session, county.events[given["on"]]).enterprise_id
    proofs = {name: document(county, "证", step, act.day) for name in given["proofs"]}
    paper = document(county, "申", step, act.day)
    applied = Applied(rule=given["rule"], received_on=act.day, document=paper, proofs=proofs)
    county.honours[given["case"]] = service.receive(act, law, enterprise, applied).id


def review(county: County, act: Act, step: Step) -> None:
    """One level passes it on."""
    one, law = _application(county, act, step), county.laws.in_use(act.session)
    signed = _signed(county, act, step, "审", ABOVE.get(step.by, AUTHORITY))
    service.pass_on(act, law, one.id, one.version, step.given["level"], signed)


def announce(county: County, act: Act, step: Step) -> None:
    """It is made public for objections."""
    one, calendar = _application(county, act, step), county.crew.runtime.part(Calendar)
    paper, clock = (
        document(county, "示", step, act.day),
        (county.laws.in_use(act.session), calendar),
    )
    channel = step.given["channel"]
    service.announce(act, clock, one.id, one.version, document=paper, channel=channel)


def honour(county: County, act: Act, step: Step) -> None:
    """An approver grants it; the entry is made, and published the same day."""
    one, calendar = _application(county, act, step), county.crew.runtime.part(Calendar)
    signed = _signed(county, act, step, "授", one.passed[-1].authority)
    _, entry = deciding.grant(act, county.laws, calendar, one.id, one.version, signed)
    listings.note_published(act, [entry], act.day)
    county.listings[step.given["case"]] = entry.id


def _application(county: County, act: Act, step: Step) -> Application:
    return moving.get(act.session, county.honours[step.given["case"]])


def _signed(county: County, act: Act, step: Step, kind: str, authority: str) -> Signed:
    one = _application(county, act, step)
    judged = dict.fromkeys(one.proofs, step.given["judged"])
    paper = document(county, kind, step, act.day)
    return Signed(document=paper, authority=authority, reasons="", judged=judged)
