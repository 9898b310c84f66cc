"""Writing a document: its facts from the rooms below, the page, the file; and keeping the file as a paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.audit import service as trail
from creditsvc.db.work import Act
from creditsvc.documents import as_docx, as_pdf, filling
from creditsvc.documents.domain import Given, OtherDocument, Page, Template, UnknownTemplate
from creditsvc.documents.facts import facts_of
from creditsvc.documents.grounds import told_of
from creditsvc.documents.matters import Matter, day_of
from creditsvc.documents.templates import Templates
from creditsvc.enterprises import service as enterprises
from creditsvc.events import service as events
from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.clock import legal_day
from creditsvc.kernel.periods import Calendar
from creditsvc.listings import service as listings
from creditsvc.listings.domain import Entry
from creditsvc.papers import service as papers
from creditsvc.papers.domain import TYPES, Paper
from creditsvc.proceedings import service as proceedings
from creditsvc.remedies import service as remedies
from creditsvc.remedies.domain import LISTING
from creditsvc.repairs import service as repairs
from creditsvc.repairs.domain import OPEN, Obstacle

WRITERS = {"pdf": as_pdf.pdf, "docx": as_docx.docx}


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What every document is written with, and for which authority on which day."""

    laws: Laws
    calendar: Calendar
    templates: Templates
    base_url: str
    authority: str | None
    now: datetime

    @property
    def today(self) -> date:
        """The legal day."""
        return legal_day(self.now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which document: *of* a proceeding, listing, repair or objection, with that key, under that file name."""

    of: str
    key: UUID
    file: str

    @property
    def template(self) -> str:
        """The template's id."""
        return self.file.rpartition(".")[0]

    @property
    def form(self) -> str:
        """The ending: pdf or docx."""
        return self.file.rpartition(".")[2]


def write(session: Session, desk: Desk, asked: Asked, given: Given) -> bytes:
    """The document as a file; raises UnknownTemplate, OtherDocument, FactsMissing, NotAsked, UnprintableSign."""
    template = desk.templates.by_id.get(asked.template)
    if template is None or template.of != asked.of or asked.form not in WRITERS:
        able = sorted(each.id for each in desk.templates.by_id.values() if each.of == asked.of)
        raise UnknownTemplate(
            f"没有这种文书；可用：{'、'.join(able)}，以 .pdf 或 .docx 结尾",
            f"no such document; there are: {', '.join(able)}, each as .pdf or .docx",
            templates=able,
        )
    return WRITERS[asked.form](
        page_of(desk.templates, template, _matter(session, desk, asked, given))
    )


def keep(act: Act, asked: Asked, content: bytes) -> Paper:
    """Keep a document as `write` made it, so that a move of the case can name it by its digest.

    It is written before the act: setting the type takes longer than anybody may hold the lock.
    """
    paper = papers.keep(act, content, asked.file, TYPES[asked.form])
    trail.note(act, "document.written", paper.digest, template=asked.template, of=asked.of, key=str(asked.key))  # fmt: skip
    return paper


def page_of(templates: Templates, template: Template, matter: Matter) -> Page:
    """The filled page of *template* about *matter*."""
    if matter.about not in template.about:
        able = sorted(t.id for t in templates.by_id.values() if t.of == template.of and matter.about in t.about)  # fmt: skip
        raise OtherDocument(
            f"该文书不适用于这类案件；可用：{'、'.join(able)}",
            f"the document does not fit a case of this kind; there are: {', '.join(able)}",
            templates=able,
        )
    filling.must_be_asked(template, matter.given, templates.fields)
    facts = facts_of(matter, template.id)
    return filling.fill(template, facts, templates.fields, day_of(matter, template.id))


def _matter(session: Session, desk: Desk, asked: Asked, given: Given) -> Matter:
    if asked.of == "proceeding":
        return _of_case(session, desk, asked.key, given)
    if asked.of == "repair":
        return _of_repair(session, desk, asked.key, given)
    if asked.of == "objection":
        return _of_objection(session, desk, asked.key, given)
    entry = listings.get(session, asked.key)
    return _of_entry(session, desk, entry, given)


def _of_case(session: Session, desk: Desk, key: UUID, given: Given) -> Matter:
    case = proceedings.get(session, key)
    law = desk.laws.in_use(session)
    if case.decision is not None:
        law = desk.laws.of_decision(session, case.ground.law_digest)
    ground = case.ground
    cited = {"instrument": ground.instrument, "article": ground.article, "rule": ground.rule}
    contents = _contents(session, ground.evidence)
    made = case.decision
    return Matter(
        law=law,
        calendar=desk.calendar,
        enterprise=enterprises.by_id(session, case.enterprise_id),
        given=given,
        authority=made.authority if made is not None else desk.authority,
        today=desk.today,
        base_url=desk.base_url,
        told=told_of(law, ground.list, cited, contents, desk.today),
        case=case,
    )


def _of_entry(session: Session, desk: Desk, entry: Entry, given: Given) -> Matter:
    law = desk.laws.in_use(session)
    contents = _contents(session, entry.ground.get("evidence", ()))
    return Matter(
        law=law,
        calendar=desk.calendar,
        enterprise=enterprises.by_id(session, entry.enterprise_id),
        given=given,
        authority=entry.ground.get("authority") or desk.authority,
        today=desk.today,
        base_url=desk.base_url,
        told=told_of(law, entry.list, entry.ground, contents, desk.today),
        entry=entry,
    )


def _of_repair(session: Session, desk: Desk, key: UUID, given: Given) -> Matter:
    repair = repairs.get(session, key)
    found: list[Obstacle] = []
    if repair.stage in OPEN:
        _, found = repairs.checks(session, desk.laws.in_use(session), repair, desk.now)
    if repair.listing_id is None:
        raise OtherDocument(
            "这些文书是提前移出名单的；该申请是关于失信信息（记录）修复的，尚无模板",
            "these documents are of early removal from a list; the application is about a record",
            about=repair.about,
        )
    entry = listings.get(session, repair.listing_id)
    return replace(_of_entry(session, desk, entry, given), repair=repair, obstacles=tuple(found))


def _of_objection(session: Session, desk: Desk, key: UUID, given: Given) -> Matter:
    objection = remedies.get(session, key)
    if objection.subject.kind != LISTING:
        raise OtherDocument(
            "异议处理答复书是对名单条目的异议的；对记录、主体身份的异议尚无模板",
            "this document answers an objection to an entry; there is none for records and identities",
            about=objection.subject.kind,
        )
    entry = listings.get(session, objection.subject.id)
    return replace(_of_entry(session, desk, entry, given), objection=objection)


def _contents(session: Session, evidence: Sequence[str]) -> list[Mapping[str, Any]]:
    return [events.current(session, UUID(each)).content for each in evidence]
