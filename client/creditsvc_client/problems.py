"""Refusals of the service (RFC 9457) as exceptions by their meaning, with the field and the mend."""

from collections.abc import Mapping
from typing import Any

import requests


class Unreachable(Exception):  # noqa: N818 - named for what it is
    """No answer came, however often it was tried."""


class Problem(Exception):  # noqa: N818 - named for what it is
    """The service refused. kind: the last part of `type`, stable across releases, such as
    `purpose-not-agreed`. detail: Chinese first, English second. body: the whole document.
    """

    def __init__(self, status: int, body: Mapping[str, Any]) -> None:
        self.status = status
        self.body = body
        self.kind = str(body.get("type", "")).rpartition("/")[2]
        self.detail = str(body.get("detail") or body.get("error_description") or "")
        self.field = body.get("field")
        super().__init__(f"{status} {self.kind}: {self.detail}")


class Invalid(Problem):
    """The request is wrong in itself (400, 422, 428): asking again the same way is of no use."""


class Unauthorized(Problem):
    """The token is not, or no longer, good (401), and a fresh one was no better."""


class Forbidden(Problem):
    """The contract does not carry this scope or purpose (403)."""


class NotFound(Problem):
    """There is no such thing (404)."""


class Conflict(Problem):
    """It is at odds with what is on record (409, 412)."""


class TooMany(Problem):
    """The quota is used up (429), and waiting as told took longer than was allowed."""


class Unavailable(Problem):
    """The service cannot answer now (5xx)."""


class CannotSay(Unavailable):
    """Nothing can be said now (503), which never means *not listed*."""


_BY_STATUS: Mapping[int, type[Problem]] = {
    401: Unauthorized, 403: Forbidden, 404: NotFound, 409: Conflict, 412: Conflict, 429: TooMany,
}  # fmt: skip


def problem_of(answer: requests.Response) -> Problem:
    """The exception for an answer with an error status."""
    try:
        body = answer.json()
    except ValueError:
        body = {}
    if not isinstance(body, dict):
        body = {}
    status = answer.status_code
    kind: type[Problem]
    if status >= 500:
        kind = CannotSay if body.get("status") == "cannot_say" else Unavailable
    else:
        kind = _BY_STATUS.get(status, Invalid)
    return kind(status, body)
