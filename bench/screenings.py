"""Names found again among very many: how many of them, how fast, in how much memory, and no merge."""

import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time, sleep

from rapidfuzz import fuzz, process
from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from bench import data, variants
from bench.places import ENGINES, Home, Place
from bench.report import Line, median
from bench.sizes import Sizes
from creditsvc.app import build
from creditsvc.db.engine import reading, writing
from creditsvc.db.tables import ActRow
from creditsvc.enterprises import name_index
from creditsvc.enterprises.identifying import contradicts, identify
from creditsvc.enterprises.naming import Reader, plain
from creditsvc.enterprises.tables import EnterpriseNameRow, EnterpriseRow
from creditsvc.kernel.clock import new_id
from creditsvc.kernel.text import name_key
from creditsvc.kernel.uscc import organisation_part
from creditsvc.settings import ROOT
from creditsvc.web.runtime import Runtime

RECALL_GOAL, A_SECOND_GOAL, MEMORY_GOAL = 0.99, 200, 500
MOST = 10
ASKED = 1_000  # variants that are asked for, of each engine
SCANNED = 5  # names looked for by going through all, to compare with
CHUNK = 5_000
LOOK = 0.2  # seconds between two looks at the memory of the process that makes the index
TITLE = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A variant, and the number of the enterprise whose name it is one of. kind: of variants.SAME."""

    number: int
    text: str
    kind: str


def measure(home: Home, sizes: Sizes, called: list[str]) -> Iterator[Line]:
    """The lines of screening on each engine; the register holds the names and nothing else."""
    names = many(called, sizes.names)
    for engine in ENGINES:
        place = home.place(engine, "names")
        runtime = build(place.settings)
        fill(runtime, names)
        yield _built(place, runtime, len(names))
        asked = asked_of(runtime.part(Reader), names, min(ASKED, 10 * len(names)))
        yield from _found(engine, runtime, names, asked)
        yield _merges(engine, runtime, names, asked)
        runtime.work.engine.dispose()


def many(called: Sequence[str], size: int) -> list[str]:
    """*size* names: those given, and beyond them new ones made of their parts by a fixed seed."""
    names = list(called[:size])
    draw = random.Random(data.SEED)
    while len(names) < size:
        one, other = draw.choice(called), draw.choice(called)
        half, rest = len(one) // 2, len(other) // 2
        names.append(f"{one[:half]}{other[rest:]}")
    return names


def fill(runtime: Runtime, names: Sequence[str]) -> None:
    """Enterprises with codes and names, as rows; everything behind them is left out."""
    with writing(runtime.work.engine).begin() as connection:
        act = {"no": 1, "at": runtime.clock.now(), "actor": "bench", "actor_kind": "person"}
        connection.execute(insert(ActRow.__table__), [act])
        for first in range(0, len(names), CHUNK):
            some = [(new_id(), no) for no in range(first, min(first + CHUNK, len(names)))]
            connection.execute(
                insert(EnterpriseRow.__table__),
                [
                    {
                        "id": key,
                        "uscc": data.code(no),
                        "organisation": organisation_part(data.code(no)),
                        "act_no": 1,
                    }
                    for key, no in some
                ],
            )
            connection.execute(
                insert(EnterpriseNameRow.__table__),
                [
                    {
                        "enterprise_id": key,
                        "name_key": name_key(names[no])[:200],
                        "name": names[no],
                        "act_no": 1,
                    }
                    for key, no in some
                ],
            )


def asked_of(reader: Reader, names: Sequence[str], most: int) -> list[Asked]:
    """Variants of names drawn at random, each kind in turn."""
    draw, made = random.Random(data.SEED), list[Asked]()
    kinds = list(variants.SAME.items())
    for turn in range(20 * most):
        number = draw.randrange(len(names))
        kind, (_, _, change) = kinds[turn % len(kinds)]
        changed = variants.variant(reader, change, kind, names[number])
        if changed is not None and len(plain(names[number])) > 5:
            made.append(Asked(number=number, text=changed, kind=kind))
        if len(made) == most:
            break
    return made


def _built(place: Place, runtime: Runtime, size: int) -> Line:
    """The index is made by the command itself, in a process of its own whose memory is its own."""
    begun = perf_counter()
    words = ["-c", "from creditsvc.cli.main import main; main()", "names", "index"]
    with subprocess.Popen(
        [sys.executable, *words],
        env={**os.environ, **place.environ},
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    ) as process:
        memory = _peak(process)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    spent = perf_counter() - begun
    with runtime.work.engine.begin() as connection:
        made = connection.scalar(text("SELECT count(*) FROM name_index"))
        connection.execute(text("ANALYZE"))
    if process.returncode or made != size:
        raise RuntimeError(f"{made} of {size} names were indexed")
    cpu = used.ru_utime + used.ru_stime
    return Line(
        zh=f"名称索引：{TITLE[place.engine]}，{size:,} 个名称，个/秒；进程的峰值内存",
        en="index of names, names/s; peak memory of the process",
        figure=f"{size / spent:,.0f}/s ({spent:,.0f} s, CPU {cpu:,.0f} s), {memory:,.0f} MB",
        goal=f"≤ {MEMORY_GOAL} MB",
        met=memory <= MEMORY_GOAL,
    )


def _found(
    engine: str, runtime: Runtime, names: Sequence[str], asked: Sequence[Asked]
) -> Iterator[Line]:
    reader = runtime.part(Reader)
    hits, spent, waited = Counter[str](), [], []
    before = _memory("self", "VmRSS:")
    with Session(reading(runtime.work.engine)) as session:
        for one in asked:
            begun, at = process_time(), perf_counter()
            found = name_index.propose(session, reader, one.text, MOST)
            spent.append(process_time() - begun)
            waited.append(perf_counter() - at)
            # namesakes are told apart by their codes alone, so any of that very name is a hit
            wanted = plain(names[one.number])
            hits[one.kind] += any(wanted == plain(each.named.name) for each in found)
    added = _memory("self", "VmRSS:") - before
    yield _recall(engine, hits, asked)
    rate = len(spent) / sum(spent)
    scan = _scan(names, asked)
    yield Line(
        zh=f"名称筛查：{TITLE[engine]}，每核每秒；一次；内存增加 {added:,.0f} MB；比为对全部名称逐一比较",
        en="screening by name, per second and core; one; memory added; ratio to going through all names",
        figure=f"{rate:,.0f}/s  CPU p50 {_at(spent, 0.5)} p99 {_at(spent, 0.99)} ms"
        f"  p50 {_at(waited, 0.5)} p99 {_at(waited, 0.99)} ms",
        ratio=f"{scan / median(spent):,.0f}",
        goal=f"≥ {A_SECOND_GOAL}/s",
        met=rate >= A_SECOND_GOAL,
    )


def _recall(engine: str, hits: Counter[str], asked: Sequence[Asked]) -> Line:
    """Over all variants, and of the kind that is found worst."""
    of_kind = Counter(one.kind for one in asked)
    recall = hits.total() / len(asked)
    worst = min(of_kind, key=lambda kind: hits[kind] / of_kind[kind])
    zh, en, _ = variants.SAME[worst]
    return Line(
        zh=f"名称筛查：{TITLE[engine]}，前 {MOST} 个候选的召回率；最低的一类",
        en=f"screening by name: Recall@{MOST} on variants; the worst kind",
        figure=f"{hits.total()}/{len(asked)} = {recall:.2%}; {zh} / {en}"
        f" {hits[worst] / of_kind[worst]:.1%}",
        goal=f"≥ {RECALL_GOAL:.0%}",
        met=recall >= RECALL_GOAL,
    )


def _peak(process: "subprocess.Popen[bytes]") -> float:
    """The most memory that *process* had until it ended, in MB; what wait4 tells begins with our own."""
    most = 0.0
    while os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        most = max(most, _memory(process.pid, "VmHWM:"))
        sleep(LOOK)
    return most


def _memory(process: int | str, what: str) -> float:
    """VmRSS or VmHWM of a process in MB (proc(5)); 0: it has none any more."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith(what)), 0) / 1024


