"""The load: a process of its own that keeps a few connections busy, bounded in time and in count.

`python -m bench.load` reads a plan (JSON) on its input and prints a result (JSON). It talks to
127.0.0.1 only, sends prebuilt requests, and counts only answers that are what was asked for.
"""

import json
import re
import select
import socket
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from time import perf_counter

HOST = "127.0.0.1"
MOST = 2_000_000  # requests of one sample, whatever the plan says
DRAIN = 60.0  # seconds for answers still under way when time is up
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to send: *before* + one of *codes* + *after*, again and again, over *connections*.

    warm, seconds: not counted and counted. The answer must have status 200 and contain its code.
    """

    port: int
    before: str
    after: str
    codes: Sequence[str]
    connections: int
    warm: float
    seconds: float

    @property
    def requests(self) -> list[tuple[bytes, bytes]]:
        """Each request as it goes over the wire, with what its answer must contain."""
        return [
            (f"{self.before}{code}{self.after}".encode(), code[:18].encode()) for code in self.codes
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What came of it. *per_second* and the milliseconds: after warming up; *total*: all answers."""

    per_second: float
    total: int
    p50_ms: float
    p99_ms: float
    bytes_each: float


class BadAnswerError(RuntimeError):
    """The server said something else than the answer asked for: nothing was measured."""


@dataclass(slots=True)
class _Line:
    """A kept-alive connection with one request under way."""

    link: socket.socket
    wanted: bytes = b""
    sent_at: float = 0.0
    got: bytearray = field(default_factory=bytearray)
    due: int = 0

    def send(self, request: tuple[bytes, bytes], now: float) -> None:
        message, self.wanted = request
        self.got.clear()
        self.due = 0
        self.sent_at = now
        self.link.sendall(message)

    def receive(self) -> bool:
        """Take what has come; whether the answer is whole. Raises BadAnswerError."""
        part = self.link.recv(1 << 18)
        if not part:
            raise BadAnswerError("the server closed a connection")
        self.got += part
        if not self.due:
            self.due = self._length()
        if not self.due or len(self.got) < self.due:
            return False
        if self.wanted not in self.got:
            raise BadAnswerError(f"{self.wanted!r} is not in {bytes(self.got[:600])!r}")
        return True

    def _length(self) -> int:
        end = self.got.find(b"\r\n\r\n")
        if end < 0:
            return 0
        found = LENGTH.search(self.got, 0, end)
        if not self.got.startswith(b"HTTP/1.1 200 ") or found is None:
            raise BadAnswerError(bytes(self.got[:800]).decode(errors="replace"))
        return end + 4 + int(found[1])


@dataclass(slots=True)
class _Tally:
    begin: float
    end: float
    least: int
    done: list[tuple[float, float]] = field(default_factory=list)
    total: int = 0
    size: int = 0

    def is_open(self, now: float) -> bool:
        """Until time is up and enough answers have come to tell a rate."""
        return now < self.end or len(self.done) < self.least

    def add(self, line: _Line, now: float) -> None:
        self.total += 1
        self.size += len(line.got)
        if self.begin <= now and self.is_open(now):
            self.done.append((now, now - line.sent_at))

    def sample(self) -> Sample:
        waits = sorted(wait for _, wait in self.done)
        first, last = self.done[0][0], self.done[-1][0]
        return Sample(
            per_second=(len(self.done) - 1) / (last - first),
            total=self.total,
            p50_ms=waits[len(waits) // 2] * 1000,
            p99_ms=waits[len(waits) * 99 // 100] * 1000,
            bytes_each=self.size / self.total,
        )


def drive(plan: Plan) -> Sample:
    """Carry out *plan*."""
    lines: dict[int, _Line] = {}
    watch = select.epoll()
    try:
        for _ in range(plan.connections):
            line = _Line(socket.create_connection((HOST, plan.port), timeout=DRAIN))
            line.link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            lines[line.link.fileno()] = line
            watch.register(line.link.fileno(), select.EPOLLIN)
        return _run(plan, lines, watch)
    finally:
        watch.close()
        for line in lines.values():
            line.link.close()


def _run(plan: Plan, lines: dict[int, _Line], watch: select.epoll) -> Sample:
    requests = plan.requests
    begun = perf_counter()
    begin = begun + plan.warm
    tally = _Tally(begin=begin, end=begin + plan.seconds, least=2 * plan.connections)
    sent = 0
    for line in lines.values():
        line.send(requests[sent % len(requests)], perf_counter())
        sent += 1
    while tally.total < sent:
        ready = watch.poll(1.0)
        now = perf_counter()
        if now > tally.end + DRAIN:
            raise BadAnswerError("answers are overdue")
        for number, _ in ready:
            line = lines[number]
            if line.receive():
                now = perf_counter()
                tally.add(line, now)
                if tally.is_open(now) and sent < MOST:
                    line.send(requests[sent % len(requests)], now)
                    sent += 1
    return tally.sample()


def main() -> None:
    """Plan in, result out."""
    print(json.dumps(asdict(drive(Plan(**json.load(sys.stdin))))))


if __name__ == "__main__":
    main()
