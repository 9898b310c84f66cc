"""How long after an accident a change of its casualties still counts. The days are the rulebook's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from creditsvc.kernel.periods import add_days
from creditsvc.law.facts import Fact
from creditsvc.law.reading import MARKS, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class CountingDays:
    """Within how many *days* of the accident changes of its *figures* count.

    *shorter*: the days where the boolean fact of that name is true. *source*: the article.
    """

    figures: tuple[str, ...]
    days: int
    shorter: Mapping[str, int]
    source: str
    provenance: str

    def last_day(self, occurred_on: date, facts: Mapping[str, object]) -> date:
        """The last day that counts; the accident's own is not counted (民法典 art. 201).

        A fact that would shorten the days and is not stated leaves them as they are.
        """
        short = [days for name, days in self.shorter.items() if facts.get(name) is True]
        return add_days(occurred_on, min([self.days, *short]))


def read_counting(entry: Text, facts: Mapping[str, Fact]) -> CountingDays:
    """The counting days written at *entry*. Raises RulebookError."""
    entry.only("figures", "days", "shorter", "source", "provenance")
    figures, days, shorter = entry.need("figures"), entry.need("days"), entry.get("shorter")
    for name in figures.texts:
        if name not in facts or facts[name].type != "integer":
            raise figures.error(f"“{name}”不是人数", f"“{name}” is not a number of people")
    fewer = {} if shorter is None else shorter.fields
    for name, value in fewer.items():
        if name not in facts or facts[name].type != "boolean":
            raise value.error(f"“{name}”不是是否", f"“{name}” is not a fact of yes or no")
        if value.positive >= days.positive:
            raise value.error(
                f"应少于 {days.positive} 日", f"must be fewer than the {days.positive} days"
            )
    return CountingDays(
        figures=figures.texts,
        days=days.positive,
        shorter={name: value.positive for name, value in fewer.items()},
        source=entry.need("source").text,
        provenance=entry.need("provenance").one_of(MARKS),
    )
