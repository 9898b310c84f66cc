"""Executors read what is theirs and answer it; officers see what came of it; all over HTTP."""

import json
from contextlib import nullcontext
from datetime import timedelta
from hashlib import sha256

import pytest
from builders import PASSWORD, a_code, a_document, two_major_accidents
from click.testing import CliRunner

from creditsvc.audit.witnesses import unwitnessed
from creditsvc.cli.measures import measures
from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.periods import Calendar
from creditsvc.measures import service


@pytest.fixture
def listed(clerk, clock):
    events = clerk.record(*two_major_accidents(1))
    return events, clerk.listed(a_code(1), "WS11-6-2", clock)


@pytest.fixture
def insurers(clerk):
    """The department over insurers: its own function is its field."""
    return lambda: clerk.partner(
        "measures.feedback", "credit.read", name="虚构金管局", field="financial"
    )


@pytest.fixture
def bank(clerk):
    """A bank works in a field and is no executor by function."""
    return lambda: clerk.partner(
        "measures.feedback", "credit.read", name="虚构贷款行", field="loans"
    )


def mine(client, who, **query):
    answer = client.get("/v1/measures", headers=who, query_string=query)
    assert answer.status_code == 200, answer.json
    return answer.json["measures"]


def answer(client, who, measure, word="received", reference="R-1", order=1, **more):
    body = {"order": order, "reference": reference, "word": word, **more}
    return client.post(f"/v1/measures/{measure}/responses", json=body, headers=who)


def applied(**more):
    return {"word": "applied", "service_item": "安责险续保", "acted_on": "2026-12-05", **more}


def test_a_partner_sees_the_measures_of_its_own_field_alone(client, listed, insurers, bank):
    (one,) = mine(client, insurers())
    assert one["what"]["measure"] == "WSL78-3"
    assert (one["uscc"], one["executor"], one["state"]) == (a_code(1), "financial", "to_apply")
    assert one["order"]["clock"]["key"] == "measures.respond"
    (other,) = mine(client, bank())
    assert other["what"]["measure"] == "WSL78-6"
    assert answer(client, bank(), one["id"]).status_code == 404


def test_a_partner_without_a_field_is_refused_with_the_mend(client, clerk, listed):
    who = clerk.partner("measures.feedback", name="虚构平台", field=None)
    refused = client.get("/v1/measures", headers=who)
    assert refused.status_code == 403
    assert refused.json["type"] == "/problems/no-field"
    assert refused.json["may"]["partner_scope"] == "measures.feedback"


def test_an_order_is_received_applied_again_and_again_and_read_by_state(client, listed, insurers):
    key = mine(client, insurers())[0]["id"]
    assert answer(client, insurers(), key).status_code == 201
    assert mine(client, insurers(), state="to_apply")[0]["id"] == key
    first = answer(
        client, insurers(), key, reference="R-2", **applied(amount="1200.5", basis="费率表")
    )
    assert (first.status_code, first.json["amount"]) == (201, "1200.50")
    assert answer(client, insurers(), key, reference="R-3", **applied()).status_code == 201
    assert mine(client, insurers(), state="to_apply") == []
    assert mine(client, insurers(), state="applied")[0]["order"].get("clock") is None


def test_the_same_reference_is_answered_the_same_and_another_content_is_refused(
    client, listed, insurers
):
    key = mine(client, insurers())[0]["id"]
    first = answer(client, insurers(), key, **applied())
    again = answer(client, insurers(), key, **applied())
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json
    other = answer(client, insurers(), key, **applied(amount="1"))
    assert (other.status_code, other.json["type"]) == (409, "/problems/reference-taken")


