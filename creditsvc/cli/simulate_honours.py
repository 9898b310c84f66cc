"""How an enterprise of the simulated county gets on the redlist, level by level."""

from datetime import timedelta
from uuid import UUID

from creditsvc.cli.simulate_office import ABOVE, AUTHORITIES, Office, Story
from creditsvc.cli.simulate_plan import WORK, draw
from creditsvc.db.work import Act
from creditsvc.redlist import deciding, moving, service
from creditsvc.redlist.application import Application
from creditsvc.redlist.moving import Signed
from creditsvc.redlist.service import Applied

RULE = "RL133-2"
PROOFS = ("commitment", "no_dishonesty", "no_occupational_disease", "no_joint_punishment")
LEVELS = (
    ("county", f"handler2@{WORK}"),
    ("city", "city"),
    ("province", "province"),
    ("national", "ministry"),
)
DAY = timedelta(days=1)


def honour(office: Office, enterprise: UUID, number: int) -> Story:
    """From the application to the grant, or to a refusal."""
    refused = draw(office.plan.seed, "honour", number).random() < 0.3
    handler, approver = f"handler@{WORK}", "minister"

    def apply(act: Act) -> Application:
        proofs = {name: office.paper("证") for name in PROOFS}
        applied = Applied(
            rule=RULE, received_on=act.day, document=office.paper("申"), proofs=proofs
        )
        return service.receive(act, office.law(act), enterprise, applied)

    one = yield from office.patiently(handler, apply, lambda: False)
    office.honours.append(one.id)
    for level, who in LEVELS:
        yield 3
        with office.act(who) as act:
            one = moving.get(act.session, one.id)
            signed = _signed(office, one, "审", ABOVE.get(who, AUTHORITIES[WORK]))
            service.pass_on(act, office.law(act), one.id, one.version, level, signed)
    yield 1
    with office.act("ministry") as act:
        one, words = moving.get(act.session, one.id), (office.law(act), office.calendar)
        paper = office.paper("示")
        one = service.announce(
            act, words, one.id, one.version, document=paper, channel="虚构信用网"
        )
    office.tries("grant_while_announced", approver, lambda act: _grant(office, act, one.id))
    if one.announcement is not None:
        yield one.announcement.until + DAY
    if refused:
        with office.act(approver) as act:
            one = moving.get(act.session, one.id)
            signed = _signed(office, one, "驳", one.passed[-1].authority, "公示期间发现不实")
            deciding.refuse(act, office.law(act), one.id, one.version, signed)
        return
    with office.act(approver) as act:
        _grant(office, act, one.id)


def _grant(office: Office, act: Act, key: UUID) -> None:
    one = moving.get(act.session, key)
    signed = _signed(office, one, "授", one.passed[-1].authority)
    deciding.grant(act, office.laws, office.calendar, key, one.version, signed)


def _signed(
    office: Office, one: Application, kind: str, authority: str, reasons: str = ""
) -> Signed:
    judged = dict.fromkeys(one.proofs, "已查证")
    return Signed(document=office.paper(kind), authority=authority, reasons=reasons, judged=judged)
