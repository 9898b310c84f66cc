"""The way out of a listing, a ban, a finding or a record: which day, from when earlier, on what conditions.

Everything comes from the instruments' `exits`, the rules' bans and the display orders. Whether the
conditions are fulfilled on a day is for `way_out_checks`, and for people.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from creditsvc.kernel.periods import add_months, last_day_of_term
from creditsvc.law.bans import Ban
from creditsvc.law.domain import Finding, Record, Term, Texts
from creditsvc.law.doubts import Remark
from creditsvc.law.rulebook import Exit, Instrument, Law, Requirement

_ENDS = {
    "ex_officio": ("期满由作出决定的机关依职权移出", "ends ex officio at expiry"),
    "on_application": ("期满须经申请移出", "ends at expiry on application"),
    "lapses": (
        "禁入期满自行终止，未见提前解除的规定",
        "lapses at its end; nothing is seen that ends it earlier",
    ),
    "never": ("终身禁入，没有终止之日", "a ban for life: it has no last day"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WayOut:
    """How it ends. Days are None where the law knows none.

    *ends*: ``ex_officio``, ``on_application``, ``lapses`` (a ban, by itself) or ``never`` (a ban for
    life). *last_day* belongs to it. *earliest*: the first day on which early removal or repair may be
    applied for. *apply_from*: from when removal at expiry may be applied for. *conditions* are all
    needed; any of *bars* stands in the way. *returns*: what would bring the subject back, then for
    *again_months*; *lost_by*: what would end an honour before its day. *instrument* is an id.
    """

    ends: str
    article: str
    instrument: str
    started_on: date
    last_day: date | None
    earliest: date | None = None
    earliest_article: str | None = None
    apply_from: date | None = None
    conditions: tuple[Requirement, ...] = ()
    bars: tuple[Requirement, ...] = ()
    returns: tuple[Remark, ...] = ()
    again_months: int | None = None
    lost_by: tuple[Remark, ...] = ()

    @property
    def ending(self) -> Texts:
        """The days and how it ends, in Chinese and English: the sentence without its conditions."""
        return {"zh": "；".join(_days_zh(self)) + "。", "en": "; ".join(_days_en(self)) + "."}

    @property
    def sentence(self) -> Texts:
        """The way out in one Chinese and one English text."""
        return {"zh": _zh(self), "en": _en(self)}

    def open_on(self, day: date) -> bool:
        """Whether early removal or repair may be applied for on *day*, as far as time goes."""
        return self.earliest is not None and day >= self.earliest

    def body(self) -> dict[str, object]:
        """The way out as JSON values; nothing in it changes with time alone."""
        return {
            "ends": self.ends,
            "article": self.article,
            "last_day": self.last_day and self.last_day.isoformat(),
            "earliest": self.earliest and self.earliest.isoformat(),
            "apply_from": self.apply_from and self.apply_from.isoformat(),
            "conditions": [requirement_body(each) for each in self.conditions],
            "bars": [requirement_body(each) for each in self.bars],
            "returns": [each.body() for each in self.returns],
            "again_months": self.again_months,
            "lost_by": [each.body() for each in self.lost_by],
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
    return _way(source, ending, started_on, last_day, term)


def of_finding(law: Law, finding: Finding, on: date) -> WayOut | None:
    """The way out of what a finding leads to, if its term began on *on*: a listing, else a ban."""
    if finding.list is not None:
        last_day = finding.term.last_day(on) if finding.term is not None else None
        return of_listing(law, finding.list, finding.instrument_id, on, last_day=last_day)
    return _of_ban(finding, finding.ban, on) if finding.ban is not None else None


def of_record(law: Law, record: Record) -> WayOut | None:
    """The way out of the display of a record; None if it is not displayed."""
    order = next((o for o in law.displays if o.instrument.number == record.instrument), None)
    if order is None or record.last_day is None:
        return None
    return WayOut(
        ends="ex_officio",
        article=f"{order.instrument.number}{order.article}",
        instrument=order.instrument.id,
        started_on=record.shown_from,
        last_day=record.last_day,
        earliest=record.earliest_repair,
        earliest_article=order.article,
        conditions=order.conditions,
    )


def instrument_of(law: Law, name: str) -> Instrument | None:
    """The instrument of that id or number."""
    known = law.instruments.get(name)
    if known is not None:
        return known
    return next((each for each in law.instruments.values() if each.number == name), None)


def requirement_body(each: Requirement) -> dict[str, object]:
    """A condition or a bar as JSON values."""
    return {"id": each.id, "article": each.article, "automatic": each.automatic, **each.text}


def _of_ban(finding: Finding, ban: Ban, started_on: date) -> WayOut:
    """A ban ends with its term, and one for life never; no text of ours ends one early."""
    months = ban.months
    return WayOut(
        ends="never" if months is None else "lapses",
        article=f"{finding.instrument}{finding.article}",
        instrument=finding.instrument_id,
        started_on=started_on,
        last_day=last_day_of_term(started_on, months) if months is not None else None,
    )


def _way(
    source: Instrument, ending: Exit, started_on: date, last_day: date | None, term: Term | None
) -> WayOut:
    before = ending.apply_days_before
    apply = last_day - timedelta(days=before) if last_day is not None and before else None
    after = ending.early_after
    again = (term.repeat_months or term.months) if term is not None and ending.returns else None
    return WayOut(
        ends=ending.ends,
        article=ending.article,
        instrument=source.id,
        started_on=started_on,
        last_day=last_day,
        earliest=add_months(started_on, after) if after is not None else None,
        earliest_article=ending.early_article,
        apply_from=apply,
        conditions=ending.conditions,
        bars=ending.bars,
        returns=ending.returns,
        again_months=again,
        lost_by=ending.lost_by,
    )


def _days_zh(way: WayOut) -> list[str]:
    parts = [f"最后一日为{way.last_day}"] if way.last_day is not None else []
    parts.append(_ENDS[way.ends][0])
    if way.apply_from is not None:
        parts.append(f"自{way.apply_from}起可以申请期满移出")
    if way.earliest is not None:
        parts.append(f"自{way.earliest}起可以申请提前移出或者修复（{way.earliest_article}）")
    return parts


def _zh(way: WayOut) -> str:
    parts = _days_zh(way)
    if way.conditions:
        parts.append("条件：" + "，".join(each.text["zh"] for each in way.conditions))
    parts += (each.text["zh"] for each in way.bars)
    if way.returns:
        cited = "；".join(f"{each.text['zh']}（{each.article}）" for each in way.returns)
        parts.append(f"何种情形将再次列入（{way.again_months}个月）：{cited}")
    if way.lost_by:
        cited = "；".join(f"{each.text['zh']}（{each.article}）" for each in way.lost_by)
        parts.append(f"何种情形将提前移出：{cited}")
    return "；".join(parts) + "。"


def _days_en(way: WayOut) -> list[str]:
    parts = [f"last day {way.last_day}"] if way.last_day is not None else []
    parts.append(_ENDS[way.ends][1])
    if way.apply_from is not None:
        parts.append(f"removal at expiry may be applied for from {way.apply_from}")
    if way.earliest is not None:
        parts.append(f"early removal or repair may be applied for from {way.earliest}")
    return parts


def _en(way: WayOut) -> str:
    parts = _days_en(way)
    if way.conditions:
        parts.append("conditions: " + ", ".join(each.text["en"] for each in way.conditions))
    parts += (each.text["en"] for each in way.bars)
    if way.returns:
        told = "; ".join(each.text["en"] for each in way.returns)
        parts.append(f"what would bring it back, for {way.again_months} months: {told}")
    if way.lost_by:
        told = "; ".join(each.text["en"] for each in way.lost_by)
        parts.append(f"what would end it early: {told}")
    return "; ".join(parts) + "."
