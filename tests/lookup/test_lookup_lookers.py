"""Who looked: told to officers by name, to the enterprise as the contract says; kept as long as the law asks."""

from datetime import UTC, date, datetime

import pytest
from builders import OPERATOR, PURPOSE, a_code, two_major_accidents
from click.testing import CliRunner
from lookup_house import the_log
from sqlalchemy import text

from creditsvc.access import partners
from creditsvc.cli.main import main
from creditsvc.lookup import dropping, service
from creditsvc.lookup.dropping import LogAltered, TooYoung

SCOPES = ("credit.read", "credit.batch")


def change_contract(runtime, clerk, name, **changes):
    with runtime.work.act(OPERATOR) as act:
        partners.change_contract(act, clerk.partners[name], changes)


def looks(client, clerk, query="", number=1):
    officer = clerk.person("officer", "credit_officer")
    answer = client.get(f"/v1/enterprises/{a_code(number)}/look-ups{query}", headers=officer)
    assert answer.status_code == 200, answer.json
    return answer.json["looks"]


def test_officers_see_each_asker_by_day_purpose_and_number(client, clerk, runtime, clock):
    clerk.record(*two_major_accidents())
    bank = clerk.partner(*SCOPES)
    clerk.look_up(a_code(1), bank)
    clerk.look_up(a_code(2), bank)
    clerk.look_up(a_code(1), bank | {"Purpose": "gossip"})  # refused: nobody was told anything
    client.post("/v1/credit/lookups", json={"identifiers": [a_code(1)]}, headers=bank)
    clock.move_to(datetime(2026, 11, 20, 15, 59, tzinfo=UTC))  # 23:59 in Beijing
    clerk.look_up(a_code(1), clerk.partner(*SCOPES))
    clock.move_to(datetime(2026, 11, 20, 16, 0, tzinfo=UTC))  # the next day there
    clerk.look_up(a_code(1), clerk.partner(*SCOPES, name="虚构保险"))
    found = looks(client, clerk)
    assert [(one["day"], one["name"], one["purpose"], one["times"]) for one in found] == [
        ("2026-11-21", "虚构保险", PURPOSE, 1),
        ("2026-11-20", "虚构银行", PURPOSE, 3),
    ]
    assert [one["day"] for one in looks(client, clerk, "?since=2026-11-21")] == ["2026-11-21"]
    assert clerk.partners["虚构银行"] == found[1]["partner"]


@pytest.fixture
def kept(runtime, clerk, clock):
    """Two sealed looks of November 2026, and one of December."""
    bank = clerk.partner(*SCOPES)
    for day in ((2026, 11, 29), (2026, 11, 30)):
        clock.move_to(datetime(*day, 4, tzinfo=UTC))
        clerk.look_up(a_code(1), clerk.partner(*SCOPES))
        service.seal_log(runtime)
    clock.move_to(datetime(2026, 12, 1, 4, tzinfo=UTC))
    clerk.look_up(a_code(1), clerk.partner(*SCOPES))
    service.seal_log(runtime)
    assert bank
    return [row["id"] for row in the_log(runtime)]


def later(clock, *moment):
    clock.move_to(datetime(*moment, tzinfo=UTC))


def change(runtime, statement, **values):
    with runtime.part(service.LogEngine).engine.begin() as connection:
        connection.execute(text(statement), values)


def places(runtime):
    return [fault.place for fault in service.verify_log(runtime)]


def test_five_years_are_kept_to_the_day_and_older_months_go_whole(runtime, clock, kept):
    later(clock, 2031, 11, 30, 15, 59)  # the last minute of November in Beijing
    assert service.drop_log(runtime, OPERATOR) is None
    with pytest.raises(TooYoung) as refusal:
        service.drop_log(runtime, OPERATOR, date(2026, 12, 1))
    assert refusal.value.facts["latest"] == "2026-11-01"
    later(clock, 2031, 11, 30, 16, 0)
    drop = service.drop_log(runtime, OPERATOR)
    assert (drop.rows, drop.cutoff) == (2, date(2026, 12, 1))
    assert [row["id"] for row in the_log(runtime)] == kept[2:]
    assert service.verify_log(runtime) == []
    assert service.drop_log(runtime, OPERATOR) is None


def test_a_drop_that_was_broken_off_is_finished_by_the_next(runtime, clock, kept, monkeypatch):
    later(clock, 2032, 1, 5)
    whole = dropping.store.drop_stretch
    calls = []

    def once(session, row):
        if calls:
            raise KeyboardInterrupt
        calls.append(row)
        return whole(session, row)

    monkeypatch.setattr(dropping.store, "drop_stretch", once)
    with pytest.raises(KeyboardInterrupt):
        service.drop_log(runtime, OPERATOR)
    monkeypatch.undo()
    assert service.verify_log(runtime) == []
    assert service.drop_log(runtime, OPERATOR).rows == 2
    assert the_log(runtime) == []
    assert service.verify_log(runtime) == []


def test_what_went_without_a_drop_or_came_back_is_found(runtime, clock, kept):
    later(clock, 2032, 1, 5)
    service.drop_log(runtime, OPERATOR, date(2026, 12, 1))
    first = f"lookup_log_drops:{kept[0]}"
    change(runtime, "DELETE FROM lookup_log WHERE id = :id", id=kept[2])
    assert places(runtime) == [f"lookup_log:{kept[1]}"]
    change(runtime, "DELETE FROM lookup_log_drops WHERE last_id = :id", id=kept[0])
    assert places(runtime) == ["lookup_log:0", f"lookup_log:{kept[1]}"]
    change(runtime, "UPDATE lookup_log_drops SET last_id = :id", id=kept[0])
    assert first in places(runtime)


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_forged_drop_of_younger_rows_is_found_even_if_it_is_signed(runtime, clock, kept):
    from creditsvc.kernel.clock import instant_text  # noqa: PLC0415
    from creditsvc.signing.service import Keys  # noqa: PLC0415

    now = instant_text(clock.now())
    claim = {"last_id": kept[0], "cutoff": "2026-12-01", "dropped_at": now}
    jws = runtime.part(Keys).sign_jws(claim, dropping.TYPE)
    change(
        runtime, "INSERT INTO lookup_log_drops VALUES (:last_id, :cutoff, :dropped_at, :jws)",
        **claim, jws=jws,
    )  # fmt: skip
    change(runtime, "DELETE FROM lookup_log WHERE id = :id", id=kept[0])
    told = [fault.en for fault in service.verify_log(runtime)]
    assert told == ["the trail notes no such drop", "it dropped what had to be kept still"]


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_altered_rows_are_not_dropped(runtime, clock, kept):
    later(clock, 2032, 1, 5)
    change(runtime, "UPDATE lookup_log SET outcome = 'listed' WHERE id = :id", id=kept[1])
    with pytest.raises(LogAltered):
        service.drop_log(runtime, OPERATOR)
    assert len(the_log(runtime)) == 3


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_the_command_says_what_it_did(runtime, kept, settings, monkeypatch):
    for name in ("database_url", "log_url", "keys_dir", "drop_dir"):
        monkeypatch.setenv(f"CREDITSVC_{name.upper()}", str(getattr(settings, name)))
    result = CliRunner().invoke(main, ["audit", "drop-look-ups"])
    assert (result.exit_code, "没有期满的日志" in result.output) == (0, True)
    young = CliRunner().invoke(main, ["audit", "drop-look-ups", "--before", "2026-12"])
    assert young.exit_code == 2
    assert "须保存 5 年" in young.output
