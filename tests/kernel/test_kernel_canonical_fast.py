"""The fast writer and the long way give the same bytes, or the same refusal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditsvc.kernel import canonical
from creditsvc.kernel.canonical import DEEPEST, LARGEST, NotCanonical, canonical_bytes

SCALARS = st.none() | st.booleans() | st.integers(-LARGEST - 2, LARGEST + 2) | st.text(max_size=8)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=4), inner, max_size=4)
        | st.tuples(inner)
    ),
    max_leaves=12,
)


def told(value):
    try:
        return canonical_bytes(value)
    except NotCanonical as why:
        return str(why)


def nested(levels, make):
    value = 1
    for _ in range(levels):
        value = make(value)
    return value


@given(VALUES)
def test_both_ways_tell_the_same(value):
    with pytest.MonkeyPatch.context() as patch:
        fast = told(value)
        patch.setattr(canonical, "_is_ready", lambda _value, _depth: False)
        assert told(value) == fast


@pytest.mark.parametrize("make", [lambda v: [v], lambda v: {"a": v}])
@pytest.mark.parametrize("levels", [DEEPEST - 1, DEEPEST, DEEPEST + 1])
def test_both_ways_end_at_the_same_depth(levels, make, monkeypatch):
    value = nested(levels, make)
    fast = told(value)
    monkeypatch.setattr(canonical, "_is_ready", lambda _value, _depth: False)
    assert told(value) == fast


def test_half_a_surrogate_pair_is_refused_by_name():
    with pytest.raises(NotCanonical):
        canonical_bytes({"a": "\ud800"})


def test_keys_beyond_the_first_plane_sort_as_utf_16():
    assert list(canonical_bytes({"\uff5e": 0, "\U0001f600": 0}).decode())[2] == "\U0001f600"
