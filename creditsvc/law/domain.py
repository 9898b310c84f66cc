"""What goes into the law and what comes out: events, findings, terms, records. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from creditsvc.kernel.periods import last_day_of_term
from creditsvc.law.bans import Ban, Referral

Status: TypeAlias = Literal["effective", "suspended", "revoked"]
RecordClass: TypeAlias = Literal["minor", "general", "severe"]
Texts: TypeAlias = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterFacts:
    """Facts that an event has from a later day on, that day included."""

    from_: date
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened, as the law sees it. A fact that is absent is unknown, never zero.

    *penalised_on* None means not penalised; *region* and *sector* None mean unknown. *later_facts*
    overlay *facts*, each from its day on.
    """

    ref: str
    kind: str
    occurred_on: date
    penalised_on: date | None = None
    status: Status = "effective"
    region: str | None = None
    sector: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    later_facts: tuple[LaterFacts, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """How long a listing lasts, in months, and the day it is counted from."""

    months: int
    counts_from: str
    repeat_months: int | None = None

    def last_day(self, started_on: date) -> date:
        """The last day of a first listing's term (民法典 art. 201-202); no holiday moves it."""
        return last_day_of_term(started_on, self.months)


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """The grade that prevails, and whether as approved or as the stated figures reach it."""

    grade: str
    basis: Literal["approval", "figures"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeSince:
    """The day since which a grade has stood that later facts made, and its basis."""

    day: date
    basis: Literal["approval", "figures"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """An event that counted towards a finding, with what a reader needs to recognise it.

    *grade_since* None: the grade has been the same since the conduct.
    """

    ref: str
    title: Texts
    occurred_on: date
    penalised_on: date | None
    grade: Texts | None
    grade_since: GradeSince | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One rule that is met, and why. *list* None: the rule leads to no list, perhaps to a *ban*.

    *not_stated*: figures the grade did without. *firm_if_known*: of a finding for review, what is
    unknown and might make it firm.
    """

    rule: str
    instrument: str
    instrument_id: str
    article: str
    title: Texts
    list: str | None
    list_title: Texts | None
    discretionary: bool
    legal_review: bool
    counted: tuple[Counted, ...]
    triggered_on: date
    term: Term | None
    ban: Ban | None
    referral: Referral | None
    not_stated: tuple[str, ...]
    firm_if_known: tuple[str, ...]
    sentence: Texts
    law_digest: str
    rule_digest: str

    @property
    def evidence(self) -> tuple[str, ...]:
        """The ref of every event that counted, by day, then ref."""
        return tuple(each.ref for each in self.counted)

    @property
    def firm(self) -> bool:
        """Whether it may carry a list or a tier: neither at discretion nor for legal review."""
        return not (self.discretionary or self.legal_review)

    @property
    def explanation(self) -> Texts:
        """Why the rule is met, as a lawyer would say it, in Chinese and English."""
        return {"zh": _explained_zh(self), "en": _explained_en(self)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Undetermined:
    """A rule that what we don't know leaves open; *missing* says what would have to be known."""

    rule: str
    instrument: str
    list: str | None
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What the rulebook says about one enterprise on one day."""

    on: date
    findings: tuple[Finding, ...]
    undetermined: tuple[Undetermined, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A penalty (or crime) as the display order in force classes it.

    *earliest_repair* and *last_day* are None where the class is not shown at all. The last day
    belongs to the display.
    """

    ref: str
    klass: RecordClass
    shown_from: date
    earliest_repair: date | None
    last_day: date | None
    instrument: str
    article: str

    def on_display(self, day: date) -> bool:
        """Whether the record is shown on *day*."""
        return self.last_day is not None and self.shown_from <= day <= self.last_day


def _besides(finding: Finding) -> list[Ban | Referral]:
    """What follows besides a list."""
    return [each for each in (finding.referral, finding.ban) if each is not None]


def _explained_zh(finding: Finding) -> str:
    parts = [f"依据{finding.instrument}{finding.article}：{finding.sentence['zh']}。"]
    if finding.counted:
        parts.append(f"计入：{'；'.join(_counted_zh(each) for each in finding.counted)}。")
    if finding.triggered_on is not None:
        parts.append(f"条件自{finding.triggered_on}的行为起成就。")
    if finding.list_title is not None:
        verb = "可以列入" if finding.discretionary else "应当列入"
        parts.append(f"符合{verb}“{finding.list_title['zh']}”的情形。")
    parts += (f"后果：{each.text['zh']}。" for each in _besides(finding))
    if finding.discretionary:
        parts.append("须由有权机关裁量，本结论仅为建议。")
    if finding.legal_review:
        parts.append(
            "行为早于该文件施行之日，是否适用须经法制审核（法不溯及既往；从旧兼从轻；见两日规则的比较）。"
        )
    if finding.firm_if_known:
        parts.append(f"查明下列事项后或可直接认定：{'、'.join(finding.firm_if_known)}。")
    if finding.not_stated:
        parts.append(f"未载明而未据以提高等级的数据：{'、'.join(finding.not_stated)}。")
    return "".join(parts)


def _explained_en(finding: Finding) -> str:
    parts = [f"Under {finding.instrument} {finding.article}: {finding.sentence['en']}."]
    if finding.counted:
        parts.append(f"Counted: {'; '.join(_counted_en(each) for each in finding.counted)}.")
    if finding.triggered_on is not None:
        parts.append(f"First complete with the conduct of {finding.triggered_on}.")
    if finding.list_title is not None:
        verb = "may" if finding.discretionary else "is to"
        parts.append(f"The enterprise {verb} be entered on the {finding.list_title['en']}.")
    parts += (f"Consequence: {each.text['en']}." for each in _besides(finding))
    if finding.discretionary:
        parts.append("This lies in the authority's discretion; the finding only proposes.")
    if finding.legal_review:
        parts.append(
            "The conduct is older than the instrument: whether it applies needs legal review"
            " (see the comparison of the two days' rules)."
        )
    if finding.firm_if_known:
        parts.append(
            f"It might be met without review, if known: {', '.join(finding.firm_if_known)}."
        )
    if finding.not_stated:
        parts.append(f"Not stated, so not raising the grade: {', '.join(finding.not_stated)}.")
    return " ".join(parts)


def _counted_zh(each: Counted) -> str:
    grade = f"，{each.grade['zh']}{_since(each)[0]}" if each.grade is not None else ""
    penalty = f"，{each.penalised_on}处罚" if each.penalised_on is not None else ""
    return f"{each.ref}（{each.occurred_on}，{each.title['zh']}{grade}{penalty}）"


def _counted_en(each: Counted) -> str:
    grade = f", {each.grade['en']}{_since(each)[1]}" if each.grade is not None else ""
    penalty = f", penalised {each.penalised_on}" if each.penalised_on is not None else ""
    return f"{each.ref} ({each.occurred_on}, {each.title['en']}{grade}{penalty})"


def _since(each: Counted) -> tuple[str, str]:
    """Since when and on what the grade stands, where later facts made it."""
    if each.grade_since is None:
        return "", ""
    zh, en = {"approval": ("批准", "approved"), "figures": ("按数据", "by its figures")}[
        each.grade_since.basis
    ]
    return f"（自{each.grade_since.day}起，{zh}）", f" since {each.grade_since.day}, {en}"
