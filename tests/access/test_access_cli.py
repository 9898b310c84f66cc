"""The commands that let partners and people in; secrets appear once, passwords never."""

import logging
import stat

import pytest
from access_house import PASSWORD
from click.testing import CliRunner

from creditsvc.access import service
from creditsvc.cli import access as commands


@pytest.fixture
def run(house, monkeypatch, tmp_path):
    monkeypatch.setenv("CREDITSVC_DATABASE_URL", house.runtime.settings.database_url)
    monkeypatch.setenv("CREDITSVC_DATA_DIR", str(tmp_path))

    def call(group, *words, given=None):
        return CliRunner().invoke(group, words, input=given)

    return call


def shown(result):
    """What a command printed as `name: value`."""
    assert result.exit_code == 0, result.output
    return dict(line.split(": ", 1) for line in result.stdout.splitlines() if ": " in line)


def a_partner(run):
    words = ["--name", "某某银行", "--scope", "credit.read", "--scope", "events.read"]
    return shown(run(commands.partner, "add", *words, "--purpose", "loan", "--field", "finance"))


def ask(house, client_id, secret):
    form = {"grant_type": "client_credentials"}
    return house.http.post("/oauth/token", data=form, auth=(client_id, secret))


def test_a_partner_added_by_command_gets_tokens_with_what_was_printed(run, house):
    said = a_partner(run)
    answer = ask(house, said["client_id"], said["client_secret"])
    assert answer.json["scope"] == "credit.read events.read"
    assert house.me(answer.json["access_token"]).json["purposes"] == ["loan"]


def test_a_partner_is_rotated_suspended_resumed_and_revoked(run, house):
    said = a_partner(run)
    name, old = said["client_id"], said["client_secret"]
    new = shown(run(commands.partner, "rotate", name))["client_secret"]
    assert [ask(house, name, secret).status_code for secret in (old, new)] == [401, 200]
    for verb, status in (("suspend", 401), ("resume", 200), ("revoke", 401)):
        assert run(commands.partner, verb, name).exit_code == 0
        assert ask(house, name, new).status_code == status
    again = run(commands.partner, "rotate", name)
    assert again.exit_code == 1
    assert "已被撤销" in again.output


def test_the_list_shows_partners_and_no_secret(run):
    said = a_partner(run)
    listed = run(commands.partner, "list").stdout
    assert listed.split("\t")[:4] == [said["client_id"], "partner", "active", "某某银行"]
    assert said["client_secret"] not in listed


def test_a_console_is_public_unless_it_can_keep_a_secret(run, house):
    words = ["--name", "办案平台", "--redirect-uri", "https://console.example/back"]
    assert set(shown(run(commands.partner, "add-console", *words))) == {"client_id"}
    secret = shown(run(commands.partner, "add-console", *words, "--confidential"))
    assert set(secret) == {"client_id", "client_secret"}
    with house.runtime.work.read() as session:
        assert all(client.kind == "console" for client in service.partners(session))


def test_a_person_is_added_with_a_password_from_the_prompt_or_the_input(run):
    words = ["--name", "李娜", "--role", "handler", "--authority", "甘肃省应急管理厅"]
    prompted = run(commands.user, "add", "li.na", *words, given=f"{PASSWORD}\n{PASSWORD}\n")
    piped = run(
        commands.user, "add", "wang.fang", *words, "--password-stdin", given=f"{PASSWORD}\n"
    )
    for result in (prompted, piped):
        assert result.exit_code == 0, result.output
        assert PASSWORD not in result.output
    listed = run(commands.user, "list").stdout.splitlines()
    assert [line.split("\t") for line in listed] == [
        ["li.na", "active", "handler", "甘肃省应急管理厅", "-"],
        ["wang.fang", "active", "handler", "甘肃省应急管理厅", "-"],
    ]
    assert run(commands.user, "suspend", "li.na").exit_code == 0
    assert "suspended" in run(commands.user, "list").stdout
    assert run(commands.user, "resume", "li.na").exit_code == 0
    changed = run(
        commands.user, "password", "li.na", "--password-stdin", given="another good one\n"
    )
    assert changed.exit_code == 0


def test_a_refusal_is_a_sentence_and_status_one_and_nothing_is_written(run, house):
    before = house.acts()
    weak = run(
        commands.user, "add", "li.na", "--name", "李娜", "--role", "clerk", "--password-stdin",
        given="short\n",
    )  # fmt: skip
    unknown = run(commands.partner, "rotate", "partner-none")
    for result, text in ((weak, "密码至少"), (unknown, "没有这个合作方")):
        assert result.exit_code == 1
        assert text in result.output
    assert house.acts() == before


def test_a_password_is_no_argument_and_an_unknown_role_or_scope_is_named(run):
    for words in (
        ["add", "li.na", "--name", "李娜", "--role", "clerk", "--password", PASSWORD],
        ["add", "li.na", "--name", "李娜", "--role", "emperor"],
    ):
        assert run(commands.user, *words).exit_code == 2
    assert run(commands.partner, "add", "--name", "x", "--scope", "root").exit_code == 2


def test_the_commands_log_no_secret_and_make_private_keys_only(run, caplog, tmp_path):
    caplog.set_level(logging.DEBUG)
    said = a_partner(run)
    assert said["client_secret"] not in caplog.text
    assert {stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "keys").iterdir()} == {0o600}
