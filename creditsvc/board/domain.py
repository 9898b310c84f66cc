"""Matters that wait, the state of their clocks, and who may see them. Pure."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from creditsvc.kernel.areas import lies_in
from creditsvc.kernel.caller import Caller
from creditsvc.kernel.periods import Calendar, CalendarUnknown
from creditsvc.kernel.refusals import NotPermitted
from creditsvc.proceedings.clocks import Clock, NoProcedure

# No text says how early an authority warns itself. Three working days is the shortest common period
# (acceptance, withdrawal), so such a one is marked from its first day on.
SOON = 3
LOOK_BACK = 30  # days; whoever finished late sees it on the next monthly review
LOOK_AHEAD = 30  # days; from then on the end of a ban or of a person's entry stands on the board
MOST = (
    5_000  # matters of one kind that are read at once; the board says where that cut anything off
)
LAST = "9999-12-31"  # sorts what has no due day behind what has

KINDS: Mapping[str, Mapping[str, str]] = {
    "case": {"zh": "列入案件", "en": "case"},
    "entry": {"zh": "名单条目", "en": "entry on a list"},
    "external": {"zh": "外部决定待确认", "en": "decision made elsewhere, to be confirmed"},
    "parked": {"zh": "待定记录", "en": "parked row"},
    "repair": {"zh": "信用修复、提前移出申请", "en": "application for repair or early removal"},
    "notice": {"zh": "信用修复告知书", "en": "repair notice"},
    "objection": {"zh": "异议", "en": "objection"},
    "suit": {"zh": "复议、诉讼", "en": "reconsideration or litigation"},
    "honour": {"zh": "红名单申请", "en": "application for the redlist"},
    "loss": {"zh": "红名单移出", "en": "loss of an honour"},
    "ban": {"zh": "禁入", "en": "ban"},
    "person": {"zh": "人员列入", "en": "entry of a person"},
    "withdrawal": {"zh": "撤回公示", "en": "withdrawal from the portal"},
    "measure": {"zh": "联合奖惩措施待反馈", "en": "an order of a joint measure to be answered"},
}


class State(StrEnum):
    """How a clock stands.

    waiting: no period runs, somebody must act all the same. soon: due within SOON working days.
    late: done, after its day.
    """

    WAITING = "waiting"
    RUNNING = "running"
    SOON = "soon"
    OVERDUE = "overdue"
    LATE = "late"
    DONE = "done"


OPEN = (State.WAITING, State.RUNNING, State.SOON, State.OVERDUE)
SHOWN = (*OPEN, State.LATE)


class BoardOfAnother(NotPermitted):
    """An officer asks for the board of another authority or place than the own."""

    kind = "board-of-another"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Whom and where a matter concerns. None: not known (of a parked row, a contested identity)."""

    enterprise_id: UUID | None = None
    uscc: str | None = None
    name: str | None = None
    authority: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One clock of one matter, or (clock None) one that waits without a period.

    since: the day it came in or was last due to move. may: the roles that can act on it.
    """

    kind: str
    id: UUID
    link: str
    about: About
    since: date
    may: tuple[str, ...]
    clock: Clock | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A matter as the board shows it. working_days_left: 0 on the due day, negative after it."""

    matter: Matter
    state: State
    working_days_left: int | None

    @property
    def order(self) -> str:
        """What comes first is due first; a text, so that a page can go on from it."""
        clock = self.matter.clock
        due, key = (clock.due.day.isoformat(), clock.period.key) if clock else (LAST, "")
        return "|".join(
            (due, self.matter.since.isoformat(), self.matter.kind, str(self.matter.id), key)
        )

    def form(self) -> dict[str, Any]:
        """The row as JSON values."""
        one, clock = self.matter, self.matter.clock
        told = clock.form() if clock is not None else {}
        return {
            "kind": one.kind,
            "id": str(one.id),
            "link": one.link,
            "enterprise": {"uscc": one.about.uscc, "name": one.about.name},
            "authority": one.about.authority,
            "region": one.about.region,
            "key": told.get("key"),
            "article": told.get("article"),
            "zh": told.get("zh", KINDS[one.kind]["zh"]),
            "en": told.get("en", KINDS[one.kind]["en"]),
            "since": one.since.isoformat(),
            "due": told.get("due"),
            "provisional": told.get("provisional", False),
            "done_on": told.get("done_on"),
            "state": self.state.value,
            "working_days_left": self.working_days_left,
            "may": list(one.may),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which rows are asked for. due_from, due_to: both days included; then only rows with a due day."""

    authority: str | None = None
    region: str | None = None
    states: tuple[State, ...] = OPEN
    kind: str | None = None
    due_from: date | None = None
    due_to: date | None = None


def rows(matters: Iterable[Matter], calendar: Calendar, today: date) -> list[Row]:
    """The matters with the state of their clocks, due first; those done in time are left out."""
    left: dict[date, int] = {}  # many rows, few days
    found = []
    for one in matters:
        days = None
        if one.clock is not None:
            due = one.clock.due.day
            if due not in left:
                left[due] = calendar.working_days_until(today, due)
            days = left[due]
        state = state_of(one.clock, days)
        if state is not State.DONE:
            found.append(Row(matter=one, state=state, working_days_left=days))
    return sorted(found, key=lambda row: row.order)


def state_of(clock: Clock | None, days: int | None) -> State:
    """How *clock* stands with *days* working days left; a provisional one is never called overdue."""
    if clock is None or days is None:
        return State.WAITING
    if clock.done_on is not None:
        return State.LATE if clock.overdue else State.DONE
    if clock.overdue:
        return State.OVERDUE
    return State.SOON if days <= SOON else State.RUNNING


def narrowed(found: Iterable[Row], wanted: Wanted) -> list[Row]:
    """Those of *found* that are wanted. A row whose authority or place is not known is everybody's,
    so that it is nobody's to overlook.
    """
    return [row for row in found if _wanted(row, wanted)]


def bound(
    caller: Caller, wanted_authority: str | None, wanted_region: str | None
) -> tuple[str | None, str | None]:
    """The authority and the place *caller* is shown; raises BoardOfAnother."""
    authority, region = caller.authority, caller.region
    foreign = authority is not None and wanted_authority not in {None, authority}
    beyond = region is not None and wanted_region is not None and not lies_in(wanted_region, region)
    if foreign or beyond:
        raise BoardOfAnother(
            f"您只能查看本机关、本地区（{authority or '不限'}，{region or '不限'}）的期限",
            f"you see the board of {authority or 'any authority'} in {region or 'any place'} only",
            field="authority" if foreign else "region",
            may_authority=authority,
            may_region=region,
        )
    return wanted_authority or authority, wanted_region or region


def by_authority(found: Iterable[Row], states: Collection[State]) -> dict[str, list[Row]]:
    """The rows in one of *states* by authority ("": not known), each's due first."""
    sorted_out: dict[str, list[Row]] = {}
    for row in found:
        if row.state in states:
            sorted_out.setdefault(row.matter.about.authority or "", []).append(row)
    return sorted_out


def clocks_of(
    one: Matter, running: Callable[[], Iterable[Clock]], *, open_: bool
) -> Iterator[Matter]:
    """*one* with each of its clocks; without any where it is open and none of them runs.

    A matter for which the rulebook or the calendar cannot count still waits, and is still shown.
    """
    try:
        found = [replace(one, clock=_over(clock)) for clock in running()]
    except (NoProcedure, CalendarUnknown):
        found = []
    yield from found
    if open_ and all(each.clock is None or each.clock.done_on is not None for each in found):
        yield one


def _over(clock: Clock) -> Clock:
    """A time of the party, or one that must pass, is over by itself once its last day has gone by."""
    ends = clock.due
    passed = clock.done_on is None and clock.today > ends.day and not ends.provisional
    if passed and clock.period.longer_is_stricter:
        return replace(clock, done_on=ends.day)
    return clock


def _wanted(row: Row, wanted: Wanted) -> bool:
    about = row.matter.about
    return (
        row.state in wanted.states
        and wanted.kind in {None, row.matter.kind}
        and (wanted.authority is None or about.authority in {None, wanted.authority})
        and (wanted.region is None or about.region is None or lies_in(about.region, wanted.region))
        and _due_within(row.matter.clock, wanted.due_from, wanted.due_to)
    )


def _due_within(clock: Clock | None, first: date | None, last: date | None) -> bool:
    if first is None and last is None:
        return True
    if clock is None:
        return False
    return (first or clock.due.day) <= clock.due.day <= (last or clock.due.day)