@pytest.mark.parametrize(
    ("given", "status", "field"),
    [
        ({"word": "refused"}, 422, "reason"),
        ({"word": "not_applicable", "reason": "  "}, 422, "reason"),
        ({"word": "applied", "acted_on": "2026-12-05"}, 422, "service_item"),
        ({"word": "applied", "service_item": "投保"}, 422, "acted_on"),
        (applied(acted_on="2026-12-06"), 422, "acted_on"),
        (applied(acted_on="2026-12-04"), 422, "acted_on"),
        ({"word": "received", "acted_on": "2026-12-05"}, 422, "acted_on"),
        ({"word": "lifted", "acted_on": "2026-12-05"}, 409, "word"),
        ({"word": "received", "order": 2}, 412, "order"),
        (applied(amount="-1"), 400, None),
    ],
)
def test_what_is_incomplete_or_out_of_order_is_refused_with_its_field(
    client, listed, insurers, given, status, field
):
    key = mine(client, insurers())[0]["id"]
    refused = answer(client, insurers(), key, **given)
    assert refused.status_code == status, refused.json
    assert refused.json.get("field") == field


def test_whoever_refused_may_apply_after_all_and_nobody_receives_twice(client, listed, insurers):
    key = mine(client, insurers())[0]["id"]
    assert answer(client, insurers(), key).status_code == 201
    assert answer(client, insurers(), key, reference="R-2").status_code == 409
    refused = answer(client, insurers(), key, word="refused", reason="保单未到期", reference="R-3")
    assert refused.status_code == 201
    assert answer(client, insurers(), key, reference="R-4", **applied()).status_code == 201
    back = answer(client, insurers(), key, word="refused", reason="x", reference="R-5")
    assert (back.status_code, back.json["answered"]) == (409, "applied")


def test_an_annulled_event_frees_at_once_in_answer_portal_and_with_every_executor(
    client, clerk, clock, runtime, listed, insurers
):
    """撤销即移出：the answer, the portal and each executor, by one act."""
    (event, _), entry = listed
    key = mine(client, insurers())[0]["id"]
    answer(client, insurers(), key, reference="A-1", **applied())
    asked = clerk.look_up(a_code(1), insurers())
    assert asked.json["status"] == "listed"
    assert [one["measure"] for one in asked.json["measures"]] == ["WSL78-3"]

    assert clerk.status(event, "revoke").status_code == 200

    freed = clerk.look_up(a_code(1), insurers() | {"If-None-Match": asked.headers["ETag"]})
    assert (freed.status_code, freed.json["status"], freed.json["measures"]) == (
        200,
        "not_listed",
        [],
    )
    with runtime.work.engine.begin() as connection:
        sent = (
            connection.exec_driver_sql("SELECT body FROM portal_records ORDER BY no")
            .scalars()
            .all()
        )
    assert [json.loads(one)["action"] for one in sent] == ["entry", "removal"]
    officer = clerk.person("handler", "handler")
    told = client.get(f"/v1/measures/entries/{entry}", headers=officer).json
    assert len(told["measures"]) == 9
    for one in told["measures"]:
        last = one["orders"][-1]
        assert (last["kind"], last["reason"], last["no"]) == ("lift", "annulled", 2)
    assert told["proposals"] == []

    (task,) = mine(client, insurers(), state="to_lift")
    assert task["order"]["clock"]["key"] == "serious_dishonesty.lift"
    stale = answer(client, insurers(), key, reference="A-2", **applied())
    assert (stale.status_code, stale.json["order_kind"]) == (412, "lift")
    lifted = {"word": "lifted", "order": 2, "acted_on": str(clerk.today())}
    assert answer(client, insurers(), key, reference="A-3", **lifted).status_code == 201
    assert mine(client, insurers(), state="to_lift") == []
    assert mine(client, insurers())[0]["state"] == "lifted"
    with runtime.work.read() as session:
        assert unwitnessed(session) == []


def test_figures_tell_what_was_ordered_received_handled_and_is_overdue(
    client, clerk, clock, listed, insurers
):
    (event, _), _ = listed
    key = mine(client, insurers())[0]["id"]
    answer(client, insurers(), key, **applied())

    def figures(year):
        officer = clerk.person("handler", "handler")
        found = client.get(f"/v1/measures/figures?year={year}", headers=officer).json["figures"]
        return {one["executor"]: one for one in found}

    told = figures(2026)
    assert told["financial"] == {
        "executor": "financial", "year": 2026, "ordered": 1, "received": 1, "handled": 1, "overdue": 0,
    }  # fmt: skip
    assert told["reform"]["handled"] == 0
    assert told["reform"]["overdue"] == 0
    clerk.status(event, "revoke")
    assert figures(2026)["financial"]["ordered"] == 2
    clock.advance(days=30)
    late = figures(2026)
    assert late["financial"]["overdue"] == 1
    assert late["reform"] == {
        "executor": "reform", "year": 2026, "ordered": 2, "received": 0, "handled": 0, "overdue": 1,
    }  # fmt: skip
    assert figures(2025) == {}


