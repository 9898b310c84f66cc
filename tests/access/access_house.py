"""A real application with the OAuth endpoints and one guarded view, on a real database."""

import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

from flask import Flask, jsonify
from flask.testing import FlaskClient

from creditsvc import settings
from creditsvc.access import api, people, service, who_may
from creditsvc.access.replay import UsedOnce
from creditsvc.audit import service as trail
from creditsvc.db.engine import open_engine
from creditsvc.db.work import Work
from creditsvc.kernel.caller import Caller
from creditsvc.kernel.clock import FixedClock, new_id
from creditsvc.web import problems
from creditsvc.web.guard import AUTHENTICATOR, authenticated, requires
from creditsvc.web.may import COLLEAGUES
from creditsvc.web.runtime import EXTENSION, Runtime

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
BASE = "http://127.0.0.1:8000"
CALLBACK = "https://console.example/callback?tab=1"
PASSWORD = "correct horse battery"
VERIFIER = "v" * 50
CHALLENGE = urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
OPERATOR = Caller(id="system:cli", kind="system", name="cli", scopes=frozenset(), roles=frozenset())


@dataclass
class House:
    """The service under test with the handles a test needs."""

    app: Flask
    runtime: Runtime
    clock: FixedClock

    @property
    def http(self) -> FlaskClient:
        return self.app.test_client()

    def act(self, change, *args, **kwargs):
        with self.runtime.work.act(OPERATOR) as act:
            return change(act, *args, **kwargs)

    def partner(self, scopes=("credit.read", "events.read"), purposes=("loan",), name="某某银行"):
        return self.act(
            service.register_partner, name=name, scopes=scopes, purposes=purposes, field="finance"
        )

    def console(self, **more):
        given = {"name": "办案平台", "redirect_uris": [CALLBACK]} | more
        return self.act(service.register_console, **given), None

    def confidential_console(self):
        return self.act(
            service.register_confidential_console, name="办案平台", redirect_uris=[CALLBACK]
        )

    def user(self, username="li.na", roles=("handler",), **more):
        return self.act(
            people.add_user, username=username, name="李娜", password=PASSWORD, roles=roles, **more
        )

    def ask_token(self, client, secret, **form):
        return self.http.post(
            "/oauth/token",
            data={"grant_type": "client_credentials", **form},
            auth=(client.client_id, secret),
        )

    def token(self, client, secret, **form):
        answer = self.ask_token(client, secret, **form)
        assert answer.status_code == 200, answer.text
        return answer.json["access_token"]

    def me(self, token):
        return self.http.get("/me", headers={"Authorization": f"Bearer {token}"})

    def acts(self):
        with self.runtime.work.read() as session:
            return session.connection().exec_driver_sql("SELECT count(*) FROM acts").scalar()


def query(client, **changes):
    """The parameters of a good authorization request; None leaves one out."""
    given = {
        "response_type": "code",
        "client_id": client.client_id,
        "redirect_uri": CALLBACK,
        "state": "xyz 状态",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    } | changes
    return {key: value for key, value in given.items() if value is not None}


def sign_in(house, client, *, username="li.na", password=PASSWORD, decision="allow", **changes):
    """What a browser does: fetch the page, fill in the form, send it."""
    browser = house.http
    asked = query(client, **changes)
    page = browser.get("/oauth/authorize", query_string=asked)
    assert page.status_code == 200, page.text
    form_token = re.search(r'name="form_token" value="([0-9a-f]+)"', page.text)[1]
    return browser.post(
        "/oauth/authorize",
        query_string=asked,
        data={
            "form_token": form_token,
            "username": username,
            "password": password,
            "decision": decision,
        },
    )


def sent_back(answer):
    """The parameters that the browser carries back to the client."""
    assert answer.status_code == 303, answer.text
    assert answer.location.startswith("https://console.example/callback?tab=1&")
    return {key: values[0] for key, values in parse_qs(urlsplit(answer.location).query).items()}


def exchange(house, client, given_code, **changes):
    given = {
        "grant_type": "authorization_code",
        "code": given_code,
        "redirect_uri": CALLBACK,
        "client_id": client.client_id,
        "code_verifier": VERIFIER,
    } | changes
    data = {key: value for key, value in given.items() if value is not None}
    return house.http.post("/oauth/token", data=data)


def build(tmp_path, database, **more):
    url, log_url = database
    config = settings.read(
        {
            "CREDITSVC_DATABASE_URL": url,
            "CREDITSVC_LOG_URL": log_url,
            "CREDITSVC_DATA_DIR": str(tmp_path),
            "CREDITSVC_BASE_URL": BASE,
            **more,
        }
    )
    engine = open_engine(url)
    clock = FixedClock(NOW)
    work = Work(
        engine=engine, clock=clock, new_id=new_id, opening=lambda act: None, closing=trail.seal
    )
    runtime = Runtime(settings=config, clock=clock, work=work, parts=service.parts(config, clock))
    yield House(app=application(runtime), runtime=runtime, clock=clock)
    engine.dispose()
    runtime.part(UsedOnce).close()


def application(runtime):
    app = Flask("under_test")
    app.extensions[EXTENSION] = runtime
    app.extensions[AUTHENTICATOR] = service.authenticate
    app.extensions[COLLEAGUES] = who_may.colleagues
    problems.install(app)
    for blueprint in api.blueprints:
        app.register_blueprint(blueprint)

    @app.get("/me")
    @requires("events.read")
    def me():
        caller = authenticated()
        return jsonify(
            id=caller.id,
            kind=caller.kind,
            name=caller.name,
            scopes=sorted(caller.scopes),
            roles=sorted(caller.roles),
            purposes=sorted(caller.purposes),
            field=caller.field,
            authority=caller.authority,
            region=caller.region,
        )

    @app.post("/moves")
    @requires("events.read", person=True)
    def move():
        return jsonify(moved_by=authenticated().id)

    @app.get("/decide")
    @requires("proceedings.decide", person=True)
    def decide():
        with runtime.work.act(authenticated()) as act:
            trail.note(act, "case.decided", "1")
        return jsonify(on_behalf_of=list(act.actor.on_behalf_of))

    return app
