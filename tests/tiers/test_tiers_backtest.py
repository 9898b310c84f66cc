"""What a draft moves, enterprise by enterprise, and the sums: the pure part of a back-test."""

import random
from collections import Counter
from datetime import date
from uuid import UUID

import pytest
from lawbooks import LAW, changed, event

from creditsvc.cli.law_backtest_files import tame
from creditsvc.law.loader import load
from creditsvc.tiers.backtest import Books, Move, RuleMove, Subject, Tally, count, days_of, moved

ON = date(2026, 11, 20)
ORDER11 = "instruments/order11.yaml"
TWO_MAJOR = "{kind: ws.accident, where: {grade: major}}\n        at_least: 2"


def one_major(ref="E-1", **more):
    stated = {"deaths": 3, "liable": True, "sector": "coal_mine", "region": "620102"}
    return event(ref, "ws.accident", "2026-02-01", "2026-04-01", **stated | more)


def books(draft):
    return Books(in_use=LAW, draft=draft, scheme="default")


@pytest.fixture
def stricter(tmp_path):
    """One 较大 accident is enough where the rulebook in use asks for two."""
    one = TWO_MAJOR.replace("at_least: 2", "at_least: 1")
    return books(load(changed(tmp_path, ORDER11, TWO_MAJOR, one)))


def subject(number, *events, area=None):
    return Subject(id=UUID(int=number), area=area, events=events)


def test_the_same_rulebook_moves_nobody():
    move = moved(books(LAW), [one_major()], ON)
    assert (move.before, move.after, move.direction, move.rules) == ("B", "B", "same", ())


def test_a_stricter_draft_gains_a_rule_and_lowers_the_tier(stricter):
    move = moved(stricter, [one_major()], ON)
    assert (move.before, move.after, move.direction) == ("B", "D", "worse")
    assert (move.gained, move.lost) == (("WS11-6-2",), ())


def test_seen_from_the_draft_the_rulebook_in_use_is_the_milder_one(stricter):
    turned = Books(in_use=stricter.draft, draft=stricter.in_use, scheme="default")
    move = moved(turned, [one_major()], ON)
    assert (move.before, move.after, move.direction) == ("D", "B", "better")
    assert (move.gained, move.lost) == ((), ("WS11-6-2",))


def test_a_fact_that_a_draft_asks_for_and_nobody_stated_is_newly_undetermined(stricter):
    move = moved(stricter, [one_major(sector=None)], ON)
    assert move.newly_undetermined == ("WS11-6-2",)
    assert (move.before, move.after, move.direction) == ("B", "B", "rules")


def test_older_conduct_is_newly_for_review_and_moves_no_tier(stricter):
    older = event(
        "E-1", "ws.accident", "2023-09-30", "2023-11-01", deaths=3, liable=True, sector="coal_mine"
    )
    move = moved(stricter, [older], ON)
    assert move.newly_for_review == ("WS11-6-2",)
    assert move.direction == "rules"


def test_another_term_is_a_move_of_the_finding_alone(tmp_path):
    term = "serious_dishonesty: {months: 36"
    draft = changed(tmp_path, ORDER11, term, term.replace("36", "24"))
    move = moved(books(load(draft)), [one_major(), one_major("E-2")], ON)
    assert move.rules == (RuleMove(rule="WS11-6-2", before="met", after="met"),)
    assert (move.changed, move.gained, move.direction) == (("WS11-6-2",), (), "rules")


def test_another_wording_moves_nobody(tmp_path):
    said = "en: two major accidents within twelve months"
    draft = changed(tmp_path, ORDER11, said, "en: two major accidents in a year")
    assert moved(books(load(draft)), [one_major(), one_major("E-2")], ON).direction == "same"


def test_a_rule_under_another_id_is_lost_and_gained(tmp_path):
    draft = changed(tmp_path, ORDER11, "id: WS11-6-2", "id: WS11-6-9")
    move = moved(books(load(draft)), [one_major(), one_major("E-2")], ON)
    assert (move.lost, move.gained, move.direction) == (("WS11-6-2",), ("WS11-6-9",), "rules")


def test_tiers_that_no_scheme_knows_both_of_cannot_be_compared(tmp_path):
    draft = changed(tmp_path, "tiers/excellent_good.yaml", "id: 差,", "id: 劣,")
    both = Books(in_use=LAW, draft=load(draft), scheme="excellent_good")
    move = moved(both, [one_major(), one_major("E-2")], ON)
    assert (move.before, move.after, move.direction) == ("差", "劣", "other")
    assert both.tiers == ("优", "良", "中", "差", "劣")


