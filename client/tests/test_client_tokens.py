"""Tokens: by the secret, kept for their time, and any other way of being known fits in."""

import base64
from collections.abc import Mapping

import pytest
from client_house import BASE, CODE, Told, an_answer, ok, refused, session

from creditsvc_client import Client, ClientSecretBasic, Patience, TokenAuth, Unauthorized

TOKEN_URL = f"{BASE}/oauth/token"


def a_token(text: str = "t", seconds: int = 600):
    return ok({"access_token": text, "token_type": "Bearer", "expires_in": seconds})


def test_the_secret_goes_into_the_header_of_the_token_request_and_nowhere_else():
    told = Told(a_token())
    auth = ClientSecretBasic(TOKEN_URL, "bank", "s3cret", scope="credit.read", http=session(told))
    assert auth.headers("GET", BASE) == {"Authorization": "Bearer t"}
    [asked] = told.asked
    assert asked.headers["Authorization"] == "Basic " + base64.b64encode(b"bank:s3cret").decode()
    assert asked.body == "grant_type=client_credentials&scope=credit.read"
    assert "s3cret" not in repr(auth)


def test_a_token_is_kept_until_shortly_before_its_end():
    told, now = Told(a_token("1"), a_token("2")), [0.0]
    auth = TokenAuth(TOKEN_URL, http=session(told), now=lambda: now[0])
    assert auth.token() == auth.token() == "1"
    now[0] = 569.9
    assert auth.token() == "1"
    now[0] = 570.0
    assert auth.token() == "2"


def test_a_refused_secret_is_told_as_a_problem():
    told = Told((401, {"error": "invalid_client", "error_description": "no such client"}, {}))
    auth = ClientSecretBasic(TOKEN_URL, "bank", "wrong", http=session(told))
    with pytest.raises(Unauthorized, match="no such client"):
        auth.token()


def test_a_busy_token_endpoint_is_asked_again():
    told, pauses = Told(refused(429, "x", Retry_After="2"), a_token()), []
    patience = Patience(sleep=pauses.append)
    assert TokenAuth(TOKEN_URL, http=session(told), patience=patience).token() == "t"
    assert pauses == [2.0]


class Proving(TokenAuth):
    """As `private_key_jwt` with DPoP would: an assertion in the form, a proof beside each request."""

    def form(self) -> dict[str, str]:
        return super().form() | {"client_assertion": "signed"}

    def headers(self, method: str, url: str) -> Mapping[str, str]:
        return {"Authorization": f"DPoP {self.token()}", "DPoP": f"{method} {url}"}


def test_another_way_of_being_known_fits_in():
    told = Told(a_token(), ok(an_answer()))
    http = session(told)
    Client(BASE, Proving(TOKEN_URL, http=http), http=http).credit(CODE, purpose="loan")
    asked_token, asked = told.asked
    assert "client_assertion=signed" in str(asked_token.body)
    assert "Authorization" not in asked_token.headers
    assert asked.headers["Authorization"] == "DPoP t"
    assert asked.headers["DPoP"] == f"GET {BASE}/v1/credit/{CODE}"
