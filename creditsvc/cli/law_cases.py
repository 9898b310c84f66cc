"""`creditsvc law cases`: runs case files against a rulebook; a report for lawyers, Chinese first."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import orjson

from creditsvc import settings
from creditsvc.cli.assess import UnreadableRow, assess_rows, regions_in
from creditsvc.cli.case_report import as_json, case_lines, total_lines
from creditsvc.cli.operator import BadArgument, Refused, refusals
from creditsvc.cli.schemes import UnknownScheme, chosen
from creditsvc.kernel.regions import Regions
from creditsvc.law.case_totals import totals
from creditsvc.law.casebook import Book, Case, read_cases
from creditsvc.law.expectations import Difference, differences
from creditsvc.law.grading import Scheme
from creditsvc.law.loader import load
from creditsvc.law.reading import RulebookError
from creditsvc.law.rulebook import Law

_DIRECTORY = click.Path(exists=True, file_okay=False, path_type=Path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A case, the answers it got, and all in which they are not as expected."""

    case: Case
    answers: tuple[dict[str, Any], ...]
    differences: tuple[Difference, ...]


class Court:
    """Runs cases against one rulebook, read once for each set of what is switched on."""

    def __init__(self, directory: Path, regions: Regions) -> None:
        self._directory = directory
        self._regions = regions
        self._laws: dict[frozenset[str], Law] = {}

    def law(self, switched_on: frozenset[str] = frozenset()) -> Law:
        """The rulebook with what is *switched_on*. Raises RulebookError."""
        if switched_on not in self._laws:
            self._laws[switched_on] = load(self._directory, switched_on)
        return self._laws[switched_on]

    def judge(self, case: Case) -> Judged:
        """*case* run as `assess` would. Raises RulebookError at the line that cannot be read."""
        law = self._law_of(case.book)
        scheme = _scheme(law, case.book)
        rows = [dict(row) for row in case.rows]
        try:
            answers = tuple(assess_rows(law, self._regions, rows, case.on, scheme=scheme))
        except UnreadableRow as why:
            place = case.places[int(str(why.facts["line"])) - 1]
            raise place.error(why.zh, why.en) from why
        return Judged(case=case, answers=answers, differences=differences(case, answers, law))

    def _law_of(self, book: Book) -> Law:
        self.law()
        try:
            return self.law(book.switched_on)
        except RulebookError as why:
            raise book.switched_at.error(
                f"switched_on：{why.zh}", f"switched_on: {why.en}"
            ) from why


def _scheme(law: Law, book: Book) -> Scheme | None:
    try:
        return chosen(law, book.scheme) if book.scheme is not None else None
    except UnknownScheme as why:
        raise book.scheme_at.error(why.zh, why.en) from why


@click.command("cases")
@click.argument("paths", type=click.Path(exists=True, path_type=Path), nargs=-1)
@click.option("--law", "directory", type=_DIRECTORY, help="规则目录 / directory of the rulebook")
@click.option("--failing", is_flag=True, help="只列不符的案例 / only cases that come out otherwise")
@click.option("--json", "wants_json", is_flag=True, help="一个 JSON 对象 / one JSON object")
def cases(
    paths: tuple[Path, ...], directory: Path | None, *, failing: bool, wants_json: bool
) -> None:
    """用规则书逐一试算案例 / run case files against a rulebook.

    \b
    PATH：案例文件或目录；不写则用规则目录的 cases，或者配置目录旁的 tests/cases。
    PATH: case files or folders; default: cases in the rulebook, or tests/cases beside the configuration.
    Status: 0 all as expected; 1 a case comes out otherwise; 2 a file cannot be read.
    """  # noqa: D301 - \b is click's sign for a paragraph not to be wrapped
    with refusals():
        config = settings.read().config_dir
        book = directory if directory is not None else config / "law"
        court = Court(book, regions_in(config))
        try:
            read = [
                each for path in paths or (_default(book, config),) for each in read_cases(path)
            ]
            judged = [court.judge(case) for case in read]
        except RulebookError as why:
            raise Refused(str(why)) from why
    _print(court.law(), judged, failing=failing, wants_json=wants_json)
    if any(each.differences for each in judged):
        raise SystemExit(1)


def _default(book: Path, config: Path) -> Path:
    for folder in (book / "cases", config.parent / "tests" / "cases"):
        if folder.is_dir():
            return folder
    raise BadArgument("没有案例目录，请写明 PATH", "there is no folder of cases: name a PATH")


def _print(law: Law, judged: Sequence[Judged], *, failing: bool, wants_json: bool) -> None:
    counts = totals(law, [each.case for each in judged])
    if wants_json:
        told = [as_json(each.case, each.differences) for each in judged]
        click.echo(orjson.dumps({"law_digest": law.digest, "cases": told, "rules": counts}))
        return
    book = None
    for each in judged:
        if failing and not each.differences:
            continue
        if each.case.book is not book:
            book = each.case.book
            click.echo(f"《{book.name}》\n")
        click.echo("\n".join(case_lines(law.kinds, each.case, each.differences)) + "\n")
    wrong = sum(bool(each.differences) for each in judged)
    click.echo("\n".join(total_lines(counts, len(judged), wrong)))
