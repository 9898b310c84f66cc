"""`creditsvc receipt`: offline with the public keys alone, and with an exit status for programs."""

import json
import os
import subprocess
import sys

import pytest
from builders import a_code
from click.testing import CliRunner
from proof_house import a_receipt

from creditsvc.cli.main import main
from creditsvc.signing.service import Keys


@pytest.fixture(params=["sqlite"])  # a receipt is checked without any store
def engine_name(request):
    return request.param


@pytest.fixture
def files(clerk, runtime, tmp_path):
    """A receipt, and the published keys, as files."""
    receipt, keys = tmp_path / "receipt.jws", tmp_path / "jwks.json"
    receipt.write_text(a_receipt(clerk, a_code(7))[0] + "\n")
    keys.write_text(json.dumps(runtime.part(Keys).public_jwks()))
    return receipt, keys


def run(*words):
    return CliRunner().invoke(main, ["receipt", *map(str, words)])


def test_a_good_receipt_is_told_in_words_with_status_0(files):
    receipt, keys = files
    told = run("verify", receipt, "--keys", keys)
    assert told.exit_code == 0
    assert told.output.startswith("✓ 收据有效")
    assert "未列入任何在有效期内的失信名单" in told.output
    assert "用途 / purpose: loan" in told.output


def test_the_program_checks_in_a_process_that_has_no_register(files):
    receipt, keys = files
    environ = {"PATH": os.environ["PATH"], "CREDITSVC_DATA_DIR": str(receipt.parent / "nowhere")}
    command = "from creditsvc.cli.main import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", command, "receipt", "verify", str(receipt), "--keys", str(keys)],
        env=environ | {"PYTHONPATH": os.pathsep.join(sys.path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert not (receipt.parent / "nowhere").exists()


def test_a_tampered_byte_or_another_key_is_told_with_status_1(files, tmp_path):
    receipt, keys = files
    good = receipt.read_text()
    for place in (5, len(good) // 2, len(good) - 9):
        receipt.write_text(good[:place] + ("A" if good[place] != "A" else "B") + good[place + 1 :])
        told = run("verify", receipt, "--keys", keys)
        assert (told.exit_code, told.stderr[:6]) == (1, "✗ 收据无效")
    receipt.write_text(good)
    keys.write_text(json.dumps(Keys.open(tmp_path / "elsewhere").public_jwks()))
    told = run("verify", receipt, "--keys", keys)
    assert told.exit_code == 1
    assert "签名密钥不认识" in told.stderr


def test_other_evidence_is_checked_as_well_and_a_token_is_none(files, runtime):
    receipt, keys = files
    receipt.write_text(runtime.part(Keys).sign_jws({"jti": "1", "iss": "x"}, "credit-bid+jwt"))
    told = run("verify", receipt, "--keys", keys)
    assert (told.exit_code, '"iss": "x"' in told.output) == (0, True)
    assert run("verify", receipt, "--keys", keys, "--issuer", "y").exit_code == 1
    receipt.write_text(runtime.part(Keys).sign_jws({"jti": "1", "iss": "x"}, "at+jwt"))
    assert run("verify", receipt, "--keys", keys).exit_code == 1


@pytest.mark.parametrize("option", ["--issuer", "--audience"])
def test_another_issuer_or_audience_than_wanted_is_status_1(files, clerk, runtime, option):
    receipt, keys = files
    right = {"--issuer": runtime.settings.base_url, "--audience": clerk.partners["虚构银行"]}
    assert run("verify", receipt, "--keys", keys, option, right[option]).exit_code == 0
    assert run("verify", receipt, "--keys", keys, option, "else").exit_code == 1


@pytest.mark.parametrize("content", ["", "hello", "[]", '{"keys": 1}', '{"keys": {}}'])
def test_keys_that_cannot_be_read_are_status_2(files, content):
    receipt, keys = files
    keys.write_text(content)
    told = run("verify", receipt, "--keys", keys)
    assert told.exit_code == 2
    assert "公钥集" in told.output


@pytest.mark.parametrize(
    "content", ['{"keys": [1]}', '{"keys": [{"kid": "x", "kty": "oct", "k": "AA"}]}']
)
def test_keys_of_another_sort_verify_nothing(files, content):
    receipt, keys = files
    keys.write_text(content)
    assert run("verify", receipt, "--keys", keys).exit_code == 1


def test_on_the_service_its_own_published_keys_are_the_default(files, settings, monkeypatch):
    receipt, keys = files
    monkeypatch.setenv("CREDITSVC_KEYS_DIR", str(settings.keys_dir))
    assert run("verify", receipt).exit_code == 0
    written = receipt.with_name("written.json")
    assert run("keys", written).exit_code == 0
    assert json.loads(written.read_text()) == json.loads(keys.read_text())
    assert '"d"' not in written.read_text()
    monkeypatch.setenv("CREDITSVC_KEYS_DIR", str(settings.keys_dir / "none"))
    told = run("verify", receipt)
    assert told.exit_code == 2
    assert "--keys" in told.output


def test_a_key_that_may_have_leaked_is_retired_by_command(files, settings, runtime, monkeypatch):
    receipt, _ = files
    monkeypatch.setenv("CREDITSVC_KEYS_DIR", str(settings.keys_dir))
    kid = runtime.part(Keys).active_kid
    assert run("retire", kid, "--at", "2026-11-20T12:00:00+08:00").exit_code == 2
    runtime.part(Keys).rotate()
    assert run("retire", kid, "--at", "yesterday").exit_code == 2
    assert run("retire", kid, "--at", "2026-11-20T12:00:01+08:00").exit_code == 0
    assert run("verify", receipt).exit_code == 0
    assert run("retire", kid, "--at", "2026-11-20T12:00:00+08:00").exit_code == 0
    told = run("verify", receipt)
    assert (told.exit_code, "已停用" in told.stderr) == (1, True)
