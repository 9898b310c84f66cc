"""`creditsvc export`: what goes out can come in again, and the trail is verified by a foreign program."""

import csv
import json
import subprocess
import sys
from contextlib import nullcontext

import pytest
from builders import a_code, an_event, two_major_accidents
from click.testing import CliRunner
from python_calamine import CalamineWorkbook

from creditsvc.audit import service as trail
from creditsvc.cli.main import main
from creditsvc.kernel.caller import SYSTEM
from creditsvc.settings import ROOT
from creditsvc.signing.service import Keys

VERIFY = ROOT / "docs" / "audit" / "verify.py"


@pytest.fixture(autouse=True)
def _service_under_test(runtime, monkeypatch):
    """The command works on the register of the test, by its clock."""
    for module in ("export", "imports"):
        monkeypatch.setattr(f"creditsvc.cli.{module}.running", lambda: nullcontext(runtime))


@pytest.fixture
def listed(clerk, clock):
    clerk.record(*two_major_accidents(1))
    clerk.listed(a_code(1), "WS11-6-2", clock)
    keys = clerk.runtime.part(Keys)
    with clerk.runtime.work.act(SYSTEM) as act:
        trail.checkpoint(act, lambda claim: keys.sign_jws(claim, trail.CHECKPOINT_TYPE))
    clock.advance(seconds=1)
    return clerk


def ran(*command):
    return CliRunner().invoke(main, ["export", *map(str, command)])


def exported(path):
    said = ran("audit", path)
    assert said.exit_code == 0, said.output
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def verified(path, records):
    path.write_text("".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in records))
    said = subprocess.run(
        [sys.executable, "-I", str(VERIFY), str(path)], capture_output=True, text=True, check=False
    )
    return said.returncode, said.stdout + said.stderr


def place(records, **wanted):
    return next(
        n
        for n, each in enumerate(records)
        if all(each.get(key) == value for key, value in wanted.items())
    )


def test_a_program_that_is_not_ours_finds_the_trail_whole_and_any_change_of_it(listed, tmp_path):
    records = exported(tmp_path / "trail.jsonl")
    status, said = verified(tmp_path / "whole.jsonl", records)
    assert (status, "1 entries" in said, "✓" in said) == (0, True, True), said

    def with_change(**change):
        return [{**each, **change} if n == at else each for n, each in enumerate(records)]

    at = place(records, type="line", verb="listing.entered")
    attacks = {
        "does not follow": with_change(facts=records[at]["facts"].replace('"', '" ', 1)),
        "was expected": records[:at] + records[at + 1 :],
        "end is missing": records[:-1],
    }
    at = place(records, type="act", act=2)
    attacks["is not after"] = with_change(at="2000-01-01T00:00:00.000000Z")
    at = place(records, type="checkpoint")
    head, body, sign = records[at]["jws"].split(".")
    attacks["signature is not valid"] = with_change(jws=f"{head}.{body}.{'A' * len(sign)}")
    attacks["another root"] = with_change(jws=f"{head}.e30.{sign}")
    attacks["unknown key"] = with_change(jws=f"e30.{body}.{sign}")
    for number, (told, changed) in enumerate(attacks.items()):
        status, said = verified(tmp_path / f"{number}.jsonl", changed)
        assert (status, told in said) == (1, True), (told, said)


def test_what_is_no_export_cannot_be_read(tmp_path):
    assert verified(tmp_path / "none.jsonl", [{"type": "act"}])[0] == 2
    assert verified(tmp_path / "cut.jsonl", [])[0] == 1


def test_events_that_went_out_come_in_again_unchanged(clerk, tmp_path):
    clerk.record(*two_major_accidents(1), an_event(source_ref="P", name="=甲"))
    for name in ("events.jsonl", "events.csv"):
        assert ran("events", tmp_path / name).exit_code == 0
    again = CliRunner().invoke(main, ["import", str(tmp_path / "events.jsonl"), "--json"])
    counts = json.loads(again.stdout)
    assert (counts["unchanged"], counts["recorded"], counts["rejected"]) == (3, 0, 0)
    with (tmp_path / "events.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["facts.deaths"] for row in rows} >= {"3"}
    assert "'=甲" in {row["name"] for row in rows}


def test_every_entry_goes_out_with_its_code_its_article_and_its_end(listed, tmp_path):
    for ending in ("jsonl", "csv", "xlsx"):
        assert ran("lists", tmp_path / f"lists.{ending}").exit_code == 0
    (told,) = map(json.loads, (tmp_path / "lists.jsonl").read_text("utf-8").splitlines())
    assert (told["uscc"], told["rule"], told["in_force"]) == (a_code(1), "WS11-6-2", True)
    assert told["article"] == "第六条第（二）项"
    with (tmp_path / "lists.csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.DictReader(file))["uscc"] == a_code(1)
    rows = CalamineWorkbook.from_path(tmp_path / "lists.xlsx").get_sheet_by_index(0).to_python()
    assert a_code(1) in rows[1]


def test_a_form_that_is_not_offered_is_refused_and_an_old_file_stays(listed, tmp_path):
    kept = tmp_path / "trail.csv"
    kept.write_text("old")
    said = ran("audit", kept)
    assert said.exit_code == 2
    assert ".jsonl" in said.output
    assert kept.read_text() == "old"
    assert list(tmp_path.glob(".trail.csv.*")) == []


def test_a_file_is_readable_by_its_owner_alone(listed, tmp_path):
    ran("lists", tmp_path / "lists.csv")
    assert (tmp_path / "lists.csv").stat().st_mode & 0o077 == 0
