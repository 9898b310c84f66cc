"""A partner with webhooks, and a receiver that takes or refuses what it is told to."""

from dataclasses import dataclass, field
from typing import Any

import orjson
from builders import Clerk

from creditsvc.kernel.clock import FixedClock
from creditsvc.subscriptions.sending import Answer, Sender
from creditsvc.web.runtime import Runtime
from creditsvc.worker import Worker, topics

URL = "https://bank.example/hooks"
SCOPES = ("changes.read", "credit.read")
TAKEN = Answer(status=204)


@dataclass
class Receiver:
    """Stands where the network is. answers: what it says next; then it takes everything."""

    got: list[tuple[str, bytes, dict[str, str]]] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    def post(self, url: str, body: bytes, headers: dict[str, str]) -> Answer:
        self.got.append((url, body, dict(headers)))
        return self.answers.pop(0) if self.answers else TAKEN

    @property
    def told(self) -> list[tuple[int, str]]:
        """Number and reason of each message, in the order in which they came."""
        return [(one["data"]["seq"], one["data"]["reason"]) for one in self.messages]

    @property
    def messages(self) -> list[Any]:
        return [orjson.loads(body) for _, body, _ in self.got]


@dataclass
class Desk:
    """One partner at its subscriptions."""

    runtime: Runtime
    client: Any
    clerk: Clerk
    receiver: Receiver
    clock: FixedClock

    @property
    def bank(self) -> dict[str, str]:
        return self.clerk.partner(*SCOPES, purposes=("loan", "bid"), purpose=None)

    def ask(self, method: str, path: str = "", headers: Any = None, **body: Any) -> Any:
        return self.client.open(
            f"/v1/subscriptions{path}", method=method, json=body or None,
            headers=self.bank | (headers or {}),
        )  # fmt: skip

    def subscribe(self, **asked: Any) -> Any:
        answer = self.ask("POST", url=URL, purpose="loan", **asked)
        assert answer.status_code == 201, answer.json
        return answer.json

    def show(self, key: str) -> Any:
        return self.ask("GET", f"/{key}").json

    def work(self) -> None:
        """A second later, do the jobs that are due."""
        self.clock.advance(seconds=1)  # acts at one instant are told apart by microseconds ahead
        worker = Worker(runtime=self.runtime, topics=topics(self.runtime))
        while worker.one_job():
            pass


def a_desk(runtime: Runtime, client: Any, clerk: Clerk, clock: FixedClock) -> Desk:
    receiver = Receiver()
    runtime.parts[Sender] = receiver
    return Desk(runtime=runtime, client=client, clerk=clerk, receiver=receiver, clock=clock)
