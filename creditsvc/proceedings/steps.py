"""What every move shares: the stage it needs, the next version, who had which part. Pure."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeAlias

from creditsvc.law.rulebook import Law
from creditsvc.proceedings.domain import (
    Deliberation,
    Document,
    Notice,
    NotInOrder,
    Proceeding,
    SamePerson,
    Service,
    Stage,
    WrongStage,
)

Hands: TypeAlias = frozenset[tuple[str, str]]  # who made which move, as (move, person)
# Whoever reviews or presides did not handle the case; every other move but these is handling it.
APART = frozenset({"review", "return", "hear"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The party's last days, to reply and to ask for a hearing (None: none is offered), as counted now."""

    reply: date
    hearing: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """Which steps the procedure of the list asks for in this case as it is now."""

    review: bool
    deliberation: bool


def handlers(hands: Hands) -> frozenset[str]:
    """Who handled the case."""
    return frozenset(who for move, who in hands if move not in APART)


def was_heard(case: Proceeding) -> bool:
    """Whether a hearing was held, now or before the party was told anew."""
    hearings = (*case.past_hearings, *((case.hearing,) if case.hearing is not None else ()))
    return any(each.minutes is not None for each in hearings)


def owed(law: Law, case: Proceeding, on: date) -> Owed:
    """What the rulebook asks for before a decision of the day *on*."""
    opened, reviewed = case.opening, case.review
    complex_case = (opened is not None and opened.complex_case) or (
        reviewed is not None and reviewed.complex_case
    )

    def due(name: str) -> bool:
        step = law.course.step(case.ground.list, name, case.region, on)
        return step is not None and step.due(complex_case=complex_case, heard=was_heard(case))

    return Owed(review=due("review"), deliberation=due("deliberation"))


def not_among(who: str, others: Collection[str], zh: str, en: str) -> None:
    """Raises SamePerson, with those words, if *who* is one of *others*."""
    if who in others:
        raise SamePerson(zh, en, who=who)


def moved(case: Proceeding, **changes: Any) -> Proceeding:
    """The case one version on."""
    return replace(case, version=case.version + 1, **changes)


def need(case: Proceeding, *stages: Stage) -> None:
    """Raises WrongStage unless the case stands at one of *stages*."""
    if case.stage not in stages:
        names = [each.value for each in Stage if each in stages]
        raise WrongStage(
            f"案件处于 {case.stage.value} 阶段，这一步须在 {'、'.join(names)} 阶段",
            f"the case is {case.stage.value}; this move follows {', '.join(names)}",
            stage=case.stage.value,
            needed=names,
        )


def noticed(case: Proceeding) -> Notice:
    """The notice; raises WrongStage if there is none."""
    if case.notice is None:
        raise WrongStage("没有告知", "there is no notice", stage=case.stage.value)
    return case.notice


def unreviewed(case: Proceeding) -> dict[str, Any]:
    """What to change when something new came in that review and deliberation did not know of."""
    heard = case.hearing is not None and case.hearing.minutes is not None
    told = Stage.HEARD if heard else Stage.REPLIED if case.replies else Stage.NOTICED
    return {"stage": told, "review": None, "deliberation": None}


def in_time(day: date, *, first: date, last: date, field: str, what: tuple[str, str]) -> None:
    """Raises NotInOrder unless *day* lies between *first* and *last*, both included."""
    if not first <= day <= last:
        zh, en = what
        raise NotInOrder(
            f"{zh}须在{first.isoformat()}至{last.isoformat()}之间",
            f"{en} lies between {first.isoformat()} and {last.isoformat()}",
            field=field,
        )


def written(text: str | None, *, field: str, what: tuple[str, str]) -> None:
    """Raises NotInOrder if *text* is missing or blank."""
    if not (text or "").strip():
        zh, en = what
        raise NotInOrder(f"请写明{zh}", f"state {en}", field=field)


def in_order(
    paper: Document, given: Service, *, not_before: date, today: date, field: str = ""
) -> None:
    """Raises NotInOrder unless the paper is dated no later than its service, and that is in time."""
    in_time(
        given.day,
        first=not_before,
        last=today,
        field=f"{field}service.day",
        what=("送达日期", "the day of service"),
    )
    written(
        given.reference,
        field=f"{field}service.reference",
        what=("送达凭证编号", "the number of the proof of service"),
    )
    if paper.day > given.day:
        raise NotInOrder(
            "文书的日期不得晚于送达日期",
            "the paper is dated after the day of its service",
            field=f"{field}document.day",
        )


def of_several(meeting: Deliberation) -> None:
    """Raises NotInOrder unless at least two different people deliberated."""
    if len({name.strip() for name in meeting.present} - {""}) < 2:
        raise NotInOrder(
            "集体讨论至少须有两人参加，请写明姓名或者职务",
            "a deliberation is of at least two people: name them",
            field="present",
        )
