"""Whose matter it is: by authority and by region, on both sides of every level of GB/T 2260."""

import pytest

from creditsvc.kernel.areas import is_area, stem
from creditsvc.kernel.caller import Caller, Mandate, account
from creditsvc.kernel.conflicts import behind, clash
from creditsvc.kernel.remit import Matter, judge

OURS = "虚构区应急管理局"


def a_matter(*regions, authority=OURS):
    return Matter(authority=authority, regions=frozenset(regions))


@pytest.mark.parametrize(
    ("remit", "region", "covered"),
    [
        ("350521", "350521", True),  # a county covers itself
        ("350521", "350522", False),  # and not its neighbour
        ("350521", "350500", False),  # nor the whole city
        ("350500", "350521", True),
        ("3505", "350521", True),  # four digits are the city, as with zeros
        ("350500", "350600", False),
        ("350500", "350000", False),
        ("350000", "350521", True),
        ("35", "350521", True),
        ("35", "360521", False),
        (None, "360521", True),  # unbounded
    ],
)
def test_a_region_covers_what_lies_in_it_at_every_level(remit, region, covered):
    assert judge(OURS, remit, a_matter(region)).covers is covered


def test_another_authority_is_beyond_the_remit_wherever_it_lies():
    assert judge("别处应急管理局", None, a_matter("350521")).beyond == "authority"
    assert judge("别处应急管理局", "35", a_matter("350521")).beyond == "authority"
    assert judge(f" {OURS} ", None, a_matter("350521")).covers
    assert judge(None, None, a_matter("350521")).covers


def test_an_unknown_region_is_decided_by_the_authority_alone_and_says_so():
    found = judge(OURS, "350521", a_matter())
    assert (found.covers, found.untested) == (True, ("region",))
    assert judge("别处应急管理局", "350521", a_matter()).beyond == "authority"
    assert judge(OURS, None, a_matter()).untested == ()  # nothing was to be tested


def test_an_unknown_authority_is_decided_by_the_region_alone_and_says_so():
    found = judge(OURS, "350521", a_matter("350521", authority=None))
    assert (found.covers, found.untested) == (True, ("authority",))
    assert judge(OURS, "350521", a_matter("350522", authority=None)).beyond == "region"


def test_of_several_regions_all_must_lie_within():
    assert not judge(OURS, "350521", a_matter("350521", "350522")).covers
    assert judge(OURS, "350500", a_matter("350521", "350522")).covers


def test_trailing_zeros_mean_the_whole():
    assert [stem(x) for x in ("35", "3500", "350000", "3505", "350500", "350521")] == [
        "35", "35", "35", "3505", "3505", "350521",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "3", "350", "35052", "3505211", "ab", "035052", "３５"])
def test_what_is_no_province_city_or_county_is_no_area(text):
    assert not is_area(text)


def test_a_delegate_and_the_delegator_are_one_hand_and_so_are_two_delegates():
    links = {("b", "a"), ("c", "a")}
    assert behind("user:b", links) == {"b", "a"}
    assert clash("user:b", ["user:a"], links)  # the delegate may not decide what a handled
    assert clash("user:a", ["user:b"], links)  # nor the other way round
    assert clash("user:c", ["user:b"], links)
    assert not clash("user:d", ["user:b", "user:a"], links)


def test_two_whom_one_and_the_same_person_acts_for_stay_two():
    links = {("b", "a"), ("b", "d")}
    assert not clash("user:d", ["user:a"], links)
    assert clash("user:d", ["user:b"], links)


def test_an_account_is_one_at_the_command_line_and_behind_a_token_but_no_machine_is_a_person():
    assert account("operator:li") == account("user:li") == "li"
    assert account("client:li") == "client:li"
    assert clash("user:li", ["operator:li"], ())
    assert not clash("user:li", ["client:li"], ())


def test_a_caller_acts_for_another_only_where_no_own_role_carries_it():
    lent = Mandate(principal="user:head", roles=frozenset({"approver"}))
    made = Caller(
        id="user:li",
        kind="person",
        name="li",
        scopes=frozenset(),
        roles=frozenset({"handler"}),
        mandates=(lent,),
    )
    assert made.using("proceedings.decide").on_behalf_of == ("user:head",)
    assert made.using("proceedings.handle").on_behalf_of == ()
    assert made.using("proceedings.read").on_behalf_of == ()  # both carry it: in one's own right
