"""Requests made from the API's own description, good and bad, alone and following on each other.

    python tests/e2e/fuzzing.py [--seed N] [--examples N] [--seconds N] [--only PATH]

No answer may be a 5xx, or one that the description does not know: status, media type, shape. Prints
how many requests were made, the answers by status, and each fault with the request that brought it.
"""

import argparse
import contextlib
import sys
import tempfile
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS.parent)]

import schemathesis  # noqa: E402
from builders import PURPOSE, Clerk, a_code, an_event, two_major_accidents  # noqa: E402
from flask import Flask  # noqa: E402
from lookup_house import an_entry  # noqa: E402
from schemathesis.config import SchemathesisConfig  # noqa: E402
from schemathesis.engine import events, from_schema  # noqa: E402

from creditsvc.app import build, create_app  # noqa: E402
from creditsvc.db import migrate  # noqa: E402
from creditsvc.db.engine import open_engine  # noqa: E402
from creditsvc.kernel.clock import FixedClock  # noqa: E402
from creditsvc.kernel.roles import PARTNER_SCOPES, ROLES  # noqa: E402
from creditsvc.proofs import sealing  # noqa: E402
from creditsvc.settings import ROOT, Settings  # noqa: E402
from creditsvc.web.guard import GUARD  # noqa: E402

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)
SHOWN = 300  # signs of a message


@dataclass
class Found:
    """What a run made and saw. faults: by operation and check, the first message with its request."""

    requests: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    operations: set[str] = field(default_factory=set)
    carried_out: set[str] = field(default_factory=set)
    faults: dict[tuple[str, str], str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)


def settings_in(folder: Path) -> Settings:
    """Settings over a fresh, migrated register in *folder*."""
    files = {"register": migrate.REGISTER, "log": migrate.LOOKUP_LOG}
    for name, history in files.items():
        engine = open_engine(f"sqlite:///{folder / name}.db")
        migrate.upgrade(engine, history)
        engine.dispose()
    return Settings(
        database_url=f"sqlite:///{folder / 'register.db'}", log_url=f"sqlite:///{folder / 'log.db'}",
        config_dir=ROOT / "config", keys_dir=folder / "keys", drop_dir=folder / "portal",
        base_url="http://localhost", token_seconds=600, import_chunk=200,
        person_keys="k1:" + b64encode(b"0123456789abcdef").decode(),
    )  # fmt: skip


@contextlib.contextmanager
def house(folder: Path) -> Iterator[tuple[Flask, Clerk]]:
    """A filled service in *folder*, and the hand that filled it."""
    clock = FixedClock(datetime(2026, 11, 20, 4, tzinfo=UTC))
    runtime = build(settings_in(folder), clock=clock)
    app = create_app(runtime)
    clerk = Clerk(runtime, app.test_client())
    clerk.record(
        *two_major_accidents(1), an_event(source_ref="E-2", uscc=None, other_id="110000000000013")
    )
    an_entry(runtime)
    sealing.certify(folder / "keys", "虚构市信用服务", clock.now(), 3650)
    try:
        yield app, clerk
    finally:
        runtime.work.engine.dispose()


def fuzz(app: Flask, clerk: Clerk, *, seed: int, examples: int, seconds: int | None = None, only: str = "") -> Found:  # fmt: skip
    """One run over the whole API, or over the paths that hold *only*."""
    config = SchemathesisConfig.from_dict(_wanted(seed, examples, seconds))
    schema = schemathesis.openapi.from_wsgi("/openapi.json", app, config=config)
    if only:
        schema = schema.include(path_regex=only)
    machines = _of_machines(app)
    known = {"person": clerk.person("everybody", *ROLES), "machine": clerk.partner(*PARTNER_SCOPES)}

    @schema.auth(refresh_interval=None)  # else whoever asks first is remembered for all
    class Known:
        def get(self, case: Any, ctx: Any) -> dict[str, str]:
            del ctx
            machine = (case.method.upper(), case.operation.path) in machines
            return known["machine" if machine else "person"]

        def set(self, case: Any, data: dict[str, str], ctx: Any) -> None:
            del ctx
            case.headers = {**(case.headers or {}), "Authorization": data["Authorization"]}
            if (
                len(str(case.headers.get("Purpose", ""))) > 1
            ):  # else nothing but refusals comes of it
                case.headers["Purpose"] = PURPOSE
            if "If-Match" in case.headers and len(str(case.headers["If-Match"])) % 2:
                case.headers["If-Match"] = '"1"'
            code = (case.path_parameters or {}).get("uscc")
            if code is not None and len(str(code)) % 2:
                case.path_parameters["uscc"] = a_code(len(str(code)) % 3 + 1)

    found = Found()
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            _take(found, event.recorder)
        elif isinstance(event, events.NonFatalError):
            found.errors.append(f"{event.label}: {event.info}"[:SHOWN])
        elif isinstance(event, events.FatalError):
            raise event.exception
    return found


