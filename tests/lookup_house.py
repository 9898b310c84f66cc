"""Short ways to what look-ups are asked about: entries, parked rows, the log."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from builders import OPERATOR, Clerk, a_code
from sqlalchemy import text

from creditsvc.events import service as events
from creditsvc.events.content import EventContent
from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.caller import Caller
from creditsvc.listings import service as listings
from creditsvc.listings.domain import Entry
from creditsvc.lookup.service import LogEngine
from creditsvc.proceedings import external
from creditsvc.proceedings.decree import Decree
from creditsvc.web.runtime import Runtime

NAME = "虚构甲煤业有限公司"
SCOPES = ("credit.read", "credit.batch", "assessments.read")
OTHER = Caller(
    id="operator:other", kind="person", name="other", scopes=frozenset(), roles=frozenset()
)


def an_entry(runtime: Runtime, **changes: Any) -> Entry:
    """An entry decided elsewhere: serious dishonesty since 2026-05-01, until 2029-05-01."""
    row: dict[str, Any] = {
        "source": "elsewhere",
        "source_ref": "L-1",
        "uscc": a_code(1),
        "other_id": None,
        "name": NAME,
        "list": "serious_dishonesty",
        "rule": "WS11-6-2",
        "decided_on": date(2026, 5, 1),
        "published_on": None,
        "document_no": "（虚）应急列〔2026〕1号",
        "authority": "虚构市应急管理局",
        "region": "620100",
        "reason": "十二个月内两起较大事故",
    }
    row.update(changes)
    with runtime.work.act(OPERATOR) as act:
        assert external.take_in(act, Decree(**row), file_digest="0" * 64)
    with runtime.work.act(OTHER) as act:
        [waiting] = external.waiting(act.session)
        decision = external.confirm(act, waiting.id)
        return listings.enter(act, runtime.part(Laws), decision)


def a_parked_row(runtime: Runtime, name: str = NAME, *, adverse: bool = True) -> None:
    """A row under *name* that waits for its enterprise to be told."""
    content = EventContent(
        source="test",
        source_ref="P-1",
        uscc=None,
        other_id=None,
        name=name,
        kind="ws.penalty",
        occurred_on=date(2026, 5, 3),
    )
    with runtime.work.act(OPERATOR) as act:
        assert events.park(act, content, field="uscc", reason="只有名称", adverse=adverse)


def the_log(runtime: Runtime) -> Sequence[Any]:
    """All rows of the log, oldest first."""
    with runtime.part(LogEngine).engine.connect() as connection:
        return connection.execute(text("SELECT * FROM lookup_log ORDER BY id")).mappings().all()


def a_bank(clerk: Clerk) -> dict[str, str]:
    """Headers of a partner with a fresh token."""
    return clerk.partner(*SCOPES)
