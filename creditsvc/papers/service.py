"""Keeping a file, handing it out, and saying whether what is stored is still what was kept."""

from collections.abc import Collection, Iterator, Mapping
from hashlib import sha256
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.audit import service as trail
from creditsvc.audit.service import Fault
from creditsvc.db.work import Act, Work
from creditsvc.papers import contents, domain, store
from creditsvc.papers.domain import (
    TYPES,
    AlteredPaper,
    Examined,
    Paper,
    PaperOfAnother,
    UnknownPaper,
)


def keep(
    act: Act, content: bytes, name: str, declared_type: str, *, beside: Collection[str] = ()
) -> Paper:
    """Keep a file whose name, declared type and content agree; raises PaperRefused, PapersTooLarge."""
    return keep_examined(act, examine(content, name, declared_type), beside=beside)


def examine(content: bytes, name: str, declared_type: str) -> Examined:
    """A file that may be kept; raises PaperRefused. May take a second, so large ones come here first,
    before an act holds the register's lock.
    """
    plain = domain.safe_name(name)
    ending = domain.ending_of(plain)
    domain.must_agree(declared_type, ending)
    domain.must_fit(len(content), 0)
    contents.must_be(ending, content)
    digest = sha256(content).hexdigest()
    return Examined(content=content, name=plain, type=TYPES[ending], digest=digest)


def keep_examined(act: Act, file: Examined, *, beside: Collection[str] = ()) -> Paper:
    """Keep a file; the same content is kept once, under the name of the first time.

    *beside*: the digests of the papers that its case has already, for the limit of all of them
    together; raises PapersTooLarge.
    """
    others = set(beside) - {file.digest}
    size = len(file.content)
    domain.must_fit(size, store.size_of(act.session, others) if others else 0)
    known = store.get(act.session, file.digest)
    if known is not None:
        return known
    paper = Paper(
        digest=file.digest,
        name=file.name,
        type=file.type,
        size=size,
        act_no=act.no,
        kept_by=act.actor.id,
        kept_at=act.at,
    )
    store.add(act.session, paper, file.content)
    trail.note(act, "paper.kept", paper.digest, type=paper.type, size=paper.size)
    return paper


def hold(act: Act, paper: Paper, enterprise: UUID) -> None:
    """Note that *paper* is of the matters of *enterprise*: sent by it, or written or put in for it."""
    store.hold(act.session, paper.digest, enterprise, act_no=act.no)


def must_be_of(session: Session, enterprise: UUID, named: Mapping[str, str]) -> None:
    """Refuse a move that names a paper of other enterprises' matters alone; *named*: digests by field.

    A paper that is of nobody's matters, because an officer put it in for none, proves in any.
    """
    held = store.holders(session, set(named.values()))
    for field, digest in named.items():
        if digest in held and enterprise not in held[digest]:
            raise PaperOfAnother(
                "该材料属于另一企业的案件，不能用作本案的材料；请核对摘要。"
                "确属两案共用的，以 POST /v1/papers?enterprise= 为本企业再上传一次",
                "the paper belongs to another enterprise's matter and proves nothing in this one; check "
                "the digest. One that is of both is put in once more, by POST /v1/papers?enterprise=",
                field=field,
                digest=digest,
                enterprise=str(enterprise),
            )


def get(session: Session, digest: str) -> Paper:
    """What is known of the file with that digest; raises UnknownPaper."""
    found = store.get(session, digest)
    if found is None:
        raise UnknownPaper(
            "没有这个文件，请核对摘要或者先上传",
            "no such paper; check the digest, or send the file first",
            digest=digest,
        )
    return found


def content(work: Work, paper: Paper) -> Iterator[bytes]:
    """The content piece by piece, each in a read of its own: a slow reader holds nothing open.

    The last piece is handed out only if all of them bear the digest out; else AlteredPaper is
    raised and what went out is short.
    """
    seen, held, no = sha256(), b"", 0
    while piece := _piece(work, paper.digest, no):
        if held:
            yield held
        seen.update(piece)
        held, no = piece, no + 1
    if seen.hexdigest() != paper.digest:
        raise AlteredPaper(paper.digest)
    yield held


def _piece(work: Work, digest: str, no: int) -> bytes | None:
    with work.read() as session:
        return store.piece(session, digest, no)


def altered(session: Session) -> list[Fault]:
    """The files whose stored content is no longer what their digest and size say."""
    return [
        Fault(
            f"papers:{digest}",
            "存储的内容与摘要不符",
            "the stored content is not what the digest says",
        )
        for digest, size in store.sizes(session)
        if not _is_whole(session, digest, size)
    ]


def _is_whole(session: Session, digest: str, size: int) -> bool:
    seen, length, in_order = sha256(), 0, True
    for expected, (no, piece) in enumerate(store.pieces(session, digest)):
        in_order = in_order and no == expected
        seen.update(piece)
        length += len(piece)
    return in_order and (seen.hexdigest(), length) == (digest, size)
