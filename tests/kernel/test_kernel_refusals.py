"""Refusals and callers."""

import pickle
from dataclasses import FrozenInstanceError

import pytest

from creditsvc.kernel.caller import Caller
from creditsvc.kernel.refusals import (
    Conflict,
    FieldError,
    Invalid,
    NotFound,
    NotPermitted,
    Refusal,
    Stale,
    Unavailable,
    Unprocessable,
    every_refusal,
)

FAMILIES = [NotFound, NotPermitted, Conflict, Stale, Invalid, Unprocessable, Unavailable]


def test_a_refusal_carries_both_languages_the_field_and_its_facts():
    refusal = Conflict("内容不同", "the content differs", field="source_ref", stored="a", sent="b")
    assert str(refusal) == "内容不同 / the content differs"
    assert (refusal.zh, refusal.en, refusal.field) == (
        "内容不同",
        "the content differs",
        "source_ref",
    )
    assert refusal.facts == {"stored": "a", "sent": "b"}
    assert refusal.errors == ()


def test_a_refusal_may_list_several_faults():
    fault = FieldError(pointer="/facts/deaths", zh="应为整数", en="must be an integer")
    assert Invalid("无法读取", "cannot be read", errors=(fault,)).errors == (fault,)


def test_the_families_are_apart_and_each_has_its_kind():
    assert len({family.kind for family in FAMILIES}) == len(FAMILIES)
    for family in FAMILIES:
        assert family.__bases__ == (Refusal,)
        assert family in set(every_refusal())


def test_a_kind_that_is_not_kebab_case_is_noticed_at_once():
    with pytest.raises(TypeError, match="kebab"):
        type("Odd", (Refusal,), {"kind": "Not_Kebab"})


def test_no_two_refusals_of_the_kernel_share_a_kind():
    kernel = [one for one in set(every_refusal()) if one.__module__.startswith("creditsvc.kernel")]
    assert len({one.kind for one in kernel}) == len(kernel)


def test_a_refusal_survives_the_way_between_processes():
    refusal = pickle.loads(pickle.dumps(NotFound("没有", "none", field="id", id="7")))
    assert (refusal.zh, refusal.field, refusal.facts) == ("没有", "id", {"id": "7"})


def test_a_caller_has_the_scopes_granted_and_no_others():
    caller = Caller(
        id="u1",
        kind="person",
        name="李工",
        scopes=frozenset({"events:read"}),
        roles=frozenset({"recorder"}),
    )
    assert caller.has("events:read")
    assert not caller.has("events")
    assert not caller.has("events:write")
    assert (caller.purposes, caller.field, caller.authority, caller.region) == (
        frozenset(), None, None, None,
    )  # fmt: skip


def test_a_caller_cannot_grant_itself_anything():
    caller = Caller(id="-", kind="anonymous", name="", scopes=frozenset(), roles=frozenset())
    with pytest.raises(FrozenInstanceError):
        caller.scopes = frozenset({"events:write"})
