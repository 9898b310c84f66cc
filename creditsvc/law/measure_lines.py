"""A measure in Chinese and English, line by line: who does what on which basis, and how far."""

from collections.abc import Iterable, Iterator
from datetime import date

from creditsvc.law.domain import Texts
from creditsvc.law.explain import off_line, provenance_line
from creditsvc.law.measures import (
    Basis,
    Cap,
    Measure,
    MeasureBook,
    Named,
    days_text,
    uncarried,
)
from creditsvc.law.rulebook import Law
from creditsvc.law.showing import RANK_TITLES

_CAPS = {
    "months": ("最长{0}个月", "at most {0} months"),
    "percent": ("最多{0}%", "at most {0} per cent"),
    "life": ("最长终身", "at most for life"),
}
_VERBS = {
    True: ("应当", "shall"),
    False: ("可以（须逐案决定）", "may (each case needs its own decision)"),
}


def measure_lines(law: Law, measure: Measure, on: date) -> Iterator[tuple[str, str]]:
    """Everything about a measure, as on *on*."""
    yield f"{measure.id}  {measure.title['zh']}", f"{measure.id}  {measure.title['en']}"
    yield from off_line(measure.off)
    yield from _may_be_issued(law.measures, measure, on)
    yield from terms_lines(law, measure)
    yield provenance_line(measure.provenance)
    place = f"{measure.place.file}:{measure.place.line}"
    yield f"出处：{place}", f"Stands at {place}"


def terms_lines(law: Law, measure: Measure) -> Iterator[tuple[str, str]]:
    """What a measure says: who does what to whom, on which basis, where, when and how far."""
    yield _labelled("领域", "Field", _titles(measure.fields))
    yield _labelled("执行", "Executor", _titles(measure.executors))
    yield from _formerly(measure)
    yield _labelled("对象", "Subject", _titles(measure.subjects))
    yield _labelled("名单", "Lists", _joined(law.lists[each].title for each in measure.lists))
    if measure.region is not None:
        yield f"地域：行政区划 {measure.region}", f"Region: {measure.region}"
    yield _labelled("措辞", "Verb", _VERBS[measure.shall])
    yield from (_labelled("上限", "Cap", cap_text(each)) for each in _given(measure.cap))
    yield from (_basis(each) for each in measure.bases)
    for entry in measure.entries:
        yield (
            f"基础清单：{entry.title['zh']}（{entry.klass['zh']}）",
            f"Basic list: {entry.title['en']} ({entry.klass['en']})",
        )
    yield _labelled("日期", "Days", days_text(measure.in_force))
    if measure.note is not None:
        yield f"注意：{measure.note['zh']}", f"Note: {measure.note['en']}"


def brief_lines(measure: Measure, on: date) -> Iterator[str]:
    """A measure that can be issued on *on*, as a clerk's table tells it: each line in both languages."""
    verb = ("应当", "shall") if measure.shall else ("可以", "may")
    yield f"{measure.id}  【{verb[0]} / {verb[1]}】{measure.title['zh']} / {measure.title['en']}"
    who, what = _titles(measure.executors), _titles(measure.fields)
    yield f"  领域：{what[0]} / {what[1]}"
    yield f"  执行：{who[0]} / {who[1]}"
    yield f"  依据 / basis：{'；'.join(f'{b.title}{b.article}' for b in measure.bases_on(on))}"
    for cap in _given(measure.cap):
        zh, en = cap_text(cap)
        yield f"  上限：{zh} / {en}"
    if measure.note is not None:
        yield f"  注意：{measure.note['zh']} / {measure.note['en']}"


def cap_text(cap: Cap) -> tuple[str, str]:
    """The most a measure may be."""
    zh, en = _CAPS[cap.unit]
    return zh.format(cap.amount), en.format(cap.amount)


def _given(cap: Cap | None) -> Iterator[Cap]:
    if cap is not None:
        yield cap


def _may_be_issued(book: MeasureBook, measure: Measure, on: date) -> Iterator[tuple[str, str]]:
    if measure.off is not None:
        return
    lacking = uncarried(book, measure, on)
    if lacking is None:
        yield f"{on}可以采取", f"It can be issued on {on}"
    else:
        yield f"{on}不能采取：{lacking['zh']}", f"It cannot be issued on {on}: {lacking['en']}"


def _formerly(measure: Measure) -> Iterator[tuple[str, str]]:
    for each in measure.executors:
        if each.formerly is not None:
            yield (
                f"  {each.title['zh']}：2018年机构改革前为{each.formerly}",
                f"  {each.title['en']}: before the reform of 2018 {each.formerly}",
            )


def _basis(basis: Basis) -> tuple[str, str]:
    rank, days = RANK_TITLES[basis.rank], days_text(basis.in_force)
    off = ("，已停用", ", switched off") if basis.off is not None else ("", "")
    return (
        f"依据：{basis.title}{basis.article}（{rank[0]}，{days[0]}{off[0]}）",
        f"Basis: {basis.title}{basis.article} ({rank[1]}, {days[1]}{off[1]})",
    )


def _labelled(zh: str, en: str, told: tuple[str, str]) -> tuple[str, str]:
    return f"{zh}：{told[0]}", f"{en}: {told[1]}"


def _titles(named: Iterable[Named]) -> tuple[str, str]:
    return _joined(each.title for each in named)


def _joined(titles: Iterable[Texts]) -> tuple[str, str]:
    several = tuple(titles)
    return "、".join(each["zh"] for each in several), ", ".join(each["en"] for each in several)
