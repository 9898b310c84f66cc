"""What tests build with: fictional enterprises, events as sources send them, people and partners."""

from collections.abc import Mapping
from functools import cached_property
from hashlib import sha256
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from creditsvc.access import people
from creditsvc.access import service as access
from creditsvc.access.tokens import Tokens
from creditsvc.kernel.caller import Caller
from creditsvc.kernel.clock import legal_day
from creditsvc.kernel.uscc import check_sign
from creditsvc.web.runtime import Runtime

OPERATOR = Caller(
    id="operator:test", kind="person", name="test", scopes=frozenset(), roles=frozenset()
)
DIGEST = sha256(b"document").hexdigest()
PASSWORD = "correct horse battery"
PURPOSE = "loan"


def a_code(number: int) -> str:
    """The *number*-th fictional unified code: 91999999, an unassigned region, with its check sign."""
    body = f"91999999{number:09d}"
    return body + check_sign(body)


def an_event(**changes: Any) -> dict[str, Any]:
    """A 较大 accident of a coal mine, penalised, as a source sends it; *changes* on top."""
    event = {
        "source": "test",
        "source_ref": "E-1",
        "uscc": a_code(1),
        "name": "虚构甲煤业有限公司",
        "kind": "ws.accident",
        "occurred_on": "2026-05-03",
        "penalised_on": "2026-08-01",
        "document_no": "（虚）应急罚〔2026〕1号",
        "authority": "虚构区应急管理局",
        "region": "620102",
        "sector": "coal_mine",
        "facts": {"deaths": 3, "liable": True},
    }
    event.update(changes)
    return {name: value for name, value in event.items() if value is not None}


def two_major_accidents(number: int = 1, name: str = "虚构甲煤业有限公司") -> list[dict[str, Any]]:
    """Two 较大 accidents within twelve months: WS11-6-2."""
    shared = {"uscc": a_code(number), "name": name}
    return [
        an_event(
            source_ref=f"E-{number}-1",
            occurred_on="2026-02-01",
            penalised_on="2026-04-01",
            **shared,
        ),
        an_event(
            source_ref=f"E-{number}-2",
            occurred_on="2026-05-03",
            penalised_on="2026-08-01",
            **shared,
        ),
    ]


def a_document(number: str = "虚应急告〔2026〕1号", day: str = "2026-11-20") -> dict[str, str]:
    """A paper of a case."""
    return {"number": number, "day": day, "digest": DIGEST}


def a_service(day: str = "2026-11-20", reference: str = "EMS-1") -> dict[str, str]:
    """Proof that a paper was served."""
    return {"kind": "mail", "day": day, "reference": reference}


def an_opening(day: str = "2026-11-20") -> dict[str, Any]:
    """The opening of a case."""
    return {"document": a_document("虚应急立〔2026〕1号", day), "approved_by": "虚构负责人"}


def a_review(day: str) -> dict[str, Any]:
    """A legal review that approves."""
    return {"document": a_document("虚法审〔2026〕1号", day), "opinion": "approve"}


