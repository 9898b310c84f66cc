"""The way out of a listing, a finding or a record: which day, from when earlier, on what conditions.

Everything comes from the instruments' `exits` and the display orders; whether a condition is
fulfilled is for people to judge, except where it is marked automatic.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from creditsvc.kernel.periods import add_months
from creditsvc.law.domain import Finding, Record, Texts
from creditsvc.law.rulebook import Exit, Instrument, Law, Requirement


@dataclass(frozen=True, slots=True, kw_only=True)
class WayOut:
    """How it ends. Days are None where the law knows none.

    *ends*: ``ex_officio`` or ``on_application``. *last_day* belongs to it. *earliest*: the first
    day on which early removal or repair may be applied for. *apply_from*: from when removal at
    expiry may be applied for. *conditions* are all needed; any of *bars* stands in the way.
    """

    ends: str
    article: str
    last_day: date | None
    earliest: date | None
    earliest_article: str | None
    apply_from: date | None
    conditions: tuple[Requirement, ...]
    bars: tuple[Requirement, ...]

    @property
    def sentence(self) -> Texts:
        """The way out in one Chinese and one English text."""
        return {"zh": _zh(self), "en": _en(self)}

    def open_on(self, day: date) -> bool:
        """Whether early removal or repair may be applied for on *day*, as far as time goes."""
        return self.earliest is not None and day >= self.earliest

    def body(self) -> dict[str, object]:
        """The way out as JSON values."""
        return {
            "ends": self.ends,
            "article": self.article,
            "last_day": self.last_day and self.last_day.isoformat(),
            "earliest": self.earliest and self.earliest.isoformat(),
            "apply_from": self.apply_from and self.apply_from.isoformat(),
            "conditions": [_requirement(each) for each in self.conditions],
            "bars": [_requirement(each) for each in self.bars],
            **self.sentence,
        }


def of_listing(
    law: Law, list_id: str, instrument: str, started_on: date, *, last_day: date | None = None
) -> WayOut | None:
    """The way out of a listing that began on *started_on* under *instrument* (its id or number).

    *last_day*: where the decision set another last day than the rulebook's term. None if the
    rulebook knows no such listing.
    """
    source = instrument_of(law, instrument)
    ending = source.exits.get(list_id) if source is not None else None
    if source is None or ending is None:
        return None
    term = source.terms.get(list_id)
    if last_day is None and term is not None:
        last_day = term.last_day(started_on)
    return _way(ending, started_on, last_day)


def of_finding(law: Law, finding: Finding, on: date) -> WayOut | None:
    """The way out of the listing a finding leads to, if its term began on *on*."""
    if finding.list is None:
        return None
    last_day = finding.term.last_day(on) if finding.term is not None else None
    return of_listing(law, finding.list, finding.instrument_id, on, last_day=last_day)


def of_record(law: Law, record: Record) -> WayOut | None:
    """The way out of the display of a record; None if it is not displayed."""
    order = next((o for o in law.displays if o.instrument.number == record.instrument), None)
    if order is None or record.last_day is None:
        return None
    return WayOut(
        ends="ex_officio",
        article=f"{order.instrument.number}{order.article}",
        last_day=record.last_day,
        earliest=record.earliest_repair,
        earliest_article=order.article,
        apply_from=None,
        conditions=order.conditions,
        bars=(),
    )


def instrument_of(law: Law, name: str) -> Instrument | None:
    """The instrument of that id or number."""
    known = law.instruments.get(name)
    if known is not None:
        return known
    return next((each for each in law.instruments.values() if each.number == name), None)


def _way(ending: Exit, started_on: date, last_day: date | None) -> WayOut:
    before = ending.apply_days_before
    apply = last_day - timedelta(days=before) if last_day is not None and before else None
    after = ending.early_after
    return WayOut(
        ends=ending.ends,
        article=ending.article,
        last_day=last_day,
        earliest=add_months(started_on, after) if after is not None else None,
        earliest_article=ending.early_article,
        apply_from=apply,
        conditions=ending.conditions,
        bars=ending.bars,
    )


def _requirement(each: Requirement) -> dict[str, object]:
    return {"id": each.id, "article": each.article, "automatic": each.automatic, **each.text}


def _zh(way: WayOut) -> str:
    parts = []
    if way.last_day is not None:
        parts.append(f"最后一日为{way.last_day}")
    parts.append(
        "期满由作出决定的机关依职权移出" if way.ends == "ex_officio" else "期满须经申请移出"
    )
    if way.apply_from is not None:
        parts.append(f"自{way.apply_from}起可以申请期满移出")
    if way.earliest is not None:
        parts.append(f"自{way.earliest}起可以申请提前移出或者修复（{way.earliest_article}）")
    if way.conditions:
        parts.append("条件：" + "，".join(each.text["zh"] for each in way.conditions))
    parts += (each.text["zh"] for each in way.bars)
    return "；".join(parts) + "。"


def _en(way: WayOut) -> str:
    parts = []
    if way.last_day is not None:
        parts.append(f"last day {way.last_day}")
    parts.append(
        "ends ex officio at expiry" if way.ends == "ex_officio" else "ends at expiry on application"
    )
    if way.apply_from is not None:
        parts.append(f"removal at expiry may be applied for from {way.apply_from}")
    if way.earliest is not None:
        parts.append(f"early removal or repair may be applied for from {way.earliest}")
    if way.conditions:
        parts.append("conditions: " + ", ".join(each.text["en"] for each in way.conditions))
    parts += (each.text["en"] for each in way.bars)
    return "; ".join(parts) + "."
