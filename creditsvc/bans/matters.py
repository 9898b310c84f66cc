"""The matters in which persons are recorded, found where they live and held against the law."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.bans import grounds, orders
from creditsvc.events import service as events
from creditsvc.events import theirs
from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel import remit
from creditsvc.kernel.clock import Clock, legal_day
from creditsvc.kernel.refusals import Unprocessable
from creditsvc.law.rulebook import Law
from creditsvc.listings import parts
from creditsvc.listings import service as listings
from creditsvc.persons.domain import Matter, UnknownMatter
from creditsvc.persons.matters import Matters
from creditsvc.proceedings import officers
from creditsvc.proceedings import service as proceedings
from creditsvc.proceedings.domain import Stage


class MatterUnfit(Unprocessable):
    """The event does not meet the rule, or no rule is named, or the case has ended."""

    kind = "matter-unfit"


def finder(laws: Laws, clock: Clock) -> Matters:
    """Finds matters under the rulebook in use today."""

    def find(session: Session, kind: str, key: UUID, rule: str | None) -> Matter:
        law = laws.in_use(session)
        if kind == "event":
            return _event(session, law, key, rule, legal_day(clock.now()))
        if kind == "proceeding":
            return _proceeding(session, law, key)
        if kind == "listing":
            return _listing(session, law, key)
        raise UnknownMatter("没有这种事项", "no such kind of matter", field="matter.kind")

    return Matters(find=find, whose=_whose)


def _whose(session: Session, kind: str, key: UUID) -> remit.Matter:
    """Whose the matter is and where it lies; a case or an entry also names what it came of."""
    if kind == "event":
        version = events.current(session, key)
        return theirs.matter(version.content, version.enterprise_id)
    if kind == "proceeding":
        return officers.matter(session, proceedings.get(session, key))
    return parts.matter(session, listings.get(session, key))


def _event(session: Session, law: Law, key: UUID, rule_id: str | None, on: date) -> Matter:
    """An event that meets a rule by which persons are named, such as one about persons alone."""
    if rule_id is None:
        raise MatterUnfit("请填写依据的规则", "name the rule under which it is", field="rule")
    rule = orders.rule_in_use(law, rule_id)
    enterprise_id = events.current(session, key).enterprise_id
    record = events.records_of(session, [enterprise_id])[enterprise_id]
    finding = grounds.found(law, rule, record, on)
    if str(key) not in finding.evidence:
        raise MatterUnfit(
            f"该事件不是 {rule_id} 成立的依据",
            f"{rule_id} does not rest on this event",
            field="matter.id",
        )
    return Matter(
        kind="event",
        id=key,
        enterprise_id=enterprise_id,
        rule=rule_id,
        law_digest=law.digest,
        authority=None,
        roles=law.roles_of(rule_id),
    )


def _proceeding(session: Session, law: Law, key: UUID) -> Matter:
    case = proceedings.get(session, key)
    if case.stage is Stage.DROPPED:
        raise MatterUnfit("案件已终止", "the case was dropped", field="matter.id")
    return Matter(
        kind="proceeding",
        id=key,
        enterprise_id=case.enterprise_id,
        rule=case.ground.rule,
        law_digest=law.digest,
        authority=None if case.decision is None else case.decision.authority,
        roles=law.roles_of(case.ground.rule),
    )


def _listing(session: Session, law: Law, key: UUID) -> Matter:
    entry = listings.get(session, key)
    rule = str(entry.ground.get("rule"))
    return Matter(
        kind="listing",
        id=key,
        enterprise_id=entry.enterprise_id,
        rule=rule,
        law_digest=law.digest,
        authority=entry.ground.get("authority"),
        roles=law.roles_of(rule),
    )