def test_two_executors_of_one_field_are_both_chased_until_both_have_lifted(
    client, clerk, runtime, listed, bank
):
    def second():
        return clerk.partner("measures.feedback", name="虚构二行", field="loans")

    (event, _), _ = listed
    key = mine(client, bank())[0]["id"]
    assert answer(client, bank(), key, **applied()).status_code == 201
    assert answer(client, second(), key, **applied()).status_code == 201
    clerk.status(event, "revoke")

    def chased():
        with runtime.work.read() as session:
            law = runtime.part(Laws).in_use(session)
            found = service.clocks(session, law, runtime.part(Calendar), clerk.today())
        return key in {str(one.action.id) for one in found}

    lifted = {"word": "lifted", "order": 2, "acted_on": str(clerk.today()), "reference": "L-1"}
    assert answer(client, bank(), key, **lifted).status_code == 201
    assert chased()
    assert answer(client, second(), key, **lifted).status_code == 201
    assert not chased()


def test_pages_follow_a_cursor_and_a_later_order_comes_again(client, clerk, listed):
    def office():
        return clerk.partner("measures.feedback", name="虚构安监", field="safety_supervisors")

    (event, _), _ = listed
    first = client.get("/v1/measures?limit=2", headers=office()).json
    assert (len(first["measures"]), first["more"]) == (2, True)
    rest = client.get(f"/v1/measures?after={first['cursor']}", headers=office()).json
    assert (len(rest["measures"]), rest["more"]) == (2, False)
    clerk.status(event, "revoke")
    again = client.get(f"/v1/measures?after={rest['cursor']}", headers=office()).json
    assert {one["state"] for one in again["measures"]} == {"to_lift"}
    assert len(again["measures"]) == 4


def test_the_first_read_after_the_last_day_shows_what_to_lift(
    client, clerk, clock, listed, insurers
):
    assert mine(client, insurers())[0]["state"] == "to_apply"
    clock.move_to(clock.now() + timedelta(days=3 * 365 + 2))
    (one,) = mine(client, insurers())
    assert (one["state"], one["order"]["reason"]) == ("to_lift", "expired")


def test_answers_of_one_partner_leak_no_measure_of_another_field(client, clerk, listed, bank):
    def procurement():
        return clerk.partner("credit.read", "credit.batch", name="虚构采购", field="procurement")

    plain = clerk.look_up(a_code(1), procurement())
    assert plain.json["status"] == "listed"
    assert plain.json["measures"] == []
    again = clerk.look_up(a_code(1), procurement() | {"If-None-Match": plain.headers["ETag"]})
    assert again.status_code == 304
    body = {"identifiers": [a_code(1), a_code(2)]}
    many = client.post("/v1/credit/lookups", json=body, headers=procurement()).json["results"]
    assert [one["measures"] for one in many] == [[], []]
    (told,) = clerk.look_up(a_code(1), bank()).json["measures"]
    assert (told["measure"], told["valid_to"]) == ("WSL78-6", "2029-12-05")
    past = clerk.look_up(a_code(1), bank(), valid_at="2026-12-04").json
    assert past["measures"] == []


def write(
    client, who, measure, word="received", *, order=1, number="复函1号", day="2026-12-05", **more
):
    body = {"order": order, "document": a_document(number, day), "word": word, **more}
    return client.post(f"/v1/measures/{measure}/letters", json=body, headers=who)


