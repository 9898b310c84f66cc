"""A ban in words: who is barred from what by which article, for how long and from which day. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from creditsvc.bans.domain import ENTERPRISE, Ban
from creditsvc.documents.grounds import instrument_text
from creditsvc.documents.words import day_text, event_text, numbered
from creditsvc.law.bans import PERSON_TITLES
from creditsvc.law.course import PENALTY
from creditsvc.law.rulebook import Law


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """To whom a paper is addressed: the enterprise itself, or a person of it by mask and role."""

    text: str
    you: str
    person: bool

    def facts(self) -> dict[str, object]:
        """How a document names and calls the party."""
        return {"party": self.text, "you": self.you, "is_person": "1" if self.person else None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Barred:
    """The ground of a ban as papers tell it, and its party. *region*: where all of it happened."""

    party: Party
    instrument: str
    article: str
    rule_title: str | None
    events: tuple[str, ...]
    region: str | None
    own: bool

    def about(self, law: Law) -> str:
        """Whether the authority decides the ban itself, or records one that follows by law."""
        del law
        return "own_ban" if self.own else "ban_by_law"

    @property
    def remedies(self) -> str:
        """By which name the rulebook knows the time for remedies against it."""
        return PENALTY

    def facts(self) -> dict[str, object]:
        """What every document may say of it."""
        return {
            **self.party.facts(),
            "instrument": self.instrument,
            "article": self.article,
            "rule_title": self.rule_title,
            "events": numbered({"text": each} for each in self.events) or None,
        }


def party_of(enterprise: str, code: str | None, role: str | None, masked: str | None) -> Party:
    """The party of a paper; *role* and *masked* name: of a person, who is never named here."""
    if role is None or masked is None:
        named = f"{enterprise}（统一社会信用代码：{code}）" if code else enterprise
        return Party(text=named, you="你单位", person=False)
    return Party(text=f"{masked}（{enterprise}{PERSON_TITLES[role][0]}）", you="你", person=True)


def barred(
    law: Law, ban: Ban, party: Party, contents: Sequence[Mapping[str, Any]], on: date
) -> Barred:
    """The ground of *ban* and *contents*, the events it rests on, in words as of *on*."""
    rule = law.rule(ban.basis.rule)
    regions = {each.get("region") for each in contents}
    return Barred(
        party=party,
        instrument=instrument_text(law, ban.basis.instrument),
        article=ban.basis.article,
        rule_title=rule.title["zh"] if rule is not None else None,
        events=tuple(event_text(law, each, on) for each in contents),
        region=regions.pop() if len(regions) == 1 else None,
        own=ban.own,
    )


def role_of(ban: Ban) -> str | None:
    """The role of the person who is barred; None: the enterprise is."""
    return None if ban.subject == ENTERPRISE else ban.subject


def term_text(months: int | None) -> str:
    """How long: years where it is whole years; None: for life."""
    if months is None:
        return "终身"
    return f"{months // 12}年" if months % 12 == 0 else f"{months}个月"


def day_or_none(day: date | None) -> str | None:
    """A day in words, where there is one."""
    return None if day is None else day_text(day)
