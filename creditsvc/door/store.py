"""Every SQL statement of the room; rows become values here."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from creditsvc.door.domain import Code, Door, Submission, Visit
from creditsvc.door.tables import (
    DoorCodeRow,
    DoorRow,
    DoorSubmissionRow,
    DoorTryRow,
    DoorVisitRow,
)

KEPT_AFTER = timedelta(days=1)  # how long a try or visit stays that no answer needs any more


def door(session: Session, number: str) -> Door | None:
    """The door of that number."""
    row = session.get(DoorRow, number)
    return None if row is None else _door(row)


def door_of(session: Session, kind: str, matter: UUID) -> Door | None:
    """The door to that matter, if one was made."""
    query = select(DoorRow).where(DoorRow.kind == kind, DoorRow.matter == matter)
    row = session.scalar(query)
    return None if row is None else _door(row)


def add_door(session: Session, one: Door, *, act_no: int) -> None:
    """A new door."""
    row = {
        "number": one.number,
        "act_no": act_no,
        "kind": one.kind,
        "matter": one.matter,
        "enterprise_id": one.enterprise_id,
    }
    session.execute(insert(DoorRow), [row])


def add_code(session: Session, code: Code) -> None:
    """A new code, which voids those before it."""
    row = {
        "id": code.id,
        "number": code.number,
        "act_no": code.act_no,
        "hashed": code.hashed,
        "issued_by": code.issued_by,
    }
    session.execute(insert(DoorCodeRow), [row])


def code(session: Session, number: str) -> Code | None:
    """The code that opens that door: the latest."""
    row = session.scalar(
        select(DoorCodeRow)
        .where(DoorCodeRow.number == number)
        .order_by(DoorCodeRow.act_no.desc())
        .limit(1)
    )
    if row is None:
        return None
    return Code(
        id=row.id,
        number=row.number,
        hashed=row.hashed,
        act_no=row.act_no,
        issued_by=row.issued_by,
    )


def codes(session: Session, number: str) -> list[tuple[int, str]]:
    """The act and the maker of each code of that door, oldest first."""
    row = DoorCodeRow
    query = select(row.act_no, row.issued_by).where(row.number == number).order_by(row.act_no)
    return [(act_no, by) for act_no, by in session.execute(query)]


def add_submission(session: Session, number: str, one: Submission) -> None:
    """Something that came in."""
    row = {
        "number": number,
        "no": one.no,
        "act_no": one.act_no,
        "kind": one.kind,
        "document_no": one.document_no,
        "digest": one.digest,
        "files": [dict(each) for each in one.files],
    }
    session.execute(insert(DoorSubmissionRow), [row])


def submissions(session: Session, number: str) -> list[Submission]:
    """Everything that came in through that door, oldest first."""
    row = DoorSubmissionRow
    query = select(row).where(row.number == number).order_by(row.no)
    return [
        Submission(
            no=found.no,
            act_no=found.act_no,
            kind=found.kind,
            document_no=found.document_no,
            digest=found.digest,
            files=tuple(found.files),
        )
        for found in session.scalars(query)
    ]


def tries(session: Session, subject: str) -> tuple[int, datetime] | None:
    """Failed tries in a row and until when the next one is refused."""
    row = session.get(DoorTryRow, subject)
    return None if row is None else (row.failures, row.blocked_until)


def keep_try(
    session: Session, subject: str, *, count: int, at: datetime, blocked_until: datetime
) -> None:
    """Write the number of failed tries in a row; those of long ago are forgotten."""
    session.execute(
        delete(DoorTryRow).where(
            (DoorTryRow.subject == subject) | (DoorTryRow.last_at < at - KEPT_AFTER)
        )
    )
    row = {"subject": subject, "failures": count, "last_at": at, "blocked_until": blocked_until}
    session.execute(insert(DoorTryRow), [row])


def forget_tries(session: Session, subject: str) -> None:
    """Forget the failed tries at a number after a good one."""
    session.execute(delete(DoorTryRow).where(DoorTryRow.subject == subject))


def forget_one_try(session: Session, subject: str, at: datetime) -> None:
    """Take back the one try that was good, and its wait; what else failed there still counts."""
    session.execute(
        delete(DoorTryRow).where(DoorTryRow.subject == subject, DoorTryRow.failures == 1)
    )
    session.execute(
        update(DoorTryRow)
        .where(DoorTryRow.subject == subject)
        .values(failures=DoorTryRow.failures - 1, blocked_until=at)
    )


def add_visit(session: Session, visit: Visit) -> None:
    """An opened door; visits of long ago are let go."""
    gone = DoorVisitRow.seen_at < visit.seen_at - KEPT_AFTER
    session.execute(delete(DoorVisitRow).where(gone))
    row = {
        "digest": visit.digest,
        "number": visit.number,
        "code_id": visit.code_id,
        "began_at": visit.began_at,
        "seen_at": visit.seen_at,
    }
    session.execute(insert(DoorVisitRow), [row])


def visit(session: Session, digest: str) -> Visit | None:
    """The visit whose token has that digest."""
    row = session.get(DoorVisitRow, digest)
    if row is None:
        return None
    return Visit(
        digest=row.digest,
        number=row.number,
        code_id=row.code_id,
        began_at=row.began_at,
        seen_at=row.seen_at,
    )


def seen(session: Session, digest: str, at: datetime) -> None:
    """The visitor was here *at* that moment."""
    session.execute(update(DoorVisitRow).where(DoorVisitRow.digest == digest).values(seen_at=at))


def end_visit(session: Session, digest: str) -> None:
    """Close the door behind a visitor."""
    session.execute(delete(DoorVisitRow).where(DoorVisitRow.digest == digest))


def count_submissions(session: Session, number: str) -> int:
    """How many things came in through that door."""
    query = select(func.count()).select_from(DoorSubmissionRow)
    return session.execute(query.where(DoorSubmissionRow.number == number)).scalar_one()


def _door(row: DoorRow) -> Door:
    return Door(
        number=row.number, kind=row.kind, matter=row.matter, enterprise_id=row.enterprise_id
    )
