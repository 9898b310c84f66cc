"""People sign in through a page: code with PKCE, roles, throttling, and every way it can go wrong."""

import re

import pytest
from access_house import (
    BASE,
    CALLBACK,
    CHALLENGE,
    PASSWORD,
    exchange,
    query,
    sent_back,
    sign_in,
)

from creditsvc.access import codes, credentials, people, signin
from creditsvc.access.domain import UserUnknown
from creditsvc.access.tokens import Tokens
from creditsvc.kernel.roles import PERSON_SCOPES


def person_token(house, client, **more):
    code = sent_back(sign_in(house, client, **more))["code"]
    answer = exchange(house, client, code)
    assert answer.status_code == 200, answer.text
    return answer.json["access_token"]


def test_a_person_signs_in_and_is_known_by_roles_and_remit(house):
    client, _ = house.console()
    house.user(authority="甘肃省应急管理厅", region="620000")
    back = sent_back(sign_in(house, client))
    assert back["state"] == "xyz 状态"
    assert back["iss"] == BASE
    answer = exchange(house, client, back["code"])
    assert answer.headers["Cache-Control"] == "no-store"
    assert "refresh_token" not in answer.json
    assert house.me(answer.json["access_token"]).json == {
        "id": "user:li.na",
        "kind": "person",
        "name": "李娜",
        "scopes": [
            "assessments.read",
            "enterprises.read",
            "events.read",
            "listings.read",
            "persons.reveal",
            "proceedings.handle",
            "proceedings.read",
        ],
        "roles": ["handler"],
        "purposes": [],
        "field": None,
        "authority": "甘肃省应急管理厅",
        "region": "620000",
    }


def test_a_person_may_make_a_move_that_a_machine_may_not(house):
    client, _ = house.console()
    house.user()
    headers = {"Authorization": f"Bearer {person_token(house, client)}"}
    assert house.http.post("/moves", headers=headers).json == {"moved_by": "user:li.na"}


def test_scopes_that_the_roles_do_not_carry_are_refused_not_narrowed(house):
    client, _ = house.console()
    house.user()
    wide = sent_back(sign_in(house, client, scope="proceedings.handle proceedings.decide"))
    assert wide["error"] == "invalid_scope"
    assert "code" not in wide
    narrow = person_token(house, client, scope="events.read")
    assert house.me(narrow).json["scopes"] == ["events.read"]


def test_scopes_beyond_the_client_are_refused_before_anybody_signs_in(house):
    client, _ = house.console(scopes=["events.read"])
    answer = house.http.get("/oauth/authorize", query_string=query(client, scope="audit.read"))
    assert sent_back(answer)["error"] == "invalid_scope"


def test_a_role_taken_away_counts_at_the_next_request(house):
    client, _ = house.console()
    house.user(roles=["handler", "approver"])
    token = person_token(house, client)
    assert "proceedings.decide" in house.me(token).json["scopes"]
    house.act(people.set_roles, "li.na", ["handler"])
    assert "proceedings.decide" not in house.me(token).json["scopes"]
    assert house.me(token).json["roles"] == ["handler"]


def test_a_suspended_person_is_refused_at_once_and_cannot_sign_in(house):
    client, _ = house.console()
    house.user()
    token = person_token(house, client)
    house.act(people.suspend_user, "li.na")
    assert house.me(token).status_code == 401
    assert sign_in(house, client).status_code == 403
    house.act(people.resume_user, "li.na")
    assert house.me(token).status_code == 200


def test_a_person_suspended_between_code_and_token_gets_none(house):
    client, _ = house.console()
    house.user()
    code = sent_back(sign_in(house, client))["code"]
    house.act(people.suspend_user, "li.na")
    answer = exchange(house, client, code)
    assert (answer.status_code, answer.json["error"]) == (400, "invalid_grant")


# The page


def test_the_page_is_chinese_first_labelled_and_needs_nothing_from_elsewhere(house):
    client, _ = house.console()
    answer = house.http.get("/oauth/authorize", query_string=query(client, scope="events.write"))
    page = answer.text
    assert '<html lang="zh-CN">' in page
    assert page.index("登录") < page.index("Sign in</span>")
    assert "办案平台" in page
    assert "登记和更正事件" in page
    assert "events.write" in page
    for name in re.findall(r'<input id="(\w+)"', page):
        assert f'<label for="{name}">' in page
    assert "<script" not in page
    assert "http" not in page.replace("https://console.example", "")
    policy = answer.headers["Content-Security-Policy"]
    nonce = re.search(r'<style nonce="([^"]+)">', page)[1]
    assert f"default-src 'none'; style-src 'nonce-{nonce}'" in policy
    assert "form-action 'self' https://console.example;" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["Cache-Control"] == "no-store"
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


def test_the_page_says_every_scope_a_person_can_hold_in_words():
    assert set(signin.SCOPES) == set(PERSON_SCOPES)


def test_a_client_name_with_markup_is_shown_and_not_obeyed(house):
    client, _ = house.console(name="<b>x</b>")
    page = house.http.get("/oauth/authorize", query_string=query(client)).text
    assert "&lt;b&gt;x&lt;/b&gt;" in page
    assert "<b>x</b>" not in page


