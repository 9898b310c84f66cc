"""A small register, filled, and served by a real web server in a thread: for clients that need one."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from builders import OPERATOR, PURPOSE, Clerk, an_event, two_major_accidents
from lookup_house import an_entry
from werkzeug.serving import make_server

from creditsvc.access import service as access
from creditsvc.app import build, create_app
from creditsvc.kernel.clock import FixedClock
from creditsvc.kernel.roles import PARTNER_SCOPES
from creditsvc.proofs import sealing
from creditsvc.settings import ROOT, Settings
from creditsvc.web.runtime import Runtime

LISTED, CLEAR = 1, 2  # numbers of fictional codes


@dataclass(frozen=True)
class Served:
    """A running service and a partner that may everything partners may."""

    base_url: str
    runtime: Runtime
    client_id: str
    client_secret: str


@contextmanager
def served(folder: Path, templates: dict[str, str]) -> Iterator[Served]:
    """The service at noon in Beijing on 2026-11-20 over a register in *folder*, from migrated *templates*, until the context ends."""
    clock = FixedClock(datetime(2026, 11, 20, 4, tzinfo=UTC))
    for name in ("register", "log"):
        shutil.copyfile(templates[name], folder / f"{name}.db")
    server = make_server("127.0.0.1", 0, lambda *_: [], threaded=True)
    base_url = f"http://127.0.0.1:{server.server_port}"
    runtime = build(
        Settings(
            database_url=f"sqlite:///{folder / 'register.db'}", log_url=f"sqlite:///{folder / 'log.db'}",
            config_dir=ROOT / "config", keys_dir=folder / "keys", drop_dir=folder / "portal",
            base_url=base_url, token_seconds=600, import_chunk=200,
        ),
        clock=clock,
    )  # fmt: skip
    server.app = create_app(runtime)
    _fill(runtime, Clerk(runtime, server.app.test_client()))
    with runtime.work.act(OPERATOR) as act:
        partner, secret = access.register_partner(
            act, name="虚构银行", scopes=sorted(PARTNER_SCOPES), purposes=[PURPOSE], field="finance"
        )
    sealing.certify(folder / "keys", "虚构市信用服务", clock.now() - timedelta(days=1), 30)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Served(base_url, runtime, partner.client_id, secret)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        runtime.work.engine.dispose()


def _fill(runtime: Runtime, clerk: Clerk) -> None:
    clerk.record(*two_major_accidents(LISTED))
    an_entry(runtime)
    clerk.record(
        an_event(source_ref="E-2-1", uscc=None, other_id="110000000000013", name="虚构丙公司")
    )
