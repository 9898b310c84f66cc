"""A penalty on record in words: what it was, how long it is shown, and what ends the display earlier. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from creditsvc.documents.domain import Facts
from creditsvc.documents.words import day_text, event_text, numbered
from creditsvc.kernel.periods import last_day_of_term
from creditsvc.law.domain import Record
from creditsvc.law.rulebook import Law
from creditsvc.law.way_out import instrument_of
from creditsvc.repairs.clocks import Periods, record_periods
from creditsvc.repairs.ways import whole

REPAIR = "repair"


@dataclass(frozen=True, slots=True, kw_only=True)
class Penalty:
    """A record as papers tell it. *record*: as the display order of the day classes it, while it stands.

    *authority*: who imposed the penalty.
    """

    text: str
    number: str | None
    imposed_on: date | None
    authority: str | None
    region: str | None
    kind: str
    record: Record | None

    def about(self, law: Law) -> str:
        """What a document is about that is about this."""
        del law
        return "record"

    @property
    def remedies(self) -> str:
        """By which name the rulebook knows the time for remedies against what is decided of it."""
        return REPAIR

    def facts(self) -> dict[str, object]:
        """What every document may say of it."""
        shown = self.record
        return {
            "record": self.text,
            "penalty_number": self.number,
            "penalty_day": day_text(self.imposed_on) if self.imposed_on else None,
            "penalised_by": self.authority,
            "shown_until": day_text(shown.last_day) if shown and shown.last_day else None,
            "repair_from": day_text(shown.earliest_repair) if shown and shown.earliest_repair else None,
        }  # fmt: skip

    def periods(self, law: Law) -> Periods:
        """Those for its repair, of its place and domain."""
        return record_periods(law, region=self.region, kind=self.kind)

    def order(self, law: Law, on: date) -> Facts:
        """What the display order in force *on* that day asks for before the display is over."""
        order = law.display_on(on)
        if order is None:
            return {"order": None, "conditions": None, "documents": None}
        number, source = order.instrument.number, instrument_of(law, order.instrument.number)
        asked = [whole(number, each) for each in order.conditions]
        more = [whole(number, each) for each in order.documents]
        return {
            "order": f"{source.title['zh']}（{number}）" if source is not None else number,
            "conditions": numbered({"text": e.text["zh"], "article": e.article} for e in asked)
            or None,
            "documents": numbered({"text": e.text["zh"], "article": e.article} for e in more)
            or None,
        }

    def again(self, law: Law, on: date, hidden_on: date) -> Facts:
        """What follows *on* that day where a repair of *hidden_on* is revoked for fraud.

        The days out of sight do not count as shown, or a new term runs, as the order has it.
        """
        order, shown = law.display_on(on), self.record
        if order is None or order.again is None or shown is None or shown.last_day is None:
            return {"again_until": None, "again_months": None, "again_from": None}
        months = order.again.months
        held = order.shown.get(shown.klass)
        last = last_day_of_term(on, months) if months else shown.last_day + (on - hidden_on)
        first = last_day_of_term(on, held.earliest) if order.again.early and held else None
        return {
            "again_until": day_text(last),
            "again_months": f"{months}个月" if months else None,
            "again_from": day_text(first) if first else None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """That something concerns this enterprise at all; beside its name there is nothing to tell."""

    def about(self, law: Law) -> str:
        """What a document is about that is about this."""
        del law
        return "identity"

    @property
    def remedies(self) -> str:
        """By which name the rulebook knows the time for remedies against what is decided of it."""
        return REPAIR

    def facts(self) -> dict[str, object]:
        """Nothing."""
        return {}


def penalty_of(law: Law, content: Mapping[str, Any], record: Record | None, on: date) -> Penalty:
    """The penalty of an event as its source states it, in words as of *on*."""
    imposed = content.get("penalised_on")
    return Penalty(
        text=event_text(law, content, on),
        number=content.get("document_no"),
        imposed_on=date.fromisoformat(imposed) if imposed else None,
        authority=content.get("authority"),
        region=content.get("region"),
        kind=content["kind"],
        record=record,
    )
