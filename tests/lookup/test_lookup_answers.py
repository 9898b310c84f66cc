"""The three answers, each reason, every refusal, and that each is in the log before it leaves."""

from datetime import UTC, datetime

import pytest
from builders import DIGEST, OPERATOR, PURPOSE, Clerk, a_code, an_event, bearer, two_major_accidents
from lookup_house import a_bank, a_parked_row, an_entry, the_log
from sqlalchemy import text

from creditsvc.access import service as access
from creditsvc.kernel.clock import FixedClock, instant_text
from creditsvc.kernel.uscc import check_sign, organisation_part, organisation_problem
from creditsvc.lookup.service import LogEngine
from creditsvc.proceedings.domain import Document
from creditsvc.remedies import service as remedies
from creditsvc.remedies.domain import Subject
from creditsvc.signing.service import Keys

RULE = "WS11-6-2"


@pytest.fixture
def bank(clerk: Clerk) -> dict[str, str]:
    return a_bank(clerk)


def a_code_with_organisation() -> str:
    """A fictional unified code whose signs 9 to 17 are a good organisation code."""
    part = next(
        f"MA00000{number}{sign}"
        for number in range(10)
        for sign in "0123456789X"
        if organisation_problem(f"MA00000{number}{sign}") is None
    )
    return f"91999999{part}" + check_sign(f"91999999{part}")


def test_a_valid_code_that_nobody_reported_is_not_listed_and_has_no_tier(clerk, bank):
    answer = clerk.look_up(a_code(7), bank)
    assert answer.status_code == 200
    told = answer.json
    assert (told["status"], told["registered"], told["tier"], told["name"]) == (
        "not_listed", False, None, None,
    )  # fmt: skip
    assert told["valid_at"] is None
    assert told["known_at"] is None
    assert told["complete_to"] == {}
    assert told["data_version"] >= 1


def test_a_reported_enterprise_without_entries_is_not_listed_and_has_a_tier(clerk, bank):
    clerk.record(an_event())
    told = clerk.look_up(a_code(1), bank).json
    assert (told["status"], told["registered"], told["name"]) == (
        "not_listed", True, "虚构甲煤业有限公司",
    )  # fmt: skip
    assert told["tier"] == "B"
    [record] = told["records"]
    assert record["class"] == "general"
    assert record["way_out"]["last_day"] == record["last_day"]
    assert record["way_out"]["conditions"]
    assert told["next_change_at"] is not None


def test_a_listed_enterprise_is_told_with_its_ground_and_its_way_out(clerk, bank, runtime):
    clerk.record(*two_major_accidents())
    an_entry(runtime)
    told = clerk.look_up(a_code(1), bank).json
    assert (told["status"], told["tier"]) == ("listed", "D")
    [entry] = told["listings"]
    assert (entry["list"], entry["polarity"]) == ("serious_dishonesty", "adverse")
    ground = entry["ground"]
    assert ground["rule"] == RULE
    assert ground["article"] == "第六条第（二）项"
    assert ground["instrument"] == "应急管理部令第11号"
    assert ground["authority"] == "虚构市应急管理局"
    assert ground["document_no"] == "（虚）应急列〔2026〕1号"
    assert ground["decided_on"] == "2026-05-01"
    assert set(ground["explanation"]) == {"zh", "en"}
    assert not {"people", "evidence"} & set(ground)
    assert (entry["starts_on"], entry["last_day"]) == ("2026-05-01", "2029-05-01")
    way = entry["way_out"]
    assert (way["last_day"], way["earliest"]) == ("2029-05-01", "2027-05-01")
    assert [one["article"] for one in way["conditions"]] == ["第十八条"] * 3
    assert [one["article"] for one in way["returns"]] == ["第六条、第七条", "第二十一条"]
    assert (way["again_months"], way["lost_by"]) == (36, [])
    assert not any("state" in one for one in (*way["conditions"], *way["bars"]))
    assert way["zh"]
    assert way["en"]
    assert entry["under_objection"] is False


