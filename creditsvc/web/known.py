"""`known_at` of a request: an act number or an instant, as the act up to which the record is read."""

from sqlalchemy.orm import Session

from creditsvc.db import acts
from creditsvc.kernel.clock import BadInstant, parse_instant
from creditsvc.kernel.refusals import Unprocessable

MOST_DIGITS = 9


class BadKnownAt(Unprocessable):
    """`known_at` is neither an act that has happened nor an instant."""

    kind = "bad-known-at"


def known_at(session: Session, text: str | None) -> int | None:
    """The act number that *text* means; None: what is known now. Raises BadKnownAt."""
    if text is None:
        return None
    if text.isascii() and text.isdigit():
        last = acts.last(session)
        if len(text) > MOST_DIGITS or int(text) > last:
            raise BadKnownAt(
                f"还没有 {text[:MOST_DIGITS]} 号行为，最近为 {last}",
                f"act {text[:MOST_DIGITS]} has not happened; the last is {last}",
                field="known_at",
            )
        return int(text)
    try:
        return acts.last_by(session, parse_instant(text))
    except BadInstant as why:
        raise BadKnownAt(
            f"known_at 应为行为号或时刻：{why.zh}",
            f"known_at takes an act number or an instant: {why.en}",
            field="known_at",
        ) from why
