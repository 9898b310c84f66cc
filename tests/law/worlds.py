"""What is not known of an event, and every world it leaves open, by small domains of each fact.

A world is the same record with more of it known. An unknown has the name the law gives it when it says
what is missing.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from itertools import product
from math import prod

from lawbooks import SHIPPED

from creditsvc.law.conditions import Sum
from creditsvc.law.domain import Event
from creditsvc.law.loader import load
from creditsvc.law.matchers import Matcher
from creditsvc.law.rulebook import Law

SECTORS = ("chemical", "service_body", "construction")
REGIONS = ("620102", "370602")
DOMAINS = {
    "deaths": (0, 1, 2, 3, 10),
    "fine": ("0", "100000"),
    "level": ("1", "2"),
    "penalty_types": (["fine"], ["warning", "criticism"], ["suspension"], ["licence_revoked"]),
    "valid_until": ("2015-01-01", "2030-12-31"),
    "fine_multiplier": ("1.99", "2"),
}
Options = tuple[Event, ...]


def whole_law() -> Law:
    """The shipped rulebook with all of it switched on."""
    law = load(SHIPPED)
    off = {each.id for each in law.instruments.values() if each.off is not None}
    return load(SHIPPED, off | {rule.id for rule in law.rules if rule.off is not None})


def parts_of(part: object) -> Iterator[object]:
    """Everything a condition is made of."""
    yield part
    if isinstance(part, tuple):
        yield from (inner for each in part for inner in parts_of(each))
    elif is_dataclass(part):
        yield from (inner for each in fields(part) for inner in parts_of(getattr(part, each.name)))


def asked(condition: object) -> Iterator[str]:
    """The facts that *condition* asks for."""
    for part in parts_of(condition):
        if isinstance(part, Matcher):
            yield part.fact.name
        elif isinstance(part, Sum):
            yield part.fact


LAW = whole_law()
ASKED = {name for rule in LAW.in_use for name in asked(rule.when)}


def values_of(kind: str, name: str) -> tuple[object, ...]:
    """Values of a fact at both sides of what the law asks of it."""
    fact = LAW.kinds.kinds[kind].facts[name]
    if fact.type == "boolean":
        return (True, False)
    return DOMAINS[name] if name in DOMAINS else tuple(fact.values)


def facts_of(kind: str) -> tuple[str, ...]:
    """The facts of *kind* that some rule asks for."""
    return tuple(name for name in LAW.kinds.kinds[kind].facts if name in ASKED)


def unknowns(event: Event) -> dict[str, Options]:
    """What is not known of *event*, by name: the event as it may be."""
    found: dict[str, Options] = {}
    for name in facts_of(event.kind):
        if LAW.kinds.kinds[event.kind].facts[name].absent_means is None and _open(event, name):
            found[f"facts.{name} of {event.ref}"] = tuple(
                replace(event, facts={name: value}) for value in values_of(event.kind, name)
            )
    if event.sector is None:
        found[f"sector of {event.ref}"] = tuple(replace(event, sector=each) for each in SECTORS)
    if event.region is None:
        found[f"region of {event.ref}"] = tuple(replace(event, region=each) for each in REGIONS)
    if event.status == "suspended":
        found[f"{event.ref} is suspended"] = (
            replace(event, status="effective"),
            replace(event, status="revoked"),
        )
    return found


def _open(event: Event, name: str) -> bool:
    """Whether *name* may come to be known.

    Where a figure tells the grade, no world approves another, and no further figure raises it: the law
    goes by what is stated.
    """
    if event.facts.get(name) is not None:
        return False
    table = LAW.kinds.kinds[event.kind].graded_by
    if table is None or name not in (table.fact, *table.figures):
        return True
    by_figures = event.facts.get(table.fact) is None and table.reached(event.facts) is not None
    return not by_figures


def worlds(events: Sequence[Event], names: Collection[str] | None = None) -> Iterator[list[Event]]:
    """Every record that *events* may be; with *names*, those in which these alone are known."""
    told = []
    for event in events:
        open_ = unknowns(event)
        learnt = [open_[name] for name in open_ if names is None or name in names]
        told.append([_learning(event, said) for said in product(*learnt)])
    yield from (list(world) for world in product(*told))


def how_many(events: Sequence[Event]) -> int:
    """How many worlds there are."""
    return prod(len(options) for event in events for options in unknowns(event).values())


def _learning(event: Event, said: Sequence[Event]) -> Event:
    """*event* with the one thing that each of *said* knows and it doesn't."""
    for one in said:
        event = replace(
            event,
            facts={**one.facts, **event.facts},
            sector=event.sector or one.sector,
            region=event.region or one.region,
            status=one.status if event.status == "suspended" else event.status,
        )
    return event
