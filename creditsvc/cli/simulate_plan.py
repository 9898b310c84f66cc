"""What happens in the simulated county, and when: drawn from a seed alone. Pure.

Each fate is drawn under its own name (seed, enterprise, matter), so that none depends on the order in
which people act. Days here are wishes; the law and the calendar decide when a thing can be done.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from types import MappingProxyType
from typing import Any

BEGINS = date(2025, 11, 1)  # what falls in the year after it is counted by announced working days
REGION = "620500"  # of a province with a fire list of its own
WORK, FIRE = "ws", "fs"  # the two authorities
SIGNS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
TRADES: Sequence[tuple[str, str]] = (
    ("化工", "chemical"),
    ("机械", "machinery"),
    ("建材", "building_materials"),
    ("冶金", "metallurgy"),
    ("纺织", "textile"),
    ("商贸", "commerce"),
)
SERVICES = ("in_person", "mail", "electronic", "left_at_place", "by_proxy", "mail_refused")
REMEDIES = (None, "upheld", "rejected", "revoked", "maintained")  # objections; reconsiderations
BODY = ("检测", "service_body")
FALSIFIED = "ws.false_certification"  # for which such a body is barred
MANY = 4  # events an enterprise may have in a year, at most

# What is recorded, how often, and with which facts. The first five lead to a list, if penalised.
KINDS: Sequence[tuple[str, int, Mapping[str, Any]]] = (
    ("ws.report_violation", 3, {"mode": "concealed"}),
    ("ws.unlicensed_operation", 2, {"licence_state": "expired"}),
    ("ws.accident", 2, {"deaths": 11, "liable": True}),
    ("fs.stop_order_defied", 2, {}),
    ("fs.hazard_unrectified", 2, {}),
    ("ws.accident", 2, {"deaths": 1, "liable": True}),
    ("ws.penalty", 3, {"penalty_types": ["fine"], "fine": "30000", "procedure": "general"}),
    ("fs.penalty", 2, {"penalty_types": ["suspension"], "procedure": "general"}),
    ("ws.penalty", 2, {"penalty_types": ["warning"], "procedure": "simple"}),
    ("honour.liability_insurance", 2, {"valid_until": "2026-12-31"}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Enterprise:
    """A plainly fictional enterprise: number of its code, name, sector."""

    number: int
    name: str
    sector: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """An event as it is recorded, and what becomes of the record.

    lag: days from the day of the conduct to that of the penalty; the record is made on *day*, some
    days later. later: how the record moves on, so many days after, or None.
    """

    ref: str
    of: Enterprise
    day: date
    kind: str
    facts: Mapping[str, Any]
    penalised: date | None
    occurred: date
    later: tuple[str, int] | None

    @property
    def domain(self) -> str:
        """Whose matter it is."""
        return FIRE if self.kind.startswith("fs.") else WORK


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """How a case goes, as far as people and the party choose. Lags are calendar days."""

    handler: str
    lag: int
    complex_case: bool
    notice_by: str
    reply_after: int | None
    hearing: str | None
    waives: bool
    returned: bool
    dropped: bool
    decision_by: str
    serves_after: int
    remedy: str | None
    unlawful: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Old:
    """An entry from before the year: when it was decided, and what is asked for in the year."""

    of: Enterprise
    day: date
    decided: date
    asks: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The county and what is to happen in it."""

    seed: int
    days: int
    enterprises: tuple[Enterprise, ...]
    happenings: tuple[Happening, ...]
    old: tuple[Old, ...]
    honours: Mapping[int, str] = field(default_factory=dict)

    @property
    def ends(self) -> date:
        """The last day."""
        return BEGINS + timedelta(days=self.days - 1)


def draw(seed: int, *named: object) -> Random:
    """The lots of one matter, the same whenever they are drawn."""
    return Random("/".join(map(str, (seed, *named))))  # noqa: S311 - a story, no secret


def plan(seed: int, days: int, count: int) -> Plan:
    """What happens in *days* days among *count* enterprises."""
    drawn = (_enterprise(number) for number in range(1, count + 1))
    every = tuple(_body(one) if place % 12 == 3 else one for place, one in enumerate(drawn))
    honoured = {one.number: "level" for one in every[5::12]}
    old = tuple(_old(seed, days, one, place) for place, one in enumerate(every[2::6]))
    apart = honoured.keys() | {one.of.number for one in old}
    ours = [one for one in every if one.number not in apart]
    told = [each for one in ours for each in _told(seed, days, one)]
    return Plan(
        seed=seed,
        days=days,
        enterprises=every,
        happenings=tuple(sorted(told, key=lambda each: (each.day, each.ref))),
        old=old,
        honours=MappingProxyType(honoured),
    )


