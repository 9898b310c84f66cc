"""The bundled rows of published lists, read as decisions made elsewhere, each under a rule we hold.

A list without an instrument in this register, a ground that matches none of its rules, and a hazard
under supervision are no entries; the row then says why. Nothing is stored.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from creditsvc.cli.demo_rows import Lacking, Row, latest_day
from creditsvc.kernel.regions import Regions
from creditsvc.law.rulebook import Law
from creditsvc.proceedings.decree import Decree

# The ground as the list words it, and the rule of the instrument that words it so.
NOTICE14: Mapping[str, str] = MappingProxyType(
    {
        "重特大生产安全事故": "AW14-1",
        "重大事故隐患(职业病危害因素超标)": "AW14-3",
        "其他严重违法违规行为": "AW14-5",
    }
)
ORDER49: Mapping[str, str] = MappingProxyType(
    {
        "较大生产安全事故": "WS49-2-01a",
        "较大生产安全事故;瞒报": "WS49-2-01a",
        "未取得安全生产许可擅自生产经营": "WS49-2-02",
        "逃避、对抗监管监察": "WS49-2-04",
        "迟报生产安全事故": "WS49-2-06",
        "瞒报生产安全事故": "WS49-2-06",
        "瞒报、谎报、迟报生产安全事故": "WS49-2-06",
        "典型较大生产安全责任事故": "WS49-3-c",
    }
)
INSTRUMENTS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {"notice14": NOTICE14, "order49": ORDER49}
)
NOT_A_LIST = Lacking(
    zh="不是名单：重大火灾隐患挂牌督办或曝光",
    en="not a list: a fire hazard under supervision or exposed",
)
NO_DAY = Lacking(zh="没有写明公布日期", en="the day of publication is not stated")
NO_INSTRUMENT = Lacking(
    zh="公布时没有本登记库收录的列入文件施行",
    en="no instrument of this register was in force then",
)
NO_GROUND = Lacking(zh="没有写明该单位的列入理由", en="the ground for this unit is not stated")
NO_RULE = Lacking(
    zh="列入理由不对应当时施行文件的任何一项",
    en="the ground matches no rule of the instrument in force then",
)


def decree(row: Row, law: Law, regions: Regions) -> Decree | Lacking:
    """The decision a published row states, or why it is none for this register."""
    if "黑名单" not in row["verdict"]:
        return NOT_A_LIST
    day = latest_day(row["date_published"])
    if day is None:
        return NO_DAY
    rules = _rules(law, day)
    if rules is None:
        return NO_INSTRUMENT
    if not row["reason_category"]:
        return NO_GROUND
    rule = law.rule(rules.get(row["reason_category"], ""))
    if rule is None or rule.list is None:
        return NO_RULE
    return Decree(
        source=row["source"],
        source_ref=row["id"],
        uscc=row["id_code"] or None,
        other_id=None,
        name=row["company_name"],
        list=rule.list,
        rule=rule.id,
        decided_on=day,
        published_on=day,
        document_no=f"{row['list_name']}（{row['id']}）",
        authority=row["authority"],
        region=_province(row["province"], regions, day),
        reason=_reason(row, day),
    )


def _rules(law: Law, day: date) -> Mapping[str, str] | None:
    for name, rules in INSTRUMENTS.items():
        if law.instruments[name].in_force.covers(day):
            return rules
    return None


def _reason(row: Row, day: date) -> str:
    """The ground in the source's words, with what of this decision the source does not state."""
    told = row["reason_text"]
    notes = [f"公布时称“{row['verdict']}”", "未载明文号，以名单名称和行号代之"]
    if row["date_published"] != day.isoformat():
        notes.append(f"公布日期只载明{row['date_published']}，取其最后一日")
    return f"{told}（{'；'.join(notes)}）"


def _province(name: str, regions: Regions, day: date) -> str | None:
    found = [
        code
        for code in regions.by_code
        if code.endswith("0000") and regions.name(code, on=day) == name
    ]
    return found[0] if len(found) == 1 else None
