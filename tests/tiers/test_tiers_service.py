"""Where an enterprise stands: listed, not listed or cannot say; and when that next changes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders import a_code, an_event
from due_process import a_decree
from remedying import raised

from creditsvc.enterprises import service as enterprises
from creditsvc.enterprises.domain import Identity
from creditsvc.events import service as events
from creditsvc.kernel.clock import day_begins
from creditsvc.kernel.uscc import check_sign
from creditsvc.remedies import service as remedies
from creditsvc.tiers import service as tiers

NAME = "虚构甲煤业有限公司"
TICK = timedelta(microseconds=1)


def held_by_name(name=NAME, **given):
    return a_decree(uscc=None, name=name, **given)


def known(office, number=1, name=NAME):
    """An enterprise with a code and a clean record."""
    (one,) = office.record(an_event(source_ref=f"K-{number}", uscc=a_code(number), name=name, penalised_on=None))  # fmt: skip
    return one.enterprise_id


def state(office, key, **asked):
    found = office.position(key, **asked)
    return found.status, found.reasons


def test_a_clean_record_is_not_listed(office):
    assert state(office, known(office)) == ("not_listed", ())


def test_an_entry_held_by_name_makes_it_impossible_to_say_until_it_ends(office):
    key = known(office)
    entry = office.confirmed(held_by_name())
    assert state(office, key) == ("cannot_say", ("name_only_candidate",))
    office.removed(entry, "wrong_subject")
    assert state(office, key) == ("not_listed", ())
    assert office.reasons().count("status_changed") == 2


def test_an_entry_held_by_name_shadows_only_enterprises_of_that_name(office):
    same, other = known(office), known(office, 2, "虚构乙煤业有限公司")
    office.confirmed(held_by_name())
    assert state(office, same)[0] == "cannot_say"
    assert state(office, other) == ("not_listed", ())


@pytest.mark.parametrize(
    "spelt", ["虚构甲（集团）煤业", "虚构甲(集团)煤业", "虚构甲 (集团) 煤业", "虚构甲【集团】煤业"]
)
def test_brackets_width_and_blanks_tell_no_names_apart(office, spelt):
    key = known(office, name="虚构甲（集团）煤业")
    office.confirmed(held_by_name(spelt))
    assert state(office, key) == ("cannot_say", ("name_only_candidate",))


def test_an_enterprise_known_only_after_the_entry_is_in_doubt_at_once(office):
    office.confirmed(held_by_name())
    assert state(office, known(office))[0] == "cannot_say"


def test_the_doubt_ends_with_the_term_of_the_entry_it_comes_from(office):
    key = known(office)
    entry = office.confirmed(held_by_name(decided_on=date(2023, 12, 1)))
    end = day_begins(date(2026, 12, 2))
    assert entry.until_at == end
    assert office.position(key).next_change_at == end
    assert state(office, key, moment=end - TICK)[0] == "cannot_say"
    assert state(office, key, moment=end)[0] == "not_listed"


def test_an_entry_under_the_old_number_of_a_code_leaves_its_succession_open(office):
    key = known(office)
    entry = office.confirmed(a_decree(uscc=None, other_id=a_code(1)[8:17], name="旧名厂"))
    assert state(office, key) == ("cannot_say", ("identifier_succession_open",))
    office.removed(entry)
    assert state(office, key) == ("not_listed", ())


def parallel(number=1, head="12110105"):
    """A code of another department and place around the same organisation code."""
    body = head + a_code(number)[8:17]
    return body + check_sign(body)


def test_an_entry_under_another_code_of_the_same_organisation_leaves_its_succession_open(office):
    key = known(office)
    entry = office.confirmed(a_decree(uscc=parallel(), name="虚构改制前单位"))
    assert state(office, key) == ("cannot_say", ("identifier_succession_open",))
    assert state(office, entry.enterprise_id) == ("listed", ())
    office.removed(entry)
    assert state(office, key) == ("not_listed", ())
    assert office.reasons().count("status_changed") == 2


def test_another_organisation_code_is_another_enterprise_however_alike_the_rest(office):
    key = known(office, 2)
    office.confirmed(a_decree(uscc=parallel(), name="虚构改制前单位"))
    assert state(office, key) == ("not_listed", ())


def uncoded(office, **who):
    """A subject without a unified code, and a clean record."""
    with office.act() as act:
        return enterprises.register(act, Identity(**{"uscc": None, "other_id": None, "name": NAME, **who})).id  # fmt: skip


NUMBERS = [{}, {"other_id": "620000000000016"}]


@pytest.mark.parametrize("who", NUMBERS, ids=["by name", "by registration number"])
def test_a_waiting_row_is_a_doubt_about_those_without_a_code_too(office, who):
    key = uncoded(office, **who)
    assert state(office, key) == ("not_listed", ())
    office.park(source_ref="P-1", uscc=None)
    assert state(office, key) == ("cannot_say", ("unresolved_row",))
    with office.act() as act:
        (row,) = events.parked(act.session)
        events.resolve(act, row.id, uscc=None, reason="查实")
    assert state(office, key) == ("not_listed", ())
    assert [line.reason for line in office.feed()].count("status_changed") == 2


@pytest.mark.parametrize("who", NUMBERS, ids=["by name", "by registration number"])
def test_the_entry_of_a_namesake_with_a_code_is_a_doubt_about_those_without(office, who):
    key = uncoded(office, **who)
    entry = office.confirmed(a_decree())
    assert state(office, key) == ("cannot_say", ("namesake_listed",))
    office.removed(entry)
    assert state(office, key) == ("not_listed", ())
    assert [line.reason for line in office.feed() if line.uscc is None].count("status_changed") == 2


def test_two_enterprises_with_codes_cast_no_doubt_on_each_other_by_their_name(office):
    key = known(office)
    office.confirmed(a_decree(uscc=a_code(2)))
    assert state(office, key) == ("not_listed", ())


@pytest.mark.parametrize("whose", [None, 2])
def test_a_waiting_row_makes_it_impossible_to_say_until_it_is_resolved(office, whose):
    key = known(office)
    office.park(source_ref="P-1", uscc=None)
    assert state(office, key) == ("cannot_say", ("unresolved_row",))
    with office.act() as act:
        (row,) = events.parked(act.session)
        events.resolve(act, row.id, uscc=whose and a_code(whose), reason="查实")
    assert state(office, key)[1] == ()


def test_a_waiting_row_under_another_name_says_nothing(office):
    key = known(office)
    office.park(source_ref="P-1", uscc=None, name="虚构别的公司")
    assert state(office, key) == ("not_listed", ())


def test_what_is_certain_is_said_though_something_else_is_in_doubt(office):
    entry = office.confirmed(a_decree())
    office.confirmed(held_by_name(source_ref="L-2"))
    assert state(office, entry.enterprise_id) == ("listed", ("name_only_candidate",))


def test_a_favourable_entry_makes_nobody_listed_and_nobody_doubtful(office):
    red = {"list": "redlist", "rule": "RL133-2", "reason": "守信"}
    entry = office.confirmed(a_decree(**red))
    found = office.position(entry.enterprise_id)
    assert (found.status, found.standing.tier) == ("not_listed", "A+")
    other = known(office, 2, "虚构丁煤业")
    office.confirmed(held_by_name("虚构丁煤业", source_ref="L-2", **red))
    assert state(office, other) == ("not_listed", ())


def test_who_was_never_reported_has_no_tier(office):
    with office.act() as act:
        one = enterprises.register(act, Identity(uscc=a_code(7), other_id=None, name="虚构庚"))
    assert office.position(one.id).standing is None
    assert office.position(known(office)).standing.tier == "A"


def test_the_next_change_is_midnight_after_the_last_day_of_display(office):
    (one,) = office.record(an_event(kind="ws.penalty", facts={"penalty_types": ["fine"]}, occurred_on="2025-10-01", penalised_on="2025-11-25"))  # fmt: skip
    found = office.position(one.enterprise_id)
    assert (found.standing.tier, found.next_change_at) == ("B", day_begins(date(2026, 11, 26)))
    assert office.position(one.enterprise_id, found.next_change_at - TICK).standing.tier == "B"
    assert office.position(one.enterprise_id, found.next_change_at).standing.tier == "A"


def test_a_tier_in_force_that_counts_the_past_changes_when_the_window_ends(office):
    slight = {"penalty_types": ["warning"], "procedure": "simple"}
    (one,) = office.record(an_event(kind="ws.penalty", facts=slight, occurred_on="2025-10-01", penalised_on="2025-11-25"))  # fmt: skip
    counting = replace(office.law.schemes["shanxi9"], id="default", off=None)
    law = replace(office.law, schemes={**office.law.schemes, "default": counting})
    end = day_begins(date(2026, 11, 26))
    with office.runtime.work.read() as session:
        before = tiers.position(session, law, one.enterprise_id, end - TICK)
        after = tiers.position(session, law, one.enterprise_id, end)
    assert (before.standing.tier, before.next_change_at) == ("A2", end)
    assert after.standing.tier == "A1"


def test_the_next_change_of_a_listed_one_is_the_end_of_its_term(office):
    entry = office.confirmed(a_decree(decided_on=date(2024, 2, 29)))
    assert office.position(entry.enterprise_id).next_change_at == day_begins(date(2027, 3, 1))


def test_nothing_changes_by_time_where_nothing_runs(office):
    with office.act() as act:
        one = enterprises.register(act, Identity(uscc=a_code(7), other_id=None, name="虚构庚"))
    assert office.position(one.id).next_change_at is None


def test_what_was_so_and_what_was_known_are_two_things(office):
    """Valid time across, recorded time down: each act as it was known before and after it."""
    one, _ = office.two_accidents()
    entry = office.listed(one.enterprise_id)
    office.clock.advance(days=10)
    office.status(one, "revoke")
    ended = office.entry(entry).end.at
    with office.runtime.work.read() as session:
        last = events.current(session, one.event_id).act_no
    during, after = entry.from_at + timedelta(days=5), ended + timedelta(days=5)
    table = [
        # valid at, known at, status
        (entry.from_at - TICK, None, "not_listed"),
        (entry.from_at, None, "listed"),
        (during, None, "listed"),
        (ended - TICK, None, "listed"),
        (ended, None, "not_listed"),
        (during, entry.act_no - 1, "not_listed"),
        (during, entry.act_no, "listed"),
        (after, last - 1, "listed"),
        (after, last, "not_listed"),
    ]
    found = [office.position(one.enterprise_id, at, known).status for at, known, _ in table]
    assert found == [status for *_, status in table]


def test_an_objection_is_flagged_as_it_was_known(office):
    entry = office.confirmed(a_decree())
    with office.act("handler") as act:
        made = remedies.receive(act, raised(office, "listing", entry.id))
        number = act.no
    later = made.raised_at + timedelta(hours=1)
    for known_at, flagged in ((number - 1, None), (number, made.raised_at)):
        (shown,) = office.position(entry.enterprise_id, later, known_at).entries
        assert shown.under_objection_at(later) == flagged
