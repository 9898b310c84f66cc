"""Each broken rulebook of `broken/` is refused with file, line and what to do, in both languages.

A file there breaks the rulebook that ships in one way: `found_by` says whether it cannot be read at
all (loader) or can be read and is wrong (lint); `at` is the line the message must point at.
"""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from lawbooks import SHIPPED

from creditsvc.cli.assess import regions_in
from creditsvc.cli.main import main
from creditsvc.law.lint import lint
from creditsvc.law.parsing import parse

FOLDER = Path(__file__).parent / "broken"
KINDS = {
    path.stem: parse(path.read_text(encoding="utf-8"), path.name).plain()
    for path in sorted(FOLDER.glob("*.yaml"))
}
ON = "2026-11-21"


def _change(path, change):
    text = path.read_text(encoding="utf-8")
    match change:
        case {"removed": True}:
            path.unlink()
        case {"text": whole}:
            path.write_bytes(whole.encode(change.get("encoding", "utf-8")))
        case {"replaces": old, "by": new}:
            assert old in text, f"{old!r} does not stand in {path.name}"
            path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture(params=KINDS)
def broken(request, tmp_path):
    """The description of one fault, the rulebook that has it, and the line it must be found on."""
    told, book = KINDS[request.param], tmp_path / "law"
    shutil.copytree(SHIPPED, book)
    for change in told["changes"]:
        _change(book / change["file"], change)
    return told, book, _place(book, **told["at"])


def _place(book, file, line=None, text=None, nth=1):
    if line is None:
        lines = (book / file).read_text(encoding="utf-8").splitlines(keepends=True)
        line = [number for number, each in enumerate(lines, start=1) if text in each][nth - 1]
    return f"{file}:{line}"


def test_there_are_enough_kinds_and_both_tools_find_some():
    found_by = [told["found_by"] for told in KINDS.values()]
    assert len(KINDS) >= 50
    assert set(found_by) == {"loader", "lint"}
    titles = [told["title"]["zh"] for told in KINDS.values()]
    assert len(set(titles)) == len(titles)


def test_what_is_broken_is_refused_with_file_line_and_what_to_do(broken):
    told, book, place = broken
    run = CliRunner().invoke(main, ["law", "lint", str(book), "--on", ON])
    assert run.exit_code == 1, run.output
    lines = [line for line in run.stdout.splitlines() if line.startswith(f"{place}: ")]
    assert lines, run.stdout
    zh, _, en = lines[0].partition(" / ")
    assert all(word in zh for word in told["zh"]), zh
    assert all(word in en for word in told["en"]), en


def test_what_cannot_be_read_stops_every_command_and_what_can_stops_none(broken):
    told, book, place = broken
    run = CliRunner().invoke(main, ["law", "show", "WS11-6-4", "--law", str(book)])
    if told["found_by"] == "lint":
        assert run.exit_code == 0, run.output
    else:
        assert (run.exit_code, run.stdout) == (2, "")
        assert f"{place}：" in run.stderr
        assert f"{place}: " in run.stderr


def test_the_shipped_rulebook_is_none_of_them():
    assert lint(SHIPPED, _day(), regions_in(SHIPPED.parent)) == ()


def _day():
    return parse(f"on: {ON}", "x").need("on").day
