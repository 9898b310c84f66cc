"""Lists decided elsewhere, from a file: each row waits as an external decision for another person."""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from creditsvc.db.work import Work
from creditsvc.events.reading import BadRow, RawRow, read
from creditsvc.events.reading_text import encoding_of
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
    work: Work, law: Law, path: Path, *, caller: Caller, progress: Callable[[int], None]
) -> Taken:
    """Take in the decisions of *path* (CSV or JSON lines). Again, it changes nothing.

    *progress* is called with the number of rows done since the last call.
    """
    file_digest = sha256(path.read_bytes()).hexdigest()
    waiting = unchanged = 0
    rejects: list[Reject] = []
    for chunk in _chunks(_rows(path)):
        with work.act(caller) as act:
            for row in chunk:
                try:
                    new = external.take_in(act, _decree(law, row), file_digest=file_digest)
                except Refusal as why:
                    rejects.append(Reject(line=row.line, field=why.field or "", reason=str(why)))
                    continue
                waiting, unchanged = waiting + new, unchanged + (not new)
        progress(len(chunk))
    return Taken(waiting=waiting, unchanged=unchanged, rejects=tuple(rejects))


def _chunks(rows: Iterator[RawRow]) -> Iterator[list[RawRow]]:
    chunk: list[RawRow] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _rows(path: Path) -> Iterator[RawRow]:
    if path.suffix.lower() in {".jsonl", ".ndjson", ".json"}:
        yield from map(_whole, read(path, path.name))
        return
    with path.open("rb") as raw:
        found = encoding_of(raw)
    with path.open(encoding="utf-8-sig" if found.mark else found.name, newline="") as text:
        table = csv.DictReader(text, strict=True)
        unknown = set(table.fieldnames or ()) - {*REQUIRED, *OPTIONAL}
        if unknown or not table.fieldnames:
            raise BadDecree(
                f"表头有误：{'、'.join(sorted(unknown)) or '空'}；可用：{'、'.join((*REQUIRED, *OPTIONAL))}",
                f"unknown or missing headings; use {', '.join((*REQUIRED, *OPTIONAL))}",
                line=1,
            )
        for values in table:
            yield RawRow(line=table.line_num, values={k: v for k, v in values.items() if v})


def _whole(row: RawRow | BadRow) -> RawRow:
    if isinstance(row, BadRow):
        raise BadDecree(row.reason, row.reason, field=row.field, line=row.line)
    return row


def _decree(law: Law, row: RawRow) -> Decree:
    values = row.values
    unknown = sorted(set(values) - {*REQUIRED, *OPTIONAL})
    if unknown:
        raise BadDecree("不认识的字段", "unknown field", field=unknown[0])
    text = {name: _text(values, name) for name in (*REQUIRED, *OPTIONAL)}
    for name in REQUIRED:
        if text[name] is None:
            raise BadDecree(f"缺少 {name}", f"{name} is missing", field=name)
    rule = law.rule(str(text["rule"]))
    if rule is None or rule.list != text["list"]:
        raise BadDecree(
            f"规则书中没有引出名单 {text['list']} 的规则 {text['rule']}",
            f"the rulebook has no rule {text['rule']} that leads to the list {text['list']}",
            field="rule",
        )
    days: dict[str, date | None] = {
        name: _day(text[name], name) for name in ("decided_on", "published_on")
    }
    if (
        rule.term is not None
        and rule.term.counts_from == "publication"
        and not days["published_on"]
    ):
        raise BadDecree(
            "期限自公布之日起算，须有 published_on",
            "the term counts from publication: published_on is needed",
            field="published_on",
        )
    return Decree(**{**text, **days, "uscc": _code(text["uscc"])})  # type: ignore[arg-type] # REQUIRED were checked above


def _text(values: Mapping[str, Any], name: str) -> str | None:
    value = values.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise BadDecree(f"{name} 须为文字", f"{name} must be text", field=name)
    return value.strip()[:4000] or None


def _day(text: str | None, name: str) -> date | None:
    if text is None:
        return None
    try:
        return parse_day(text)
    except BadDay as why:
        raise BadDecree(
            f"{name} 不是真实日期：{text}", f"{name} is not a real day: {text}", field=name
        ) from why


def _code(text: str | None) -> str | None:
    if text is None:
        return None
    code = codes.normalise(text)
    problem = codes.problem(code)
    if problem is not None:
        raise BadDecree(f"统一社会信用代码有误：{problem}", problem, field="uscc")
    return code
