"""`creditsvc export`: events, lists and the trail as files, for other systems and for auditors."""

import csv
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import click
import orjson
import xlsxwriter
from sqlalchemy.orm import Session

from creditsvc.audit import service as trail
from creditsvc.cli.operator import BadArgument, refusals
from creditsvc.cli.running import running
from creditsvc.enterprises import service as enterprises
from creditsvc.events import service as events
from creditsvc.kernel.canonical import canonical_bytes
from creditsvc.kernel.cells import MARK, tame
from creditsvc.listings import service as listings
from creditsvc.listings.form import listing_form
from creditsvc.signing.service import Keys
from creditsvc.web.runtime import Runtime

Record = Mapping[str, Any]
AT_ONCE = 500  # enterprises read at a time
LATER = "later_facts"
ENTRY = (
    "id", "uscc", "other_id", "name", "list", "rule", "instrument", "article", "authority",
    "document_no", "decided_on", "starts_on", "last_day", "published_on", "in_force", "ended_at",
    "end_reason", "end_document_no", "under_objection_since", "suspended_since",
)  # fmt: skip
EVENT = (
    "source", "source_ref", "uscc", "other_id", "name", "kind", "occurred_on", "penalised_on",
    "document_no", "authority", "authority_uscc", "region", "sector", "status", "summary",
)  # fmt: skip

_file = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))


@click.group()
def export() -> None:
    """导出事件、名单、审计记录 / write events, lists or the trail to a file.

    文件名后缀决定格式；已有的文件在写完之后才被替换 / the ending of the name decides the form.
    """


@export.command("events")
@_file
def export_events(file: Path) -> None:
    """全部事件的现状，.jsonl 或 .csv，可再导入 / every event as it stands; can be imported again."""
    with refusals(), running() as runtime, runtime.work.read() as session:
        facts = sorted({name for each in _events(session) for name in each.get("facts", ())})
        columns = (*EVENT, *(f"facts.{name}" for name in facts), LATER)
        _written(file, _events(session), _plain_event, columns, ("jsonl", "csv"))


@export.command("lists")
@_file
def export_lists(file: Path) -> None:
    """曾有的全部名单条目及其现状，.jsonl、.csv 或 .xlsx / every entry ever made, and how it stands."""
    with refusals(), running() as runtime, runtime.work.read() as session:
        rows = _entries(session, runtime.clock.now())
        _written(file, rows, _same, ENTRY, ("jsonl", "csv", "xlsx"))


@export.command("audit")
@_file
def export_audit(file: Path) -> None:
    """审计记录全文，供独立程序校验（docs/audit）/ the whole trail, for a program that is not ours."""
    with refusals(), running() as runtime:
        trail_to(runtime, file)


def trail_to(runtime: Runtime, file: Path) -> None:
    """The whole trail of *runtime* in *file*, a record a line."""
    with runtime.work.read() as session:
        rows = trail.records(session, runtime.part(Keys).public_jwks())
        _written(file, rows, _same, (), ("jsonl",))


def _events(session: Session) -> Iterator[dict[str, Any]]:
    for some in events.with_events(session, AT_ONCE):
        for record in events.records_of(session, some).values():
            for version in record:
                yield version.content


def _plain_event(content: Record) -> dict[str, Any]:
    """The event as cells: facts under their own headings, lists with commas, later facts as JSON."""
    cells = {name: content.get(name) for name in EVENT}
    cells |= {f"facts.{name}": _cell(value) for name, value in content.get("facts", {}).items()}
    later = content.get(LATER)
    return cells | ({LATER: canonical_bytes(later).decode()} if later else {})


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(map(str, value)) if isinstance(value, list) else value


def _entries(session: Session, now: datetime) -> Iterator[dict[str, Any]]:
    every = listings.every(session)
    who = enterprises.by_ids(session, [entry.enterprise_id for entry in every])
    for entry in every:
        form, enterprise = listing_form(entry, now), who[entry.enterprise_id]
        end, ground = form["end"] or {}, form["ground"]
        named = {"uscc": enterprise.uscc, "other_id": enterprise.other_id, "name": enterprise.name}
        ended = {
            "ended_at": end.get("at"),
            "end_reason": end.get("reason"),
            "end_document_no": end.get("document_no"),
        }
        told = {**ground, **form, **named, **ended}
        yield {name: told.get(name) for name in ENTRY}


def _same(record: Record) -> Record:
    return record


def _written(
    file: Path,
    records: Iterable[Record],
    cells: Callable[[Record], Record],
    columns: tuple[str, ...],
    endings: tuple[str, ...],
) -> None:
    """The file, whole or not at all; then how many records it holds."""
    ending = file.suffix.lower().removeprefix(".")
    if ending not in endings:
        named = "、".join(f".{each}" for each in endings), ", ".join(f".{each}" for each in endings)
        raise BadArgument(f"文件名须以 {named[0]} 结尾", f"the name must end in {named[1]}")
    with _replacing(file) as fresh:
        if ending == "jsonl":
            count = _json_lines(fresh, records)
        else:
            write = {"csv": _csv, "xlsx": _book}[ending]
            count = write(fresh, map(cells, records), columns)
    click.echo(f"已写 {count} 条：{file} / {count} records written: {file}")


@contextmanager
def _replacing(file: Path) -> Iterator[Path]:
    """A new file beside *file* that takes its place when all is written; readable by its owner alone."""
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        fresh.touch(mode=0o600)
        yield fresh
        with fresh.open("rb") as whole:
            os.fsync(whole.fileno())
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)


def _json_lines(file: Path, records: Iterable[Record]) -> int:
    count = 0
    with file.open("wb") as out:
        for record in records:
            out.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))
            count += 1
    return count


def _csv(file: Path, records: Iterable[Record], columns: tuple[str, ...]) -> int:
    count = 0
    with file.open("w", encoding="utf-8", newline="") as out:
        out.write(MARK)
        writer = csv.writer(out)
        writer.writerow(columns)
        for record in records:
            writer.writerow([tame(record.get(name)) for name in columns])
            count += 1
    return count


def _book(file: Path, records: Iterable[Record], columns: tuple[str, ...]) -> int:
    count = 0
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with closing(xlsxwriter.Workbook(file, options)) as book:
        sheet = book.add_worksheet("名单 lists")
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, columns, book.add_format({"bold": True}))
        sheet.set_column(0, len(columns) - 1, 22)
        for count, record in enumerate(records, start=1):
            sheet.write_row(count, 0, [record.get(name) for name in columns])
    return count
