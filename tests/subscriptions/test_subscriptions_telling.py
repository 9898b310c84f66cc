"""Webhooks: signed, in order, tried again, given up, told again; and only what was asked for."""

from base64 import b64decode
from datetime import UTC, datetime, timedelta

import pytest
from builders import OPERATOR, a_code, an_event
from lookup_house import the_log
from sqlalchemy import text
from standardwebhooks import Webhook
from subscribing import TAKEN, URL

from creditsvc.access import service as access
from creditsvc.changes.cutting import part_of
from creditsvc.changes.domain import Change
from creditsvc.db import outbox
from creditsvc.signing.service import Keys
from creditsvc.subscriptions.domain import PAUSES
from creditsvc.subscriptions.sending import Answer

once = pytest.mark.parametrize("engine_name", ["sqlite"])  # no store decides it
DOWN = Answer(status=500)
PENALTY = {"kind": "ws.penalty", "facts": {"penalty_types": ["fine"]}}


def known(office, *numbers):
    """An act an enterprise: its tier comes into the feed."""
    for number in numbers:
        office.record(
            an_event(source_ref=f"P-{number}", uscc=a_code(number), name=f"虚构{number}", **PENALTY)
        )


@once
def test_a_message_names_the_change_and_is_signed_for_its_receiver(office, desk, clock):
    made = desk.subscribe()
    known(office, 1)
    desk.work()
    [(url, body, headers)] = desk.receiver.got
    assert url == URL
    raw = b64decode(made["secret"].removeprefix("whsec_"))
    sent_at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), tz=UTC)
    signed = Webhook(raw).sign(headers["webhook-id"], sent_at, body.decode())
    assert (headers["webhook-signature"], sent_at) == (signed, clock.now())
    [message] = desk.receiver.messages
    told = message["data"]
    assert (message["type"], told["seq"], told["uscc"]) == ("credit.changed", 1, a_code(1))
    assert (told["reason"], told["change"]["after"]) == ("tier_changed", {"tier": "B"})
    assert told["event"] == headers["webhook-id"]
    assert told["purpose"] == "loan"


@once
def test_what_is_told_is_in_the_log_of_look_ups(office, desk, runtime):
    desk.subscribe()
    known(office, 1)
    desk.work()
    [row] = the_log(runtime)
    assert (row["route"], row["outcome"], row["purpose"]) == ("webhooks", "change:tier_changed", "loan")  # fmt: skip
    assert row["subject"] == runtime.part(Keys).keyed_digest(a_code(1))


@once
def test_the_enterprise_sees_that_a_partner_was_told(office, desk, client, clerk, clock):
    desk.subscribe()
    known(office, 1)
    desk.receiver.answers = [DOWN]
    desk.work()
    clock.advance(seconds=7)
    desk.work()
    officer = clerk.person("officer", "credit_officer")
    told = client.get(f"/v1/enterprises/{a_code(1)}/look-ups", headers=officer).json["looks"]
    # each attempt may have arrived, so each counts
    assert [(one["name"], one["purpose"], one["times"]) for one in told] == [
        ("虚构银行", "loan", len(desk.receiver.got)),
    ]  # fmt: skip
    assert len(desk.receiver.got) == 2


@pytest.mark.parametrize(
    ("body", "reason", "part"),
    [
        ({}, "tier_changed", "tier"),
        ({"ban": "b", "after": {"last_day": "2027-01-01"}}, "ban_begun", "bans"),
        ({"record": "r", "before": None, "after": {}}, "repaired", "records"),
        ({"before": {"subject": "event:1"}, "after": {"subject": "event:1"}}, "objection_raised", "records"),
        ({"before": {"subject": "enterprise"}, "after": None}, "objection_closed", None),
        ({"listing": "l", "before": None, "after": {"list": "blacklist"}}, "listed", None),
        ({"before": {"status": "listed"}, "after": {"status": "not_listed"}}, "status_changed", None),
    ],
)  # fmt: skip
def test_a_change_tells_of_one_part_of_an_answer_or_of_what_everybody_sees(clock, body, reason, part):  # fmt: skip
    change = Change(
        seq=1, act_no=1, uscc=None, reason=reason, effective_at=clock.now(),
        recorded_at=clock.now(), body={"listing": None, "before": None, "after": None, **body},
    )  # fmt: skip
    assert part_of(change) == part


