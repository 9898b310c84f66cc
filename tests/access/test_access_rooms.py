"""Remit, recusal and delegation in bans, persons, the redlist and at the door: each move, both sides."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from builders import a_code, an_event
from due_bans import ready, words
from due_process import a_decree, a_paper, a_person, served
from honours import GRANTS, JUDGED, Hall
from people_in_cases import AUTHORITY, an_identity, matter, recorded, ring

from creditsvc.access import delegations, recusals
from creditsvc.access.delegations import Lent
from creditsvc.access.domain import OutsideRemit, Recused
from creditsvc.access.recusals import Out
from creditsvc.bans import notices
from creditsvc.bans import service as bans
from creditsvc.bans.domain import ProposedIt
from creditsvc.bans.service import Proposed, Resolved
from creditsvc.door import codes
from creditsvc.door import service as door
from creditsvc.persons import service as persons
from creditsvc.persons.matters import Matters
from creditsvc.proceedings import external
from creditsvc.proceedings import service as proceedings
from creditsvc.proceedings.domain import Review, SamePerson
from creditsvc.proceedings.service import ForeignAuthority
from creditsvc.redlist import deciding, loss, service
from creditsvc.redlist.loss import Told
from creditsvc.redlist.refusals import PartTaken

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])  # no store decides who may
NEAR, FAR = "620102", "620104"
DISMISSED = {"facts": {"deaths": 12, "liable": True, "principal_sanction": "dismissed"}}


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A move that somebody may make once, whose it is, and who had a part before it."""

    move: Callable[[Any], Any]
    enterprise: Any
    authority: str = AUTHORITY
    part: type[Exception] | None = None
    begins: bool = False  # the move itself makes it a matter of the actor's authority


@pytest.fixture
def hall(runtime, clock, clerk):
    """The hall, and the accounts of its people."""
    for name in ("handler", "approver", "second"):
        clerk.person(name, "handler", "approver")
    return Hall(runtime, clock)


def a_ban(hall, stage):
    (event,) = hall.record(an_event(**DISMISSED))
    person = recorded(hall, matter(hall, "event", event.event_id, "BAN-94"))
    given = Proposed(
        rule="BAN-94", subject="principal", person_id=person.id, grave=False, authority=AUTHORITY
    )

    def propose(act):
        return bans.propose(act, hall.laws.in_use(act.session), event.enterprise_id, given)

    def decide(act):
        paper = Resolved(document=a_paper(hall.today, "虚禁1号"), from_day=hall.today)
        return bans.decide(act, words(hall, act), ban.id, ban.version, paper)

    if stage == "propose":
        return Scene(move=propose, enterprise=event.enterprise_id)
    with hall.act("handler") as act:
        ban = propose(act)
    if stage == "drop":
        return Scene(
            move=lambda act: bans.drop(act, ban.id, 1, "误"), enterprise=event.enterprise_id
        )
    if stage == "decide":
        return Scene(move=decide, enterprise=event.enterprise_id, part=ProposedIt)
    with hall.act("approver") as act:
        decide(act)

    def lift(act):
        return bans.lift(act, ban.id, 2, "clerical", detail="笔误", document_no="虚撤1号")

    return Scene(move=lift, enterprise=event.enterprise_id, part=ProposedIt)


def an_own_ban(hall, stage):
    (event,) = hall.record(
        an_event(
            kind="ws.false_certification", sector="service_body", facts={"mode": "false_report"}
        )
    )
    given = Proposed(
        rule="BAN-92", subject="enterprise", person_id=None, grave=False, authority=AUTHORITY
    )
    with hall.act("handler") as act:
        ban = bans.propose(act, hall.laws.in_use(act.session), event.enterprise_id, given)
    paper = a_paper(hall.today, "禁1号")

    def tell(act):
        given = notices.Told(document=paper, service=served(hall.today))
        return notices.tell(act, words(hall, act), ban.id, ban.version, given)

    if stage == "tell":
        return Scene(move=tell, enterprise=event.enterprise_id)
    ban = ready(hall, ban)

    def review(act):
        opinion = Review(document=paper, by="", opinion="approve", reasons="")
        return notices.ROOM.review(act, words(hall, act), (ban.id, ban.version), opinion)

    return Scene(move=review, enterprise=event.enterprise_id, part=SamePerson)


def a_recording(hall):
    (event,) = hall.record(an_event(**DISMISSED))
    found = matter(hall, "event", event.event_id, "BAN-94")
    return Scene(
        move=lambda act: persons.record(
            act, ring(), hall.runtime.part(Matters), found, "principal", an_identity()
        ),
        enterprise=event.enterprise_id,
        begins=True,
    )


def a_review(hall):
    key = hall.worthy()
    one = hall.apply(key, who="clerk")

    def move(act):
        signed = hall.signed(AUTHORITY, judged=JUDGED)
        law = hall.laws.in_use(act.session)
        return service.pass_on(act, law, one.id, one.version, "county", signed)

    return Scene(move=move, enterprise=key)


def a_grant(hall):
    one = hall.announced(hall.worthy())
    hall.clock.advance(days=15)

    def move(act):
        signed = hall.signed(GRANTS, "授予1号", judged=JUDGED)
        return deciding.grant(act, hall.laws, hall.calendar, one.id, one.version, signed)

    return Scene(move=move, enterprise=one.enterprise_id, authority=GRANTS, part=PartTaken)


