"""The demo: filled once for this file, then asked over HTTP like any partner would."""

import json
import shutil
import sqlite3
import stat
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from creditsvc.app import build, create_app
from creditsvc.cli.audit import verified
from creditsvc.cli.demo import prepare, shown
from creditsvc.cli.demo_county import Chronicle, Resident
from creditsvc.cli.demo_rows import read_rows
from creditsvc.enterprises import service as enterprises
from creditsvc.events import service as events
from creditsvc.kernel import uscc as codes
from creditsvc.kernel.clock import day_begins, legal_day
from creditsvc.listings import service as listings
from creditsvc.proceedings import external
from creditsvc.proceedings import service as proceedings
from creditsvc.settings import ROOT, Settings, read
from creditsvc.web.runtime import Runtime

DEMO = ROOT / "config" / "demo"
CHRONICLE = Chronicle.read(DEMO / "fictional.yaml")
SHOWN = [one for one in CHRONICLE.residents if one.shows]
SHOWED = [one for one in CHRONICLE.residents if one.showed]


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """A filled demo with a client that has its token."""

    settings: Settings
    runtime: Runtime
    client: FlaskClient
    secrets_at: Path
    told: Mapping[str, Any]
    headers: Mapping[str, str]

    def get(self, path: str, **query: Any) -> dict[str, Any]:
        answer = self.client.get(path, headers=dict(self.headers), query_string=query)
        assert answer.status_code == 200, answer.json
        return answer.json

    def look_up(self, uscc: str, **query: Any) -> dict[str, Any]:
        return self.get(f"/v1/credit/{uscc}", **query)


def settings_in(folder: Path) -> Settings:
    return read({"CREDITSVC_DATA_DIR": str(folder), "CREDITSVC_BASE_URL": "http://127.0.0.1:8123"})


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder = tmp_path_factory.mktemp("demo")
    settings, secrets_at = settings_in(folder), folder / "demo-credentials.json"
    told = prepare(settings, secrets_at)
    runtime = build(settings)
    client = create_app(runtime).test_client()
    yield Demo(
        settings=settings,
        runtime=runtime,
        client=client,
        secrets_at=secrets_at,
        told=told,
        headers={"Authorization": f"Bearer {token(client, told)}", "Purpose": told["purpose"]},
    )
    runtime.work.engine.dispose()


def token(client: FlaskClient, told: Mapping[str, Any]) -> str:
    basic = b64encode(f"{told['client_id']}:{told['client_secret']}".encode()).decode()
    answer = client.post(
        "/oauth/token",
        data={"grant_type": "client_credentials"},
        headers={"Authorization": f"Basic {basic}"},
    )
    assert answer.status_code == 200, answer.json
    return str(answer.json["access_token"])


def name_of(resident: Resident) -> str:
    return resident.name


@pytest.mark.parametrize("one", SHOWN, ids=name_of)
def test_every_fictional_enterprise_is_answered_as_its_story_promises(demo: Demo, one: Resident):
    answer, shows = demo.look_up(one.uscc), one.shows
    assert answer["status"] == shows["status"]
    assert answer["name"].startswith("虚构")
    if "tier" in shows:
        assert answer["tier"] == shows["tier"]
    if "lists" in shows:
        assert [entry["list"] for entry in answer["listings"]] == shows["lists"]
    assert [reason["code"] for reason in answer["reasons"]] == shows.get("reasons", [])
    assert answer["under_objection"] is shows.get("under_objection", False)


@pytest.mark.parametrize("one", SHOWED, ids=name_of)
def test_what_was_so_before_can_still_be_asked_for(demo: Demo, one: Resident):
    showed = one.showed
    key = "valid_at" if "on" in showed else "known_at"
    moment = day_begins(showed.get("on") or showed["known_at"]) + timedelta(hours=12)
    query = {key: moment.isoformat().replace("+00:00", "Z")}
    if key == "known_at":
        query["valid_at"] = query[key]
    answer = demo.look_up(one.uscc, **query)
    assert (answer["status"], answer["tier"]) == (showed["status"], showed["tier"])


def test_findings_left_open_and_findings_for_review_are_shown(demo: Demo):
    for one in SHOWN:
        told = demo.get(f"/v1/enterprises/{one.uscc}/assessment")
        open_rules = {rule["rule"] for rule in told["undetermined"]}
        review = {found["rule"] for found in told["findings"] if found["legal_review"]}
        assert set(one.shows.get("undetermined", [])) <= open_rules, one.name
        assert set(one.shows.get("legal_review", [])) <= review, one.name


