"""What is wrong with a rulebook although it can be read: dead rules, lists without basis, gaps.

Every complaint has file and line, and says what to do. Duplicates, unknown words and missing
articles never come this far: the loader refuses them.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from creditsvc.kernel.regions import Regions
from creditsvc.law.contradictions import impossible
from creditsvc.law.lint_course import course_faults
from creditsvc.law.lint_instruments import instrument_faults, unknown_regions
from creditsvc.law.lint_measures import measure_faults
from creditsvc.law.lint_tiers import UNVERIFIED, duty_faults, scheme_faults
from creditsvc.law.loader import load
from creditsvc.law.reading import Place, RulebookError
from creditsvc.law.rulebook import DisplayOrder, Instrument, Law, Rule

# 国办发〔2020〕49号 (七): nation-wide lists need one of these; lists of one place a local regulation.
NATIONAL = frozenset({"law", "administrative_regulation", "central_policy", "departmental_rule"})
LOCAL = NATIONAL | {"local_regulation"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """One fault of the rulebook, where it is, and what to do."""

    place: Place
    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.place.file}:{self.place.line}: {self.zh} / {self.en}"


def lint(directory: Path, on: date, regions: Regions | None = None) -> tuple[Complaint, ...]:
    """Everything wrong with the rulebook in *directory*, seen on *on*, by file and line.

    *regions*: the codes that its regions must be among; None: not looked up. A rulebook that cannot be
    read has one complaint: the first thing that stops the reader.
    """
    try:
        law = load(directory)
    except RulebookError as error:
        stop = Complaint(
            place=Place(error.file, error.line),
            zh=error.zh.partition("：")[2],
            en=error.en.split(": ", 1)[-1],
        )
        return (stop,)
    found = list(complaints(law, on))
    if regions is not None:
        found += (_complaint(fault) for fault in unknown_regions(law, regions))
    return _by_place(found)


def complaints(law: Law, on: date) -> tuple[Complaint, ...]:
    """Everything wrong with *law*, seen on *on*."""
    return _by_place([complaint for check in _CHECKS for complaint in check(law, on)])


def _by_place(found: Iterable[Complaint]) -> tuple[Complaint, ...]:
    return tuple(sorted(found, key=lambda each: (each.place.file, each.place.line, each.zh)))


def _complaint(fault: tuple[Place, str, str]) -> Complaint:
    place, zh, en = fault
    return Complaint(place=place, zh=zh, en=en)


def _without_basis(law: Law, on: date) -> Iterator[Complaint]:
    """Adverse lists of instruments in force on *on* or later whose rank does not carry their reach."""
    for rule in law.rules:
        source = rule.instrument
        until = source.in_force.until
        if rule.list is None or law.lists[rule.list].polarity != "adverse" or rule.off is not None:
            continue
        if until is not None and until <= on:
            continue
        if not _carried(source, rule):
            yield Complaint(
                place=rule.place,
                zh=f"{rule.id} 列入“{rule.list}”缺少足够位阶的依据（国办发〔2020〕49号）："
                "全国名单须有法律、行政法规、中央政策文件或部门规章，地方名单须有当地地方性法规；"
                "请补写 basis 或限定 region",
                en=f"{rule.id} lists without a basis of sufficient rank for its reach: a nation-wide list"
                " needs law, administrative regulation, central policy or departmental rule, a local one"
                " a local regulation; add a basis, or a region",
            )


def _carried(source: Instrument, rule: Rule) -> bool:
    reach = rule.scope.regions
    if source.rank in NATIONAL:
        return True
    for rank, region in (
        (source.rank, source.region),
        *(((source.basis.rank, source.basis.region),) if source.basis is not None else ()),
    ):
        if rank in NATIONAL:
            return True
        if rank in LOCAL and region and reach and all(each.startswith(region) for each in reach):
            return True
    return False


def _unverified(law: Law, _: date) -> Iterator[Complaint]:
    """What lists or bans and is not known with high confidence may not be on."""
    for rule in law.rules:
        leads = (rule.list, rule.ban, rule.referral) != (None, None, None)
        if leads and rule.off is None and rule.provenance in UNVERIFIED:
            yield Complaint(
                place=rule.place,
                zh=f"{rule.id} 把握不足（{rule.provenance}）却已启用：请核对文本后改正 provenance，或写 off",
                en=f"{rule.id} is on though it is only {rule.provenance}: check the text and mend the"
                " provenance, or write off",
            )


def _unmarked(law: Law, _: date) -> Iterator[Complaint]:
    """Bans of which the rulebook does not say whether the authority itself decides them."""
    for rule in law.rules:
        if rule.ban is not None and rule.ban.arises is None:
            yield Complaint(
                place=rule.place,
                zh=f"{rule.id} 的禁入没有写明 arises：依他处的判决或处分当然发生的写 by_law，"
                "由本机关决定（须告知、听取陈述申辩）的写 by_decision",
                en=f"the ban of {rule.id} does not say how it arises: by_law from a judgement or sanction"
                " decided elsewhere, or by_decision of the authority, which takes notice and reply",
            )


def _dead(law: Law, _: date) -> Iterator[Complaint]:
    """Rules that can never be met."""
    for rule in law.rules:
        span = rule.instrument.in_force
        if span.until is not None and span.until <= span.from_:
            zh, en = "文件没有施行的日子", "its instrument is never in force"
        elif rule.scope.sectors is not None and not rule.scope.sectors:
            zh, en = "没有任何行业在其范围之内", "no sector is inside its scope"
        else:
            found = impossible(rule.when)
            if found is None:
                continue
            zh, en = found
        yield Complaint(
            place=rule.place,
            zh=f"{rule.id} 永远不可能成立：{zh}；请改正条件或删去规则",
            en=f"{rule.id} can never be met: {en}; mend the condition or remove the rule",
        )


def _tiers(law: Law, _: date) -> Iterator[Complaint]:
    return map(_complaint, (*scheme_faults(law), *duty_faults(law)))


def _instruments(law: Law, _: date) -> Iterator[Complaint]:
    return map(_complaint, instrument_faults(law))


def _measures(law: Law, on: date) -> Iterable[Complaint]:
    return map(_complaint, measure_faults(law, on))


def _course(law: Law, _: date) -> Iterator[Complaint]:
    return map(_complaint, course_faults(law))


def _display_windows(law: Law, _: date) -> Iterator[Complaint]:
    """Display orders must follow one another without gap or overlap, and show worse records longer."""
    for earlier, later in pairwise(law.displays):
        ends, begins = earlier.instrument.in_force.until, later.instrument.in_force.from_
        if ends is None or ends > begins:
            yield _window_complaint(
                later, "与前一公示规定重叠", "overlaps the display order before it"
            )
        elif ends < begins:
            yield _window_complaint(
                later, "与前一公示规定之间有空档", "leaves a gap after the one before it"
            )
    for order in law.displays:
        ranked = [
            order.shown[rule] for rule in ("minor", "general", "severe") if rule in order.shown
        ]
        for lighter, heavier in pairwise(ranked):
            if (lighter.earliest, lighter.longest) > (heavier.earliest, heavier.longest):
                yield _window_complaint(
                    order, "较轻的类别公示得更久", "shows a lighter class longer than a heavier one"
                )


def _window_complaint(order: DisplayOrder, zh: str, en: str) -> Complaint:
    name = order.instrument.number
    return Complaint(
        place=order.place,
        zh=f"{name}{zh}，请改正日期或期限",
        en=f"{name} {en}: mend days or months",
    )


def _no_procedure(law: Law, on: date) -> Iterator[Complaint]:
    """Lists that can be entered on *on* need a reply period, a way out and a publication policy."""
    for rule in law.rules:
        span = rule.instrument.in_force
        if rule.list is None or rule.off is not None or not span.covers(on):
            continue
        lacking = [
            (f"procedures.yaml 的 {rule.list}.reply", f"{rule.list}.reply in procedures.yaml")
        ] * (not _covers(law, f"{rule.list}.reply", on))
        if rule.list not in rule.instrument.exits:
            lacking.append((f"exits 的 {rule.list}", f"{rule.list} under exits"))
        if law.publication_on(rule.list, on) is None:
            lacking.append((f"publication.yaml 的 {rule.list}", f"{rule.list} in publication.yaml"))
        for zh, en in lacking:
            yield Complaint(
                place=rule.place,
                zh=f"{rule.id} 缺少{zh}，请补上",
                en=f"{rule.id} lacks {en}: add it",
            )


def _covers(law: Law, key: str, on: date) -> bool:
    period = law.procedures.get(key)
    return period is not None and period.in_force.covers(on)


def _overlapping_policies(law: Law, _: date) -> Iterator[Complaint]:
    """Two publication policies for one list on one day leave open which one holds."""
    for index, policy in enumerate(law.publications):
        for other in law.publications[:index]:
            if policy.list == other.list and policy.in_force.overlaps(other.in_force):
                yield Complaint(
                    place=policy.place,
                    zh=f"“{policy.list}”在同一天有两条公布规定，请错开日期",
                    en=f"“{policy.list}” has two policies on one day: set their days apart",
                )


_Check = Callable[[Law, date], Iterable[Complaint]]
_CHECKS: tuple[_Check, ...] = (
    _without_basis,
    _unverified,
    _unmarked,
    _dead,
    _tiers,
    _instruments,
    _measures,
    _course,
    _display_windows,
    _no_procedure,
    _overlapping_policies,
)
CHECK_NAMES = tuple(check.__name__.removeprefix("_") for check in _CHECKS)
