"""Requests: the bare view, one look-up (also by a partner with a quota), and a batch, each sample between two samples of the bare view."""

import json
import random
from base64 import b64encode
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from bench import data
from bench.fill import PURPOSE, fill
from bench.load import Plan, Sample
from bench.places import ENGINES, Home
from bench.report import Line, median
from bench.servers import Server, ask, served
from bench.sizes import Sizes

WARM = 0.3
PICKED = 20_000  # codes asked for at most in one sample
BATCHES = 4  # batches under way at once
GOAL = 0.60
BATCH_GOAL = {"sqlite": 25, "postgresql": 15}
TITLE = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A server and what is asked of it. *each*: how many things one request asks for."""

    server: Server
    plan: Plan
    each: int = 1


@dataclass(slots=True)
class Measured:
    """All samples of one target, each with the rate of the bare view around it."""

    rates: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)

    def add(self, target: Target, around: float | None) -> float:
        """Take one sample; the rate of things a second."""
        sample, cpu = target.server.load(target.plan)
        rate = sample.per_second * target.each
        self.samples.append(sample)
        self.rates.append(rate)
        self.cpu.append(cpu / target.each)
        if around is not None:
            self.ratios.append(rate / around)
        return rate


def measure(home: Home, sizes: Sizes, called: list[str]) -> Iterator[Line]:
    """The lines of the bare view, of one look-up, and of a batch, on both engines."""
    with _targets(home, sizes, called) as (base, targets):
        measured = _rounds(base, targets, sizes.rounds)
    bare = measured.pop("base")
    yield Line(
        zh="空 Flask JSON 视图，请求/秒",
        en="bare Flask JSON view, requests/s",
        figure=f"{median(bare.rates):,.0f}/s  CPU {median(bare.cpu):.0f} µs",
        ratio="1",
    )
    for engine in ENGINES:
        yield _one(engine, measured[f"one {engine}"], bare)
    for engine in ENGINES:
        yield _metered(engine, measured[f"metered {engine}"], measured[f"one {engine}"])
    for engine in ENGINES:
        yield _batch(engine, measured[f"batch {engine}"], bare, sizes)


@contextmanager
def _targets(
    home: Home, sizes: Sizes, called: list[str]
) -> Iterator[tuple[Target, dict[str, Target]]]:
    draw = random.Random(data.SEED)
    targets: dict[str, Target] = {}
    header = ""
    with ExitStack() as servers:
        for engine in ENGINES:
            place = home.place(engine, "lookups")
            filled = fill(place.settings, sizes.size, called)
            log = home.folder / f"gunicorn_{engine}.log"
            server = servers.enter_context(served("wsgi:app", place.environ, log))
            header, counted = (
                _headers(_token(server, who)) for who in (filled.free, filled.metered)
            )
            picked = [draw.choice(filled.codes) for _ in range(min(PICKED, 10 * sizes.size))]
            targets[f"one {engine}"] = Target(
                server=server, plan=_get(server, header, picked, sizes)
            )
            targets[f"metered {engine}"] = Target(
                server=server, plan=_get(server, counted, picked, sizes)
            )
            targets[f"batch {engine}"] = Target(
                server=server, plan=_post(server, header, picked, sizes), each=sizes.batch
            )
        log = home.folder / "gunicorn_base.log"
        server = servers.enter_context(served("bench.base:app", {}, log))
        plan = replace(_get(server, header, [""], sizes), before="GET /")
        yield Target(server=server, plan=plan), targets


def _rounds(base: Target, targets: dict[str, Target], rounds: int) -> dict[str, Measured]:
    """base, x, base, y, base …: each ratio is against the two samples of the base beside it."""
    found = {name: Measured() for name in ("base", *targets)}
    for target in targets.values():
        target.server.load(
            replace(target.plan, seconds=WARM)
        )  # connections, caches, prepared plans
    before = found["base"].add(base, None)
    for _ in range(rounds):
        for name, target in targets.items():
            rate = found[name].add(target, None)
            after = found["base"].add(base, None)
            found[name].ratios.append(rate / ((before + after) / 2))
            before = after
    return found


def _one(engine: str, found: Measured, bare: Measured) -> Line:
    ratio, sample = median(found.ratios), found.samples[-1]
    cpu = median(found.cpu)
    return Line(
        zh=f"查询一次（令牌、用途、落盘日志），{TITLE[engine]}",
        en="one look-up, durably logged",
        figure=f"{median(found.rates):,.0f}/s  CPU {cpu:.0f} µs  p50 {sample.p50_ms:.1f}"
        f" p99 {sample.p99_ms:.1f} ms  {sample.bytes_each:.0f} B",
        ratio=f"{ratio:.2f} [{min(found.ratios):.2f}-{max(found.ratios):.2f}]"
        f"  CPU {median(bare.cpu) / cpu:.2f}",
        goal=f"≥ {GOAL:.2f}",
        met=ratio >= GOAL,
    )


def _metered(engine: str, found: Measured, free: Measured) -> Line:
    """Against the samples of the same rounds without a quota."""
    ratios = [mine / theirs for mine, theirs in zip(found.rates, free.rates, strict=True)]
    cpu = median(found.cpu)
    return Line(
        zh=f"查询一次，有配额的合作方，{TITLE[engine]}；比为无配额的",
        en="one look-up under a quota; ratio to one without",
        figure=f"{median(found.rates):,.0f}/s  CPU {cpu:.0f} µs",
        ratio=f"{median(ratios):.2f} [{min(ratios):.2f}-{max(ratios):.2f}]"
        f"  CPU {median(free.cpu) / cpu:.2f}",
    )


def _batch(engine: str, found: Measured, bare: Measured, sizes: Sizes) -> Line:
    ratio, goal = median(found.ratios), BATCH_GOAL[engine]
    cpu = median(found.cpu)
    return Line(
        zh=f"批量 {sizes.batch} 个代码，每个，{TITLE[engine]}",
        en="a batch, per code",
        figure=f"{1e6 / median(found.rates):.1f} µs  CPU {cpu:.1f} µs",
        ratio=f"1/{ratio:.1f} [{min(found.ratios):.1f}-{max(found.ratios):.1f}]"
        f"  CPU 1/{median(bare.cpu) / cpu:.1f}",
        goal=f"≤ 1/{goal}",
        met=ratio >= goal,
    )


def _get(server: Server, header: str, codes: list[str], sizes: Sizes) -> Plan:
    return Plan(
        port=server.port,
        before="GET /v1/credit/",
        after=f" HTTP/1.1\r\n{header}\r\n",
        codes=codes,
        connections=sizes.connections,
        warm=WARM,
        seconds=sizes.seconds,
    )


def _post(server: Server, header: str, codes: list[str], sizes: Sizes) -> Plan:
    """The same request again and again; the load looks for its first code in the answer."""
    chosen = [codes[n % len(codes)] for n in range(sizes.batch)]
    body = json.dumps({"identifiers": chosen})
    head = (
        f"POST /v1/credit/lookups HTTP/1.1\r\n{header}"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    begun, _, rest = body.partition(chosen[0])
    return Plan(
        port=server.port,
        before=head + begun,
        after=rest,
        codes=[chosen[0]],
        connections=min(BATCHES, sizes.connections),
        warm=WARM,
        seconds=sizes.seconds,
    )


def _token(server: Server, partner: tuple[str, str]) -> str:
    """An access token as a partner gets it with id and secret."""
    basic = b64encode(":".join(partner).encode()).decode()
    form = urlencode({"grant_type": "client_credentials", "scope": "credit.read credit.batch"})
    said = ask(
        server.port,
        "POST",
        "/oauth/token",
        form,
        Authorization=f"Basic {basic}",
        Content_Type="application/x-www-form-urlencoded",
    )
    return str(json.loads(said)["access_token"])


def _headers(token: str) -> str:
    """The headers of every request, to the bare view as well: reading them is gunicorn's cost."""
    lines = {
        "Host": "127.0.0.1",
        "User-Agent": "bench",
        "Accept": "application/json",
        "Accept-Encoding": "gzip",
        "Authorization": f"Bearer {token}",
        "Purpose": PURPOSE,
    }
    return "".join(f"{name}: {text}\r\n" for name, text in lines.items())
