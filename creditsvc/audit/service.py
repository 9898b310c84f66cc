"""Noting, sealing and verifying the trail. A line is written by the act it speaks of, or not at all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy.orm import Session

from creditsvc.audit import store, tree
from creditsvc.db.work import Act
from creditsvc.kernel.canonical import canonical_bytes
from creditsvc.kernel.clock import instant_text

PENDING = "creditsvc.trail"


@dataclass(frozen=True, slots=True)
class Fault:
    """A place where the trail is not what was sealed."""

    place: str
    zh: str
    en: str


def note(act: Act, verb: str, subject: object, **facts: Any) -> None:
    """Write one line: *verb* is `noun.participle`; *facts* are JSON values, never person data."""
    pending = cast("list[dict[str, Any]]", act.session.info.setdefault(PENDING, []))
    pending.append({"verb": verb, "subject": str(subject), "facts": facts})


def seal(act: Act) -> None:
    """Append the act's lines to the tree and store the new root. The last thing an act does."""
    last = store.last_root(act.session)
    size = last.size if last else 0
    frontier = [bytes.fromhex(node) for node in last.frontier] if last else []
    lines: list[dict[str, Any]] = []
    leaves: list[bytes] = []
    for line in cast("list[dict[str, Any]]", act.session.info.pop(PENDING, [])):
        row = {"seq": size + len(lines) + 1, "act_no": act.no, **line}
        leaf = tree.leaf_hash(_entry(row, at=instant_text(act.at), actor=act.actor.id))
        lines.append({**row, "leaf": leaf.hex()})
        leaves.append(leaf)
    frontier, size = tree.grow(frontier, size, leaves)
    root = {
        "act_no": act.no,
        "size": size,
        "root": tree.root(frontier),
        "frontier": [node.hex() for node in frontier],
    }
    store.add(act.session, lines, root)


def checkpoint(act: Act, sign: Callable[[dict[str, Any]], str]) -> None:
    """Sign the tree as the previous act left it, so that it cannot be rewritten unseen."""
    last = store.last_root(act.session)
    if last is None:
        return
    claim = {"tree_size": last.size, "root": last.root, "act": last.act_no}
    row = {"act_no": act.no, "size": last.size, "root": last.root, "jws": sign(claim)}
    store.add_checkpoint(act.session, row)
    note(act, "trail.checkpointed", last.act_no, size=last.size, root=last.root)


def verify(session: Session, check: Callable[[str], dict[str, Any]]) -> list[Fault]:
    """Recompute every leaf, root and signature; the faults found, in order, each with its place.

    *check* returns the claims of a checkpoint's signature or raises ValueError.
    """
    faults, leaves = _check_lines(session)
    faults += _check_roots(session, leaves)
    faults += _check_checkpoints(session, check)
    return faults


def _entry(row: dict[str, Any], *, at: str, actor: str) -> bytes:
    """The bytes that a leaf stands for: the line with its act's instant and actor."""
    return canonical_bytes(
        {
            "seq": row["seq"],
            "act": row["act_no"],
            "at": at,
            "actor": actor,
            "verb": row["verb"],
            "subject": row["subject"],
            "facts": row["facts"],
        }
    )


def _check_lines(session: Session) -> tuple[list[Fault], list[bytes]]:
    faults: list[Fault] = []
    leaves: list[bytes] = []
    for expected, line in enumerate(store.lines(session), start=1):
        place = f"trail:{line.seq} (act {line.act_no}, {line.verb})"
        if line.seq != expected:
            faults.append(
                Fault(place, f"此前缺少第{expected}行", f"line {expected} is missing before it")
            )
            return faults, leaves
        row = {
            "seq": line.seq, "act_no": line.act_no, "verb": line.verb,
            "subject": line.subject, "facts": line.facts,
        }
        leaf = tree.leaf_hash(_entry(row, at=instant_text(line.at), actor=line.actor))
        if leaf.hex() != line.leaf:
            faults.append(Fault(place, "内容与封存时不同", "the line is not what was sealed"))
        leaves.append(leaf)
    return faults, leaves


def _check_roots(session: Session, leaves: list[bytes]) -> list[Fault]:
    frontier: list[bytes] = []
    size = 0
    numbers = store.act_numbers(session)
    for root in store.roots(session):
        place = f"trail_roots:{root.act_no}"
        if next(numbers, None) != root.act_no:
            return [Fault(place, "此前有行为没有封存", "an act before it was not sealed")]
        frontier, size = tree.grow(frontier, size, leaves[size : root.size])
        if size != root.size or tree.root(frontier) != root.root:
            return [Fault(place, "根与各行不符", "the root does not follow from the lines")]
    if next(numbers, None) is not None or size != len(leaves):
        return [Fault("trail_roots:end", "末尾有未封存的行", "there are unsealed lines at the end")]
    return []


def _check_checkpoints(session: Session, check: Callable[[str], dict[str, Any]]) -> list[Fault]:
    faults = []
    sealed = {row.act_no: (row.size, row.root) for row in store.roots(session)}
    for row in store.checkpoints(session):
        place = f"trail_checkpoints:{row.act_no}"
        try:
            claim = check(row.jws)
        except ValueError:
            faults.append(Fault(place, "签名无效", "the signature is not valid"))
            continue
        if sealed.get(claim.get("act", 0)) != (claim.get("tree_size"), claim.get("root")):
            faults.append(
                Fault(place, "签过名的根与现存的不符", "the signed root is not the stored one")
            )
    return faults
