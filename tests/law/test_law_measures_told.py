"""Measures as they are told at the command line: the table of a list, and one by its id."""

import pytest
from click.testing import CliRunner
from lawbooks import LAW, SHIPPED, line_of

from creditsvc.cli.main import main
from creditsvc.law.measure_lines import cap_text, terms_lines
from creditsvc.law.measures import Cap


def told(*words):
    run = CliRunner().invoke(main, ["law", *words])
    assert run.exit_code == 0, run.output
    return run.output


def part(output, start, end):
    return output[output.index(start) : output.index(end)]


def test_the_table_tells_who_does_what_on_which_basis_in_chinese_first():
    output = told("measures", "--list", "serious_dishonesty", "--on", "2026-01-01")
    can = part(output, "可以采取的措施 16 项", "不能采取的措施")
    first, *rest = can[can.index("● M11-5") :].splitlines()[:4]
    assert first.startswith("● M11-5  【可以 / may】在政府资金项目申请")
    assert [line.strip() for line in rest] == [
        "领域：财政资金 / public funds",
        "执行：财政部门、发展改革部门 / finance departments, development and reform departments",
        "依据 / basis：《安全生产严重失信主体名单管理办法》第八条第（五）项",
    ]
    assert "● WSL78-3  【应当 / shall】上调有关保险费率" in can
    assert "上限：最长终身 / at most for life" in can


def test_below_it_stands_what_cannot_be_issued_and_why():
    output = told("measures", "--list", "blacklist", "--on", "2018-01-01")
    cannot = output[output.index("不能采取的措施") :]
    assert "○ J16" in cannot
    assert "已停用：备忘录后文未见" in cannot
    assert "○ WSL78-1" in cannot
    assert "（自2021-09-01起） / outside the days on which it may be taken" in cannot


def test_the_table_of_a_region_has_the_measures_of_that_place():
    at = ("measures", "--list", "serious_dishonesty", "--on", "2026-01-01")
    assert "SD28-1" not in told(*at)
    assert "● SD28-1" in told(*at, "--region", "370100")


@pytest.mark.parametrize(
    ("on", "lists"),
    [
        ("2023-09-30", ["联合惩戒对象", "安全生产不良记录“黑名单”"]),
        ("2023-10-01", ["安全生产严重失信主体名单"]),
    ],
)
def test_without_a_list_it_shows_those_that_can_be_entered_that_day(on, lists):
    heads = [
        line.split("  ")[0] for line in told("measures", "--on", on).splitlines() if on in line
    ]
    assert heads == [*lists, "消防安全严重失信主体名单", "守信激励“红名单”"]


def test_in_a_region_only_lists_that_reach_it_are_shown():
    at = ("measures", "--on", "2026-01-01", "--region")
    assert "消防安全严重失信主体名单  " in told(*at, "620100")
    assert "消防安全严重失信主体名单  " not in told(*at, "370100")


def test_an_unknown_list_is_refused_with_those_there_are():
    run = CliRunner().invoke(main, ["law", "measures", "--list", "greylist"])
    assert run.exit_code == 2
    assert "没有名单“greylist”；可用：joint_punishment" in run.output


def test_a_measure_is_shown_by_its_id_in_both_languages():
    output = told("show", "J08")
    zh, en = output.split("\n\n")[:2]
    assert "依据：安委〔2014〕8号条款未核实（规范性文件，自2014-01-01起）" in zh
    assert "基础清单：限制申请财政性资金项目（相关管理措施）" in zh
    assert "措辞：可以（须逐案决定）" in zh
    assert (
        "Basic list: limits on applying for publicly funded projects (measures of management)" in en
    )
    assert "Provenance: seen in a stored copy of the text" in en


def test_a_measure_that_is_off_says_so_when_shown():
    output = told("show", "M11-6")
    assert "已停用：本身不是一项具体措施" in output
    assert "Switched off: no measure by itself" in output
    assert "可以采取" not in output


def test_an_executor_is_told_with_its_name_before_the_reform():
    assert "自然资源部门：2018年机构改革前为国土资源部门" in told("show", "J16")


def test_a_measure_of_the_past_says_that_its_days_are_over():
    assert "不能采取：不在可以采取的日期之内（2016-05-09至2021-11-30）" in told("show", "J04")


def test_a_measure_says_where_it_stands_and_in_which_region_it_holds():
    line = line_of(SHIPPED, "measures.yaml", "id: SD28-1")
    local = told("show", "SD28-1")
    assert f"出处：measures.yaml:{line}\n" in local
    assert f"Stands at measures.yaml:{line}\n" in local
    assert "地域：行政区划 37\n" in local
    assert "Region: 37\n" in local
    assert "地域" not in told("show", "J08")


@pytest.mark.parametrize(
    ("cap", "text"),
    [
        (Cap(unit="months", amount=12), ("最长12个月", "at most 12 months")),
        (Cap(unit="percent", amount=10), ("最多10%", "at most 10 per cent")),
        (Cap(unit="life", amount=None), ("最长终身", "at most for life")),
    ],
)
def test_the_most_a_measure_may_be_is_told_with_its_figure(cap, text):
    assert cap_text(cap) == text


def test_each_line_of_a_measure_is_told_in_its_own_language():
    lines = dict(terms_lines(LAW, LAW.measures.measures["J08"]))
    zh = next(line for line in lines if line.startswith("领域"))
    assert (zh, lines[zh]) == ("领域：财政资金", "Field: public funds")
