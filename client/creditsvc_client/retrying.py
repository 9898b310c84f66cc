"""When to try again, and how long to wait before. Only what may be repeated is ever repeated."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

import requests

from creditsvc_client.problems import Unreachable

AGAIN = frozenset({429, 502, 503, 504})
Send = Callable[[], requests.Response]


def _draw() -> float:
    return random.random()  # noqa: S311 - spreads retries; guards nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """tries: at most so many; first, longest: seconds of the first pause and of any. Each pause is
    drawn between nothing and its bound, which doubles, so that many clients do not come back at once.
    A `Retry-After` of the service holds instead; one over *longest* is not waited for.
    """

    tries: int = 4
    first: float = 0.5
    longest: float = 30.0
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)
    draw: Callable[[], float] = field(default=_draw, repr=False)

    def send(self, send: Send, *, repeatable: bool) -> requests.Response:
        """The answer; the last one, good or bad, when patience is at its end. Raises Unreachable."""
        tried = 0
        while True:
            tried += 1
            last = not repeatable or tried >= self.tries
            try:
                answer = send()
            except (requests.ConnectionError, requests.Timeout) as why:
                if last:
                    raise Unreachable(str(why)) from why
                wait: float | None = self._pause(tried)
            else:
                if last or answer.status_code not in AGAIN:
                    return answer
                wait = self._told(answer, tried)
                if wait is None:
                    return answer
            self.sleep(wait or 0.0)

    def _pause(self, tried: int) -> float:
        return min(self.longest, self.first * 2.0 ** (tried - 1)) * self.draw()

    def _told(self, answer: requests.Response, tried: int) -> float | None:
        """Seconds to wait; None: longer than we would."""
        told = retry_after(answer)
        if told is None:
            return self._pause(tried)
        return told if told <= self.longest else None


def retry_after(answer: requests.Response) -> float | None:
    """What `Retry-After` says (RFC 9110 section 10.2.3), in seconds; a date counts from the
    answer's own `Date`, so that no clock need agree. None: nothing that can be read.
    """
    text = answer.headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        until = parsedate_to_datetime(text)
        now = parsedate_to_datetime(answer.headers.get("Date", ""))
        return max(0.0, (until - now).total_seconds())
    except (TypeError, ValueError):
        return None
