"""The legal ground of a case or an entry in words: instrument, article, facts, measures, way out. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from creditsvc.documents.domain import Facts
from creditsvc.documents.words import day_text, event_text, numbered
from creditsvc.law.measures import issuable
from creditsvc.law.rulebook import Law, Requirement
from creditsvc.law.way_out import instrument_of, of_listing
from creditsvc.listings.domain import Entry

UNVERIFIED = "未核实"  # how the rulebook marks an article it names and has not seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A ground as papers tell it. *region*: where all of its events happened; None: not one place."""

    list_id: str
    list_name: str
    instrument: str
    number: str
    article: str
    rule_title: str | None
    events: tuple[str, ...]
    region: str | None

    def about(self, law: Law) -> str:
        """Whether the list burdens or honours."""
        return law.lists[self.list_id].polarity

    @property
    def remedies(self) -> str:
        """By which name the rulebook knows the time for remedies against what is decided of it."""
        return self.list_id

    def facts(self) -> dict[str, object]:
        """What every document may say of it."""
        return {
            "list_name": self.list_name,
            "instrument": self.instrument,
            "article": self.article,
            "rule_title": self.rule_title,
            "events": numbered({"text": each} for each in self.events) or None,
        }

    def measures(self, law: Law, on: date) -> Sequence[Mapping[str, str]] | None:
        """The measures that may be taken, each with the articles it rests on; None: none can be.

        An article that the rulebook has not verified is not quoted to anybody, nor a measure without one.
        """
        found = issuable(law.measures, list_id=self.list_id, region=self.region, on=on)
        told = (
            {
                "text": each.title["zh"],
                "article": "、".join(f"{b.title}{b.article}" for b in bases),
                "shall": "应当" if each.shall else "可以",
            }
            for each in found
            if (bases := [b for b in each.bases_on(on) if UNVERIFIED not in b.article])
        )
        return numbered(told) or None

    def way_out(self, law: Law, starts: date, last_day: date | None = None) -> Facts:
        """How the entry ends, and on which conditions earlier."""
        found = of_listing(law, self.list_id, self.number, starts, last_day=last_day)
        if found is None:
            return {"ending_article": None, "conditions": None, "bars": None, "earliest": None}
        return {
            "ends_ex_officio": "1" if found.ends == "ex_officio" else None,
            "ends_on_application": "1" if found.ends == "on_application" else None,
            "ending_article": f"{self.instrument}{found.article}",
            "earliest": day_text(found.earliest) if found.earliest else None,
            "earliest_article": cited(self.number, found.earliest_article or found.article),
            "conditions": numbered(_asked(self.number, found.conditions)) or None,
            "bars": numbered(_asked(self.number, found.bars)) or None,
        }

    def asked(self, law: Law, entry: Entry, on: date) -> list[Mapping[str, str]]:
        """The conditions and bars of early removal asked for *on* that day, the display order's with them."""
        found = of_listing(law, entry.list, self.number, entry.starts_on, last_day=entry.last_day)
        known = (*found.conditions, *found.bars) if found is not None else ()
        own = {each.id for each in known}
        order = law.display_on(on)
        if order is None:
            return list(_asked(self.number, known))
        more = [each for each in order.conditions if each.id not in own]
        return [*_asked(self.number, known), *_asked(order.instrument.number, more)]


def told_of(
    law: Law,
    list_id: str,
    ground: Mapping[str, Any],
    contents: Sequence[Mapping[str, Any]],
    on: date,
) -> Told:
    """The ground of a case or an entry, and *contents*, the events it rests on, in words as of *on*."""
    number = str(ground["instrument"])
    rule = law.rule(str(ground["rule"]))
    regions = {each.get("region") for each in contents}
    return Told(
        list_id=list_id,
        list_name=law.lists[list_id].title["zh"],
        instrument=instrument_text(law, number),
        number=number,
        article=str(ground["article"]),
        rule_title=rule.title["zh"] if rule is not None else None,
        events=tuple(event_text(law, each, on) for each in contents),
        region=regions.pop() if len(regions) == 1 else None,
    )


def instrument_text(law: Law, number: str) -> str:
    """An instrument by its title, with its number where it has one beside the title."""
    source = instrument_of(law, number)
    if source is None:
        return number
    title = source.title["zh"]
    return f"{title}（{number}）" if "号" in number else title


def cited(number: str, article: str) -> str:
    """An article with the number of its instrument, where it does not name one itself."""
    return article if "号" in article or "《" in article else f"{number}{article}"


def _asked(number: str, requirements: Sequence[Requirement]) -> Iterator[Mapping[str, str]]:
    for each in requirements:
        yield {"id": each.id, "text": each.text["zh"], "article": cited(number, each.article)}
