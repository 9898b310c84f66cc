"""What differs between two rulebooks in how a case must be run: periods, steps, kinds of service."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from creditsvc.kernel.spans import Span
from creditsvc.law.course import CourseBook, Locality, Period, ServiceKind, Step

Told = Mapping[tuple[str, str], tuple[str, str]]
One = TypeVar("One")
_UNITS = {
    "working_days": ("个工作日", "working days"),
    "days": ("日", "days"),
    "months": ("个月", "months"),
    "years": ("年", "years"),
}
_MUSTS = {
    "always": ("必经", "always"),
    "if_complex": ("情节复杂的", "in complex cases"),
    "if_heard": ("举行听证的", "after a hearing"),
    "if_requested": ("当事人要求的", "if the party asks"),
}
_CONTENTS = {
    "time": ("时间", "time"),
    "reason": ("事由", "reason"),
    "basis": ("依据", "basis"),
    "measures": ("管理措施", "measures"),
    "rights": ("权利", "rights"),
}
_NONE = ("没有", "none")
_NATIONAL = ("全国", "the whole country")


def course_differences(before: CourseBook, after: CourseBook) -> Iterator[str]:
    """A line for each that is new, gone or changed, Chinese and English."""
    yield from _each(("期限", "period"), _periods(before), _periods(after), _period)
    yield from _each(("程序", "step"), _steps(before), _steps(after), _step)
    yield from _each(("送达", "service"), dict(before.services), dict(after.services), _service)


def _each(
    sort: tuple[str, str],
    before: Mapping[str, One],
    after: Mapping[str, One],
    told: Callable[[One], Told],
) -> Iterator[str]:
    for name in sorted(before.keys() | after.keys()):
        label = f"{name}（{sort[0]} / {sort[1]}）"
        if name not in before:
            yield f"+ {label}  {_first(told(after[name]))}"
        elif name not in after:
            yield f"- {label}  {_first(told(before[name]))}"
        else:
            was, now = told(before[name]), told(after[name])
            for (zh, en), new in now.items():
                old = was[zh, en]
                if old != new:
                    yield f"~ {label}  {zh}：{old[0]} → {new[0]} / {en}: {old[1]} → {new[1]}"


def _first(told: Told) -> str:
    zh, en = next(iter(told.values()))
    return f"{zh} / {en}"


def _periods(book: CourseBook) -> dict[str, Period]:
    return _named((each.key, each.local, each) for each in book.periods)


def _steps(book: CourseBook) -> dict[str, Step]:
    return _named((f"{each.list}.{each.name}", each.local, each) for each in book.steps)


def _named(found: Iterator[tuple[str, Locality | None, One]]) -> dict[str, One]:
    """By key, with the local text it stands in; several under one name are told apart by their order."""
    named: dict[str, One] = {}
    for key, local, one in found:
        name = key if local is None else f"{key} {local.title}"
        number = 1
        while (name if number == 1 else f"{name} #{number}") in named:
            number += 1
        named[name if number == 1 else f"{name} #{number}"] = one
    return named


def _period(one: Period) -> Told:
    zh, en = _UNITS[one.unit]
    least = (("至少", "at least "), ("", ""))[not one.least]
    return {
        ("期限", "time"): (f"{least[0]}{one.amount}{zh}", f"{least[1]}{one.amount} {en}"),
        ("约束", "binds"): ("当事人", "the party")
        if one.binds == "party"
        else ("机关", "the authority"),
        ("地域", "region"): (one.region, one.region) if one.region else _NATIONAL,
        ("领域", "domain"): (one.domain, one.domain) if one.domain else ("全部", "all"),
        **_source(one.article, one.in_force, one.text, one.provenance),
        **_rank(one.local),
    }


def _step(one: Step) -> Told:
    words = [_CONTENTS[each] for each in one.contents]
    return {
        ("何时必经", "when"): _MUSTS[one.must],
        ("须载明", "must say"): ("、".join(zh for zh, _ in words), ", ".join(en for _, en in words))
        if words
        else _NONE,
        **_source(one.article, one.in_force, one.text, one.provenance),
        **_rank(one.local),
    }


def _service(one: ServiceKind) -> Told:
    return {
        ("方式", "kind"): (one.title["zh"], one.title["en"]),
        ("须有的材料", "proofs"): _proofs(one, "needs"),
        ("材料之一", "one of"): _proofs(one, "one_of"),
        ("视为送达", "counts as served"): (f"{one.after_days}日后", f"after {one.after_days} days"),
        **_source(one.article, one.in_force, None, one.provenance),
    }


def _proofs(one: ServiceKind, word: str) -> tuple[str, str]:
    found = one.needs if word == "needs" else one.one_of
    if not found:
        return _NONE
    zh = "、".join(each.title["zh"] + ("（须在先）" if each.before else "") for each in found)
    en = ", ".join(each.title["en"] + (" (beforehand)" if each.before else "") for each in found)
    return zh, en


def _source(article: str, span: Span, text: Mapping[str, str] | None, mark: str) -> Told:
    last = span.last
    zh = f"自{span.from_}起" if last is None else f"{span.from_}至{last}"
    en = f"from {span.from_}" if last is None else f"{span.from_} to {last}"
    words = {} if text is None else {("文字", "text"): (text["zh"], text["en"])}
    return {
        ("依据", "article"): (article, article),
        ("施行", "in force"): (zh, en),
        **words,
        ("来源", "provenance"): (mark, mark),
    }


def _rank(local: Locality | None) -> Told:
    if local is None:
        return {("文件", "text of"): _NATIONAL}
    told = f"{local.title}（{local.rank}，{local.region}）"
    return {("文件", "text of"): (told, told)}
