"""A register that is not there, or not set up, is told in words: no trace, status 2."""

import pytest
from click.testing import CliRunner
from sqlalchemy.exc import OperationalError

from creditsvc.cli.main import main

COMMANDS = (["parked", "list"], ["audit", "verify"], ["listings", "waiting"])


@pytest.mark.parametrize("command", COMMANDS)
def test_a_register_that_was_never_set_up_is_told_so(command, tmp_path, monkeypatch):
    monkeypatch.setenv("CREDITSVC_DATABASE_URL", f"sqlite:///{tmp_path}/register.db")
    said = CliRunner().invoke(main, command)
    assert said.exit_code == 2
    assert "请先运行 creditsvc db upgrade" in said.stderr
    assert "run creditsvc db upgrade first" in said.stderr
    assert "Traceback" not in said.output


def test_a_register_that_cannot_be_reached_is_told_so(monkeypatch):
    monkeypatch.setenv("CREDITSVC_DATABASE_URL", "postgresql+psycopg://127.0.0.1:1/register")
    said = CliRunner().invoke(main, ["parked", "list"])
    assert said.exit_code == 2
    assert "登记库打不开，请核对 CREDITSVC_DATABASE_URL" in said.stderr
    assert "the register cannot be opened" in said.stderr


def test_another_fault_of_the_database_keeps_its_trace(monkeypatch):
    def broken(*_: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception("disk I/O error"))

    monkeypatch.setattr("creditsvc.cli.parked.running", broken)
    said = CliRunner().invoke(main, ["parked", "list"])
    assert isinstance(said.exception, OperationalError)
