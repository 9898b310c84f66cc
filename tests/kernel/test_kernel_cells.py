"""No cell of a table that is opened in a spreadsheet runs as a formula."""

import pytest

from creditsvc.kernel.cells import MARK, tame


@pytest.mark.parametrize("first", [*"=+-@＝＋－＠", "\t", "\r", "\n"])
def test_what_may_be_taken_for_a_formula_is_led_by_an_apostrophe(first):
    assert tame(f"{first}1+1") == f"'{first}1+1"
    assert tame(f"  {first}1+1") == f"'  {first}1+1"


@pytest.mark.parametrize(
    "cell", ["", " ", "1-1", "X", "X=1", "虚构=", "\xa0=1", "'=1", 7, -7, None, True]
)
def test_everything_else_stays_as_it_is(cell):
    assert tame(cell) is cell


def test_the_mark_tells_a_spreadsheet_that_a_file_is_utf_8():
    assert f"{MARK}甲".encode() == b"\xef\xbb\xbf\xe7\x94\xb2"