class Clerk:
    """People and partners with tokens, and the moves every test needs, all over HTTP."""

    def __init__(self, runtime: Runtime, client: FlaskClient) -> None:
        self.runtime = runtime
        self.client = client
        self.people: dict[str, str] = {}
        self.partners: dict[str, str] = {}

    def person(
        self,
        username: str,
        *roles: str,
        authority: str = "虚构区应急管理局",
        region: str | None = None,
    ) -> dict[str, str]:
        """Authorization header of a person who has *roles*; made on first use."""
        if username not in self.people:
            with self.runtime.work.act(OPERATOR) as act:
                people.add_user(
                    act, username=username, name=username, roles=roles, password=PASSWORD,
                    authority=authority, region=region,
                )  # fmt: skip
                user = people.person(act.session, username)
            self.people[username] = " ".join(sorted(user.scopes))
        tokens = self.runtime.part(Tokens)
        scopes = frozenset(self.people[username].split())
        return bearer(tokens.issue(f"user:{username}", self.console, scopes))

    @cached_property
    def console(self) -> str:
        """A public client for people."""
        with self.runtime.work.act(OPERATOR) as act:
            return access.register_console(
                act,
                client_id="test-console",
                name="console",
                redirect_uris=["http://127.0.0.1:9/cb"],
            ).client_id

    def partner(
        self,
        *scopes: str,
        purposes: tuple[str, ...] = (PURPOSE,),
        purpose: str | None = PURPOSE,
        name: str = "虚构银行",
        field: str | None = "finance",
        **terms: Any,
    ) -> dict[str, str]:
        """Headers of a partner's machine with *scopes*, with a fresh token each time it is named."""
        if name not in self.partners:
            with self.runtime.work.act(OPERATOR) as act:
                made, _ = access.register_partner(
                    act, name=name, scopes=scopes, purposes=purposes, field=field, **terms
                )
            self.partners[name] = made.client_id
        key = self.partners[name]
        token = self.runtime.part(Tokens).issue(f"client:{key}", key, frozenset(scopes))
        return bearer(token) | ({"Purpose": purpose} if purpose else {})

    def record(self, *events: Mapping[str, Any]) -> list[str]:
        """Record events as a clerk; their ids."""
        found = []
        for event in events:
            answer = self.client.post(
                "/v1/events", json=dict(event), headers=self.person("clerk", "clerk")
            )
            assert answer.status_code in {200, 201}, answer.json
            found.append(answer.json["id"])
        return found

    def status(self, event: str, move: str) -> TestResponse:
        """Suspend, revoke or reinstate an event."""
        return self.client.post(
            f"/v1/events/{event}/status",
            json={"move": move, "reason": "复议决定", "document_no": "虚复议〔2026〕1号"},
            headers=self.person("clerk", "clerk"),
        )

    def move(
        self, case: str, move: str, body: Mapping[str, Any], who: dict[str, str]
    ) -> TestResponse:
        """One move of a case at its present version."""
        version = self.client.get(f"/v1/proceedings/{case}", headers=who).headers["ETag"]
        return self.client.post(
            f"/v1/proceedings/{case}/{move}", json=dict(body), headers=who | {"If-Match": version}
        )

    def listed(self, uscc: str, rule: str, clock: Any) -> str:
        """Run a whole case under *rule* to its listing; the key of the entry."""
        handler, approver = self.person("handler", "handler"), self.person("approver", "approver")
        opened = self.client.post(
            "/v1/proceedings", json={"uscc": uscc, "rule": rule}, headers=handler
        )
        assert opened.status_code == 201, opened.json
        case = opened.json["id"]
        today = str(self.today())
        began = self.move(case, "opening", an_opening(today), handler)
        assert began.status_code == 200, began.json
        told = self.move(
            case,
            "notice",
            {"document": a_document(day=today), "service": a_service(today)},
            handler,
        )
        assert told.status_code == 200, told.json
        clock.advance(days=15)
        # the tokens of before have run out since
        handler, approver = self.person("handler", "handler"), self.person("approver", "approver")
        today = str(self.today())
        reviewed = self.move(
            case, "review", a_review(today), self.person("reviewer", "legal_reviewer")
        )
        assert reviewed.status_code == 200, reviewed.json
        decided = self.move(
            case,
            "decision",
            {"document": a_document("虚应急决〔2026〕1号", today), "authority": "虚构区应急管理局"},
            approver,
        )
        assert decided.status_code == 200, decided.json
        done = self.move(case, "conclusion", {"service": a_service(today, "EMS-2")}, handler)
        assert done.status_code == 201, done.json
        return str(done.json["id"])

    def today(self) -> Any:
        """The legal day now."""
        return legal_day(self.runtime.clock.now())

    def look_up(self, uscc: str, who: dict[str, str], **query: str) -> TestResponse:
        """What a partner is told."""
        return self.client.get(f"/v1/credit/{uscc}", headers=who, query_string=query)


def bearer(token: str) -> dict[str, str]:
    """The header that carries a token."""
    return {"Authorization": f"Bearer {token}"}
