"""What must hold of every tier scheme, whatever the record."""

from hypothesis import given
from hypothesis import strategies as st
from shipped import assessed_by, law
from test_case_properties import DAYS, adverse, records, thorough

SCHEMES = st.sampled_from(sorted(law().schemes))


def _rank(rows, on, scheme):
    """The place of our enterprise's tier in *scheme*, best first."""
    (answer,) = assessed_by(rows, on, scheme)
    return [tier.id for tier in law().schemes[scheme].tiers].index(answer["tier"])


@thorough
@given(rows=records(), more=adverse("X"), on=DAYS, scheme=SCHEMES)
def test_an_adverse_event_never_improves_a_tier_of_any_scheme(rows, more, on, scheme):
    assert _rank([*rows, more], on, scheme) >= _rank(rows, on, scheme)


@thorough
@given(rows=records(), on=DAYS, scheme=SCHEMES)
def test_a_mapped_scheme_gives_the_tier_that_stands_for_its_source(rows, on, scheme):
    maps = law().schemes[scheme].maps
    if maps is not None:
        source = law().schemes[maps].tiers[_rank(rows, on, maps)]
        assert source.id in law().schemes[scheme].tiers[_rank(rows, on, scheme)].of


@thorough
@given(rows=records(), on=DAYS, scheme=SCHEMES)
def test_with_every_adverse_event_suspended_no_scheme_gives_a_bad_tier(rows, on, scheme):
    held = [
        row if row["kind"].startswith("honour.") else {**row, "status": "suspended"} for row in rows
    ]
    tiers = law().schemes[scheme].tiers
    assert any(tier.otherwise for tier in tiers[_rank(held, on, scheme) :])


@thorough
@given(rows=records(), on=DAYS)
def test_without_a_scheme_the_answer_is_as_by_the_default_one(rows, on):
    (plain,), (asked,) = assessed_by(rows, on, None), assessed_by(rows, on, "default")
    assert plain == {key: asked[key] for key in plain}
    assert not plain.keys() & {"scheme", "supervision"}
