"""Which measures bind under the entries in force, and which could be chosen. Pure: law and position in.

A `shall` measure follows from the entry. A `may` measure binds where the decision named it; where the
decision says nothing of measures, it is only proposed (可以：逐案决定，令第11号第八条).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from creditsvc.events.store import Version
from creditsvc.kernel.clock import legal_day
from creditsvc.law.measures import Cap, Measure, issuable, shared_region
from creditsvc.law.rulebook import Law
from creditsvc.listings.domain import Entry
from creditsvc.tiers.service import Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """A measure that binds under an entry on the day *on*; last_day None: no end by time."""

    entry: Entry
    measure: Measure
    on: date

    @property
    def starts_on(self) -> date:
        """The first day of entry and measure both."""
        return max(self.entry.starts_on, self.measure.in_force.from_)

    @property
    def last_day(self) -> date | None:
        """The entry's last day, or an earlier one where the measure's own cap ends before."""
        return self.measure.last_day(self.entry.starts_on, self.entry.last_day)

    def body(self) -> dict[str, Any]:
        """What is told of it: who takes it, in which field, on which articles, from when until when."""
        last = self.last_day
        return {
            "listing": str(self.entry.id),
            "list": self.entry.list,
            "valid_from": self.starts_on.isoformat(),
            "valid_to": last and last.isoformat(),
            "lifetime": last is None,
            **measure_body(self.measure, self.on),
        }


def measure_body(measure: Measure, on: date) -> dict[str, Any]:
    """A measure with the bases that carry it on *on*. *may*: it needed a decision of its own."""
    return {
        "measure": measure.id,
        "title": dict(measure.title),
        "fields": [one.id for one in measure.fields],
        "executors": [one.id for one in measure.executors],
        "subjects": [one.id for one in measure.subjects],
        "may": not measure.shall,
        "basis": [
            {"instrument": one.title, "article": one.article} for one in measure.bases_on(on)
        ],
        "base_list": [one.id for one in measure.entries if one.stands_on(on)],
        "cap": _cap(measure.cap),
    }


def binding(law: Law, position: Position) -> list[Binding]:
    """What binds under the entries in force of *position*, entry by entry in the order of the law."""
    on = legal_day(position.moment)
    return [
        Binding(entry=entry, measure=measure, on=on)
        for entry in position.entries
        for measure in _issuable(law, entry, position.record, on)
        if measure.shall or measure.id in (entry.ground.get("measures") or ())
    ]


def proposed(law: Law, entry: Entry, record: Iterable[Version], on: date) -> list[Measure]:
    """The `may` measures that could be decided for *entry*; none once a decision spoke of measures."""
    if "measures" in entry.ground:
        return []
    return [one for one in _issuable(law, entry, record, on) if not one.shall]


def concerns(field: str | None, told: Mapping[str, Any]) -> bool:
    """Whether a measure as *told* is one of the partner whose contract names *field*.

    A department's contract names its function (an executor), anybody else's the field it works in.
    """
    return field is not None and (field in told["executors"] or field in told["fields"])


def _issuable(law: Law, entry: Entry, record: Iterable[Version], on: date) -> Iterator[Measure]:
    region = _region(entry, record)
    for one in issuable(law.measures, list_id=entry.list, region=region, on=on):
        last = one.last_day(entry.starts_on, entry.last_day)
        if last is None or on <= last:
            yield one


def _region(entry: Entry, record: Iterable[Version]) -> str | None:
    """Where the entry belongs: as its decision says, else where all it rests on happened."""
    stated: str | None = entry.ground.get("region")
    if stated is not None:
        return stated
    evidence = set(entry.ground.get("evidence", ()))
    places = [one.content.get("region") or "" for one in record if str(one.event_id) in evidence]
    return shared_region(places)


def _cap(cap: Cap | None) -> dict[str, Any] | None:
    return None if cap is None else {"unit": cap.unit, "amount": cap.amount}
