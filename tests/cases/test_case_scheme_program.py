"""`assess --scheme` and `law show SCHEME` on files, end to end: what a clerk and a lawyer read."""

import json
import shutil

import pytest
from click.testing import CliRunner
from shipped import CONFIG, law

from creditsvc.cli.main import main

OURS = {"source": "虚构来源", "uscc": "91999999MA00000154", "name": "虚构甲化工有限公司"}
FINED = {
    **OURS,
    "source_ref": "P",
    "kind": "ws.penalty",
    "occurred_on": "2026-03-01",
    "penalised_on": "2026-04-20",
    "sector": "hazardous_chemicals",
    "region": "140100",
    "facts": {"penalty_types": ["fine"], "procedure": "general"},
}
LEVEL = {
    **OURS,
    "source_ref": "S",
    "kind": "honour.standardization",
    "occurred_on": "2025-03-01",
    "facts": {"level": 2, "valid_until": "2028-03-01"},
}
OPEN = {
    **OURS,
    "source_ref": "A",
    "kind": "ws.accident",
    "occurred_on": "2026-05-01",
    "facts": {"deaths": 1},
}
KEYS = {"scheme", "scheme_title", "scheme_off", "tier_missing", "supervision"}


def run(path, rows, *options):
    path = path / "e.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    return CliRunner().invoke(main, ["assess", str(path), "--on", "2026-06-30", *options])


def answer(path, rows, *options):
    return json.loads(run(path, rows, "--json", *options).stdout)


def test_without_a_scheme_nothing_is_added(tmp_path):
    plain = answer(tmp_path, [FINED, LEVEL])
    asked = answer(tmp_path, [FINED, LEVEL], "--scheme", "default")
    assert asked.keys() - plain.keys() == KEYS
    assert {key: asked[key] for key in plain} == plain
    assert "监管" not in run(tmp_path, [FINED, LEVEL]).output


@pytest.mark.parametrize(
    ("scheme", "tier"),
    [("default", "B"), ("shanxi9", "B1"), ("four_grades_nine", "B1"), ("excellent_good", "良")],
)
def test_the_scheme_that_is_asked_for_grades_and_says_whether_it_is_in_use(tmp_path, scheme, tier):
    found = answer(tmp_path, [FINED, LEVEL], "--scheme", scheme)
    assert (found["scheme"], found["tier"]) == (scheme, tier)
    assert (found["scheme_off"] is None) == (scheme == "default")
    assert ("方案未启用" in run(tmp_path, [FINED], "--scheme", scheme).output) == (
        scheme != "default"
    )


def test_supervision_is_told_with_its_sources(tmp_path):
    found = answer(tmp_path, [FINED, LEVEL], "--scheme", "default")["supervision"]
    assert (found["floor"], found["ceiling"], found["oversight_ceiling"]) == (None, 4, 3)
    assert (found["random"], found["conflict"], found["missing"]) == ("normal", None, [])
    (ceiling,) = [one for one in found["sources"] if one["says"] == "ceiling"]
    assert ceiling["text"]["zh"] == "执法检查每年不超过4次"
    assert ceiling["text"]["en"] == "at most 4 enforcement inspections a year"
    assert (ceiling["times_a_year"], ceiling["region"], ceiling["provenance"]) == (4, "14", "seen")
    assert all(one["basis"] and one["article"] for one in found["sources"])


def test_a_text_that_is_off_is_told_apart(tmp_path):
    mine = {**FINED, "sector": "coal_mine"}
    found = answer(tmp_path, [mine], "--scheme", "shanxi9")["supervision"]
    assert found["ceiling"] is None
    assert [(one["id"], one["times_a_year"]) for one in found["unverified"]] == [("SUP-SX-coal", 4)]
    assert "未核实" in found["unverified"][0]["off"]["zh"]
    assert "另有1项规定未启用" in run(tmp_path, [mine], "--scheme", "shanxi9").output


