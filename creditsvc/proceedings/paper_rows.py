"""The row that keeps the paper of a move, for cases and for what holds one."""

from typing import Any

from creditsvc.db.work import Act
from creditsvc.proceedings.domain import Document


def paper_row(act: Act, move: str, version: int, paper: Document) -> dict[str, Any]:
    """The paper of a move, but for whose move it was (`db.base.Filed`)."""
    return {
        "version": version,
        "act_no": act.no,
        "move": move,
        "by": act.actor.id,
        "document_no": paper.number,
        "document_day": paper.day,
        "document_digest": paper.digest,
    }
