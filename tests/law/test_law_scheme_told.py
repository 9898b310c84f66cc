"""How a scheme of tiers is told: what each tier entails, and every line on supervision beside it."""

from dataclasses import replace

import pytest
from lawbooks import LAW, SHIPPED, line_of

from creditsvc.law.scheme_wording import scheme_lines

SEEN = "来源：见于所存文本", "Provenance: seen in a stored copy of the text"
SHANXI = "山西省涉企行政检查年度最高频次（2025年4月）"


def told(scheme, law=LAW):
    return list(scheme_lines(law, law.schemes[scheme]))


def of(duty, scheme="default"):
    """The line of that id and those below it."""
    lines = told(scheme)
    first = next(number for number, (zh, _) in enumerate(lines) if zh.startswith(f"{duty}  "))
    below = [number for number, (zh, _) in enumerate(lines) if number > first and zh[0] != " "]
    return lines[first : below[0]]


@pytest.mark.parametrize(
    ("duty", "lines"),
    [
        ("SUP-AW14-inspection", [
            (f"SUP-AW14-inspection  安委办〔2015〕14号，条号未见；2015-07-29至2017-05-08；{SEEN[0]}",
             f"SUP-AW14-inspection  安委办〔2015〕14号, 条号未见; 2015-07-29 to 2017-05-08; {SEEN[1]}"),
            ("  安全生产不良记录“黑名单”：每半年检查不少于1次", "  work-safety blacklist: at least 1 inspection every half-year"),
        ]),
        ("SUP-YC-inspection", [
            (f"SUP-YC-inspection  银川市安全生产红黑名单管理暂行办法（2019年），条号未见；行政区划 6401；{SEEN[0]}",
             f"SUP-YC-inspection  银川市安全生产红黑名单管理暂行办法（2019年）, 条号未见; region 6401; {SEEN[1]}"),
            ("  已停用：该办法已宣布失效，失效日期未见", "  Switched off: declared invalid; since which day is not seen"),
            ("  安全生产不良记录“黑名单”：每季度检查不少于1次", "  work-safety blacklist: at least 1 inspection a quarter"),
        ]),
        ("SUP-SX-smelting", [
            (f"SUP-SX-smelting  {SHANXI}，条号未见；行政区划 14；冶金、有色；自2025-04-23起；{SEEN[0]}",
             f"SUP-SX-smelting  {SHANXI}, 条号未见; region 14; metallurgy, non-ferrous metals; from 2025-04-23; {SEEN[1]}"),
            ("  已停用：原文限于金属冶炼；登记的行业是冶金、有色，不能分辨是否冶炼",
             "  Switched off: the text means metal smelting; the sectors on record do not tell who smelts"),
            ("  标准化1级：执法检查每年不超过2次", "  standardisation level 1: at most 2 enforcement inspections a year"),
            ("  标准化2级：执法检查每年不超过4次", "  standardisation level 2: at most 4 enforcement inspections a year"),
            ("  标准化3级：执法检查每年不超过8次", "  standardisation level 3: at most 8 enforcement inspections a year"),
            ("  未达标：执法检查每年不超过12次", "  no standardisation level: at most 12 enforcement inspections a year"),
        ]),
        ("SUP-SX-oversight", [
            (f"SUP-SX-oversight  {SHANXI}，条号未见；行政区划 14；自2025-04-23起；{SEEN[0]}",
             f"SUP-SX-oversight  {SHANXI}, 条号未见; region 14; from 2025-04-23; {SEEN[1]}"),
            ("  全部企业：督导检查每年不超过3次", "  every enterprise: at most 3 oversight visits a year"),
        ]),
        ("SUP-county-record", [
            (f"SUP-county-record  某县企业安全生产诚信评价和管理制度（依据安委〔2014〕8号），条号未见；{SEEN[0]}",
             f"SUP-county-record  某县企业安全生产诚信评价和管理制度（依据安委〔2014〕8号）, 条号未见; {SEEN[1]}"),
            ("  已停用：发布机关和适用地区不明", "  Switched off: neither the issuer nor the place is known"),
        ]),
    ],
)  # fmt: skip
def test_a_line_on_supervision_is_told_whole_in_both_languages(duty, lines):
    assert of(duty) == lines


def test_beside_a_scheme_stand_the_lines_of_its_tiers_and_those_of_whatever_tier():
    ids = {one.id for one in LAW.duties.lines}
    apart = {"default": {"SUP-county-record", "SUP-draw-default", "SUP-BJ52-draw"},
             "shanxi9": {"SUP-SX-coal", "SUP-SX-noncoal", "SUP-SX-other", "SUP-draw-shanxi9"}}  # fmt: skip
    for scheme, other in (("default", "shanxi9"), ("shanxi9", "default")):
        named = {zh.split("  ")[0] for zh, _ in told(scheme)}
        assert named & ids == ids - apart[other]


def test_what_a_tier_entails_is_told_with_the_line_it_stands_in_and_whether_that_is_off():
    lines = told("default")
    assert (
        "  监管：每年检查不少于4次〔SUP-county-record，停用〕",
        "  Supervision: at least 4 inspections a year [SUP-county-record, off]",
    ) in lines
    assert (
        "  监管：双随机抽查比例最高〔SUP-draw-default〕",
        "  Supervision: the highest weight in the random draw [SUP-draw-default]",
    ) in lines


def test_a_scheme_says_where_it_stands():
    place = f"tiers/default.yaml:{line_of(SHIPPED, 'tiers/default.yaml', 'id: default')}"
    assert told("default")[-1] == (f"出处：{place}", f"Stands at {place}")
    moved = replace(LAW.schemes["default"], place=LAW.schemes["shanxi9"].place)
    law = replace(LAW, schemes={**LAW.schemes, "default": moved})
    assert told("default", law)[-1][0] == f"出处：tiers/shanxi9.yaml:{moved.place.line}"