def test_on_one_line_a_clerk_reads_how_often_and_by_which_text(tmp_path):
    printed = run(tmp_path, [FINED, LEVEL], "--scheme", "default").output
    (line,) = [each for each in printed.splitlines() if "监管" in each]
    assert "山西省涉企行政检查年度最高频次（2025年4月）：执法检查每年不超过4次" in line
    assert "上限不计投诉举报、事故" in line
    assert "at most 4 enforcement inspections a year" in line


def test_what_is_unknown_is_named_in_both_languages(tmp_path):
    bare = {key: value for key, value in FINED.items() if key not in ("sector", "region")}
    printed = run(tmp_path, [bare, OPEN], "--scheme", "shanxi9").output
    assert "地区、行业不明" in printed
    assert "unknown: region, sector" in printed
    assert "facts.liable of A" in printed
    found = answer(tmp_path, [bare, OPEN], "--scheme", "shanxi9")
    assert (found["tier"], found["tier_missing"]) == ("B1", ["facts.liable of A"])


def test_a_conflict_is_told_with_both_sides(tmp_path):
    book = _with_a_floor(tmp_path / "law")
    best = {**LEVEL, "facts": {"level": 1, "valid_until": "2028-03-01"}}
    given = ("--scheme", "default", "--law", str(book))
    found = answer(tmp_path, [FINED, best], *given)["supervision"]
    assert (found["floor"], found["ceiling"]) == (4, 2)
    assert found["conflict"].keys() == {"zh", "en"}
    assert "不能同时满足" in run(tmp_path, [FINED, best], *given).output


def _with_a_floor(book):
    """The shipped rulebook with a county's rule switched on: no texts that are on are at odds."""
    shutil.copytree(CONFIG / "law", book)
    path = book / "supervision.yaml"
    text, off = path.read_text(encoding="utf-8"), "    off: {zh: 发布机关和适用地区不明"
    before, _, after = text.partition(off)
    path.write_text(before + after.partition("\n")[2], encoding="utf-8")
    return book


def test_an_unknown_scheme_is_refused_with_those_there_are(tmp_path):
    found = run(tmp_path, [FINED], "--scheme", "nine")
    assert found.exit_code == 2
    assert "没有等级方案“nine”" in found.output
    assert all(name in found.output for name in law().schemes)


@pytest.mark.parametrize("scheme", ["default", "shanxi9", "four_grades_nine", "excellent_good"])
def test_a_scheme_is_shown_whole_in_both_languages(scheme):
    shown = CliRunner().invoke(main, ["law", "show", scheme])
    assert shown.exit_code == 0
    for tier in law().schemes[scheme].tiers:
        assert f"等级 {tier.id}  {tier.title['zh']}" in shown.output
        assert f"Tier {tier.id}  {tier.title['en']}" in shown.output
    assert ("已停用" in shown.output.partition("等级 ")[0]) == (scheme != "default")
    assert shown.output.count("监管：双随机抽查比例最高") == 1


def test_a_shown_scheme_tells_counts_notes_figures_and_what_is_off():
    shown = CliRunner().invoke(main, ["law", "show", "shanxi9"]).output
    assert "条件：此前12个月内轻微失信记录、一般失信记录、严重失信记录合计6起以上" in shown
    assert "条件：此前12个月内生产安全事故（死亡人数1以上，责任事故）1起以上" in shown
    assert "说明：正文：少量轻微不良记录" in shown
    assert "监管：执法检查每年不超过6次〔SUP-SX-coal，停用〕" in shown
    assert "联合惩戒对象：县级部门每季度检查不少于1次" in shown
    assert "SUP-AW14-interview  安委办〔2015〕14号，条号未见；2015-07-29至2017-05-08" in shown
    assert "  标准化2级：执法检查每年不超过4次" in shown
    assert "Supervision: at most 6 enforcement inspections a year [SUP-SX-coal, off]" in shown
    mapped = CliRunner().invoke(main, ["law", "show", "excellent_good"]).output
    assert "对应：default 的 A+、A" in mapped
    assert "SUP-SX-coal" not in mapped
