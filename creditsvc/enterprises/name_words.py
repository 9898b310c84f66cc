"""Words that names are made of: legal forms, marks of branches, trades, and how regions are called."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

import orjson
from ruamel.yaml import YAML

from creditsvc.kernel.codetables import BadTable
from creditsvc.kernel.regions import Regions

MEMBERS = ("legal_forms", "branch_marks", "peoples", "trades")
_TOWN = re.compile(r"(自治区|自治州|自治县|自治旗|特别行政区|地区|林区|省|市|盟|县|旗|区)$")
_SHORTEST = 2
_BEYOND = ("中国",)  # written like a region in the middle of names of many parts
# 市辖区, 省直辖县级行政区划 and the like are headings of the tables, not names of places.
_HEADING = re.compile(r"^(市辖区|县|.*直辖.*)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalForm:
    """A legal form as names end in it. company: what follows it names a part of that company."""

    zh: str
    en: str
    company: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a region's name stands for. bare: without 省, 市, 县 and the like.

    codes: the regions that have the name now; where none has, those that once had it.
    """

    bare: str
    codes: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameWords:
    """All words by which a name is taken apart. digest: changes with any of them."""

    legal_forms: tuple[LegalForm, ...]
    branch_marks: tuple[str, ...]
    trades: frozenset[str]
    places: Mapping[str, Place] = field(repr=False)
    large: frozenset[str] = field(repr=False)
    digest: str

    @classmethod
    def read(cls, path: Path, regions: Regions, plain: Callable[[str], str]) -> Self:
        """The words in the file *path* and the names of *regions*, each in the form that *plain* gives.

        large: bare names of provinces and cities, which are looked for inside names too.
        Raises BadTable where a member is missing or a word is empty.
        """
        given = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        if not isinstance(given, dict) or set(given) != set(MEMBERS):
            raise BadTable(path, 1, f"the members must be {', '.join(MEMBERS)}")
        try:
            forms = [LegalForm(**{**one, "zh": plain(one["zh"])}) for one in given["legal_forms"]]
            words = {name: _words(given[name], plain) for name in MEMBERS[1:]}
        except (KeyError, TypeError, ValueError) as why:
            raise BadTable(path, 1, f"not as it should be: {why}") from why
        places, large = _places(regions, words["peoples"], plain)
        told = [[one.zh, one.company] for one in forms]
        every = [told, *(sorted(words[name]) for name in MEMBERS[1:]), sorted(places)]
        return cls(
            legal_forms=tuple(sorted(forms, key=lambda one: -len(one.zh))),
            branch_marks=tuple(sorted(words["branch_marks"], key=lambda one: -len(one))),
            trades=frozenset(words["trades"]),
            places=places,
            large=large,
            digest=sha256(orjson.dumps(every)).hexdigest(),
        )


def _words(given: Iterable[Any], plain: Callable[[str], str]) -> list[str]:
    words = [plain(str(one)) for one in given]
    if not all(words):
        raise ValueError("an empty word")
    return words


def _places(
    regions: Regions, peoples: list[str], plain: Callable[[str], str]
) -> tuple[dict[str, Place], frozenset[str]]:
    """Regions by every name they go by, and the bare names of provinces and cities.

    A district (区) goes by its whole name alone: 新华, 和平 and 高新 are mostly trade names.
    """
    found: dict[str, Place] = {}
    short: dict[str, Place] = {}
    large: set[str] = set(_BEYOND)
    for standing in (_codes_by_name(regions, now=True), _codes_by_name(regions, now=False)):
        here: dict[str, set[str]] = {}
        for name, codes in standing.items():
            whole = plain(name)
            bare = _bare(whole, peoples)
            alone = len(bare) >= _SHORTEST
            found.setdefault(whole, Place(bare=bare if alone else whole, codes=codes))
            if alone and (not whole.endswith("区") or whole.endswith(("自治区", "行政区"))):
                here.setdefault(bare, set()).update(codes)
                large |= {bare for code in codes if code.endswith("00")}
        for bare, every in here.items():  # what has the name now goes before what had it once
            short.setdefault(bare, Place(bare=bare, codes=frozenset(every)))
    return short | found, frozenset(large)


def _codes_by_name(regions: Regions, *, now: bool) -> dict[str, frozenset[str]]:
    """The codes that have each name now, or that once had it."""
    found: dict[str, set[str]] = {}
    for code, names in regions.by_code.items():
        for one in names:
            standing = one.span is None or one.span.until is None
            if standing is now and not _HEADING.match(one.name):
                found.setdefault(one.name, set()).add(code)
    return {name: frozenset(codes) for name, codes in found.items()}


def _bare(name: str, peoples: list[str]) -> str:
    bare = _TOWN.sub("", name)
    if bare == name or "自治" not in name:
        return bare
    shorter = True
    while shorter:
        shorter = False
        for people in peoples:
            if bare.endswith(people) and len(bare) > len(people) + 1:
                bare, shorter = bare[: -len(people)], True
    return bare
