"""Words and figures that rulebooks, stored findings and programs outside hold: another one breaks them."""

from dataclasses import replace

import pytest
from lawbooks import LAW

from creditsvc.law.bans import ARISES, BY_DECISION, BY_LAW, PERSONS, REACHES, ROLES, STARTS, Ban
from creditsvc.law.duties import ALL, NO_LEVEL, PER_YEAR
from creditsvc.law.places import RulebookError


def test_a_ban_is_written_in_these_words():
    assert (ROLES, PERSONS) == (
        ("enterprise", "principal", "responsible_persons"),
        ("principal", "responsible_persons"),
    )
    assert REACHES == ("any_unit", "same_industry", "service", "market")
    assert STARTS == ("decision", "sentence_or_sanction")
    assert (BY_LAW, BY_DECISION, ARISES) == ("by_law", "by_decision", ("by_law", "by_decision"))


def test_a_ban_that_was_never_told_how_it_arises_does_not_say():
    ban = Ban(
        who=("principal",), from_="any_unit", months=60, grave=None, counts_from=None, text={}
    )
    assert ban.body() == {
        "who": ["principal"],
        "from": "any_unit",
        "months": 60,
        "life": False,
        "grave": None,
        "counts_from": None,
        "text": {},
    }


@pytest.mark.parametrize(
    ("per", "times"), [("year", 3), ("half_year", 6), ("quarter", 12), ("month", 36)]
)
def test_three_inspections_of_a_period_are_so_many_of_a_year(per, times):
    assert replace(LAW.duties.lines[0], per=per).yearly(3) == times


def test_supervision_is_written_in_these_words():
    assert tuple(PER_YEAR) == ("year", "half_year", "quarter", "month")
    assert (NO_LEVEL, ALL) == ("none", "all")


def test_a_refusal_of_a_rulebook_has_its_own_kind():
    assert RulebookError("a.yaml", 3, "错", "wrong").kind == "rulebook-error"
