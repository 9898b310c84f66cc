"""Which papers the party may take through its door: those served on it, and its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.door import matters, store
from creditsvc.door.domain import Door, NotInThisCase
from creditsvc.door.filing import TITLES
from creditsvc.door.matters import Matter
from creditsvc.papers import service as papers
from creditsvc.papers.domain import Paper, UnknownPaper
from creditsvc.proceedings.domain import Document, Proceeding
from creditsvc.redlist import service as redlist
from creditsvc.redlist.application import Application
from creditsvc.redlist.application import Stage as Sought
from creditsvc.remedies import service as remedies
from creditsvc.remedies.domain import ENTERPRISE, EVENT, LISTING, PARTY, Objection, Subject
from creditsvc.remedies.domain import Stage as Closed
from creditsvc.repairs import service as repairs
from creditsvc.repairs.domain import Repair, Stage

Title = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A paper of the case: what it is, its number, the file, under the name it has for the party."""

    title: Title
    number: str
    name: str
    paper: Paper


def papers_of(session: Session, door: Door) -> list[Served]:
    """Those that are kept, the authority's first, then the party's own in the order they came in."""
    found: dict[str, Served] = {}
    for title, document in _authority(session, matters.behind(session, door), door.enterprise_id):
        paper = _kept(session, document.digest)
        if paper is not None:
            one = Served(title=title, number=document.number, name=paper.name, paper=paper)
            found.setdefault(paper.digest, one)
    for each in store.submissions(session, door.number):
        title = TITLES[each.kind]
        own = [(None, each.digest), *((file["name"], file["digest"]) for file in each.files)]
        for name, digest in own:
            paper = papers.get(session, digest)
            one = Served(title=title, number=each.document_no, name=name or paper.name, paper=paper)
            found.setdefault(digest, one)
    return list(found.values())


def paper_of(session: Session, door: Door, digest: str) -> Served:
    """The paper of this case with that digest; raises NotInThisCase, whatever else it may be."""
    for one in papers_of(session, door):
        if one.paper.digest == digest:
            return one
    raise NotInThisCase("本案中没有这份材料", "there is no such paper in this case", field="digest")


def repairs_of(session: Session, matter: Matter, enterprise_id: UUID) -> list[Repair]:
    """The applications about its entry or a record it rests on, newest first."""
    entry = matter.entry and matter.entry.id
    return [
        one
        for one in repairs.find(session, enterprise_id=enterprise_id)
        if (one.listing_id is not None and one.listing_id == entry)
        or (one.event_id is not None and one.event_id in matter.evidence)
    ]


def objections_of(session: Session, matter: Matter) -> list[Objection]:
    """The party's objections to the entry, to a record of the case, and to who it is, each oldest first."""
    subjects = [Subject(kind=EVENT, id=each) for each in matter.evidence]
    if matter.entry is not None:
        subjects.insert(0, Subject(kind=LISTING, id=matter.entry.id))
    subjects.append(Subject(kind=ENTERPRISE, id=matter.enterprise_id))
    found = (one for each in subjects for one in remedies.about(session, each))
    return [one for one in found if one.origin == PARTY]


def _authority(
    session: Session, matter: Matter, enterprise_id: UUID
) -> Iterator[tuple[Title, Document]]:
    """What the authority wrote to the party."""
    if matter.case is not None:
        yield from _of_case(matter.case)
    for repair in repairs_of(session, matter, enterprise_id):
        yield from _of_repair(repair)
    for objection in objections_of(session, matter):
        closed = None if objection.stage is Closed.WITHDRAWN else objection.outcome
        for answer in (objection.acceptance, closed):
            if answer is not None:
                yield ("异议的答复", "answer to the objection"), answer.document
    for application in honours_sought(session, matter):
        yield from _of_honour(application)


def honours_sought(session: Session, matter: Matter) -> list[Application]:
    """The applications for honours, newest first, where the door is the enterprise's own."""
    if matter.enterprise is None:
        return []
    return redlist.find(session, enterprise_id=matter.enterprise)


def _of_honour(one: Application) -> Iterator[tuple[Title, Document]]:
    if one.announcement is not None:
        yield ("公示", "public notice"), one.announcement.document
    if one.outcome is not None and one.stage is not Sought.WITHDRAWN:
        yield ("守信名单申请的决定", "decision on the application"), one.outcome.document


def _of_case(case: Proceeding) -> Iterator[tuple[Title, Document]]:
    """A decision is the party's to read once it was served, not before."""
    if case.notice is not None:
        yield ("告知书", "notice"), case.notice.document
    if case.hearing is not None and case.hearing.call is not None:
        yield ("听证通知书", "call to the hearing"), case.hearing.call.document
    if case.decision is not None and case.decision_service is not None:
        yield ("决定书", "decision"), case.decision.document


def _of_repair(repair: Repair) -> Iterator[tuple[Title, Document]]:
    answer = None if repair.stage is Stage.WITHDRAWN else repair.outcome
    for step in (repair.gaps, repair.acceptance, repair.extension, answer):
        if step is not None:
            yield ("修复（移出）申请的答复", "answer to the application"), step.document
    if repair.questioned is not None:
        yield ("拟撤销修复告知书", "notice of revocation"), repair.questioned.notice.document
    if repair.revocation is not None:
        yield ("是否撤销修复的决定书", "decision on the revocation"), repair.revocation.document


def _kept(session: Session, digest: str) -> Paper | None:
    """The file, where it was kept here and not on paper alone."""
    try:
        return papers.get(session, digest)
    except UnknownPaper:
        return None
