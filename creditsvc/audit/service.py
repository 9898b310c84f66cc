"""Noting and sealing the trail. A line is written by the act it speaks of, or not at all."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from sqlalchemy.orm import Session

from creditsvc.audit import store, tree
from creditsvc.audit.checking import Fault, Head, act_entry, examine, line_entry, verify
from creditsvc.audit.exporting import records
from creditsvc.db.work import Act
from creditsvc.kernel.canonical import canonical_bytes
from creditsvc.kernel.clock import instant_text

__all__ = [
    "CHECKPOINT_TYPE",
    "Fault",
    "Head",
    "checkpoint",
    "checkpoint_due",
    "examine",
    "note",
    "records",
    "seal",
    "verify",
]

PENDING = "creditsvc.trail"
CHECKPOINT_TYPE = "trail-checkpoint+jws"  # the `typ` of a signed root


def note(act: Act, verb: str, subject: object, **facts: Any) -> None:
    """Write one line: *verb* is `noun.participle`; *facts* are JSON values, never person data.

    What is done for another (委托、代行) says on whose behalf.
    """
    if act.actor.on_behalf_of:
        facts = {**facts, "on_behalf_of": list(act.actor.on_behalf_of)}
    pending = cast("list[dict[str, Any]]", act.session.info.setdefault(PENDING, []))
    pending.append({"verb": verb, "subject": str(subject), "facts": facts})


def noted(session: Session, verb: str) -> list[tuple[str, Any]]:
    """Subject and facts of the lines with that *verb*, in order."""
    return store.noted(session, verb)


def seal(act: Act) -> None:
    """Append the act and its lines to the tree and store the new root. The last thing an act does.

    The act itself is a leaf before its lines, so that one that noted nothing cannot be altered either.
    """
    last = store.last_root(act.session)
    size = last.size if last else 0
    seq = size - last.act_no if last else 0  # of the leaves so far one an act is no line
    frontier = [bytes.fromhex(node) for node in last.frontier] if last else []
    leaves = [tree.leaf_hash(act_entry(act.no, instant_text(act.at), act.actor.id, act.actor.kind))]
    lines: list[dict[str, Any]] = []
    for line in cast("list[dict[str, Any]]", act.session.info.pop(PENDING, [])):
        row = {"seq": seq + len(lines) + 1, "act_no": act.no, **line}
        leaf = tree.leaf_hash(line_entry(row, canonical_bytes(row["facts"])))
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


def checkpoint_due(session: Session, since: datetime) -> bool:
    """Whether acts were sealed and no checkpoint was made after the instant *since*."""
    last = store.last_checkpoint_at(session)
    return store.last_root(session) is not None if last is None else last <= since
