"""The board over HTTP and at the command line: whose rows, page by page."""

import json
import os

import pytest
from builders import a_code, an_event, two_major_accidents
from click.testing import CliRunner

from creditsvc.access import people
from creditsvc.access.tokens import Tokens
from creditsvc.cli.main import main
from creditsvc.kernel.caller import SYSTEM

OURS, THEIRS = "虚构区应急管理局", "虚构市应急管理局"
PASSWORD = "correct horse battery"


@pytest.fixture
def filled(clerk, clock):
    """A served case of ours, an application of ours, and one of another authority."""
    clerk.record(*two_major_accidents(1))
    handler = clerk.person("handler", "handler")
    case = clerk.client.post(
        "/v1/proceedings", json={"uscc": a_code(1), "rule": "WS11-6-2"}, headers=handler
    ).json["id"]
    for number, authority in ((2, OURS), (3, THEIRS)):
        (record,) = clerk.record(
            an_event(
                source_ref=f"P-{number}", uscc=a_code(number), name=f"虚构{number}有限公司", kind="ws.penalty",
                authority=authority, facts={"penalty_types": ["fine"]},
            )
        )  # fmt: skip
        raise_objection(clerk, record, handler)
    return case


def raise_objection(clerk, record, headers):
    told = {
        "event": record, "ground": "facts", "grounds": "事实有误", "origin": "party",
        "received_on": "2026-11-20",
        "document": {"number": "异1号", "day": "2026-11-20", "digest": "0" * 64},
    }  # fmt: skip
    answer = clerk.client.post("/v1/objections", json=told, headers=headers)
    assert answer.status_code == 201, answer.json


def boundless(clerk):
    """A person bound to no authority."""
    with clerk.runtime.work.act(SYSTEM) as act:
        people.add_user(
            act, username="auditor", name="auditor", roles=["auditor"], password=PASSWORD
        )
        user = people.person(act.session, "auditor")
    token = clerk.runtime.part(Tokens).issue("user:auditor", clerk.console, user.scopes)
    return {"Authorization": f"Bearer {token}"}


def get(clerk, headers, **query):
    return clerk.client.get("/v1/board", headers=headers, query_string=query)


def test_an_officer_sees_the_rows_of_the_own_authority_alone(clerk, filled):
    answer = get(clerk, clerk.person("handler", "handler"))
    assert answer.status_code == 200, answer.json
    assert [(row["kind"], row["authority"]) for row in answer.json["rows"]] == [
        ("objection", OURS), ("case", OURS),
    ]  # fmt: skip
    assert a_code(3) not in answer.text
    first = answer.json["rows"][0]
    assert (first["due"], first["state"], first["working_days_left"]) == (
        "2026-12-01",
        "running",
        7,
    )
    assert first["enterprise"] == {"uscc": a_code(2), "name": "虚构2有限公司"}
    assert answer.json["rows"][1]["link"] == f"/v1/proceedings/{filled}"
    assert answer.json["counts"] == {"running": 1, "waiting": 1}


def test_asking_for_anothers_board_is_refused_and_says_whose_one_may_see(clerk, filled):
    answer = get(clerk, clerk.person("handler", "handler"), authority=THEIRS)
    assert (answer.status_code, answer.json["type"].rsplit("/", 1)[-1]) == (403, "board-of-another")
    assert answer.json["may_authority"] == OURS


def test_who_is_bound_to_no_authority_sees_all_and_goes_on_page_by_page(clerk, filled):
    whole = get(clerk, boundless(clerk)).json["rows"]
    assert len(whole) == 3
    headers, after, seen = boundless_again(clerk), "", []
    while after is not None:
        page = get(clerk, headers, limit=1, after=after).json
        seen += page["rows"]
        after = page["next"]
    assert seen == whole
    assert [row["authority"] for row in get(clerk, headers, authority=THEIRS).json["rows"]] == [
        THEIRS
    ]
    assert get(clerk, headers, region="620500").json["rows"] == []
    assert len(get(clerk, headers, kind="objection", state="running").json["rows"]) == 2
    assert get(clerk, headers, due_to="2026-11-30").json["rows"] == []


def boundless_again(clerk):
    token = clerk.runtime.part(Tokens).issue(
        "user:auditor", clerk.console, frozenset({"proceedings.read"})
    )
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.parametrize(
    "query", [{"state": "late-ish"}, {"kind": "nothing"}, {"region": "62"}, {"overdue": "yes"}]
)
def test_a_filter_that_is_none_is_refused(clerk, query):
    assert get(clerk, clerk.person("handler", "handler"), **query).status_code in {400, 422}


def test_a_clerk_of_events_alone_may_not_read_the_board(clerk):
    assert get(clerk, clerk.person("clerk", "clerk")).status_code == 403


@pytest.fixture
def run(environment, monkeypatch):
    for name in [key for key in os.environ if key.startswith("CREDITSVC_") and "TEST" not in key]:
        monkeypatch.delenv(name)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return lambda *arguments: CliRunner().invoke(main, arguments)


def test_the_board_at_the_command_line_is_a_table_or_json_lines(run, clerk, filled):
    table = run("board", "--authority", OURS)
    assert table.exit_code == 0, table.output
    assert table.output.startswith("状态")
    assert "虚构2有限公司" in table.output
    assert "虚构3有限公司" not in table.output
    lines = [json.loads(line) for line in run("board", "--json").output.splitlines()]
    assert [line["kind"] for line in lines if "kind" in line] == ["objection", "objection", "case"]


def test_jobs_are_listed_run_and_revived_at_the_command_line(run, clerk, filled):
    assert [line.split()[0] for line in run("jobs", "list").output.splitlines()] == [
        "expire", "remind", "withdraw", "tell", "sweep",
    ]  # fmt: skip
    for name in ("expire", "remind", "withdraw", "tell", "sweep"):
        for _ in range(2):
            told = run("jobs", "run", name)
            assert told.exit_code == 0, told.output
    assert run("jobs", "dead").exit_code == 0
    assert "0" in run("jobs", "revive", "7").output
    assert run("jobs", "run", "nothing").exit_code == 2
