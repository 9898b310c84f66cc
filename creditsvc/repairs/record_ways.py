"""Whether the law lets a record on display be repaired, or shielded, as far as a program can tell. Pure.

The order in force on the day of the application governs: its classes, windows, conditions, papers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from creditsvc.kernel.clock import legal_day
from creditsvc.kernel.periods import last_day_of_term
from creditsvc.law.domain import Record
from creditsvc.law.rulebook import DisplayOrder, Law, Requirement
from creditsvc.listings.domain import Entry
from creditsvc.repairs.domain import Effect, Mending
from creditsvc.repairs.refusals import NotRepairable
from creditsvc.repairs.ways import Way, whole

UNCLEAR = "no_listing_rests_on_it"


def way_of(
    law: Law, record: Record | None, entries: Sequence[Entry], *, effect: Effect, on: date
) -> Way:
    """What a grant about *record*, classed as of *on*, the day of the application, asks for.

    *entries*: the adverse ones of the enterprise that stand. *record* None: none stands. Raises
    NotRepairable.
    """
    order = law.display_on(on)
    if order is None or record is None or not record.on_display(on):
        raise _not_shown(record, on)
    number = order.instrument.number
    if effect is Effect.SHIELD:
        return _shield(order, number)
    _must_carry_no_entry(record.ref, entries)
    if record.earliest_repair is None:
        raise NotRepairable(
            f"骗取过信用修复，公示到{record.last_day}止，不得提前修复",
            f"its repair was got by fraud; it is shown until {record.last_day} and not repaired earlier",
            field="record",
        )
    return Way(
        earliest=record.earliest_repair,
        article=f"{number}{order.article}",
        conditions=tuple(whole(number, each) for each in order.conditions),
        bars=_unclear(entries),
        documents=tuple(whole(number, each) for each in order.documents),
    )


def seen(records: Iterable[Record], mendings: Sequence[Mending], moment: datetime) -> list[Record]:
    """Those of *records*, which stand by law, that may be shown at *moment*, after *mendings*.

    A repair or shield hides its record; one that was revoked gives it a term of its own.
    """
    hidden, day = hidden_at(mendings, moment), legal_day(moment)
    standing = (mended(one, mendings, moment) for one in records if one.ref not in hidden)
    return [one for one in standing if one.on_display(day)]


def mended(record: Record, mendings: Iterable[Mending], moment: datetime) -> Record:
    """*record* with the term that the latest revocation gave it, if one did."""
    for one in mendings:
        ours = str(one.event_id) == record.ref and one.ended_by(moment)
        if ours and one.last_day is not None:
            record = replace(record, last_day=one.last_day, earliest_repair=one.earliest)
    return record


def hidden_at(mendings: Iterable[Mending], moment: datetime) -> frozenset[str]:
    """The refs of the records that a repair or shield keeps out of sight at *moment*."""
    return frozenset(str(one.event_id) for one in mendings if one.stands_at(moment))


def term_again(
    law: Law, record: Record | None, mending: Mending, moment: datetime
) -> tuple[date | None, date | None]:
    """The last day of the display after fraud, and from when it may be repaired again.

    No last day: nothing follows, since the record does not stand or the order shows it no longer.
    """
    day = legal_day(moment)
    order = law.display_on(day)
    shown = order.shown.get(record.klass) if order is not None and record is not None else None
    if order is None or order.again is None or record is None or shown is None:
        return None, None
    if record.last_day is None or mending.effect is Effect.SHIELD:
        return None, None
    if order.again.months is not None:
        last = last_day_of_term(day, order.again.months)
    else:
        last = record.last_day + (day - legal_day(mending.from_at))
    return last, last_day_of_term(day, shown.earliest) if order.again.early else None


def _shield(order: DisplayOrder, number: str) -> Way:
    if order.shield is None:
        raise NotRepairable(
            f"{number}没有规定重整期间的屏蔽",
            f"{number} provides for no shield during a reorganisation",
            field="effect",
        )
    return Way(
        earliest=None,
        article=f"{number}{order.shield.article}",
        conditions=tuple(whole(number, each) for each in order.shield.conditions),
    )


def _unclear(entries: Sequence[Entry]) -> tuple[Requirement, ...]:
    """Where an entry made elsewhere does not name the events it rests on, people look it up."""
    silent = [entry for entry in entries if not entry.ground.get("evidence")]
    if not silent:
        return ()
    papers = "、".join(str(entry.ground.get("document_no")) for entry in silent)
    return (
        Requirement(
            id=UNCLEAR,
            article="严重失信主体名单条目不经普通修复（本系统的解读）",
            text={
                "zh": f"该记录不是有效名单条目的依据（{papers}没有载明所依据的记录，须查明）",
                "en": f"no entry in force rests on the record ({papers} names no events; look it up)",
            },
            automatic=False,
        ),
    )


def _must_carry_no_entry(ref: str, entries: Sequence[Entry]) -> None:
    for entry in entries:
        if ref in entry.ground.get("evidence", ()):
            raise NotRepairable(
                "该记录是有效名单条目的依据，不经普通修复；请对该条目申请提前移出"
                "（POST /v1/repairs，写 listing）",
                "an entry in force rests on the record, so it takes no ordinary repair: apply for early "
                "removal of the entry (POST /v1/repairs with listing)",
                field="record",
                listing=str(entry.id),
            )


def _not_shown(record: Record | None, on: date) -> NotRepairable:
    if record is None:
        return NotRepairable(
            "没有有效的处罚记录（尚未处罚、已中止、已撤销，或者不属于本企业），没有可以修复的公示",
            "no penalty stands (not made yet, suspended, annulled, or another enterprise's), so there "
            "is no display to repair",
            field="record",
        )
    if record.last_day is None:
        return NotRepairable(
            "该类记录不公示，无须修复", "records of this class are not shown", field="record"
        )
    return NotRepairable(
        f"该记录在{on}不在公示期内（公示到{record.last_day}止）",
        f"the record is not on display on {on} (its last day is {record.last_day})",
        field="record",
        last_day=record.last_day.isoformat(),
    )
