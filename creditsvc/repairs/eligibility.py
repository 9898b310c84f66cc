"""Whether the law lets an entry be removed early, as far as a program can tell. Pure.

Automatic conditions and bars are checked against the record; every other condition needs its paper
and is judged by people. A check the program does not know is never taken as met.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from creditsvc.bans.domain import Ban
from creditsvc.kernel.periods import last_day_of_term
from creditsvc.law.domain import Evaluation, Event, Finding
from creditsvc.law.evaluate import evaluate
from creditsvc.law.rulebook import Law, Requirement
from creditsvc.law.way_out import WayOut, instrument_of, of_listing
from creditsvc.listings.domain import Entry
from creditsvc.proceedings.domain import Document
from creditsvc.repairs.domain import Obstacle
from creditsvc.repairs.refusals import NotRepairable
from creditsvc.repairs.ways import Way, cited, lacking, too_early, whole

DAY = timedelta(days=1)
MISTAKES = frozenset(
    {"annulled", "wrong_subject", "clerical"}
)  # after these the record is asked again


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An entry as far as the law of its removal asks: its list, instrument, first and last day."""

    list: str
    instrument: str
    starts_on: date
    last_day: date | None


def listed(entry: Entry) -> Listed:
    """The entry of an enterprise, so seen."""
    return Listed(
        list=entry.list,
        instrument=str(entry.ground["instrument"]),
        starts_on=entry.starts_on,
        last_day=entry.last_day,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a way is checked against: the record and bans as they are now, the papers by condition."""

    events: Sequence[Event]
    proofs: Mapping[str, Document]
    received_on: date
    today: date
    bans: Sequence[Ban] = ()


def way_of(law: Law, entry: Listed, on: date) -> Way:
    """The way to early removal of *entry*, applied for *on* that day; raises NotRepairable.

    The display order in force then adds its own conditions, such as the public credit commitment.
    """
    number = entry.instrument
    source = instrument_of(law, number)
    found = of_listing(law, entry.list, number, entry.starts_on, last_day=entry.last_day)
    if source is None or found is None or found.earliest is None:
        raise _no_way(number, found)
    ending = source.exits[entry.list]
    own = {each.id for each in found.conditions}
    order = law.display_on(on)
    more = order.conditions if order is not None else ()
    added = tuple(
        Requirement(
            id=each.id,
            article=cited(order.instrument.number, each.article),
            text=each.text,
            automatic=False,
        )
        for each in more
        if order is not None and not each.automatic and each.id not in own
    )
    return Way(
        earliest=found.earliest,
        article=cited(number, ending.early_article or ending.article),
        conditions=(*(whole(number, each) for each in found.conditions), *added),
        bars=tuple(whole(number, each) for each in found.bars),
        restoration=ending.restoration,
    )


def obstacles(law: Law, way: Way, entry: Listed, facts: Facts) -> list[Obstacle]:
    """Everything that stands in the way as far as the program can tell, the day first."""
    found: list[Obstacle] = []
    found += too_early(way, facts.received_on, "提前移出", "early removal")
    found += lacking(way, facts.proofs)
    checked = (*(each for each in way.conditions if each.automatic), *way.bars)
    for each in checked:
        check = CHECKS.get(each.id)
        if check is not None:
            found += check(law, each, entry, facts)
        elif each.automatic:
            found.append(_unchecked(each))
    return found


def _new_conduct(law: Law, asked: Requirement, entry: Listed, facts: Facts) -> Iterator[Obstacle]:
    """Conduct after the day of the entry that would lead to the same list, or might."""
    new = {event.ref for event in facts.events if event.occurred_on > entry.starts_on}
    if not new:
        return
    now = evaluate(law, list(facts.events), facts.today)
    before = evaluate(law, [e for e in facts.events if e.ref not in new], facts.today)
    for finding in now.findings:
        refs = sorted(new & set(finding.evidence))
        if finding.list == entry.list and refs:
            yield Obstacle(
                id=asked.id,
                article=asked.article,
                zh=f"列入后又有{finding.article}的情形：{'、'.join(refs)}",
                en=f"new conduct under {finding.rule} since the entry: {', '.join(refs)}",
            )
    known = {one.rule for one in before.undetermined}
    for one in now.undetermined:
        if one.list == entry.list and one.rule not in known:
            yield Obstacle(
                id=asked.id,
                article=asked.article,
                zh=f"列入后的记录是否构成{one.rule}有待查明：{'、'.join(one.missing)}",
                en=f"whether the record since the entry meets {one.rule} is open: {', '.join(one.missing)}",
            )


def _ban_running(law: Law, asked: Requirement, entry: Listed, facts: Facts) -> Iterator[Obstacle]:
    """A ban that was decided and runs, and one that the record leads to and nobody has decided yet.

    What was decided tells its own days; the record is asked only where no decision speaks of it.
    """
    del entry
    for ban in facts.bans:
        if ban.decision is not None and not ban.over_on(facts.today):
            basis, last = ban.basis, ban.decision.last_day
            yield _running(asked, f"{basis.instrument}{basis.article}", basis.rule, last)
    found: Evaluation = evaluate(law, list(facts.events), facts.today)
    for finding in found.findings:
        if finding.ban is None or not finding.firm or _is_decided(finding, facts.bans):
            continue
        last = _last_day_of_ban(finding)
        if last is None or facts.today <= last:
            yield _running(asked, f"{finding.instrument}{finding.article}", finding.rule, last)


Check = Callable[[Law, Requirement, Listed, Facts], Iterator[Obstacle]]
CHECKS: Mapping[str, Check] = {"no_new_conduct": _new_conduct, "ban_running": _ban_running}


def _running(asked: Requirement, article: str, rule: str, last: date | None) -> Obstacle:
    until = ("终身", "for life") if last is None else (f"到{last}", f"until {last}")
    return Obstacle(
        id=asked.id,
        article=asked.article,
        zh=f"禁入期限尚未届满（{article}，{until[0]}）",
        en=f"a statutory ban runs ({rule}, {until[1]})",
        from_day=None if last is None else last + DAY,
    )


def _is_decided(finding: Finding, bans: Sequence[Ban]) -> bool:
    """Whether somebody decided what follows from the facts of *finding*, and it was not annulled."""
    return any(
        ban.basis.rule == finding.rule and set(finding.evidence) <= set(ban.basis.evidence)
        for ban in bans
        if ban.decision is not None and (ban.end is None or ban.end.reason not in MISTAKES)
    )


def _last_day_of_ban(finding: Finding) -> date | None:
    """The last day of the ban, counted from the latest penalty (or sanction) that led to it."""
    if finding.ban is None or finding.ban.months is None:
        return None
    start = max(each.penalised_on or each.occurred_on for each in finding.counted)
    return last_day_of_term(start, finding.ban.months)


def _no_way(number: str, found: WayOut | None) -> NotRepairable:
    article = number if found is None else cited(number, found.article)
    last = found.last_day if found is not None else None
    until = (f"，最后一日为{last}", f"; its last day is {last}") if last else ("", "")
    return NotRepairable(
        f"{article}没有规定提前移出{until[0]}",
        f"{article} provides for no early removal{until[1]}",
        field="listing",
        last_day=last and last.isoformat(),
    )


def _unchecked(asked: Requirement) -> Obstacle:
    return Obstacle(
        id=asked.id,
        article=asked.article,
        zh=f"程序不能核对：{asked.text['zh']}",
        en=f"the program cannot check: {asked.text['en']}",
    )
