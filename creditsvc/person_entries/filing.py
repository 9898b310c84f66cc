"""Reading the entry of a person and filing its next version: version, paper, trail, who may."""

from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.audit import service as trail
from creditsvc.db.work import Act
from creditsvc.papers import service as papers
from creditsvc.person_entries import domain, officers, store
from creditsvc.person_entries.domain import PersonEntry
from creditsvc.proceedings import noting
from creditsvc.proceedings.domain import Document, Proceeding
from creditsvc.proceedings.held import Place
from creditsvc.proceedings.paper_rows import paper_row


def get(session: Session, entry_id: UUID) -> PersonEntry:
    """The present state of an entry; raises UnknownPersonEntry."""
    found = store.get(session, entry_id)
    if found is None:
        raise domain.UnknownPersonEntry("没有这个条目", "no such entry", entry=str(entry_id))
    return found


def at(act: Act, place: Place, scope: str = officers.HANDLES) -> PersonEntry:
    """The entry at that version, if the actor may act in its matter."""
    entry_id, version = place
    one = get(act.session, entry_id)
    officers.must_cover(act, one, scope)
    if one.version != version:
        raise domain.StalePersonEntry(
            f"条目已是第{one.version}版，请重新读取后再办",
            f"the entry is at version {one.version}; read it again before you move it",
            version=one.version,
        )
    return one


def opened(act: Act, place: Place, scope: str) -> tuple[PersonEntry, Proceeding]:
    """The same with its case."""
    one = at(act, place, scope)
    return one, one.case


def file(act: Act, one: PersonEntry, move: str, paper: Document | None = None) -> PersonEntry:
    """Keep the entry as *move* left it, with the paper of the move, if that is no other enterprise's."""
    named = {} if paper is None else {"document.digest": paper.digest}
    papers.must_be_of(act.session, one.enterprise_id, named)
    store.add(act.session, one, act_no=act.no, move=move, by=act.actor.id)
    if paper is not None:
        row = {"entry_id": one.id, **paper_row(act, move, one.version, paper)}
        store.add_paper(act.session, row)
    why = {"reason": one.end.reason} if move == "end" and one.end is not None else {}
    trail.note(
        act, f"person_entry.{one.stage.value}", one.id, move=move, version=one.version,
        rule=one.case.ground.rule, role=one.role, **noting.days(one.case, move), **why,
    )  # fmt: skip
    return one


def filed(act: Act, one: PersonEntry, case: Proceeding, move: str, paper: Document) -> PersonEntry:
    """Keep the entry as a move of its case left it."""
    return file(act, domain.moved(one, case), move, paper)
