"""Answers at the edge of a day, of another day, as known before a correction; and their ETags."""

from datetime import UTC, date, datetime, timedelta

import pytest
from builders import OPERATOR, a_code, an_event
from due_process import a_person
from lookup_house import NAME, a_bank, an_entry
from sqlalchemy import text

from creditsvc.events import service as events
from creditsvc.kernel.clock import day_begins, instant_text
from creditsvc.listings import removals

LAST = date(2029, 5, 1)
TICK = timedelta(microseconds=1)


@pytest.fixture
def bank(clerk):
    return a_bank(clerk)


def test_an_entry_stands_to_the_last_microsecond_of_its_last_day_without_any_job(
    clerk, runtime, clock
):
    an_entry(runtime)
    clock.move_to(day_begins(LAST + timedelta(days=1)) - timedelta(minutes=1))
    bank = a_bank(clerk)
    clock.move_to(day_begins(LAST + timedelta(days=1)) - TICK)
    last = clerk.look_up(a_code(1), bank)
    clock.advance(seconds=0.000001)
    first = clerk.look_up(a_code(1), bank)
    assert (last.json["status"], last.json["tier"]) == ("listed", "D")
    assert last.json["next_change_at"] == instant_text(clock.now())
    assert (first.json["status"], first.json["tier"]) == ("not_listed", "A")
    assert first.json["listings"] == []
    assert first.json["data_version"] == last.json["data_version"]


def test_an_answer_worked_out_after_a_turn_is_the_one_that_is_made_ready_later(
    clerk, runtime, clock
):
    clerk.record(an_event())
    an_entry(runtime)
    clock.move_to(day_begins(LAST + timedelta(days=1)))
    bank = a_bank(clerk)  # opening an act writes what is due: so look at the stored one first
    with runtime.work.engine.connect() as connection:
        stored = connection.execute(text("SELECT status FROM credit_snapshots")).scalar_one()
    ready = clerk.look_up(a_code(1), bank).json
    assert (stored, ready["status"]) == ("not_listed", "not_listed")
    with runtime.work.engine.begin() as connection:
        connection.execute(text("UPDATE credit_snapshots SET law_digest = 'x', body = '{}'"))
    worked_out = clerk.look_up(a_code(1), bank).json
    assert worked_out == ready


def test_the_etag_holds_over_unrelated_acts_and_falls_with_an_own_change(clerk, runtime, bank):
    clerk.record(an_event())
    first = clerk.look_up(a_code(1), bank)
    clerk.record(an_event(source_ref="E-2", uscc=a_code(2), name="虚构乙"))
    same = clerk.look_up(a_code(1), bank | {"If-None-Match": first.headers["ETag"]})
    assert same.status_code == 304
    assert same.data == b""
    assert same.headers["ETag"] == first.headers["ETag"]
    assert same.headers["Cache-Control"] == "private, no-cache"
    an_entry(runtime)
    other = clerk.look_up(a_code(1), bank | {"If-None-Match": f'W/"x", {first.headers["ETag"]}'})
    assert other.status_code == 200
    assert other.headers["ETag"] != first.headers["ETag"]


def test_the_etag_of_an_unknown_code_holds_until_it_is_reported(clerk, bank):
    first = clerk.look_up(a_code(1), bank)
    held = bank | {"If-None-Match": first.headers["ETag"]}
    assert clerk.look_up(a_code(1), held).status_code == 304
    clerk.record(an_event())
    assert clerk.look_up(a_code(1), held).status_code == 200


def test_the_etag_falls_at_the_next_change_by_time_alone(clerk, runtime, clock):
    an_entry(runtime)
    clock.move_to(day_begins(LAST + timedelta(days=1)) - timedelta(minutes=1))
    bank = a_bank(clerk)
    held = bank | {"If-None-Match": clerk.look_up(a_code(1), bank).headers["ETag"]}
    assert clerk.look_up(a_code(1), held).status_code == 304
    clock.advance(minutes=1)
    answer = clerk.look_up(a_code(1), held)
    assert (answer.status_code, answer.json["status"]) == (200, "not_listed")


def test_the_etag_falls_when_a_source_says_how_complete_it_is(clerk, runtime, bank):
    clerk.record(an_event())
    first = clerk.look_up(a_code(1), bank)
    with runtime.work.act(OPERATOR) as act:
        events.state_complete(act, "test", date(2026, 10, 31))
        events.state_complete(act, "another", date(2026, 9, 30))
    second = clerk.look_up(a_code(1), bank | {"If-None-Match": first.headers["ETag"]})
    assert second.status_code == 200
    assert second.json["complete_to"] == {"another": "2026-09-30", "test": "2026-10-31"}
    before = clerk.look_up(a_code(1), bank, known_at=str(first.json["data_version"]))
    assert before.json["complete_to"] == {}


def test_two_partners_never_share_an_etag(clerk, bank):
    clerk.record(an_event())
    other = clerk.partner("credit.read", name="另一家银行")
    tags = {clerk.look_up(a_code(1), who).headers["ETag"] for who in (bank, other)}
    assert len(tags) == 2


