"""The law read a second time, by hand and without the rulebook: which rules, which tier.

Plain and slow on purpose, and written from the articles and the readings of README.md alone, so
that the two can be held against each other. It gives no evidence, terms or explanations.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import combinations

from second_facts import (
    Row,
    Test,
    Truth,
    both,
    day_of,
    either,
    fact,
    graded,
    is_,
    months_after,
    not_,
    penalty_of,
    stood,
)

INSIDE = {"chemical", "service_body"}  # of the sectors that the property tests draw
FIRST = {
    "AW14": date(2015, 7, 29),
    "WS49": date(2017, 5, 9),
    "WS11": date(2023, 10, 1),
    "FB-S": date(2023, 3, 1),
    "BAN-": date(2021, 9, 1),
}
LAST = {"AW14": date(2017, 5, 8), "WS49": date(2023, 9, 30)}
DISCRETIONARY = {"AW14-5", "WS49-3-c", "WS11-7-4"}
FIRE = [
    "fs.hazard_unrectified",
    "fs.venue_unchecked",
    "fs.false_commitment",
    "fs.correction_refused",
    "fs.stop_order_defied",
]


def _as_of(rows: list[Row], on: date) -> list[Row]:
    return [stood(row, on) if row.get("later_facts") else row for row in rows]


def _kind(row: Row, *kinds: str) -> bool:
    return row["kind"] in kinds


def _accident(test: Callable[[int], bool], *, liable: bool) -> Test:
    def apply(row: Row) -> Truth:
        if row["kind"] != "ws.accident":
            return False
        return both(graded(row, test), is_(row, "liable", True) if liable else True)

    return apply


def _fatal_general(row: Row) -> Truth:
    deaths = fact(row, "deaths")
    fatal = None if deaths is None else deaths >= 1
    return both(_accident(lambda g: g == 0, liable=True)(row), fatal)


def _report(*modes: str) -> Test:
    return lambda row: _kind(row, "ws.report_violation") and is_(row, "mode", *modes)


def _of(*kinds: str) -> Test:
    return lambda row: _kind(row, *kinds)


def _vile_penalty(row: Row) -> Truth:
    return _kind(row, "ws.penalty") and bool(fact(row, "egregious"))


def _licence_lost(row: Row) -> Truth:
    if not _kind(row, "ws.penalty"):
        return False
    types = fact(row, "penalty_types")
    return None if types is None else bool({"licence_suspended", "licence_revoked"} & set(types))


def _service(test: Test) -> Test:
    def apply(row: Row) -> Truth:
        sector = row.get("sector")
        return both(test(row), None if sector is None else sector == "service_body")

    return apply


def _flight(row: Row) -> Truth:
    fled = _kind(row, "ws.rescue_failure") and is_(row, "mode", "fled")
    return either(_kind(row, "ws.investigation_obstructed"), fled)


def _vile_major(row: Row) -> Truth:
    return both(_accident(lambda g: g == 1, liable=True)(row), bool(fact(row, "egregious")))


def _doubled(row: Row) -> Truth:
    times = fact(row, "fine_multiplier")
    return _kind(row, "ws.accident") and times is not None and float(times) >= 2


SINGLE: dict[str, Test] = {
    "AW14-2": lambda row: either(
        _report("concealed", "false")(row), _kind(row, "ws.investigation_obstructed")
    ),
    "AW14-3": _of("ws.hazard_overdue", "ws.hazard_ignored"),
    "AW14-4": _licence_lost,
    "AW14-5": _vile_penalty,
    "WS49-2-01a": _accident(lambda g: g >= 1, liable=True),
    "WS49-2-02": _of("ws.unlicensed_operation"),
    "WS49-2-03": _of("ws.hazard_ignored"),
    "WS49-2-04": _of("ws.supervision_evasion"),
    "WS49-2-05": _of("ws.suspension_defied"),
    "WS49-2-06": _report("concealed", "false", "late"),
    "WS49-2-07": _of("ws.unaccepted_facilities"),
    "WS49-2-08": _of("ws.mining_out_of_bounds"),
    "WS49-2-09": _flight,
    "WS49-2-10": _service(_of("ws.false_certification")),
    "WS49-3-a": _accident(lambda g: g >= 2, liable=True),
    "WS49-3-c": _vile_major,
    "WS11-6-1": _accident(lambda g: g >= 2, liable=False),
    "WS11-6-3": _doubled,
    "WS11-6-4": _report("concealed", "false"),
    "WS11-7-1": _of("ws.unlicensed_operation"),
    "WS11-7-2": _service(_of("ws.false_certification")),
    "WS11-7-3": _of("ws.penalty_defied"),
    "WS11-7-4": _vile_penalty,
    "BAN-92": _service(_of("ws.false_certification")),
    "BAN-113d": _of("ws.suspension_defied"),
    **{f"FB-S{number}": _of(kind) for number, kind in enumerate(FIRE, start=1)},
}
COUNTS: dict[str, tuple[int, Test]] = {
    "WS49-2-01b": (3, _fatal_general),
    "WS49-3-b": (2, _accident(lambda g: g == 1, liable=True)),
    "WS11-6-2": (2, _accident(lambda g: g == 1, liable=False)),
}


def _scope(rule: str, row: Row, on: date) -> Truth:
    """Penalty, sector and region, where the instrument asks for them; and not suspended."""
    held: Truth = None if row.get("status") == "suspended" else True
    if rule.startswith("WS11"):
        sector = row.get("sector")
        inside = None if sector is None else sector in INSIDE
        return both(held, penalty_of(row, on) is not None, inside)
    if rule.startswith("FB"):
        region = row.get("region")
        there = None if region is None else region.startswith("62")
        return both(held, penalty_of(row, on) is not None, there)
    if rule in {"AW14-4", "AW14-5"} and row.get("penalised_on"):
        return both(held, penalty_of(row, on) is not None)
    return held


def _within(rows: tuple[Row, ...]) -> bool:
    days = sorted(day_of(row) for row in rows)
    return days[-1] <= months_after(days[0], 12)


def _value(rule: str, rows: list[Row], on: date) -> Truth:
    def judged(test: Test) -> list[tuple[Row, Truth]]:
        return [(row, both(_scope(rule, row, on), test(row))) for row in rows]

    if rule in SINGLE:
        return either(*(truth for _, truth in judged(SINGLE[rule])))
    if rule in COUNTS:
        need, test = COUNTS[rule]
        groups = combinations(judged(test), need)
        near = [group for group in groups if _within(tuple(row for row, _ in group))]
        return either(*(both(*(truth for _, truth in group)) for group in near))
    if rule == "BAN-113a":
        return _closure(rule, rows, on)
    return _notice14_first(rule, rows, on)


def _closure(rule: str, rows: list[Row], on: date) -> Truth:
    """BAN-113a: a major hazard, and three penalties in 180 days or four in a year, by penalty day."""
    hazards = [row for row in rows if _kind(row, "ws.hazard_ignored", "ws.hazard_overdue")]
    hazard = either(*(_scope(rule, row, on) for row in hazards))
    elsewhere = ("ws.unlicensed_operation", "ws.mining_out_of_bounds")
    made = [
        row
        for row in rows
        if row["kind"].startswith("ws.") and not _kind(row, *elsewhere) and penalty_of(row, on)
    ]
    often = [
        both(*(_scope(rule, row, on) for row in group))
        for size in (3, 4)
        for group in combinations(made, size)
        if _often(sorted(day for row in group if (day := penalty_of(row, on))))
    ]
    return both(hazard, either(*often))


def _often(days: list[date]) -> bool:
    last = days[0] + timedelta(days=180) if len(days) == 3 else months_after(days[0], 12)
    return days[-1] <= last


def _notice14_first(rule: str, rows: list[Row], on: date) -> Truth:
    """AW14-1: a serious liable accident, or ten deaths in liable accidents within twelve months."""
    serious = _accident(lambda g: g >= 2, liable=True)
    one = either(*(both(_scope(rule, row, on), serious(row)) for row in rows))
    liable = [row for row in rows if _kind(row, "ws.accident")]
    sums = [
        _ten_deaths(rule, group, on)
        for size in range(1, len(liable) + 1)
        for group in combinations(liable, size)
        if _within(group)
    ]
    return either(one, *sums)


def _ten_deaths(rule: str, group: tuple[Row, ...], on: date) -> Truth:
    counts = [both(_scope(rule, row, on), is_(row, "liable", True)) for row in group]
    known = sum(fact(row, "deaths") or 0 for row, truth in zip(group, counts, strict=True) if truth)
    if known >= 10:
        return True
    may = [row for row, truth in zip(group, counts, strict=True) if truth is not False]
    if any(fact(row, "deaths") is None for row in may):
        return None
    return None if sum(fact(row, "deaths") for row in may) >= 10 else False


def _rules() -> Iterator[str]:
    yield from sorted({*SINGLE, *COUNTS, "AW14-1", "BAN-113a"})


def findings(rows: list[Row], on: date) -> tuple[dict[str, bool], set[str]]:
    """Rules met, each with whether it is for legal review only; and rules left open."""
    met: dict[str, bool] = {}
    left_open: set[str] = set()
    rows = _as_of(rows, on)
    living = [row for row in rows if row.get("status") != "revoked" and day_of(row) <= on]
    for rule in _rules():
        first, last = FIRST[rule[:4]], LAST.get(rule[:4])
        if on < first or (last and on > last):
            continue
        new = [row for row in living if day_of(row) >= first]
        old = [
            row
            for row in living
            if day_of(row) < first and (made := penalty_of(row, on)) and made >= first
        ]
        if _value(rule, new, on):
            met[rule] = False
        elif (wide := _value(rule, new + old, on)) is True:
            met[rule] = True
        elif wide is None:
            left_open.add(rule)
    redlist = _redlist(living, on)
    if redlist:
        met["RL133-2"] = False
    elif redlist is None:
        left_open.add("RL133-2")
    return met, left_open


def _redlist(rows: list[Row], on: date) -> Truth:
    if on < date(2017, 12, 7):
        return False
    has = {row["kind"] for row in rows}
    if not {"honour.commitment", "honour.standardization"} <= has:
        return False
    adverse = [row for row in rows if not row["kind"].startswith("honour.")]
    return both(*(not_(_spoils(row, on)) for row in adverse))


def _spoils(row: Row, on: date) -> Truth:
    made = penalty_of(row, on)
    conduct_near = on <= months_after(day_of(row), 36)
    penalty_near = made is not None and on <= months_after(made, 36)
    deaths = fact(row, "deaths")
    fatal = both(None if deaths is None else deaths >= 1, is_(row, "liable", True))
    if row["kind"].endswith(".accident") and made is None:
        spoils = both(conduct_near, fatal)
    else:
        spoils = conduct_near or penalty_near
    return both(spoils, None if row.get("status") == "suspended" else True)


def _class(row: Row) -> str:
    types = set(fact(row, "penalty_types") or ())
    severe = {"licence_revoked", "suspension", "closure", "practice_restricted"}
    if row["kind"] in {*FIRE, "fs.seal_broken", "fs.crime"} or types & severe:
        return "severe"
    if row["kind"] == "fs.false_document" and fact(row, "mode") in {"false", "unqualified"}:
        return "severe"
    if fact(row, "procedure") == "simple" or (types and types <= {"warning", "criticism"}):
        return "minor"
    return "general"


def shown(rows: list[Row], on: date) -> set[str]:
    """The classes of record on display."""
    if on < date(2023, 5, 1):
        return set()
    months = {"severe": 36, "general": 36 if on < date(2026, 4, 1) else 12}
    found = set()
    for row in _as_of(rows, on):
        begun = day_of(row) if row["kind"] == "fs.crime" else penalty_of(row, on)
        counts = row.get("status", "effective") == "effective" and day_of(row) <= on
        klass = _class(row)
        if begun and counts and klass in months and on <= months_after(begun, months[klass]):
            found.add(klass)
    return found


def tier(rows: list[Row], on: date) -> str:
    """D, C, B, A+ or A: the first that applies."""
    met, _ = findings(rows, on)
    firm = {rule for rule, review in met.items() if not review} - DISCRETIONARY
    records = shown(rows, on)
    if any(rule.startswith(("AW14", "WS49-3", "WS11", "FB")) for rule in firm):
        return "D"
    if "severe" in records or any(rule.startswith("WS49-2") for rule in firm):
        return "C"
    if "general" in records:
        return "B"
    return "A+" if "RL133-2" in firm else "A"
