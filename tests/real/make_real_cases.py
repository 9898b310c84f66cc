"""Writes docs/real-cases.md: real published lists and real accidents beside what our law says."""

from collections import Counter
from pathlib import Path

from real_verdicts import (
    AGREE,
    DISAGREE,
    INSUFFICIENT,
    NO_INSTRUMENT,
    Graded,
    Judged,
    graded,
    judged,
    read_law,
)

PAGE = Path(__file__).parents[2] / "docs" / "real-cases.md"
HEAD = """# 真实名单与真实事故 / Real lists and real accidents

本页由 `tests/real/make_real_cases.py` 从随附的公开数据生成，测试核对它与现行规则一致；请勿手改。

This page is generated from the bundled public data, and a test keeps it equal to what the rulebook says now.

## 读法 / Readings

- 评估日为公布日；只有年月的取该月末日，只有年份的取12月31日。
- 事件只由该行自己的文字构成，没有写的就是没有（未知）：受伤人数混有轻伤，从不当作重伤；损失以万元换算；
  “事故等级”一栏是报道用语，不是批复，等级由数字得出；没有处罚决定日的按未受处罚。
- “责任事故”只在三种情况下算作已知：理由写明“责任”；名单名称就是“责任企业（单位）名单”；或者名单是按安委办〔2015〕14号的
  事故情形列入的（该情形只有“责任事故”），而该行没有写调查尚未结束。写明“正在调查处理中”的，责任未知。
- 瞒报的行为日取事故之日（该行没有别的日期）。“三停”案：行为日取强制执行之日（拒不执行到那一天），处罚日取“三停”决定之日，地区取芝罘区代码。
- 没有行为日就不能成为事件：不拿公布日充当行为日。
- 一致：结论相同；当时没有文件：公布日没有任何列入文件施行；事实不足：缺少的事实决定结论；不一致：逐项说明。
"""
WHY = {
    "A062": "49号第二条第（六）项使瞒报成为联合惩戒对象，第三条的黑名单只有重特大责任事故、一年两起较大、典型较大三种情形；"
    "死亡2人的瞒报事故不在其中。应急管理部当时的批次把第二条的情形也公布为“联合惩戒黑名单”，比第三条的文字更宽；我们按文字，列入联合惩戒一级。"
    " / The ministry's batches were wider than article 3; we list concealment as joint punishment, as article 2 says.",
    "A071": "行为在2016年9月，当时施行的14号已于2017年5月8日终止；公布日施行的49号不溯及该行为，而该行没有49号施行后的处罚决定。"
    "市级名单在2017年11月仍按2016年的行为列入。若在14号施行期内评估，瞒报即构成 AW14-2（黑名单）。"
    " / The conduct is older than the instrument of the day of publication, and the row states no later penalty: we do not apply a rule backwards.",
}


def _table(rows: list[Judged]) -> list[str]:
    lines = [
        "| 编号 | 单位 | 名单 | 当局结论 | 评估日 | 责任认定的依据 | 我们的结论 | 对照 |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for one in rows:
        row = one.row
        because = row.liable_because or "未载明"
        cells = [row.id, row.name, row.list_name, row.verdict, row.on.isoformat()]
        lines.append("| " + " | ".join([*cells, because, one.ours, one.result]) + " |")
    return lines


def _counts(rows: list[Judged]) -> list[str]:
    counted = Counter(one.result for one in rows)
    lines = ["| 对照 | 行数 |", "|---|--:|"]
    lines += [f"| {name} | {counted[name]} |" for name in (AGREE, NO_INSTRUMENT, INSUFFICIENT)]
    return [*lines, f"| {DISAGREE} | {counted[DISAGREE]} |", f"| 合计 total | {len(rows)} |"]


def _reasons(rows: list[Judged]) -> list[str]:
    lines = []
    for one in rows:
        if one.result == DISAGREE:
            lines += [f"- **{one.row.id} {one.row.name}**：{WHY[one.row.id]}"]
    return lines


def _grades(rows: list[Graded]) -> list[str]:
    with_figures = [row for row in rows if row.ours is not None]
    alike = [row for row in with_figures if row.ours == row.by_order493]
    without = [row for row in rows if row.ours is None]
    named = [row for row in with_figures if row.stated in {"一般", "较大", "重大", "特别重大"}]
    same = [row for row in named if row.ours == row.stated]
    lines = [
        (
            f"- 事故 {len(rows)} 起，其中 {len(with_figures)} 起有死亡、重伤或损失数字；"
            f"按条例493号得出的等级与 `grade_by_order493` 一致的 {len(alike)} 起。"
        ),
        f"- 来源写明四级之一的 {len(named)} 起（“重特大”不是一级），其中一致的 {len(same)} 起。",
        f"- 没有数字、不作判断的 {len(without)} 起："
        + "；".join(f"{row.id} {row.name or '（未具名）'}" for row in without)
        + "。",
        "",
        "| 等级 | 起数 |",
        "|---|--:|",
    ]
    counted = Counter(row.ours for row in with_figures)
    return lines + [
        f"| {name} | {counted[name]} |" for name in ("一般", "较大", "重大", "特别重大")
    ]


def document() -> str:
    """The page as it should stand today."""
    law, regions = read_law()
    rows = list(judged(law, regions))
    parts = [HEAD, "## 名单 / Lists", "", *_table(rows), "", *_counts(rows)]
    parts += ["", "### 不一致的说明 / Where we differ, and why", "", *_reasons(rows)]
    parts += ["", "## 事故等级 / Accident grades", "", *_grades(list(graded(law)))]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(document(), encoding="utf-8")
