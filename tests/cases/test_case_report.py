"""`creditsvc law cases`: what a lawyer reads, and how the program ends."""

import json

import pytest
from click.testing import CliRunner
from shipped import CONFIG, FOLDER

from creditsvc.cli.main import main

BOOK = """\
defaults: {source: 虚构来源, uscc: '91999999MA00000154', name: 虚构甲化工有限公司}
cases:
  - title: 无证生产——列入
    law_note: 令11第七条第（一）项
    on: 2026-06-30
    events:
      - {source_ref: A, kind: ws.unlicensed_operation, occurred_on: 2026-03-01, penalised_on: 2026-05-01,
         sector: chemical, facts: {licence_state: expired}}
    expect:
      tier: D
      findings: [{rule: WS11-7-1, last_day: 2029-06-30}]
      undetermined: []
"""


def _run(*arguments):
    return CliRunner().invoke(main, ["law", "cases", *map(str, arguments)])


@pytest.fixture
def book(tmp_path):
    def write(old="", new=""):
        assert old in BOOK
        path = tmp_path / "licences.yaml"
        path.write_text(BOOK.replace(old, new, 1), encoding="utf-8")
        return path

    return write


def test_a_case_reads_as_law_day_events_and_verdict(book):
    run = _run(book())
    assert run.exit_code == 0, run.output
    lines = [
        "《licences》",
        "✓ 无证生产——列入（licences.yaml:3）",
        "  依据：令11第七条第（一）项",
        "  查询日：2026-06-30",
        "  · A 2026-03-01，无许可或许可被暂扣、吊销期间生产经营，2026-05-01 处罚，行业 化工（含石油化工），许可状态 已过期",
        "  应为：等级 D；成立 WS11-7-1",
    ]
    assert [line for line in run.stdout.splitlines() if line][: len(lines)] == lines
    assert "1 个案例，0 个不符 / 1 cases, 0 otherwise than expected" in run.stdout


def test_what_differs_is_spelled_out_and_the_status_is_1(book):
    run = _run(book("last_day: 2029-06-30", "last_day: 2029-06-29"))
    assert run.exit_code == 1
    assert "✗ 无证生产——列入" in run.stdout
    assert "✗ 结论 WS11-7-1 的 末日：应为 2029-06-29，实得 2029-06-30" in run.stdout
    assert 'findings[WS11-7-1].last_day: expected "2029-06-29", found "2029-06-30"' in run.stdout


def test_a_missing_and_a_needless_rule_are_told_apart(book):
    run = _run(book("rule: WS11-7-1", "rule: WS11-7-3"))
    assert "✗ 结论 WS11-7-3：应有 WS11-7-3，实际没有" in run.stdout
    assert "✗ 结论 WS11-7-1：不应有，实得 WS11-7-1" in run.stdout


def test_failing_lists_only_cases_that_come_out_otherwise(book):
    assert "无证生产" not in _run(book(), "--failing").stdout
    assert "无证生产" in _run(book("tier: D", "tier: C"), "--failing").stdout


def test_json_tells_each_case_and_the_totals_by_rule(book):
    run = _run(book("tier: D", "tier: C"), "--json")
    told = json.loads(run.stdout)
    assert run.exit_code == 1
    (case,) = told["cases"]
    assert (case["book"], case["on"], case["line"], case["as_expected"]) == (
        "licences",
        "2026-06-30",
        3,
        False,
    )
    assert case["differences"] == [{"where": "tier", "expected": "C", "found": "D"}]
    assert told["rules"]["WS11-7-1"] == {"met": 1, "not_met": 0, "undetermined": 0, "edges": 0}
    assert told["rules"]["WS11-7-3"]["met"] == 0


def test_an_event_that_cannot_be_read_ends_with_2_on_its_line(book):
    run = _run(book("kind: ws.unlicensed", "kind: ws.unlicenced"))
    assert (run.exit_code, run.stdout) == (2, "")
    assert "licences.yaml:7：" in run.stderr
    assert "licences.yaml:7: " in run.stderr


def test_what_cannot_be_switched_on_is_refused_where_it_is_asked_for(book):
    run = _run(book("cases:\n", "switched_on: [WS11-9-9]\ncases:\n"))
    assert (run.exit_code, run.stdout) == (2, "")
    assert "licences.yaml:2：" in run.stderr
    assert "WS11-9-9" in run.stderr


def test_a_book_can_ask_for_another_scheme(book):
    text = BOOK.replace("tier: D", "tier: C").replace(
        "cases:\n", "scheme: excellent_good\ncases:\n"
    )
    path = book()
    path.write_text(text.replace("tier: C", "tier: 差"), encoding="utf-8")
    assert _run(path).exit_code == 0
    path.write_text(text, encoding="utf-8")
    assert "等级：应为 C，实得 差" in _run(path).stdout


def test_a_scheme_that_is_not_there_is_refused_where_it_is_asked_for(book):
    run = _run(book("cases:\n", "scheme: five_stars\ncases:\n"))
    assert (run.exit_code, run.stdout) == (2, "")
    assert "licences.yaml:2：没有等级方案“five_stars”" in run.stderr


def test_the_cases_of_a_rulebook_come_before_those_of_the_checkout(tmp_path, book):
    own = tmp_path / "own"
    own.mkdir()
    for entry in (CONFIG / "law").iterdir():
        (own / entry.name).symlink_to(entry)
    (own / "cases").mkdir()
    book().rename(own / "cases" / "licences.yaml")
    assert "1 个案例" in _run("--law", own).stdout


def test_without_a_path_the_cases_of_the_checkout_are_run():
    run = _run("--failing")
    assert run.exit_code == 0, run.stdout
    count = sum(
        path.read_text(encoding="utf-8").count("\n  - title:") for path in FOLDER.glob("*.yaml")
    )
    assert f"{count} 个案例，0 个不符" in run.stdout


def test_without_any_cases_a_path_is_asked_for(tmp_path, monkeypatch):
    (tmp_path / "codes").symlink_to(CONFIG / "codes")
    (tmp_path / "law").symlink_to(CONFIG / "law")
    monkeypatch.setenv("CREDITSVC_CONFIG_DIR", str(tmp_path))
    run = _run()
    assert run.exit_code == 2
    assert "PATH" in run.stderr


def test_later_facts_are_told_with_their_day_and_make_edges():
    run = _run(FOLDER / "facts_over_time.yaml")
    assert run.exit_code == 0, run.output
    assert "死亡人数 2，责任事故 是，道路交通事故 否，自2020-03-31起死亡人数 3" in run.stdout
    counted = {line.split()[0]: line.split()[1:] for line in run.stdout.splitlines() if line[:2] in {"WS", "AW"}}  # fmt: skip
    assert int(counted["WS11-6-1"][3]) == 2
    assert int(counted["AW14-1"][3]) == 2
