"""`creditsvc law measures`: what can be issued against or for whom, by whom, on which basis; and what not."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from creditsvc import settings
from creditsvc.cli.days import day_option
from creditsvc.cli.operator import BadArgument, refusals
from creditsvc.kernel.clock import SystemClock, legal_day
from creditsvc.law.loader import load
from creditsvc.law.measure_lines import brief_lines
from creditsvc.law.measures import why_not
from creditsvc.law.rulebook import Law, Rule

_DIRECTORY = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command("measures")
@click.option(
    "--list", "list_id", help="名单，默认当日可以列入的 / list, default those open that day"
)
@click.option("--region", help="行政区划，默认只看全国的 / region code, default nation-wide only")
@click.option("--on", callback=day_option, help="哪一天，默认今天 / the day, default today")
@click.option("--law", "directory", type=_DIRECTORY, help="规则目录 / directory of the rulebook")
def measures(
    list_id: str | None, region: str | None, on: date | None, directory: Path | None
) -> None:
    """某日可以采取的措施，以及不能采取的和原因 / measures that can be issued, and those that cannot."""
    day = on if on is not None else legal_day(SystemClock().now())
    with refusals():
        law = load(directory if directory is not None else settings.read().config_dir / "law")
        for each in _lists(law, list_id, region, day):
            click.echo("\n".join(_page(law, each, region, day)) + "\n")


def _lists(law: Law, asked: str | None, region: str | None, on: date) -> list[str]:
    """The list *asked* for; else those onto which a rule can lead on *on* and there."""
    if asked is None:
        opened = {each.list for each in law.rules if _lists_there(each, region, on)}
        return [each for each in law.lists if each in opened]
    if asked not in law.lists:
        known = "、".join(law.lists), ", ".join(law.lists)
        raise BadArgument(
            f"没有名单“{asked}”；可用：{known[0]}",
            f"there is no list {asked!r}; use one of: {known[1]}",
            field="--list",
        )
    return [asked]


def _lists_there(rule: Rule, region: str | None, on: date) -> bool:
    reach = rule.scope.regions
    there = reach is None or region is None or any(region.startswith(each) for each in reach)
    return rule.off is None and there and rule.instrument.in_force.covers(on)


def _page(law: Law, list_id: str, region: str | None, on: date) -> Iterator[str]:
    title = law.lists[list_id].title
    place = (f"行政区划 {region}", f"region {region}") if region else ("全国", "nation-wide")
    yield f"{title['zh']}  {on}  {place[0]} / {title['en']}, {place[1]}"
    book = law.measures
    own = [each for each in book.measures.values() if list_id in each.lists]
    here = [each for each in own if each.reaches(region)]
    why = {each.id: why_not(book, each, list_id=list_id, region=region, on=on) for each in here}
    can = [each for each in here if why[each.id] is None]
    yield f"可以采取的措施 {len(can)} 项 / can be issued: {len(can)}"
    for measure in can:
        first, *rest = brief_lines(measure, on)
        yield f"  ● {first}"
        yield from (f"    {line}" for line in rest)
    yield f"不能采取的措施 {len(here) - len(can)} 项 / cannot be issued: {len(here) - len(can)}"
    for measure in here:
        lacking = why[measure.id]
        if lacking is not None:
            yield f"  ○ {measure.id}  {measure.title['zh']} / {measure.title['en']}"
            yield f"      {lacking['zh']} / {lacking['en']}"
    if len(own) > len(here):
        count = len(own) - len(here)
        yield f"另有 {count} 项只在其他地区适用，未列 / {count} of other regions are left out"
