"""The same ten rules in our law room, in zen-engine (Rust) and in JsonLogic, on the same events in the same run.

One table makes all three forms, so none is tuned by hand; before anything is timed their answers are
compared. The rules are invented for this and ask only what all three can say: a kind, a figure of at
least so much, one of some words, a yes. Every fact that a rule asks for is stated, because an unknown
fact is a question that the other two cannot answer. Ours answers with article, evidence, digest and the
explanation in two languages; the others with the ids of the rules alone.
"""

import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from time import process_time
from typing import Any

import zen
from json_logic import jsonLogic

from bench import data
from bench.report import Line, median
from creditsvc.app import read_words
from creditsvc.events.domain import as_law_event, parse
from creditsvc.kernel.clock import SystemClock, legal_day
from creditsvc.kernel.regions import Regions
from creditsvc.law.domain import Event
from creditsvc.law.evaluate import evaluate
from creditsvc.law.loader import files_of, load
from creditsvc.law.rulebook import Law
from creditsvc.settings import ROOT

EVENTS = 400
SINCE = "2000-01-01"
AT_ONCE = 10  # events of one enterprise
Test = tuple[str, Any]  # at_least N; one_of words; is yes
Input = Mapping[str, Any]
Engine = Callable[[range], set[str]]
OURS = "creditsvc（附条款、证据与双语说明）"
TABLE: Mapping[str, tuple[str, Mapping[str, Test]]] = {
    "T-01": ("ws.accident", {"deaths": ("at_least", 10)}),
    "T-02": ("ws.accident", {"deaths": ("at_least", 3), "liable": ("is", True)}),
    "T-03": ("ws.accident", {"direct_loss": ("at_least", 50_000_000)}),
    "T-04": ("ws.unlicensed_operation", {}),
    "T-05": ("ws.unlicensed_operation", {"licence_state": ("one_of", ["suspended", "revoked"])}),
    "T-06": ("ws.report_violation", {"mode": ("one_of", ["concealed", "false"])}),
    "T-07": ("ws.penalty", {"fine": ("at_least", 100_000)}),
    "T-08": ("ws.penalty", {"fine": ("at_least", 20_000), "egregious": ("is", True)}),
    "T-09": ("ws.hazard_ignored", {}),
    "T-10": ("fs.penalty", {"fine": ("at_least", 50_000)}),
}
COLUMNS = tuple(dict.fromkeys(name for _, tests in TABLE.values() for name in tests))
# What a fact is in the flat input of the others where the kind has not got it.
NEITHER: Mapping[str, Any] = {
    "deaths": 0,
    "direct_loss": 0,
    "liable": False,
    "licence_state": "",
    "mode": "",
    "fine": 0,
    "egregious": False,
}


def measure(rounds: int, events: int = EVENTS) -> Iterator[Line]:
    """A line an engine; ours, with all it has to say, comes first and is what the others are told by."""
    engines = _engines(read_words(ROOT / "config")[Regions], events)
    _must_agree(engines, events)
    spent = {name: _spent(engine, events, rounds) for name, engine in engines.items()}
    base = spent[OURS]
    for name, (one, ten) in spent.items():
        yield Line(
            zh=f"十条规则的表，{name}",
            en="ten rules: one event; ten",
            figure=f"{one:.1f} µs; {ten:.1f} µs",
            ratio=f"{one / base[0]:.2f}; {ten / base[1]:.2f}",
        )


def _engines(regions: Regions, events: int) -> dict[str, Engine]:
    """Each engine as a function from places among the inputs to the ids of the rules that are met."""
    today, inputs = legal_day(SystemClock().now()), made(events)
    law, rules = our_law(), for_logic()
    ours = [_event(law, regions, each, number, today) for number, each in enumerate(inputs)]
    # A loader of fixed content compiles once; `create_decision` was measured to do so at every call.
    table = zen.ZenEngine({"loader": {"type": "static", "content": {"ten": for_zen()}}})

    def cited(some: range) -> set[str]:
        found = evaluate(law, [ours[place] for place in some], today).findings
        if not all(each.article and each.evidence for each in found):
            raise RuntimeError("a finding is not cited")
        return {each.rule for each in found}

    def explained(some: range) -> set[str]:
        found = evaluate(law, [ours[place] for place in some], today).findings
        for each in found:
            if not (each.article and each.evidence and all(each.explanation.values())):
                raise RuntimeError(f"{each.rule} is not cited or explained")
        return {each.rule for each in found}

    def by_zen(some: range) -> set[str]:
        rows = (table.evaluate("ten", inputs[place])["result"] for place in some)
        return {row["rule"] for found in rows for row in found}

    def by_logic(some: range) -> set[str]:
        return {
            rule for place in some for rule, told in rules.items() if jsonLogic(told, inputs[place])
        }

    return {
        OURS: explained,
        "creditsvc（附条款与证据，不成文）": cited,
        "zen-engine（Rust，仅规则编号）": by_zen,
        "json-logic（仅规则编号）": by_logic,
    }


def made(number: int) -> list[Input]:
    """Flat inputs: a kind, every fact of the table as it stands, or as nothing."""
    draw = random.Random(data.SEED)
    kinds = [*dict.fromkeys(kind for kind, _ in TABLE.values()), "ws.rescue_failure"]
    return [_input(draw, draw.choice(kinds)) for _ in range(number)]


