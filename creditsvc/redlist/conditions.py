"""Each condition of an honour on a day: what the record says, and what still has to be shown. Pure.

Three-valued: what the record leaves open is *unknown*, never met. What a paper shows people judge.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from creditsvc.law.case import Case, View, in_time, only
from creditsvc.law.domain import Texts
from creditsvc.law.grants import Grant, GrantCondition
from creditsvc.law.kinds import Kinds
from creditsvc.law.selecting import EVER
from creditsvc.listings.domain import Entry

ADVERSE = "adverse"
State: TypeAlias = Literal["met", "not_met", "unknown", "paper_missing", "for_people"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A condition and its state. *against*: events and entries that stand against it, oldest first.

    *for_people*: the record has nothing against it, its paper is there, people judge it.
    """

    id: str
    article: str
    text: Texts
    automatic: bool
    on_paper: bool
    ends_by_record: bool
    state: State
    because: Texts
    against: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def lacking(self) -> bool:
        """Whether it stands in the way."""
        return self.state not in {"met", "for_people"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the conditions are checked against: the events on the day, and adverse entries in force."""

    case: Case
    kinds: Kinds
    adverse: Sequence[Entry]


def examine(grant: Grant, known: Known, proofs: Mapping[str, Any]) -> tuple[Checked, ...]:
    """Every condition of *grant*, in its order, with the papers there are (*proofs*, by condition)."""
    return tuple(_checked(each, known, proofs) for each in grant.conditions)


def _checked(asked: GrantCondition, known: Known, proofs: Mapping[str, Any]) -> Checked:
    state, because, against, missing = _of_record(asked, known)
    if state == "met" and asked.paper is not None:
        state, because = _of_paper(asked.paper, shown=asked.id in proofs)
    return Checked(
        id=asked.id,
        article=asked.article,
        text=asked.text,
        automatic=asked.automatic,
        on_paper=asked.paper is not None,
        ends_by_record=asked.ends_by_record,
        state=state,
        because=because,
        against=against,
        missing=missing,
    )


_Told: TypeAlias = tuple[State, Texts, tuple[str, ...], tuple[str, ...]]


def _of_record(asked: GrantCondition, known: Known) -> _Told:
    """What the record says; a condition it knows nothing of is not contradicted."""
    if asked.unlisted and known.adverse:
        held = tuple(str(entry.id) for entry in known.adverse)
        names = "、".join(dict.fromkeys(entry.list for entry in known.adverse))
        told = {"zh": f"在名单 {names} 上", "en": f"stands on a list: {names}"}
        return "not_met", told, held, ()
    if asked.meets is None:
        return (
            "met",
            {"zh": "记录中没有相反的情形", "en": "nothing on record is against it"},
            (),
            (),
        )
    outcome = asked.meets(known.case, EVER)
    if outcome.truth:
        return "met", {"zh": "按记录具备", "en": "met by the record"}, (), ()
    if outcome.truth is None:
        missing = tuple(sorted(set(outcome.missing)))
        told = {"zh": f"有待查明：{'、'.join(missing)}", "en": f"open: {', '.join(missing)}"}
        return "unknown", told, (), missing
    views = _against(asked, known)
    if not views:
        told = {"zh": "记录中没有所要求的事实", "en": "the record does not hold what is asked"}
        return "not_met", told, (), ()
    zh = "、".join(f"{_title(known, view)['zh']}（{_day(view)}）" for view in views)
    en = ", ".join(f"{_title(known, view)['en']} ({_day(view)})" for view in views)
    told = {"zh": f"有{zh}", "en": f"there is {en}"}
    return "not_met", told, tuple(view.ref for view in views), ()


def _against(asked: GrantCondition, known: Known) -> list[View]:
    """The adverse events each of which, with the honours alone beside it, fails the condition."""
    meets, kinds = asked.meets, known.kinds.kinds
    if meets is None:
        return []
    adverse = [
        view
        for kind, views in known.case.by_kind.items()
        if kind in kinds
        and kinds[kind].polarity == ADVERSE  # one of another rulebook counts nowhere
        for view in views
    ]
    refs = frozenset(view.ref for view in adverse)
    if meets(only(known.case, lambda view: view.ref not in refs), EVER).truth is False:
        return []  # without any of them it fails as well
    found = [
        view
        for view in adverse
        if meets(_with_alone(known.case, refs, view.ref), EVER).truth is False
    ]
    return sorted(found, key=in_time)


def _with_alone(case: Case, adverse: frozenset[str], ref: str) -> Case:
    return only(case, lambda view: view.ref == ref or view.ref not in adverse)


def _title(known: Known, view: View) -> Texts:
    return known.kinds.kinds[view.kind].title


def _day(view: View) -> str:
    penalised = f"，{view.penalised}处罚" if view.penalised is not None else ""
    return f"{view.day}{penalised}"


def _of_paper(paper: Texts, *, shown: bool) -> tuple[State, Texts]:
    if shown:
        return "for_people", {"zh": f"凭{paper['zh']}认定", "en": f"judged by {paper['en']}"}
    return "paper_missing", {"zh": f"缺少{paper['zh']}", "en": f"lacks {paper['en']}"}


def checked_form(each: Checked) -> dict[str, Any]:
    """A condition with its state as JSON values."""
    return {
        "id": each.id,
        "article": each.article,
        **each.text,
        "automatic": each.automatic,
        "on_paper": each.on_paper,
        "ends_by_record": each.ends_by_record,
        **lacking_form(each),
    }


def lacking_form(each: Checked) -> dict[str, Any]:
    """What is lacking of a condition as JSON values."""
    return {
        "id": each.id,
        "article": each.article,
        "state": each.state,
        "because": dict(each.because),
        "against": list(each.against),
        "missing": list(each.missing),
    }
