"""Which conditions of a way out are fulfilled on a day, which are open, and which people must judge.

Only what the register can know by itself is computed: whether the shortest time is over, whether
there is new conduct since the beginning, whether a ban may be running. Proof of the rest is on paper.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeAlias

from creditsvc.law import way_out
from creditsvc.law.case import Case, View, in_time, only, open_case
from creditsvc.law.domain import Evaluation, Event, Finding, Record, Texts, Undetermined
from creditsvc.law.evaluate import evaluate_case
from creditsvc.law.rulebook import Law, Requirement
from creditsvc.law.way_out import WayOut, requirement_body

State: TypeAlias = Literal["fulfilled", "open", "for_people_to_judge"]
NOBODY: frozenset[str] = frozenset()
ADVERSE = "adverse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A condition or bar, its state and why. A bar that stands in the way is ``open``.

    *against*: the events that stand against it, or may, by day, then ref.
    """

    requirement: Requirement
    state: State
    because: Texts
    against: tuple[str, ...] = ()

    def body(self) -> dict[str, object]:
        """The requirement as JSON values, with its state."""
        return {
            **requirement_body(self.requirement),
            "state": self.state,
            "because": dict(self.because),
            "against": list(self.against),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A way out as it stands on a day, each condition and bar with its state."""

    way: WayOut
    on: date
    conditions: tuple[Checked, ...]
    bars: tuple[Checked, ...]

    def body(self) -> dict[str, object]:
        """The way out as JSON values, with the states as of the day."""
        return {
            **self.way.body(),
            "as_of": self.on.isoformat(),
            "time_reached": self.way.open_on(self.on),
            "ending": dict(self.way.ending),
            "conditions": [each.body() for each in self.conditions],
            "bars": [each.body() for each in self.bars],
        }


def examine(
    law: Law, events: Sequence[Event], way: WayOut, on: date, *, own: frozenset[str] = NOBODY
) -> Examined:
    """*way* as it stands on *on*, given all *events*; *own*: refs of those it rests on itself."""
    case = open_case(events, on, law.kinds)
    return Examined(
        way=way,
        on=on,
        conditions=tuple(_checked(law, case, way, each, own) for each in way.conditions),
        bars=tuple(_checked(law, case, way, each, own) for each in way.bars),
    )


def of_finding(
    law: Law, events: Sequence[Event], finding: Finding, on: date
) -> dict[str, object] | None:
    """The way out of what *finding* leads to, if its term began on *on*, as JSON; None: no way out."""
    way = way_out.of_finding(law, finding, on)
    if way is None:
        return None
    return examine(law, events, way, on, own=frozenset(finding.evidence)).body()


def of_record(
    law: Law, events: Sequence[Event], record: Record, on: date
) -> dict[str, object] | None:
    """The way out of the display of *record* as it stands on *on*, as JSON; None: not displayed."""
    way = way_out.of_record(law, record)
    return None if way is None else examine(law, events, way, on).body()


def _checked(
    law: Law, case: Case, way: WayOut, requirement: Requirement, own: frozenset[str]
) -> Checked:
    state, because, against = _state(law, case, way, requirement, own)
    return Checked(requirement=requirement, state=state, because=because, against=against)


_Judged: TypeAlias = tuple[State, Texts, tuple[str, ...]]


def _state(
    law: Law, case: Case, way: WayOut, requirement: Requirement, own: frozenset[str]
) -> _Judged:
    if requirement.automatic and requirement.id == "minimum":
        return _minimum(way, case.on)
    if requirement.automatic and requirement.id == "no_new_conduct":
        return _no_new_conduct(law, case, way, own)
    if requirement.id == "ban_running":
        return _ban_running(law, case)
    return _for_people("须凭材料认定", "to be shown by papers")


def _for_people(zh: str, en: str, against: tuple[str, ...] = ()) -> _Judged:
    return "for_people_to_judge", {"zh": zh, "en": en}, against


def _minimum(way: WayOut, on: date) -> _Judged:
    if way.earliest is None:
        return _for_people("没有载明最短期限", "no shortest time is set")
    told = {"zh": f"自{way.earliest}起为已满", "en": f"so it is from {way.earliest} on"}
    return ("fulfilled" if way.open_on(on) else "open"), told, ()


def _no_new_conduct(law: Law, case: Case, way: WayOut, own: frozenset[str]) -> _Judged:
    """New: adverse, on or after the first day, and not what the way out is about.

    Conduct that only lacks its penalty, or is suspended, is not counted as good: people judge it.
    An honour is no conduct.
    """
    new = [
        view
        for kind, views in case.by_kind.items()
        if law.kinds.kinds[kind].polarity == ADVERSE
        for view in views
        if view.day >= way.started_on and view.ref not in own
    ]
    if not new:
        return "fulfilled", {"zh": "没有新的行为记录", "en": "no new conduct is on record"}, ()
    fresh = frozenset(view.ref for view in new)
    said = evaluate_case(law, case, under=way.started_on)
    sure = _against(law, said, way, fresh, firm=True)
    if sure:
        zh, en = f"{'、'.join(sure)}不符合", f"{', '.join(sure)} stands against it"
        return "open", {"zh": zh, "en": en}, sure
    doubtful = _doubtful(law, case, way, new, said)
    if doubtful:
        zh = f"{'、'.join(doubtful)}尚未处罚、中止、须裁量或者事实不明"
        en = (
            f"{', '.join(doubtful)}: not penalised yet, suspended, at discretion or not fully known"
        )
        return _for_people(zh, en, doubtful)
    return "fulfilled", {"zh": "新的行为不属于所列情形", "en": "what is new is none of it"}, ()


def _against(
    law: Law, said: Evaluation, way: WayOut, fresh: frozenset[str], *, firm: bool
) -> tuple[str, ...]:
    """The *fresh* events that count in findings of the way out's instrument, by day and ref."""
    found = {
        (each.occurred_on, each.ref)
        for finding in said.findings
        if finding.instrument_id == way.instrument and _adverse(law, finding.list)
        for each in finding.counted
        if each.ref in fresh and (finding.firm or not firm)
    }
    return tuple(ref for _, ref in sorted(found))


def _adverse(law: Law, list_id: str | None) -> bool:
    return list_id is not None and law.lists[list_id].polarity == ADVERSE


def _doubtful(
    law: Law, case: Case, way: WayOut, new: Sequence[View], said: Evaluation
) -> tuple[str, ...]:
    """Those of *new* that would count if penalised by now, or about which something is unknown."""
    fresh = frozenset(view.ref for view in new)
    punished = _as_if_penalised(case, fresh)
    assumed = evaluate_case(law, punished, under=way.started_on)
    found = {*_against(law, said, way, fresh, firm=False)}
    found |= {*_against(law, assumed, way, fresh, firm=False)}
    for ref in fresh if _left_open(law, assumed, way) else ():
        without = evaluate_case(law, _without(punished, ref), under=way.started_on)
        if _left_open(law, assumed, way) != _left_open(law, without, way):
            found.add(ref)
    return tuple(view.ref for view in sorted(new, key=in_time) if view.ref in found)


def _left_open(law: Law, said: Evaluation, way: WayOut) -> list[Undetermined]:
    """What is open of the way out's instrument."""
    mine = {rule.id for rule in law.in_use if rule.instrument.id == way.instrument}
    return [each for each in said.undetermined if each.rule in mine and _adverse(law, each.list)]


def _without(case: Case, ref: str) -> Case:
    return only(case, lambda view: view.ref != ref)


def _as_if_penalised(case: Case, refs: frozenset[str]) -> Case:
    """*case* as if the events *refs* were penalised by its day."""
    return replace(
        case,
        by_kind={
            kind: [
                replace(view, penalised=view.penalised or case.on) if view.ref in refs else view
                for view in views
            ]
            for kind, views in case.by_kind.items()
        },
    )


def _ban_running(law: Law, case: Case) -> _Judged:
    bans = [
        each for each in evaluate_case(law, case).findings if each.ban is not None and each.firm
    ]
    if not bans:
        return _for_people(
            "记录中没有禁入情形；刑罚和处分须另行查明",
            "no ban follows from the record; sentences and sanctions are to be looked up",
        )
    zh = "、".join(f"{each.instrument}{each.article}（{each.rule}）" for each in bans)
    en = ", ".join(f"{each.instrument} {each.article} ({each.rule})" for each in bans)
    refs = sorted({(one.occurred_on, one.ref) for each in bans for one in each.counted})
    told = {"zh": f"依{zh}应当禁入", "en": f"a ban follows from {en}"}
    return "open", told, tuple(ref for _, ref in refs)
