"""An instrument is told whole: what it is, where it binds, over what it lies, all it says."""

import pytest
from click.testing import CliRunner
from lawbooks import LAW, SHIPPED, changed, line_of

from creditsvc.cli.main import main
from creditsvc.law.loader import load
from creditsvc.law.showing import instrument_lines

OVERLAY = """  overlays: order11
  effect: determines
  off: {zh: 尚未核实, en: not verified}
  provenance: seen
determines:
  - {article: 第三条, zh: 由省级机构认定, en: the province determines, provenance: known high}
channels:
  - {article: 第四条, zh: 信用中国, en: Credit China, provenance: seen}
terms:
"""


def lines(law, name):
    return dict(instrument_lines(law, law.instruments[name]))


def test_an_instrument_tells_rank_days_provenance_and_its_rules():
    told = lines(LAW, "order11")
    assert "效力位阶：部门规章" in told
    assert told["施行：自2023-10-01起"] == "In force: from 2023-10-01"
    assert "来源：见于所存文本" in told
    assert any(line.startswith("规则 WS11-6-2：12个月内") for line in told)


def test_a_display_order_tells_its_months():
    told = lines(LAW, "order36")
    assert any(line.startswith("公示 severe：最短12个月，最长36个月") for line in told)


def test_an_overlay_tells_what_it_lies_over_who_determines_where_published_and_why_it_is_off(
    tmp_path,
):
    law = load(
        changed(tmp_path, "instruments/gansu_fire.yaml", "  provenance: seen\nterms:\n", OVERLAY)
    )
    told = lines(law, "gansu_fire")
    assert told["已停用：尚未核实"] == "Switched off: not verified"
    assert told["地域：行政区划 62"] == "Region: 62"
    assert "上位依据：《甘肃省社会信用条例》（地方性法规）" in told
    assert "叠加于《安全生产严重失信主体名单管理办法》：规定由谁认定" in told
    assert told["认定：由省级机构认定（第三条）"] == "Determines: the province determines (第三条)"
    assert "公布：信用中国（第四条）" in told
    assert any(line.startswith("规则 FB-S1（停用）：") for line in told)


def test_an_instrument_without_rules_says_so(tmp_path):
    book = changed(tmp_path, "instruments/order36.yaml", "display:", "# display:")
    path = book / "instruments" / "order36.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("# display:")], encoding="utf-8")
    assert "规则：没有" in lines(load(book), "order36")


@pytest.mark.parametrize("name", ["order11", "WS11-6-2", "WS49-2-01"])
def test_the_program_shows_a_rule_or_an_instrument(name):
    shown = CliRunner().invoke(main, ["law", "show", name, "--law", str(SHIPPED)])
    assert shown.exit_code == 0
    assert name in shown.output


def test_the_program_names_what_it_can_show():
    shown = CliRunner().invoke(main, ["law", "show", "nothing", "--law", str(SHIPPED)])
    assert shown.exit_code == 2
    assert "order11" in shown.output


@pytest.mark.parametrize("name", ["order11", "order36", "redlist133"])
def test_an_instrument_says_where_it_stands_and_is_not_called_empty_for_having_one_kind_of_content(
    name,
):
    told = lines(LAW, name)
    file = f"instruments/{name}.yaml"
    place = f"{file}:{line_of(SHIPPED, file, 'instrument:')}"
    assert told[f"出处：{place}"] == f"Stands at {place}"
    assert "规则：没有" not in told
