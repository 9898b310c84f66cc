"""From when an entry stands, to which last day, and why it no longer does."""

from datetime import UTC, date, datetime, timedelta

import pytest
from builders import a_code
from due_process import a_decree

from creditsvc.kernel.clock import day_begins
from creditsvc.listings import service as listings
from creditsvc.listings.domain import ListingEnded, NoTerm
from creditsvc.proceedings import external

TICK = timedelta(microseconds=1)


def fire(**given):
    return a_decree(
        **{
            "list": "fire_serious_dishonesty", "rule": "FB-S1", "region": "620102",
            "reason": "重大火灾隐患拒不整改", **given,
        }
    )  # fmt: skip


def under_49(**given):
    stated = {"list": "joint_punishment", "rule": "WS49-2-02", "reason": "无证生产"}
    days = {"decided_on": date(2018, 3, 1), "published_on": date(2018, 3, 20)}
    return a_decree(**{**stated, **days, **given})


def under_14(**given):
    stated = {"list": "blacklist", "rule": "AW14-1", "reason": "重大事故"}
    days = {"decided_on": date(2015, 12, 1), "published_on": date(2016, 1, 20)}
    return a_decree(**{**stated, **days, **given})


@pytest.mark.parametrize(
    ("decree", "starts_on", "last_day"),
    [
        (a_decree(), date(2026, 3, 2), date(2029, 3, 2)),  # 令11号: 36 months from the decision
        (a_decree(published_on=date(2026, 3, 20)), date(2026, 3, 2), date(2029, 3, 2)),
        (a_decree(decided_on=date(2024, 2, 29)), date(2024, 2, 29), date(2027, 2, 28)),  # clamped
        (fire(decided_on=date(2025, 8, 31)), date(2025, 8, 31), date(2028, 8, 31)),
        (under_49(), date(2018, 3, 20), date(2019, 3, 20)),  # 49号: 12 months from publication
        (under_14(), date(2016, 1, 20), date(2017, 1, 20)),
    ],
    ids=["order11", "order11-published", "leap-day", "fire", "order49", "notice14"],
)
def test_terms_run_from_the_day_their_instrument_names(office, decree, starts_on, last_day):
    entry = office.confirmed(decree)
    assert (entry.starts_on, entry.last_day) == (starts_on, last_day)
    assert entry.from_at == day_begins(starts_on)


def test_an_entry_stands_to_the_last_instant_of_its_last_day_in_beijing(office):
    entry = office.confirmed(a_decree(decided_on=date(2023, 11, 20)))
    assert entry.last_day == date(2026, 11, 20)
    end = datetime(2026, 11, 20, 16, tzinfo=UTC)  # midnight in Beijing
    assert entry.until_at == end
    assert entry.in_force_at(end - TICK)
    assert not entry.in_force_at(end)
    assert entry.end_reason_at(end - TICK) is None
    assert entry.end_reason_at(end) == "expired"


def test_an_entry_stands_from_the_first_instant_of_its_first_day(office):
    entry = office.confirmed(a_decree())
    begins = day_begins(date(2026, 3, 2))
    assert not entry.in_force_at(begins - TICK)
    assert entry.in_force_at(begins)


def test_a_second_listing_under_notice_14_lasts_36_months(office):
    office.confirmed(under_14())
    second = office.confirmed(
        under_14(source_ref="L-2", decided_on=date(2016, 9, 1), published_on=date(2016, 10, 15))
    )
    assert second.last_day == date(2019, 10, 15)


def test_an_earlier_listing_of_somebody_else_lengthens_nothing(office):
    office.confirmed(under_14())
    later = {"decided_on": date(2016, 9, 1), "published_on": date(2016, 10, 15)}
    other = office.confirmed(under_14(source_ref="L-2", uscc=a_code(2), name="虚构乙", **later))
    assert other.last_day == date(2017, 10, 15)


def test_an_earlier_listing_under_another_instrument_lengthens_nothing(office):
    office.confirmed(under_14())
    later = {"decided_on": date(2018, 3, 1), "published_on": date(2018, 3, 20)}
    second = office.confirmed(under_14(source_ref="L-2", rule="WS49-3-a", **later))
    assert second.last_day == date(2019, 3, 20)


def test_no_entry_where_the_term_counts_from_a_publication_nobody_stated(office):
    key = office.imported(under_49(published_on=None))
    with pytest.raises(NoTerm):
        confirm(office, key)


def confirm(office, key):
    with office.act("confirmer") as act:
        return listings.enter(act, office.laws, external.confirm(act, key))


def test_an_entry_of_our_own_stands_from_its_act_and_runs_from_its_decision(office):
    both = office.two_accidents()
    case = office.decided(both[0].enterprise_id)
    office.clock.advance(days=3)
    entry = office.conclude(case)
    assert (entry.starts_on, entry.last_day) == (date(2026, 12, 5), date(2029, 12, 5))
    assert entry.from_at == office.clock.now()


def test_an_entry_is_ended_once(office):
    entry = office.confirmed(a_decree())
    assert office.removed(entry).end.reason == "clerical"
    with pytest.raises(ListingEnded):
        office.removed(entry, "wrong_subject")
