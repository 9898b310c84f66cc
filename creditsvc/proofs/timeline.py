"""The chart of a report: what runs from when until when, on one axis of years. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from creditsvc.kernel.clock import legal_day, parse_instant

Row = Mapping[str, Any]
Bar = dict[str, Any]
MARGIN = timedelta(days=45)  # beside the earliest and the latest day
MOST_TICKS = 12


def timeline(answer: Row) -> dict[str, Any] | None:
    """Bars, ticks and the moment asked about, as shares of the axis; None where nothing runs.

    A bar without an end runs to the edge and is marked open. *mark*: the first day on which it may
    end early.
    """
    now = legal_day(parse_instant(answer["valid_at"] or answer["as_of"]))
    bars = list(_bars(answer))
    if not bars:
        return None
    days: list[date] = [now, *(day for bar in bars for day in (bar["from"], bar["to"]) if day)]
    first, last = min(days) - MARGIN, max(days) + MARGIN
    length = (last - first).days

    def share(day: date) -> float:
        return round((day - first).days / length, 4)

    return {
        "now": share(now),
        "now_day": now.isoformat(),
        "ticks": [{"at": share(day), "year": str(day.year)} for day in _years(first, last)],
        "bars": [
            {
                "title": bar["title"],
                "sort": bar["sort"],
                "from": share(bar["from"]),
                "to": share(bar["to"]) if bar["to"] else 1.0,
                "open": bar["to"] is None,
                "mark": share(bar["mark"]) if bar["mark"] and first <= bar["mark"] <= last else None,
            }
            for bar in bars
        ],
    }  # fmt: skip


def _bars(answer: Row) -> Iterator[Bar]:
    for one in answer["listings"]:
        sort = "listing" if one["polarity"] == "adverse" else "honour"
        yield _bar(one["list_title"]["zh"], sort, one["starts_on"], one)
    for one in answer["suspended_listings"]:
        yield _bar(f"{one['list_title']['zh']}（停止执行）", "suspended", one["starts_on"], one)
    for one in answer["bans"]:
        yield _bar(one["text"]["zh"], "ban", one["from_day"], one)
    for one in answer["records"]:
        if one["penalised_on"]:
            yield _bar(one["kind_title"]["zh"], "record", one["penalised_on"], one)


def _bar(title: str, sort: str, start: str, one: Row) -> Bar:
    way = one.get("way_out") or {}
    return {
        "title": title,
        "sort": sort,
        "from": date.fromisoformat(start),
        "to": date.fromisoformat(one["last_day"]) if one["last_day"] else None,
        "mark": date.fromisoformat(way["earliest"]) if way.get("earliest") else None,
    }


def _years(first: date, last: date) -> list[date]:
    """The first days of the years on the axis, every so many that they do not run into each other."""
    years = range(first.year + 1, last.year + 1)
    step = -(-len(years) // MOST_TICKS) or 1
    return [date(year, 1, 1) for year in years[::step]]
