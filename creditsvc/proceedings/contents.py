"""What the notice must say, from ground, outcome and law (令第11号第九条). Pure.

列入时间、事由、依据、管理措施提示、依法享有的权利. Which of them a list asks for stands in `steps.yaml`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from creditsvc.kernel.refusals import Unprocessable
from creditsvc.law.course import Period
from creditsvc.law.domain import Texts
from creditsvc.law.measures import issuable
from creditsvc.law.rulebook import Law
from creditsvc.proceedings.domain import Outcome, Proceeding

_UNITS = {
    "working_days": ("个工作日", "working days"),
    "days": ("日", "days"),
    "months": ("个月", "months"),
    "years": ("年", "years"),
}


class NoSuchMeasure(Unprocessable):
    """A measure that cannot be issued for this list, in this place, on this day."""

    kind = "measure-not-issuable"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    law: Law
    case: Proceeding
    outcome: Outcome
    served_on: date


def outcome(case: Proceeding, measures: tuple[str, ...]) -> Outcome:
    """What the ground of the case leads to, with *measures*."""
    ground = case.ground
    term = (ground.term if ground.restores is None else ground.restores["term"]) or {}
    return Outcome(
        list=ground.list,
        rule=ground.rule,
        months=term.get("months"),
        counts_from=term.get("counts_from"),
        measures=measures,
    )


def must_be_issuable(law: Law, case: Proceeding, measures: tuple[str, ...], on: date) -> None:
    """Raises NoSuchMeasure unless each of *measures*, named once, may be issued on *on*.

    “可以” (令第11号第八条): none follows by itself, each is named for this case or not at all.
    """
    book = law.measures
    able = [one.id for one in issuable(book, list_id=case.ground.list, region=case.region, on=on)]
    odd = [name for name in measures if name not in able]
    if odd or len(set(measures)) < len(measures):
        told = "、".join(odd) or "重复", ", ".join(odd) or "one named twice"
        raise NoSuchMeasure(
            f"不能采取的措施：{told[0]}；可以采取：{'、'.join(able) or '无'}",
            f"not to be issued here: {told[1]}; those that can be: {', '.join(able) or 'none'}",
            field="measures",
            issuable=able,
        )


def contents(law: Law, case: Proceeding, intended: Outcome, served_on: date) -> dict[str, Texts]:
    """What the notice of *case* must say, by the words of `steps.yaml`; empty where nothing is asked."""
    step = law.course.step(case.ground.list, "notice", case.region, served_on)
    told = _Told(law=law, case=case, outcome=intended, served_on=served_on)
    return {name: _SAYS[name](told) for name in (step.contents if step is not None else ())}


def _time(told: _Told) -> Texts:
    months = told.outcome.months
    if months is None:
        return {"zh": "自列入决定作出之日起列入", "en": "listed from the decision on"}
    start = {"decision": ("决定作出", "the decision"), "publication": ("公布", "publication")}
    zh, en = start.get(told.outcome.counts_from or "", ("决定作出", "the decision"))
    return {
        "zh": f"自{zh}之日起列入，管理期限{months}个月",
        "en": f"listed for {months} months from {en}",
    }


def _reason(told: _Told) -> Texts:
    return dict(told.case.ground.explanation)


def _basis(told: _Told) -> Texts:
    ground = told.case.ground
    cited = f"{ground.instrument}{ground.article}"
    return {"zh": f"{cited}（{ground.rule}）", "en": f"{cited} ({ground.rule})"}


def _measures(told: _Told) -> Texts:
    known = told.law.measures.measures
    named = [known[name].title for name in told.outcome.measures if name in known]
    if not named:
        return {
            "zh": "列入并公示，不另采取管理措施",
            "en": "listing and its publication, no other measure",
        }
    return {
        "zh": "拟采取：" + "；".join(each["zh"] for each in named),
        "en": "intended: " + "; ".join(each["en"] for each in named),
    }


def _rights(told: _Told) -> Texts:
    rights = [
        _right(told, "reply", "陈述、申辩", "reply"),
        _right(told, "hearing_request", "要求听证", "ask for a hearing"),
    ]
    given = [each for each in rights if each is not None]
    return {
        "zh": "；".join(each["zh"] for each in given),
        "en": "; ".join(each["en"] for each in given),
    }


def _right(told: _Told, name: str, zh: str, en: str) -> Texts | None:
    case = told.case
    period: Period | None = told.law.course.period(
        f"{case.ground.list}.{name}", case.region, told.served_on
    )
    if period is None:
        return None
    unit = _UNITS[period.unit]
    return {
        "zh": f"自送达之日起{period.amount}{unit[0]}内可以{zh}",
        "en": f"within {period.amount} {unit[1]} of service the party may {en}",
    }


_SAYS: Mapping[str, Callable[[_Told], Texts]] = MappingProxyType(
    {"time": _time, "reason": _reason, "basis": _basis, "measures": _measures, "rights": _rights}
)