@pytest.mark.parametrize(
    ("valid_at", "status"),
    [
        ("2026-04-30", "not_listed"),
        ("2026-05-01", "listed"),
        ("2026-04-30T15:59:59.999999Z", "not_listed"),
        ("2026-04-30T16:00:00Z", "listed"),
        ("2026-05-01T00:00:00+08:00", "listed"),
        ("2026-11-20", "listed"),
        ("2026-11-20T04:00:00Z", "listed"),
    ],
)
def test_valid_at_asks_of_another_day_or_instant(clerk, runtime, bank, valid_at, status):
    an_entry(runtime)
    answer = clerk.look_up(a_code(1), bank, valid_at=valid_at)
    assert (answer.status_code, answer.json["status"]) == (200, status)
    assert answer.json["valid_at"] <= answer.json["as_of"]


def test_valid_at_today_means_now_and_an_earlier_day_its_end(clerk, bank, clock):
    today = clerk.look_up(a_code(1), bank, valid_at="2026-11-20").json
    earlier = clerk.look_up(a_code(1), bank, valid_at="2026-11-19").json
    assert today["valid_at"] == instant_text(clock.now())
    assert earlier["valid_at"] == "2026-11-19T15:59:59.999999Z"


def test_known_at_keeps_what_was_believed_before_a_correction(clerk, runtime, bank, clock):
    [event] = clerk.record(an_event(facts={"deaths": 3, "liable": True}))
    before = clerk.look_up(a_code(1), bank).json
    clock.advance(minutes=1)
    assert clerk.status(event, "revoke").status_code == 200
    after = clerk.look_up(a_code(1), bank).json
    assert (before["tier"], after["tier"]) == ("B", "A")
    by_act = clerk.look_up(a_code(1), bank, known_at=str(before["data_version"])).json
    by_instant = clerk.look_up(a_code(1), bank, known_at=before["as_of"]).json
    for told in (by_act, by_instant):
        assert told["tier"] == "B"
        assert told["records"] == before["records"]
        assert told["known_at"] == before["data_version"]
        assert told["data_version"] == after["data_version"]
    assert clerk.look_up(a_code(1), bank, known_at=after["as_of"]).json["tier"] == "A"


def test_an_entry_is_not_known_before_the_act_that_made_it(clerk, runtime, bank):
    clerk.record(an_event())
    before = clerk.look_up(a_code(1), bank).json["data_version"]
    an_entry(runtime)
    then = clerk.look_up(a_code(1), bank, valid_at="2026-06-01", known_at=str(before)).json
    now = clerk.look_up(a_code(1), bank, valid_at="2026-06-01").json
    assert (then["status"], now["status"]) == ("not_listed", "listed")


def test_an_enterprise_is_not_registered_before_the_act_that_brought_it(clerk, bank, clock):
    before = clerk.look_up(a_code(1), bank).json
    clock.advance(minutes=1)
    clerk.record(an_event())
    then = clerk.look_up(a_code(1), bank, known_at=before["as_of"]).json
    assert (then["registered"], then["status"], then["tier"]) == (False, "not_listed", None)
    assert clerk.look_up(a_code(1), bank).json["registered"]


def test_an_instant_before_the_first_act_knows_of_nothing(clerk, bank):
    clerk.record(an_event())
    told = clerk.look_up(a_code(1), bank, known_at="2020-01-01T00:00:00Z").json
    assert (told["known_at"], told["registered"]) == (0, False)


def test_the_name_is_the_one_known_then(clerk, bank):
    clerk.record(an_event())
    before = clerk.look_up(a_code(1), bank).json["data_version"]
    clerk.record(an_event(source_ref="E-2", name="虚构甲煤业集团有限公司"))
    assert clerk.look_up(a_code(1), bank).json["name"] == "虚构甲煤业集团有限公司"
    assert clerk.look_up(a_code(1), bank, known_at=str(before)).json["name"] == NAME


def test_an_entry_ended_is_gone_at_the_next_look_up(clerk, runtime, bank, clock):
    entry = an_entry(runtime)
    assert clerk.look_up(a_code(1), bank).json["status"] == "listed"
    clock.advance(seconds=1)
    with runtime.work.act(a_person("mender")) as act:
        found = removals.propose(
            act, entry.id, "wrong_subject", detail="主体有误", document_no="虚复〔2026〕1号"
        )
    with runtime.work.act(a_person("stranger")) as act:
        removals.confirm(act, found.id)
    told = clerk.look_up(a_code(1), bank).json
    assert (told["status"], told["listings"]) == ("not_listed", [])
    a_second_ago = instant_text(clock.now() - TICK)
    assert clerk.look_up(a_code(1), bank, valid_at=a_second_ago).json["status"] == "listed"


def test_a_clock_behind_the_last_act_does_not_hide_it(clerk, runtime, bank, clock):
    clock.advance(seconds=30)
    an_entry(runtime, decided_on=date(2026, 5, 1))
    clock.move_to(datetime(2026, 11, 20, 4, 0, tzinfo=UTC))
    with runtime.work.engine.begin() as connection:
        connection.execute(text("UPDATE credit_snapshots SET law_digest = 'x'"))
    told = clerk.look_up(a_code(1), bank).json
    assert told["status"] == "listed"
    assert told["as_of"] >= "2026-11-20T04:00:30"
