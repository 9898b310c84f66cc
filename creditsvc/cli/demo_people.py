"""The people and programs of the demo, and the file that tells their secrets to whoever runs it."""

import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from creditsvc.access import people
from creditsvc.access import service as access
from creditsvc.db.work import Act
from creditsvc.kernel.caller import Caller
from creditsvc.kernel.clock import FixedClock
from creditsvc.web.runtime import Runtime

PURPOSE = "loan"
REDIRECT = "http://127.0.0.1:9999/callback"
AUTHORITY = "虚构县应急管理局"
# Of each role that must not be held by one hand in one case there are two people.
ROLES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "clerk": ("虚构录入员", "clerk"),
        "handler": ("虚构承办人甲", "handler"),
        "handler2": ("虚构承办人乙", "handler"),
        "reviewer": ("虚构法制审核员", "legal_reviewer"),
        "approver": ("虚构审批人甲", "approver"),
        "approver2": ("虚构审批人乙", "approver"),
        "officer": ("虚构信用专员甲", "credit_officer"),
        "officer2": ("虚构信用专员乙", "credit_officer"),
        "auditor": ("虚构审计员", "auditor"),
        "city": ("虚构市级审核人", "handler"),
        "province": ("虚构省级审核人", "handler"),
        "ministry": ("虚构部级审核人", "handler"),
    }
)
ABOVE: Mapping[str, str] = MappingProxyType(
    {"city": "虚构市应急管理局", "province": "虚构省应急管理厅", "ministry": "虚构部"}
)
PARTNER_SCOPES = (
    "assessments.read",
    "changes.read",
    "credit.batch",
    "credit.read",
    "credit.screen",
    "enterprises.read",
    "events.read",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """The people at work in the demo's register, at the hours its clock is set to."""

    runtime: Runtime
    clock: FixedClock

    @contextmanager
    def act(self, who: str, at: datetime) -> Iterator[Act]:
        """An act of the person *who* at the instant *at*."""
        self.clock.move_to(at)
        with self.runtime.work.act(caller(who)) as act:
            yield act


def caller(who: str) -> Caller:
    """A person of the demo, as a token of theirs would name them."""
    name, role = ROLES[who]
    return Caller(
        id=f"user:{who}",
        kind="person",
        name=name,
        scopes=frozenset(),
        roles=frozenset({role}),
        authority=remit(who),
    )


def remit(who: str) -> str | None:
    """The authority *who* signs for; approvers sign for others too, so they are unbound."""
    return None if ROLES[who][1] == "approver" else ABOVE.get(who, AUTHORITY)


def hire(crew: Crew, operator: Caller, at: datetime) -> dict[str, Any]:
    """Add people, a partner and a program to sign in through; what they must know to come in."""
    crew.clock.move_to(at)
    with crew.runtime.work.act(operator) as act:
        passwords = {who: secrets.token_urlsafe(15) for who in ROLES}
        for who, (name, role) in ROLES.items():
            people.add_user(
                act, username=who, name=name, password=passwords[who], roles=[role],
                authority=remit(who),
            )  # fmt: skip
        partner, secret = access.register_partner(
            act, name="虚构银行", scopes=PARTNER_SCOPES, purposes=[PURPOSE], field="loans"
        )
        console = access.register_console(
            act, client_id="demo-console", name="虚构工作台", redirect_uris=[REDIRECT]
        )
    return _told(partner.client_id, secret or "", console.client_id, passwords)


def let_in_again(runtime: Runtime, operator: Caller) -> dict[str, Any]:
    """New secrets for the people and programs of a register whose secrets were lost."""
    with runtime.work.act(operator) as act:
        passwords = {who: secrets.token_urlsafe(15) for who in ROLES}
        for who, password in passwords.items():
            people.set_password(act, who, password)
        clients = {client.kind: client for client in access.partners(act.session)}
        partner, console = clients["partner"].client_id, clients["console"].client_id
        secret = access.rotate_secret(act, partner)
    return _told(partner, secret, console, passwords)


def opens(runtime: Runtime, told: Mapping[str, Any]) -> bool:
    """Whether the partner that *told* names is known to the register."""
    with runtime.work.read() as session:
        known = {client.client_id for client in access.partners(session)}
    return told.get("client_id") in known and "client_secret" in told and "examples" in told


def write_secrets(path: Path, told: Mapping[str, Any]) -> None:
    """Lay out the file at once and whole, readable by its owner alone."""
    rough = path.with_name(path.name + ".new")
    rough.unlink(missing_ok=True)
    with os.fdopen(os.open(rough, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        json.dump(told, out, ensure_ascii=False, indent=2)
        out.write("\n")
    rough.replace(path)


def _told(partner: str, secret: str, console: str, passwords: Mapping[str, str]) -> dict[str, Any]:
    return {
        "client_id": partner,
        "client_secret": secret,
        "purpose": PURPOSE,
        "console_client_id": console,
        "console_redirect_uri": REDIRECT,
        "people": [
            {"username": who, "password": password, "roles": [ROLES[who][1]]}
            for who, password in passwords.items()
        ],
    }
