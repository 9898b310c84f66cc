"""What statements ask of the rows of joint measures: which order is the latest, whom it concerns, how it was answered."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Text,
    and_,
    case,
    exists,
    func,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import aliased

from creditsvc.measures.domain import APPLY, FINAL, LIFT, LIFTED, RECEIVED
from creditsvc.measures.tables import (
    MeasureActionRow,
    MeasureLetterRow,
    MeasureOrderRow,
    MeasureResponseRow,
)


def of_action() -> ColumnElement[bool]:
    """The order is about the action."""
    return MeasureOrderRow.action_id == MeasureActionRow.id


def latest() -> ColumnElement[bool]:
    """No later order about the action."""
    other = aliased(MeasureOrderRow)
    return ~exists().where(
        other.action_id == MeasureOrderRow.action_id, other.no > MeasureOrderRow.no
    )


def concerns(field: str) -> ColumnElement[bool]:
    """The action's executor is *field*, or *field* is one it bites in (see `binding.concerns`)."""
    fields = type_coerce(MeasureActionRow.fields, Text)
    return or_(MeasureActionRow.executor == field, fields.contains(f'"{field}"', autoescape=True))


def to_order(row: Any) -> ColumnElement[bool]:
    """The answer *row* is one to the order."""
    return and_(row.action_id == MeasureOrderRow.action_id, row.order_no == MeasureOrderRow.no)


def last_word(client_id: str) -> ScalarSelect[str]:
    """The last answer of that partner to the order."""
    row = aliased(MeasureResponseRow)
    return (
        select(row.word)
        .where(to_order(row), row.client_id == client_id)
        .order_by(row.no.desc())
        .limit(1)
        .scalar_subquery()
    )


def state_of(last: ScalarSelect[str]) -> ColumnElement[str]:
    """`domain.state_of` in SQL."""
    word = func.coalesce(last, RECEIVED)
    lifting = MeasureOrderRow.kind == LIFT
    return case(
        (and_(lifting, word == LIFTED), LIFTED),
        (lifting, "to_lift"),
        (word == RECEIVED, "to_apply"),
        else_=word,
    )


def answered(*words: str) -> ColumnElement[bool]:
    """Whether somebody answered the order, by program or by letter, with one of *words* (none: any)."""
    found = []
    for table in (MeasureResponseRow, MeasureLetterRow):
        row: Any = aliased(table)
        said = [row.word.in_(words)] if words else []
        found.append(exists().where(to_order(row), *said))
    return or_(*found)


def handled() -> ColumnElement[bool]:
    """Applied, refused or not applicable by somebody; or lifted by all who ever answered about it.

    All letters about an action come from its executor and are one voice; each program is another.
    """
    other, lifted = aliased(MeasureResponseRow), aliased(MeasureResponseRow)
    letter, lifting = aliased(MeasureLetterRow), aliased(MeasureLetterRow)
    still = exists().where(
        other.action_id == MeasureOrderRow.action_id,
        ~exists()
        .where(to_order(lifted), lifted.word == LIFTED, lifted.client_id == other.client_id)
        .correlate(other, MeasureOrderRow),
    )
    unwritten = and_(
        exists().where(letter.action_id == MeasureOrderRow.action_id),
        ~exists().where(to_order(lifting), lifting.word == LIFTED),
    )
    return or_(
        and_(MeasureOrderRow.kind == APPLY, answered(*FINAL[APPLY])),
        and_(MeasureOrderRow.kind == LIFT, answered(LIFTED), ~still, ~unwritten),
    )


def flag(claim: ColumnElement[bool]) -> ColumnElement[int]:
    """1 or 0, which both engines can group by."""
    return case((claim, 1), else_=0)