@pytest.mark.parametrize(
    ("move", "column"),
    [
        (RuleMove(rule="R", before="review", after="met"), "gained"),
        (RuleMove(rule="R", before="undetermined", after="proposed"), "gained"),
        (RuleMove(rule="R", before="proposed", after="met"), "changed"),
        (RuleMove(rule="R", before="undetermined", after="none"), "changed"),
        (RuleMove(rule="R", before="review", after="none"), "changed"),
        (RuleMove(rule="R", before="none", after="review"), "newly_for_review"),
        (RuleMove(rule="R", before="met", after="none"), "lost"),
    ],
)
def test_every_move_of_a_rule_has_its_column(move, column):
    one = Move(before="A", after="A", direction="rules", rules=(move,))
    columns = ("gained", "lost", "newly_undetermined", "newly_for_review", "changed")
    assert {name for name in columns if getattr(one, name)} == {column}


def test_a_rule_that_is_met_no_longer_but_open_is_lost_and_newly_undetermined():
    rule = RuleMove(rule="R", before="met", after="undetermined")
    one = Move(before="D", after="A", direction="better", rules=(rule,))
    assert (one.lost, one.newly_undetermined, one.changed) == (("R",), ("R",), ())


def test_an_enterprise_belongs_where_its_latest_event_says(stricter):
    later = event("E-2", "ws.penalty", "2026-06-01", region="140105", sector="chemical")
    to_come = event("E-3", "ws.penalty", "2026-11-21", region="520102", sector="commerce")
    unsaid = event("E-4", "ws.penalty", "2026-07-01")
    [mover], tally = count(
        stricter, [subject(1, one_major(), later, to_come, unsaid, area="110117")], [ON]
    )
    assert (mover.region, mover.sector) == ("140105", "chemical")
    assert tally.regions == Counter({("140105", "worse"): 1})
    assert tally.sectors == Counter({("chemical", "worse"): 1})


def test_without_a_stated_region_the_region_of_the_code_counts_and_else_none(stricter):
    bare = one_major(region=None)
    movers, _ = count(stricter, [subject(1, bare, area="110117"), subject(2, bare)], [ON])
    assert [mover.region for mover in movers] == ["110117", None]


def test_those_who_stay_are_counted_and_not_among_the_movers(stricter):
    quiet = event("E-9", "ws.penalty", "2026-06-01")
    movers, tally = count(stricter, [subject(1, quiet), subject(2, one_major())], [ON])
    assert [mover.id.int for mover in movers] == [2]
    assert tally.directions == Counter({(ON, "same"): 1, (ON, "worse"): 1})
    assert tally.tiers == Counter({(ON, "A", "A"): 1, (ON, "B", "D"): 1})
    assert tally.rules == Counter({("WS11-6-2", "none", "met"): 1})


def test_months_before_the_day_are_counted_by_tier_alone(stricter):
    before, after = date(2026, 1, 1), date(2026, 3, 1)
    movers, tally = count(stricter, [subject(1, one_major())], [before, after, ON])
    assert len(movers) == 1
    assert tally.directions == Counter(
        {(before, "same"): 1, (after, "same"): 1, (ON, "worse"): 1}
    )  # not penalised until 2026-04-01
    assert sum(tally.regions.values()) == 1


def test_sums_do_not_depend_on_how_the_work_was_cut(stricter):
    draw = random.Random(7)
    subjects = [
        subject(n, *(one_major(f"E-{n}-{i}", deaths=draw.randrange(5)) for i in range(n % 4)))
        for n in range(40)
    ]
    whole = count(stricter, subjects, [ON])[1]
    for size in (1, 7, 40):
        parts = [count(stricter, subjects[i : i + size], [ON])[1] for i in range(0, 40, size)]
        draw.shuffle(parts)
        total = Tally()
        for part in parts:
            total.add(part)
        assert total == whole


@pytest.mark.parametrize(
    ("since", "months"),
    [
        ("2026-09-01", ["2026-09-01", "2026-10-01", "2026-11-01", "2026-11-20"]),
        ("2026-09-02", ["2026-10-01", "2026-11-01", "2026-11-20"]),
        ("2026-11-02", ["2026-11-20"]),
        ("2026-11-20", ["2026-11-20"]),
    ],
)
def test_the_days_are_the_first_of_each_month_and_the_day_itself(since, months):
    days = days_of(ON, date.fromisoformat(since))
    assert [day.isoformat() for day in days] == months


def test_a_day_that_is_the_first_of_a_month_stands_once():
    first = date(2026, 11, 1)
    assert days_of(first, date(2026, 10, 1)) == (date(2026, 10, 1), first)


def test_without_since_there_is_the_day_alone():
    assert days_of(ON, None) == (ON,)


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@A", "＝1", " =1", "\t=1"])
def test_a_cell_that_a_spreadsheet_would_run_is_quoted(cell):
    assert tame(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["A+", "虚构公司", "", 7, -7])
def test_any_other_cell_is_left_alone(cell):
    assert tame(cell) == cell
