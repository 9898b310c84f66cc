"""Dropping what the log need not keep any more, so that it can be proven what was dropped and why.

Sealed stretches go whole, each with a signed line; their seals stay, so the tree stays whole. The
trail notes a drop before anything goes. What is younger than the law asks is never dropped.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from creditsvc.audit.service import Fault
from creditsvc.db.engine import reading
from creditsvc.kernel.clock import day_begins, instant_text, legal_day
from creditsvc.kernel.codetables import BadTable, rows
from creditsvc.kernel.refusals import Conflict
from creditsvc.lookup import store
from creditsvc.lookup.tables import LogDropRow, LogSealRow

TYPE = "lookup-log-drop+jws"
WHAT = "lookup_log"
Sign = Callable[[dict[str, Any]], str]
Check = Callable[[str], dict[str, Any]]
Altered = Callable[[Session, LogSealRow], list[Fault]]


class TooYoung(Conflict):
    """Lines that the law has kept still were to be dropped."""

    kind = "log-too-young"


class LogAltered(Conflict):
    """The lines to be dropped are not what was sealed: dropping them would hide it."""

    kind = "log-altered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How many years the log of look-ups is kept: data of `config/codes/retention.csv`."""

    years: int

    @classmethod
    def read(cls, path: Path) -> Self:
        """The table in *path*; raises BadTable."""
        for line, row in rows(path, frozenset({"what", "years", "source"})):
            if row["what"] == WHAT:
                if not row["years"].isdigit() or not row["source"].strip():
                    raise BadTable(path, line, "years is a whole number, with its source")
                return cls(years=int(row["years"]))
        raise BadTable(path, 1, f"no line {WHAT}")

    def cutoff(self, today: date) -> date:
        """The first day of a month before which all may go on the legal day *today*."""
        return date(today.year - self.years, today.month, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """A drop as the trail notes it: rows after after_id up to last_id, sealed before *cutoff*."""

    after_id: int
    last_id: int
    rows: int
    cutoff: date

    def covers(self, row: LogDropRow) -> bool:
        """Whether the drop of a stretch is part of it."""
        return self.after_id < row.last_id <= self.last_id and row.cutoff == self.cutoff


def due(
    engine: Engine, retention: Retention, today: date, before: date | None, altered: Altered
) -> Drop | None:
    """What may go, all of it sealed and as it was sealed; None: nothing. Raises TooYoung, LogAltered."""
    latest = retention.cutoff(today)
    cutoff = before or latest
    if cutoff > latest:
        raise TooYoung(
            f"查询日志须保存 {retention.years} 年，现在只能删除 {latest} 以前的",
            f"the look-up log is kept {retention.years} years: what is older than {latest} may go",
            field="before",
            latest=latest.isoformat(),
        )
    with Session(reading(engine)) as session, session.begin():
        found = list(store.seals_to_drop(session, day_begins(cutoff)))
        faults = [fault for seal in found for fault in altered(session, seal)]
        if faults:
            raise LogAltered(
                f"待删除的日志与封存不符，先查明：{faults[0]}",
                f"the log to be dropped is not what was sealed; look into it first: {faults[0]}",
            )
        if not found:
            return None
        leaves = sum(len(seal.leaves) // 32 for seal in found)
        return Drop(
            after_id=found[0].after_id, last_id=found[-1].last_id, rows=leaves, cutoff=cutoff
        )


def carry_out(engine: Engine, drop: Drop, sign: Sign, now: datetime) -> int:
    """Drop it, stretch by stretch; the number of rows. May be done again after a crash."""
    count = 0
    with Session(reading(engine)) as session, session.begin():
        ends = [one.last_id for one in store.seals_to_drop(session, day_begins(drop.cutoff))]
    for last_id in ends:
        if last_id > drop.last_id:
            break
        claim = {
            "last_id": last_id,
            "cutoff": drop.cutoff.isoformat(),
            "dropped_at": instant_text(now),
        }
        row = {"last_id": last_id, "cutoff": drop.cutoff, "dropped_at": now, "jws": sign(claim)}
        with Session(engine) as session, session.begin():
            count += store.drop_stretch(session, row)
    return count


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """What was dropped, to be checked seal by seal. noted: the drops that the trail tells of."""

    rows: Mapping[int, LogDropRow]
    noted: Sequence[Drop]
    retention: Retention
    check: Check

    def faults(self, session: Session, seal: LogSealRow) -> list[Fault] | None:
        """What is wrong with the drop of a sealed stretch; None: it was not dropped."""
        row = self.rows.get(seal.last_id)
        return None if row is None else list(self._wrong(session, seal, row))

    def strangers(self, seals: set[int]) -> list[Fault]:
        """Drops of stretches that were never sealed."""
        return [
            Fault(_place(last_id), "所删的从未封存", "what it dropped was never sealed")
            for last_id in sorted(set(self.rows) - seals)
        ]

    def _wrong(self, session: Session, seal: LogSealRow, row: LogDropRow) -> Iterator[Fault]:
        place = _place(row.last_id)
        claim = {
            "last_id": row.last_id,
            "cutoff": row.cutoff.isoformat(),
            "dropped_at": instant_text(row.dropped_at),
        }
        try:
            said = self.check(row.jws)
        except ValueError:
            said = {}
        if said != claim:
            yield Fault(place, "签名无效或与所记不符", "it is not what was signed")
        if not any(one.covers(row) for one in self.noted):
            yield Fault(place, "审计记录没有此次删除", "the trail notes no such drop")
        young = row.cutoff > self.retention.cutoff(legal_day(row.dropped_at))
        if young or seal.sealed_at >= day_begins(row.cutoff):
            yield Fault(place, "删除了保存期未满的日志", "it dropped what had to be kept still")
        if store.log_rows(session, seal.after_id, seal.last_id, 1):
            yield Fault(place, "已删除的行又出现", "rows that were dropped are there again")


def gone(session: Session, noted: Sequence[Drop], retention: Retention, check: Check) -> Gone:
    """What was dropped, as the log says."""
    return Gone(rows=store.drops(session), noted=noted, retention=retention, check=check)


def _place(last_id: int) -> str:
    return f"lookup_log_drops:{last_id}"
