"""A submitted event into a checked one. Everything wrong is named at once; nothing is put right by guess.

One meaning has one form here, whether it came as JSON or in a table. Knows no clock: *today* is given.
"""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import cast

from creditsvc.events.content import FIELDS, STATUSES, EventContent, Status
from creditsvc.events.facts import normal_facts
from creditsvc.events.identifying import Identified, identified
from creditsvc.events.later import later_facts
from creditsvc.events.quoting import pointer_to, shown
from creditsvc.kernel import uscc as codes
from creditsvc.kernel.clock import BadDay, parse_day
from creditsvc.kernel.refusals import FieldError, Unprocessable
from creditsvc.kernel.regions import Regions
from creditsvc.law.kinds import Kinds

_SHORT = 64  # fits every field; most texts are shorter and need no second look
_LONGEST = {"summary": 20_000, "uscc": _SHORT, "other_id": _SHORT}
_LONG = 200  # signs; the longest registered enterprise name has some 80
# NUL is refused by PostgreSQL, half a surrogate pair by UTF-8, the others by whoever prints a page.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_LINE_ENDS = re.compile(r"[\t\r\n]")
_REGION = re.compile(r"[0-9]{6}")
_FIRST_DAY = date(1949, 10, 1)
_OLDEST_DAY = date(1900, 1, 1)  # one before it is a slip, and cannot be reckoned with
_FAR_DAY = date(2100, 1, 1)  # stands in where the caller names no day


class EventRefused(Unprocessable):
    """The event cannot be recorded as it stands; *errors* name every field at fault."""

    kind = "event-refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """An event that can be recorded, and what looks odd about it.

    *code_problem* is set where a file's unified code is wrong or contradicted: the row is to be
    parked for a person, because whose event it is cannot be told for certain.
    """

    content: EventContent
    warnings: tuple[str, ...] = ()
    code_problem: str | None = None


@dataclass(slots=True, kw_only=True)
class _Page:
    """The submitted event, and the notes made while going through it."""

    raw: Mapping[str, object]
    errors: list[FieldError] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def wrong(self, name: str, zh: str, en: str) -> None:
        self.errors.append(FieldError(pointer=pointer_to(name), zh=zh, en=en))

    def warn(self, name: str, zh: str, en: str) -> None:
        self.warnings.append(f"{name}: {zh} / {en}")

    def text(self, name: str, *, required: bool = False) -> str | None:
        """The member as text without outer blanks; None if absent, empty or (noted) wrong."""
        value = self.raw.get(name)
        if isinstance(value, str):
            text = value.strip()
            if text:
                return text if self._is_fit(name, text) else None
        elif value is not None:
            self.wrong(name, f"{name} 应为文本", f"{name} must be text")
            return None
        if required:
            self.wrong(name, f"缺少 {name}", f"{name} is missing")
        return None

    def day(self, name: str, *, required: bool = False) -> date | None:
        """The member as a day."""
        text = self.text(name, required=required)
        if text is None:
            return None
        try:
            return parse_day(text)
        except BadDay:
            self.wrong(
                name,
                f"“{shown(text)}”不是真实存在的日期（格式 2025-03-01）",
                f"{shown(text)!r} is not a day that exists, written as 2025-03-01",
            )
            return None

    def _is_fit(self, name: str, text: str) -> bool:
        if len(text) <= _SHORT and text.isprintable():
            return True
        most = _LONGEST.get(name, _LONG)
        if len(text) > most:
            self.wrong(name, f"{name} 超过 {most} 字", f"{name} has more than {most} signs")
        elif _UNPRINTABLE.search(text) or (name != "summary" and _LINE_ENDS.search(text)):
            self.wrong(
                name,
                f"{name} 含有控制字符或换行，请删除",
                f"{name} holds a control sign or a line end; remove it",
            )
        else:
            return True
        return False


def parse(
    raw: Mapping[str, object],
    kinds: Kinds,
    regions: Regions,
    *,
    strict_code: bool,
    today: date | None = None,
) -> Parsed:
    """The event that *raw* (JSON members, or the cells of a row) states.

    *strict_code*: a wrong or misplaced unified code is an error (HTTP); otherwise, as in files, a
    warning and `Parsed.code_problem`. Days after *today* are accepted with a warning, since they
    have not happened yet. Raises EventRefused naming every field at fault.
    """
    page = _Page(raw=raw)
    _refuse_unknown_fields(page)
    who = identified(page.text("uscc"), page.text("other_id"), strict=strict_code)
    page.errors += who.errors
    page.warnings += who.warnings
    content = _content(page, who, kinds, regions, strict_code=strict_code)
    _refuse_old_days(page, content)
    if page.errors:
        raise _refused(page.errors)
    _warn_of_days(page, content, kinds, today)
    return Parsed(content=content, warnings=tuple(page.warnings), code_problem=who.problem)


def _content(
    page: _Page, who: Identified, kinds: Kinds, regions: Regions, *, strict_code: bool
) -> EventContent:
    """The event. What stands in for something missing never leaves: an error is noted for each."""
    kind = _kind(page, kinds)
    content = EventContent(
        source=page.text("source", required=True) or "",
        source_ref=page.text("source_ref", required=True) or "",
        uscc=who.uscc,
        other_id=who.other_id,
        name=page.text("name", required=True) or "",
        kind=kind or "",
        occurred_on=page.day("occurred_on", required=True) or _FIRST_DAY,
        penalised_on=page.day("penalised_on"),
        document_no=page.text("document_no"),
        authority=page.text("authority"),
        authority_uscc=_authority_code(page, strict=strict_code),
        region=_region(page, regions),
        sector=_sector(page, kinds),
        facts=_facts(page, kind, kinds),
        status=_status(page),
        summary=page.text("summary"),
    )
    later, errors = later_facts(
        page.raw.get("later_facts"), kind, kinds, occurred_on=content.occurred_on
    )
    page.errors += errors
    return replace(content, later_facts=later) if later else content


def _refuse_unknown_fields(page: _Page) -> None:
    for name in page.raw:
        if name not in FIELDS:
            near = shown(name)
            zh, en = _likely(near, FIELDS)
            if name.startswith("facts."):
                zh, en = "，请写入 facts 对象", "; write it inside the object facts"
            page.wrong(name, f"没有字段“{near}”{zh}", f"there is no field {near!r}{en}")


def _likely(word: str, known: Iterable[str]) -> tuple[str, str]:
    close = difflib.get_close_matches(word, list(known), n=1)
    return (f"；是否应为 {close[0]}", f"; perhaps {close[0]}?") if close else ("", "")


def _kind(page: _Page, kinds: Kinds) -> str | None:
    kind = page.text("kind", required=True)
    if kind is None or kind in kinds.kinds:
        return kind
    named = _titled(kind, ((one.id, one.title) for one in kinds.kinds.values()))
    if named is None:
        near = shown(kind)
        zh, en = _likely(near, kinds.kinds)
        page.wrong("kind", f"没有事件类型“{near}”{zh}", f"there is no event kind {near!r}{en}")
    return named


def _sector(page: _Page, kinds: Kinds) -> str | None:
    sector = page.text("sector")
    if sector is None or sector in kinds.sectors:
        return sector
    named = _titled(sector, ((one.id, one.title) for one in kinds.sectors.values()))
    if named is None:
        page.errors += kinds.check_sector(shown(sector))
    return named


def _titled(title: str, known: Iterable[tuple[str, Mapping[str, str]]]) -> str | None:
    """The code whose Chinese title is *title*, as clerks' tables have it."""
    return next((code for code, titles in known if titles["zh"] == title), None)


