"""Every SQL statement about kept files; rows ↔ values."""

from collections.abc import Collection, Iterator
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from creditsvc.db.tables import ActRow
from creditsvc.papers.domain import Paper
from creditsvc.papers.tables import PIECE, PaperHolderRow, PaperPieceRow, PaperRow


def add(session: Session, paper: Paper, content: bytes) -> None:
    """A new file with its content."""
    row = {
        "digest": paper.digest,
        "act_no": paper.act_no,
        "name": paper.name,
        "type": paper.type,
        "size": paper.size,
    }
    session.execute(insert(PaperRow), [row])
    for no, start in enumerate(range(0, len(content), PIECE)):
        piece = {
            "digest": paper.digest,
            "no": no,
            "act_no": paper.act_no,
            "content": content[start : start + PIECE],
        }
        session.execute(insert(PaperPieceRow), [piece])


def hold(session: Session, digest: str, holder: UUID, *, act_no: int) -> None:
    """Note that the file is of the holder's matters, if nobody did."""
    if session.get(PaperHolderRow, (digest, holder)) is None:
        row = {"digest": digest, "holder": holder, "act_no": act_no}
        session.execute(insert(PaperHolderRow), [row])


def holders(session: Session, digests: Collection[str]) -> dict[str, set[UUID]]:
    """In whose matters each of *digests* was kept; one that is of nobody's is absent."""
    query = select(PaperHolderRow.digest, PaperHolderRow.holder)
    found: dict[str, set[UUID]] = {}
    for digest, holder in session.execute(query.where(PaperHolderRow.digest.in_(digests))):
        found.setdefault(digest, set()).add(holder)
    return found


def get(session: Session, digest: str) -> Paper | None:
    """The file with that digest."""
    query = (
        select(PaperRow, ActRow)
        .join(ActRow, ActRow.no == PaperRow.act_no)
        .where(PaperRow.digest == digest)
    )
    found = session.execute(query).one_or_none()
    if found is None:
        return None
    row, act = found
    return Paper(
        digest=row.digest, name=row.name, type=row.type, size=row.size, act_no=row.act_no,
        kept_by=act.actor, kept_at=act.at,
    )  # fmt: skip


def size_of(session: Session, digests: Collection[str]) -> int:
    """The bytes of all of *digests* together, each counted once."""
    query = select(func.coalesce(func.sum(PaperRow.size), 0)).where(PaperRow.digest.in_(digests))
    return session.execute(query).scalar_one()


def piece(session: Session, digest: str, no: int) -> bytes | None:
    """The content of one piece; None past the last."""
    query = select(PaperPieceRow.content).where(
        PaperPieceRow.digest == digest, PaperPieceRow.no == no
    )
    return session.scalar(query)


def sizes(session: Session) -> list[tuple[str, int]]:
    """Digest and size of every file, in the order of the digests."""
    query = select(PaperRow.digest, PaperRow.size).order_by(PaperRow.digest)
    return [(digest, size) for digest, size in session.execute(query)]


def pieces(session: Session, digest: str) -> Iterator[tuple[int, bytes]]:
    """The numbered pieces of one file, in order, few at a time."""
    query = (
        select(PaperPieceRow.no, PaperPieceRow.content)
        .where(PaperPieceRow.digest == digest)
        .order_by(PaperPieceRow.no)
        .execution_options(yield_per=8)
    )
    for row in session.execute(query):
        yield row.no, row.content