def _input(draw: random.Random, kind: str) -> Input:
    facts: dict[str, Any] = {}
    if kind == "ws.accident":
        loss = draw.randrange(1, 12_000) * 10_000
        facts = {"deaths": draw.randrange(16), "direct_loss": loss, "liable": draw.random() < 0.5}
    elif kind == "ws.unlicensed_operation":
        facts = {"licence_state": draw.choice(("none", "suspended", "revoked", "expired"))}
    elif kind == "ws.report_violation":
        facts = {"mode": draw.choice(("concealed", "false", "late", "omitted"))}
    elif kind.endswith(".penalty"):
        facts = {"fine": draw.randrange(1, 200) * 1_000, "egregious": draw.random() < 0.5}
    return {"kind": kind, **NEITHER, **facts}


def _event(law: Law, regions: Regions, given: Input, number: int, today: date) -> Event:
    """The same as a source would report it; what the kind has not got is left out."""
    known = law.kinds.kinds[given["kind"]].facts
    row = data.event(random.Random(number), number, number, "虚构有限公司", today)
    facts = {name: given[name] for name in COLUMNS if name in known and given[name] != ""}
    row |= {"kind": given["kind"], "facts": facts}
    content = parse(row, law.kinds, regions, strict_code=True, today=today).content
    return as_law_event(content, content.source_ref)


def our_law() -> Law:
    """A rulebook of the shipped words with the ten rules as its only instrument, so without measures."""
    files = files_of(ROOT / "config" / "law")
    kept = {name: text for name, text in files.items() if not name.startswith("instruments/")}
    text = json.dumps(_instrument()).replace(f'"{SINCE}"', SINCE)  # YAML is JSON with days
    measures, none = kept["measures.yaml"].split("\nmeasures:\n")[0], "\nmeasures: []\n"
    return load(kept | {"instruments/ten.yaml": text, "measures.yaml": measures + none})


def _instrument() -> dict[str, Any]:
    head = {
        "id": "ten",
        "number": "（虚）1号",
        "title": {"zh": "十条规则", "en": "ten rules"},
        "issuer": "（虚）",
        "rank": "departmental_rule",
        "in_force": {"from": SINCE},
        "provenance": "design",
    }
    rules = [
        {
            "id": rule,
            "article": f"第{rule}条",
            "title": {"zh": rule, "en": rule},
            "when": {"event": {"kind": kind, "where": {n: _ours(t) for n, t in tests.items()}}},
            "then": {"list": "serious_dishonesty"},
            "provenance": "design",
        }
        for rule, (kind, tests) in TABLE.items()
    ]
    terms = {"serious_dishonesty": {"months": 36, "counts_from": "decision"}}
    return {"instrument": head, "terms": terms, "rules": rules}


def _ours(test: Test) -> object:
    word, value = test
    return {"at_least": value} if word == "at_least" else value


def for_zen() -> dict[str, Any]:
    """The table as zen-engine's own decision table, every rule that holds collected."""
    columns = ("kind", *COLUMNS)
    table = {
        "hitPolicy": "collect",
        "inputs": [{"id": name, "name": name, "field": name} for name in columns],
        "outputs": [{"id": "rule", "name": "rule", "field": "rule"}],
        "rules": [
            {"_id": rule, "kind": json.dumps(kind), "rule": json.dumps(rule)}
            | {name: _cell(tests[name]) if name in tests else "" for name in COLUMNS}
            for rule, (kind, tests) in TABLE.items()
        ],
    }
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode"},
        {"id": "table", "name": "table", "type": "decisionTableNode", "content": table},
        {"id": "out", "name": "out", "type": "outputNode"},
    ]
    edges = [
        {"id": f"{a}-{b}", "type": "edge", "sourceId": a, "targetId": b}
        for a, b in (("in", "table"), ("table", "out"))
    ]
    return {"nodes": nodes, "edges": edges}


def _cell(test: Test) -> str:
    word, value = test
    if word == "at_least":
        return f">= {value}"
    return ", ".join(json.dumps(each) for each in (value if word == "one_of" else [value]))


def for_logic() -> dict[str, Any]:
    """Each rule as a JsonLogic expression."""
    return {
        rule: {"and": [_logic("kind", ("is", kind)), *(_logic(n, t) for n, t in tests.items())]}
        for rule, (kind, tests) in TABLE.items()
    }


def _logic(name: str, test: Test) -> dict[str, Any]:
    word, value = test
    sign = {"at_least": ">=", "one_of": "in", "is": "==="}[word]
    return {sign: [{"var": name}, value]}


def _must_agree(engines: Mapping[str, Engine], events: int) -> None:
    """Raises RuntimeError unless all three find the same, and every rule is met by some and not by others."""
    met: set[str] = set()
    for place in range(events):
        found = {name: engine(range(place, place + 1)) for name, engine in engines.items()}
        if len(set(map(frozenset, found.values()))) != 1:
            raise RuntimeError(f"input {place}: {found}")
        met |= found[OURS]
    if met != set(TABLE):
        raise RuntimeError(f"never met: {sorted(set(TABLE) - met)}")


def _spent(engine: Engine, events: int, rounds: int) -> tuple[float, float]:
    """Microseconds of CPU for one event at a time, and for an enterprise of ten: medians of the rounds."""
    return _median(engine, events, 1, rounds), _median(engine, events, AT_ONCE, rounds)


def _median(engine: Engine, events: int, size: int, rounds: int) -> float:
    cuts: Sequence[range] = [range(at, at + size) for at in range(0, events - size + 1, size)]
    spent = []
    for _ in range(rounds):
        begun = process_time()
        for some in cuts:
            engine(some)
        spent.append((process_time() - begun) / len(cuts) * 1e6)
    return median(spent)
