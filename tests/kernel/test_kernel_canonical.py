"""One byte form for one value."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from hashlib import sha256
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditsvc.kernel.canonical import DEEPEST, LARGEST, NotCanonical, canonical_bytes, digest
from creditsvc.kernel.clock import LEGAL_ZONE

NAIVE = datetime(2025, 3, 1, tzinfo=UTC).replace(tzinfo=None)
texts = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | texts,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(texts, inner, max_size=5),
    max_leaves=25,
)


class Word(StrEnum):
    FIRE = "fire"


class Grade(Enum):
    MAJOR = 3


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "null"),
        (True, "true"),
        (-3, "-3"),
        ('安全\n"\\\u0007/', '"安全\\n\\"\\\\\\u0007/"'),
        ({"b": 1, "a": [1, (2, 3)]}, '{"a":[1,[2,3]],"b":1}'),
        (date(2024, 2, 29), '"2024-02-29"'),
        (datetime(2025, 3, 1, 8, tzinfo=LEGAL_ZONE), '"2025-03-01T00:00:00.000000Z"'),
        (UUID(int=1), '"00000000-0000-0000-0000-000000000001"'),
        (Decimal("1.50"), '"1.5"'),
        (Decimal("1E+3"), '"1000"'),
        (Decimal("-0.00"), '"0"'),
        (Decimal(100), '"100"'),
        ({Word.FIRE: Word.FIRE}, '{"fire":"fire"}'),
        (Grade.MAJOR, "3"),
        ({"b", "a"}, '["a","b"]'),
        (frozenset({2, 10}), "[10,2]"),
    ],
)
def test_values_have_these_bytes(value, expected):
    assert canonical_bytes(value) == expected.encode()


def test_keys_are_sorted_by_utf16_units_as_rfc_8785_asks():
    order = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    written = list(json.loads(canonical_bytes(dict.fromkeys(order, 0))))
    assert written == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


@pytest.mark.parametrize(
    "value",
    [
        1.0, float("nan"), [0.5], {"a": {"b": 2.5}}, Decimal("NaN"), Decimal("Infinity"), Decimal("1E+999999999"),
        Decimal("1E-999999999"), LARGEST + 1, -LARGEST - 1, b"bytes", object(), {1: "a"}, {None: 1}, "\ud800", 1j,
    ],
)  # fmt: skip
def test_what_has_no_single_form_is_refused(value):
    with pytest.raises(NotCanonical):
        canonical_bytes(value)


def test_a_naive_time_is_refused():
    with pytest.raises(ValueError, match="aware"):
        canonical_bytes(NAIVE)


def nested(levels):
    value = []
    for _ in range(levels):
        value = [value]
    return value


def test_nesting_is_bounded():
    assert canonical_bytes(nested(DEEPEST))
    with pytest.raises(NotCanonical):
        canonical_bytes(nested(DEEPEST + 1))


@given(values)
def test_a_value_read_back_has_the_same_bytes(value):
    written = canonical_bytes(value)
    assert json.loads(written) == value
    assert canonical_bytes(json.loads(written)) == written


@given(st.dictionaries(texts, values), st.randoms())
def test_the_order_of_members_does_not_matter(value, chance):
    members = list(value.items())
    chance.shuffle(members)
    assert digest(dict(members)) == digest(value)


@given(values, values)
def test_different_values_have_different_bytes(one, other):
    # dumps tells True from 1, which == does not
    same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    assert (canonical_bytes(one) == canonical_bytes(other)) == same


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12))
def test_equal_decimals_are_one_text(value):
    assert Decimal(json.loads(canonical_bytes(value))) == value
    assert canonical_bytes(value + Decimal(0)) == canonical_bytes(
        value
    ) or value != value + Decimal(0)


def test_the_digest_is_sha256_of_the_bytes():
    assert digest({"a": 1}) == sha256(b'{"a":1}').hexdigest()
    assert digest({"at": datetime(2025, 3, 1, tzinfo=UTC)}) != digest({"at": date(2025, 3, 1)})
