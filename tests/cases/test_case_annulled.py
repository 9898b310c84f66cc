"""What must hold, whatever the record, of events that are annulled or that no rule asks about."""

from hypothesis import given
from hypothesis import strategies as st
from shipped import assessed, assessed_by, law
from test_case_properties import DAYS, OURS, adverse, records, thorough

SCHEMES = st.sampled_from(sorted(law().schemes))
BESIDE = ["honour.commendation", "honour.fire_contribution", "honour.liability_insurance"]


def _said(answers):
    """What the law says; rows have warnings of their own."""
    return [{key: value for key, value in each.items() if key != "warnings"} for each in answers]


def _rank(rows, on, scheme):
    (answer,) = assessed_by(rows, on, scheme)
    return [tier.id for tier in law().schemes[scheme].tiers].index(answer["tier"])


def test_no_rule_asks_about_the_honours_used_here():
    assert not {kind for rule in law().in_use for kind in rule.kinds or ()} & set(BESIDE)


@thorough
@given(rows=records(), kind=st.sampled_from(BESIDE), day=DAYS, on=DAYS, scheme=SCHEMES)
def test_an_honour_that_no_rule_asks_about_changes_nothing(rows, kind, day, on, scheme):
    beside = {**OURS, "source": "虚构来源", "source_ref": "B", "kind": kind}
    more = [*rows, {**beside, "occurred_on": day.isoformat()}]
    assert _said(assessed_by(more, on, scheme)) == _said(assessed_by(rows, on, scheme))


@thorough
@given(rows=records(), more=adverse("X"), on=DAYS)
def test_an_annulled_event_is_as_if_it_had_never_been(rows, more, on):
    annulled = [*rows, {**more, "status": "revoked"}]
    assert _said(assessed(annulled, on)) == _said(assessed(rows, on))


@thorough
@given(rows=records(), on=DAYS, scheme=SCHEMES, data=st.data())
def test_annulling_an_adverse_event_never_worsens_a_tier_of_any_scheme(rows, on, scheme, data):
    one = data.draw(st.sampled_from([r for r in rows if not r["kind"].startswith("honour.")]))
    without = [{**row, "status": "revoked"} if row is one else row for row in rows]
    assert _rank(without, on, scheme) <= _rank(rows, on, scheme)


@thorough
@given(rows=records(), on=DAYS, scheme=SCHEMES, data=st.data())
def test_suspending_an_adverse_event_never_worsens_a_tier_of_any_scheme(rows, on, scheme, data):
    one = data.draw(st.sampled_from([r for r in rows if not r["kind"].startswith("honour.")]))
    held = [{**row, "status": "suspended"} if row is one else row for row in rows]
    if one.get("status") != "revoked":
        assert _rank(held, on, scheme) <= _rank(rows, on, scheme)
