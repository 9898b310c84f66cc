"""Who looked an enterprise up: from the log, by day, for officers and for the enterprise itself.

An enterprise is told the partner's name, or its class alone where the contract says so by a clause
that is told with it; of officers only that an authority looked. What was refused told nobody anything.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from creditsvc.access import service as access
from creditsvc.access.domain import Client
from creditsvc.db.engine import reading
from creditsvc.enterprises.domain import Enterprise
from creditsvc.kernel.clock import day_begins, legal_day, parse_instant
from creditsvc.lookup import store
from creditsvc.lookup.parts import LogEngine
from creditsvc.lookup.purposes import Purposes
from creditsvc.signing.service import Keys
from creditsvc.web.runtime import Runtime

MACHINE = "client:"
DAYS = 366  # how far back it is told where nobody says since when
EARLIEST = date(2000, 1, 1)  # long before any log of ours
AUTHORITY = {"zh": "监督管理部门（依职权）", "en": "an authority, by office"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How often one asker looked for one purpose on one legal day. client: None for an officer.

    purpose: None where none was stated in a form that can be kept.
    """

    day: date
    client: Client | None
    purpose: str | None
    times: int


def looks(runtime: Runtime, enterprise: Enterprise, since: date | None) -> list[Look]:
    """The looks at *enterprise* since that legal day (None: of the last year), the newest day first."""
    if enterprise.uscc is None:  # nobody can look up what has no unified code
        return []
    first = max(since or legal_day(runtime.clock.now()) - timedelta(days=DAYS), EARLIEST)
    subject = runtime.part(Keys).keyed_digest(enterprise.uscc)
    with Session(reading(runtime.part(LogEngine).engine)) as session, session.begin():
        rows = store.looks(session, subject, day_begins(first))
    with runtime.work.read() as session:
        known = {one.client_id: one for one in access.partners(session)}
    return _by_day(rows, known)


def for_officers(found: Iterable[Look]) -> list[dict[str, Any]]:
    """Each look with the partner's id and name."""
    return [
        {
            "day": one.day.isoformat(),
            "partner": one.client and one.client.client_id,
            "name": one.client.name if one.client else None,
            "authority": one.client is None,
            "purpose": one.purpose,
            "times": one.times,
            "told_by": one.client.terms.disclosure if one.client else "class",
        }
        for one in found
    ]


def for_the_enterprise(found: Iterable[Look], purposes: Purposes) -> list[dict[str, Any]]:
    """Each look as the enterprise is told of it; two that read alike on one day are one line."""
    lines: dict[tuple[Any, ...], int] = {}
    for one in found:
        who, basis = _told(one)
        key = (one.day.isoformat(), who["zh"], who["en"], basis, one.purpose)
        lines[key] = lines.get(key, 0) + one.times
    return [
        {
            "day": day,
            "who": {"zh": zh, "en": en},
            "basis": basis,
            "purpose": purposes.title(purpose),
            "times": times,
        }
        for (day, zh, en, basis, purpose), times in lines.items()
    ]


def _told(one: Look) -> tuple[dict[str, str], str | None]:
    """By which words an asker is told, and the clause where it is by its class alone."""
    if one.client is None:
        return AUTHORITY, None
    terms = one.client.terms
    if terms.disclosure == "name":
        return {"zh": one.client.name, "en": one.client.name}, None
    field = one.client.field
    zh, en = (f"（领域 {field}）", f" in the field {field}") if field else ("", "")
    return {"zh": f"一家合作方{zh}", "en": f"a partner{en}"}, terms.disclosure_basis


def _by_day(
    rows: Sequence[tuple[str, str | None, str, int]], known: Mapping[str, Client]
) -> list[Look]:
    counted: Counter[tuple[date, str, str | None]] = Counter()
    for partner, purpose, hour, times in rows:
        counted[_day(hour), partner if partner.startswith(MACHINE) else "", purpose] += times
    return [
        Look(
            day=day,
            client=known.get(actor.removeprefix(MACHINE)) if actor else None,
            purpose=purpose,
            times=times,
        )
        for (day, actor, purpose), times in sorted(
            counted.items(), key=lambda one: (-one[0][0].toordinal(), one[0][1], one[0][2] or "")
        )
    ]


def _day(hour: str) -> date:
    """The legal day of an hour of UTC, written as `2026-11-20T16`; hours lie within one day."""
    moment: datetime = parse_instant(f"{hour}:00:00Z")
    return legal_day(moment)
