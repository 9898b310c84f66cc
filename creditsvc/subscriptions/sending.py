"""One POST to an address that a partner chose, and so to nowhere else: no private host, no redirect, no proxy.

The name is resolved here and the connection goes to the very address that was looked at, so a name that
answers differently the second time gains nothing. All of it ends within PATIENCE, whatever the other
does: finding the name, each of its addresses in turn, the handshake, the answer.
"""

import socket
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from creditsvc.kernel.refusals import Refusal
from creditsvc.subscriptions import domain

CONNECT, READ = 5.0, 10.0  # seconds to find the name, and to connect to an address; of silence
PATIENCE = 15.0  # seconds for all of it
AGENT = "creditsvc-webhooks/1"
Place = tuple[Any, ...]  # as socket.getaddrinfo gives it


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of one attempt. status None: nobody answered, and *fault* says why."""

    status: int | None = None
    fault: str | None = None
    retry_after: timedelta | None = None

    @property
    def taken(self) -> bool:
        """Whether the receiver acknowledged the message."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def text(self) -> str:
        """The same in a few letters, for operators and the partner."""
        return self.fault or f"http-{self.status}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Sends to the open Internet and to *networks* beside it."""

    networks: Sequence[str]

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """POST *body*; never raises for what the other side does or is."""
        attempt = _Attempt(networks=self.networks, until=time.monotonic() + PATIENCE)
        try:
            domain.address(url, self.networks)  # what is allowed here may have changed since
        except Refusal:
            return Answer(fault="address-refused")
        timer = threading.Timer(PATIENCE, attempt.cut)
        timer.daemon = True
        timer.start()
        try:
            return attempt.post(url, body, headers)
        except requests.Timeout:
            return Answer(fault="timeout")
        except requests.exceptions.SSLError:
            return Answer(fault="tls")
        except requests.RequestException:
            return Answer(fault=attempt.fault or "connection")
        finally:
            timer.cancel()


@dataclass(slots=True, kw_only=True)
class _Attempt:
    networks: Sequence[str]
    until: float  # by the clock that only goes forward
    fault: str | None = None
    links: list[socket.socket] = field(default_factory=list)

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        with requests.Session() as session:
            session.trust_env = False  # no proxy and no password from our own surroundings
            for scheme in ("http://", "https://"):
                session.mount(scheme, _Adapter(self))
            with session.post(
                url,
                data=body,
                headers={"User-Agent": AGENT, "Content-Type": "application/json", **headers},
                timeout=(CONNECT, READ),
                allow_redirects=False,
                stream=True,  # what it says beside its status is of no use to us
            ) as answer:
                asked = answer.headers.get("Retry-After", "")
                seconds = (
                    int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 0
                )
                return Answer(
                    status=answer.status_code,
                    retry_after=timedelta(seconds=seconds) if seconds else None,
                )

    def cut(self) -> None:
        """Time is up: whoever sends a byte now and then is not waited for."""
        self.fault = "timeout"
        for link in self.links:
            try:
                link.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # it was over already

    def connect(self, host: str, port: int) -> socket.socket:
        """A connection to an address of *host*, if all of them may be reached."""
        found = self._addresses(host, port)
        if not all(domain.may_reach(str(place[4][0]), self.networks) for place in found):
            self.fault = "address-refused"
            raise ConnectionRefusedError(self.fault)
        failure = OSError("the name has no address")
        for family, kind, protocol, _, place in found:
            link = socket.socket(family, kind, protocol)
            try:
                link.settimeout(self._left())
                link.connect(place)
            except OSError as why:
                link.close()
                failure = why
                continue
            self.links.append(link)
            return link
        raise failure

    def _addresses(self, host: str, port: int) -> list[Place]:
        """Where *host* is. The system's resolver knows no limit of time, so it is asked beside us.

        One that does not answer is left alone: it gives up by its own settings (resolv.conf), and until
        then a worker, which tells one message at a time, has a handful of them at most.
        """
        answer: Future[list[Place]] = Future()

        def look() -> None:
            try:
                answer.set_result([*socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)])
            except UnicodeError:  # a part of the name is too long for any name
                answer.set_exception(OSError("no such name can be"))
            except OSError as why:
                answer.set_exception(why)

        threading.Thread(target=look, daemon=True).start()
        try:
            return answer.result(self._left())
        except TimeoutError:
            self.fault = "timeout"
            raise

    def _left(self) -> float:
        """Seconds for the next step; raises TimeoutError where none are left."""
        left = self.until - time.monotonic()
        if left <= 0:
            self.fault = "timeout"
            raise TimeoutError
        return min(CONNECT, left)


class _Adapter(HTTPAdapter):
    """Connects by way of an attempt, and not again."""

    def __init__(self, attempt: _Attempt) -> None:
        self._attempt = attempt
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        attempt = self._attempt

        class Plain(HTTPConnection):
            def _new_conn(self) -> socket.socket:
                return attempt.connect(self._dns_host, self.port)

        class Tls(HTTPSConnection):
            def _new_conn(self) -> socket.socket:
                return attempt.connect(self._dns_host, self.port)

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class TlsPool(HTTPSConnectionPool):
            ConnectionCls = Tls

        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": TlsPool}
