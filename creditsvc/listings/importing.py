"""Lists decided elsewhere, from a file: each row waits as an external decision for another person."""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from creditsvc.db.work import Work
from creditsvc.events.reading import BadRow, RawRow, Row, read
from creditsvc.events.reading_text import encoding_of
from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel import uscc as codes
from creditsvc.kernel.caller import Caller
from creditsvc.kernel.clock import BadDay, parse_day
from creditsvc.kernel.refusals import Refusal, Unprocessable
from creditsvc.law.rulebook import Law
from creditsvc.proceedings import external
from creditsvc.proceedings.decree import Decree

REQUIRED = (
    "source",
    "source_ref",
    "name",
    "list",
    "rule",
    "decided_on",
    "document_no",
    "authority",
    "reason",
)
OPTIONAL = ("uscc", "other_id", "published_on", "region")
CHUNK = 200
LONGEST = {"reason": 4000, "list": 64, "rule": 64, "other_id": 32}
FILLED = 200
SPREADSHEETS = (".xlsx", ".xlsm", ".xls")


class BadDecree(Unprocessable):
    """A row of an external list that cannot be a decision; names the field and the mend."""

    kind = "bad-external-decision"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """A row that was not taken in: its line, the field at fault, and why."""

    line: int
    field: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of a file: rows that now wait, rows known before, rows refused."""

    waiting: int
    unchanged: int
    rejects: tuple[Reject, ...]


def import_listings(
    work: Work, laws: Laws, path: Path, *, caller: Caller, progress: Callable[[int], None]
) -> Taken:
    """Take in the decisions of *path* (CSV or JSON lines). Again, it changes nothing.

    *progress* is called with the number of rows done since the last call.
    """
    file_digest = sha256(path.read_bytes()).hexdigest()
    waiting = unchanged = 0
    rejects: list[Reject] = []
    for chunk in _chunks(_rows(path)):
        with work.act(caller) as act:
            law = laws.in_use(act.session)
            for row in chunk:
                try:
                    decree = _decree(law, _whole(row), act.day)
                    new = external.take_in(act, decree, file_digest=file_digest)
                except Refusal as why:
                    rejects.append(Reject(line=row.line, field=why.field or "", reason=str(why)))
                    continue
                waiting, unchanged = waiting + new, unchanged + (not new)
        progress(len(chunk))
    return Taken(waiting=waiting, unchanged=unchanged, rejects=tuple(rejects))


def _chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    chunk: list[Row] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _rows(path: Path) -> Iterator[Row]:
    if path.suffix.lower() in SPREADSHEETS:
        raise BadDecree("请另存为 CSV（UTF-8）后导入", "save the sheet as CSV (UTF-8) first")
    if path.suffix.lower() in {".jsonl", ".ndjson", ".json"}:
        yield from read(path, path.name)
        return
    with path.open("rb") as raw:
        found = encoding_of(raw)
    with path.open(encoding="utf-8-sig" if found.mark else found.name, newline="") as text:
        yield from _table(csv.DictReader(text, strict=True))


def _table(table: "csv.DictReader[str]") -> Iterator[Row]:
    """The rows under the heading; one that csv cannot tell is handed out as bad."""
    _must_know(table)
    while True:
        try:
            values = next(table)
        except StopIteration:
            return
        except csv.Error as why:
            reason = f"引号没有结束或分隔符有误 / broken quotes or delimiters: {why}"
            yield BadRow(line=table.line_num, field=None, reason=reason)
            continue
        if None in values or None in values.values():
            reason = "列数与表头不符 / the row has not as many cells as the heading"
            yield BadRow(line=table.line_num, field=None, reason=reason)
            continue
        yield RawRow(line=table.line_num, values={k: v for k, v in values.items() if v})


def _must_know(table: "csv.DictReader[str]") -> None:
    try:
        names = list(table.fieldnames or ())
    except csv.Error as why:
        raise BadDecree("表头有误", f"the heading is broken: {why}", line=1) from why
    wrong = set(names) - {*REQUIRED, *OPTIONAL} or {x for x in names if names.count(x) > 1}
    if wrong or not names:
        raise BadDecree(
            f"表头有误：{'、'.join(sorted(wrong)) or '空'}；可用：{'、'.join((*REQUIRED, *OPTIONAL))}",
            f"unknown, double or missing headings; use {', '.join((*REQUIRED, *OPTIONAL))}",
            line=1,
        )


def _whole(row: Row) -> RawRow:
    if isinstance(row, BadRow):
        zh, _, en = row.reason.partition(" / ")
        raise BadDecree(zh, en or zh, field=row.field)
    return row


def _decree(law: Law, row: RawRow, today: date) -> Decree:
    values = row.values
    unknown = sorted(set(values) - {*REQUIRED, *OPTIONAL})
    if unknown:
        raise BadDecree("不认识的字段", "unknown field", field=unknown[0])
    text = {name: _text(values, name) for name in (*REQUIRED, *OPTIONAL)}
    for name in REQUIRED:
        if text[name] is None:
            raise BadDecree(f"缺少 {name}", f"{name} is missing", field=name)
    days: dict[str, date | None] = {
        name: _day(text[name], name, today) for name in ("decided_on", "published_on")
    }
    _must_be_lawful(law, text, days)
    return Decree(**{**text, **days, "uscc": _code(text["uscc"])})  # type: ignore[arg-type] # REQUIRED were checked above


def _must_be_lawful(
    law: Law, text: Mapping[str, str | None], days: Mapping[str, date | None]
) -> None:
    """The rule leads to the list, was in force on the day, and its term can be counted."""
    rule, decided, published = law.rule(str(text["rule"])), days["decided_on"], days["published_on"]
    if rule is None or rule.list != text["list"]:
        raise BadDecree(
            f"规则书中没有引出名单 {text['list']} 的规则 {text['rule']}",
            f"the rulebook has no rule {text['rule']} that leads to the list {text['list']}",
            field="rule",
        )
    if rule.off is not None:
        raise BadDecree(
            f"规则 {rule.id} 已停用：{rule.off['zh']}",
            f"rule {rule.id} is switched off: {rule.off['en']}",
            field="rule",
        )
    if decided is not None and not rule.instrument.in_force.covers(decided):
        raise BadDecree(
            f"{rule.instrument.number}在{decided.isoformat()}不在施行期内",
            f"{rule.instrument.number} was not in force on {decided.isoformat()}",
            field="decided_on",
        )
    within = rule.instrument.region
    if within is not None and not (text["region"] or "").startswith(within):
        raise BadDecree(
            f"{rule.instrument.number}只适用于行政区划{within}开头的地区，请填 region",
            f"{rule.instrument.number} binds only regions that begin with {within}; state the region",
            field="region",
        )
    if rule.term is not None and rule.term.counts_from == "publication" and published is None:
        raise BadDecree(
            "期限自公布之日起算，须有 published_on",
            "the term counts from publication: published_on is needed",
            field="published_on",
        )
    if decided is not None and published is not None and published < decided:
        raise BadDecree(
            "公布日期早于决定日期", "published before it was decided", field="published_on"
        )


def _text(values: Mapping[str, Any], name: str) -> str | None:
    value = values.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise BadDecree(f"{name} 须为文字", f"{name} must be text", field=name)
    text, most = value.strip(), LONGEST.get(name, FILLED)
    if len(text) > most or "\0" in text:
        raise BadDecree(
            f"{name} 超过{most}字或含有控制字符",
            f"{name} has more than {most} signs, or a control sign",
            field=name,
        )
    return text or None


def _day(text: str | None, name: str, today: date) -> date | None:
    if text is None:
        return None
    try:
        day = parse_day(text)
    except BadDay as why:
        raise BadDecree(
            f"{name} 不是真实日期：{text}", f"{name} is not a real day: {text}", field=name
        ) from why
    if day > today:
        raise BadDecree(f"{name} 晚于今天：{text}", f"{name} is in the future: {text}", field=name)
    return day


def _code(text: str | None) -> str | None:
    if text is None:
        return None
    code = codes.normalise(text)
    problem = codes.problem(code)
    if problem is not None:
        zh, _, en = problem.partition(" / ")
        raise BadDecree(f"统一社会信用代码有误：{zh}", en or zh, field="uscc")
    return code