def test_an_objection_is_shown_from_the_moment_it_is_raised(clerk, bank, runtime, clock):
    entry = an_entry(runtime)
    before = clerk.look_up(a_code(1), bank)
    clock.advance(minutes=1)
    with runtime.work.act(OPERATOR) as act:
        paper = Document(number="虚异〔2026〕1号", day=act.day, digest=DIGEST)
        subject = Subject(kind="listing", id=entry.id)
        remedies.receive(
            act,
            remedies.Raised(
                subject=subject, origin="party", ground="facts", grounds="事实不清",
                received_on=act.day, document=paper,
            ),
        )  # fmt: skip
    after = clerk.look_up(a_code(1), bank)
    assert not before.json["under_objection"]
    assert after.json["under_objection"]
    [shown] = after.json["listings"]
    assert shown["under_objection_since"] == instant_text(clock.now())
    assert before.headers["ETag"] != after.headers["ETag"]


def test_a_favourable_entry_lists_nobody_but_lifts_the_tier(clerk, bank, runtime):
    an_entry(runtime, list="redlist", rule="RL133-2")
    told = clerk.look_up(a_code(1), bank).json
    assert (told["status"], told["tier"]) == ("not_listed", "A+")
    assert [one["polarity"] for one in told["listings"]] == ["favourable"]


def test_an_adverse_row_that_waits_under_the_name_makes_the_answer_cannot_say(clerk, bank, runtime):
    clerk.record(an_event())
    a_parked_row(runtime)
    told = clerk.look_up(a_code(1), bank).json
    assert told["status"] == "cannot_say"
    assert [one["code"] for one in told["reasons"]] == ["unresolved_row"]
    assert told["reasons"][0]["zh"]
    assert told["reasons"][0]["en"]
    assert [row["outcome"] for row in the_log(runtime)] == ["cannot_say"]


def test_an_entry_held_by_name_only_makes_the_answer_cannot_say(clerk, bank, runtime):
    clerk.record(an_event())
    an_entry(runtime, uscc=None)
    told = clerk.look_up(a_code(1), bank).json
    assert told["status"] == "cannot_say"
    assert [one["code"] for one in told["reasons"]] == ["name_only_candidate"]


def test_a_certain_entry_prevails_over_a_doubt(clerk, bank, runtime):
    an_entry(runtime)
    a_parked_row(runtime)
    assert clerk.look_up(a_code(1), bank).json["status"] == "listed"


@pytest.mark.parametrize("known", [True, False], ids=["registered code", "code nobody reported"])
def test_an_entry_under_the_older_number_inside_the_code_makes_the_answer_cannot_say(
    clerk, bank, runtime, known
):
    code = a_code_with_organisation()
    if known:
        clerk.record(an_event(uscc=code, name="虚构丙化工有限公司"))
    assert clerk.look_up(code, bank).json["status"] == "not_listed"
    an_entry(runtime, uscc=None, other_id=organisation_part(code), name="虚构乙化工厂")
    told = clerk.look_up(code, bank).json
    assert (told["status"], told["registered"]) == ("cannot_say", known)
    assert [one["code"] for one in told["reasons"]] == ["identifier_succession_open"]
    batch = clerk.client.post("/v1/credit/lookups", headers=bank, json={"identifiers": [code]})
    assert batch.json["results"][0]["status"] == "cannot_say"


def test_a_code_made_up_around_a_listed_organisation_code_is_not_called_clean(clerk, bank, runtime):
    body = "91110105" + organisation_part(a_code(1))
    forged = body + check_sign(body)
    assert clerk.look_up(forged, bank).json["status"] == "not_listed"
    an_entry(runtime)
    told = clerk.look_up(forged, bank).json
    assert (told["status"], told["registered"]) == ("cannot_say", False)
    assert [one["code"] for one in told["reasons"]] == ["identifier_succession_open"]
    batch = clerk.client.post("/v1/credit/lookups", headers=bank, json={"identifiers": [forged]})
    assert batch.json["results"][0]["status"] == "cannot_say"


def test_the_doubt_about_an_older_number_ends_with_its_entry(clerk, runtime, clock):
    code = a_code_with_organisation()
    an_entry(runtime, uscc=None, other_id=organisation_part(code), name="虚构乙化工厂")
    told = clerk.look_up(code, a_bank(clerk)).json
    assert told["next_change_at"] == "2029-05-01T16:00:00.000000Z"
    clock.move_to(datetime(2029, 5, 1, 16, 0, tzinfo=UTC))
    assert clerk.look_up(code, a_bank(clerk)).json["status"] == "not_listed"


