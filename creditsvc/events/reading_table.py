"""A table's heading row and what stands under it, whether it came as CSV or from a spreadsheet."""

import difflib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from creditsvc.events.quoting import shown
from creditsvc.events.reading_cells import BadCell, clean
from creditsvc.events.reading_rows import BadRow, RawRow, Row, Unreadable
from creditsvc.events.reading_words import COUNTS, HEADINGS, MONEY

_FACT = re.compile(r"facts\.[a-z][a-z0-9_]*")
_UNIT = re.compile(r"(.+?)(?:[(\[](?:单位:)?(万元|元|人)[)\]]|[/_]?(万元))")
LATER = "later_facts"
_PARTS = re.compile(r"[;\n]")
_LATER = re.compile(r"(\S+)\s+([^=]+)=([^=]+)")
_FIELD_OF = {name: field for field, names in HEADINGS.items() for name in (field, *names)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: the contract's field it holds, and whether its amounts count in 万元."""

    field: str
    in_wan: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The columns of a table from left to right; None for a column without heading."""

    columns: tuple[Column | None, ...]


def column_of(heading: str) -> Column | None:
    """The column a heading means, in the contract's words or a clerk's; None if it means none."""
    plain = "".join(unicodedata.normalize("NFKC", heading).split())
    field = _field(plain)
    if field:
        return Column(field=field)
    unit = _UNIT.fullmatch(plain)
    field = _field(unit[1]) if unit else None
    if unit is None or field is None:
        return None
    counts_people = unit[2] == "人"
    other_fact = field.startswith("facts.") and field not in HEADINGS
    if not (field in COUNTS if counts_people else field in MONEY or other_fact):
        return None
    return Column(field=field, in_wan="万元" in (unit[2], unit[3]))


def read_header(cells: Sequence[object], line: int) -> Header:
    """The heading row. Raises Unreadable for an unknown or doubled heading, or none at all."""
    names = ["" if cell is None else str(cell).strip() for cell in cells]
    columns = tuple(column_of(name) if name else None for name in names)
    if not any(columns):
        raise Unreadable(
            "缺少表头：首行应为字段名，如 source、企业名称",
            "there is no header: the first row names the fields, such as source or 企业名称",
            line=line,
        )
    for name, column in zip(names, columns, strict=True):
        if name and column is None:
            raise _unknown(name, line)
    _refuse_doubled(names, columns, line)
    return Header(columns=columns)


def read_cells(header: Header, cells: Sequence[object], line: int) -> Row | None:
    """One row under *header*; None for a row without a single value."""
    values: dict[str, object] = {}
    facts: dict[str, object] = {}
    columns = header.columns
    for place, cell in enumerate(cells):
        if cell is None or cell == "":
            continue
        column = columns[place] if place < len(columns) else None
        if column is None:
            if str(cell).isspace():
                continue
            return _homeless(place, line)
        try:
            value = _value(column, cell)
        except BadCell as why:
            return BadRow(line=line, field=column.field, reason=str(why))
        if value is not None:
            _put(column.field, value, values, facts)
    if facts:
        values["facts"] = facts
    return RawRow(line=line, values=values) if values else None


def _value(column: Column, cell: object) -> object:
    value = clean(column.field, cell, in_wan=column.in_wan)
    if column.field != LATER or not isinstance(value, str):
        return value
    return [_later(part.strip()) for part in _PARTS.split(value) if part.strip()]


def _later(text: str) -> dict[str, object]:
    """One fact of a later day: “2026-03-20 死亡人数=4”."""
    found = _LATER.fullmatch(text)
    name = found[2].strip() if found else ""
    column = column_of(name) or column_of(f"facts.{name}")
    if found is None or column is None or not column.field.startswith("facts."):
        raise BadCell(
            f"“{shown(text)}”应写作“2026-03-20 死亡人数=4”，各项以分号隔开",
            f"write {shown(text)!r} as “2026-03-20 deaths=4”, items parted by semicolons",
        )
    value = clean(column.field, found[3], in_wan=column.in_wan)
    return {"from": clean("occurred_on", found[1]), "facts": {column.field[6:]: value}}


def _put(field: str, value: object, values: dict[str, object], facts: dict[str, object]) -> None:
    if field.startswith("facts."):
        facts[field[6:]] = value
    else:
        values[field] = value


def _field(name: str) -> str | None:
    field = _FIELD_OF.get(name) or _FIELD_OF.get(name.lower())
    if field is None and _FACT.fullmatch(name.lower()):
        return name.lower()
    return field


def _unknown(name: str, line: int) -> Unreadable:
    seen = shown(name)
    bare = f"facts.{name.lower()}"
    close = [bare] if bare in HEADINGS else difflib.get_close_matches(name, _FIELD_OF, n=1)
    zh = f"；是否应为“{close[0]}”" if close else "，请改为约定的字段名或删除该列"
    en = f"; perhaps {close[0]}?" if close else "; rename or remove it"
    return Unreadable(
        f"不认识的列“{seen}”{zh}", f"unknown column {seen!r}{en}", line=line, field=seen
    )


def _refuse_doubled(names: list[str], columns: tuple[Column | None, ...], line: int) -> None:
    seen: dict[str, str] = {}
    for name, column in zip(names, columns, strict=True):
        if column is None:
            continue
        if column.field in seen:
            first = seen[column.field]
            raise Unreadable(
                f"列“{first}”与“{name}”是同一字段 {column.field}",
                f"columns {first!r} and {name!r} both hold {column.field}",
                line=line,
                field=column.field,
            )
        seen[column.field] = name


def _homeless(place: int, line: int) -> BadRow:
    return BadRow(
        line=line,
        field=None,
        reason=f"第 {place + 1} 列有内容而没有表头 / column {place + 1} has a value but no heading",
    )
