"""Keeping what the party sends: its words as a paper that names each file beside them by digest."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from creditsvc.audit import service as trail
from creditsvc.db.work import Act
from creditsvc.door import store
from creditsvc.door.domain import Door, Said, Submission, must_say_something
from creditsvc.enterprises import service as enterprises
from creditsvc.enterprises.domain import Enterprise
from creditsvc.kernel.clock import LEGAL_ZONE
from creditsvc.papers import service as papers
from creditsvc.papers.domain import Examined, Paper
from creditsvc.proceedings.domain import Document

TITLES: Mapping[str, tuple[str, str]] = {
    "reply": ("陈述申辩意见", "reply"),
    "hearing": ("听证申请", "request for a hearing"),
    "objection": ("异议申请", "objection"),
    "repair": ("修复（移出）申请", "application for repair"),
    "supplement": ("补充材料", "supplement"),
    "withdrawal": ("撤回申请", "withdrawal"),
    "papers": ("提交材料", "papers"),
    "honour": ("守信名单申请", "application for an honour"),
}


def held(session: Session, door: Door) -> set[str]:
    """The digests of everything that came in through *door*."""
    found = store.submissions(session, door.number)
    return {one.digest for one in found} | {each["digest"] for one in found for each in one.files}


def file(
    act: Act, door: Door, kind: str, said: Said, more: Collection[Examined] = ()
) -> tuple[Document, tuple[Paper, ...]]:
    """Keep *said*, with *more* files that stand for something of their own.

    The paper that names all of it, under the next number of this door, and the kept files of *said*.
    Raises NothingSent, PaperRefused, PapersTooLarge.
    """
    must_say_something(Said(text=said.text, contact=said.contact, files=(*said.files, *more)))
    beside = held(act.session, door)
    kept: list[Paper] = []
    for each in (*said.files, *more):
        kept.append(papers.keep_examined(act, each, beside=beside))
        papers.hold(act, kept[-1], door.enterprise_id)
        beside.add(each.digest)
    names = [{"name": each.name, "digest": each.digest} for each in (*said.files, *more)]
    no = store.count_submissions(act.session, door.number) + 1
    title = TITLES[kind][0]
    who = enterprises.by_id(act.session, door.enterprise_id)
    page = _page(door, title, who, act.at, (said, names))
    whole = papers.keep(act, page.encode(), f"{title}{door.number}-{no}.txt", "text/plain", beside=beside)  # fmt: skip
    papers.hold(act, whole, door.enterprise_id)
    document = Document(number=f"网{door.number}-{no}", day=act.day, digest=whole.digest)
    one = Submission(
        no=no,
        act_no=act.no,
        kind=kind,
        document_no=document.number,
        digest=whole.digest,
        files=tuple(names),
    )
    store.add_submission(act.session, door.number, one)
    trail.note(act, "door.submitted", door.number, kind=kind, no=no, document=whole.digest)
    return document, tuple(kept[: len(said.files)])


def _page(
    door: Door,
    title: str,
    who: Enterprise,
    at: datetime,
    sent: tuple[Said, list[dict[str, str]]],
) -> str:
    """What was sent as a page of text; the digests bind the files to it."""
    said, files = sent
    lines = [
        title,
        f"案号：{door.number}",
        f"企业：{who.name}（{who.uscc or who.other_id or '—'}）",
        f"提交时间：{at.astimezone(LEGAL_ZONE):%Y-%m-%d %H:%M:%S}（北京时间）",
    ]
    if said.contact.strip():
        lines.append(f"联系方式：{said.contact.strip()}")
    lines += ["", said.text.replace("\r\n", "\n").strip() or "（见附件）"]
    if files:
        lines += ["", "附件："]
        lines += [
            f"{no}. {each['name']}  SHA-256 {each['digest']}" for no, each in enumerate(files, 1)
        ]
    return "\n".join(lines) + "\n"
