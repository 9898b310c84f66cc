"""A person contests its own entry: flagged at once, decided by nobody with a part, ended where upheld; both engines."""

from datetime import date
from uuid import UUID

import pytest
from builders import a_code
from one_person import Case, fled
from people_in_cases import AUTHORITY, acting, of
from remedying import accept, object_to, resolve
from sqlalchemy.exc import IntegrityError

from creditsvc.board.domain import Wanted
from creditsvc.board.service import board
from creditsvc.db import migrate
from creditsvc.db.engine import open_engine
from creditsvc.person_entries import service as person_entries
from creditsvc.person_entries.domain import PersonEntryEnded, Stage
from creditsvc.remedies import service as remedies
from creditsvc.remedies.domain import HadAPart, ObjectionOpen, Subject
from creditsvc.remedies.domain import Stage as Outcome
from creditsvc.remedies.redress import Correction, Redress, RedressUnfit, must_fit

PERSON = "person_entry"


@pytest.fixture
def case(office):
    made = Case(office)
    made.listed()
    return made


def contested(case, **given):
    return object_to(case.office, PERSON, case.one.id, **given)


def test_an_objection_is_flagged_on_the_entry_alone_and_has_its_clock(case, office, runtime, clock):
    before = [each.reason for each in office.feed()]
    one = contested(case)
    assert case.now().contested == (one.id,)
    assert one.enterprise_id == case.event.enterprise_id
    with pytest.raises(ObjectionOpen):
        contested(case)
    with runtime.work.read() as session:
        assert remedies.contests(session, [one.enterprise_id]) == {}
        (running,) = remedies.running(session, office.law, office.calendar, one, office.today)
        asked = Wanted(kind="objection", authority="虚构区应急管理局")
        shown = board(session, office.law, office.calendar, clock.now(), asked)
    assert (running.period.key, running.due.day) == ("objection.decision", date(2026, 12, 1))
    assert [row.matter.about.region for row in shown.rows] == ["620102"]
    assert [each.reason for each in office.feed()] == before
    object_to(office, "enterprise", one.enterprise_id)  # the enterprise's own, on the same ground


@pytest.mark.parametrize("who", ["handler", "approver", "reviewer", "clerk"])
def test_whoever_had_a_part_in_the_entry_or_the_record_does_not_decide(case, who):
    taken = accept(case.office, contested(case, who="second"), who="second")
    with pytest.raises(HadAPart):
        resolve(case.office, taken, who=who)


def test_upheld_it_ends_the_entry_in_the_same_act(case, office):
    before = [each.reason for each in office.feed()]
    done = resolve(office, contested(case))
    one = case.now()
    assert (one.stage, one.contested, one.end.reason) == (Stage.ENDED, (), "objection_upheld")
    assert one.end.document_no == done.outcome.document.number
    assert not one.stands_at(one.end.at)
    assert [each.reason for each in office.feed()] == before
    with pytest.raises(PersonEntryEnded):
        contested(case)


@pytest.mark.parametrize("outcome", ["rejected", "partly_upheld"])
def test_otherwise_the_flag_goes_and_the_entry_stays(case, outcome):
    resolve(case.office, contested(case), outcome)
    one = case.now()
    assert (one.stage, one.contested) == (Stage.SERVED, ())


def test_its_own_motion_annuls_and_what_is_not_served_is_not_contested(case, office):
    resolve(office, contested(case, origin="ex_officio"))
    assert case.now().end.reason == "annulled"
    second = Case(office, fled(source_ref="A-2", uscc=a_code(2), name="虚构乙煤业有限公司"))
    second.ready()
    second.decide()
    with pytest.raises(PersonEntryEnded):
        object_to(office, PERSON, second.one.id)


def test_whoever_only_took_the_objection_in_may_still_lift_the_entry(case, office):
    resolve(office, contested(case, who="second"), "rejected")
    done = case.do(
        person_entries.lift, (case.one.id, case.now().version), "clerical", by=of(AUTHORITY, "second"),
        detail="登记有误", document_no="更1号",
    )  # fmt: skip
    assert done.stage is Stage.ENDED


def test_what_is_set_right_is_an_event_the_entry_rests_on():
    subject = Subject(kind=PERSON, id=UUID(int=1))
    must_fit(subject, Outcome.UPHELD, Redress())
    corrected = Redress(corrections=(Correction(event_id=subject.id, content=None),))
    must_fit(subject, Outcome.UPHELD, corrected)
    with pytest.raises(RedressUnfit):
        must_fit(subject, Outcome.REJECTED, corrected)
    with pytest.raises(RedressUnfit):
        must_fit(subject, Outcome.UPHELD, Redress(entries=(subject.id,)))


def test_the_database_ends_no_entry_as_upheld_without_that_decision_by_another(
    case, office, monkeypatch
):
    with pytest.raises(IntegrityError, match="was upheld"), acting(office, of(AUTHORITY)) as act:
        person_entries.remedied(
            act, case.one.id, "objection_upheld", detail="成立", document_no="异决1号"
        )
    taken = accept(office, contested(case, who="second"), who="second")
    monkeypatch.setattr(remedies.parts, "people_of", lambda *_: frozenset())
    with pytest.raises(IntegrityError, match="no part in the entry"):
        resolve(office, taken, who="approver")
    assert case.now().stage is Stage.SERVED


def test_the_register_does_not_go_back_to_where_it_would_be_the_enterprise_s(
    case, runtime, settings
):
    contested(case)
    runtime.work.engine.dispose()
    engine = open_engine(settings.database_url)
    with pytest.raises(RuntimeError, match="persons have objected"):
        migrate.downgrade(engine, migrate.REGISTER, "0035")
    engine.dispose()
