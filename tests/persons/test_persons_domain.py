"""What an identity must look like, and what is shown of it."""

from datetime import date

import pytest
from people_in_cases import a_number, an_identity

from creditsvc.persons import domain
from creditsvc.persons.domain import AnothersCase, IdentityNotInOrder, ReadingNotInOrder

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("虚", "**"), ("虚甲", "虚**"), ("虚甲乙", "虚**"), ("欧阳虚甲", "欧**"),
        ("阿不都热西提·买买提艾力", "阿**"), ("𠮷田", "𠮷**"), ("Xu Jia", "X**"),
    ],
)  # fmt: skip
def test_a_mask_shows_the_first_sign_and_not_how_long_the_name_is(name, masked):
    assert domain.mask(name) == masked


@pytest.mark.parametrize("dot", domain.DOTS)
def test_every_middle_dot_is_kept_as_one(dot):
    assert an_identity(f"艾力{dot}虚构").name == "艾力·虚构"


@pytest.mark.parametrize(
    "name", ["", " ", "虚1", "虚甲（乙）", "<b>", "·虚", "虚··甲", "虚" * 51, "虚\u202e甲", "虚_甲"]
)
def test_what_is_no_name_is_refused_and_not_repeated(name):
    with pytest.raises(IdentityNotInOrder) as why:
        an_identity(name)
    assert why.value.field == "name"
    assert not name.strip() or name not in str(why.value)


def test_the_number_of_the_standard_itself_is_right():
    assert an_identity(number="11010519491231002x").number == "11010519491231002X"  # GB 11643 annex


@pytest.mark.parametrize(
    "number",
    [
        "110105194912310021", a_number()[:-1], a_number() + "1", a_number(born="19700230"),
        a_number(born="20261120"), a_number(born="20261121"), "１" * 5, "",
    ],
    ids=["check-sign", "short", "long", "30-february", "today", "tomorrow", "few", "none"],
)  # fmt: skip
def test_an_identity_number_that_cannot_be_is_refused_and_not_repeated(number):
    with pytest.raises(IdentityNotInOrder) as why:
        an_identity(number=number)
    assert why.value.field == "number"
    assert not number or number not in str(why.value)
    assert not why.value.facts


def test_somebody_born_yesterday_may_have_a_number_and_full_width_is_read():
    born = a_number(born="20261119")
    wide = born.translate({ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789X"})
    assert an_identity(number=wide).number == born


def test_other_documents_are_read_loosely_and_unknown_ones_refused():
    assert an_identity(document="passport", number="e12345678").number == "E12345678"
    with pytest.raises(IdentityNotInOrder):
        an_identity(document="library_card")


def test_an_identity_never_shows_in_a_repr():
    who = an_identity()
    assert who.name not in repr(who)
    assert who.number not in repr(who)


@pytest.mark.parametrize("reason", ["", "  ", f"查 {a_number()}", "查 123456789012345 其人"])
def test_a_reason_is_stated_and_holds_no_number(reason):
    with pytest.raises(ReadingNotInOrder):
        domain.reason_for(reason)
    assert domain.reason_for(" 核对送达 ") == "核对送达"


@pytest.mark.parametrize("actor", [None, "虚构市应急管理局", ""])
def test_nobody_but_the_case_s_own_authority_comes_near_an_unbounded_officer_neither(actor):
    with pytest.raises(AnothersCase):
        domain.must_be_theirs("虚构区应急管理局", actor, domain.READS)
    domain.must_be_theirs("虚构区应急管理局", "虚构区应急管理局", domain.READS)
