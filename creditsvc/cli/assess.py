"""`creditsvc assess FILE`: what would the law say? Reads a file of events and touches no database."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import click
import orjson

from creditsvc import settings
from creditsvc.cli.days import day_option
from creditsvc.cli.schemes import by_scheme, chosen
from creditsvc.cli.verdict import spoken, verdict
from creditsvc.events.domain import EventContent, Parsed, as_law_event, identity_key, parse
from creditsvc.events.reading import BadRow, read
from creditsvc.findings.domain import assess as assess_events
from creditsvc.kernel.clock import SystemClock, legal_day
from creditsvc.kernel.refusals import Refusal, Unprocessable
from creditsvc.kernel.regions import Regions
from creditsvc.law.grading import STANDING, Scheme
from creditsvc.law.loader import load
from creditsvc.law.rulebook import Law
from creditsvc.tiers.domain import would_stand


class UnreadableRow(Unprocessable):
    """A row that cannot be assessed; *line* and *field* tell where."""

    kind = "unreadable-row"

    def __init__(self, line: int, name: str | None, zh: str, en: str) -> None:
        where = f" {name}" if name else ""
        super().__init__(
            f"第 {line} 行{where}：{zh}", f"line {line}{where}: {en}", field=name, line=line
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One event and the line it stands on."""

    number: int
    parsed: Parsed


@dataclass(slots=True, kw_only=True)
class _Enterprise:
    """The events of one enterprise, gathered in order of appearance."""

    key: tuple[str, str]
    name: str
    contents: list[EventContent] = field(default_factory=list)
    warnings: set[str] = field(default_factory=set)


def assess_rows(
    law: Law,
    regions: Regions,
    rows: Iterable[Mapping[str, object]],
    on: date,
    *,
    today: date | None = None,
    scheme: Scheme | None = None,
) -> list[dict[str, Any]]:
    """The answer for each enterprise in *rows*, in order of first appearance.

    *today*: days after it are warned of. *scheme*: the one asked for, if one was. Raises UnreadableRow; rows are counted from 1.
    """
    lines = [
        _line(number, row, law, regions, today=today) for number, row in enumerate(rows, start=1)
    ]
    return assess_lines(law, lines, on, scheme=scheme)


def assess_lines(
    law: Law, lines: Iterable[Line], on: date, *, scheme: Scheme | None = None
) -> list[dict[str, Any]]:
    """The same for rows already read, by the *scheme* asked for, if one was.

    Raises UnreadableRow if one event is told in two ways.
    """
    return [_answer(law, each, on, scheme) for each in _enterprises(_once(lines), on)]


def read_lines(path: Path, law: Law, regions: Regions, *, today: date) -> list[Line]:
    """Every row of a file. Raises Unreadable or UnreadableRow at the first that cannot be read."""
    lines = []
    with read(path) as reading:
        for row in reading:
            if isinstance(row, BadRow):
                zh, _, en = row.reason.partition(" / ")
                raise UnreadableRow(row.line, row.field, zh, en or zh)
            lines.append(_line(row.line, row.values, law, regions, today=today))
    return lines


def _line(
    number: int, row: Mapping[str, object], law: Law, regions: Regions, *, today: date | None
) -> Line:
    try:
        parsed = parse(row, law.kinds, regions, strict_code=False, today=today)
    except Refusal as refusal:
        name = (refusal.field or "").lstrip("/").replace("/", ".") or None
        raise UnreadableRow(number, name, refusal.zh, refusal.en) from refusal
    return Line(number=number, parsed=parsed)


def _once(lines: Iterable[Line]) -> list[Parsed]:
    """Each event once: the same pair with the same content again says nothing new."""
    seen: dict[tuple[str, str], tuple[int, str]] = {}
    kept = []
    for line in lines:
        content = line.parsed.content
        pair, digest = (content.source, content.source_ref), content.digest()
        first, known = seen.setdefault(pair, (line.number, digest))
        if known != digest:
            raise UnreadableRow(
                line.number,
                "source_ref",
                f"{pair[0]} 的 {pair[1]} 已见于第 {first} 行，但内容不同（{known[:12]} ≠ {digest[:12]}）",
                f"{pair[1]} of {pair[0]} stands on line {first} already, with other content"
                f" ({known[:12]} is not {digest[:12]})",
            )
        if first == line.number:
            kept.append(line.parsed)
    return kept


