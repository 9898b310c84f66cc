"""The feed under concurrent writers: does every reader get every change, once, in order, while it is written?

Several processes each write their share, one act a write; readers follow `/v1/changes` from its start at
the same time, each at a page size of its own. It counts; how fast it goes is told beside.
"""

import json
import multiprocessing
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import pairwise
from multiprocessing.context import ForkContext, ForkProcess
from time import perf_counter
from typing import Any, cast
from urllib.parse import urlencode

from bench import data
from bench.fill import OPERATOR, PURPOSE
from bench.places import Home
from bench.report import Line
from bench.servers import Server, ask, served
from bench.sizes import Sizes
from creditsvc.access import service as access
from creditsvc.app import build
from creditsvc.events import service as events
from creditsvc.events.domain import parse
from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.clock import legal_day
from creditsvc.kernel.regions import Regions
from creditsvc.settings import Settings
from creditsvc.web.runtime import Runtime

SCOPE = "changes.read"
WRITERS = 4
PAGES = (1000, 100, 7)  # lines a page, one reader each
STILL = 60.0  # seconds without a new line after which a reader gives up
PAUSE = 0.5  # seconds before an empty page is asked for again
Page = Mapping[str, Any]
Ask = Callable[[str, int], Page]  # cursor and most lines to a page of the feed
FORK = cast("ForkContext", multiprocessing.get_context("fork"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one reader got: number, act and code of each line, in the order in which they came."""

    lines: Sequence[tuple[int, int, str]] = field(repr=False)

    def faults(self, codes: Sequence[Sequence[str]]) -> dict[str, int]:
        """What is wrong with it, given the *codes* each writer wrote in its order; all 0: nothing."""
        wanted = [code for some in codes for code in some]
        got = [code for _, _, code in self.lines]
        place = {code: at for at, code in enumerate(got)}
        numbers, acts = [line[0] for line in self.lines], [line[1] for line in self.lines]
        return {
            "missed": len(set(wanted) - set(got)),
            "doubled": len(got) - len(set(got)),
            "foreign": len(set(got) - set(wanted)),
            "gaps": sum(b != a + 1 for a, b in pairwise([0, *numbers])),
            "out of order": sum(b <= a for a, b in pairwise(acts))
            + sum(
                place[b] < place[a]
                for some in codes
                for a, b in pairwise(one for one in some if one in place)
            ),
        }


def measure(home: Home, sizes: Sizes) -> Iterator[Line]:
    """A line: what all readers missed, got twice or out of order, on PostgreSQL and over HTTP."""
    place = home.place("postgresql", "feed")
    runtime = build(place.settings)
    with runtime.work.act(OPERATOR) as act:
        client, secret = access.register_partner(
            act, name="虚构银行", scopes=(SCOPE,), purposes=(PURPOSE,)
        )
    runtime.work.engine.dispose()
    with served("wsgi:app", place.environ, home.folder / "gunicorn_feed.log") as server:
        token = _token(server, client.client_id, secret or "")
        begun = perf_counter()
        faults = followed(place.settings, sizes.writes, lambda: _over_http(server, token))
        spent = perf_counter() - begun
    yield Line(
        zh=f"{WRITERS} 个进程写 {sizes.writes:,} 次，{len(PAGES)} 个读者跟读 /v1/changes（PostgreSQL）",
        en="writes by four processes, followed by three readers",
        figure=", ".join(f"{name} {count}" for name, count in faults.items())
        + f"; {sizes.writes / spent:,.0f} writes/s",
        goal="0",
        met=not any(faults.values()),
    )


def followed(settings: Settings, writes: int, reader: Callable[[], Ask]) -> dict[str, int]:
    """Write so often from WRITERS processes while readers follow; the faults of all readers together.

    *reader* is called in each reader's own process. The register must be migrated and its feed empty.
    """
    shares = [range(n, writes, WRITERS) for n in range(WRITERS)]
    results: Any = FORK.SimpleQueue()
    with ExitStack() as ending:
        readers = [
            _started(ending, _follow, reader, each, writes, results)
            for each in PAGES
        ]  # fmt: skip
        writers = [_started(ending, _write, settings, share) for share in shares]
        found = [results.get() for _ in readers]
        for process in (*writers, *readers):
            process.join()
            if process.exitcode != 0:
                raise RuntimeError(f"a process ended with {process.exitcode}")
    codes = [[data.code(number) for number in share] for share in shares]
    told = [Seen(lines=[tuple(line) for line in lines]).faults(codes) for lines in found]
    return {name: sum(each[name] for each in told) for name in told[0]}


def _started(ending: ExitStack, what: Callable[..., None], *arguments: Any) -> ForkProcess:
    process = FORK.Process(target=what, args=arguments)
    process.start()
    ending.callback(process.kill)
    return process


def _write(settings: Settings, share: Sequence[int]) -> None:
    runtime = build(settings)
    for number in share:
        _record(runtime, number)
    runtime.work.engine.dispose()


def _record(runtime: Runtime, number: int) -> None:
    """A penalty of an enterprise that nobody knew: one act, and one line of the feed (its tier)."""
    today = legal_day(runtime.clock.now())
    row = {
        "source": "bench",
        "source_ref": f"F-{number:08d}",
        "uscc": data.code(number),
        "name": f"虚构{number}有限公司",
        "kind": "ws.penalty",
        "occurred_on": today.isoformat(),
        "penalised_on": today.isoformat(),
        "authority": "虚构区应急管理局",
        "document_no": f"（虚）应急罚{number}号",
        "region": "620102",
        "sector": "coal_mine",
        "facts": {"penalty_types": ["fine"], "fine": "20000.00", "procedure": "general"},
    }
    kinds, regions = runtime.part(Laws).directory.law.kinds, runtime.part(Regions)
    parsed = parse(row, kinds, regions, strict_code=True, today=today)
    with runtime.work.act(OPERATOR) as act:
        events.record(act, parsed.content)


def _follow(reader: Callable[[], Ask], most: int, total: int, results: Any) -> None:
    """Read on from each cursor until *total* lines came, or none for STILL seconds."""
    read, cursor = reader(), "0"
    lines: list[tuple[int, int, str]] = []
    last = perf_counter()
    while len(lines) < total and perf_counter() < last + STILL:
        page = read(cursor, most)
        cursor = page["cursor"]
        lines += [(one["seq"], one["act"], one["uscc"]) for one in page["changes"]]
        if page["changes"]:
            last = perf_counter()
        else:
            time.sleep(PAUSE)
    results.put(lines)


def _over_http(server: Server, token: str) -> Ask:
    def read(cursor: str, most: int) -> Page:
        path = f"/v1/changes?after={cursor}&limit={most}"
        said = ask(server.port, "GET", path, Authorization=f"Bearer {token}")
        return cast("Page", json.loads(said))

    return read


def _token(server: Server, client_id: str, secret: str) -> str:
    said = ask(
        server.port,
        "POST",
        "/oauth/token",
        urlencode({"grant_type": "client_credentials", "scope": SCOPE}),
        Authorization=f"Basic {b64encode(f'{client_id}:{secret}'.encode()).decode()}",
        Content_Type="application/x-www-form-urlencoded",
    )
    return str(json.loads(said)["access_token"])
