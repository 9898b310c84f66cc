"""What a screening says, as JSON values. Pure. A result that found nobody says that it says nothing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from creditsvc.enterprises.domain import Enterprise
from creditsvc.enterprises.identifying import CONFLICTS
from creditsvc.enterprises.name_index import Proposal
from creditsvc.kernel.clock import instant_text
from creditsvc.lookup.screening_finding import Candidate, Found, Kind

KINDS: Mapping[Kind, tuple[str, str]] = {
    "identified": (
        "标识确定了这一企业；名称只作核对",
        "an identifier names this enterprise; the name is compared only",
    ),
    "conflict": (
        "所给标识互相矛盾，不能确定是哪个企业",
        "the identifiers contradict each other; which enterprise is meant is not decided",
    ),
    "candidates": (
        "以下企业可能是所指的企业；名称不能确定，须核对统一社会信用代码",
        "these may be meant; a name decides nothing: compare the unified codes",
    ),
    "none_found": (
        "没有找到相近的企业。这不表示该企业没有被列入名单",
        "nobody like it was found, which says nothing of whether the enterprise is listed",
    ),
    "cannot_say": ("现在不能按名称查找", "names cannot be searched now"),
}
REASONS: Mapping[str, tuple[str, str]] = {
    "name_index_incomplete": (
        "名称索引正在重建，没有按名称查找；这不表示没有相近的企业",
        "the index of names is being made; names were not searched, which is not *nobody is like it*",
    ),
    "not_registered": (
        "登记库里没有这一代码；是否列入请用 /v1/credit/{uscc} 查询",
        "nobody in the register has this code; whether it is listed, /v1/credit/{uscc} tells",
    ),
}
NAME_DIFFERS: dict[str, Any] = {
    "class": None,
    "zh": "名称与登记的名称都不相近，以代码为准；请核对代码是否写错",
    "en": "like none of its names; the code decides: check that it is the right code",
    "reasons": [],
    "differing": [],
}
VETO = {
    "code": "identifier_differs",
    "zh": "名称相近，但标识不同：是另一个企业",
    "en": "alike by name, but by its identifier another enterprise",
}
Standings = Mapping[UUID, tuple[str, list[dict[str, str]]]]
Moments = Mapping[int, datetime]


def result(found: Found, standings: Standings, moments: Moments) -> dict[str, Any]:
    """The outcome of one query."""
    zh, en = KINDS[found.kind]
    one, conflict = found.enterprise, found.identified.conflict
    return {
        "kind": found.kind,
        "zh": zh,
        "en": en,
        "by": found.identified.by if one else None,
        "conflict": conflict and _said(CONFLICTS, conflict),
        "reasons": [_said(REASONS, code) for code in _reasons(found)],
        "enterprise": one and _enterprise(one, standings),
        "name_check": _name_check(found),
        "candidates": [_candidate(each, standings, moments) for each in found.candidates],
        "vetoed": [{**_proposed(each, moments), "reason": VETO} for each in found.vetoed],
        "set_aside": [
            {**_proposed(each, moments), "false_positive": str(decision.id)}
            for each, decision in found.set_aside
        ],
        "more": found.more,
    }


def acts_named(found: Found) -> set[int]:
    """The acts whose moments are told."""
    proposals = [one.proposal for one in found.candidates if one.proposal]
    every = [*proposals, *found.vetoed, *(one for one, _ in found.set_aside)]
    return {one.named.since_act for one in every} | {
        one.named.until_act for one in every if one.named.until_act is not None
    }


def _reasons(found: Found) -> list[str]:
    uncoded = "uscc" in found.query.identifiers and not any(
        one.uscc == found.query.uscc for one in found.identified.subjects
    )
    return ["not_registered"] * uncoded + ["name_index_incomplete"] * (not found.indexed)


def _said(texts: Mapping[str, tuple[str, str]], code: str) -> dict[str, str]:
    zh, en = texts[code]
    return {"code": code, "zh": zh, "en": en}


def _name_check(found: Found) -> dict[str, Any] | None:
    if found.enterprise is None or found.query.name is None:
        return None
    return NAME_DIFFERS if found.name_check is None else found.name_check.body()


def _enterprise(one: Enterprise, standings: Standings) -> dict[str, Any]:
    status, reasons = standings[one.id]
    return {**_who(one), "status": status, "status_reasons": reasons}


def _who(one: Enterprise) -> dict[str, Any]:
    return {"id": str(one.id), "uscc": one.uscc, "other_id": one.other_id, "name": one.name}


def _candidate(one: Candidate, standings: Standings, moments: Moments) -> dict[str, Any]:
    told = _enterprise(one.enterprise, standings)
    if one.proposal is not None:
        told |= _matched(one.proposal, moments)
    return {**told, "decided_before": one.before and str(one.before.id)}


def _proposed(one: Proposal, moments: Moments) -> dict[str, Any]:
    return {**_who(one.enterprise), **_matched(one, moments)}


def _matched(one: Proposal, moments: Moments) -> dict[str, Any]:
    """By which name, since and until when it was the newest on record, and how it is like."""
    until = one.named.until_act
    return {
        "matched_name": one.named.name,
        "former_name": until is not None,
        "name_since": instant_text(moments[one.named.since_act]),
        "name_until": None if until is None else instant_text(moments[until]),
        "likeness": one.likeness.body(),
    }
