"""Applications for the redlist by service calls: a county, a city, a province, a ministry, no HTTP."""

from datetime import date
from typing import Any
from uuid import UUID

from builders import a_code
from due_process import FILE, Office, a_paper, served

from creditsvc.listings.domain import Entry
from creditsvc.proceedings.domain import Document
from creditsvc.redlist import breach, deciding, loss, moving, service
from creditsvc.redlist.application import Application
from creditsvc.redlist.losing import Loss
from creditsvc.redlist.loss import Told
from creditsvc.redlist.moving import Signed
from creditsvc.redlist.service import Applied

RULE = "RL133-2"
LEVELS = {
    "county": ("handler", "虚构区应急管理局"),
    "city": ("city", "虚构市应急管理局"),
    "province": ("province", "虚构省应急管理厅"),
    "national": ("ministry", "虚构部"),
}
GRANTS = "虚构部"
ON_PAPER = ("commitment", "no_dishonesty", "no_occupational_disease", "no_joint_punishment")
JUDGED = dict.fromkeys(ON_PAPER, "已核实")


def commitment(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A commitment with both its facts, as a source sends it."""
    event = {
        "source": "test", "source_ref": f"C-{number}", "uscc": a_code(number), "name": f"虚构{number}水泥有限公司",
        "kind": "honour.commitment", "occurred_on": "2026-01-05", "region": "620102", "sector": "building_materials",
        "facts": {"no_new_occupational_disease": True, "no_joint_punishment_elsewhere": True},
    }  # fmt: skip
    return {**event, **changes}


def certificate(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A certificate of level one, valid for long."""
    event = {
        "source": "test", "source_ref": f"S-{number}", "uscc": a_code(number), "name": f"虚构{number}水泥有限公司",
        "kind": "honour.standardization", "occurred_on": "2025-12-18", "region": "620102", "sector": "building_materials",
        "facts": {"level": "1", "valid_until": "2035-12-17"},
    }  # fmt: skip
    return {**event, **changes}


def a_fine(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A penalised violation of 2026."""
    event = {
        "source": "test", "source_ref": f"P-{number}", "uscc": a_code(number), "name": f"虚构{number}水泥有限公司",
        "kind": "ws.penalty", "occurred_on": "2026-10-08", "penalised_on": "2026-11-02", "document_no": "（虚）罚〔2026〕9号",
        "authority": "虚构区应急管理局", "region": "620102", "sector": "building_materials",
        "facts": {"penalty_types": ["fine"], "fine": "30000"},
    }  # fmt: skip
    return {**event, **changes}


def proofs(day: date, *without: str) -> dict[str, Document]:
    """A paper for each condition that needs one."""
    return {name: a_paper(day, f"证{name}") for name in ON_PAPER if name not in without}


class Hall(Office):
    """The office, and the people of the levels above it."""

    def worthy(self, number: int = 1) -> UUID:
        """An enterprise whose record meets RL133-2; its key."""
        return self.record(commitment(number), certificate(number))[0].enterprise_id

    def apply(self, enterprise: UUID, who: str = "handler", **given: Any) -> Application:
        """An application received today, with its papers."""
        on = self.today
        stated = {"rule": RULE, "received_on": on, "document": a_paper(on, "申1号"), "proofs": proofs(on)}  # fmt: skip
        with self.act(who) as act:
            law = self.laws.in_use(act.session)
            return service.receive(act, law, enterprise, Applied(**{**stated, **given}))

    def signed(self, authority: str, number: str = "文1号", **given: Any) -> Signed:
        """A paper of today."""
        stated = {"document": a_paper(self.today, number), "authority": authority, "reasons": "理由", "judged": {}}  # fmt: skip
        return Signed(**{**stated, **given})

    def review(self, one: Application, level: str, **given: Any) -> Application:
        """One level passes it on."""
        who, authority = LEVELS[level]
        signed = self.signed(given.pop("authority", authority), **{"judged": JUDGED, **given.pop("signed", {})})  # fmt: skip
        with self.act(given.pop("who", who)) as act:
            law = self.laws.in_use(act.session)
            return service.pass_on(act, law, one.id, one.version, level, signed)

    def reviewed(self, enterprise: UUID) -> Application:
        """An application that every level has passed."""
        one = self.apply(enterprise)
        for level in LEVELS:
            one = self.review(one, level)
        return one

    def announce(self, one: Application, who: str = "ministry") -> Application:
        """The public notice of today."""
        paper = a_paper(self.today, "公示1号")
        with self.act(who) as act:
            clock = self.laws.in_use(act.session), self.calendar
            return service.announce(
                act, clock, one.id, one.version, document=paper, channel="信用中国"
            )

    def announced(self, enterprise: UUID) -> Application:
        """An application whose notice runs."""
        return self.announce(self.reviewed(enterprise))

    def objected(self, one: Application, who: str = "ministry") -> Application:
        """An objection received today."""
        paper = a_paper(self.today, "异议1号")
        with self.act(who) as act:
            return service.object_to(
                act, one.id, one.version, document=paper, received_on=self.today
            )

    def answer(self, one: Application, *, upheld: bool, who: str = "ministry") -> Application:
        """The only objection, answered today."""
        key = one.objections[0].id
        with self.act(who) as act:
            signed = self.signed(GRANTS, "答复1号")
            return service.answer(act, one.id, one.version, key, upheld=upheld, signed=signed)

    def grant(
        self, one: Application, who: str = "approver", **given: Any
    ) -> tuple[Application, Entry]:
        """The grant of today."""
        signed = self.signed(
            given.pop("authority", GRANTS), "授予1号", **{"judged": JUDGED, **given}
        )
        with self.act(who) as act:
            return deciding.grant(act, self.laws, self.calendar, one.id, one.version, signed)

    def refuse(self, one: Application, who: str = "approver", **given: Any) -> Application:
        """A refusal of today."""
        with self.act(who) as act:
            law, signed = self.laws.in_use(act.session), self.signed(GRANTS, "不予1号", **given)
            return deciding.refuse(act, law, one.id, one.version, signed)

    def withdraw(self, one: Application) -> Application:
        """Taken back today."""
        with self.act("handler") as act:
            return deciding.withdraw(act, one.id, one.version, self.signed("虚构企业", "撤1号"))

    def honoured(self, number: int = 1) -> Entry:
        """An entry of the redlist, granted fifteen days from now."""
        one = self.announced(self.worthy(number))
        self.clock.advance(days=15)
        return self.grant(one)[1]

    def application(self, one: Application) -> Application:
        """The application as it stands."""
        with self.runtime.work.read() as session:
            return moving.get(session, one.id)

    def doubts(self) -> list[breach.Doubted]:
        """What people must look at now."""
        with self.runtime.work.read() as session:
            return breach.doubted(session, self.laws, self.clock.now())

    def open_loss(self, entry: Entry, who: str = "handler", **given: Any) -> Loss:
        """A case about its loss, told today."""
        stated = {"ground": "false_information", "facts": "申请材料虚假", "document": a_paper(self.today, "告1号"), "service": served(self.today)}  # fmt: skip
        with self.act(who) as act:
            clock = self.laws.in_use(act.session), self.calendar
            return loss.open_case(act, clock, entry.id, Told(**{**stated, **given}))

    def loss(self, one: Loss) -> Loss:
        """The case about a loss as it stands."""
        with self.runtime.work.read() as session:
            return loss.get(session, one.id)

    def decide_loss(
        self, one: Loss, *, lost: bool = True, who: str = "approver", **given: Any
    ) -> Loss:
        """The decision of today."""
        signed = self.signed(given.pop("authority", GRANTS), "移出1号", **given)
        with self.act(who) as act:
            clock = self.laws.in_use(act.session), self.calendar
            return loss.decide(act, clock, one.id, one.version, lost=lost, signed=signed)


__all__ = ["FILE", "Hall"]