def test_cancel_goes_back_with_access_denied(house):
    client, _ = house.console()
    back = sent_back(sign_in(house, client, decision="deny"))
    assert back["error"] == "access_denied"
    assert back["state"] == "xyz 状态"
    assert back["iss"] == BASE


@pytest.mark.parametrize(
    "changes",
    [
        {"redirect_uri": "https://evil.example/callback"},
        {"redirect_uri": CALLBACK + "&more=1"},
        {"redirect_uri": "https://console.example/callback"},
        {"redirect_uri": "https://例子.example/回"},
        {"redirect_uri": None},
        {"client_id": "console-unknown"},
        {"client_id": "a\0b"},
        {"client_id": None},
        {"redirect_uri": [CALLBACK, "https://evil.example/"]},
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_unregistered_address_or_client_is_never_redirected_to(house, changes, method):
    client, _ = house.console()
    answer = getattr(house.http, method)("/oauth/authorize", query_string=query(client, **changes))
    assert answer.status_code == 400
    assert answer.location is None
    assert "无法登录" in answer.text


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "回"}, "unsupported_response_type"),
        ({"response_type": None}, "invalid_request"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge": None, "code_challenge_method": None}, "invalid_request"),
        ({"scope": "nonsense"}, "invalid_scope"),
    ],
)
def test_other_faults_go_back_to_the_client_with_state_and_issuer(house, changes, error):
    client, _ = house.console()
    answer = house.http.get("/oauth/authorize", query_string=query(client, **changes))
    back = sent_back(answer)
    assert (back["error"], back["state"], back["iss"]) == (error, "xyz 状态", BASE)


def test_a_partner_has_no_sign_in(house):
    client, _ = house.partner()
    assert house.http.get("/oauth/authorize", query_string=query(client)).status_code == 400


# Forged posts


def test_a_post_without_the_cookie_or_the_form_value_signs_nobody_in(house):
    client, _ = house.console()
    house.user()
    good = {"username": "li.na", "password": PASSWORD, "decision": "allow"}
    browser = house.http
    page = browser.get("/oauth/authorize", query_string=query(client))
    form_token = re.search(r'name="form_token" value="([0-9a-f]+)"', page.text)[1]
    stranger = house.http
    cases = [
        (browser, good),
        (browser, {**good, "form_token": "0" * 64}),
        (browser, {**good, "form_token": "é"}),
        (stranger, {**good, "form_token": form_token}),
    ]
    for who, form in cases:
        answer = who.post("/oauth/authorize", query_string=query(client), data=form)
        assert answer.status_code == 403
        assert "页面已失效" in answer.text


def test_a_form_is_good_for_the_request_it_was_given_for_and_no_other(house):
    client, _ = house.console()
    house.user()
    browser = house.http
    page = browser.get("/oauth/authorize", query_string=query(client, scope="events.read"))
    form_token = re.search(r'name="form_token" value="([0-9a-f]+)"', page.text)[1]
    form = {
        "form_token": form_token,
        "username": "li.na",
        "password": PASSWORD,
        "decision": "allow",
    }
    other = browser.post("/oauth/authorize", query_string=query(client), data=form)
    assert other.status_code == 403


@pytest.mark.parametrize(("seconds", "status"), [(899, 303), (900, 403)])
def test_a_form_left_open_too_long_must_be_filled_in_again(house, seconds, status):
    client, _ = house.console()
    house.user()
    browser = house.http
    page = browser.get("/oauth/authorize", query_string=query(client))
    form = {
        "form_token": re.search(r'name="form_token" value="([0-9a-f]+)"', page.text)[1],
        "username": "li.na",
        "password": PASSWORD,
        "decision": "allow",
    }
    house.clock.advance(seconds=seconds)
    # The browser would drop the cookie by its own clock; the server must not rely on that.
    answer = browser.post("/oauth/authorize", query_string=query(client), data=form)
    assert answer.status_code == status


# Passwords


def test_a_wrong_password_and_an_unknown_name_look_alike_and_cost_alike(house, monkeypatch):
    client, _ = house.console()
    house.user()
    work = []
    monkeypatch.setattr(
        credentials,
        "_scrypt",
        lambda password, salt, how, do=credentials._scrypt: (
            work.append(how) or do(password, salt, how)
        ),
    )
    answers = [
        sign_in(house, client, username=name, password="wrong password")
        for name in ("li.na", "nobody", "a\0b", "")
    ]
    assert {answer.status_code for answer in answers} == {403}
    assert len({re.sub(r'(value|nonce)="[^"]*"', "", answer.text) for answer in answers}) == 1
    assert "用户名或密码不对" in answers[0].text
    assert work == [(credentials.COST, credentials.BLOCK, credentials.PARALLEL)] * 4