def fate(seed: int, *named: object) -> Fate:
    """How the case so named goes."""
    lot = draw(seed, "case", *named)
    return Fate(
        handler=lot.choice(("handler", "handler2")),
        lag=lot.randint(1, 6),
        complex_case=lot.random() < 0.2,
        notice_by="public_notice" if lot.random() < 0.06 else lot.choice(SERVICES),
        reply_after=lot.randint(1, 4) if lot.random() < 0.4 else None,
        hearing=lot.choices((None, "held", "withdrawn"), (8, 2, 1))[0],
        waives=lot.random() < 0.1,
        returned=lot.random() < 0.12,
        dropped=lot.random() < 0.12,
        decision_by=lot.choice(SERVICES),
        serves_after=lot.choice((0, 1, 2, 4, 15)),
        remedy=lot.choices(REMEDIES, (5, 1, 2, 1, 2))[0],
        unlawful=frozenset(name for name in UNLAWFUL if lot.random() < 0.25),
    )


# What people try though the law forbids it; each must be refused.
UNLAWFUL = (
    "notice_unopened",
    "review_too_early",
    "decide_too_early",
    "review_own_case",
    "decide_own_case",
    "decide_unreviewed",
    "decide_for_another",
    "list_unserved",
    "heard_pending",
)


def _enterprise(number: int) -> Enterprise:
    word, sector = TRADES[number % len(TRADES)]
    round_, sign = divmod(number - 1, len(SIGNS))
    again = "" if round_ == 0 else SIGNS[round_ % len(SIGNS)]
    return Enterprise(number=number, name=f"虚构{again}{SIGNS[sign]}{word}有限公司", sector=sector)


def _body(one: Enterprise) -> Enterprise:
    """The same as a body that certifies."""
    trade = next(word for word, sector in TRADES if sector == one.sector)
    word, sector = BODY
    return replace(one, name=one.name.replace(trade, word), sector=sector)


def _told(seed: int, days: int, one: Enterprise) -> Iterator[Happening]:
    """What is recorded of an enterprise; of a body that certifies, that it did so falsely."""
    if one.sector != BODY[1]:
        yield from _events(seed, days, one)
        return
    lot = draw(seed, "falsified", one.number)
    day = BEGINS + timedelta(days=min(1 + lot.randrange(max(1, days // 8)), days - 1))
    penalised = day - timedelta(days=lot.choice((1, 3, 10)))
    yield Happening(
        ref=f"{one.number}-1",
        of=one,
        day=day,
        kind=FALSIFIED,
        facts={"mode": "false_report"},
        penalised=penalised,
        occurred=penalised - timedelta(days=lot.randint(20, 90)),
        later=None,
    )


def _events(seed: int, days: int, one: Enterprise) -> Iterator[Happening]:
    lot = draw(seed, "events", one.number)
    first = 1 + lot.randrange(max(1, days // 3))
    for place in range(lot.randint(1, MANY if days > 90 else 1)):
        kind, facts = _kind(lot)
        day = BEGINS + timedelta(days=min(first, days - 1))
        first += lot.randint(20, 120)
        penalised = day - timedelta(days=lot.choice((1, 3, 5, 10, 30, 85)))
        later = lot.choices((None, "corrected", "revoked", "suspended", "repair"), (8, 2, 1, 1, 6))[
            0
        ]
        yield Happening(
            ref=f"{one.number}-{place + 1}",
            of=one,
            day=day,
            kind=kind,
            facts=facts,
            penalised=None if kind.startswith("honour.") else penalised,
            occurred=penalised - timedelta(days=lot.randint(20, 90)),
            later=None if later is None else (later, lot.randint(8, 45)),
        )


def _kind(lot: Random) -> tuple[str, Mapping[str, Any]]:
    kind, _, facts = lot.choices(KINDS, [weight for _, weight, _ in KINDS])[0]
    return kind, facts


def _old(seed: int, days: int, one: Enterprise, place: int) -> Old:
    """Every third runs out within the year; of the others early removal is asked for."""
    lot = draw(seed, "old", one.number)
    asks = ("removal_granted", None, "removal_refused")[place % 3]
    back = date(2023, 10, 9) if asks is None else BEGINS - timedelta(days=lot.randint(370, 600))
    return Old(
        of=one,
        day=BEGINS + timedelta(days=1 + lot.randrange(max(1, min(60, days // 4)))),
        decided=back,
        asks=asks,
    )
