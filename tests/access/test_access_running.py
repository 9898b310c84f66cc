"""The running service, over TLS: others' OAuth client works with it, certificates bind, and no look-up
that was answered is missing from the log, whenever its processes are killed.

One server for all of it; the last test is the end of that server.
"""

import gc
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from access_house import CALLBACK, OPERATOR, PASSWORD
from builders import a_code
from oauthlib.oauth2 import BackendApplicationClient, OAuth2Error
from proving import a_certificate, a_key, assertion, by_assertion, proof, public
from requests_oauthlib import OAuth2Session
from sqlalchemy import text

from creditsvc.access import partners, people
from creditsvc.access.proving import Proving
from creditsvc.access.replay import UsedOnce
from creditsvc.app import build
from creditsvc.lookup import service as lookup
from creditsvc.settings import ROOT, Settings
from creditsvc.signing.service import Keys

COMMAND = [sys.executable, "-c", "from creditsvc.cli.serve import serve; serve()"]
PATIENCE = 300  # seconds; workers that were killed start anew, on however busy a machine
BANK = {"name": "虚构银行", "scopes": ["credit.read", "credit.batch"], "purposes": ["loan"]}
NAMES = ("DATABASE_URL", "LOG_URL", "KEYS_DIR", "DROP_DIR", "BASE_URL")


class Service:
    """A server of its own process, and the handles a test needs."""

    def __init__(self, folder, runtime, port):
        self.folder, self.runtime, self.port = folder, runtime, port
        self.clock = runtime.clock
        self.base = runtime.settings.base_url
        self.trusted = str(folder / "server.pem")

    def register(self, *proving, **more):
        with self.runtime.work.act(OPERATOR) as act:
            return partners.register_partner(act, *proving, **(BANK | more))

    def http(self, **more):
        session = requests.Session()
        session.verify, session.trust_env = self.trusted, False  # not what else this machine trusts
        for name, value in more.items():
            setattr(session, name, value)
        return closing(session)

    def workers(self):
        """The processes that serve; none once the service has ended (Linux)."""
        with suppress(FileNotFoundError):
            found = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
            return [int(number) for number in found.split()]
        return []


