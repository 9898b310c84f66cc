"""When two spellings are one name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditsvc.kernel.text import name_key, without_blanks


@pytest.mark.parametrize(
    "spelling",
    [
        "虚构（北京）安全科技 A·B 有限公司",
        "虚构(北京)安全科技A·B有限公司",
        "虚构〔北京〕安全科技Ａ•Ｂ有限公司",
        "虚构【北京】安全科技a・b有限公司",
        "虚构﹙北京﹚安全科技A‧B有限公司",
        " 虚构（北京）\u3000安全科技A·B有限\u200b公司\r\n",
    ],
)
def test_spellings_of_one_name_are_equal(spelling):
    assert name_key(spelling) == "虚构(北京)安全科技a·b有限公司"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("虚构一厂", "虚构二厂"),
        ("虚构（北京）公司", "虚构北京公司"),
        ("虚构有限公司", "虚构有限责任公司"),
        ("虚构公司第1厂", "虚构公司第一厂"),
    ],
)
def test_different_names_stay_apart(one, other):
    assert name_key(one) != name_key(other)


@given(st.text())
def test_a_normal_form_is_its_own_normal_form(name):
    once = name_key(name)
    assert name_key(once) == once


@given(st.text())
def test_blanks_and_width_never_matter(name):
    assert name_key(f" {name}\t") == name_key(name)
    assert without_blanks(name_key(name)) == name_key(name)
