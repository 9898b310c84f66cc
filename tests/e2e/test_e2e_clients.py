"""Clients against the running service: our own, and one that a stranger's generator makes of the OpenAPI file."""

import importlib
import json
import runpy
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import openapi_python_client
import pytest
import requests
from builders import OPERATOR, PASSWORD, PURPOSE, a_code
from openapi_python_client.config import Config, ConfigFile, MetaType
from pyhanko.pdf_utils.reader import PdfFileReader
from serving import CLEAR, LISTED, served

from creditsvc.access import people
from creditsvc.access import service as access
from creditsvc.access.proving import Proving
from creditsvc.settings import ROOT
from creditsvc_client import (
    Client,
    FileBookmark,
    Forbidden,
    Invalid,
    Refused,
    SigningKey,
    Unauthorized,
    check_receipt,
    proving,
)

# Media types that the generator has to be told about, as client/README.md says.
KINDS = {
    "application/jose": "text/plain",
    "application/pdf": "application/octet-stream",
    "text/csv": "application/octet-stream",
}


@pytest.fixture(scope="module")
def service(_templates, tmp_path_factory):
    with served(tmp_path_factory.mktemp("served"), _templates) as running:
        yield running


@pytest.fixture
def bank(service):
    return Client.with_secret(service.base_url, service.client_id, service.client_secret)


def test_our_client_looks_up_and_an_answer_in_hand_still_holds(bank):
    first = bank.credit(a_code(LISTED), purpose=PURPOSE)
    assert (first.status, first.tier, first.revalidated) == ("listed", "D", False)
    assert first.listings[0]["ground"]["article"] == "第六条第（二）项"
    again = bank.credit(a_code(LISTED), purpose=PURPOSE)
    assert again.revalidated
    assert again.body == first.body
    assert bank.credit(a_code(CLEAR), purpose=PURPOSE).registered is False


def test_the_script_of_the_readme_signs_a_person_in_with_python_alone(service, tmp_path):
    back = "http://127.0.0.1:9999/callback"
    with service.runtime.work.act(OPERATOR) as act:
        people.add_user(
            act, username="shouli", name="虚构承办人", roles=["handler"], password=PASSWORD,
            authority="虚构区应急管理局", region=None,
        )  # fmt: skip
        access.register_console(act, client_id="desk", name="虚构工作台", redirect_uris=[back])
    person = {"username": "shouli", "password": PASSWORD}
    told = {"base_url": service.base_url, "console_client_id": "desk", "console_redirect_uri": back, "people": [person]}  # fmt: skip
    secrets = tmp_path / "demo-credentials.json"

    def sign_in(given, who="shouli"):
        secrets.write_text(json.dumps(given))
        program = [sys.executable, "-I", str(ROOT / "docs" / "sign_in.py"), who, str(secrets)]
        return subprocess.run(program, capture_output=True, text=True, timeout=60, check=False)

    token = sign_in(told).stdout.strip()
    board = requests.get(
        f"{service.base_url}/v1/board", headers={"Authorization": f"Bearer {token}"}, timeout=30
    )
    assert board.status_code == 200, board.text
    wrong = sign_in({**told, "people": [{**person, "password": "not this one"}]})
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert "密码不对" in wrong.stderr
    assert "shouli" in sign_in(told, "nobody").stderr


def test_our_client_asks_for_many_and_each_is_answered_on_its_own(bank):
    listed, wrong = bank.credits([a_code(LISTED), "hello"], purpose=PURPOSE).results
    assert listed.status == "listed"
    assert isinstance(wrong, Refused)
    assert wrong.problem["type"] == "/problems/wrong-code"


def test_our_client_keeps_a_receipt_and_checks_it_without_the_service(bank, service):
    text, receipt = bank.checked_receipt(a_code(CLEAR), purpose=PURPOSE)
    assert (receipt.answer.status, receipt.audience) == ("not_listed", service.client_id)
    keys = json.loads(json.dumps(bank.jwks()))
    assert check_receipt(text, keys).number == receipt.number


