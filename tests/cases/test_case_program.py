"""The installed program on a file, end to end: what it prints, key by key, and how it exits."""

import csv
import json

import pytest
from click.testing import CliRunner
from shipped import all_cases, assessed

from creditsvc.cli.main import main

OURS = {"source": "虚构来源", "uscc": "91999999MA00000154", "name": "虚构甲矿业有限公司"}
CHEMICAL = {"kind": "ws.accident", "penalised_on": "2026-05-01", "sector": "chemical"}
TWO = [
    {**OURS, **CHEMICAL, "source_ref": "A", "occurred_on": "2025-09-01", "facts": {"deaths": 3}},
    {**OURS, **CHEMICAL, "source_ref": "B", "occurred_on": "2026-05-01", "facts": {"deaths": 4}},
]
OPEN = {
    **OURS,
    **CHEMICAL,
    "uscc": "91999999MA0000023Y",
    "name": "虚构乙化工有限公司",
    "source_ref": "C",
    "occurred_on": "2026-03-01",
    "facts": {},
}


def _run(path, *options):
    return CliRunner().invoke(main, ["assess", str(path), *options])


def _jsonl(path, rows):
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def answers(tmp_path):
    run = _run(_jsonl(tmp_path / "e.jsonl", [*TWO, OPEN]), "--on", "2026-11-21", "--json")
    assert run.exit_code == 0, run.output
    return run.stdout.splitlines()


def test_each_enterprise_is_one_compact_line_in_order_of_appearance(answers):
    parsed = [json.loads(line) for line in answers]
    assert [one["enterprise"]["uscc"] for one in parsed] == [OURS["uscc"], OPEN["uscc"]]
    for line, one in zip(answers, parsed, strict=True):
        compact = [
            json.dumps(one, ensure_ascii=ascii_only, separators=(",", ":"))
            for ascii_only in (False, True)
        ]
        assert line in compact


def test_a_listed_enterprise_has_every_key_of_the_answer(answers):
    answer = json.loads(answers[0])
    assert answer["enterprise"] == {"uscc": OURS["uscc"], "name": OURS["name"]}
    assert (answer["on"], answer["tier"]) == ("2026-11-21", "D")
    assert isinstance(answer["tier_reason"], str)
    assert answer["tier_reason"]
    assert answer["undetermined"] == []
    assert answer["warnings"] == []
    (finding,) = answer["findings"]
    assert finding["rule"] == "WS11-6-2"
    assert finding["instrument"] == "应急管理部令第11号"
    assert finding["article"] == "第六条第（二）项"
    assert finding["list"] == "serious_dishonesty"
    assert finding["outcome"] == "met"
    assert finding["discretionary"] is False
    assert finding["legal_review"] is False
    assert finding["evidence"] == ["A", "B"]
    assert finding["triggered_on"] == "2026-05-01"
    assert finding["term"] == {
        "months": 36,
        "counts_from": "decision",
        "if_started_on": "2026-11-21",
        "last_day": "2029-11-21",
    }
    assert sorted(finding["not_stated"]) == sorted(
        f"facts.{fact} of {ref}" for ref in "AB" for fact in ("serious_injuries", "direct_loss")
    )
    for digest in ("law_digest", "rule_digest"):
        assert len(finding[digest]) == 64
        assert int(finding[digest], 16)
    assert finding["law_digest"] != finding["rule_digest"]
    assert finding["explanation"].keys() == {"zh", "en"}
    assert all(finding["explanation"].values())
    assert {"M11-1", "WSL78-1"} <= set(finding["measures_if_listed"])


def test_an_open_rule_names_what_is_missing(answers):
    answer = json.loads(answers[1])
    assert answer["findings"] == []
    assert answer["undetermined"] == [{"rule": "WS11-6-1", "missing": ["facts.grade of C"]}]


def test_without_json_a_person_can_read_it(tmp_path):
    run = _run(_jsonl(tmp_path / "e.jsonl", TWO), "--on", "2026-11-21")
    assert run.exit_code == 0
    for word in (OURS["name"], "WS11-6-2", "应急管理部令第11号", "第六条第（二）项", "D", "M11-1"):
        assert word in run.stdout


