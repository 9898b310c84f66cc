"""`creditsvc law adopt` as two officers type it."""

import pytest
from builders import OPERATOR
from click.testing import CliRunner
from rulebook_drafts import RULE, a_draft, stricter

from creditsvc.access import people
from creditsvc.cli.law import law
from creditsvc.findings.rulebooks import Laws

PASSWORD = "a long enough one"


@pytest.fixture
def run(runtime, settings, monkeypatch):
    names = {
        "DATABASE_URL": settings.database_url, "LOG_URL": settings.log_url, "KEYS_DIR": settings.keys_dir,
        "DROP_DIR": settings.drop_dir, "CONFIG_DIR": settings.config_dir,
    }  # fmt: skip
    for name, value in names.items():
        monkeypatch.setenv(f"CREDITSVC_{name}", str(value))
    for name, role in (("wu.fang", "credit_officer"), ("zhao.jun", "credit_officer"), ("li.na", "clerk")):  # fmt: skip
        with runtime.work.act(OPERATOR) as act:
            people.add_user(act, username=name, name=name, roles=[role], password=PASSWORD)

    def call(*words):
        return CliRunner().invoke(law, ["adopt", *map(str, words)], input=f"{PASSWORD}\n")

    return call


def digest_in(output):
    return next(line.split(": ")[1] for line in output.splitlines() if "proposed: " in line)


def test_one_officer_proposes_and_another_adopts_and_both_see_what_changes(run, runtime, tmp_path):
    proposed = run(stricter(tmp_path), "--as", "wu.fang", "--document", "虚信用〔2026〕3号")
    assert proposed.exit_code == 0, proposed.output
    assert "~ WS11-6-2" in proposed.output
    assert "~ instruments/order11.yaml" in proposed.output
    digest = digest_in(proposed.output)
    assert "待确认 / waits" in run("--list").output
    same = run("--confirm", digest[:12], "--as", "wu.fang")
    assert same.exit_code == 2
    assert "另一名信用管理员" in same.output
    adopted = run("--confirm", digest[:12], "--as", "zhao.jun")
    assert adopted.exit_code == 0, adopted.output
    assert "~ WS11-6-2" in adopted.output
    listed = run("--list").output
    assert f"* {digest[:12]}  已采用 / adopted" in listed
    assert "虚信用〔2026〕3号" in listed
    assert f"in use: {digest}" in listed
    with runtime.work.read() as session:
        assert runtime.part(Laws).in_use(session).digest == digest


def test_a_rulebook_with_faults_is_told_line_by_line_and_not_proposed(run, tmp_path):
    book = a_draft(tmp_path, ("instruments/order11.yaml", RULE, "  - id: WS11-6-1\n"))
    told = run(book, "--as", "wu.fang")
    assert told.exit_code == 1
    assert "instruments/order11.yaml:" in told.output
    assert "waits" not in run("--list").output


def test_a_proposal_is_refused_with_a_reason_and_then_gone(run, tmp_path):
    digest = digest_in(run(stricter(tmp_path), "--as", "wu.fang").output)
    assert run("--withdraw", digest, "--as", "zhao.jun").exit_code == 2
    assert run("--withdraw", digest, "--as", "zhao.jun", "--reason", "须先征求意见").exit_code == 0
    assert run("--confirm", digest, "--as", "zhao.jun").exit_code == 2
    assert "须先征求意见" in run("--list").output


@pytest.mark.parametrize("words", [[], ["--list", "--confirm", "0" * 64], ["--confirm", "0" * 64]])
def test_options_that_say_nothing_or_too_much_are_refused(run, words):
    assert run(*words).exit_code == 2


def test_who_is_no_credit_officer_may_propose_nothing(run, tmp_path):
    told = run(stricter(tmp_path), "--as", "li.na")
    assert told.exit_code == 2
    assert "law.adopt" in told.output
