"""Every case of the casebook, judged by the rulebook that ships."""

from typing import Any

import pytest
from casebook import Case, all_cases
from shipped import assessed

CASES = all_cases()


def _verdict(finding: dict[str, Any], like: dict[str, Any]) -> dict[str, Any]:
    """What was found, in the words of *like*; a key *like* leaves open is not compared."""
    told = {
        "rule": finding["rule"],
        "list": finding["list"],
        "evidence": sorted(finding["evidence"]),
        "triggered_on": finding["triggered_on"],
        "discretionary": finding["discretionary"],
        "legal_review": finding["legal_review"],
        "last_day": finding["term"]["last_day"],
        "not_stated": sorted(finding["not_stated"]),
    }
    return {key: told[key] for key in like}


def _wanted(finding: dict[str, Any]) -> dict[str, Any]:
    stated = {key: value for key, value in finding.items() if value is not None}
    return {
        key: sorted(value) if isinstance(value, list) else value for key, value in stated.items()
    }


def _open(entries: list[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    return sorted((entry["rule"], sorted(entry["missing"])) for entry in entries)


def _compare(answer: dict[str, Any], verdict: dict[str, Any]) -> None:
    rules = [finding["rule"] for finding in answer["findings"]]
    assert rules == sorted(finding["rule"] for finding in verdict["findings"])
    for wanted in map(_wanted, verdict["findings"]):
        found = next(one for one in answer["findings"] if one["rule"] == wanted["rule"])
        assert _verdict(found, wanted) == wanted
    assert _open(answer["undetermined"]) == _open(verdict["undetermined"])
    assert answer["tier"] == verdict["tier"]
    told = verdict.get("warnings", [])
    if told == "none":
        assert answer["warnings"] == []
    else:
        assert all(any(word in line for line in answer["warnings"]) for word in told)
    for key, value in verdict.get("enterprise", {}).items():
        assert answer["enterprise"][key] == value


@pytest.mark.parametrize("case", [pytest.param(case, id=case.title) for case in CASES])
def test_the_law_says_what_counsel_expects(case: Case):
    answers = assessed(case.rows, case.on)
    assert len(answers) == len(case.expect)
    for answer, verdict in zip(answers, case.expect, strict=True):
        assert answer["on"] == case.on.isoformat()
        _compare(answer, verdict)
