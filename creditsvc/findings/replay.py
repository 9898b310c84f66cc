"""Every stored verdict said again: the record as it was known, on the day, under the rulebook of then.

What comes out must be what is stored, byte for byte. A difference means that the record, a kept
rulebook or the program is not what it was.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy.orm import Session

from creditsvc.findings import rulebooks, service, store
from creditsvc.findings.rulebooks import RulebookDrifted, RulebookMissing
from creditsvc.findings.service import State
from creditsvc.findings.store import Verdict
from creditsvc.kernel.canonical import canonical_bytes
from creditsvc.law.rulebook import Law

SLICE = 1000  # verdicts of a slice, or a few more: an act is never cut
Found = Law | RulebookMissing | RulebookDrifted


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """Consecutive acts, and how many verdicts they stored."""

    first: int
    last: int
    verdicts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A verdict that comes out otherwise: what of it, as it is stored and as it comes out now."""

    act_no: int
    enterprise_id: UUID
    rule: str
    what: str
    stored: str
    again: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """What came of one slice. *missing*, *drifted*: rulebooks that could not be had, with why."""

    verdicts: int
    differences: tuple[Difference, ...]
    laws: frozenset[str]
    missing: Mapping[str, str]
    drifted: Mapping[str, str]


def slices(session: Session, first: int, last: int) -> Iterator[Slice]:
    """The acts from *first* to *last* that stored verdicts, cut into slices, in order."""
    begun, total, act_no = 0, 0, 0
    for act_no, count in store.counts(session, first, last):
        begun, total = begun or act_no, total + count
        if total >= SLICE:
            yield Slice(first=begun, last=act_no, verdicts=total)
            begun = total = 0
    if total:
        yield Slice(first=begun, last=act_no, verdicts=total)


class Replay:
    """Says verdicts again from one register; holds the rulebooks it has compiled."""

    def __init__(self) -> None:
        self._laws: dict[str, Found] = {}

    def of(self, session: Session, one: Slice) -> Replayed:
        """The verdicts of a slice said again, and what came out otherwise."""
        count, differences, laws = 0, list[Difference](), set[str]()
        rows = store.verdicts(session, one.first, one.last)
        for _, of_act in groupby(rows, key=lambda row: row.act_no):
            together = sorted(of_act, key=_same_said)
            count += len(together)
            for (_, digest, _), some in groupby(together, key=_same_said):
                laws.add(digest)
                law = self._law(session, digest)
                if isinstance(law, Law):
                    differences += _said_again(session, law, list(some))
        found = {digest: self._laws[digest] for digest in laws}
        return Replayed(
            verdicts=count,
            differences=tuple(differences),
            laws=frozenset(laws),
            missing={d: str(why) for d, why in found.items() if isinstance(why, RulebookMissing)},
            drifted={d: str(why) for d, why in found.items() if isinstance(why, RulebookDrifted)},
        )

    def _law(self, session: Session, digest: str) -> Found:
        if digest not in self._laws:
            try:
                self._laws[digest] = rulebooks.kept(session, digest)
            except (RulebookMissing, RulebookDrifted) as why:
                self._laws[digest] = why
        return self._laws[digest]


def _same_said(row: Verdict) -> tuple[int, str, str]:
    """What all verdicts that one walk reached together share."""
    return row.act_no, row.law_digest, row.assessed_on.isoformat()


def _said_again(session: Session, law: Law, rows: Sequence[Verdict]) -> Iterator[Difference]:
    """*rows*, which one act stored under *law* on one day, against what that act would store now."""
    act_no, on = rows[0].act_no, rows[0].assessed_on
    stored: dict[UUID, dict[str, Verdict]] = {}
    for row in rows:
        stored.setdefault(row.enterprise_id, {})[row.rule] = row
    found = service.assessed(session, law, stored, on, known_at=act_no)
    before = store.held(session, stored, before=act_no)
    for key, verdicts in stored.items():
        again = service.changed_states(before.get(key, {}), found[key].assessment.evaluation)
        for rule in sorted(verdicts.keys() | again.keys()):
            for what, was, now in _differing(verdicts.get(rule), again.get(rule)):
                yield Difference(
                    act_no=act_no, enterprise_id=key, rule=rule, what=what, stored=was, again=now
                )


def _differing(stored: Verdict | None, again: State | None) -> Iterator[tuple[str, str, str]]:
    """The parts of a verdict that differ: their names, and both texts; `-`: nothing."""
    was = ("-", "{}") if stored is None else (stored.outcome, stored.body)
    now = ("-", "{}") if again is None else (again[0], canonical_bytes(again[1]).decode())
    if was[0] != now[0]:
        yield "outcome", was[0], now[0]
    if was[1] == now[1]:
        return
    before, after = _members(was[1]), _members(now[1])
    names = [n for n in sorted(before.keys() | after.keys()) if before.get(n) != after.get(n)]
    for name in names:
        yield name, before.get(name, "-"), after.get(name, "-")
    if not names:
        yield "body", was[1], now[1]  # the same values, other bytes


def _members(body: str) -> dict[str, str]:
    """The members of a stored body, each as its text. A body that is no object is one member."""
    try:
        found: Any = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {"body": body}
    if not isinstance(found, dict):
        return {"body": body}
    return {name: canonical_bytes(value).decode() for name, value in found.items()}
