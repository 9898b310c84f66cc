"""Quotas: to the last look-up and no further, over all processes together, told in every answer."""

from datetime import UTC, datetime, timedelta

import pytest
from builders import OPERATOR, a_code
from lookup_house import the_log

from creditsvc.access import partners
from creditsvc.lookup.quotas import LargerThanQuota, Meter, Quota, QuotaExhausted
from creditsvc.lookup.service import LogEngine

DAY = Quota(1_000, 86_400)
NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
NEXT_DAY = 20 * 3600  # seconds from NOW to the next multiple of a day since 1970 UTC
once = pytest.mark.parametrize("engine_name", ["sqlite"])  # the count itself runs on both
ALL = ("credit.read", "credit.batch", "credit.screen", "assessments.read")


@pytest.fixture
def bank(clerk):
    return lambda **terms: clerk.partner(*ALL, **terms)


@pytest.fixture
def look(client):
    return lambda who, n=1, **query: client.get(
        f"/v1/credit/{a_code(n)}", headers=who, query_string=query
    )


def spent(meter, quota, count, now=NOW):
    """How many of *count* single look-ups the meter lets through."""
    through = 0
    for _ in range(count):
        try:
            meter.take("bank", quota, 1, now)
        except QuotaExhausted:
            continue
        through += 1
    return through


def left(answer):
    """What the answer says is left."""
    return int(answer.headers["RateLimit"].partition("r=")[2].partition(";")[0])


def test_a_small_quota_is_exact_over_several_processes(database):
    meters = [Meter(database[1]) for _ in range(3)]
    let_through = sum(spent(meters[n % 3], Quota(20, 60), 1) for n in range(40))
    assert let_through == 20


def test_a_large_one_is_never_exceeded_and_hardly_undershot(database):
    meters = [Meter(database[1]) for _ in range(3)]
    through = sum(spent(meters[n % 3], DAY, 10) for n in range(120))
    assert 990 <= through <= 1_000


@once
def test_most_look_ups_ask_the_store_nothing(database, monkeypatch):
    meter, asked = Meter(database[1]), []
    ask = meter._log.ask
    monkeypatch.setattr(meter._log, "ask", lambda what: asked.append(1) or ask(what))
    assert spent(meter, Quota(100_000, 60), 5_000) == 5_000
    assert len(asked) <= 12


def test_many_at_once_are_taken_whole_or_not_at_all(database):
    meter = Meter(database[1])
    assert meter.take("bank", DAY, 990, NOW).remaining == 10
    with pytest.raises(QuotaExhausted) as refused:
        meter.take("bank", DAY, 11, NOW)
    assert (refused.value.left.remaining, refused.value.left.seconds) == (10, NEXT_DAY)
    assert meter.take("bank", DAY, 10, NOW).remaining == 0


@once
def test_more_than_the_quota_at_once_is_refused_for_good_and_takes_nothing(database):
    meter = Meter(database[1])
    with pytest.raises(LargerThanQuota):
        meter.take("bank", DAY, 1_001, NOW)
    assert meter.take("bank", DAY, 1_000, NOW).remaining == 0


@once
def test_the_next_window_begins_anew_at_its_second_and_not_before(database):
    meter = Meter(database[1])
    meter.take("bank", DAY, 1_000, NOW)
    with pytest.raises(QuotaExhausted):
        meter.take("bank", DAY, 1, NOW + timedelta(seconds=NEXT_DAY - 1))
    assert meter.take("bank", DAY, 1, NOW + timedelta(seconds=NEXT_DAY)).remaining == 999


def test_counts_of_windows_long_over_are_forgotten(runtime, database):
    meter = Meter(database[1])
    for days in range(4):
        meter.take("bank", DAY, 1, NOW + timedelta(days=days))
    with runtime.part(LogEngine).engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT begins FROM quota_counts ORDER BY 1").all()
    last = DAY.begins(NOW + timedelta(days=3))
    assert [row[0] for row in rows] == [last - 86_400, last]