def test_our_client_gets_a_sealed_report(bank):
    report = bank.report(a_code(LISTED), purpose=PURPOSE)
    assert len(PdfFileReader(BytesIO(report.pdf)).embedded_signatures) == 1
    assert len(report.number) == 24


def test_our_client_follows_the_feed_over_a_restart(bank, tmp_path):
    lines = bank.changes(FileBookmark(tmp_path / "b"), page=1)
    first = next(lines).seq
    lines.close()
    again = [one.seq for one in bank.changes(FileBookmark(tmp_path / "b"), page=2)]
    assert again[0] == first
    assert again == list(range(first, first + len(again)))
    assert list(bank.changes(FileBookmark(tmp_path / "b"))) == []


def test_our_client_raises_refusals_by_their_meaning(bank, service):
    with pytest.raises(Forbidden, match="purpose-not-agreed"):
        bank.credit(a_code(LISTED), purpose="curiosity")
    with pytest.raises(Invalid) as caught:
        bank.credit("hello", purpose=PURPOSE)
    assert caught.value.field == "uscc"
    with pytest.raises(Unauthorized):
        Client.with_secret(service.base_url, service.client_id, "wrong").credit(
            a_code(1), purpose=PURPOSE
        )


def test_our_client_reads_the_measures_of_its_field(bank):
    found = list(bank.measures(page=1))
    assert all(one["uscc"] == a_code(LISTED) for one in found)


@pytest.fixture
def keyed(service, monkeypatch):
    """A partner known by a key, whose contract demands bound tokens; at the service's own time."""
    key, now = SigningKey.generate(), int(service.runtime.clock.now().timestamp())
    monkeypatch.setattr(proving, "now", lambda: now)
    jwks = {"keys": [key.public()]}
    with service.runtime.work.act(OPERATOR) as act:
        partner, _ = access.register_partner(
            act, Proving(jwks=jwks), name="虚构密钥银行",
            scopes=["credit.read"], purposes=[PURPOSE], token_binding="dpop",
        )  # fmt: skip
    return partner.client_id, key


def test_our_client_is_known_by_its_key_and_binds_its_tokens(keyed, service):
    client_id, key = keyed
    bank = Client.with_key(service.base_url, client_id, key, dpop=SigningKey.generate())
    assert bank.credit(a_code(LISTED), purpose=PURPOSE).status == "listed"
    assert bank.credit(a_code(CLEAR), purpose=PURPOSE).status == "not_listed"
    unbound = Client.with_key(service.base_url, client_id, key)
    other = Client.with_key(service.base_url, client_id, SigningKey.generate(), dpop=key)
    for stranger in (unbound, other):
        with pytest.raises((Unauthorized, Invalid, Forbidden)):
            stranger.credit(a_code(CLEAR), purpose=PURPOSE)


def test_our_client_binds_tokens_that_it_got_by_secret(service, keyed):
    assert keyed
    bound = Client.with_secret(
        service.base_url, service.client_id, service.client_secret, dpop=SigningKey.generate()
    )
    assert bound.credit(a_code(CLEAR), purpose=PURPOSE).status == "not_listed"


def test_the_example_with_a_key_makes_one_and_looks_up(keyed, service, tmp_path, monkeypatch, capsys):  # fmt: skip
    client_id, key = keyed
    path = tmp_path / "key.json"
    monkeypatch.setenv("CREDIT_KEY", str(path))
    monkeypatch.setenv("CREDIT_CLIENT_ID", client_id)
    ran = runpy.run_path(str(ROOT / "client" / "examples" / "look_up_with_key.py"))
    assert ran["make"](path) == 0
    assert "d" not in json.loads(capsys.readouterr().out)["keys"][0]
    assert path.stat().st_mode & 0o077 == 0
    path.write_text(json.dumps(key.private()))
    assert ran["main"](service.base_url, a_code(LISTED), PURPOSE) == 1
    assert ran["main"](service.base_url, a_code(CLEAR), "curiosity") == 2