@once
def test_a_purpose_is_not_told_by_webhook_what_it_may_not_see_when_it_asks(office, desk):
    desk.subscribe()
    desk.ask("POST", url=URL, purpose="bid")
    known(office, 1)  # whose tier changes
    desk.work()
    assert [one["data"]["purpose"] for one in desk.receiver.messages] == ["loan"]


def test_messages_come_in_the_order_of_the_feed_and_once(office, desk):
    desk.subscribe()
    known(office, 1, 2, 3)
    desk.work()
    known(office, 4)
    desk.work()
    assert [seq for seq, _ in desk.receiver.told] == [1, 2, 3, 4]


def test_one_that_is_not_taken_holds_up_what_comes_after_and_keeps_its_name(office, desk, clock):
    key = desk.subscribe()["id"]
    known(office, 1, 2)
    desk.receiver.answers = [DOWN]
    desk.work()
    assert [seq for seq, _ in desk.receiver.told] == [1]
    assert desk.show(key)["failures"] == 1
    clock.advance(seconds=7)  # five, and a fifth at most on top
    desk.work()
    assert [seq for seq, _ in desk.receiver.told] == [1, 1, 2]
    names = [headers["webhook-id"] for _, _, headers in desk.receiver.got]
    assert names[0] == names[1] != names[2]
    assert (desk.show(key)["failures"], desk.show(key)["failing_since"]) == (0, None)


@once
def test_a_receiver_that_asks_for_time_gets_it(office, desk, clock):
    desk.subscribe()
    known(office, 1)
    desk.receiver.answers = [Answer(status=429, retry_after=timedelta(minutes=2))]
    desk.work()
    clock.advance(seconds=118)
    desk.work()
    assert len(desk.receiver.got) == 1
    desk.work()
    assert len(desk.receiver.got) == 2


def test_after_the_last_attempt_it_is_a_dead_letter_and_the_next_is_told(office, desk, clock):
    key = desk.subscribe()["id"]
    known(office, 1, 2)
    desk.receiver.answers = [DOWN] * 10
    for pause in (timedelta(), *PAUSES):
        clock.advance(seconds=pause.total_seconds() * 1.2)
        desk.work()
    assert [seq for seq, _ in desk.receiver.told] == [1] * 10 + [2]
    [letter] = desk.ask("GET", f"/{key}/dead-letters").json["dead_letters"]
    assert (letter["seq"], letter["attempts"], letter["last_error"]) == (1, 10, "http-500")
    assert desk.ask("POST", f"/{key}/replay", dead=[]).json["dead"] == 1
    desk.work()
    assert desk.receiver.told[-1][0] == 1
    assert desk.receiver.got[0][2]["webhook-id"] == desk.receiver.got[-1][2]["webhook-id"]
    [letter] = desk.ask("GET", f"/{key}/dead-letters").json["dead_letters"]
    assert letter["replayed_at"] is not None


@once
def test_days_of_nothing_but_failure_disable_it_and_resuming_loses_nothing(office, desk, clock):
    key = desk.subscribe()["id"]
    known(office, 1, 2)
    desk.receiver.answers = [DOWN] * 99
    for _ in range(30):
        clock.advance(hours=30)
        desk.work()
    shown = desk.show(key)
    assert (shown["state"], shown["reason"]["code"]) == ("disabled", "failing")
    desk.receiver.answers, desk.receiver.got = [], []
    known(office, 3)
    desk.work()
    assert desk.receiver.got == []
    assert desk.ask("POST", f"/{key}/resume").json["state"] == "active"
    desk.work()
    assert [seq for seq, _ in desk.receiver.told][-2:] == [2, 3]


@once
def test_an_address_that_is_gone_is_disabled_at_once(office, desk):
    key = desk.subscribe()["id"]
    known(office, 1)
    desk.receiver.answers = [Answer(status=410)]
    desk.work()
    assert desk.show(key)["reason"]["code"] == "gone"