def _at(seconds: Sequence[float], share: float) -> str:
    """That quantile in milliseconds."""
    return f"{sorted(seconds)[int(share * (len(seconds) - 1))] * 1e3:.1f}"


def _scan(names: Sequence[str], asked: Sequence[Asked]) -> float:
    """Seconds that one look through all names takes."""
    spent = []
    for one in asked[:SCANNED]:
        begun = process_time()
        process.extract(one.text, names, scorer=fuzz.ratio, limit=MOST)
        spent.append(process_time() - begun)
    return median(spent)


def _merges(engine: str, runtime: Runtime, names: Sequence[str], asked: Sequence[Asked]) -> Line:
    """How often a code with another's name came out as that other, over all that were asked.

    And whether every code of the register identifies an enterprise of its own.
    """
    reader, merged = runtime.part(Reader), 0
    with Session(reading(runtime.work.engine)) as session:
        for one in asked:
            given = {"uscc": data.code((one.number + 1) % len(names))}
            found = identify(session, given)
            merged += [each.uscc for each in found.subjects] != [given["uscc"]]
            proposed = name_index.propose(session, reader, one.text, MOST)
            merged += sum(
                not contradicts(given, each.enterprise)
                for each in proposed
                if each.enterprise.uscc != given["uscc"]
            )
        held = session.execute(
            text("SELECT count(DISTINCT uscc), count(DISTINCT id), count(uscc) FROM enterprises")
        ).one()
        merged += max(held) - min(held)
    return Line(
        zh=f"名称筛查：{TITLE[engine]}，{len(names):,} 个有效代码中被合并的",
        en="screening: valid codes merged with another's",
        figure=f"{merged}",
        goal="0",
        met=merged == 0,
    )
