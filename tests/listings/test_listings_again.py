"""Nobody is listed twice for the same facts; who was refused may send again; a list keeps to its region."""

import json
from datetime import date

import pytest
from due_process import a_decree, a_person
from removals import removed

from creditsvc.kernel.periods import Calendar
from creditsvc.listings.domain import ListedBefore
from creditsvc.listings.importing import import_listings
from creditsvc.proceedings import external
from creditsvc.proceedings.clocks import CalendarMissing
from creditsvc.proceedings.domain import ReplyPeriodOpen
from creditsvc.proceedings.external import ExternalDiffers


def test_the_same_facts_do_not_carry_a_second_entry(office):
    enterprise = office.two_accidents()[0].enterprise_id
    first = office.listed(enterprise)
    office.clock.advance(days=400)
    removed(office, first)
    case = office.decide(office.noticed(enterprise), waiver="虚弃1号")
    with pytest.raises(ListedBefore):
        office.conclude(case)


def test_facts_whose_entry_fell_by_mistake_may_carry_one_again(office):
    enterprise = office.two_accidents()[0].enterprise_id
    first = office.listed(enterprise)
    office.removed(first)
    again = office.listed(enterprise)
    assert [entry.id for entry in office.position(enterprise).entries] == [again.id]


def test_a_refused_decision_may_be_sent_again_mended_and_only_then(office):
    key = office.imported(a_decree(reason="事由误写"))
    with pytest.raises(ExternalDiffers):
        office.imported(a_decree())
    with office.act("confirmer") as act:
        external.refuse(act, key, "事由与决定书不符")
    mended = office.imported(a_decree())
    with office.act("confirmer") as act:
        external.confirm(act, mended)
    with pytest.raises(ExternalDiffers):
        office.imported(a_decree(reason="又一版本"))


@pytest.mark.parametrize(("region", "taken"), [("620500", 1), ("630100", 0), (None, 0)])
def test_a_local_list_takes_only_what_its_region_decided(office, tmp_path, region, taken):
    decree = a_decree(
        list="fire_serious_dishonesty", rule="FB-S5", region=region, decided_on=date(2026, 3, 2)
    )
    path = tmp_path / "list.jsonl"
    path.write_text(json.dumps(decree.canonical(), ensure_ascii=False) + "\n", "utf-8")
    found = import_listings(
        office.runtime.work, office.laws, path, caller=a_person("importer"), progress=lambda _: None
    )
    assert found.waiting == taken
    assert [one.field for one in found.rejects] == ([] if taken else ["region"])


def spring_of_2027(office, *off):
    """The calendar once the State Council has announced 2027, with *off* as days off."""
    known = office.calendar
    return Calendar(
        days_off=known.days_off | set(off),
        make_up_days=known.make_up_days,
        first_announced_year=known.first_announced_year,
        last_announced_year=2027,
    )


def provisional_case(office):
    """A case whose reply period was counted into 2027 before that year was announced."""
    office.clock.advance(days=38)  # 2026-12-28, a Monday
    case = office.noticed(office.two_accidents()[0].enterprise_id)
    assert case.notice.provisional
    office.clock.advance(days=14)
    return case


def test_a_provisional_reply_period_lets_nobody_decide_until_the_year_is_announced(office):
    case = provisional_case(office)
    with pytest.raises(CalendarMissing):
        office.decide(case)
    office.calendar = spring_of_2027(office)
    assert office.decide(case).stage == "decided"


def test_a_reply_period_grows_with_the_days_off_that_were_announced_later(office):
    case = provisional_case(office)
    office.calendar = spring_of_2027(office, *(date(2027, 1, n) for n in range(4, 12)))
    with pytest.raises(ReplyPeriodOpen):
        office.decide(case)


def test_a_waiver_needs_no_calendar(office):
    case = provisional_case(office)
    assert office.decide(case, waiver="虚弃〔2026〕1号").stage == "decided"
