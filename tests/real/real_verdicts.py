"""What our law says of each published row, beside what the authority said then."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from real_rows import RealRow, accidents, figures, full_rows, has_figures

from creditsvc.cli.assess import assess_rows
from creditsvc.kernel.regions import Regions
from creditsvc.law.loader import load
from creditsvc.law.rulebook import Law

CONFIG = Path(__file__).parents[2] / "config"
AGREE, NO_INSTRUMENT, INSUFFICIENT, DISAGREE = (
    "一致 agree",
    "当时没有文件 no instrument then",
    "事实不足 facts insufficient",
    "不一致 disagree",
)
GRADES = {"general": "一般", "major": "较大", "serious": "重大", "extraordinary": "特别重大"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A published row with our verdict in words and how it compares."""

    row: RealRow
    ours: str
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """A real accident, its grade by our law and by the annotated data; *ours* None: no figures."""

    id: str
    name: str
    ours: str | None
    stated: str
    by_order493: str


def read_law() -> tuple[Law, Regions]:
    """The rulebook and the regions that ship."""
    codes = CONFIG / "codes"
    regions = Regions.read(
        codes / "regions.csv", codes / "regions_history.csv", codes / "region_extensions.csv"
    )
    return load(CONFIG / "law"), regions


def judged(law: Law, regions: Regions) -> Iterator[Judged]:
    """Every row told in full, judged on its publication day."""
    for row in full_rows():
        ours, result = _judge(law, regions, row)
        yield Judged(row=row, ours=ours, result=result)


def graded(law: Law) -> Iterator[Graded]:
    """Every real accident, graded by the law's own table from its figures alone."""
    for row in accidents():
        facts = figures(row, row["serious_injuries"])
        table = law.kinds.kinds["ws.accident"].graded_by
        if table is None:
            raise ValueError("the kinds file grades no accidents")
        reached = table.reached(facts) if has_figures(row) else None
        yield Graded(
            id=row["id"],
            name=row["accident_name"],
            ours=None if reached is None else GRADES[reached],
            stated=row["grade_stated"],
            by_order493=row["grade_by_order493"],
        )


def _judge(law: Law, regions: Regions, row: RealRow) -> tuple[str, str]:
    in_force = {rule.list for rule in law.rules if rule.instrument.in_force.covers(row.on)}
    if not in_force - {None, "redlist"}:
        return "当日没有任何列入文件施行", NO_INSTRUMENT
    if row.lacking:
        return f"没有写明{row.lacking}，不能成为一个事件", INSUFFICIENT
    (answer,) = assess_rows(law, regions, [dict(event) for event in row.events], row.on)
    return _words(answer), _compare(law, row, answer)


def _compare(law: Law, row: RealRow, answer: dict[str, Any]) -> str:
    firm = {
        one["list"]
        for one in answer["findings"]
        if not one["discretionary"] and not one["legal_review"]
    }
    if "黑名单" not in row.verdict:  # exposure, not a list: we show a severe record and list nobody
        return AGREE if not firm and answer["tier"] == "C" else DISAGREE
    if "blacklist" in firm:
        return AGREE
    left_open = {one["rule"] for one in answer["undetermined"]}
    could_list = any(rule.list == "blacklist" for rule in law.rules if rule.id in left_open)
    return INSUFFICIENT if could_list else DISAGREE


def _words(answer: dict[str, Any]) -> str:
    parts = [f"等级 {answer['tier']}"]
    parts += [f"{one['rule']} → {one['list']}" for one in answer["findings"]]
    parts += [
        f"{one['rule']} 无法判断（缺 {'、'.join(one['missing'])}）"
        for one in answer["undetermined"]
    ]
    if not answer["findings"]:
        parts.append("没有名单")
    return "；".join(parts)
