"""The bundled real rows read as events and as decisions to list, by their own words alone.

What a row does not state stays absent; a row that cannot become either says why. Nothing is stored.
"""

import csv
import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from creditsvc.kernel.clock import BadDay, parse_day
from creditsvc.kernel.money import from_wan, yuan
from creditsvc.kernel.regions import Regions

Row = Mapping[str, str]

GRADES = {"一般": "general", "较大": "major", "重大": "serious", "特别重大": "extraordinary"}
PENALTIES = {
    "暂扣许可证件": "licence_suspended",
    "降低资质等级": "grade_lowered",
    "责令停业整顿": "suspension",
    "责令停产整顿": "suspension",
    "责令停产停业": "suspension",
    "罚款": "fine",
}
MODES = {"瞒报": "concealed", "谎报": "false", "迟报": "late", "漏报": "omitted"}
CONDUCT = {  # words of a decision that name a kind of its own
    "存在重大事故隐患仍然进行生产": "ws.hazard_ignored",
    "公众聚集场所未经许可擅自投入使用": "fs.venue_unchecked",
    "拒不履行三停决定": "fs.stop_order_defied",
}
_LIABLE = re.compile(r"负有?[^，,。;；]{0,6}责任|责任事故|责任单位")
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日?")
_BRACKETED = re.compile(r"[（(].*?[)）]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """Why a row can be neither recorded nor parked, in both languages."""

    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.zh} / {self.en}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """The events a row states, as a source would send them.

    doubt: the field and the reason why a person must complete the row first; None: nothing is open
    but who the enterprise is, which the code decides.
    """

    events: tuple[dict[str, Any], ...]
    doubt: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """The regions, with the codes of provinces and of cities apart."""

    regions: Regions
    provinces: tuple[str, ...]
    cities: tuple[str, ...]

    @classmethod
    def of(cls, regions: Regions) -> "Gazetteer":
        """The gazetteer of *regions*."""
        level = sorted(code for code in regions.by_code if code.endswith("00"))
        return cls(
            regions=regions,
            provinces=tuple(code for code in level if code.endswith("0000")),
            cities=tuple(code for code in level if not code.endswith("0000")),
        )


NO_DAY = Lacking(zh="没有写明行为日期", en="the day of the conduct is not stated")
NO_UNIT = Lacking(zh="没有写明单位", en="no enterprise is named")


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of a bundled table, as text."""
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, strict=True)


def whole_day(text: str) -> date | None:
    """The day that *text* names; None where it names a month, a year or nothing."""
    try:
        return parse_day(text)
    except BadDay:
        return None


def latest_day(text: str) -> date | None:
    """The day, or the last one of the month or year where that is all there is."""
    parts = [int(part) for part in text.split("-") if part]
    if not parts:
        return None
    if len(parts) == 3:
        return date(*parts)
    month = parts[1] if len(parts) == 2 else 12
    return date(parts[0], month, monthrange(parts[0], month)[1])


def region_of(text: str, places: Gazetteer, on: date) -> str | None:
    """The one city that *text* names, else the one province; None where it names none or several.

    Names are those of day *on*: 重庆 was a city of 四川 under another code once.
    """
    for level in (places.cities, places.provinces):
        found = [code for code in level if (places.regions.name(code, on=on) or "-") in text]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def penalty(row: Row, places: Gazetteer) -> Stated | Lacking:
    """What a penalty decision states: the conduct with its penalty, and a report violation beside it."""
    occurred, penalised = _penalty_days(row)
    if occurred is None:
        return NO_DAY
    if row["ptype"] == "立案":
        return Lacking(zh="只是立案，还没有处罚决定", en="a case was opened, nothing is decided")
    kind = _penalty_kind(row)
    shared = {
        **_about(row, occurred, region_of(row["facts"], places, occurred)),
        "uscc": None if "*" in row["uscc"] else row["uscc"],
        "other_id": row["reg_no"],
        "penalised_on": None if penalised is None else penalised.isoformat(),
        "document_no": row["decision_no"],
        "authority": None if row["authority"].startswith("(") else row["authority"],
        "sector": "construction" if "住房和城乡建设" in row["authority"] else None,
        "summary": f"{row['facts']} 处罚结果：{row['result']}",
    }
    facts = _accident_facts(row, row["grade"]) if kind.endswith("accident") else {}
    if _LIABLE.search(row["facts"] + row["penalty_name"]) and kind.endswith("accident"):
        facts["liable"] = True
    if kind.endswith("penalty"):
        facts = _penalty_facts(row)
    events = _numbered(row["id"], shared, [(kind, facts), *_report(row["concealment"])])
    return Stated(events=events, doubt=_penalty_doubt(row, penalised))


