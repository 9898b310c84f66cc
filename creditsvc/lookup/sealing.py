"""Sealing the log of look-ups in a Merkle tree (RFC 6962), and proving it unchanged.

A row in flight never slips under a seal: on PostgreSQL a share lock waits for every insert that has
drawn its number, and is let go at once; on SQLite numbers are committed in their order.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from creditsvc.audit import tree
from creditsvc.audit.service import Fault
from creditsvc.db.engine import reading
from creditsvc.kernel.canonical import canonical_bytes
from creditsvc.lookup import store
from creditsvc.lookup.dropping import Gone
from creditsvc.lookup.tables import LogSealRow

TYPE = "lookup-log-seal+jws"
STRETCH = 10_000  # rows under one seal at most
HASH = 32  # bytes
Sign = Callable[[dict[str, Any]], str]
Check = Callable[[str], dict[str, Any]]


def seal(engine: Engine, sign: Sign, now: datetime) -> int:
    """Seal all rows that are in the log, stretch by stretch; how many rows that were."""
    with Session(engine) as session, session.begin():
        end = store.settled_log_id(session)
    count = 0
    while sealed := _seal_stretch(engine, sign, now, end):
        count += sealed
    return count


@dataclass(frozen=True, slots=True)
class Head:
    """How far the log is sealed: the last row, and the tree up to it."""

    last_id: int
    size: int
    root: str


def head(engine: Engine) -> Head | None:
    """How far the log is sealed; None: nothing is yet."""
    with Session(reading(engine)) as session, session.begin():
        last = store.last_seal(session)
        return None if last is None else Head(last.last_id, last.size, last.root)


def verify(
    engine: Engine,
    check: Check,
    anchors: Mapping[int, tuple[int, str]],
    dropped: Callable[[Session], Gone],
) -> list[Fault]:
    """Recompute every sealed leaf, root and signature; the faults found, in order, with the place.

    anchors: what the trail noted of the tree, by the last row it covered. dropped: what was dropped.
    """
    unseen = dict(anchors)
    faults: list[Fault] = []
    frontier: list[bytes] = []
    size = after = 0
    ends: set[int] = set()
    with Session(reading(engine)) as session, session.begin():
        gone = dropped(session)
        for row in store.seals(session):
            ends.add(row.last_id)
            if row.after_id != after:
                place = f"lookup_log_seals:{row.last_id}"
                faults.append(Fault(place, "此前缺少一次封存", "a seal before it is missing"))
            leaves = leaves_of(row)
            wrong = gone.faults(session, row)
            faults += altered(session, row) if wrong is None else wrong
            frontier, size = tree.grow(frontier, size, leaves)
            faults += _check(row, size, tree.root(frontier), check)
            faults += _anchored(row, unseen.pop(row.last_id, None))
            after = row.last_id
    faults += gone.strangers(ends)
    return faults + [
        Fault(
            f"lookup_log_seals:{last_id}",
            "审计记录记有此次封存，现已不在",
            "the trail notes this seal, and it is gone",
        )
        for last_id in sorted(unseen)
    ]


def _seal_stretch(engine: Engine, sign: Sign, now: datetime, end: int) -> int:
    """Seal the next stretch up to row *end*; 0 if there is none, or if another sealer was first.

    Read first and written after, in a transaction of its own, so that no look-up waits meanwhile.
    """
    with Session(engine) as session, session.begin():
        last = store.last_seal(session)
        after = last.last_id if last else 0
        found = list(_leaves(session, after, end, STRETCH))
        before = [bytes.fromhex(node) for node in last.frontier] if last else []
        size = last.size if last else 0
    if not found:
        return 0
    leaves = [leaf for _, leaf in found]
    frontier, size = tree.grow(before, size, leaves)
    claim = {"last_id": found[-1][0], "size": size, "root": tree.root(frontier)}
    row = {
        **claim,
        "after_id": after,
        "frontier": [node.hex() for node in frontier],
        "leaves": b"".join(leaves),
        "sealed_at": now,
        "jws": sign(claim),
    }
    try:
        with Session(engine) as session, session.begin():
            store.add_seal(session, row)
    except IntegrityError:
        return 0  # `after_id` is unique: a stretch is sealed once
    return len(found)


def _leaves(
    session: Session, after: int, end: int, most: int | None
) -> Iterator[tuple[int, bytes]]:
    """Key and leaf of the rows after *after* up to *end*."""
    for row in store.log_rows(session, after, end, most):
        entry = {name: value for name, value in row.items() if value is not None}
        yield int(row["id"]), tree.leaf_hash(canonical_bytes(entry))


def leaves_of(row: LogSealRow) -> list[bytes]:
    """The leaves of a sealed stretch, in order."""
    return [row.leaves[at : at + HASH] for at in range(0, len(row.leaves), HASH)]


def altered(session: Session, row: LogSealRow) -> list[Fault]:
    """The first place in a stretch where the log is not what was sealed."""
    sealed = leaves_of(row)
    found = _leaves(session, row.after_id, row.last_id, None)
    last = row.after_id
    for pair, leaf in zip_longest(found, sealed):
        if pair is None:
            place = f"lookup_log:{last}"
            return [Fault(place, "此后缺少已封存的行", "a sealed row is missing after it")]
        last = pair[0]
        if pair[1] != leaf:
            return [
                Fault(
                    f"lookup_log:{last}",
                    "此行被改动，或此前有行增删",
                    "this row was changed, or one was added or removed just before it",
                )
            ]
    return []


def _anchored(row: LogSealRow, noted: tuple[int, str] | None) -> list[Fault]:
    if noted is None or noted == (row.size, row.root):
        return []
    place = f"lookup_log_seals:{row.last_id}"
    return [Fault(place, "与审计记录所记不符", "it is not what the trail notes of it")]


def _check(row: LogSealRow, size: int, root: str, check: Check) -> list[Fault]:
    place = f"lookup_log_seals:{row.last_id}"
    if (row.size, row.root) != (size, root):
        return [Fault(place, "根与各叶不符", "the root does not follow from the leaves")]
    try:
        claim = check(row.jws)
    except ValueError:
        return [Fault(place, "签名无效", "the signature is not valid")]
    if claim != {"last_id": row.last_id, "size": size, "root": root}:
        return [Fault(place, "签过名的根与现存的不符", "the signed root is not the stored one")]
    return []
