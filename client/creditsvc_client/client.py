"""The client: one method a question. Every look-up names its purpose; the service logs it."""

import threading
import time
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Self
from urllib.parse import quote

import requests

from creditsvc_client.auth import Auth, ClientSecretBasic, PrivateKeyJwt, as_is
from creditsvc_client.bookmarks import Bookmark, Mark
from creditsvc_client.problems import problem_of
from creditsvc_client.proving import SigningKey
from creditsvc_client.receipts import Receipt, check_receipt
from creditsvc_client.retrying import Patience
from creditsvc_client.values import Answer, BatchAnswer, Change, Refused, Report

MOST = 10_000  # identifiers in one request
HELD = 1024  # answers kept with their ETags
SECONDS = 30.0
GOOD = frozenset({200, 201, 304})
Params = Mapping[str, str | int]


class Client:
    """A connection to one service. Safe to share between threads as far as *http* is."""

    def __init__(
        self,
        base_url: str,
        auth: Auth,
        *,
        http: requests.Session | None = None,
        patience: Patience | None = None,
        timeout: float = SECONDS,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self._auth = auth
        self._http = http or requests.Session()
        self._patience = patience or Patience()
        self._timeout = timeout
        self._held: OrderedDict[tuple[str, str], tuple[str, Any]] = OrderedDict()
        self._lock = threading.Lock()

    @classmethod
    def with_secret(
        cls, base_url: str, client_id: str, client_secret: str, *, dpop: SigningKey | None = None
    ) -> Self:
        """A client that gets its tokens with its secret (`client_secret_basic`), bound to *dpop* if given."""
        token_url = f"{base_url.rstrip('/')}/oauth/token"
        return cls(base_url, ClientSecretBasic(token_url, client_id, client_secret, dpop=dpop))

    @classmethod
    def with_key(
        cls, base_url: str, client_id: str, key: SigningKey, *, dpop: SigningKey | None = None
    ) -> Self:
        """A client that signs for its tokens (`private_key_jwt`), bound to *dpop* if given."""
        return cls(base_url, PrivateKeyJwt(base_url, client_id, key, dpop=dpop))

    def credit(
        self, uscc: str, *, purpose: str, valid_at: str | None = None, known_at: str | None = None
    ) -> Answer:
        """Whether an enterprise is listed. An answer in hand is asked for again by its ETag.

        valid_at: a day or an instant; known_at: an act number or an instant. Raises Problem.
        """
        path, params = f"/v1/credit/{quote(uscc, safe='')}", _times(valid_at, known_at)
        key = (f"{path}?{sorted(params.items())}", purpose)
        with self._lock:
            held = self._held.get(key)
        headers = _stating(purpose) | ({"If-None-Match": held[0]} if held else {})
        answer = self._get(path, params, headers)
        if answer.status_code == 304 and held:
            return Answer.of(held[1], revalidated=True)
        body, etag = answer.json(), answer.headers.get("ETag")
        found = Answer.of(body)
        if etag:
            self._keep(key, etag, body)
        return found

    def credits(self, identifiers: Sequence[str], *, purpose: str) -> BatchAnswer:
        """Up to 10,000 identifiers at once; order kept, each answered or refused on its own."""
        if not 0 < len(identifiers) <= MOST:
            raise ValueError(f"1 to {MOST} identifiers in one request")
        told = self._post(
            "/v1/credit/lookups", {"identifiers": list(identifiers)}, _stating(purpose), repeatable=True
        ).json()  # fmt: skip
        results: list[Answer | Refused] = [
            Refused(identifier=one["identifier"], problem=one["problem"]) if "problem" in one else Answer.of(one)
            for one in told["results"]
        ]  # fmt: skip
        if len(results) != len(identifiers):
            raise ValueError("the service answered another number of identifiers than were asked")
        return BatchAnswer(as_of=told["as_of"], data_version=told["data_version"], results=results)

    def receipt(
        self, uscc: str, *, purpose: str, valid_at: str | None = None, known_at: str | None = None
    ) -> str:
        """The signed answer as a compact JWS: keep it as it is, and check it with `check_receipt`."""
        path = f"/v1/credit/{quote(uscc, safe='')}/receipt"
        return self._get(path, _times(valid_at, known_at), _stating(purpose)).text

    def checked_receipt(self, uscc: str, *, purpose: str) -> tuple[str, Receipt]:
        """A receipt to keep, and what it says, checked with the keys that the service publishes now."""
        text = self.receipt(uscc, purpose=purpose)
        return text, check_receipt(text, self.jwks(), issuer=self.base_url)

    def report(self, uscc: str, *, purpose: str) -> Report:
        """The printed report, sealed."""
        path = f"/v1/credit/{quote(uscc, safe='')}/report.pdf"
        answer = self._get(path, {}, _stating(purpose))
        return Report(number=answer.headers["Evidence-Number"], pdf=answer.content)

    def jwks(self) -> Mapping[str, Any]:
        """The service's public keys. Save them: receipts are checked with them years later."""
        found: Mapping[str, Any] = self._get("/oauth/jwks", {}, {}).json()
        return found

    def changes(
        self, bookmark: Bookmark, *, page: int = 100, wait: float | None = None
    ) -> Iterator[Change]:
        """Every change after *bookmark*, in order, each once; a line is marked as done when the next
        is asked for. Ends at the end of the feed, or looks again after *wait* seconds.
        """  # fmt: skip
        while True:
            mark = bookmark.load()
            told = self._get("/v1/changes", {"after": mark.cursor, "limit": page}, {}).json()
            for line in told["changes"]:
                change = Change.of(line)
                if change.seq > mark.seq:
                    yield change
                    bookmark.save(Mark(mark.cursor, change.seq))
            if told["changes"]:
                bookmark.save(Mark(told["cursor"], told["changes"][-1]["seq"]))
            if told["more"]:
                continue
            if wait is None:
                return
            time.sleep(wait)

    def measures(self, *, state: str | None = None, page: int = 100) -> Iterator[Mapping[str, Any]]:
        """What one's own field must apply or lift, as it stands; read through from the start."""
        after = "0"
        while True:
            asked: dict[str, str | int] = {"after": after, "limit": page}
            told = self._get("/v1/measures", asked | ({"state": state} if state else {}), {}).json()
            yield from told["measures"]
            if not told["more"]:
                return
            after = told["cursor"]

    def respond(self, measure: str, response: Mapping[str, Any]) -> Mapping[str, Any]:
        """Report what became of a measure. It must bear a `reference` of one's own: under the same
        one the service takes it once, which is why it may be sent again.
        """
        if not response.get("reference"):
            raise ValueError("a response needs a reference of your own")
        path = f"/v1/measures/{quote(measure, safe='')}/responses"
        found: Mapping[str, Any] = self._post(path, dict(response), {}, repeatable=True).json()
        return found

    def _get(self, path: str, params: Params, headers: Mapping[str, str]) -> requests.Response:
        return self._ask("GET", path, headers, repeatable=True, params=params)

    def _post(
        self, path: str, body: Any, headers: Mapping[str, str], *, repeatable: bool
    ) -> requests.Response:
        return self._ask("POST", path, headers, repeatable=repeatable, json=body)

    def _ask(
        self, method: str, path: str, headers: Mapping[str, str], *, repeatable: bool, **more: Any
    ) -> requests.Response:
        url = f"{self.base_url}{path}"

        def send() -> requests.Response:
            known = {**headers, **self._auth.headers(method, url)}
            return self._http.request(
                method, url, headers=known, auth=as_is, allow_redirects=False,
                timeout=self._timeout, **more,
            )  # fmt: skip

        answer = self._patience.send(send, repeatable=repeatable)
        if answer.status_code == 401 and self._auth.refused():  # refused before anything was done
            answer = self._patience.send(send, repeatable=repeatable)
        if answer.status_code not in GOOD:
            raise problem_of(answer)
        return answer

    def _keep(self, key: tuple[str, str], etag: str, body: Any) -> None:
        with self._lock:
            self._held[key] = (etag, body)
            self._held.move_to_end(key)
            while len(self._held) > HELD:
                self._held.popitem(last=False)


def _stating(purpose: str) -> dict[str, str]:
    if not purpose:
        raise ValueError("a look-up states its purpose")
    return {"Purpose": purpose}


def _times(valid_at: str | None, known_at: str | None) -> dict[str, str]:
    given = {"valid_at": valid_at, "known_at": known_at}
    return {name: text for name, text in given.items() if text is not None}
