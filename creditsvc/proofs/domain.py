"""What the public lists say today beside what a receipt said then. Pure; tells nothing that is not public."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """An entry of the receipt, or one that it does not know, and whether the public sees it today.

    word: `shown`, `not_shown` (its list is public, the entry is not on it), `not_told` (its list is
    not public, so nothing is said), `new` (public, and not in the receipt).
    """

    word: str
    title: Mapping[str, str]
    row: Row


def since(answer: Row, public: Mapping[str, Row], lists: AbstractSet[str]) -> list[Now]:
    """Each entry that *answer* tells, and each of *public* (by key) that it does not.

    *lists*: the ids of the lists that are public today.
    """
    told = [*answer["listings"], *answer["suspended_listings"]]
    known = {entry["id"] for entry in told}
    return [*_told(told, public, lists), *_new(public, known)]


def _told(told: list[Row], public: Mapping[str, Row], lists: AbstractSet[str]) -> Iterator[Now]:
    for entry in told:
        row = public.get(entry["id"])
        word = "shown" if row else "not_shown" if entry["list"] in lists else "not_told"
        yield Now(word=word, title=entry["list_title"], row=row or {})


def _new(public: Mapping[str, Row], known: AbstractSet[str]) -> Iterator[Now]:
    for key, row in public.items():
        if key not in known:
            yield Now(word="new", title=row["list_title"], row=row)
