"""An assessment as the contract's JSON object, and as a text for people."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from creditsvc.cli.schemes import scheme_lines
from creditsvc.findings.domain import Assessment, finding_on
from creditsvc.law import two_dates_text, way_out_checks
from creditsvc.law.domain import Event, Record, Undetermined
from creditsvc.law.measures import if_listed
from creditsvc.law.rulebook import Law
from creditsvc.law.two_dates import two_dates
from creditsvc.tiers.domain import Standing


def verdict(
    who: Mapping[str, object],
    assessment: Assessment,
    tier: Standing,
    *,
    law: Law,
    events: Sequence[Event],
    warnings: Sequence[str],
) -> dict[str, Any]:
    """One enterprise's answer: what *law* makes of its *events*."""
    evaluation = assessment.evaluation
    on = evaluation.on
    return {
        "enterprise": dict(who),
        "on": on.isoformat(),
        "tier": tier.tier,
        "tier_reason": tier.reason,
        "findings": [
            finding_on(each, on)
            | {
                "measures_if_listed": [one.id for one in if_listed(law.measures, each, events, on)],
                "way_out": way_out_checks.of_finding(law, events, each, on),
            }
            for each in evaluation.findings
        ],
        "undetermined": [_undetermined(each) for each in evaluation.undetermined],
        "two_dates": [two_dates_text.body(each) for each in two_dates(law, events, on)],
        "records": [
            _record(each) | {"way_out": way_out_checks.of_record(law, events, each, on)}
            for each in assessment.records
        ],
        "warnings": [*warnings, *evaluation.warnings],
    }


def _undetermined(entry: Undetermined) -> dict[str, Any]:
    return {"rule": entry.rule, "missing": list(entry.missing)}


def _record(record: Record) -> dict[str, Any]:
    return {
        "ref": record.ref,
        "class": record.klass,
        "instrument": record.instrument,
        "shown_from": record.shown_from.isoformat(),
        "earliest_repair": record.earliest_repair.isoformat() if record.earliest_repair else None,
        "last_day": record.last_day.isoformat() if record.last_day else None,
    }


_CLASSES = {"minor": "轻微", "general": "一般", "severe": "严重"}


def spoken(answer: Mapping[str, Any]) -> str:
    """The answer for a reader: the tier first, then why, then what is open."""
    who = answer["enterprise"]
    number = who["uscc"] or who.get("other_id") or "无代码"
    lines = [f"{who['name']}（{number}）  查询日 {answer['on']}"]
    lines.append(f"  等级 {answer['tier']}  {answer['tier_reason']}")
    lines += scheme_lines(answer)
    lines += (f"  ● {line}" for each in answer["findings"] for line in _finding_lines(each))
    lines += (f"  ⇄ {line}" for each in answer["two_dates"] for line in _two_dates_lines(each))
    lines += (f"  ○ {line}" for each in answer["records"] for line in _record_lines(each))
    lines += (
        f"  ？ 无法判断 {each['rule']}：缺 {'；'.join(each['missing'])}"
        for each in answer["undetermined"]
    )
    lines += (f"  ！ 注意：{warning}" for warning in answer["warnings"])
    if not (answer["findings"] or answer["undetermined"]):
        lines.append("  没有规则成立，也没有待查事实 / no rule is met and none is left open")
    return "\n".join(lines) + "\n"


def _finding_lines(finding: Mapping[str, Any]) -> list[str]:
    marks = [
        text
        for key, text in (("discretionary", "须裁量"), ("legal_review", "须法制审核"))
        if finding[key]
    ]
    mark = f"【{'、'.join(marks)}】" if marks else ""
    lines = [f"{finding['rule']} {finding['title']['zh']}{mark}"]
    lines.append(f"  {finding['explanation']['zh']}")
    lines.append(f"  {finding['explanation']['en']}")
    if finding["measures_if_listed"]:
        lines.append(f"  若列入，可采取的措施 {'、'.join(finding['measures_if_listed'])}")
    term = finding["term"]
    if term is not None:
        lines.append(
            f"  期限 {term['months']} 个月，若 {term['if_started_on']} 起算，至 {term['last_day']}"
        )
    lines += _way_out_lines(finding["way_out"])
    return lines


def _two_dates_lines(each: Mapping[str, Any]) -> list[str]:
    mark = "【须法制审核】" if each["legal_review"] else ""
    return [f"两日比较{mark} {each['explanation']['zh']}", f"  {each['explanation']['en']}"]


def _record_lines(record: Mapping[str, Any]) -> list[str]:
    told = (
        f"记录 {record['ref']}：{_CLASSES[record['class']]}，公示至 {record['last_day']}，"
        f"最早修复 {record['earliest_repair']}（{record['instrument']}）"
    )
    return [told, *_way_out_lines(record["way_out"])]


_STATES = {
    "fulfilled": ("已满足", "fulfilled"),
    "open": ("未满足", "open"),
    "for_people_to_judge": ("由人判断", "for people to judge"),
}


def _way_out_lines(way: Mapping[str, Any] | None) -> Iterator[str]:
    """How it ends, each condition and bar with its state, and what would bring it back."""
    if way is None:
        return
    yield f"  出路：{way['ending']['zh']} / {way['ending']['en']}"
    for each in (*way["conditions"], *way["bars"]):
        (zh, en), why = _STATES[each["state"]], each["because"]
        told = f"【{zh}】{each['zh']}（{each['article']}）：{why['zh']}"
        yield f"    {told} / [{en}] {each['en']}: {why['en']}"
    for each in way["returns"]:
        yield f"    再次列入：{each['zh']}（{each['article']}） / comes back: {each['en']}"
    for each in way["lost_by"]:
        yield f"    提前失去：{each['zh']}（{each['article']}） / is lost: {each['en']}"
