"""How an honour is granted: the levels that review, and each condition with how it can be checked.

A condition with a `when` is checked against the record, in the words of rules and three-valued; one
with a `paper` is shown by a paper that people judge; some need both.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from creditsvc.law.conditions import read_condition
from creditsvc.law.doubts import Remark
from creditsvc.law.kinds import Kinds
from creditsvc.law.meaning import ANYWHERE, Meets, compile_condition
from creditsvc.law.reading import MARKS, Text

Named = TypeVar("Named", "Remark", "GrantCondition")


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantCondition:
    """One condition of an honour.

    *meets* None: the record cannot tell. *paper*: what people are shown; None: none is needed.
    *unlisted*: no adverse list holds the enterprise. *ends_by_record*: a breach on the record ends
    the honour by itself; otherwise people decide.
    """

    id: str
    article: str
    text: Mapping[str, str]
    paper: Mapping[str, str] | None
    unlisted: bool
    ends_by_record: bool
    meets: Meets | None = field(repr=False, compare=False)

    @property
    def automatic(self) -> bool:
        """Whether the record is asked."""
        return self.meets is not None or self.unlisted


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """How one list of an instrument is granted.

    *levels*: whose people pass the application, the one that receives it first; the last grants.
    *renew_months*: from how many months before its last day a new grant may be applied for.
    """

    article: str
    levels: tuple[Remark, ...]
    conditions: tuple[GrantCondition, ...]
    renew_months: int
    provenance: str


def read_grant(entry: Text, kinds: Kinds) -> Grant:
    """How an honour is granted. Raises RulebookError."""
    entry.only("article", "levels", "conditions", "renewal", "provenance")
    renewal = entry.need("renewal").only("months", "provenance")
    renewal.need("provenance").one_of(MARKS)
    return Grant(
        article=entry.need("article").text,
        levels=_each_once(entry.need("levels"), _level),
        conditions=_each_once(entry.need("conditions"), lambda each: _condition(each, kinds)),
        renew_months=renewal.need("months").positive,
        provenance=entry.need("provenance").one_of(MARKS),
    )


def _each_once(entry: Text, read: Callable[[Text], Named]) -> tuple[Named, ...]:
    """At least one, each id once."""
    found: dict[str, Named] = {}
    for each in entry.items:
        one = read(each)
        if one.id in found:
            raise each.error(
                f"“{one.id}”写了两次，请改一处", f"“{one.id}” stands twice: change one"
            )
        found[one.id] = one
    if not found:
        raise entry.error("至少写一项", "give at least one")
    return tuple(found.values())


def _level(entry: Text) -> Remark:
    entry.only("id", "zh", "en", "provenance")
    return Remark(
        id=entry.need("id").text,
        article=None,
        text={"zh": entry.need("zh").text, "en": entry.need("en").text},
        provenance=entry.need("provenance").one_of(MARKS),
    )


def _condition(entry: Text, kinds: Kinds) -> GrantCondition:
    entry.only("id", "article", "zh", "en", "when", "paper", "unlisted", "ends_by_record")
    when, paper = entry.get("when"), entry.get("paper")
    unlisted = _flag(entry.get("unlisted"))
    if when is None and paper is None and not unlisted:
        raise entry.error(
            "须写明如何核对：when、unlisted 或 paper",
            "say how it is checked: when, unlisted or paper",
        )
    condition = read_condition(when, kinds) if when is not None else None
    return GrantCondition(
        id=entry.need("id").text,
        article=entry.need("article").text,
        text={"zh": entry.need("zh").text, "en": entry.need("en").text},
        paper=paper.bilingual if paper is not None else None,
        unlisted=unlisted,
        ends_by_record=_flag(entry.get("ends_by_record")),
        meets=compile_condition(condition, ANYWHERE) if condition is not None else None,
    )


def _flag(entry: Text | None) -> bool:
    return entry is not None and entry.flag
