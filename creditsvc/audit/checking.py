"""Verifying the trail against itself and against signed roots; every fault is named with its place."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from creditsvc.audit import store, tree
from creditsvc.audit.store import Line, Root, StoredAct
from creditsvc.kernel.canonical import canonical_bytes

CHECKPOINTED = "trail.checkpointed"
Check = Callable[[str], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Fault:
    """A place where the trail is not what was sealed: table and number, with the act."""

    place: str
    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.place}: {self.zh} / {self.en}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The newest root that follows from all before it. act 0: nothing was sealed.

    size: leaves of the tree, one an act and one a line.
    """

    act: int
    size: int
    root: str


@dataclass(slots=True)
class _Found:
    """What is gathered on the way: faults, leaves of the lines by act, acts that checkpointed."""

    faults: list[Fault] = field(default_factory=list)
    leaves: defaultdict[int, list[bytes]] = field(default_factory=lambda: defaultdict(list))
    checkpointed: set[int] = field(default_factory=set)

    def fault(self, place: str, zh: str, en: str) -> None:
        self.faults.append(Fault(place, zh, en))


def act_entry(no: int, at: str, actor: str, kind: str) -> bytes:
    """The bytes that the leaf of an act stands for; *at* is its instant as stored."""
    return canonical_bytes({"act": no, "at": at, "actor": actor, "actor_kind": kind})


def line_entry(row: dict[str, Any], facts: bytes) -> bytes:
    """The bytes that the leaf of a line stands for: the line, and its facts as stored."""
    names = {"act": "act_no", "seq": "seq", "verb": "verb", "subject": "subject"}
    return canonical_bytes({name: row[key] for name, key in names.items()}) + b"\n" + facts


def verify(session: Session, check: Check | None) -> list[Fault]:
    """The faults that `examine` finds."""
    return examine(session, check)[0]


def examine(session: Session, check: Check | None) -> tuple[list[Fault], Head]:
    """Recompute every leaf, root and signature; the faults in order, and the head that was reached.

    *check* returns the claims of a checkpoint's signature or raises ValueError; None: the keys are
    not at hand, signatures are not looked at.
    """
    found = _Found()
    _check_lines(session, found)
    head = _check_roots(session, found)
    _check_checkpoints(session, found, check)
    return found.faults, head


def _check_lines(session: Session, found: _Found) -> None:
    expected = 1
    for line in store.lines(session):
        place = f"trail:{line.seq} (act {line.act_no}, {line.verb})"
        if line.seq != expected:
            found.fault(
                place,
                f"此前缺少第 {expected} 至 {line.seq - 1} 行",
                f"lines {expected} to {line.seq - 1} are missing before it",
            )
        expected = line.seq + 1
        leaf = _leaf(line)
        if leaf.hex() != line.leaf:
            found.fault(place, "内容与封存时不同", "the line is not what was sealed")
        found.leaves[line.act_no].append(leaf)
        if line.verb == CHECKPOINTED:
            found.checkpointed.add(line.act_no)


def _leaf(line: Line) -> bytes:
    row = {
        "act_no": line.act_no,
        "seq": line.seq,
        "verb": line.verb,
        "subject": line.subject,
    }
    return tree.leaf_hash(line_entry(row, line.facts.encode()))


def _check_roots(session: Session, found: _Found) -> Head:
    """Grow the tree again, act by act, up to the first root that does not follow."""
    with closing(store.acts(session)) as acts, closing(store.roots(session)) as roots:
        return _grow(found, acts, roots)


def _grow(found: _Found, acts: Iterable[StoredAct], roots: Iterator[Root]) -> Head:
    head = Head(act=0, size=0, root=tree.EMPTY_ROOT)
    frontier: list[bytes] = []
    for act in acts:
        root = next(roots, None)
        if act.no != head.act + 1 or root is None or root.act_no != act.no:
            _name_gap(found, head.act + 1, act, root)
            return head
        leaves = [_act_leaf(act), *found.leaves.pop(act.no, [])]
        frontier, size = tree.grow(frontier, head.size, leaves)
        grown = Head(act=act.no, size=size, root=tree.root(frontier))
        if (size, grown.root, _as_stored(frontier)) != (root.size, root.root, root.frontier):
            found.fault(
                f"acts:{act.no}, trail_roots:{act.no}",
                "行为、各行与根不符",
                "the root does not follow from the act and its lines",
            )
            return head
        head = grown
    _check_end(found, next(roots, None))
    return head


def _name_gap(found: _Found, number: int, act: StoredAct, root: Root | None) -> None:
    """Which of the two is missing: act *number* itself, or its root."""
    if act.no != number:
        found.fault(f"acts:{number}", f"缺少第 {number} 号行为", f"act {number} is missing")
        return
    after = f" (before trail_roots:{root.act_no})" if root else ""
    found.fault(
        f"trail_roots:{number}{after}",
        f"第 {number} 号行为没有封存",
        f"act {number} is not sealed",
    )


def _check_end(found: _Found, root: Root | None) -> None:
    """After the last act there is neither root nor line."""
    if root is not None:
        number = root.act_no
        found.fault(f"acts:{number}", f"缺少第 {number} 号行为", f"act {number} is missing")
    for number in sorted(found.leaves):
        found.fault(
            f"acts:{number}",
            f"有第 {number} 号行为的记录行，却没有该行为",
            f"there are lines of act {number} but no such act",
        )


def _act_leaf(act: StoredAct) -> bytes:
    return tree.leaf_hash(act_entry(act.no, act.at, act.actor, act.actor_kind))


def _as_stored(frontier: list[bytes]) -> str:
    return canonical_bytes([node.hex() for node in frontier]).decode()


def _check_checkpoints(session: Session, found: _Found, check: Check | None) -> None:
    sealed = {root.act_no: (root.size, root.root) for root in store.roots(session)}
    made = set()
    for row in store.checkpoints(session):
        place = f"trail_checkpoints:{row.act_no}"
        made.add(row.act_no)
        if sealed.get(row.act_no - 1) != (row.size, row.root):
            found.fault(place, "记下的根与现存的不符", "the noted root is not the stored one")
        if check is None:
            continue
        try:
            claim = check(row.jws)
        except ValueError:
            found.fault(place, "签名无效", "the signature is not valid")
            continue
        if claim != {"act": row.act_no - 1, "tree_size": row.size, "root": row.root}:
            found.fault(place, "签过名的根与现存的不符", "the signed root is not the stored one")
    for number in sorted(found.checkpointed ^ made):
        found.fault(
            f"trail_checkpoints:{number}",
            "检查点与记录行只剩其一",
            "the checkpoint or the line that speaks of it is gone",
        )