def test_failures_slow_a_name_down_and_time_lets_it_in_again(house):
    client, _ = house.console()
    house.user()
    for _ in range(5):
        assert sign_in(house, client, password="wrong password").status_code == 403
    blocked = sign_in(house, client)
    assert (blocked.status_code, blocked.headers["Retry-After"]) == (429, "1")
    assert sign_in(house, client, username="nobody").status_code == 403
    house.clock.advance(seconds=1)
    assert sign_in(house, client).status_code == 303
    assert sign_in(house, client, password="wrong password").status_code == 403
    assert sign_in(house, client).status_code == 303


def test_unknown_names_are_slowed_down_just_the_same(house):
    client, _ = house.console()
    for _ in range(5):
        assert sign_in(house, client, username="nobody").status_code == 403
    assert sign_in(house, client, username="nobody").status_code == 429


def test_failed_tries_do_not_number_acts(house):
    client, _ = house.console()
    before = house.acts()
    sign_in(house, client, username="nobody")
    assert house.acts() == before


# The exchange


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_verifier": None}, "invalid_request"),
        ({"code_verifier": "w" * 50}, "invalid_grant"),
        ({"code_verifier": CHALLENGE}, "invalid_grant"),
        ({"code_verifier": "short"}, "invalid_request"),
        ({"redirect_uri": None}, "invalid_grant"),
        ({"redirect_uri": "https://console.example/callback"}, "invalid_grant"),
        ({"code": "guess"}, "invalid_grant"),
        ({"code": None}, "invalid_request"),
        ({"grant_type": "client_credentials"}, "invalid_client"),
    ],
)
def test_a_code_is_exchanged_only_with_all_that_belongs_to_it(house, changes, error):
    client, _ = house.console()
    house.user()
    code = sent_back(sign_in(house, client))["code"]
    refused = exchange(house, client, code, **changes)
    assert (refused.status_code, refused.json["error"]) == (
        401 if error == "invalid_client" else 400,
        error,
    )
    assert exchange(house, client, code).status_code == 200


def test_a_code_belongs_to_the_client_it_was_given_to(house):
    client, _ = house.console()
    other, _ = house.console(name="另一平台")
    house.user()
    code = sent_back(sign_in(house, client))["code"]
    assert exchange(house, other, code).json["error"] == "invalid_grant"
    assert exchange(house, client, code).status_code == 200


def test_a_confidential_console_must_also_show_its_secret(house):
    client, secret = house.confidential_console()
    house.user()
    code = sent_back(sign_in(house, client))["code"]
    assert exchange(house, client, code).json["error"] == "invalid_client"
    assert exchange(house, client, code, client_secret=secret).status_code == 200


@pytest.mark.parametrize(("seconds", "status"), [(59.999, 200), (60.001, 400)])
def test_a_code_lives_for_a_minute(house, seconds, status):
    client, _ = house.console()
    house.user()
    code = sent_back(sign_in(house, client))["code"]
    house.clock.advance(seconds=seconds)
    assert exchange(house, client, code).status_code == status


def test_a_code_used_twice_is_refused_and_ends_the_token_it_gave(house):
    client, _ = house.console()
    house.user()
    code = sent_back(sign_in(house, client))["code"]
    token = exchange(house, client, code).json["access_token"]
    assert house.me(token).status_code == 200
    again = exchange(house, client, code)
    assert (again.status_code, again.json["error"]) == (400, "invalid_grant")
    assert house.me(token).status_code == 401


def test_the_loser_of_a_race_for_a_code_gets_nothing_and_ends_the_winners_token(house):
    client, _ = house.console()
    house.user()
    code = sent_back(sign_in(house, client))["code"]
    with house.runtime.work.read() as session:
        given = codes.find(session, code, client.client_id)
    tokens = house.runtime.part(Tokens)
    first, second = (
        tokens.issue("user:li.na", client.client_id, {"events.read"}) for _ in range(2)
    )
    assert house.act(codes.redeem, given, tokens.verified(first))
    assert house.me(first).status_code == 200
    assert not house.act(codes.redeem, given, tokens.verified(second))
    assert house.me(first).status_code == 401


def test_a_public_client_ends_its_own_token(house):
    client, _ = house.console()
    house.user()
    token = person_token(house, client)
    form = {"token": token, "client_id": client.client_id}
    assert house.http.post("/oauth/revoke", data=form).status_code == 200
    assert house.me(token).status_code == 401


def test_a_new_password_replaces_the_old_one(house):
    client, _ = house.console()
    house.user()
    house.act(people.set_password, "li.na", "another good password")
    assert sign_in(house, client).status_code == 403
    assert sign_in(house, client, password="another good password").status_code == 303
    with pytest.raises(UserUnknown):
        house.act(people.set_password, "nobody", "another good password")


def test_signing_in_is_noted_without_naming_the_person(house):
    client, _ = house.console()
    user = house.user()
    sent_back(sign_in(house, client))
    with house.runtime.work.read() as session:
        rows = session.connection().exec_driver_sql("SELECT verb, subject, facts FROM trail").all()
    assert ("user.signed-in", str(user.id)) in [(row[0], row[1]) for row in rows]
    assert "李娜" not in str(rows)
