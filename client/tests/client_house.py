"""A service that answers as told, and keeps what it was asked: no network, no waiting."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import requests
from requests.adapters import BaseAdapter

from creditsvc_client import Client, Patience

BASE = "https://credit.example.cn"
CODE = "91999999000000001K"


class Told(BaseAdapter):
    """Answers requests in turn: a status with body and headers, or an exception to raise."""

    def __init__(self, *answers: Any) -> None:
        super().__init__()
        self.answers = list(answers)
        self.asked: list[requests.PreparedRequest] = []

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        self.asked.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        status, body, headers = answer
        made = requests.Response()
        made.status_code, made.request, made.url = status, request, str(request.url)
        made.headers.update(headers)
        made._content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return made

    def close(self) -> None:
        pass


class Known:
    """Authorises by a fixed token, and renews it once if it is refused."""

    def __init__(self) -> None:
        self.tokens = ["first", "second"]

    def headers(self, method: str, url: str) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self.tokens[0]}"}

    def refused(self) -> bool:
        return len(self.tokens) > 1 and bool(self.tokens.pop(0))


def ok(body: Any, **headers: str) -> Any:
    return 200, body, headers


def refused(status: int, kind: str, **headers: str) -> Any:
    body = {
        "type": f"/problems/{kind}",
        "status": status,
        "detail": "中文 / English",
        "field": "uscc",
    }
    return status, body, {name.replace("_", "-"): text for name, text in headers.items()}


def session(told: Told) -> requests.Session:
    http = requests.Session()
    http.mount("https://", told)
    return http


def a_client(told: Told, pauses: list[float] | None = None, **more: Any) -> Client:
    """A client of the service *told*; its pauses are noted and not slept."""
    noted: Callable[[float], Any] = ([] if pauses is None else pauses).append
    patience = Patience(sleep=noted, draw=lambda: 1.0)
    return Client(BASE, Known(), http=session(told), patience=patience, **more)


def an_answer(**changes: Any) -> dict[str, Any]:
    return {
        "uscc": CODE, "name": "虚构甲煤业有限公司", "registered": True, "status": "not_listed", "tier": "A",
        "as_of": "2026-11-20T04:00:00.000000Z", "data_version": 7, "next_change_at": None,
        "listings": [], "measures": [],
    } | changes  # fmt: skip
