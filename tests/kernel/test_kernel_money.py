"""Exact money."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditsvc.kernel.money import MOST_FEN, BadAmount, fen, from_wan, yuan

amounts = st.integers(min_value=0, max_value=MOST_FEN)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0", 0), ("0.01", 1), ("0.1", 10), ("1", 100), ("12.30", 1230), ("007.5", 750), (500000, 50000000),
        (Decimal("1234.56"), 123456), (Decimal("1E+3"), 100000), ("90071992547409.91", MOST_FEN),
    ],
)  # fmt: skip
def test_yuan_become_whole_fen(value, expected):
    assert fen(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        "", " ", "1.", ".5", "1.234", "1.000", "-1", "+1", "1e3", "1,000", "１", "1 ", "NaN", "五",
        "90071992547409.92", "9" * 30, -1, True, 1.5, 1.0, None,
        Decimal("NaN"), Decimal("Infinity"), Decimal("-0.01"), Decimal("0.001"),
        Decimal("1E+999999999"), Decimal("1E-999999999"),
    ],
)  # fmt: skip
def test_what_is_not_an_exact_amount_is_refused(value):
    with pytest.raises(BadAmount):
        fen(value)


@given(amounts)
def test_fen_survive_their_text(amount):
    assert fen(yuan(amount)) == amount
    assert fen(Decimal(yuan(amount))) == amount


@given(st.floats())
def test_no_float_is_ever_money(value):
    with pytest.raises(BadAmount):
        fen(value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0", 0), ("1", 1_000_000), ("0.000001", 1), ("12.5", 12_500_000), ("100", 100_000_000)],
)
def test_wan_become_whole_fen(text, expected):
    assert from_wan(text) == expected


def test_wan_below_a_fen_are_refused():
    with pytest.raises(BadAmount, match="6"):
        from_wan("0.0000001")


@given(st.integers(min_value=0, max_value=10**9))
def test_a_wan_is_ten_thousand_yuan(n):
    assert from_wan(str(n)) == fen(n * 10_000)


@pytest.mark.parametrize("amount", [-1, MOST_FEN + 1, True])
def test_only_whole_fen_in_range_are_written(amount):
    with pytest.raises(BadAmount):
        yuan(amount)


def test_yuan_always_have_two_decimals():
    assert [yuan(n) for n in (0, 5, 50, 100, 123456)] == ["0.00", "0.05", "0.50", "1.00", "1234.56"]


def test_an_endless_number_is_refused_without_being_written_out():
    with pytest.raises(BadAmount):
        fen(10**5000)
    with pytest.raises(BadAmount):
        yuan(10**5000)