def test_an_executor_without_a_program_answers_by_letter_until_it_has_lifted(
    client, clerk, clock, listed, runtime
):
    (event, _), entry = listed
    handler = clerk.person("handler", "handler")
    here = f"/v1/measures/entries/{entry}"
    one = client.get(here, headers=handler).json["measures"][0]
    key, executor = one["id"], one["executor"]
    bare = {"word": "applied", "acted_on": "2026-12-05"}
    for given, status, field in (
        (bare, 422, "service_item"),
        ({"word": "refused"}, 422, "reason"),
        ({"word": "lifted", "acted_on": "2026-12-05"}, 409, "word"),
        ({**bare, "service_item": "招标", "day": "2026-12-06"}, 422, "document.day"),
        ({"day": "2026-12-04"}, 422, "document.day"),
    ):
        refused = write(client, handler, key, **given)
        assert (refused.status_code, refused.json["field"]) == (status, field), refused.json
    assert write(client, handler, key).status_code == 201
    done = write(client, handler, key, number="复函2号", service_item="招标", **bare)
    assert (done.status_code, done.json["recorded_by"]) == (201, "user:handler"), done.json
    shown = client.get(here, headers=handler).json["measures"]
    (seen,) = (each for each in shown if each["id"] == key)
    assert [each["word"] for each in seen["letters"]] == ["received", "applied"]
    assert handled(client, handler, executor) == (1, 1)

    assert clerk.status(event, "revoke").status_code == 200
    assert handled(client, handler, executor) == (1, 1)
    stale = write(client, handler, key, number="复函3号", order=1)
    assert (stale.status_code, stale.json["order_kind"]) == (412, "lift")
    lifted = write(client, handler, key, "lifted", order=2, number="复函3号", acted_on="2026-12-05")
    assert lifted.status_code == 201, lifted.json
    assert handled(client, handler, executor) == (2, 2)
    with runtime.work.read() as session:
        assert unwitnessed(session) == []


def handled(client, who, executor):
    """How many orders that executor answered, and how many it handled."""
    figures = client.get("/v1/measures/figures", headers=who).json["figures"]
    (one,) = (each for each in figures if each["executor"] == executor)
    return one["received"], one["handled"]


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_letter_is_recorded_by_people_of_the_entry_s_authority_alone(client, clerk, listed):
    _, entry = listed
    handler = clerk.person("handler", "handler")
    key = client.get(f"/v1/measures/entries/{entry}", headers=handler).json["measures"][0]["id"]
    stranger = clerk.person("stranger", "handler", authority="虚构市应急管理局")
    refused = write(client, stranger, key)
    assert (refused.status_code, refused.json["type"]) == (403, "/problems/outside-remit")
    assert refused.json["may"]["authority"] == "虚构区应急管理局"
    machine = clerk.partner("measures.feedback", name="虚构金管局", field="financial")
    assert write(client, machine, key).status_code == 403
    nowhere = write(client, handler, "00000000-0000-4000-8000-000000000000")
    assert (nowhere.status_code, nowhere.json["type"]) == (404, "/problems/unknown-measure")


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_letter_is_recorded_at_the_command_line(client, clerk, listed, tmp_path, monkeypatch):
    _, entry = listed
    handler = clerk.person("handler", "handler")
    key = client.get(f"/v1/measures/entries/{entry}", headers=handler).json["measures"][0]["id"]
    paper = tmp_path / "letter.pdf"
    paper.write_bytes(b"%PDF")
    monkeypatch.setattr("creditsvc.cli.measures.running", lambda: nullcontext(clerk.runtime))
    given = [
        "letter", key, "--order", "1", "--word", "received", "--document-no", "复函1号",
        "--document-day", "2026-12-05", "--file", str(paper), "--as", "handler",
    ]  # fmt: skip
    wrong = CliRunner().invoke(measures, given, input="not it\n")
    assert (wrong.exit_code, "口令不对" in wrong.output) == (1, True), wrong.output
    done = CliRunner().invoke(measures, given, input=f"{PASSWORD}\n")
    assert done.exit_code == 0, done.output
    shown = client.get(f"/v1/measures/entries/{entry}", headers=handler).json["measures"][0]
    (letter,) = shown["letters"]
    assert letter["document"]["digest"] == sha256(b"%PDF").hexdigest()
