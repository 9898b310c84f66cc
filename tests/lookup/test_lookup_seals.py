"""The seal over the log: nothing vanishes, changes or comes in between unseen."""

import threading

import pytest
from builders import OPERATOR, a_code
from lookup_house import a_bank, the_log
from sqlalchemy import text

from creditsvc.audit import service as trail
from creditsvc.cli.audit import verified
from creditsvc.lookup import sealing, service
from creditsvc.signing.service import Keys


@pytest.fixture
def visited(clerk, runtime):
    bank = a_bank(clerk)
    for number in range(7):
        clerk.look_up(a_code(number), bank)
    return [row["id"] for row in the_log(runtime)]


def change(runtime, statement, **values):
    with runtime.part(service.LogEngine).engine.begin() as connection:
        connection.execute(text(statement), values)


def test_an_untouched_log_has_no_fault_and_is_sealed_once(runtime, visited, clerk):
    assert service.verify_log(runtime) == []
    assert service.seal_log(runtime) == 7
    assert service.seal_log(runtime) == 0
    clerk.look_up(a_code(1), a_bank(clerk))
    assert service.seal_log(runtime) == 1
    assert service.verify_log(runtime) == []


def test_sealing_goes_by_stretches_and_the_tree_goes_on(runtime, visited, monkeypatch):
    monkeypatch.setattr(sealing, "STRETCH", 3)
    assert service.seal_log(runtime) == 7
    assert service.verify_log(runtime) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [("outcome", "listed"), ("purpose", "bid"), ("valid_at", "2026-01-01T00:00:00.000000Z")],
)
def test_a_changed_row_is_named(runtime, visited, column, value):
    service.seal_log(runtime)
    change(runtime, f"UPDATE lookup_log SET {column} = :v WHERE id = :id", v=value, id=visited[3])
    assert [fault.place for fault in service.verify_log(runtime)] == [f"lookup_log:{visited[3]}"]


def test_a_removed_row_is_missed_where_it_was(runtime, visited):
    service.seal_log(runtime)
    change(runtime, "DELETE FROM lookup_log WHERE id = :id", id=visited[2])
    assert [fault.place for fault in service.verify_log(runtime)] == [f"lookup_log:{visited[3]}"]


def test_the_last_row_is_missed_too(runtime, visited):
    service.seal_log(runtime)
    change(runtime, "DELETE FROM lookup_log WHERE id = :id", id=visited[-1])
    assert [fault.place for fault in service.verify_log(runtime)] == [f"lookup_log:{visited[-2]}"]


def test_a_seal_that_was_made_anew_lacks_our_signature(runtime, visited):
    service.seal_log(runtime)
    change(runtime, "UPDATE lookup_log_seals SET jws = 'forged'")
    [fault] = service.verify_log(runtime)
    assert fault.place == f"lookup_log_seals:{visited[-1]}"


def test_a_removed_seal_is_missed(runtime, visited, monkeypatch):
    monkeypatch.setattr(sealing, "STRETCH", 3)
    service.seal_log(runtime)
    change(runtime, "DELETE FROM lookup_log_seals WHERE last_id = :id", id=visited[2])
    assert service.verify_log(runtime) != []


def test_sealers_and_visitors_at_once_lose_no_row(runtime, app, clerk):
    bank = a_bank(clerk)
    stop, sealed, broken = threading.Event(), [], []

    def look_up():
        visitor = app.test_client()
        try:
            for number in range(40):
                assert visitor.get(f"/v1/credit/{a_code(number)}", headers=bank).status_code == 200
        except AssertionError as why:
            broken.append(why)

    def seal():
        while not stop.is_set():
            sealed.append(service.seal_log(runtime))

    visitors = [threading.Thread(target=look_up) for _ in range(4)]
    sealers = [threading.Thread(target=seal) for _ in range(2)]
    for thread in (*visitors, *sealers):
        thread.start()
    for thread in visitors:
        thread.join()
    stop.set()
    for thread in sealers:
        thread.join()
    sealed.append(service.seal_log(runtime))
    assert broken == []
    assert sum(sealed) == len(the_log(runtime)) == 160
    assert service.verify_log(runtime) == []


def test_an_end_cut_off_with_its_seals_is_missed_once_the_trail_notes_it(runtime, visited):
    service.seal_log(runtime)
    with runtime.work.act(OPERATOR) as act:
        service.anchor_log(act, runtime)
    assert service.verify_log(runtime) == []
    change(runtime, "DELETE FROM lookup_log WHERE id >= :id", id=visited[3])
    change(runtime, "DELETE FROM lookup_log_seals")
    assert [fault.place for fault in service.verify_log(runtime)] == [
        f"lookup_log_seals:{visited[-1]}"
    ]


@pytest.mark.parametrize("engine_name", ["sqlite"])  # nothing here depends on the engine
def test_a_retired_key_still_proves_what_it_sealed(runtime, visited, clock):
    """A seal bears no day of its own; its row and the trail do, which no thief of the key writes."""
    keys, kid = runtime.part(Keys), runtime.part(Keys).active_kid
    with runtime.work.act(OPERATOR) as act:
        trail.checkpoint(act, lambda claim: keys.sign_jws(claim, trail.CHECKPOINT_TYPE))
    assert service.seal_log(runtime) == 7
    keys.rotate()
    keys.retire(kid, clock.now())
    assert verified(runtime)[0] == []
