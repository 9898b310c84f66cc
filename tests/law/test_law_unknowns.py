"""Three values, held against the worlds that an unknown leaves open: nothing is settled too early.

Every rule of the shipped rulebook is on here, the switched-off ones too.
"""

from datetime import date, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from worlds import LAW, REGIONS, SECTORS, facts_of, how_many, parts_of, unknowns, values_of, worlds

from creditsvc.law.conditions import EventSpec
from creditsvc.law.domain import Event
from creditsvc.law.evaluate import evaluate
from creditsvc.law.rulebook import Rule

MOST = 240  # worlds of one record
BEFORE = [
    0,
    1,
    40,
    200,
    364,
    365,
    366,
    367,
    731,
    1097,
]  # days from the conduct to the day asked about
thorough = settings(max_examples=250, deadline=None)


@st.composite
def event(draw: st.DrawFn, ref: str, rule: Rule, on: date) -> Event:
    """An event that *rule* may mean, some of which is not known."""
    meant = [part.kinds for part in parts_of(rule.when) if isinstance(part, EventSpec)]
    kind = draw(st.sampled_from(draw(st.sampled_from(meant))))
    happened = on - timedelta(days=draw(st.sampled_from(BEFORE)))
    after = draw(st.sampled_from([0, 0, 0, 30, 400, None]))
    known = [name for name in facts_of(kind) if draw(st.sampled_from([True, True, False]))]
    places = [each + "0102" for each in (rule.scope.regions or ("62",)) if len(each) == 2]
    return Event(
        ref=ref,
        kind=kind,
        occurred_on=happened,
        penalised_on=happened + timedelta(days=after) if after is not None else None,
        status=draw(st.sampled_from(["effective"] * 5 + ["suspended", "revoked"])),
        sector=draw(st.sampled_from([None, *SECTORS])),
        region=draw(st.sampled_from([None, *places * 3, *REGIONS])),
        facts={name: draw(st.sampled_from(values_of(kind, name))) for name in known},
    )


@st.composite
def partly_known(draw: st.DrawFn) -> tuple[list[Event], date]:
    """A record that some rule may be about, and a day on which it is in force."""
    rule = draw(st.sampled_from(LAW.in_use))
    span = rule.instrument.in_force
    asked_on = span.from_ + timedelta(days=draw(st.sampled_from([0, 1, 100, 365, 366, 700])))
    on = asked_on if span.covers(asked_on) else span.from_
    events = [draw(event(f"E{n}", rule, on)) for n in range(draw(st.integers(1, 3)))]
    assume(1 < how_many(events) <= MOST)
    return events, on


def verdicts(events, on):
    """What each rule says: met, for review, or what is missing; and what might make a review firm."""
    told = evaluate(LAW, events, on)
    said = {
        one.rule: ("review" if one.legal_review else "met", one.firm_if_known)
        for one in told.findings
    }
    return said | {one.rule: ("open", one.missing) for one in told.undetermined}


NOT_MET = ("not met", ())


def _agrees(partly, fully):
    """Whether a world may say *fully* where less was known and the law said *partly*."""
    if partly[0] == "open":
        return fully[0] != "open"
    if partly[0] == "review" and partly[1]:
        return fully in (("met", ()), ("review", ()))
    return fully == partly


@thorough
@given(record=partly_known())
def test_what_is_settled_with_something_unknown_is_so_in_every_world(record):
    events, on = record
    before = verdicts(events, on)
    for world in worlds(events):
        after = verdicts(world, on)
        for rule in LAW.in_use:
            assert _agrees(before.get(rule.id, NOT_MET), after.get(rule.id, NOT_MET)), (
                rule.id,
                world,
            )


@thorough
@given(record=partly_known())
def test_whoever_learns_all_that_a_rule_says_is_missing_can_decide_it(record):
    events, on = record
    for rule, (said, missing) in verdicts(events, on).items():
        if missing:
            for world in worlds(events, missing):
                after = verdicts(world, on).get(rule, NOT_MET)
                assert after[0] != "open", (rule, world)
                assert not after[1], (rule, said, world)


def _tied(names, missing):
    """*names* without figures of an event whose grade is missing: they would tell it."""
    graded = {name.split(" of ")[1] for name in missing if name.startswith("facts.grade")}
    return {n for n in names if not (n.startswith("facts.") and n.split(" of ")[1] in graded)}


@thorough
@given(record=partly_known())
def test_learning_what_a_rule_does_not_ask_for_leaves_it_as_open(record):
    events, on = record
    everything = {name for each in events for name in unknowns(each)}
    for rule, (said, missing) in verdicts(events, on).items():
        others = _tied(everything - set(missing), missing)
        if missing and others:
            for world in worlds(events, others):
                assert verdicts(world, on).get(rule) == (said, missing), (rule, world)
