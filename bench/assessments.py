"""One enterprise with ten events under the whole rulebook, every finding explained with its article."""

import random
from collections.abc import Iterator, Sequence
from datetime import date
from time import process_time

from bench import data
from bench.report import Line, median
from creditsvc.app import read_words
from creditsvc.events.domain import as_law_event, parse
from creditsvc.findings.domain import assess
from creditsvc.kernel.clock import SystemClock, legal_day
from creditsvc.kernel.regions import Regions
from creditsvc.law.domain import Event
from creditsvc.law.rulebook import Law
from creditsvc.settings import ROOT

EVENTS = 10
ENTERPRISES = 300
GOAL = 200.0  # microseconds


def measure(rounds: int, enterprises: int = ENTERPRISES) -> Iterator[Line]:
    """The line of an assessment."""
    words = read_words(ROOT / "config")
    law: Law = words[Law]
    today = legal_day(SystemClock().now())
    records = [made(law, words[Regions], today, number) for number in range(enterprises)]
    findings = sum(assessed(law, events, today) for events in records)
    spent = median([_round(law, records, today) for _ in range(rounds)])
    yield Line(
        zh=f"评估一家企业（{EVENTS} 个事件，{len(law.in_use)} 条规则，附条款与双语说明）",
        en="an assessment, explained",
        figure=f"{spent:.0f} µs  ({findings / len(records):.1f} findings)",
        goal=f"≤ {GOAL:.0f} µs",
        met=spent <= GOAL,
    )


def made(law: Law, regions: Regions, today: date, number: int) -> list[Event]:
    """The ten events of an enterprise as the law sees them."""
    draw = random.Random(data.SEED + number)
    rows = [data.event(draw, row, number, "虚构有限公司", today) for row in range(EVENTS)]
    parsed = [parse(row, law.kinds, regions, strict_code=True, today=today) for row in rows]
    return [as_law_event(one.content, one.content.source_ref) for one in parsed]


def assessed(law: Law, events: Sequence[Event], today: date) -> int:
    """Assess and explain; how many findings there were."""
    found = assess(law, events, today).evaluation.findings
    for finding in found:
        if not (finding.article and finding.evidence and all(finding.explanation.values())):
            raise RuntimeError(f"{finding.rule} is not cited or explained")
    return len(found)


def _round(law: Law, records: Sequence[Sequence[Event]], today: date) -> float:
    begun = process_time()
    for events in records:
        assessed(law, events, today)
    return (process_time() - begun) / len(records) * 1e6
