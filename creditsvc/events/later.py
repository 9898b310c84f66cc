"""Facts that an event has from a later day on: checked like facts, one entry a day, in day order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from creditsvc.events.facts import normal_facts
from creditsvc.events.quoting import pointer_to, shown
from creditsvc.kernel.clock import BadDay, parse_day
from creditsvc.kernel.refusals import FieldError
from creditsvc.law.domain import LaterFacts
from creditsvc.law.kinds import Kinds

FIELD = "later_facts"
MOST = 100  # entries; a death reported every day of the thirty that count is a third of it
_MEMBERS = ("from", "facts")


@dataclass(slots=True, kw_only=True)
class _Days:
    """The facts by day, gathered from the entries, and everything wrong with them."""

    kind: str
    kinds: Kinds
    occurred_on: date
    by_day: dict[date, dict[str, object]] = field(default_factory=dict)
    errors: list[FieldError] = field(default_factory=list)

    def wrong(self, names: Sequence[str], zh: str, en: str) -> None:
        self.errors.append(FieldError(pointer=pointer_to(FIELD, *names), zh=zh, en=en))

    def take(self, place: str, entry: object) -> None:
        """Gather the entry that stands at *place*."""
        if not isinstance(entry, Mapping):
            self.wrong([place], "应为对象，含 from 与 facts", "must be an object of from and facts")
            return
        for name in entry:
            if name not in _MEMBERS:
                near = shown(name)
                self.wrong([place, name], f"没有字段“{near}”", f"there is no field {near!r}")
        day = self._day(place, entry.get("from"))
        facts = self._facts(place, entry.get("facts"))
        if day is not None:
            self._put(place, day, facts)

    def _day(self, place: str, stated: object) -> date | None:
        try:
            day = parse_day(stated.strip() if isinstance(stated, str) else "")
        except BadDay:
            told = "" if stated is None else shown(stated)
            self.wrong(
                [place, "from"],
                f"from 应为事实自其成立的日期（格式 2025-03-01），而不是“{told}”",
                f"from is the day since which the facts hold, written as 2025-03-01, not {told!r}",
            )
            return None
        if day < self.occurred_on:
            self.wrong(
                [place, "from"],
                f"{day} 早于行为日期 {self.occurred_on}；行为当日的事实请写入 facts",
                f"{day} is before the conduct of {self.occurred_on}; what held then stands in facts",
            )
            return None
        return day

    def _facts(self, place: str, stated: object) -> Mapping[str, object]:
        if not isinstance(stated, Mapping):
            self.wrong([place, "facts"], "facts 应为对象", "facts must be an object")
            return {}
        facts, errors = normal_facts(stated, self.kind, self.kinds)
        where = pointer_to(FIELD, place)
        self.errors += (
            FieldError(pointer=where + one.pointer, zh=one.zh, en=one.en) for one in errors
        )
        if not facts and not errors:
            self.wrong([place, "facts"], "没有写明任何事实", "states no fact")
        return facts

    def _put(self, place: str, day: date, facts: Mapping[str, object]) -> None:
        known = self.by_day.setdefault(day, {})
        for name, value in facts.items():
            if known.setdefault(name, value) != value:
                self.wrong(
                    [place, "facts", name],
                    f"自 {day} 起的 {name} 已写为“{shown(known[name])}”，又写为“{shown(value)}”",
                    f"{name} from {day} is stated as {shown(known[name])!r} and {shown(value)!r}",
                )


def later_facts(
    stated: object, kind: str | None, kinds: Kinds, occurred_on: date
) -> tuple[tuple[LaterFacts, ...], tuple[FieldError, ...]]:
    """The later facts in their one form, oldest first, and everything wrong with them.

    Two entries of one day are one; the same fact of one day in two ways is refused. *kind* None: it
    is unknown, and its error stands already.
    """
    if stated is None or stated == "" or kind is None:
        return (), ()
    days = _Days(kind=kind, kinds=kinds, occurred_on=occurred_on)
    if not isinstance(stated, list | tuple):
        days.wrong([], "later_facts 应为列表", "later_facts must be a list")
    elif len(stated) > MOST:
        days.wrong([], f"超过 {MOST} 项", f"has more than {MOST} entries")
    else:
        for place, entry in enumerate(stated):
            days.take(str(place), entry)
    return tuple(_in_order(days.by_day)), tuple(days.errors)


def _in_order(by_day: Mapping[date, Mapping[str, object]]) -> Iterator[LaterFacts]:
    for day in sorted(by_day):
        yield LaterFacts(from_=day, facts=MappingProxyType(dict(by_day[day])))
