"""Writing a document: its facts from the rooms below, the page, the file; and keeping the file as a paper."""

from sqlalchemy.orm import Session

from creditsvc.audit import service as trail
from creditsvc.db.work import Act
from creditsvc.documents import as_docx, as_pdf, filling
from creditsvc.documents.domain import Given, OtherDocument, Page, Template, UnknownTemplate
from creditsvc.documents.facts import facts_of
from creditsvc.documents.gathering import Asked, Desk, matter_of
from creditsvc.documents.matters import Matter, day_of
from creditsvc.documents.templates import Templates
from creditsvc.papers import service as papers
from creditsvc.papers.domain import TYPES, Paper

WRITERS = {"pdf": as_pdf.pdf, "docx": as_docx.docx}


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
        page_of(desk.templates, template, matter_of(session, desk, asked, given))
    )


def keep(act: Act, desk: Desk, asked: Asked, content: bytes, given: Given) -> Paper:
    """Keep a document as `write` made it, so that a move of the case can name it by its digest.

    It is written before the act: setting the type takes longer than anybody may hold the lock.
    """
    paper = papers.keep(act, content, asked.file, TYPES[asked.form])
    papers.hold(act, paper, matter_of(act.session, desk, asked, given).enterprise.id)
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
