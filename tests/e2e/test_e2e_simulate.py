"""Forty days of a fictional county, and an audit of them by a program that is not ours."""

import json
import re
import subprocess
import sys
from datetime import timedelta

import pytest
from click.testing import CliRunner

from creditsvc.cli.main import main
from creditsvc.cli.simulate_office import NotRefused, Office
from creditsvc.cli.simulate_plan import BEGINS, MANY, UNLAWFUL, fate, plan
from creditsvc.db import acts
from creditsvc.events import service as events
from creditsvc.settings import ROOT

VERIFY = ROOT / "docs" / "audit" / "verify.py"


def lived_through(into):
    told = CliRunner().invoke(
        main, ["simulate", "--days", "40", "--enterprises", "12", "--into", str(into), "--quiet"]
    )
    assert told.exit_code == 0, told.output
    return told.output


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    """The directory of a lived-through county, and what was told of it."""
    into = tmp_path_factory.mktemp("simulated") / "county"
    return into, lived_through(into)


def counted(said, english):
    """The count under a heading."""
    return int(re.search(rf"{re.escape(english)}: (\d+)", said)[1])


def verified(path):
    said = subprocess.run(
        [sys.executable, "-I", str(VERIFY), str(path)], capture_output=True, text=True, check=False
    )
    return said.returncode, said.stdout + said.stderr


def test_forty_days_bring_cases_to_the_list_and_the_audit_is_whole(county):
    _, said = county
    assert "完整 / whole" in said
    for heading in (
        "events by status",
        "cases by stage",
        "bans by stage",
        "entries by list and end",
    ):
        assert counted(said, heading) > 0, said
    assert "concluded" in said
    assert "serious_dishonesty:repaired" in said


def test_what_the_law_forbids_was_tried_and_refused(county):
    _, said = county
    assert counted(said, "unlawful moves refused") >= 5, said
    assert "confirm_own_import:same-person" in said
    assert "ban_too_early:reply-period-open" in said


def test_a_program_that_is_not_ours_finds_the_county_lawful(county):
    into, said = county
    status, told = verified(into / "trail.jsonl")
    assert (status, "✓" in told) == (0, True), told
    assert f"{counted(said, 'acts')} acts" in told
    assert f"{counted(said, 'entries by list and end')} entries" in told
    assert f"{counted(said, 'bans by stage')} bans" in told


def test_a_line_that_somebody_altered_is_told(county, tmp_path):
    into, _ = county
    lines = (into / "trail.jsonl").read_text("utf-8").splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if '"proceeding.decided"' in line)
    record = json.loads(lines[at])
    facts = json.loads(record["facts"]) | {"decided_on": "2025-11-02"}
    lines[at] = json.dumps({**record, "facts": json.dumps(facts)}) + "\n"
    altered = tmp_path / "altered.jsonl"
    altered.write_text("".join(lines), "utf-8")
    status, told = verified(altered)
    assert status == 1
    assert "does not follow" in told


def test_the_same_seed_gives_the_same_year_to_the_last_hash(county, tmp_path):
    into, said = county
    again = lived_through(tmp_path / "again")
    assert again.replace(str(tmp_path / "again"), str(into)) == said


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_an_unlawful_move_that_goes_through_stops_the_run_and_leaves_nothing(runtime, clock):
    office = Office(runtime=runtime, clock=clock, plan=plan(1, 1, 1), today=BEGINS)
    with pytest.raises(NotRefused):
        office.tries(
            "state_complete", "clerk@ws", lambda act: events.state_complete(act, "x", act.day)
        )
    with runtime.work.read() as session:
        assert (acts.last(session), events.completeness(session)) == (0, {})


def test_a_place_that_is_not_empty_is_refused_and_left_alone(tmp_path):
    kept = tmp_path / "register.db"
    kept.write_text("kept")
    said = CliRunner().invoke(main, ["simulate", "--days", "1", "--into", str(tmp_path)])
    assert (said.exit_code, "--into" in said.output) == (2, True)
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [
        ("register.db", "kept")
    ]


def test_a_plan_is_the_same_for_the_same_seed_and_another_for_another():
    assert plan(7, 40, 12) == plan(7, 40, 12)
    assert plan(7, 40, 12).happenings != plan(8, 40, 12).happenings
    assert fate(7, 1, "WS11-6-4") == fate(7, 1, "WS11-6-4")


def test_a_plan_keeps_its_days_and_invents_every_name():
    year = plan(1, 365, 60)
    assert year.ends == BEGINS + timedelta(days=364)
    assert all(BEGINS < one.day <= year.ends for one in year.happenings)
    assert all(one.occurred < one.penalised < one.day for one in year.happenings if one.penalised)
    assert all(one.name.startswith("虚构") for one in year.enterprises)
    assert len({one.name for one in year.enterprises}) == 60
    per = [sum(each.of == one for each in year.happenings) for one in year.enterprises]
    assert max(per) == MANY


def test_every_unlawful_move_is_tried_in_some_case():
    tried = {name for number in range(60) for name in fate(1, number, "WS11-6-4").unlawful}
    assert tried == set(UNLAWFUL)