def _csv(path, encoding):
    names = ["source", "source_ref", "uscc", "name", "kind", "occurred_on", "penalised_on"]
    names += ["sector", "facts.deaths", "facts.direct_loss（万元）"]
    with path.open("w", encoding=encoding, newline="") as out:
        writer = csv.writer(out)
        writer.writerow(names)
        for row, day in zip(TWO, ("2025/9/1", "2026年5月1日"), strict=True):
            start = [row["source"], row["source_ref"], row["uscc"], row["name"], row["kind"]]
            writer.writerow([*start, day, row["penalised_on"], row["sector"], "３", "823.2"])
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_a_table_from_excel_gives_the_same_verdict(tmp_path, encoding):
    run = _run(_csv(tmp_path / "e.csv", encoding), "--on", "2026-11-21", "--json")
    assert run.exit_code == 0, run.output
    answer = json.loads(run.stdout)
    assert [one["rule"] for one in answer["findings"]] == ["WS11-6-2"]
    assert sorted(answer["findings"][0]["not_stated"]) == [
        "facts.serious_injuries of A",
        "facts.serious_injuries of B",
    ]


FAULTS = {
    "a date that does not exist": ({"occurred_on": "2026-02-30"}, "occurred_on"),
    "an unknown kind": ({"kind": "ws.nonsense"}, "kind"),
    "an unknown fact": ({"facts": {"death": 3}}, "death"),
    "a fact of the wrong type": ({"facts": {"deaths": "many"}}, "deaths"),
    "a fact outside its values": ({"facts": {"grade": "huge"}}, "grade"),
    "a status nobody knows": ({"status": "maybe"}, "status"),
    "no name": ({"name": ""}, "name"),
    "no day of the conduct": ({"occurred_on": None}, "occurred_on"),
    "an unknown sector": ({"sector": "magic"}, "sector"),
    "a negative number of deaths": ({"facts": {"deaths": -1}}, "deaths"),
}


@pytest.mark.parametrize(("change", "field"), FAULTS.values(), ids=FAULTS)
def test_unreadable_input_exits_2_naming_line_and_field(tmp_path, change, field):
    wrong = {key: value for key, value in {**TWO[1], **change}.items() if value is not None}
    run = _run(_jsonl(tmp_path / "e.jsonl", [TWO[0], wrong]), "--on", "2026-11-21", "--json")
    assert run.exit_code == 2
    assert run.stdout == ""
    assert "2" in run.stderr
    assert field in run.stderr


def test_a_line_that_is_no_json_exits_2_naming_the_line(tmp_path):
    path = _jsonl(tmp_path / "e.jsonl", TWO)
    path.write_text(path.read_text(encoding="utf-8") + "这不是JSON\n", encoding="utf-8")
    run = _run(path, "--on", "2026-11-21", "--json")
    assert (run.exit_code, run.stdout) == (2, "")
    assert "3" in run.stderr


def test_a_truncated_last_line_exits_2(tmp_path):
    path = _jsonl(tmp_path / "e.jsonl", TWO)
    path.write_bytes(path.read_bytes()[:-20])
    run = _run(path, "--on", "2026-11-21", "--json")
    assert (run.exit_code, run.stdout) == (2, "")
    assert "2" in run.stderr


def test_a_day_asked_about_that_does_not_exist_exits_2(tmp_path):
    run = _run(_jsonl(tmp_path / "e.jsonl", TWO), "--on", "2026-02-30", "--json")
    assert (run.exit_code, run.stdout) == (2, "")


def test_the_program_prints_what_the_casebook_was_judged_by(tmp_path):
    case = next(one for one in all_cases() if one.title.startswith("三家企业交错出现"))
    path = _jsonl(tmp_path / "e.jsonl", case.rows)
    run = _run(path, "--on", case.on.isoformat(), "--json")
    printed = [json.loads(line) for line in run.stdout.splitlines()]
    assert printed == assessed(case.rows, case.on)


def test_a_person_reads_two_dates_and_the_way_out(tmp_path):
    row = {
        "source": "s", "source_ref": "虚-1", "uscc": "91999999MA00000154", "name": "虚构甲化工有限公司",
        "kind": "ws.report_violation", "occurred_on": "2023-09-30", "penalised_on": "2024-01-10",
        "sector": "chemical", "facts": {"mode": "concealed"},
    }  # fmt: skip
    path = _jsonl(tmp_path / "events.jsonl", [row])
    told = _run(path, "--on", "2024-05-01").stdout
    assert "两日比较【须法制审核】 虚-1" in told
    assert "行为日的规则较轻" in told
    assert "出路：最后一日为2027-05-01" in told
    assert "【已满足】未再发生第六条、第七条规定的情形" in told
    assert "再次列入：" in told
    answer = json.loads(_run(path, "--on", "2024-05-01", "--json").stdout)
    [finding] = answer["findings"]
    assert finding["way_out"]["earliest"] == "2025-05-01"
    assert [each["event"] for each in answer["two_dates"]] == ["虚-1"]
    [record] = answer["records"]
    assert record["way_out"]["last_day"] == record["last_day"]