def test_every_stage_tier_and_list_has_an_example(demo: Demo):
    answers = [demo.look_up(code) for code in demo.told["examples"].values()]
    assert {answer["tier"] for answer in answers} == {"A+", "A", "B", "C", "D", None}
    assert {answer["status"] for answer in answers} == {"listed", "not_listed", "cannot_say"}
    standing = {entry["list"] for answer in answers for entry in answer["listings"]}
    assert standing == {"serious_dishonesty", "fire_serious_dishonesty", "redlist"}
    with demo.runtime.work.read() as session:
        stages = {case.stage.value for case in proceedings.find(session)}
    assert stages == {"proposed", "replied", "decided", "concluded", "dropped"}


@pytest.mark.parametrize("one", [one for one in SHOWN if "stage" in one.shows], ids=name_of)
def test_cases_stand_where_their_story_left_them(demo: Demo, one: Resident):
    with demo.runtime.work.read() as session:
        enterprise = enterprises.find(session, one.uscc)
        assert enterprise is not None
        (case,) = proceedings.find(session, enterprise_id=enterprise.id)
    assert case.stage.value == one.shows["stage"]


def test_a_term_that_ends_soon_is_told_with_the_moment(demo: Demo):
    (one,) = [one for one in SHOWN if "ends_within_days" in one.shows]
    answer = demo.look_up(one.uscc)
    left = date.fromisoformat(answer["listings"][0]["last_day"]) - legal_day(
        demo.runtime.clock.now()
    )
    assert timedelta(0) < left <= timedelta(days=one.shows["ends_within_days"])
    ends = day_begins(date.fromisoformat(answer["listings"][0]["last_day"]) + timedelta(days=1))
    assert answer["next_change_at"].startswith(ends.isoformat()[:19])


def test_a_valid_code_that_nobody_reported_is_not_registered(demo: Demo):
    answer = demo.look_up(
        demo.told["examples"]["有效但无人登记或报告的代码 / a valid code that nobody has reported"]
    )
    assert (answer["status"], answer["registered"], answer["tier"]) == ("not_listed", False, None)


def test_two_real_penalised_codes_are_among_the_examples(demo: Demo):
    real = [code for code in demo.told["examples"].values() if not code.startswith("91999999")]
    assert real == ["91420104761204905C", "914211236826826934"]
    for code in real:
        answer = demo.look_up(code)
        assert answer["registered"] is True
        assert answer["status"] == "not_listed"
        assert answer["listings"] == []


def test_real_lists_stand_by_valid_at_and_nothing_of_them_now(demo: Demo):
    def standing(on: date) -> dict[str, set[str]]:
        with demo.runtime.work.read() as session:
            found = listings.in_force(session, day_begins(on) + timedelta(hours=12), on)
            named = [(enterprises.by_id(session, e.enterprise_id), e) for e in found]
        real = [
            (one, e)
            for one, e in named
            if not (one.uscc or "").startswith("91999999") and "虚构" not in one.name
        ]
        assert all(one.uscc is None for one, _ in real)
        kinds: dict[str, set[str]] = {}
        for one, entry in real:
            kinds.setdefault(entry.list, set()).add(one.name)
        return kinds

    assert len(standing(date(2016, 1, 15))["blacklist"]) == 13
    assert len(standing(date(2016, 7, 22))["blacklist"]) == 18
    assert len(standing(date(2018, 8, 1))["joint_punishment"]) == 7
    assert "四川仁寿兴大工贸有限公司大石膨润土矿" in standing(date(2020, 1, 1))["blacklist"]
    assert standing(date(2020, 12, 31)) != {}
    assert standing(date(2021, 1, 1)) == {}
    assert standing(legal_day(demo.runtime.clock.now())) == {}


def test_no_code_is_ever_attached_to_a_name_that_its_source_does_not_give_it(demo: Demo):
    stated = {
        codes.normalise(row["uscc"]): row["company_name"]
        for row in read_rows(DEMO / "penalty_decisions.csv")
        if row["uscc"]
    }
    with closing(sqlite3.connect(demo.settings.database_url.removeprefix("sqlite:///"))) as held:
        found = held.execute(
            "SELECT e.uscc, n.name FROM enterprises e JOIN enterprise_names n ON n.enterprise_id = e.id"
        ).fetchall()
    coded = [(uscc, name) for uscc, name in found if uscc is not None]
    assert len(coded) > 30
    for uscc, name in coded:
        assert codes.is_valid(uscc)
        if uscc.startswith("91999999"):
            assert name.startswith("虚构")
        else:
            assert stated[uscc] == name
    fictional = {one.name for one in CHRONICLE.residents}
    assert not fictional & set(stated.values())


