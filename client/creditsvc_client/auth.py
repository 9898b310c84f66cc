"""How requests are authorised. Anything that gives headers for a request will do: see `Auth`.

`ClientSecretBasic` is RFC 6749 section 2.3.1, `PrivateKeyJwt` RFC 7523. With `dpop` either gets tokens
that are bound to a key (RFC 9449), and proves it beside each request: a token alone is then worth nothing.
"""

import threading
import time
from collections.abc import Callable, Mapping
from typing import Protocol, TypedDict, Unpack

import requests

from creditsvc_client.problems import problem_of
from creditsvc_client.proving import ASSERTION_TYPE, SigningKey
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


class Options(TypedDict, total=False):
    """What every way of being known takes beside its own: see `TokenAuth`."""

    scope: str | None
    dpop: SigningKey | None
    http: requests.Session | None
    patience: Patience | None


class TokenAuth:
    """An access token by client credentials, kept until shortly before its end. One a process, or
    one a thread: both work. *dpop*: the key that tokens are bound to. Raises Problem where the token
    is refused.
    """

    def __init__(
        self,
        token_url: str,
        *,
        scope: str | None = None,
        dpop: SigningKey | None = None,
        http: requests.Session | None = None,
        patience: Patience | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.token_url = token_url
        self._scope = scope
        self._dpop = dpop
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
        """The bearer token (RFC 6750); or the bound one, with a fresh proof for this request."""
        token = self.token()
        if self._dpop is None:
            return {"Authorization": f"Bearer {token}"}
        proof = self._dpop.proof(method, url, token)
        return {"Authorization": f"DPoP {token}", "DPoP": proof}

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
            self._ask,
            repeatable=True,  # a token more does no harm
        )
        if answer.status_code != 200:
            raise problem_of(answer)
        told = answer.json()
        if self._dpop is not None and str(told.get("token_type")).lower() != "dpop":
            raise ValueError("the service gave a token that is not bound to the key")
        self._token = str(told["access_token"])
        self._until = self._now() + float(told.get("expires_in", 60)) - EARLY

    def _ask(self) -> requests.Response:
        """One token request; what is signed in it is new each time, for it is taken once."""
        bound = {"DPoP": self._dpop.proof("POST", self.token_url)} if self._dpop else {}
        return self._http.post(
            self.token_url,
            data=self.form(),
            headers=bound,
            auth=self.basic() or as_is,
            timeout=SECONDS,
        )


class ClientSecretBasic(TokenAuth):
    """Client id and secret in the Authorization header of the token request."""

    def __init__(
        self,
        token_url: str,
        client_id: str,
        client_secret: str,
        **options: Unpack[Options],
    ) -> None:
        super().__init__(token_url, **options)
        self._id, self._secret = client_id, client_secret

    def __repr__(self) -> str:
        return f"ClientSecretBasic({self.token_url!r}, {self._id!r})"

    def basic(self) -> tuple[str, str]:
        """Client id and secret; both are plain ASCII as the service makes them."""
        return self._id, self._secret


class PrivateKeyJwt(TokenAuth):
    """A signed assertion in place of a secret. *issuer*: the service's address, as its metadata has it."""

    def __init__(
        self,
        issuer: str,
        client_id: str,
        key: SigningKey,
        **options: Unpack[Options],
    ) -> None:
        self._issuer, self._id, self._key = issuer.rstrip("/"), client_id, key
        super().__init__(f"{self._issuer}/oauth/token", **options)

    def __repr__(self) -> str:
        return f"PrivateKeyJwt({self._issuer!r}, {self._id!r})"

    def form(self) -> dict[str, str]:
        """The grant with a fresh assertion."""
        return super().form() | {
            "client_id": self._id,
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": self._key.assertion(self._id, self._issuer),
        }