def _enterprises(events: Iterable[Parsed], on: date) -> list[_Enterprise]:
    found: dict[tuple[str, str], _Enterprise] = {}
    for parsed in events:
        content, key = parsed.content, identity_key(parsed.content)
        each = found.setdefault(key, _Enterprise(key=key, name=content.name))
        each.contents.append(content)
        each.warnings.update(_row_warnings(parsed, on))
        if content.name != each.name:
            each.warnings.add(f"name: 另有名称“{content.name}” / also named {content.name!r}")
    return list(found.values())


def _row_warnings(parsed: Parsed, on: date) -> Iterator[str]:
    """What looks odd about a row: about its code always, about the rest once it has happened."""
    content = parsed.content
    if parsed.code_problem is not None:
        yield f"uscc {content.uscc}: {parsed.code_problem}"
    if content.occurred_on <= on:
        for warning in parsed.warnings:
            if parsed.code_problem is None or parsed.code_problem not in warning:
                yield f"{content.source_ref}: {warning}"


def _answer(law: Law, enterprise: _Enterprise, on: date, asked: Scheme | None) -> dict[str, Any]:
    events = [as_law_event(content, content.source_ref) for content in enterprise.contents]
    assessment = assess_events(law, events, on)
    tier = would_stand(law, asked if asked is not None else law.schemes[STANDING], assessment)
    grouped = _grouping(enterprise)
    kind, value = enterprise.key
    who = {"uscc": value if kind == "uscc" else None, "name": enterprise.name}
    if kind == "other_id":
        who["other_id"] = value
    answer = verdict(
        who,
        assessment,
        tier,
        law=law,
        events=events,
        warnings=[*grouped, *sorted(enterprise.warnings)],
    )
    return answer if asked is None else answer | by_scheme(law, asked, tier, assessment)


def _grouping(enterprise: _Enterprise) -> list[str]:
    """The warning that no unified code tells the enterprise."""
    kind, value = enterprise.key
    if kind == "uscc":
        return []
    shown = value if kind == "other_id" else enterprise.name
    return [
        f"没有统一社会信用代码，按 {kind}“{shown}”归并 / no unified code: grouped by {kind} {shown!r}"
    ]


@click.command("assess")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--on", callback=day_option, help="查询日，默认今天 / the day asked about, default today"
)
@click.option("--json", "as_json", is_flag=True, help="每家企业一行 JSON / one JSON object a line")
@click.option(
    "--law",
    "directory",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="规则目录 / directory of the rulebook",
)
@click.option("--scheme", help="等级方案，默认 default / the tier scheme to grade by")
def assess(
    file: Path, on: date | None, *, as_json: bool, directory: Path | None, scheme: str | None
) -> None:
    """依法评估文件中的事件，不读写数据库 / what the law says about the events in FILE."""
    today = legal_day(SystemClock().now())
    day = on if on is not None else today
    try:
        config = settings.read().config_dir
        law = load(directory if directory is not None else config / "law")
        lines = read_lines(file, law, regions_in(config), today=max(today, day))
        asked = chosen(law, scheme) if scheme is not None else None
        answers = assess_lines(law, lines, day, scheme=asked)
    except (Refusal, settings.BadSetting) as why:
        raise _Unreadable(f"{file.name}: {why}") from why
    for answer in answers:
        click.echo(orjson.dumps(answer) if as_json else spoken(answer))


class _Unreadable(click.ClickException):
    """Input that cannot be read: status 2, as the contract has it."""

    exit_code = 2


def regions_in(config: Path) -> Regions:
    """The regions that the configuration directory knows."""
    codes = config / "codes"
    return Regions.read(
        codes / "regions.csv", codes / "regions_history.csv", codes / "region_extensions.csv"
    )