def test_rows_that_cannot_be_told_wait_for_a_person_with_field_and_reason(demo: Demo):
    with demo.runtime.work.read() as session:
        waiting = {row.content["source_ref"]: row for row in events.parked(session, 1000)}
        imported = external.waiting(session)
    assert waiting["B020"].field == "/uscc"
    assert "掩码" in waiting["B020"].reason
    assert waiting["B012"].field == "/penalised_on"
    assert waiting["D002"].content["facts"]["deaths"] == 42
    assert "B001" not in waiting
    assert "glass-2" not in waiting  # a person has resolved it
    assert [one.content["source_ref"] for one in imported] == ["X-waiting"]


def test_a_real_event_says_what_its_row_says_and_no_more(demo: Demo):
    with demo.runtime.work.read() as session:
        enterprise = enterprises.find(session, "91420104761204905C")
        assert enterprise is not None
        (version,) = events.record_of(session, enterprise.id)
    row = next(row for row in read_rows(DEMO / "penalty_decisions.csv") if row["id"] == "B001")
    assert version.content["source"] == row["source"]
    assert version.content["source_ref"] == "B001"
    assert version.content["facts"] == {"deaths": 1, "grade": "general", "liable": True}
    assert version.content["penalised_on"] == "2025-12-11"
    assert version.content["region"] == "340800"  # 安庆, though the deciding body sits in 湖北
    assert version.content["sector"] == "construction"


def test_the_credentials_are_for_their_owner_alone_and_hold_what_is_promised(demo: Demo):
    assert stat.S_IMODE(demo.secrets_at.stat().st_mode) == 0o600
    for url in (demo.runtime.settings.database_url, demo.runtime.settings.log_url):
        assert stat.S_IMODE(Path(url.removeprefix("sqlite:///")).stat().st_mode) == 0o600
    told = json.loads(demo.secrets_at.read_text())
    assert told == dict(demo.told)
    assert {"base_url", "client_id", "client_secret", "purpose", "examples", "people"} <= set(told)
    assert told["base_url"] == "http://127.0.0.1:8123"
    assert {role for one in told["people"] for role in one["roles"]} == {
        "clerk", "handler", "legal_reviewer", "approver", "credit_officer", "auditor",
    }  # fmt: skip
    assert len({one["password"] for one in told["people"]}) == len(told["people"])


def test_the_register_is_ready_and_its_trail_is_whole(demo: Demo):
    assert demo.client.get("/readyz").status_code == 200
    faults, head = verified(demo.runtime)
    assert faults == []
    assert head.act == demo.look_up(SHOWN[0].uscc)["data_version"]


def test_a_second_run_keeps_register_and_secrets(demo: Demo, capsys: pytest.CaptureFixture[str]):
    acts = demo.look_up(SHOWN[0].uscc)["data_version"]
    again = prepare(replace(demo.settings, base_url="http://127.0.0.1:8124"), demo.secrets_at)
    assert again == {**demo.told, "base_url": "http://127.0.0.1:8124"}
    assert "保持不变" in capsys.readouterr().out
    assert demo.look_up(SHOWN[0].uscc)["data_version"] == acts
    prepare(demo.settings, demo.secrets_at)


def test_lost_secrets_are_made_anew_and_let_in(demo: Demo, tmp_path: Path):
    settings = settings_in(tmp_path)
    for url, target in (
        (demo.settings.database_url, settings.database_url),
        (demo.settings.log_url, settings.log_url),
    ):
        with (
            closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as source,
            closing(sqlite3.connect(target.removeprefix("sqlite:///"))) as copy,
        ):
            source.backup(copy)
    shutil.copytree(demo.settings.keys_dir, settings.keys_dir)
    told = prepare(settings, tmp_path / "gone.json")
    assert told["client_secret"] != demo.told["client_secret"]
    assert told["examples"] == shown(settings, CHRONICLE) == demo.told["examples"]
    runtime = build(settings)
    assert token(create_app(runtime).test_client(), told)
    runtime.work.engine.dispose()