@pytest.fixture(scope="module")
def service(_templates, tmp_path_factory):
    folder = tmp_path_factory.mktemp("running")
    for name in ("register", "log"):
        shutil.copyfile(_templates[name], folder / f"{name}.db")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = Settings(
        database_url=f"sqlite:///{folder / 'register.db'}",
        log_url=f"sqlite:///{folder / 'log.db'}",
        config_dir=ROOT / "config",
        keys_dir=folder / "keys",
        drop_dir=folder / "portal",
        base_url=f"https://localhost:{port}",
        token_seconds=600,
        import_chunk=200,
    )
    made = Service(folder, build(settings), port)
    now = datetime.now(UTC)  # noqa: TID251 - certificates of a real connection live by real time
    for name, host in (
        ("server", "localhost"),
        ("bank", "bank.example"),
        ("thief", "thief.example"),
    ):
        certificate = a_certificate(now, host)
        (folder / f"{name}.pem").write_text(certificate.pem)
        (folder / f"{name}.key").write_text(certificate.key)
    both = "".join((folder / f"{name}.pem").read_text() for name in ("bank", "thief"))
    (folder / "clients.pem").write_text(both)
    made.register()  # a register with an act
    said = {f"CREDITSVC_{name}": str(getattr(settings, name.lower())) for name in NAMES}
    tls = {
        "TLS_CERTFILE": folder / "server.pem",
        "TLS_KEYFILE": folder / "server.key",
        "TLS_CA_CERTS": folder / "clients.pem",
    }
    environ = {**os.environ, **said, **{k: str(v) for k, v in tls.items()}, "WEB_CONCURRENCY": "2"}
    made.process = subprocess.Popen(
        [*COMMAND, "--port", str(port)], env=environ, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(lambda: answers(made))
        yield made
    finally:
        for number in [*made.workers(), made.process.pid]:
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        made.process.wait()
    made.runtime.work.engine.dispose()
    made.runtime.part(lookup.LogEngine).engine.dispose()
    made.runtime.part(UsedOnce).close()


def answers(service):
    try:
        with service.http() as http:
            return http.get(f"{service.base}/readyz", timeout=5).status_code == 200
    except requests.RequestException:
        return False


def wait_for(what):
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end, "not in time"
        time.sleep(0.1)


def others(service, client_id, **more):
    session = OAuth2Session(client=BackendApplicationClient(client_id), **more)
    session.verify, session.trust_env = service.trusted, False
    return closing(session)


def credit(service, session, number=1, **more):
    headers = {"Purpose": "loan"}
    return session.get(f"{service.base}/v1/credit/{a_code(number)}", headers=headers, **more)


def test_others_client_gets_a_token_by_secret_looks_up_and_ends_it(service):
    client, secret = service.register()
    with others(service, client.client_id) as session:
        token = session.fetch_token(
            f"{service.base}/oauth/token", client_id=client.client_id, client_secret=secret,
            verify=service.trusted,
        )  # fmt: skip
        assert token["token_type"] == "Bearer"
        assert token["scope"] == ["credit.batch", "credit.read"]
        answer = credit(service, session)
        assert (answer.status_code, answer.json()["status"]) == (200, "not_listed")
        auth, said = (client.client_id, secret), {"token": token["access_token"]}
        where = f"{service.base}/oauth"
        asked = requests.post(f"{where}/introspect", data=said, auth=auth, verify=service.trusted)
        assert asked.json()["active"] is True
        requests.post(f"{where}/revoke", data=said, auth=auth, verify=service.trusted)
        assert credit(service, session).status_code == 401  # by whichever process is asked


def test_others_client_understands_a_refusal(service):
    client, secret = service.register()
    with others(service, client.client_id) as session, pytest.raises(OAuth2Error) as refusal:
        session.fetch_token(
            f"{service.base}/oauth/token", client_id=client.client_id, client_secret=secret + "x",
            verify=service.trusted,
        )  # fmt: skip
    assert refusal.value.error == "invalid_client"
    wide = others(service, client.client_id, scope=["events.write"])
    with wide as session, pytest.raises(OAuth2Error) as refusal:
        session.fetch_token(
            f"{service.base}/oauth/token", client_id=client.client_id, client_secret=secret,
            verify=service.trusted, scope=["events.write"],
        )  # fmt: skip
    assert refusal.value.error == "invalid_scope"


def test_others_client_sends_an_assertion_which_no_process_takes_twice(service):
    key = a_key()
    client, _ = service.register(Proving(jwks=public(key)))
    once = by_assertion(assertion(service, client.client_id, key))

    def fetch():
        with others(service, client.client_id) as session:
            session.fetch_token(
                f"{service.base}/oauth/token",
                verify=service.trusted,
                include_client_id=True,
                **once,
            )
            return credit(service, session).status_code

    assert fetch() == 200
    for _ in range(4):
        with pytest.raises(OAuth2Error):
            fetch()


def test_others_client_signs_a_person_in_with_a_code_and_pkce(service):
    with service.runtime.work.act(OPERATOR) as act:
        desk = partners.register_console(act, name="工作台", redirect_uris=[CALLBACK])
        people.add_user(
            act, username="li.na", name="李娜", password=PASSWORD, roles=["handler"]
        )  # fmt: skip
    session = OAuth2Session(desk.client_id, redirect_uri=CALLBACK, pkce="S256")
    session.verify, session.trust_env = service.trusted, False
    with closing(session), service.http() as browser:
        address, _ = session.authorization_url(f"{service.base}/oauth/authorize")
        page = browser.get(address)
        form = {
            "form_token": re.search(r'name="form_token" value="([0-9a-f]+)"', page.text)[1],
            "username": "li.na",
            "password": PASSWORD,
            "decision": "allow",
        }
        back = browser.post(address, data=form, allow_redirects=False)
        assert back.status_code == 303
        assert parse_qs(urlsplit(back.headers["Location"]).query)["iss"] == [service.base]
        session.fetch_token(
            f"{service.base}/oauth/token",
            authorization_response=back.headers["Location"],
            include_client_id=True,
            verify=service.trusted,
        )
        assert session.get(f"{service.base}/v1/proceedings").status_code == 200


def test_a_token_is_bound_to_the_certificate_of_the_connection(service):
    pem, mine = (service.folder / "bank.pem").read_text(), pair(service, "bank")
    client, _ = service.register(Proving(certificates=(pem,)))
    with others(service, client.client_id) as session:
        session.cert = mine
        session.fetch_token(
            f"{service.base}/oauth/token", include_client_id=True, verify=service.trusted, cert=mine
        )
        assert credit(service, session, cert=mine).status_code == 200
        token = session.token["access_token"]
    for cert in (None, pair(service, "thief")):
        with service.http(cert=cert) as stranger:
            stranger.headers["Authorization"] = f"Bearer {token}"
            answer = credit(service, stranger)
            assert answer.status_code == 401
            assert answer.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
            form = {"grant_type": "client_credentials", "client_id": client.client_id}
            refused = stranger.post(f"{service.base}/oauth/token", data=form)
            assert (refused.status_code, refused.json()["error"]) == (401, "invalid_client")


def test_a_proof_of_dpop_is_taken_once_by_all_processes_together(service):
    client, secret = service.register(token_binding="dpop")
    key, path = a_key(), f"/v1/credit/{a_code(1)}"
    with service.http() as http:
        answer = http.post(
            f"{service.base}/oauth/token",
            data={"grant_type": "client_credentials"},
            auth=(client.client_id, secret),
            headers={"DPoP": proof(service, key, "POST", "/oauth/token")},
        )
        assert answer.status_code == 200, answer.text
        token = answer.json()["access_token"]
        headers = {
            "Authorization": f"DPoP {token}",
            "DPoP": proof(service, key, "GET", path, token=token),
            "Purpose": "loan",
            "Connection": "close",  # so that each request may come to another process
        }
        seen = [http.get(service.base + path, headers=headers).status_code for _ in range(6)]
    assert seen == [200, 401, 401, 401, 401, 401]


# A connection that is cut in the middle of an answer is dropped by the HTTP library without being
# closed. It is collected here, where that is meant, and not in whatever test runs later.
@pytest.mark.filterwarnings("ignore:unclosed <ssl.SSLSocket:ResourceWarning")
def test_every_look_up_that_was_answered_is_in_the_log_whenever_it_is_killed(service):
    client, secret = service.register()
    with others(service, client.client_id) as session:
        token = session.fetch_token(
            f"{service.base}/oauth/token", client_id=client.client_id, client_secret=secret,
            verify=service.trusted,
        )["access_token"]  # fmt: skip
    answered, stop = [], threading.Event()

    def look(first):
        number = first
        while not stop.is_set():
            with service.http() as http:
                http.headers.update({"Authorization": f"Bearer {token}"})
                try:
                    while not stop.is_set():
                        number += 1
                        if credit(service, http, number, timeout=60).status_code == 200:
                            answered.append(a_code(number))
                except requests.RequestException:
                    continue  # nobody was told anything

    visitors = [threading.Thread(target=look, args=(n * 1_000_000,)) for n in range(4)]
    for thread in visitors:
        thread.start()
    for _ in range(2):  # a worker at a time, which comes back
        wait_for(lambda: len(service.workers()) == 2)
        before = len(answered)
        wait_for(lambda: len(answered) > before + 20)  # noqa: B023 - asked at once
        time.sleep(random.uniform(0, 0.2))
        os.kill(random.choice(service.workers()), signal.SIGKILL)
    before = len(answered)
    wait_for(lambda: len(answered) > before + 20)
    time.sleep(random.uniform(0, 0.2))
    numbers = service.workers()
    service.process.kill()  # and at last all of it
    for number in numbers:
        with suppress(ProcessLookupError):  # it may have seen that its master is gone
            os.kill(number, signal.SIGKILL)
    stop.set()
    for thread in visitors:
        thread.join()
    gc.collect()
    assert len(answered) > 60
    keys = service.runtime.part(Keys)
    with service.runtime.part(lookup.LogEngine).engine.connect() as link:
        kept = set(link.execute(text("SELECT subject FROM lookup_log")).scalars())
    missing = [one for one in answered if keys.keyed_digest(one) not in kept]
    assert missing == []
    assert lookup.verify_log(service.runtime) == []


def pair(service, name):
    return str(service.folder / f"{name}.pem"), str(service.folder / f"{name}.key")