def test_each_answer_tells_what_is_left_and_the_one_beyond_is_refused_and_logged(runtime, look, bank, clock):  # fmt: skip
    who = bank(quota=2, quota_seconds=3_600)
    first, second, third = (look(who) for _ in range(3))
    assert first.headers["RateLimit-Policy"] == '"lookups";q=2;w=3600'
    assert first.headers["RateLimit"] == '"lookups";r=1;t=3600'
    assert second.headers["RateLimit"] == '"lookups";r=0;t=3600'
    assert (third.status_code, third.json["type"]) == (429, "/problems/quota-exhausted")
    assert (third.headers["Retry-After"], third.headers["RateLimit"]) == ("3600", '"lookups";r=0;t=3600')  # fmt: skip
    assert third.headers.getlist("RateLimit-Policy") == ['"lookups";q=2;w=3600']
    assert [row["outcome"] for row in the_log(runtime)] == ["not_listed", "not_listed", "refused:quota-exhausted"]  # fmt: skip
    clock.advance(seconds=3_599)
    assert look(bank()).headers["Retry-After"] == "1"
    clock.advance(seconds=1)
    assert look(bank()).status_code == 200


def test_what_is_refused_tells_the_quota_and_costs_nothing(client, look, bank):
    who = bank(quota=5, quota_seconds=3_600)
    assert left(look(who)) == 4
    refused = [look(who | {"Purpose": "curiosity"}), look(who, known_at=99), client.get("/v1/credit/X", headers=who)]  # fmt: skip
    assert [answer.status_code for answer in refused] == [403, 422, 422]
    assert [left(answer) for answer in refused] == [4, 4, 4]


def test_a_changed_contract_counts_from_the_next_look_up_on(runtime, clerk, look, bank):
    who = bank()
    assert "RateLimit" not in look(who).headers
    partner = clerk.partners["虚构银行"]
    with runtime.work.act(OPERATOR) as act:
        partners.change_contract(act, partner, {"quota": 1, "quota_seconds": 3_600})
    told = [look(who).status_code for _ in range(3)]
    assert told.count(200) <= 2  # the look-up that reads the contract first may be told unpaid
    assert told[-1] == 429
    with runtime.work.act(OPERATOR) as act:
        partners.change_contract(act, partner, {"quota": None, "quota_seconds": None})
    answer = look(who)
    assert (answer.status_code, "RateLimit" in answer.headers) == (200, False)


@once
def test_each_thing_asked_about_counts_one(client, look, bank, clock):
    who = bank(quota=100, quota_seconds=3_600)
    today, codes = f"{clock.now():%Y-%m-%d}", [a_code(1), a_code(2)]
    batch = client.post("/v1/credit/lookups", json={"identifiers": [*codes, "x"]}, headers=who)
    names = {"queries": [{"name": "虚构甲煤业有限公司"}, {"uscc": a_code(1)}]}
    screened = client.post("/v1/screenings", json=names, headers=who)
    bid = {"reference": "T-1", "subjects": codes, "days": {"evaluation": today}}
    told = client.post("/v1/credit/bids", json=bid, headers=who)
    again = client.get(told.headers["Location"], headers=who)
    receipt = client.get(f"/v1/credit/{a_code(1)}/receipt", headers=who)
    assessed = client.get(f"/v1/enterprises/{a_code(1)}/assessment", headers=who)
    same = look(who | {"If-None-Match": look(who).headers["ETag"]})
    answers = [batch, screened, told, again, receipt, assessed, same]
    assert [one.status_code for one in answers] == [200, 200, 201, 200, 200, 200, 304]
    assert [left(one) for one in answers] == [97, 95, 93, 91, 90, 89, 87]


@once
def test_a_batch_that_does_not_fit_is_refused_whole_and_leaves_what_was_left(client, look, bank):
    who = bank(quota=3, quota_seconds=60)
    ask = {"identifiers": [a_code(1), a_code(2)]}
    assert left(client.post("/v1/credit/lookups", json=ask, headers=who)) == 1
    assert client.post("/v1/credit/lookups", json=ask, headers=who).status_code == 429
    assert look(who).status_code == 200
    more = client.post("/v1/credit/lookups", json={"identifiers": ["x"] * 4}, headers=who)
    assert (more.status_code, more.json["type"]) == (422, "/problems/larger-than-quota")
    assert "Retry-After" not in more.headers
