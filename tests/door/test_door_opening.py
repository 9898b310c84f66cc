"""Who comes in: number and code, waits, visits, void codes; and that no code is written anywhere."""

import io

import pytest
from builders import a_code
from due_process import a_decree
from knocking import JSON, PAGE, problem
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from creditsvc.db.base import Base
from creditsvc.db.engine import writing
from creditsvc.door import store
from creditsvc.door.domain import number_of
from creditsvc.signing.service import Keys
from creditsvc.web import logs


def test_number_and_code_open_the_case_and_nothing_is_kept_of_the_code(party, runtime):
    stream = io.StringIO()
    logs.configure(stream)
    case = party.case()
    made = party.client.post(f"/v1/proceedings/{case}/access-code", headers=party.handler)
    assert made.headers["Cache-Control"] == "no-store"
    number, code = made.json["number"], made.json["access_code"]
    assert made.json["address"] == f"http://127.0.0.1:8000/case/{number}"
    opened = party.knock(number, code.lower().replace("-", " "))
    assert opened.status_code == 201
    shown = party.client.get("/case/matter", headers={"Authorization": f"Bearer {opened.json['token']}"})  # fmt: skip
    assert (shown.status_code, shown.json["number"]) == (200, number)
    with runtime.work.read() as session:
        stored = [
            str(row)
            for table in Base.metadata.sorted_tables
            for row in session.execute(text(f"SELECT * FROM {table.name}"))
        ]
    for secret in (code, code.replace("-", ""), opened.json["token"]):
        assert not any(secret in row for row in stored)
        assert secret not in stream.getvalue()
    state = party.client.get(f"/v1/proceedings/{case}/door", headers=party.handler).json
    assert (state["number"], state["issued_by"]) == (number, "user:handler")


def test_unknown_number_wrong_code_and_void_code_look_alike(party):
    case = party.case()
    number, old = party.code(case)
    again, new = party.code(case)
    assert again == number
    unknown = next(each for n in range(2) if (each := number_of(2026, n)) != number)
    answers = [party.knock(number, "2222-2222-2222"), party.knock(unknown, new), party.knock(number, old)]  # fmt: skip
    assert {problem(each) for each in answers} == {(403, "door-stays-shut")}
    assert len({each.data for each in answers}) == 1
    assert problem(party.knock("2026-4837-1950", new)) == (422, "mistyped-case-number")
    assert party.knock(number, new).status_code == 201


def test_a_fifth_wrong_code_makes_the_door_wait_whoever_knocks_at_whichever_worker(party, runtime, clock):  # fmt: skip
    number, code = party.code(party.case())
    other = party.app.test_client()
    for n in range(5):
        client = other if n % 2 else party.client
        wrong = {"number": number, "code": "2222-2222-2222"}
        assert client.post("/case/session", json=wrong, headers=JSON).status_code == 403
    waiting = party.knock(number, code, address="203.0.113.9")
    assert (waiting.status_code, waiting.headers["Retry-After"]) == (429, "1")
    with runtime.work.read() as session:
        subjects = session.scalars(text("SELECT subject FROM door_tries")).all()
    assert [len(each) for each in subjects] == [64, 64]  # keyed digests, neither number nor address
    clock.advance(seconds=1)
    assert party.knock(number, code).status_code == 201
    assert party.knock(number, "2222-2222-2222").status_code == 403  # counted from nought again


def test_one_address_that_tries_many_numbers_waits_and_others_do_not(party, runtime, clock):
    number, code = party.code(party.case())
    here = runtime.part(Keys).keyed_digest("door-address\x00198.51.100.1")
    with Session(writing(runtime.work.engine)) as session, session.begin():
        now = clock.now()
        store.keep_try(session, here, count=20, at=now, blocked_until=now)
    assert party.knock(number_of(2020, 1), "2222").status_code == 403  # the 21st
    assert party.knock(number, code).status_code == 429
    assert party.knock(number, code, address="203.0.113.9").status_code == 201
    clock.advance(seconds=1)
    assert party.knock(number, code).status_code == 201
    assert (
        party.knock(number_of(2020, 2), "2222").status_code == 403
    )  # the 22nd: a good one is no try
    assert party.knock(number, code).headers["Retry-After"] == "2"


def test_a_visit_ends_when_idle_when_left_and_when_a_new_code_is_made(party, clock):
    case = party.case()
    inside = party.inside(case)

    def status():
        return party.client.get("/case/matter", headers=inside).status_code

    clock.advance(minutes=29, seconds=59)
    assert status() == 200
    clock.advance(minutes=29, seconds=59)
    assert status() == 200
    clock.advance(minutes=30)
    assert status() == 401
    inside = party.inside(case)
    assert status() == 200
    party.code(case)
    assert status() == 401
    inside = party.inside(case)
    assert party.client.post("/case/session/end", headers=inside).status_code == 204
    assert status() == 401


def test_no_visit_is_a_problem_for_programs_and_the_way_in_for_browsers(client):
    assert problem(client.get("/case/matter")) == (401, "no-visit")
    page = client.get("/case/matter", headers=PAGE)
    assert page.status_code == 401
    assert '<label for="code">' in page.text
    assert problem(client.post("/case/session", json=["x"], headers=JSON)) == (422, "knock-unread")
    foreign = {**PAGE, "Sec-Fetch-Site": "cross-site"}
    shut = client.post("/case/session", data={"number": "1", "code": "2"}, headers=foreign)
    assert shut.status_code == 403


def test_codes_are_made_by_handlers_in_person_for_matters_that_are_not_long_over(party, office, clock):  # fmt: skip
    case = party.case()
    auditor = party.clerk.person("auditor", "auditor")
    refused = party.client.post(f"/v1/proceedings/{case}/access-code", headers=auditor)
    assert problem(refused) == (403, "scope-missing")
    number, code = party.code(case)
    dropped = party.clerk.move(case, "drop", {"reason": "撤案"}, party.handler)
    assert dropped.status_code == 200
    clock.advance(days=364)
    assert party.knock(number, code).status_code == 201
    clock.advance(days=1)
    assert problem(party.knock(number, code)) == (403, "door-stays-shut")
    late = party.client.post(f"/v1/proceedings/{case}/access-code", headers=party.handler)
    assert problem(late) == (409, "door-closed")


def test_an_entry_has_the_number_of_its_case_and_one_decided_elsewhere_its_own(party, office):
    case = party.case(2, "虚构乙矿业有限公司")
    number, _ = party.code(case)
    entry = party.decided(case)
    assert party.code(entry, "listings")[0] == number
    outside = office.confirmed(a_decree(authority="虚构区应急管理局"))
    shown = party.client.get("/case/matter", headers=party.inside(outside.id, "listings")).json
    assert shown["enterprise"]["code"] == a_code(1)
    assert shown["proceeding"] is None
    assert shown["number"] != number


def test_what_was_issued_and_sent_can_neither_be_changed_nor_deleted(party, runtime):
    party.code(party.case())
    for verb in ("UPDATE door_codes SET hashed = 'scrypt$x'", "DELETE FROM doors"):
        with pytest.raises(DBAPIError, match="insert-only"), runtime.work.engine.begin() as connection:  # fmt: skip
            connection.execute(text(verb))
