"""What differs between two rulebooks is told by what of a rule or an instrument changed."""

from lawbooks import LAW, SHIPPED, changed

from creditsvc.cli.law_differences import differences
from creditsvc.law.loader import load

ORDER11 = "instruments/order11.yaml"


def lines(tmp_path, file, old, new):
    return list(differences(LAW, load(changed(tmp_path, file, old, new))))


def test_the_same_content_has_no_differences():
    assert list(differences(LAW, LAW)) == []


def test_a_changed_window_is_told_by_both_conditions(tmp_path):
    (line,) = lines(tmp_path, ORDER11, "within: {months: 12}", "within: {months: 13}")
    assert line.startswith("~ WS11-6-2  条件：12个月内累计2起以上")
    assert "→ 13个月内累计2起以上" in line


def test_a_changed_term_is_a_changed_consequence_of_each_of_its_rules(tmp_path):
    told = lines(tmp_path, "instruments/notice14.yaml", "months: 12, counts", "months: 13, counts")
    assert [line.split("  ")[0] for line in told] == [f"~ AW14-{number}" for number in range(1, 6)]
    assert "12个月" in told[0]
    assert "13个月" in told[0]


def test_switching_on_is_told_of_the_instrument_and_its_rules(tmp_path):
    whole = (SHIPPED / "instruments" / "fire331.yaml").read_text(encoding="utf-8")
    off = next(line for line in whole.splitlines() if line.startswith("  off: "))
    told = lines(tmp_path, "instruments/fire331.yaml", f"{off}\n", "")
    assert any(each.startswith("~ fire331  状态：停用（") for each in told)
    assert all(each.endswith("→ 启用") for each in told)
    assert {each.split("  ")[0] for each in told} == {
        "~ fire331",
        "~ FB-S8",
        "~ FB-S9",
        "~ FB-S11",
        "~ FB-S12",
    }


def test_a_rule_that_is_gone_and_one_that_is_new(tmp_path):
    told = lines(tmp_path, ORDER11, "id: WS11-6-4", "id: WS11-6-9")
    assert told == [
        "- WS11-6-4  瞒报、谎报生产安全事故",
        "+ WS11-6-9  瞒报、谎报生产安全事故",
    ]


def test_the_last_day_of_an_instrument_is_told(tmp_path):
    told = lines(tmp_path, ORDER11, "{from: 2023-10-01}", "{from: 2023-10-01, to: 2027-12-31}")
    assert any(line.startswith("~ WS11-7-4  所在文件") for line in told)
    assert any(line.startswith("~ M11-5  依据：") and "至2027-12-31）" in line for line in told)
    assert any("施行：自2023-10-01起 → 施行：2023-10-01至2027-12-31" in line for line in told)


def test_switching_on_a_measure_is_told(tmp_path):
    off = "    off: {zh: 只见新闻，文本、文号和施行期未见, en: "
    text = (SHIPPED / "measures.yaml").read_text(encoding="utf-8")
    line = next(each for each in text.splitlines(keepends=True) if each.startswith(off))
    told = lines(tmp_path, "measures.yaml", line, "")
    assert told == ["~ TJ-1  状态：停用（只见新闻，文本、文号和施行期未见） → 启用"]


def test_a_changed_cap_executor_and_basis_of_measures_are_told(tmp_path):
    changed(tmp_path, "measures.yaml", "    cap: {percent: 10}\n", "")
    changed(tmp_path, "measures.yaml", "    executor: science\n", "    executor: reform\n")
    told = lines(tmp_path, "measures.yaml", "article: 第八条第（三）项", "article: 第八条")
    assert "~ TJ-1  上限：最多10% → 没有" in told
    assert "~ J15  执行：科技部门 → 发展改革部门" in told
    (basis,) = [line for line in told if line.startswith("~ M11-3")]
    assert "第八条第（三）项（部门规章" in basis
    assert basis.endswith(
        "→ 《安全生产严重失信主体名单管理办法》第八条（部门规章，自2023-10-01起）"
    )
    assert len(told) == 3


def test_a_measure_that_is_gone_and_one_that_is_new(tmp_path):
    told = lines(tmp_path, "measures.yaml", "  - id: M11-4\n", "  - id: M11-9\n")
    assert [line.split("  ")[0] for line in told] == ["- M11-4", "+ M11-9"]


def test_a_lower_rank_of_a_text_is_told_of_each_measure_on_it(tmp_path):
    old = "《北京市安全生产条例》, rank: local_regulation"
    told = lines(
        tmp_path, "measures.yaml", old, old.replace("local_regulation", "local_government_rule")
    )
    assert [line.split("  ")[0] for line in told] == ["~ BJ52", "~ BJ53"]
    assert all("（地方性法规，" in line and "（地方政府规章，" in line for line in told)
