"""Which measures bind: what shall be done, what was decided, where, and until which day."""

from dataclasses import replace
from datetime import date

import pytest
from due_process import a_decree

from creditsvc.law.measures import Cap, shared_region
from creditsvc.measures.binding import binding, concerns, proposed
from creditsvc.tiers import service as tiers


@pytest.fixture(scope="module")
def engine_name():
    """What is pure needs one engine."""
    return "sqlite"


@pytest.fixture
def position(office):
    entry = office.listed(office.two_accidents()[0].enterprise_id)
    with office.runtime.work.read() as session:
        return tiers.position(session, office.law, entry.enterprise_id, entry.from_at)


def with_ground(position, **more):
    (entry,) = position.entries
    return replace(position, entries=(replace(entry, ground={**entry.ground, **more}),))


def bound(office, position):
    return {one.measure.id for one in binding(office.law, position)}


def test_a_measure_that_may_be_taken_binds_once_the_decision_names_it(office, position):
    assert "M11-4" not in bound(office, position)
    named = with_ground(position, measures=["M11-4"])
    assert bound(office, named) == bound(office, position) | {"M11-4"}
    (entry,) = named.entries
    assert proposed(office.law, entry, named.record, office.today) == []


def test_a_decision_that_names_none_leaves_what_shall_be_done(office, position):
    silent = with_ground(position, measures=[])
    assert bound(office, silent) == bound(office, position)
    (entry,) = silent.entries
    assert proposed(office.law, entry, silent.record, office.today) == []


def test_a_measure_without_a_basis_is_not_laid_out_though_the_decision_names_it(office, position):
    assert "SD30-3" in office.law.measures.measures  # switched off
    assert "SD30-3" not in bound(
        office, with_ground(position, measures=["SD30-3"], region="370100")
    )


def test_a_local_measure_binds_in_its_place_alone(office, position):
    named = with_ground(position, measures=["SD28-1"])
    assert "SD28-1" not in bound(office, named)  # the accidents were in 62
    assert "SD28-1" in bound(office, with_ground(position, measures=["SD28-1"], region="370100"))


def test_a_suspended_entry_binds_nothing(office, position):
    assert binding(office.law, replace(position, entries=(), suspended=position.entries)) == []


def test_nothing_binds_before_its_first_day(office):
    entry = office.confirmed(a_decree(rule="WS11-7-1"))
    with office.runtime.work.read() as session:
        early = replace(
            tiers.position(session, office.law, entry.enterprise_id, entry.from_at),
            moment=entry.from_at.replace(year=2020),
        )
    assert binding(office.law, early) == []  # 安全生产法 of 2021 was not in force


@pytest.mark.parametrize(
    ("cap", "last"),
    [
        (None, date(2029, 12, 5)),
        (Cap(unit="months", amount=12), date(2027, 12, 5)),
        (Cap(unit="months", amount=48), date(2029, 12, 5)),
        (Cap(unit="life", amount=None), date(2029, 12, 5)),
        (Cap(unit="percent", amount=10), date(2029, 12, 5)),
    ],
)
def test_a_measure_ends_with_its_entry_or_with_its_own_cap(office, position, cap, last):
    measure = replace(office.law.measures.measures["WSL78-1"], cap=cap)
    assert measure.last_day(date(2026, 12, 5), date(2029, 12, 5)) == last
    if cap is not None and cap.amount == 12:
        assert date(2027, 12, 6) in measure.turns(date(2026, 12, 5))


def test_only_what_has_no_end_by_time_is_for_life(office):
    measure = office.law.measures.measures["WSL78-4"]
    assert measure.last_day(date(2026, 12, 5), None) is None


@pytest.mark.parametrize(
    ("places", "shared"),
    [
        (["620102", "620102"], "620102"),
        (["620102", "620302"], "62"),
        (["620102", "370102"], None),
        (["620102", ""], None),
        ([], None),
    ],
)
def test_places_share_what_is_a_region(places, shared):
    assert (shared_region(places) or None) == shared


def test_a_measure_concerns_the_department_and_the_field(office, position):
    told = next(b.body() for b in binding(office.law, position) if b.measure.id == "WSL78-3")
    assert concerns("financial", told)
    assert concerns("insurance", told)
    assert not concerns("finance", told)
    assert not concerns(None, told)
