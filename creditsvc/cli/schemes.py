"""A tier scheme that was asked for by name, and what an answer by it says beside the tier."""

from collections.abc import Mapping
from typing import Any

from creditsvc.findings.domain import Assessment
from creditsvc.kernel.refusals import Unprocessable
from creditsvc.law.domain import Texts
from creditsvc.law.duty_wording import duty_text
from creditsvc.law.grading import Scheme
from creditsvc.law.rulebook import Law
from creditsvc.law.supervision import (
    LEVEL,
    REGION,
    SECTOR,
    Applied,
    Supervision,
    circumstances,
    supervision,
)
from creditsvc.tiers.domain import Standing

_MISSING = {SECTOR: "行业", REGION: "地区", LEVEL: "标准化等级"}


class UnknownScheme(Unprocessable):
    """A tier scheme that the rulebook does not have."""

    kind = "unknown-scheme"


def chosen(law: Law, name: str) -> Scheme:
    """The scheme *name*. Raises UnknownScheme."""
    found = law.schemes.get(name)
    if found is None:
        known = "、".join(law.schemes), ", ".join(law.schemes)
        raise UnknownScheme(
            f"没有等级方案“{name}”；可用：{known[0]}",
            f"there is no tier scheme {name!r}; use one of: {known[1]}",
            field="scheme",
        )
    return found


def by_scheme(law: Law, scheme: Scheme, tier: Standing, assessment: Assessment) -> dict[str, Any]:
    """Which scheme graded, why no tier in force is told by it, what it could not count; and what
    supervision goes with the tier, and with the lists that the findings lead to.
    """
    found = supervision(
        law,
        scheme=scheme,
        tier=tier.tier,
        lists=assessment.lists,
        where=circumstances(law, assessment.case),
        on=assessment.case.on,
    )
    return {
        "scheme": scheme.id,
        "scheme_title": dict(scheme.title),
        "scheme_off": _texts(scheme.off),
        "tier_missing": list(tier.missing),
        "supervision": _supervision(found),
    }


def _supervision(found: Supervision) -> dict[str, Any]:
    return {
        "floor": found.floor,
        "ceiling": found.ceiling,
        "oversight_ceiling": found.oversight_ceiling,
        "interviews": found.interviews,
        "random": found.random,
        "exceptions": [dict(each) for each in found.exceptions],
        "conflict": _texts(found.conflict),
        "missing": list(found.missing),
        "sources": [_applied(each) for each in found.sources],
        "unverified": [_applied(each) for each in found.unverified],
    }


def _applied(one: Applied) -> dict[str, Any]:
    duty = one.duty
    return {
        "id": duty.id,
        "says": duty.says,
        "text": dict(duty_text(duty, one.figure)),
        "times_a_year": None if duty.says == "draw" else duty.yearly(one.figure),
        "basis": duty.basis,
        "article": duty.article,
        "region": duty.region,
        "provenance": duty.provenance,
        "off": _texts(duty.off),
    }


def _texts(given: Texts | None) -> dict[str, str] | None:
    return dict(given) if given is not None else None


def scheme_lines(answer: Mapping[str, Any]) -> list[str]:
    """What an answer by a scheme that was asked for says of it; nothing where none was."""
    if "scheme" not in answer:
        return []
    lines = [f"  方案 {answer['scheme']}  {answer['scheme_title']['zh']}"]
    off = answer["scheme_off"]
    if off is not None:
        lines.append(f"  ！ 方案未启用：{off['zh']} / not in use: {off['en']}")
    if answer["tier_missing"]:
        lines.append(
            f"  ？ 不明而未计入等级 / unknown, not counted: {'；'.join(answer['tier_missing'])}"
        )
    return [*lines, f"  监管 {_supervision_line(answer['supervision'])}"]


def _supervision_line(found: Mapping[str, Any]) -> str:
    """Everything about supervision on one line, Chinese before English."""
    by_basis: dict[str, list[str]] = {}
    for one in found["sources"]:
        by_basis.setdefault(one["basis"], []).append(one["text"]["zh"])
    zh = [f"{basis}：{'，'.join(texts)}" for basis, texts in by_basis.items()]
    en = [one["text"]["en"] for one in found["sources"]]
    if found["exceptions"]:
        zh.append(f"上限不计{'、'.join(each['zh'] for each in found['exceptions'])}")
        en.append(f"no ceiling counts {', '.join(each['en'] for each in found['exceptions'])}")
    if found["conflict"] is not None:
        zh.append(f"！{found['conflict']['zh']}")
        en.append(found["conflict"]["en"])
    if found["missing"]:
        zh.append(f"{'、'.join(_MISSING[each] for each in found['missing'])}不明，有的规定未计入")
        en.append(f"unknown: {', '.join(found['missing'])}, so some texts are left out")
    if found["unverified"]:
        zh.append(f"另有{len(found['unverified'])}项规定未启用")
        en.append(f"{len(found['unverified'])} more switched off")
    if not zh:
        return "没有关于检查频次的规定 / no text says how often"
    return f"{'；'.join(zh)} / {'; '.join(en)}"