def accident(row: Row, places: Gazetteer) -> Stated | Lacking:
    """What a published accident states of the unit held responsible."""
    if not row["responsible_unit"]:
        return NO_UNIT
    occurred = whole_day(row["accident_date"])
    if occurred is None:
        return NO_DAY
    shared = {
        **_about(row, occurred, region_of(row["province"] + row["city"], places, occurred)),
        "name": row["responsible_unit"],
        "summary": "；".join(
            filter(None, (row["accident_name"], row["nature_finding"], row["note"]))
        ),
    }
    facts = _accident_facts(row, row["grade_stated"])
    if "责任" in row["nature_finding"]:
        facts["liable"] = True
    fire = row["accident_type"] == "火灾" and "生产安全" not in row["nature_finding"]
    kind = "fs.accident" if fire else "ws.accident"
    return Stated(
        events=_numbered(row["id"], shared, [(kind, facts), *_report(row["concealment"])])
    )


def _about(row: Row, occurred: date, region: str | None) -> dict[str, Any]:
    return {
        "source": row["source"],
        "name": row.get("company_name"),
        "occurred_on": occurred.isoformat(),
        "region": region,
    }


def _numbered(
    ref: str, shared: Mapping[str, Any], told: list[tuple[str, dict[str, Any]]]
) -> tuple[dict[str, Any], ...]:
    """One event for each kind told, the first under the row's own id; empty cells are left out."""
    events = []
    for number, (kind, facts) in enumerate(told, start=1):
        event = {
            **shared,
            "source_ref": ref if number == 1 else f"{ref}-{number}",
            "kind": kind,
            "facts": facts,
        }
        events.append({name: value for name, value in event.items() if value})
    return tuple(events)


def _penalty_days(row: Row) -> tuple[date | None, date | None]:
    """Days of conduct and of penalty. A stop order is defied after it was made, and that is told."""
    told = _DAY.search(row["facts"])
    in_text = date(int(told[1]), int(told[2]), int(told[3])) if told else None
    lifted = "解除" in row["penalty_name"]  # then the row's day is that of the lifting
    decided = None if lifted else whole_day(row["decision_date"])
    if row["ptype"] == "行政强制执行":
        return decided, in_text
    return whole_day(row["accident_date"]) or in_text, decided


def _penalty_kind(row: Row) -> str:
    own = next((kind for words, kind in CONDUCT.items() if words in row["penalty_name"]), None)
    if own is not None:
        return own
    domain = "fs" if "消防" in row["authority"] else "ws"
    return f"{domain}.accident" if row["accident_date"] else f"{domain}.penalty"


def _penalty_doubt(row: Row, penalised: date | None) -> tuple[str, str] | None:
    if "*" in row["uscc"]:
        return (
            "/uscc",
            f"信用代码在原文中即被掩码：{row['uscc']} / the code is masked in the source",
        )
    if penalised is None:
        return "/penalised_on", (
            f"没有写明完整的处罚决定日期（所载：{row['decision_date'] or '无'}），须由人员补全 / "
            "the day of the penalty decision is not stated in full; a person must complete it"
        )
    return None


def _accident_facts(row: Row, grade: str) -> dict[str, Any]:
    """Figures and grade as stated. Injuries are mixed in the source, so only serious ones count."""
    facts: dict[str, Any] = {}
    if row["deaths"]:
        facts["deaths"] = int(row["deaths"])
    if row.get("serious_injuries"):
        facts["serious_injuries"] = int(row["serious_injuries"])
    if row["direct_loss_wan"]:
        facts["direct_loss"] = yuan(from_wan(row["direct_loss_wan"]))
    if grade in GRADES:
        facts["grade"] = GRADES[grade]
    return facts


def _penalty_facts(row: Row) -> dict[str, Any]:
    words = [_BRACKETED.sub("", word) for word in row["ptype"].split(";")]
    facts: dict[str, Any] = {}
    types = [PENALTIES[word] for word in words if word in PENALTIES]
    if types:
        facts["penalty_types"] = types
    if row["fine_yuan"]:
        facts["fine"] = row["fine_yuan"]
    return facts


def _report(concealment: str) -> list[tuple[str, dict[str, Any]]]:
    found = [mode for word, mode in MODES.items() if word in concealment]
    return [("ws.report_violation", {"mode": mode}) for mode in found]