@pytest.fixture
def example(monkeypatch, service, tmp_path):
    """Runs one of the client's examples, in a folder of its own, as the bank."""
    monkeypatch.setenv("CREDIT_CLIENT_ID", service.client_id)
    monkeypatch.setenv("CREDIT_CLIENT_SECRET", service.client_secret)
    monkeypatch.chdir(tmp_path)
    return lambda name: runpy.run_path(str(ROOT / "client" / "examples" / name))["main"]


def test_the_example_of_a_look_up_keeps_a_good_receipt(example, service, tmp_path, capsys):
    main = example("look_up.py")
    assert main(service.base_url, a_code(CLEAR), PURPOSE) == 0
    assert main(service.base_url, a_code(LISTED), PURPOSE) == 1
    assert main(service.base_url, a_code(LISTED), "curiosity") == 2
    assert len(list(tmp_path.glob("receipt-*.jws"))) == 2
    assert "已列入失信名单" in capsys.readouterr().out


def test_the_example_that_follows_the_feed_goes_on_where_it_stopped(example, service, capsys):
    main = example("follow_changes.py")
    main(service.base_url, "bookmark")
    assert capsys.readouterr().out.startswith("1 ")
    main(service.base_url, "bookmark")
    assert capsys.readouterr().out == ""


@pytest.fixture(scope="module")
def generated(service, tmp_path_factory):
    """The client that openapi-python-client makes of the served description, without one complaint."""
    place = tmp_path_factory.mktemp("generated")
    wanted = ConfigFile(post_hooks=[], content_type_overrides=KINDS)
    source = f"{service.base_url}/openapi.json"
    complaints = openapi_python_client.generate(
        config=Config.from_sources(
            wanted, MetaType.NONE, source, "utf-8", False, place / "generated_credit"
        )
    )
    assert [str(one) for one in complaints] == []
    sys.path.insert(0, str(place))
    yield importlib.import_module
    sys.path.remove(str(place))


@pytest.fixture
def partner(generated, service):
    token = Client.with_secret(
        service.base_url, service.client_id, service.client_secret
    )._auth.token()
    made = generated("generated_credit").AuthenticatedClient(base_url=service.base_url, token=token)
    with made as opened:
        yield opened


def test_a_generated_client_has_every_operation(generated, service):
    root = Path(generated("generated_credit").__path__[0])
    made = [one for one in (root / "api").glob("*/*.py") if one.name != "__init__.py"]
    document = requests.get(f"{service.base_url}/openapi.json", timeout=10).json()
    verbs = {"get", "post", "put", "patch", "delete"}
    assert len(made) == sum(len(verbs & set(path)) for path in document["paths"].values())


def test_a_generated_client_looks_up(generated, partner):
    ask = generated("generated_credit.api.lookup.get_v1_credit_uscc")
    told = ask.sync(a_code(LISTED), client=partner, purpose=PURPOSE)
    assert (told.status, told.tier) == ("listed", "D")
    assert told.listings[0].list_title.zh
    refused = ask.sync("hello", client=partner, purpose=PURPOSE)
    assert (refused.type_, refused.field) == ("/problems/wrong-code", "uscc")


def test_a_generated_client_gets_a_batch_a_receipt_and_the_feed(generated, partner):
    many = generated("generated_credit.api.lookup.post_v1_credit_lookups")
    body = generated("generated_credit.models").PostV1CreditLookupsBody(
        identifiers=[a_code(LISTED)]
    )
    assert many.sync(client=partner, body=body, purpose=PURPOSE).results[0].status == "listed"
    receipt = generated("generated_credit.api.lookup.get_v1_credit_uscc_receipt")
    assert receipt.sync(a_code(LISTED), client=partner, purpose=PURPOSE).count(".") == 2
    feed = generated("generated_credit.api.changes.get_v1_changes")
    assert feed.sync(client=partner).changes
