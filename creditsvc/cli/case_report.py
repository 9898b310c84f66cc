"""Cases and how they came out, as a lawyer reads them: Chinese first, what differs spelled out."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson

from creditsvc.law.case_totals import Totals
from creditsvc.law.casebook import Case, Row
from creditsvc.law.expectations import ABSENT, Difference, left_open, met
from creditsvc.law.kinds import Fact, Kinds

_STATUS = {"suspended": "执行中止", "revoked": "已撤销"}
_WORDS = {
    "tier": "等级",
    "findings": "结论",
    "undetermined": "无法判断",
    "not_met": "不应成立",
    "warnings": "注意事项",
    "enterprises": "企业数",
    "records": "记录",
    "list": "名单",
    "evidence": "证据",
    "triggered_on": "触发日",
    "discretionary": "裁量",
    "legal_review": "法制审核",
    "last_day": "末日",
    "not_stated": "未载明",
    "missing": "所缺事实",
    "enterprise": "企业",
}
_HEADS = (  # columns of eight, a Chinese sign counting two
    "规则                成立  不成立无法判断    边界",
    "rule                 met not met    open   edges",
)


def as_json(case: Case, differences: Sequence[Difference]) -> dict[str, Any]:
    """One case and what differs, for programs."""
    return {
        "book": case.book.name,
        "title": case.title,
        "law_note": case.law_note,
        "on": case.on,
        "line": case.place.line,
        "as_expected": not differences,
        "differences": differences,
    }


def case_lines(kinds: Kinds, case: Case, differences: Sequence[Difference]) -> Iterator[str]:
    """One case: title, law, day, events, what is expected, and what came out otherwise."""
    yield f"{'✗' if differences else '✓'} {case.title}（{case.place.file}:{case.place.line}）"
    yield f"  依据：{case.law_note}"
    yield f"  查询日：{case.on}"
    several = len({row.get("name") for row in case.rows}) > 1
    for row in case.rows:
        yield f"  · {_event(kinds, row, several=several)}"
    for verdict in case.expect:
        yield f"  应为：{_verdict(verdict)}"
    for each in differences:
        yield f"  ✗ {_where(each.where)}：{_apart(each)}"
        yield f"    {each.where}: expected {_raw(each.expected)}, found {_raw(each.found)}"


def total_lines(totals: Mapping[str, Totals], cases: int, wrong: int) -> Iterator[str]:
    """The table by rule, rules without a case named, and the result in one line."""
    yield from _HEADS
    for rule, each in totals.items():
        counts = (each.met, each.not_met, each.undetermined, each.edges)
        yield f"{rule:<16}" + "".join(f"{count:>8}" for count in counts)
    bare = [rule for rule, each in totals.items() if not (each.met or each.undetermined)]
    if bare:
        yield f"没有案例使其成立或者无法判断 / never met nor open in a case: {'、'.join(bare)}"
    yield f"{cases} 个案例，{wrong} 个不符 / {cases} cases, {wrong} otherwise than expected"


def _event(kinds: Kinds, row: Row, *, several: bool) -> str:
    kind = kinds.kinds.get(str(row.get("kind")))
    who = f"{row.get('name')} " if several else ""
    parts = [f"{row.get('source_ref')} {who}{row.get('occurred_on')}"]
    parts.append(kind.title["zh"] if kind is not None else str(row.get("kind")))
    if "penalised_on" in row:
        parts.append(f"{row['penalised_on']} 处罚")
    if "sector" in row:
        sector = kinds.sectors.get(str(row["sector"]))
        parts.append(f"行业 {sector.title['zh'] if sector is not None else row['sector']}")
    if "region" in row:
        parts.append(f"区划 {row['region']}")
    if row.get("status") in _STATUS:
        parts.append(_STATUS[row["status"]])
    facts = kind.facts if kind is not None else {}
    stated: Mapping[str, object] = row.get("facts") or {}
    parts += (_fact(name, facts.get(name), value) for name, value in stated.items())
    for later in row.get("later_facts") or ():
        told = (_fact(name, facts.get(name), value) for name, value in later["facts"].items())
        parts.append(f"自{later['from']}起{'、'.join(told)}")
    return "，".join(parts)


def _fact(name: str, fact: Fact | None, value: object) -> str:
    if fact is None:
        return f"{name} {_shown(value)}"
    values = value if isinstance(value, list) else [value]
    named = (_value(fact, each) for each in values)
    return f"{fact.title['zh']} {'、'.join(named)}"


def _value(fact: Fact, value: object) -> str:
    title = fact.values.get(str(value))
    return title["zh"] if title is not None else _shown(value)


def _verdict(verdict: Row) -> str:
    parts = [f"等级 {verdict['tier']}"]
    parts.append(f"成立 {'、'.join(sorted(met(verdict))) or '无'}")
    if left_open(verdict):
        parts.append(f"无法判断 {'、'.join(sorted(left_open(verdict)))}")
    if verdict.get("not_met"):
        parts.append(f"不成立 {'、'.join(verdict['not_met'])}")
    return "；".join(parts)


def _where(where: str) -> str:
    """A place in the answer in Chinese words: “findings[WS11-6-2].last_day” is 结论 WS11-6-2 的末日."""
    named = []
    for part in where.split("."):
        word, _, member = part.strip().partition("[")
        name = _WORDS.get(word, word)
        named.append(f"{name} {member.removesuffix(']')}" if member else name)
    return " 的 ".join(named)


def _apart(each: Difference) -> str:
    if each.found == ABSENT:
        return f"应有 {_shown(each.expected)}，实际没有"
    if each.expected == ABSENT:
        return f"不应有，实得 {_shown(each.found)}"
    return f"应为 {_shown(each.expected)}，实得 {_shown(each.found)}"


def _raw(value: object) -> str:
    return "nothing" if value == ABSENT else orjson.dumps(value).decode()


def _shown(value: object) -> str:
    match value:
        case bool():
            return "是" if value else "否"
        case None | []:
            return "无"
        case dict() if "rule" in value:
            return str(value["rule"])
        case dict():
            return "；".join(f"{key} {_shown(each)}" for key, each in value.items())
        case list():
            return "、".join(_shown(each) for each in value)
        case _:
            return str(value)
