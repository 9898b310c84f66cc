"""How conditions read in both languages, whole, with each word that they can be made of: sentences.yaml."""

from pathlib import Path

import pytest
from lawbooks import LAW

from creditsvc.law.conditions import Scope, read_condition
from creditsvc.law.kinds import kinds_of
from creditsvc.law.parsing import parse
from creditsvc.law.wording import Wording

HERE = Path(__file__).parent
TOLD = parse((HERE / "sentences.yaml").read_text(encoding="utf-8"), "sentences.yaml").plain()
ANYTHING = Scope()
FIRE = "event: {kind: x.fire}"
DECIDED = "且已作出行政处罚决定", ", with an administrative penalty already decided"
MINES = "；限于行业：矿山", "; only in the sectors: mine"


@pytest.fixture(scope="module")
def kinds():
    """The invented kinds."""
    name = "refusals_kinds.yaml"
    return kinds_of(parse((HERE / name).read_text(encoding="utf-8"), name))


def sentence(asked, kinds, scope=ANYTHING):
    return Wording(kinds).rule(read_condition(parse(asked, "asked"), kinds), scope)


@pytest.mark.parametrize("row", TOLD, ids=lambda row: row["asked"])
def test_a_condition_reads_so(row, kinds):
    assert sentence(row["asked"], kinds) == {"zh": row["zh"], "en": row["en"]}


@pytest.mark.parametrize(
    ("scope", "zh", "en"),
    [
        (Scope(penalty="made"), *DECIDED),
        (
            Scope(penalty="not_later"),
            "且所载处罚已经作出",
            ", the penalty stated having been decided",
        ),
        (Scope(sectors=frozenset({"mine"})), *MINES),
        (
            Scope(regions=("37", "3701")),
            "；限于行政区划 37、3701",
            "; only in the regions 37, 3701",
        ),
        (
            Scope(sectors=frozenset({"mine"}), regions=("37",), penalty="made"),
            f"{DECIDED[0]}{MINES[0]}；限于行政区划 37",
            f"{DECIDED[1]}{MINES[1]}; only in the regions 37",
        ),
    ],
)
def test_what_a_rule_asks_of_every_event_follows_the_condition(scope, zh, en, kinds):
    assert sentence(FIRE, kinds, scope) == {"zh": f"火灾{zh}", "en": f"fire{en}"}


def test_more_than_three_kinds_are_told_by_their_number(kinds):
    told = sentence('event: {kind: ["x.*", "y.*", "z.*"]}', kinds)
    assert told == {
        "zh": "事故、火灾、荣誉等4类行为",
        "en": "accident or fire or honour or 1 other kinds",
    }


def test_a_rule_of_some_sectors_names_them_all_in_their_order():
    inside = [each.title["en"] for each in LAW.kinds.sectors.values() if "order11" in each.groups]
    assert f"; only in the sectors: {', '.join(inside)}" in LAW.rule("WS11-6-1").sentence["en"]