@pytest.mark.parametrize(
    "write",
    [
        str,
        str.lower,
        lambda code: f" {code} ",
        lambda code: "".join(chr(ord(c) + 0xFEE0) for c in code),
    ],
    ids=["as it is", "lower case", "with blanks", "full width"],
)
def test_a_code_is_read_as_people_write_it(clerk, bank, write):
    clerk.record(an_event())
    answer = clerk.look_up(write(a_code(1)), bank)
    assert answer.status_code == 200
    assert answer.json["uscc"] == a_code(1)


def test_a_code_with_something_far_behind_it_is_not_answered_as_that_code(clerk, bank):
    clerk.record(an_event())
    text = a_code(1) + " " * 200 + a_code(2)
    assert clerk.look_up(text, bank).status_code == 422
    batch = clerk.client.post("/v1/credit/lookups", headers=bank, json={"identifiers": [text]})
    assert batch.json["results"][0]["problem"]["type"] == "/problems/wrong-code"


def test_a_wrong_check_sign_is_told_with_the_field_and_the_sign_expected(clerk, bank):
    right = a_code(1)
    wrong = right[:-1] + ("1" if right[-1] != "1" else "2")
    answer = clerk.look_up(wrong, bank)
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert answer.json["field"] == "uscc"
    assert right[-1] in answer.json["detail"]


def test_a_code_of_another_length_is_refused(clerk, bank):
    assert clerk.look_up("110108000000001", bank).status_code == 422


def test_no_purpose_is_400_and_a_purpose_not_agreed_is_403(clerk, bank):
    none = clerk.look_up(a_code(1), {"Authorization": bank["Authorization"]})
    other = clerk.look_up(a_code(1), bank | {"Purpose": "gossip"})
    unwritten = clerk.look_up(a_code(1), bank | {"Purpose": 'x"; DROP'})
    assert (none.status_code, none.json["field"]) == (400, "Purpose")
    assert (other.status_code, other.json["field"]) == (403, "Purpose")
    assert unwritten.status_code == 403


def test_without_a_token_or_with_a_foreign_one_nobody_is_let_in(clerk, bank, runtime):
    before = len(the_log(runtime))
    for headers in ({}, bearer("nonsense"), bearer(bank["Authorization"][7:-2] + "xx")):
        answer = clerk.look_up(a_code(1), headers | {"Purpose": PURPOSE})
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert len(the_log(runtime)) == before


def test_an_expired_token_is_refused(clerk, bank, clock):
    clock.advance(seconds=599)
    assert clerk.look_up(a_code(1), bank).status_code == 200
    clock.advance(seconds=1)
    assert clerk.look_up(a_code(1), bank).status_code == 401


def test_a_revoked_token_and_a_revoked_partner_are_refused_from_the_next_request_on(
    clerk, bank, runtime, app
):
    assert clerk.look_up(a_code(1), bank).status_code == 200
    with app.app_context():
        claims = access.verified_claims(bank["Authorization"][7:])
    with runtime.work.act(OPERATOR) as act:
        access.revoke_token(act, claims)
    assert clerk.look_up(a_code(1), bank).status_code == 401
    other = clerk.partner("credit.read", name="另一家银行")
    assert clerk.look_up(a_code(1), other).status_code == 200
    with app.app_context():
        claims = access.verified_claims(other["Authorization"][7:])
    with runtime.work.act(OPERATOR) as act:
        access.revoke_partner(act, claims.client_id)
    assert clerk.look_up(a_code(1), other).status_code == 401


