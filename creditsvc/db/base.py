"""What every table shares: the metadata with its naming convention and the column types."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import CHAR, Boolean, Date, ForeignKey, Integer, MetaData, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from creditsvc.kernel.canonical import canonical_bytes
from creditsvc.kernel.clock import instant_text, parse_instant

CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Tables of the register."""

    metadata = MetaData(naming_convention=CONVENTION)


class LogBase(DeclarativeBase):
    """Tables of the look-up log, which on SQLite is a file of its own."""

    metadata = MetaData(naming_convention=CONVENTION)


class Moment(TypeDecorator[datetime]):
    """An aware UTC instant as fixed-width text: exact on both engines, and sorts as time does."""

    impl = CHAR(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        del dialect
        return None if value is None else instant_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        del dialect
        return None if value is None else parse_instant(value)


class Json(TypeDecorator[Any]):
    """A JSON value kept as canonical text, so that its digest can be taken from the row."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        del dialect
        return None if value is None else canonical_bytes(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        del dialect
        return None if value is None else orjson.loads(value)


class Moved:
    """One matter of an enterprise after one move: the row with the highest version is its present state."""

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("enterprises.id"))
    stage: Mapped[str] = mapped_column(String(16))
    move: Mapped[str] = mapped_column(String(16))
    by: Mapped[str] = mapped_column(String(200))
    state: Mapped[Any] = mapped_column(Json)


class Filed:
    """The paper of one move: who filed it, its number, its day, the digest of its file."""

    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    move: Mapped[str] = mapped_column(String(16))
    by: Mapped[str] = mapped_column(String(200))
    document_no: Mapped[str] = mapped_column(String(200))
    document_day: Mapped[date] = mapped_column(Date)
    document_digest: Mapped[str] = mapped_column(CHAR(64))


class Opened:
    """The opening of a case: who approved it, and what it makes due before the decision."""

    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    opened_on: Mapped[date] = mapped_column(Date)
    approved_by: Mapped[str] = mapped_column(String(200))
    handled_by: Mapped[str] = mapped_column(String(200))
    review_due: Mapped[bool] = mapped_column(Boolean)
    deliberation_due: Mapped[bool] = mapped_column(Boolean)


class Noticed:
    """Proof that whoever a matter is about was told, and until when they may reply."""

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer)
    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    kind: Mapped[str] = mapped_column(String(32))
    served_on: Mapped[date] = mapped_column(Date)
    reference: Mapped[str] = mapped_column(String(200))
    document_no: Mapped[str] = mapped_column(String(200))
    document_digest: Mapped[str] = mapped_column(CHAR(64))
    reply_until: Mapped[date] = mapped_column(Date)
    handled_by: Mapped[str] = mapped_column(String(200))


class Ended:
    """That something in force ended before its time: with its ground, or on a paper."""

    act_no: Mapped[int] = mapped_column(ForeignKey("acts.no"))
    ended_at: Mapped[datetime] = mapped_column(Moment)
    reason: Mapped[str] = mapped_column(String(32))
    detail: Mapped[str] = mapped_column(Text)
    document_no: Mapped[str | None] = mapped_column(String(200))
