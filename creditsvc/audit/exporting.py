"""The whole trail as lines of JSON, for somebody who verifies it with a program of their own.

Every text whose hash stands in the tree goes out as it is stored, byte for byte.
"""

from collections.abc import Iterator
from contextlib import closing
from itertools import groupby
from typing import Any

from sqlalchemy.orm import Session

from creditsvc.audit import store

FORMAT = "creditsvc-audit/1"


def records(session: Session, jwks: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A header with the public keys; each act, its lines and its root; the signed roots; an end.

    The end counts the records before it, so that a cut file shows.
    """
    count = 0
    for record in _records(session, jwks):
        yield record
        count += 1
    yield {"type": "end", "records": count}


def _records(session: Session, jwks: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield {"type": "header", "format": FORMAT, "jwks": jwks}
    with (
        closing(store.acts(session)) as acts,
        closing(store.lines(session)) as lines,
        closing(store.roots(session)) as roots,
    ):
        by_act = groupby(lines, key=lambda line: line.act_no)
        ahead = next(by_act, None)
        for act in acts:
            yield {
                "type": "act", "act": act.no, "at": act.at, "actor": act.actor,
                "actor_kind": act.actor_kind,
            }  # fmt: skip
            if ahead is not None and ahead[0] == act.no:
                for line in ahead[1]:
                    yield {
                        "type": "line", "act": line.act_no, "seq": line.seq, "verb": line.verb,
                        "subject": line.subject, "facts": line.facts,
                    }  # fmt: skip
                ahead = next(by_act, None)
            root = next(roots, None)
            if root is not None:
                yield {"type": "root", "act": root.act_no, "size": root.size, "root": root.root}
    for row in store.checkpoints(session):
        yield {
            "type": "checkpoint", "act": row.act_no, "size": row.size, "root": row.root,
            "jws": row.jws,
        }  # fmt: skip
