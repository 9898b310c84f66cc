"""The published rows whose facts are told in full, turned into events by the row's own words alone.

What a row does not say is absent. The readings are written out in docs/real-cases.md.
"""

import calendar
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from creditsvc.kernel.money import from_wan, yuan

DEMO = Path(__file__).parents[2] / "config" / "demo"
FIGURES = ("deaths", "serious_injuries", "direct_loss_wan")


@dataclass(frozen=True, slots=True, kw_only=True)
class RealRow:
    """One published row: the day it is judged on, its events, and what is lacking for an event."""

    id: str
    name: str
    list_name: str
    verdict: str
    on: date
    events: tuple[dict[str, Any], ...]
    lacking: str = ""
    liable_because: str = ""


def _read(name: str) -> list[dict[str, str]]:
    with (DEMO / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def publication_day(text: str) -> date:
    """The day in *text*; the last day of the month or year where that is all there is."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return date(*parts)
    year, month = parts[0], parts[1] if len(parts) == 2 else 12
    return date(year, month, calendar.monthrange(year, month)[1])


def liable_because(row: dict[str, str]) -> str:
    """Why the row's accident is a 责任事故; empty where it does not say so."""
    if "正在调查处理" in row["reason_text"]:
        return ""
    if "负有责任" in row["reason_text"] or "责任事故" in row["reason_category"]:
        return "理由写明“责任”"
    if "责任企业" in row["list_name"]:
        return "名单名称即“责任企业（单位）名单”"
    if "不良记录" in row["list_name"] and row["reason_category"] == "重特大生产安全事故":
        return "14号的事故情形只有“责任事故”，名单按该情形列入"
    return ""


def figures(row: dict[str, str], injuries: str = "") -> dict[str, Any]:
    """Deaths, serious injuries and loss as the row states them; an empty cell is absent."""
    told: dict[str, Any] = {}
    if row["deaths"]:
        told["deaths"] = int(row["deaths"])
    if injuries:
        told["serious_injuries"] = int(injuries)
    if row["direct_loss_wan"]:
        told["direct_loss"] = yuan(from_wan(row["direct_loss_wan"]))
    return told


def _event(row: dict[str, str], number: int, kind: str, **told: Any) -> dict[str, Any]:
    base = {"source": "published_listings", "source_ref": f"{row['id']}-{number}"}
    return {**base, "name": row["company_name"], "kind": kind, **told}


def _accident(row: dict[str, str]) -> dict[str, Any]:
    facts = figures(row)
    if liable_because(row):
        facts["liable"] = True
    return _event(row, 1, "ws.accident", occurred_on=row["accident_date"], facts=facts)


def _concealment(row: dict[str, str]) -> dict[str, Any]:
    facts = {"mode": "concealed"}
    day = row["accident_date"]
    return _event(row, 2, "ws.report_violation", occurred_on=day, facts=facts)


def _stop_order(row: dict[str, str]) -> dict[str, Any]:
    """A169: the decision and the day it was enforced against the refusal stand in the reason."""
    days = {"occurred_on": "2024-02-05", "penalised_on": "2023-09-07"}
    if "2023年9月7日" not in row["reason_text"] or "2024年2月5日" not in row["reason_text"]:
        raise ValueError(f"{row['id']}: the reason no longer states the two days")
    return _event(row, 1, "fs.stop_order_defied", **days, region="370602")


def _events(row: dict[str, str]) -> tuple[tuple[dict[str, Any], ...], str]:
    if "三停" in row["reason_text"]:
        return (_stop_order(row),), ""
    if not row["accident_date"]:
        of_accident = "事故" in row["reason_category"]
        return (), "行为日、死亡人数与损失" if of_accident else "行为日、是否属于重大隐患"
    if "瞒报" in row["concealment"]:
        return (_accident(row), _concealment(row)), ""
    return (_accident(row),), ""


def full_rows() -> Iterator[RealRow]:
    """Every row of published_listings.csv told in full, in the order of the file."""
    for row in _read("published_listings.csv"):
        if row["fact_level"] == "full":
            events, lacking = _events(row)
            yield RealRow(
                id=row["id"],
                name=row["company_name"],
                list_name=row["list_name"],
                verdict=row["verdict"],
                on=publication_day(row["date_published"]),
                events=events,
                lacking=lacking,
                liable_because=liable_because(row),
            )


def accidents() -> list[dict[str, str]]:
    """The real accidents, one a row."""
    return _read("accidents.csv")


def has_figures(row: dict[str, str]) -> bool:
    """Whether the row states any figure that 493号 grades by; mixed injuries are none."""
    return any(row[name] for name in FIGURES)