def a_loss(hall, stage):
    entry = hall.honoured()

    def begin(act):
        told = Told(
            ground="false_information", facts="假", document=a_paper(hall.today, "告1号"),
            service=served(hall.today),
        )  # fmt: skip
        clock = hall.laws.in_use(act.session), hall.calendar
        return loss.open_case(act, clock, entry.id, told)

    if stage == "open":
        return Scene(move=begin, enterprise=entry.enterprise_id, authority=GRANTS)
    with hall.act("handler") as act:
        one = begin(act)
    hall.clock.advance(days=15)

    def move(act):
        clock, signed = (hall.laws.in_use(act.session), hall.calendar), hall.signed(GRANTS)
        return loss.decide(act, clock, one.id, one.version, lost=True, signed=signed)

    return Scene(move=move, enterprise=entry.enterprise_id, authority=GRANTS, part=PartTaken)


def a_door(hall):
    first, _ = hall.two_accidents()
    with hall.runtime.work.act(an_officer("second")) as act:
        law = hall.laws.in_use(act.session)
        case = proceedings.propose(act, law, first.enterprise_id, "WS11-6-2")
    return Scene(
        move=lambda act: door.issue(act, "proceeding", case.id, codes.new_code()[1]),
        enterprise=first.enterprise_id,
    )


SCENES = {
    "ban proposed": lambda hall: a_ban(hall, "propose"),
    "ban dropped": lambda hall: a_ban(hall, "drop"),
    "ban decided": lambda hall: a_ban(hall, "decide"),
    "ban lifted": lambda hall: a_ban(hall, "lift"),
    "own ban told": lambda hall: an_own_ban(hall, "tell"),
    "own ban reviewed": lambda hall: an_own_ban(hall, "review"),
    "person recorded": a_recording,
    "honour reviewed": a_review,
    "honour granted": a_grant,
    "loss opened": lambda hall: a_loss(hall, "open"),
    "loss decided": lambda hall: a_loss(hall, "decide"),
    "code issued": a_door,
}


def an_officer(name, authority=AUTHORITY, region=None):
    return replace(a_person(name), authority=authority, region=region)


def made(hall, scene, who):
    with hall.runtime.work.act(who) as act:
        return scene.move(act)


@pytest.mark.parametrize("name", SCENES)
def test_a_move_is_made_in_ones_own_remit_by_nobody_recused_and_by_no_other_hand(hall, name):
    scene = SCENES[name](hall)
    ours = an_officer("second", scene.authority, NEAR)
    city = [] if scene.begins else [replace(ours, authority="虚构市应急管理局")]
    for beyond in (replace(ours, region=FAR), replace(ours, region="61"), *city):
        with pytest.raises((OutsideRemit, ForeignAuthority)) as refused:
            made(hall, scene, beyond)
        assert refused.value.need.matter.authority == scene.authority
    chief = a_person("chief")
    with hall.runtime.work.act(chief) as act:
        out = recusals.recuse(
            act,
            Out(
                username="second", enterprise_id=scene.enterprise, case_id=None,
                decided_by="负责人", document_no="回避1号", reason="近亲属",
            ),
        )  # fmt: skip
    with pytest.raises(Recused):
        made(hall, scene, ours)
    with hall.runtime.work.act(chief) as act:
        recusals.lift(act, out.id, "已消失")
    if scene.part is not None:
        lend(hall, "handler", "second")
        with pytest.raises(scene.part) as refused:
            made(hall, scene, ours)
        assert "user:handler" in refused.value.need.parts
        return
    assert made(hall, scene, replace(ours, region="62"))


@pytest.mark.parametrize("name", ["ban decided", "ban lifted", "honour granted", "loss decided"])
def test_whoever_had_no_part_and_acts_for_nobody_may_decide(hall, name):
    scene = SCENES[name](hall)
    assert made(hall, scene, an_officer("second", scene.authority, NEAR))


def lend(hall, lender, borrower):
    with hall.runtime.work.act(a_person("chief")) as act:
        delegations.delegate(
            act,
            Lent(
                from_user=lender, to_user=borrower, roles=frozenset({"handler"}),
                from_day=hall.today, to_day=hall.today, document_no="委1号",
            ),
        )  # fmt: skip


def test_who_a_person_is_is_read_by_no_recused_officer_and_none_of_another_region(hall):
    (event,) = hall.record(an_event(uscc=a_code(1), **DISMISSED))
    person = recorded(hall, matter(hall, "event", event.event_id, "BAN-94"))

    def read(who):
        work, matters = hall.runtime.work, hall.runtime.part(Matters)
        return persons.reveal(work, ring(), matters, who, person.id, "核对")

    ours = an_officer("second", region=NEAR)
    with pytest.raises(OutsideRemit):
        read(replace(ours, region=FAR))
    assert read(ours) == an_identity()
    with hall.runtime.work.act(a_person("chief")) as act:
        recusals.recuse(
            act,
            Out(
                username="second", enterprise_id=event.enterprise_id, case_id=None,
                decided_by="负责人", document_no="回避1号", reason="近亲属",
            ),
        )  # fmt: skip
    with pytest.raises(Recused):
        read(ours)


def test_who_acted_for_the_importer_when_it_was_imported_does_not_confirm_it_later(hall):
    lend(hall, "handler", "second")
    key = hall.imported(a_decree(), who="handler")
    hall.clock.advance(days=1)  # the delegation is over, the import is of its day
    with hall.act("second") as act, pytest.raises(SamePerson):
        external.confirm(act, key)
    with hall.act("approver") as act:
        assert external.confirm(act, key)
