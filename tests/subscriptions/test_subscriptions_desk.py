"""What a partner does with its subscriptions, what it may not, and that others see nothing of them."""

import pytest
from builders import a_code
from subscribing import SCOPES, URL

from creditsvc.kernel.clock import new_id

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])  # the telling runs on both


def test_another_partner_sees_and_moves_nothing_of_it(desk, clerk, client):
    key = desk.subscribe()["id"]
    other = clerk.partner(*SCOPES, purpose=None, name="虚构保险")
    assert client.get("/v1/subscriptions", headers=other).json == {"subscriptions": []}
    for method, path, body in (
        ("GET", "", None), ("DELETE", "", None), ("PATCH", "", {}), ("POST", "/pause", None),
        ("POST", "/resume", None), ("POST", "/secret", None), ("POST", "/watch-list", {}),
        ("GET", "/watch-list", None), ("GET", "/dead-letters", None), ("POST", "/replay", {"dead": []}),
    ):  # fmt: skip
        answer = client.open(f"/v1/subscriptions/{key}{path}", method=method, json=body, headers=other)  # fmt: skip
        assert (answer.status_code, answer.json["type"]) == (404, "/problems/subscription-unknown"), path  # fmt: skip
    assert desk.show(key)["state"] == "active"


def test_a_person_reads_no_subscription_and_makes_none(desk, clerk, client):
    desk.subscribe()
    officer = clerk.person("officer", "credit_officer")
    assert client.get("/v1/subscriptions", headers=officer).json == {"subscriptions": []}
    answer = client.post("/v1/subscriptions", json={"url": URL, "purpose": "loan"}, headers=officer)
    assert (answer.status_code, answer.json["type"]) == (422, "/problems/subscription-unfit")


def test_a_change_needs_the_version_that_was_read(desk):
    key = desk.subscribe()["id"]
    assert desk.ask("PATCH", f"/{key}", watching=True).status_code == 428
    changed = desk.ask("PATCH", f"/{key}", headers={"If-Match": '"1"'}, reasons=["listed"])
    assert (changed.status_code, changed.json["reasons"]) == (200, ["listed"])
    again = desk.ask("PATCH", f"/{key}", headers={"If-Match": '"1"'}, reasons=None)
    assert (again.status_code, again.json["type"]) == (409, "/problems/subscription-moved")
    cleared = desk.ask("PATCH", f"/{key}", headers={"If-Match": changed.headers["ETag"]}, reasons=None)  # fmt: skip
    assert cleared.json["reasons"] is None


def test_what_is_deleted_is_gone_whole(desk):
    key = desk.subscribe(watch=[a_code(1)])["id"]
    assert desk.ask("DELETE", f"/{key}").status_code == 204
    assert desk.ask("GET", f"/{key}").status_code == 404


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"purpose": "curiosity"}, "Purpose"),
        ({"lists": ["whitelist"]}, "lists"),
        ({"regions": ["620"]}, "regions"),
        ({"reasons": ["listd"]}, "reasons"),
        ({"after": 99}, "after"),
        ({"watch": [a_code(1), "x"]}, "add"),
        ({"url": "http://bank.example/hooks"}, "url"),
        ({"url": "http://127.0.0.1:9/hooks"}, "url"),
        ({"url": "https://user:secret@bank.example/"}, "url"),
        ({"url": "https://bank.example/#here"}, "url"),
        ({"url": "ftp://bank.example/"}, "url"),
        ({"url": "https:///nowhere"}, "url"),
        ({"url": "https://bank.example:99999/"}, "url"),
        ({"url": "https://银行.example/"}, "url"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(desk, asked, field):
    answer = desk.ask("POST", **({"url": URL, "purpose": "loan"} | asked))
    assert (answer.status_code in {403, 422}, answer.json["field"]) == (True, field)
    assert desk.ask("GET").json == {"subscriptions": []}


@pytest.mark.parametrize("body", [{}, {"url": URL}, {"purpose": "loan", "url": URL, "colour": 1}])
def test_a_body_out_of_shape_is_refused_with_a_pointer(desk, body):
    answer = desk.client.post("/v1/subscriptions", json=body, headers=desk.bank)
    assert (answer.status_code, bool(answer.json["errors"])) == (422, True)


@pytest.mark.parametrize("body", [{}, {"after": 0, "dead": []}, {"dead": [7]}, {"after": 7}])
def test_a_replay_of_what_is_not_there_is_refused(desk, body):
    key = desk.subscribe()["id"]
    answer = desk.client.post(f"/v1/subscriptions/{key}/replay", json=body, headers=desk.bank)
    assert answer.status_code == 422


def test_watch_lists_are_kept_in_order_and_to_their_bound(desk, monkeypatch):
    key = desk.subscribe()["id"]
    many = [a_code(n) for n in range(5)]
    assert desk.ask("POST", f"/{key}/watch-list", add=[*many, many[0].lower()]).json == {
        "added": 5, "removed": 0, "watched": 5,
    }  # fmt: skip
    page = desk.client.get(f"/v1/subscriptions/{key}/watch-list?limit=2", headers=desk.bank).json
    assert (page["codes"], page["more"]) == (sorted(many)[:2], True)
    monkeypatch.setattr("creditsvc.subscriptions.service.MOST_WATCHED", 5)
    full = desk.ask("POST", f"/{key}/watch-list", add=[a_code(9)])
    assert (full.status_code, full.json["type"]) == (409, "/problems/too-many-subscriptions")
    swapped = desk.ask("POST", f"/{key}/watch-list", add=[a_code(9)], remove=[many[0]])
    assert swapped.json == {"added": 1, "removed": 1, "watched": 5}


def test_a_partner_has_as_many_as_it_may_and_no_more(desk, monkeypatch):
    monkeypatch.setattr("creditsvc.subscriptions.service.MOST_SUBSCRIPTIONS", 1)
    desk.subscribe()
    assert desk.ask("POST", url=URL, purpose="loan").status_code == 409


def test_a_rewound_subscription_is_told_again_from_there(desk):
    key = desk.subscribe()["id"]
    assert desk.ask("POST", f"/{key}/replay", after=0).json == {"dead": 0, "cursor": "0"}
    assert desk.ask("GET", f"/{new_id()}").status_code == 404
