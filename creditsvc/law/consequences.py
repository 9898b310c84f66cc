"""What a rule's `then` says: a list and its term, a ban, a referral; as they are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from creditsvc.law.bans import ARISES, REACHES, ROLES, STARTS, Ban, Grave, Referral
from creditsvc.law.domain import Term
from creditsvc.law.reading import Text

COUNTED_FROM = ("publication", "decision", "grant")
ListId: TypeAlias = str


@dataclass(frozen=True, slots=True, kw_only=True)
class Then:
    """All that follows when a rule is met; a *term* only where there is a *list*."""

    list: ListId | None = None
    term: Term | None = None
    ban: Ban | None = None
    referral: Referral | None = None


def read_then(rule: Text, lists: Mapping[str, object], terms: Mapping[str, Term]) -> Then:
    """The consequences of *rule*; *terms* are those of its instrument. Raises RulebookError."""
    then = rule.get("then")
    if then is None:
        return Then()
    then.only("list", "term", "ban", "referral")
    entry, ban, referral = then.need("list"), then.get("ban"), then.get("referral")
    listed = read_list(entry.text, entry, lists) if entry.value is not None else None
    return Then(
        list=listed,
        term=_term_of(rule, then, listed, terms),
        ban=_ban(ban) if ban is not None else None,
        referral=_referral(referral) if referral is not None else None,
    )


def read_list(name: str, entry: Text, lists: Mapping[str, object]) -> str:
    """The id of a list, which must be known."""
    if name not in lists:
        known = "、".join(lists), ", ".join(lists)
        raise entry.error(
            f"不认识的名单“{name}”；可用：{known[0]}", f"unknown list “{name}”; use: {known[1]}"
        )
    return name


def read_term(entry: Text) -> Term:
    """How long a listing lasts, and from which day."""
    entry.only("months", "counts_from", "repeat_months")
    repeat = entry.get("repeat_months")
    return Term(
        months=entry.need("months").positive,
        counts_from=entry.need("counts_from").one_of(COUNTED_FROM),
        repeat_months=repeat.positive if repeat is not None else None,
    )


def _term_of(rule: Text, then: Text, listed: str | None, terms: Mapping[str, Term]) -> Term | None:
    own = then.get("term")
    if own is not None:
        return read_term(own)
    if listed is None:
        return None
    if listed not in terms:
        raise rule.error(
            f"没有写明“{listed}”的期限，请在 terms 或 then 中补上",
            f"the term of “{listed}” is missing: add it under terms or then",
        )
    return terms[listed]


def _ban(entry: Text) -> Ban:
    entry.only("who", "from", "months", "life", "grave", "counts_from", "arises", "zh", "en")
    who, grave, starts = entry.need("who"), entry.get("grave"), entry.get("counts_from")
    arises = entry.get("arises")
    return Ban(
        who=tuple(each.one_of(ROLES) for each in who.items),
        from_=entry.need("from").one_of(REACHES),
        months=_length(entry),
        grave=_grave(grave) if grave is not None else None,
        counts_from=starts.one_of(STARTS) if starts is not None else None,
        text={"zh": entry.need("zh").text, "en": entry.need("en").text},
        arises=arises.one_of(ARISES) if arises is not None else None,
    )


def _grave(entry: Text) -> Grave:
    entry.only("from", "months", "life")
    return Grave(from_=entry.need("from").one_of(REACHES), months=_length(entry))


def _length(entry: Text) -> int | None:
    """The months of a ban; None for life. One of the two must be said."""
    months, life = entry.get("months"), entry.get("life")
    if (months is None) == (life is None or not life.flag):
        raise entry.error(
            "须写 months（若干个月）或 life: true（终身）之一",
            "give either months, or life: true",
        )
    return months.positive if months is not None else None


def _referral(entry: Text) -> Referral:
    entry.only("to", "zh", "en")
    return Referral(
        to=entry.need("to").bilingual,
        text={"zh": entry.need("zh").text, "en": entry.need("en").text},
    )
