"""Reading a ban and filing its next version, whatever the move: version, paper, trail, who may."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.audit import service as trail
from creditsvc.bans import domain, officers, store
from creditsvc.bans.domain import Ban
from creditsvc.db.work import Act
from creditsvc.papers import service as papers
from creditsvc.proceedings import noting
from creditsvc.proceedings.domain import Document
from creditsvc.proceedings.paper_rows import paper_row


def get(session: Session, ban_id: UUID) -> Ban:
    """The present state of a ban; raises UnknownBan."""
    found = store.get(session, ban_id)
    if found is None:
        raise domain.UnknownBan("没有这个禁入", "no such ban", ban=str(ban_id))
    return found


def at(act: Act, ban_id: UUID, version: int, scope: str) -> Ban:
    """The ban at that version, if the actor may act in it."""
    ban = get(act.session, ban_id)
    officers.must_cover(act, ban, scope)
    if ban.version != version:
        raise domain.StaleBan(
            f"禁入已是第{ban.version}版，请重新读取后再办",
            f"the ban is at version {ban.version}; read it again before you move it",
            version=ban.version,
        )
    return ban


def file(act: Act, ban: Ban, move: str, paper: Document | None = None) -> Ban:
    """Keep the ban as *move* left it, with the paper of the move, if that is no other enterprise's."""
    named = {} if paper is None else {"document.digest": paper.digest}
    papers.must_be_of(act.session, ban.enterprise_id, named)
    file_all(act, [ban], move)
    if paper is not None:
        row = {"ban_id": ban.id, **paper_row(act, move, ban.version, paper)}
        store.add_paper(act.session, row)
    return ban


def file_all(act: Act, bans: Sequence[Ban], move: str) -> None:
    """Keep *bans*, any number, as one move left each."""
    if not bans:
        return
    store.add(act.session, bans, act_no=act.no, move=move, by=act.actor.id)
    for ban in bans:
        told = {} if ban.case is None else noting.days(ban.case, move)
        due = {"deliberation_due": ban.deliberation_due} if move == "notice" else {}
        trail.note(
            act, f"ban.{ban.stage.value}", ban.id, move=move, version=ban.version,
            rule=ban.basis.rule, whom=ban.subject, own=ban.own, **told, **due,
        )  # fmt: skip
