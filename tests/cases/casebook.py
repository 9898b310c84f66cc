"""The casebook: reads the YAML files of this folder into cases. It judges nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One legal case: rows as a file would hold them, the day, and the verdict expected."""

    book: str
    title: str
    law_note: str
    on: date
    rows: tuple[dict[str, Any], ...]
    expect: tuple[dict[str, Any], ...]


def _plain(value: Any) -> Any:
    """*value* as JSON would carry it: dates as ISO text, everything else untouched."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value


def _row(defaults: dict[str, Any], event: dict[str, Any]) -> dict[str, Any]:
    merged = {**defaults, **event}
    return {key: _plain(value) for key, value in merged.items() if value is not None}


def read_book(path: Path) -> Iterator[Case]:
    """The cases of one file, in its order."""
    book = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    for case in book["cases"]:
        expect = case["expect"]
        yield Case(
            book=path.stem,
            title=case["title"],
            law_note=case["law_note"],
            on=case["on"],
            rows=tuple(_row(book["defaults"], event) for event in case["events"]),
            expect=tuple(_plain(expect if isinstance(expect, list) else [expect])),
        )


def all_cases() -> list[Case]:
    """Every case of the folder, books in alphabetical order."""
    return [case for path in sorted(FOLDER.glob("*.yaml")) for case in read_book(path)]
