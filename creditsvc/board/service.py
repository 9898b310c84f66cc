"""Reading the board, and writing the day's reminders. What is due is counted anew each time."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from creditsvc.audit import service as trail
from creditsvc.board import applications, cases, contests, orders, sanctions, store
from creditsvc.board.domain import (
    LOOK_BACK,
    MOST,
    Matter,
    Row,
    State,
    Wanted,
    by_authority,
    narrowed,
    rows,
)
from creditsvc.board.view import View
from creditsvc.db import acts
from creditsvc.db.drop import lay
from creditsvc.db.outbox import Job, enqueue
from creditsvc.db.work import Act
from creditsvc.enterprises import service as enterprises
from creditsvc.kernel.canonical import canonical_bytes
from creditsvc.kernel.clock import day_begins, legal_day
from creditsvc.kernel.periods import Calendar
from creditsvc.kernel.spans import ONE_DAY
from creditsvc.law.rulebook import Law

REMIND = "board.remind"
FORMAT = "creditsvc-reminders/1"
NOBODY = "未明机关"
REMINDED_OF = (State.SOON, State.OVERDUE)

# One line a room that has clocks.
SOURCES: tuple[Callable[[View], Iterator[Matter]], ...] = (
    cases.cases,
    sanctions.ban_cases,
    sanctions.ban_ends,
    sanctions.person_cases,
    sanctions.person_ends,
    cases.externals,
    cases.parked,
    applications.repairs,
    applications.entries_made,
    applications.repair_notices,
    applications.honours,
    applications.honours_lost,
    contests.objections,
    contests.suits,
    contests.withdrawals,
    orders.orders,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The rows that were asked for, due first. cut: kinds of which more wait than are read at once."""

    today: date
    rows: Sequence[Row]
    cut: tuple[str, ...]
    reminded_on: date | None
    announced_until: date


def board(
    session: Session, law: Law, calendar: Calendar, moment: datetime, wanted: Wanted
) -> Board:
    """What of the register waits at *moment*, as far as it is *wanted*."""
    last = acts.last(session)  # an act may bear an instant a little later than the clock's
    moment = max([moment, *acts.moments(session, [last]).values()])
    every, cut = _rows(session, law, calendar, moment)
    return Board(
        today=legal_day(moment),
        rows=narrowed(every, wanted),
        cut=cut,
        reminded_on=store.last_day(session, wanted.authority),
        announced_until=calendar.announced_until,
    )


def to_remind(
    session: Session, law: Law, calendar: Calendar, moment: datetime
) -> dict[str, list[Row]]:
    """What is due soon or overdue at *moment*, by each authority not reminded on that day yet."""
    every, _ = _rows(session, law, calendar, moment)
    told = store.reminded(session, legal_day(moment))
    found = by_authority(every, REMINDED_OF)
    return {authority: mine for authority, mine in found.items() if authority not in told}


def remind(act: Act, law: Law, calendar: Calendar) -> int:
    """Write today's reminders, each with the job of its file; how many. Done twice, nothing is added."""
    found = sorted(to_remind(act.session, law, calendar, act.at).items())
    written = [
        {
            "day": act.day,
            "authority": authority,
            "act_no": act.no,
            "outbox_id": enqueue(act, REMIND, {"day": str(act.day), "authority": authority}),
            "body": [row.form() for row in mine],
        }
        for authority, mine in found
    ]
    if written:
        store.add(act.session, written)
    for authority, mine in found:
        trail.note(act, "board.reminded", authority or NOBODY, rows=len(mine))
    return len(written)


def lay_reminder(session: Session, drop_dir: Path, job: Job) -> Path:
    """Lay the file of the reminder that *job* is for, whole or not at all; again: the same file."""
    day, authority = date.fromisoformat(job.payload["day"]), str(job.payload["authority"])
    lines = store.body(session, day, authority)
    if lines is None:
        raise AssertionError("a job without its reminder")  # one act writes both
    return lay(drop_dir, _file_name(day, authority), _file(day, authority, lines), job.lease)


def _rows(
    session: Session, law: Law, calendar: Calendar, moment: datetime
) -> tuple[list[Row], tuple[str, ...]]:
    """Every row, and the kinds of which not all were read."""
    today = legal_day(moment)
    since = acts.last_by(session, day_begins(today - LOOK_BACK * ONE_DAY))
    view = View(session=session, law=law, calendar=calendar, moment=moment, since=since)
    matters = [matter for source in SOURCES for matter in source(view)]
    counts = Counter(kind for kind, _ in {(one.kind, one.id) for one in matters})
    cut = tuple(sorted(kind for kind, count in counts.items() if count >= MOST))
    return rows(_named(session, matters), calendar, today), cut


def _named(session: Session, matters: Sequence[Matter]) -> list[Matter]:
    """The matters with code and name of their enterprises."""
    keys = {key for one in matters if (key := one.about.enterprise_id) is not None}
    who = enterprises.by_ids(session, sorted(keys))

    def named(one: Matter) -> Matter:
        if one.about.enterprise_id is None:
            return one
        known = who[one.about.enterprise_id]
        return replace(one, about=replace(one.about, uscc=known.uscc, name=known.name))

    return [named(one) for one in matters]


def _file_name(day: date, authority: str) -> str:
    """A name for any authority: its words as far as they may stand in one, and a digest that tells
    two apart whose words do not.
    """
    words = "".join(sign if sign.isalnum() else "_" for sign in authority or NOBODY)[:40]
    mark = sha256(authority.encode()).hexdigest()[:8]
    return f"reminders-{day.isoformat()}-{words}-{mark}.jsonl"


def _file(day: date, authority: str, lines: Sequence[Any]) -> bytes:
    """A header, one line a row, and a trailer without which the file is not whole."""
    header = {"format": FORMAT, "day": day.isoformat(), "authority": authority or None}
    body = b"".join(canonical_bytes(line) + b"\n" for line in (header, *lines))
    trailer = {"record_count": len(lines), "sha256": sha256(body).hexdigest()}
    return body + canonical_bytes(trailer) + b"\n"
