"""How two names are alike, in which part they differ, and what that is worth: a proposal, no more.

Pure. Two names of one spelling may be two enterprises, and one enterprise may bear two names; which
it is, a unified code decides. So the best that is said here is *same name*.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from rapidfuzz.distance import OSA, Levenshtein

from creditsvc.enterprises.naming import ANYWHERE, Parts
from creditsvc.enterprises.sounds import alike

Class = Literal["same_name", "same_core", "slip", "homophone", "related_unit", "same_trade_name"]
CLASSES: Mapping[Class, tuple[str, str]] = {
    "same_name": (
        "名称相同（不计括号、全半角、空格、标点和繁简）",
        "the same name, brackets, width, blanks, punctuation and script aside",
    ),
    "same_core": (
        "字号和行业相同，行政区划或者组织形式不同",
        "the same trade name and trade; region or legal form differ",
    ),
    "slip": ("只差一个字", "one sign differs"),
    "homophone": ("读音相同，字不同", "sounds the same in other characters"),
    "related_unit": (
        "总公司与分支机构，或者同一公司的两个分支机构：各有各的代码，是不同的企业",
        "a company and its branch, or two branches of one: each has a code of its own; other enterprises",
    ),
    "same_trade_name": ("字号相同，行业不同", "the same trade name in another trade"),
}
REASONS: Mapping[str, tuple[str, str]] = {
    "region_missing": ("一方没有写行政区划", "one of the two names no region"),
    "region_broader": ("同一地方，行政区划写法不同", "the same place, named more or less closely"),
    "region_differs": (
        "行政区划不同，通常是不同的企业",
        "another region, usually another enterprise",
    ),
    "legal_form_missing": ("一方没有写组织形式", "one of the two names no legal form"),
    "legal_form_differs": (
        "组织形式不同：可能改制，也可能是不同的企业",
        "another legal form: converted, or another enterprise",
    ),
    "wrong_sign": ("一个字不同", "one sign is another"),
    "missing_sign": ("少一个字", "a sign is missing"),
    "extra_sign": ("多一个字", "a sign is too many"),
    "swapped_signs": ("相邻两个字颠倒", "two neighbouring signs are swapped"),
    "sounds_alike": ("不同的字读音相同或相近", "the signs that differ sound alike"),
    "branch": ("一方是分支机构", "one of the two is a branch"),
    "other_branch": ("同一公司的不同分支机构", "different branches of one company"),
    "branch_mark": ("分支机构的称谓不同", "the branch is called by another word"),
    "word_order": ("各部分的次序不同", "the same parts in another order"),
    "trade_differs": ("行业或者经营特点不同", "another trade"),
}
_SLIPS = {"replace": "wrong_sign", "delete": "extra_sign", "insert": "missing_sign"}
_ORDER = {name: rank for rank, name in enumerate(CLASSES)}
_BESIDE: Mapping[Class, Class] = {"homophone": "slip"}  # as near as that, in the same place
Rank = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A part in which two names differ: as it was asked, and as it is on record."""

    part: Literal["region", "core", "legal_form", "branch", "name", "trade"]
    asked: str
    held: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What makes two names alike, why, and in what they differ."""

    klass: Class
    reasons: tuple[str, ...] = ()
    differing: tuple[Difference, ...] = ()

    @property
    def rank(self) -> Rank:
        """For sorting, the nearest first."""
        group = _ORDER[_BESIDE.get(self.klass, self.klass)]
        elsewhere = "region_differs" in self.reasons
        return group, elsewhere, _ORDER[self.klass], len(self.reasons)

    def body(self) -> dict[str, Any]:
        """The same as JSON values."""
        zh, en = CLASSES[self.klass]
        return {
            "class": self.klass,
            "zh": zh,
            "en": en,
            "reasons": [
                {"code": one, "zh": REASONS[one][0], "en": REASONS[one][1]} for one in self.reasons
            ],
            "differing": [
                {"part": one.part, "asked": one.asked, "held": one.held} for one in self.differing
            ],
        }


def likeness(asked: Parts, held: Parts) -> Likeness | None:
    """How the name asked about is like the one on record; None: not enough to propose it."""
    if asked.plain == held.plain:
        return Likeness(klass="same_name")
    return (
        _of_core(asked, held)
        or _slip(asked, held)
        or _heard(asked, held)
        or _related(asked, held)
        or _of_trade_name(asked, held)
    )


def _of_core(asked: Parts, held: Parts) -> Likeness | None:
    if asked.stem != held.stem and _moved(asked) != _moved(held):
        return None
    if bool(asked.branch) != bool(held.branch):
        return None
    around = list(_around(asked, held))
    if not around:
        reason = "branch_mark" if asked.branch else "word_order"
        around = [(reason, Difference(part="name", asked=asked.plain, held=held.plain))]
    return _likeness("same_core", around)


def _moved(parts: Parts) -> str:
    """The stem without a region inside it: 虚构（山东）体育 is also written 山东虚构体育."""
    core = parts.core.replace(parts.inner, "", 1) if parts.inner else parts.core
    return core + "\0" + parts.branch


def _slip(asked: Parts, held: Parts) -> Likeness | None:
    if bool(asked.branch) == bool(held.branch) and _one_apart(asked.stem, held.stem):
        part: Literal["core", "branch"] = "core" if asked.core != held.core else "branch"
        return _slipped(part, asked.stem, held.stem, list(_around(asked, held)))
    if _one_apart(asked.plain, held.plain):
        return _slipped("name", asked.plain, held.plain, [])
    return None


def _one_apart(asked: str, held: str) -> bool:
    longer = max(len(asked), len(held))
    return longer > 1 and OSA.distance(asked, held, score_cutoff=1) == 1


def _slipped(
    part: Literal["core", "branch", "name"],
    asked: str,
    held: str,
    around: list[tuple[str, Difference]],
) -> Likeness:
    edits = list(Levenshtein.editops(asked, held))
    if len(edits) > 1:
        at = edits[0].src_pos
        told = Difference(part=part, asked=asked[at : at + 2], held=held[at : at + 2])
        return _likeness("slip", [("swapped_signs", told), *around])
    [edit] = edits
    one = asked[edit.src_pos] if edit.tag != "insert" else ""
    other = held[edit.dest_pos] if edit.tag != "delete" else ""
    found = _likeness(
        "slip", [(_SLIPS[edit.tag], Difference(part=part, asked=one, held=other)), *around]
    )
    if not (one and other and alike(one, other)):
        return found
    first, *rest = found.reasons
    return Likeness(klass="slip", reasons=(first, "sounds_alike", *rest), differing=found.differing)


def _heard(asked: Parts, held: Parts) -> Likeness | None:
    if bool(asked.branch) == bool(held.branch) and _sound_alike(asked.stem, held.stem):
        told = Difference(part="core", asked=asked.stem, held=held.stem)
        return _likeness("homophone", [("sounds_alike", told), *_around(asked, held)])
    if _sound_alike(asked.plain, held.plain):  # a part of it read as a region: 重庆生达, 重庆盛大
        told = Difference(part="name", asked=asked.plain, held=held.plain)
        return _likeness("homophone", [("sounds_alike", told)])
    return None


def _sound_alike(asked: str, held: str) -> bool:
    if len(asked) != len(held):
        return False
    return all(alike(mine, theirs) for mine, theirs in zip(asked, held, strict=True))


def _related(asked: Parts, held: Parts) -> Likeness | None:
    if asked.core != held.core or not (asked.branch or held.branch):
        return None
    reason = "other_branch" if asked.branch and held.branch else "branch"
    told = Difference(part="branch", asked=asked.branch, held=held.branch)
    return _likeness("related_unit", [(reason, told)])


def _of_trade_name(asked: Parts, held: Parts) -> Likeness | None:
    if asked.trade_name != held.trade_name or asked.branch or held.branch:
        return None
    around = list(_around(asked, held))
    if any(reason == "region_differs" for reason, _ in around):
        return None  # 宏远 of another place and another trade is nobody's lead
    told = Difference(part="trade", asked=asked.trade, held=held.trade)
    return _likeness("same_trade_name", [("trade_differs", told), *around])


def _around(asked: Parts, held: Parts) -> Iterator[tuple[str, Difference]]:
    """In what region and legal form differ."""
    mine, theirs = _named(asked), _named(held)
    if mine != theirs:
        yield _of_regions(asked, held), Difference(part="region", asked=mine, held=theirs)
    one, other = (it.legal_form.zh if it.legal_form else "" for it in (asked, held))
    if one != other:
        reason = "legal_form_differs" if one and other else "legal_form_missing"
        yield reason, Difference(part="legal_form", asked=one, held=other)


def _named(parts: Parts) -> str:
    """The regions a name names, from the larger to the smaller as written."""
    return "".join(parts.regions) or parts.inner


def _of_regions(asked: Parts, held: Parts) -> str:
    if not (_named(asked) and _named(held)):
        return "region_missing"
    mine, theirs = set(asked.regions) | {asked.inner}, set(held.regions) | {held.inner}
    if (mine & theirs) - {""} or _one_holds_other(asked.place, held.place):
        return "region_broader"
    return "region_differs"


def _one_holds_other(one: int, other: int) -> bool:
    """Whether one place is the other or the province it lies in."""
    if ANYWHERE in (one, other):
        return False
    return one == other or (one // 100 == other // 100 and 0 in (one % 100, other % 100))


def _likeness(klass: Class, found: list[tuple[str, Difference]]) -> Likeness:
    return Likeness(
        klass=klass,
        reasons=tuple(reason for reason, _ in found),
        differing=tuple(told for _, told in found),
    )
