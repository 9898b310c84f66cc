"""How conditions and findings read in Chinese and in English, made from the vocabulary alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from creditsvc.law.conditions import (
    Absent,
    All,
    AnyOf,
    Condition,
    Count,
    EventSpec,
    Happened,
    Not,
    Scope,
    Sum,
    Within,
)
from creditsvc.law.domain import Texts
from creditsvc.law.kinds import Fact, Kinds
from creditsvc.law.matchers import Bound, Matcher

_FEW = 3  # kinds named one by one; more are named by their field
_PENALTY = {
    "none": ("", ""),
    "made": ("且已作出行政处罚决定", ", with an administrative penalty already decided"),
    "not_later": ("且所载处罚已经作出", ", the penalty stated having been decided"),
}


@dataclass(frozen=True, slots=True)
class Wording:
    """Puts conditions into sentences, with the titles of *kinds*."""

    kinds: Kinds

    def rule(self, when: Condition, scope: Scope) -> Texts:
        """What a rule asks, as one sentence without a full stop."""
        zh, en = self.condition(when)
        need = _PENALTY[scope.penalty]
        limits = self._scope(scope)
        return {"zh": f"{zh}{need[0]}{limits[0]}", "en": f"{en}{need[1]}{limits[1]}"}

    def condition(self, when: Condition) -> tuple[str, str]:
        """A condition in Chinese and English."""
        match when:
            case All(parts=parts):
                return self._joined(parts, "；并且", "; and ")
            case AnyOf(parts=parts):
                return self._joined(parts, "；或者", "; or ")
            case Not(part=part):
                zh, en = self.condition(part)
                return f"不是（{zh}）", f"not ({en})"
        return self._leaf(when)

    def _leaf(self, when: Happened | Count | Sum | Absent) -> tuple[str, str]:
        zh, en = self.event(when.event)
        match when:
            case Happened(event=spec):
                newest = ("最近一次", "the latest ") if spec.latest else ("", "")
                return f"{newest[0]}{zh}", f"{newest[1]}{en}"
            case Count(at_least=least, within=within, by=by):
                day = ("（按处罚日）", ", by day of the penalty") if by == "penalty" else ("", "")
                en = f"at least {least} of: {en}{_within_en(within)}{day[1]}"
                return f"{_within_zh(within)}{least}起以上{zh}{day[0]}", en
            case Sum():
                return self._sum(when)
            case Absent():
                return self._absent(when)

    def event(self, spec: EventSpec) -> tuple[str, str]:
        """Which events are meant."""
        zh, en = self._named(spec.kinds)
        facts = [matcher_text(matcher) for matcher in spec.where]
        need = _PENALTY[spec.penalty]
        if facts:
            zh += f"（{'，'.join(text for text, _ in facts)}）"
            en += f" ({', '.join(text for _, text in facts)})"
        return zh + need[0], en + need[1]

    def _named(self, ids: tuple[str, ...]) -> tuple[str, str]:
        titles = [self.kinds.kinds[each].title for each in ids]
        few = titles[:_FEW]
        more = len(titles) - len(few)
        zh = "、".join(title["zh"] for title in few) + (f"等{len(titles)}类行为" if more else "")
        en = " or ".join(title["en"] for title in few) + (f" or {more} other kinds" if more else "")
        return zh, en

    def _joined(self, parts: Iterable[Condition], zh: str, en: str) -> tuple[str, str]:
        texts = [self._part(part) for part in parts]
        return zh.join(text for text, _ in texts), en.join(text for _, text in texts)

    def _part(self, part: Condition) -> tuple[str, str]:
        """One of several conditions, in brackets where it is itself made of several."""
        zh, en = self.condition(part)
        return (f"（{zh}）", f"({en})") if isinstance(part, All | AnyOf) else (zh, en)

    def _sum(self, when: Sum) -> tuple[str, str]:
        zh, en = self.event(when.event)
        fact = self.kinds.kinds[when.event.kinds[0]].facts[when.fact].title
        return (
            f"{_within_zh(when.within)}{zh}的{fact['zh']}合计{when.at_least}以上",
            f"{fact['en']} of {en} adding up to at least {when.at_least}{_within_en(when.within)}",
        )

    def _absent(self, when: Absent) -> tuple[str, str]:
        zh, en = self.event(when.event)
        by_penalty = "penalty" in when.days
        days = ("（按行为日或处罚日）", ", by conduct or penalty day") if by_penalty else ("", "")
        return (
            f"此前{when.months}个月内没有{zh}{days[0]}",
            f"no {en} in the {when.months} months before{days[1]}",
        )

    def _scope(self, scope: Scope) -> tuple[str, str]:
        zh, en = "", ""
        if scope.sectors is not None:
            titles = [
                self.kinds.sectors[each].title
                for each in self.kinds.sectors
                if each in scope.sectors
            ]
            zh += f"；限于行业：{'、'.join(title['zh'] for title in titles)}"
            en += f"; only in the sectors: {', '.join(title['en'] for title in titles)}"
        if scope.regions is not None:
            zh += f"；限于行政区划 {'、'.join(scope.regions)}"
            en += f"; only in the regions {', '.join(scope.regions)}"
        return zh, en


def matcher_text(matcher: Matcher) -> tuple[str, str]:
    """What is asked of one fact, in Chinese and English."""
    texts = [_bound_text(matcher.fact, bound) for bound in matcher.bounds]
    return "且".join(text for text, _ in texts), " and ".join(text for _, text in texts)


def _bound_text(fact: Fact, bound: Bound) -> tuple[str, str]:
    zh = "或".join(_value(fact, value, "zh") for value in bound.values)
    en = " or ".join(_value(fact, value, "en") for value in bound.values)
    name = fact.title
    forms = {
        "at_least": (f"{name['zh']}{zh}以上", f"{name['en']} at least {en}"),
        "at_most": (f"{name['zh']}不超过{zh}", f"{name['en']} at most {en}"),
        "includes": (f"{name['zh']}包括{zh}", f"{name['en']} including {en}"),
        "only": (f"{name['zh']}只有{zh}", f"{name['en']} only {en}"),
        "not_before": (f"{name['zh']}未过", f"{name['en']} not past"),
        "one_of": _equal(fact, bound, zh, en),
    }
    return forms[bound.word]


def _equal(fact: Fact, bound: Bound, zh: str, en: str) -> tuple[str, str]:
    if fact.type != "boolean":
        return f"{fact.title['zh']}为{zh}", f"{fact.title['en']} {en}"
    if bound.values == (True,):
        return fact.title["zh"], fact.title["en"]
    return f"非{fact.title['zh']}", f"not {fact.title['en']}"


def _value(fact: Fact, value: object, language: str) -> str:
    title = fact.values.get(str(value))
    return title[language] if title is not None else str(value)


def _within_zh(within: Within | None) -> str:
    if within is None:
        return "累计"
    return f"{within.days}日内累计" if within.days is not None else f"{within.months}个月内累计"


def _within_en(within: Within | None) -> str:
    if within is None:
        return ""
    return f" within {within.days} days" if within.days else f" within {within.months} months"