@once
def test_what_happened_during_a_pause_is_told_when_it_goes_on(office, desk):
    key = desk.subscribe()["id"]
    desk.ask("POST", f"/{key}/pause")
    known(office, 1)
    desk.work()
    assert desk.receiver.got == []
    desk.ask("POST", f"/{key}/resume")
    desk.work()
    assert [seq for seq, _ in desk.receiver.told] == [1]


def test_one_that_begins_at_an_old_cursor_is_told_all_since(office, desk, clock):
    known(office, 1, 2, 3)
    clock.advance(days=200)
    desk.subscribe(after=1)
    desk.work()
    assert [seq for seq, _ in desk.receiver.told if seq <= 3] == [2, 3]


def test_a_watch_list_lets_only_its_codes_through(office, desk):
    key = desk.subscribe(watching=True, watch=[a_code(2)])["id"]
    known(office, 1, 2)
    desk.ask("POST", f"/{key}/watch-list", add=[a_code(3)], remove=[a_code(2)])
    known(office, 3)
    desk.work()
    assert [one["data"]["uscc"] for one in desk.receiver.messages] == [a_code(3)]
    known(office, 4)
    assert outbox.standing(desk.runtime.work.engine, now=desk.runtime.clock.now()).waiting == 0


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"reasons": ["listed"]}, 0),
        ({"reasons": ["tier_changed", "listed"]}, 1),
        ({"regions": ["99"]}, 1),
        ({"regions": ["9999", "62"]}, 1),
        ({"regions": ["62", "999998"]}, 0),
        ({"lists": ["blacklist"]}, 0),
    ],
)
@once
def test_only_what_was_asked_for_is_told(office, desk, asked, told):
    desk.subscribe(**asked)
    known(office, 1)
    desk.work()
    assert len(desk.receiver.got) == told


@once
def test_a_new_secret_signs_at_once_and_the_former_for_a_day_beside_it(office, desk, clock):
    made = desk.subscribe()
    new = desk.ask("POST", f"/{made['id']}/secret").json["secret"]
    known(office, 1)
    desk.work()
    clock.advance(hours=24)
    known(office, 2)
    desk.work()
    (_, body, both), (_, last, alone) = desk.receiver.got
    for secret, given, headers, places in ((new, body, both, 2), (made["secret"], body, both, 2), (new, last, alone, 1)):  # fmt: skip
        signed = headers["webhook-signature"].split(" ")
        at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), tz=UTC)
        assert len(signed) == places
        assert Webhook(secret).sign(headers["webhook-id"], at, given.decode()) in signed


@once
def test_no_secret_stands_in_the_database_in_clear(desk, runtime):
    made = desk.subscribe()
    raw = b64decode(made["secret"].removeprefix("whsec_"))
    with runtime.work.read() as session:
        [sealed] = session.scalars(text("SELECT sealed FROM subscription_secrets"))
    assert raw not in b64decode(sealed)
    assert "secret" not in desk.show(made["id"])


@once
def test_a_partner_without_the_purpose_any_more_is_told_nothing(office, desk, runtime, clerk):
    key = desk.subscribe()["id"]
    known(office, 1)
    with runtime.work.act(OPERATOR) as act:
        access.suspend_partner(act, clerk.partners["虚构银行"])
    desk.work()
    assert desk.receiver.got == []
    with runtime.work.read() as session:
        [reason] = session.scalars(text("SELECT reason FROM subscriptions"))
    assert (reason, bool(key)) == ("partner_not_active", True)


@once
def test_a_message_that_was_taken_before_the_worker_died_comes_again_under_its_name(office, desk, clock, monkeypatch):  # fmt: skip
    desk.subscribe()
    known(office, 1)

    class Killed(BaseException):
        """The end of the process."""

    def die(url, body, headers):
        desk.receiver.got.append((url, body, dict(headers)))
        raise Killed

    monkeypatch.setattr(desk.receiver, "post", die)
    with pytest.raises(Killed):
        desk.work()
    monkeypatch.undo()
    clock.advance(seconds=31)
    desk.work()
    assert [seq for seq, _ in desk.receiver.told] == [1, 1]
    assert len({headers["webhook-id"] for _, _, headers in desk.receiver.got}) == 1
    assert TAKEN.taken
