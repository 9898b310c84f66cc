"""The counter where look-ups are served: state read and visits logged, on held connections.

Every fact that decides an answer is read anew. What is kept (parsed rows, completeness as of an
act) is kept under the very text or number it follows from, so it cannot go stale.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

import orjson

from creditsvc.access.domain import Claims
from creditsvc.kernel.canonical import canonical_bytes
from creditsvc.kernel.clock import instant_text
from creditsvc.kernel.uscc import organisation_part
from creditsvc.lookup import statements
from creditsvc.lookup.gathering import Gathering
from creditsvc.lookup.held import Held, Holder, Row
from creditsvc.lookup.lag import Lag
from creditsvc.lookup.state import Ready, State, state_of

COMPLETENESS_KEPT = 16  # acts whose completeness is remembered


class Entry(NamedTuple):
    """A line of the log, in the order of its columns: as it is, it goes to the database."""

    at: str
    partner: str
    purpose: str | None
    subject: str
    route: str
    outcome: str
    status: int
    data_version: int
    valid_at: str | None = None
    known_at: int | None = None
    evidence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """What the one statement of PostgreSQL needs to log a plain visit.

    tag: first half of the ETag shown, whose second half is right as of act *held*; '' if none was.
    law_digest: of the rulebook in use where none was adopted.
    """

    at: str
    partner: str
    purpose: str
    subject: str
    route: str
    scope: str
    law_digest: str
    tag: str
    held: int


class Desk:
    """Reads the register and writes the log of one installation."""

    def __init__(self, database_url: str, log_url: str, lag: Lag | None = None) -> None:
        self._register = Holder(database_url, writes=False)
        self._log = Holder(log_url, writes=True)
        self.one_trip = self._register.speaks == "postgresql" and database_url == log_url
        self._lag = lag
        self._gathered = Gathering(self._write)
        self._complete: dict[int, str] = {}
        self._latest: tuple[int, str | None] = (0, None)
        self._fields: dict[str, tuple[int, str | None]] = {}

    def state(self, claims: Claims, uscc: str) -> State:
        """How the partner and the code stand now."""
        values = (claims.jti, organisation_part(uscc), claims.client_id, uscc)
        [row] = self._register.ask(lambda held: held.rows(statements.STATE[self._speaks], values))
        return self._seen(state_of(row, claims.client_id, None))

    def state_logged(self, claims: Claims, uscc: str, visit: Plain) -> State:
        """As `state`; `logged` says whether the visit was plain, and so logged in the same trip."""
        values = (
            claims.jti,
            organisation_part(uscc),
            claims.client_id,
            uscc,
            visit.at,
            visit.partner,
            visit.purpose,
            visit.subject,
            visit.route,
            visit.tag,
            f'"{visit.scope}"',
            f'"{visit.purpose}"',
            visit.law_digest,
            visit.held,
            claims.confirmation.kind if claims.confirmation else "",
        )
        [row] = self._register.ask(lambda held: held.rows(statements.STATE_AND_LOG, values))
        return self._seen(state_of(row[:-1], claims.client_id, row[-1]))

    def many(self, claims: Claims, codes: Sequence[str]) -> tuple[State, dict[str, Ready]]:
        """The partner's standing and the ready answers for *codes*, in one state of the register."""

        def read(held: Held) -> tuple[Row, list[Row]]:
            with held.one_state():
                state = (claims.jti, "", claims.client_id, "")
                [row] = held.rows(statements.STATE[self._speaks], state)
                return row, held.rows(statements.MANY[self._speaks], [self._list(codes)])

        row, found = self._register.ask(read)
        ready = {row[0]: Ready._make(row[1:]) for row in found}
        return self._seen(state_of(row, claims.client_id, None)), ready

    def successions(self, codes: Sequence[str]) -> set[str]:
        """Those of *codes* that are on record, or inside which an older number is."""
        parts = {code: organisation_part(code) for code in codes}
        statement = statements.SUCCESSIONS[self._speaks]
        values = [self._list(sorted(set(parts.values())))]
        held_before = {
            row[0] for row in self._register.ask(lambda held: held.rows(statement, values))
        }
        return {code for code, part in parts.items() if part in held_before}

    def act_at(self, moment: datetime) -> int:
        """The number of the last act at or before *moment*; 0 before the first."""
        values = (instant_text(moment),)
        [(no,)] = self._register.ask(lambda held: held.rows(statements.ACT_AT, values))
        return no or 0

    def completeness(self, act: int) -> str:
        """Per source the day up to which its data is complete, as said by act *act*, as JSON."""
        found = self._complete.get(act)
        if found is None:
            rows = self._register.ask(lambda held: held.rows(statements.COMPLETENESS, (act,)))
            said = {source: str(day) for source, day in rows if day is not None}
            found = canonical_bytes(said).decode()
            while len(self._complete) >= COMPLETENESS_KEPT:
                self._complete.pop(next(iter(self._complete)), None)
            self._complete[act] = found
        return found

    @property
    def latest(self) -> tuple[int, str | None]:
        """The latest act this process has seen (0: none), and the rulebook adopted last by then."""
        return self._latest

    def field_of(self, client_id: str) -> tuple[int, str | None]:
        """The field in a partner's contract as of the act at which it was last seen (0: never)."""
        return self._fields.get(client_id, (0, None))

    def log(self, entries: Sequence[Entry]) -> None:
        """Write *entries*; they are durable when this returns."""
        # SQLite lets one write at a time; PostgreSQL gathers by itself.
        write = self._gathered.add if self._log.speaks == "sqlite" else self._write
        write(entries)

    def keep(self, number: str, at: str, jws: str) -> None:
        """Keep a signed answer under its evidence number; durable when this returns."""
        row = (number, at, jws)
        self._log.ask(lambda held: held.add("evidence", ("number", "at", "jws"), [row]))

    def kept(self, number: str) -> str | None:
        """The signed answer that was kept under *number*; None: none was."""
        found = self._log.ask(lambda held: held.rows(statements.EVIDENCE, (number,)))
        return found[0][0] if found else None

    def _write(self, rows: Sequence[Row]) -> None:
        self._log.ask(lambda held: held.add(statements.LOG, statements.LOG_COLUMNS, rows))

    def _seen(self, state: State) -> State:
        if state.act > self._latest[0]:
            self._latest = (state.act, state.adopted)
        if state.client is not None:
            self._fields[state.client.client_id] = (state.act, state.field)
        if self._lag is not None and self._lag.is_beyond(state.act):
            return replace(state, lagging=True)
        return state

    @property
    def _speaks(self) -> str:
        return self._register.speaks

    def _list(self, values: Sequence[str]) -> Any:
        """Many values as the engine takes them in one."""
        return list(values) if self._speaks == "postgresql" else orjson.dumps(list(values)).decode()