def _wanted(seed: int, examples: int, seconds: int | None) -> dict[str, Any]:
    off = {"enabled": False}
    wanted: dict[str, Any] = {
        "seed": seed,
        "generation": {
            "max-examples": examples, "deterministic": True, "no-shrink": True, "database": "none",
        },
        "checks": {"enabled": False, **{name: {"enabled": True} for name in CHECKS}},
        "phases": {
            "examples": off,
            "coverage": {"enabled": seconds is not None},
            "stateful": {
                "enabled": True, "max-steps": 6, "generation": {"max-examples": examples},
            },
        },
        "suppress-health-check": ["all"],
        "warnings": False,
        "continue-on-failure": True,
    }  # fmt: skip
    return wanted if seconds is None else {**wanted, "max-time": seconds}


def _of_machines(app: Flask) -> set[tuple[str, str]]:
    """Method and path of the operations that ask for a scope of partners, and of no person."""
    found = set()
    for rule in app.url_map.iter_rules():
        guard = str(getattr(app.view_functions[rule.endpoint], GUARD, "open"))
        path = str(rule)
        for name in rule.arguments:
            for kind in ("uuid:", "path:", "int:", ""):
                path = path.replace(f"<{kind}{name}>", f"{{{name}}}")
        if guard in PARTNER_SCOPES:
            found |= {(method, path) for method in rule.methods or ()}
    return found


def _take(found: Found, recorder: Any) -> None:
    for key, interaction in recorder.interactions.items():
        label = recorder.cases[key].value.operation.label
        found.requests += 1
        found.operations.add(label)
        if interaction.response is not None:
            found.statuses[interaction.response.status_code] += 1
            meant = interaction.request.method == recorder.cases[key].value.operation.method.upper()
            if interaction.response.status_code < 400 and meant:
                found.carried_out.add(label)
    for key, checks in recorder.checks.items():
        case = recorder.cases[key].value
        for check in checks:
            if check.failure_info is None:
                continue
            failure = check.failure_info.failure
            place = (case.operation.label, f"{check.name}: {failure.title}")
            told = f"{failure.message}\n{check.failure_info.code_sample}"
            found.faults.setdefault(place, told)


def main() -> int:
    """Run once and say what was found; 1 if there is a fault."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--examples", type=int, default=3)
    asked.add_argument("--seconds", type=int)
    asked.add_argument("--only", default="")
    said = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder, house(Path(folder)) as (app, clerk):
        found = fuzz(app, clerk, seed=said.seed, examples=said.examples, seconds=said.seconds, only=said.only)  # fmt: skip
    for (operation, check), told in sorted(found.faults.items()):
        print(f"✗ {operation} · {check}\n    {told[:SHOWN]!r}")  # noqa: T201
    for error in found.errors:
        print(f"! {error}")  # noqa: T201
    statuses = ", ".join(f"{status}: {count}" for status, count in sorted(found.statuses.items()))
    print(  # noqa: T201
        f"seed {said.seed}: {found.requests} requests, {len(found.operations)} operations, of which"
        f" {len(found.carried_out)} carried out; {statuses}; {len(found.faults)} faults"
    )
    return 1 if found.faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
