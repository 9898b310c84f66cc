"""How requests are authorised. Anything that gives headers for a request will do: see `Auth`.

`ClientSecretBasic` is RFC 6749 section 2.3.1. For `private_key_jwt` (RFC 7523) subclass `TokenAuth`
and put the assertion into the form; for DPoP (RFC 9449) also override `headers`, which is told the
method and the address that a proof must name.
"""

import threading
import time
from collections.abc import Callable, Mapping
from typing import Protocol

import requests

from creditsvc_client.problems import problem_of
from creditsvc_client.retrying import Patience

EARLY = 30.0  # seconds before its end that a token is renewed
SECONDS = 15.0


def as_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Leave a request alone: else the library would put in a password from a `.netrc` file."""
    return request


class Auth(Protocol):
    """What a client asks of whoever authorises it."""

    def headers(self, method: str, url: str) -> Mapping[str, str]:
        """The headers that authorise one request; may ask for a token first."""
        ...

    def refused(self) -> bool:
        """The service answered 401: whether it is worth another try, once."""
        ...


class TokenAuth:
    """An access token by client credentials, kept until shortly before its end. One a process, or
    one a thread: both work. Raises Problem where the token is refused.
    """

    def __init__(
        self,
        token_url: str,
        *,
        scope: str | None = None,
        http: requests.Session | None = None,
        patience: Patience | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.token_url = token_url
        self._scope = scope
        self._http = http or requests.Session()
        self._patience = patience or Patience()
        self._now = now
        self._lock = threading.Lock()
        self._token: str | None = None
        self._until = 0.0

    def form(self) -> dict[str, str]:
        """What is posted to the token endpoint."""
        asked = {"grant_type": "client_credentials"}
        return asked if self._scope is None else {**asked, "scope": self._scope}

    def basic(self) -> tuple[str, str] | None:
        """User and password of the token request; None: it authenticates otherwise."""
        return None

    def headers(self, method: str, url: str) -> Mapping[str, str]:
        """The bearer token (RFC 6750)."""
        del method, url
        return {"Authorization": f"Bearer {self.token()}"}

    def token(self) -> str:
        """A token that is good for a while yet."""
        with self._lock:
            if self._token is None or self._now() >= self._until:
                self._fetch()
            return str(self._token)

    def refused(self) -> bool:
        """Forget the token: it may have been revoked, and a fresh one may be good."""
        with self._lock:
            self._token = None
        return True

    def _fetch(self) -> None:
        answer = self._patience.send(
            lambda: self._http.post(
                self.token_url, data=self.form(), auth=self.basic() or as_is, timeout=SECONDS
            ),
            repeatable=True,  # a token more does no harm
        )
        if answer.status_code != 200:
            raise problem_of(answer)
        told = answer.json()
        self._token = str(told["access_token"])
        self._until = self._now() + float(told.get("expires_in", 60)) - EARLY


class ClientSecretBasic(TokenAuth):
    """Client id and secret in the Authorization header of the token request."""

    def __init__(
        self,
        token_url: str,
        client_id: str,
        client_secret: str,
        *,
        scope: str | None = None,
        http: requests.Session | None = None,
        patience: Patience | None = None,
    ) -> None:
        super().__init__(token_url, scope=scope, http=http, patience=patience)
        self._id, self._secret = client_id, client_secret

    def __repr__(self) -> str:
        return f"ClientSecretBasic({self.token_url!r}, {self._id!r})"

    def basic(self) -> tuple[str, str]:
        """Client id and secret; both are plain ASCII as the service makes them."""
        return self._id, self._secret
