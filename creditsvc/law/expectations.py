"""What counsel expects of a case, held against the answer that was found.

An expectation may name any key of the answer. Mappings are compared in part: only what is named. A
list of mappings must have the same members, told apart by the key each one names first; the order
of a list says nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from creditsvc.law.casebook import Case, Row
from creditsvc.law.rulebook import Law

ABSENT = "—"  # how what is not there is shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that is not as expected: where in the answer, what should stand there, what does."""

    where: str
    expected: object
    found: object


def differences(case: Case, answers: Sequence[Row], law: Law) -> tuple[Difference, ...]:
    """Everything in *answers*, found by *law*, that is not as *case* expects.

    Rules that put nobody on a list (bans, referrals): a case that names none of them does not ask
    about them; one that names any is asked about all.
    """
    silent = unlisted(law)
    if len(answers) != len(case.expect):
        several = Difference(where="enterprises", expected=len(case.expect), found=len(answers))
        return (several,)
    found: list[Difference] = []
    for number, (answer, verdict) in enumerate(zip(answers, case.expect, strict=True), start=1):
        start = f"{number}. " if len(answers) > 1 else ""
        wanted = {"on": case.on.isoformat(), **verdict}
        told = _told(answer, frozenset() if named(verdict) & silent else silent)
        found += _verdict(wanted, told, start)
    return tuple(found)


def unlisted(law: Law) -> frozenset[str]:
    """The rules that put nobody on a list."""
    return frozenset(rule.id for rule in law.rules if rule.list is None)


def met(entry: Row) -> frozenset[str]:
    """The rules that a verdict or an answer finds met."""
    return frozenset(each["rule"] for each in entry["findings"])


def left_open(entry: Row) -> frozenset[str]:
    """The rules that a verdict or an answer leaves undetermined."""
    return frozenset(each["rule"] for each in entry["undetermined"])


def named(verdict: Row) -> frozenset[str]:
    """Every rule that a verdict speaks of."""
    return met(verdict) | left_open(verdict) | frozenset(verdict.get("not_met", ()))


def _told(answer: Row, left_out: frozenset[str]) -> Row:
    """The answer as cases speak of it: the last day of a term stands with its finding."""
    findings = [
        {**each, "last_day": (each["term"] or {}).get("last_day")}
        for each in answer["findings"]
        if each["rule"] not in left_out
    ]
    undetermined = [each for each in answer["undetermined"] if each["rule"] not in left_out]
    return {**answer, "findings": findings, "undetermined": undetermined}


def _verdict(wanted: Row, told: Row, start: str) -> Iterator[Difference]:
    for key, value in wanted.items():
        if key == "warnings":
            yield from _warnings(value, told["warnings"], start)
        elif key == "not_met":
            yield from _not_met(value, told, start)
        elif key not in told:
            yield Difference(where=f"{start}{key}", expected=value, found=ABSENT)
        else:
            yield from compare(value, told[key], f"{start}{key}")


def _warnings(wanted: object, told: Sequence[str], start: str) -> Iterator[Difference]:
    """Words that warnings must contain; `none`: there must be no warning."""
    if wanted == "none":
        wanted, missing = [], list(told)
    else:
        wanted = [wanted] if isinstance(wanted, str) else list(wanted)  # type: ignore[call-overload]
        missing = [word for word in wanted if not any(word in line for line in told)]
    if missing:
        yield Difference(where=f"{start}warnings", expected=wanted, found=list(told))


def _not_met(wanted: Sequence[str], told: Row, start: str) -> Iterator[Difference]:
    for rule in wanted:
        if rule in met(told) or rule in left_open(told):
            state = "findings" if rule in met(told) else "undetermined"
            yield Difference(where=f"{start}not_met", expected=rule, found=f"{state}: {rule}")


def compare(wanted: object, told: object, where: str) -> Iterator[Difference]:
    """Where *told* is not what is *wanted*; of a mapping only the keys that are wanted count."""
    if isinstance(wanted, Mapping) and isinstance(told, Mapping):
        for key, value in wanted.items():
            if key in told:
                yield from compare(value, told[key], f"{where}.{key}")
            else:
                yield Difference(where=f"{where}.{key}", expected=value, found=ABSENT)
    elif isinstance(wanted, list) and isinstance(told, list):
        yield from _lists(wanted, told, where)
    elif wanted != told:
        yield Difference(where=where, expected=wanted, found=told)


def _lists(wanted: list[Any], told: list[Any], where: str) -> Iterator[Difference]:
    if not any(isinstance(each, Mapping) for each in (*wanted, *told)):
        if sorted(wanted, key=str) != sorted(told, key=str):
            yield Difference(where=where, expected=wanted, found=told)
        return
    rest = list(told)
    for each in wanted:
        name = next(iter(each))
        twin = next((one for one in rest if one.get(name) == each[name]), None)
        if twin is None:
            yield Difference(where=f"{where}[{each[name]}]", expected=each, found=ABSENT)
        else:
            rest.remove(twin)
            yield from compare(each, twin, f"{where}[{each[name]}]")
    for one in rest:
        name = one.get(next(iter(wanted[0]), "")) if wanted else next(iter(one.values()))
        yield Difference(where=f"{where}[{name}]", expected=ABSENT, found=one)