def test_a_token_without_the_scope_is_403_and_logged(clerk, runtime):
    answer = clerk.look_up(a_code(1), clerk.partner("changes.read"))
    assert answer.status_code == 403
    assert "credit.read" in answer.headers["WWW-Authenticate"]
    assert [row["outcome"] for row in the_log(runtime)] == ["refused:scope-missing"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"valid_on": "2026-01-01"}, "valid_on"),
        ({"valid_at": "yesterday"}, "valid_at"),
        ({"valid_at": "2026-02-30"}, "valid_at"),
        ({"valid_at": "2026-11-21"}, "valid_at"),
        ({"valid_at": "9999-12-31"}, "valid_at"),
        ({"valid_at": "2026-11-20T04:00:01Z"}, "valid_at"),
        ({"known_at": "999999"}, "known_at"),
        ({"known_at": "-1"}, "known_at"),
        ({"known_at": "2026-11-20T04:00:01Z"}, "known_at"),
        ({"known_at": ["1", "1"]}, "known_at"),
    ],
)
def test_a_parameter_that_cannot_be_meant_is_422_and_named(clerk, bank, query, field):
    answer = clerk.client.get(f"/v1/credit/{a_code(1)}", headers=bank, query_string=query)
    assert answer.status_code == 422, answer.json
    assert answer.json["field"] == field


def test_every_outcome_is_in_the_log_with_partner_purpose_and_subject(clerk, bank, runtime):
    clerk.record(an_event())
    first = clerk.look_up(a_code(1), bank)
    clerk.look_up(a_code(1), bank | {"If-None-Match": first.headers["ETag"]})
    clerk.look_up(a_code(7), bank)
    clerk.look_up(a_code(1), {"Authorization": bank["Authorization"]})
    clerk.look_up(a_code(1), bank | {"Purpose": "gossip"})
    clerk.look_up("91999999", bank)
    clerk.look_up(a_code(1), bank, valid_at="2026-11-01", known_at="1")
    rows = the_log(runtime)
    assert [(row["outcome"], row["status"]) for row in rows] == [
        ("not_listed", 200),
        ("not_modified", 304),
        ("not_listed", 200),
        ("refused:purpose-missing", 400),
        ("refused:purpose-not-agreed", 403),
        ("refused:wrong-code", 422),
        ("not_listed", 200),
    ]
    assert {row["partner"].split(":")[0] for row in rows} == {"client"}
    assert [row["purpose"] for row in rows] == [PURPOSE] * 3 + [None, "gossip", PURPOSE, PURPOSE]
    digest = runtime.part(Keys).keyed_digest(a_code(1))
    assert [row["subject"] == digest for row in rows] == [
        True,
        True,
        False,
        True,
        True,
        False,
        True,
    ]
    assert {row["route"] for row in rows} == {"/v1/credit/{uscc}"}
    assert {row["data_version"] for row in rows} == {first.json["data_version"]}
    assert rows[-1]["known_at"] == 1
    assert rows[-1]["valid_at"] == instant_text(
        datetime(2026, 11, 1, 15, 59, 59, 999999, tzinfo=UTC)
    )
    assert rows[0]["valid_at"] is None


def test_if_the_log_cannot_be_written_there_is_no_answer(clerk, bank, runtime):
    assert clerk.look_up(a_code(1), bank).status_code == 200
    with runtime.part(LogEngine).engine.begin() as connection:
        connection.execute(text("ALTER TABLE lookup_log RENAME TO elsewhere"))
    answer = clerk.look_up(a_code(1), bank)
    assert answer.status_code == 503
    assert answer.content_type == "application/problem+json"
    assert answer.json["status"] == "cannot_say"
    assert answer.headers["Retry-After"]
    assert "not_listed" not in answer.text
    batch = clerk.client.post("/v1/credit/lookups", headers=bank, json={"identifiers": [a_code(1)]})
    assert (batch.status_code, batch.json["status"]) == (503, "cannot_say")


def test_if_the_register_cannot_be_read_there_is_no_answer(clerk, bank, runtime):
    with runtime.work.engine.begin() as connection:
        connection.execute(text("ALTER TABLE credit_snapshots RENAME TO elsewhere"))
    answer = clerk.look_up(a_code(1), bank)
    assert (answer.status_code, answer.json["status"]) == (503, "cannot_say")


def test_answers_are_private_and_vary_with_the_asker(clerk, bank):
    headers = clerk.look_up(a_code(1), bank).headers
    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["Vary"] == "Authorization, Purpose"


def test_a_repeated_look_up_after_the_clock_moved_still_says_when(clerk, clock: FixedClock, bank):
    first = clerk.look_up(a_code(1), bank).json["as_of"]
    clock.advance(seconds=5)
    second = clerk.look_up(a_code(1), bank).json["as_of"]
    assert second > first
    assert second == instant_text(clock.now())