def _region(page: _Page, regions: Regions) -> str | None:
    region = page.text("region")
    if region is None or (_REGION.fullmatch(region) and regions.known(region)):
        return region
    if _REGION.fullmatch(region):
        zh, en = f"行政区划代码 {region} 从未有过", f"region code {region} never existed"
    else:
        zh, en = "region 应为 6 位行政区划代码（GB/T 2260）", "region must be 6 digits (GB/T 2260)"
    page.wrong("region", zh, en)
    return None


def _authority_code(page: _Page, *, strict: bool) -> str | None:
    stated = page.text("authority_uscc")
    if stated is None:
        return None
    code = codes.normalise(stated)
    problem = codes.problem(code)
    if problem:
        zh, _, en = problem.partition(" / ")
        (page.wrong if strict else page.warn)("authority_uscc", zh, en)
    return code


def _status(page: _Page) -> Status:
    status = page.text("status") or "effective"
    if status not in STATUSES:
        page.wrong(
            "status",
            f"status 应为：{'、'.join(STATUSES)}",
            f"status must be one of: {', '.join(STATUSES)}",
        )
    return cast("Status", status)


def _facts(page: _Page, kind: str | None, kinds: Kinds) -> Mapping[str, object]:
    stated = page.raw.get("facts")
    if stated is None or stated == "":
        stated = {}
    if not isinstance(stated, Mapping):
        page.wrong("facts", "facts 应为对象", "facts must be an object")
        return {}
    if kind is None:  # which facts there may be depends on the kind, whose error stands already
        return {}
    facts, errors = normal_facts(stated, kind, kinds)
    page.errors += errors
    return facts


def _refuse_old_days(page: _Page, content: EventContent) -> None:
    for name, day in (("occurred_on", content.occurred_on), ("penalised_on", content.penalised_on)):
        if day is not None and day < _OLDEST_DAY:
            page.wrong(name, f"{day} 早于 {_OLDEST_DAY}", f"{day} is before {_OLDEST_DAY}")


def _warn_of_days(page: _Page, content: EventContent, kinds: Kinds, today: date | None) -> None:
    conduct, penalty = content.occurred_on, content.penalised_on
    latest = today if today is not None else _FAR_DAY
    stated = [("occurred_on", conduct), ("penalised_on", penalty)]
    stated += (("later_facts", later.from_) for later in content.later_facts)
    for name, day in stated:
        if day is not None and day > latest:
            page.warn(name, f"{day} 尚未到来", f"{day} is still to come")
        elif day is not None and day < _FIRST_DAY:
            page.warn(name, f"{day} 早于 {_FIRST_DAY}", f"{day} is before {_FIRST_DAY}")
    follows = kinds.kinds[content.kind].follows_penalty
    if penalty is not None and penalty < conduct and not follows:
        page.warn(
            "penalised_on",
            f"处罚日期 {penalty} 早于行为日期 {conduct}",
            f"the penalty of {penalty} is dated before the conduct of {conduct}",
        )


def _refused(errors: list[FieldError]) -> EventRefused:
    first = errors[0]
    more = len(errors) - 1
    return EventRefused(
        first.zh + (f"（另有 {more} 处错误）" if more else ""),
        first.en + (f" (and {more} more errors)" if more else ""),
        field=first.pointer,
        errors=tuple(errors),
    )
