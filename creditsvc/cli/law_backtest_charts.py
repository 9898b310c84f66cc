"""The charts of a back-test as SVG: no script, nothing fetched, fonts that have Chinese."""

import sys
from collections.abc import Sequence
from typing import Any

import pygal
from pygal.etree import etree
from pygal.style import CleanStyle

from creditsvc.cli.law_backtest_tables import CHARTS, Report, both, shift_rows, tables

# On import pygal hangs a finder of map plugins into the import system, of a kind that Python has given
# up: from then on every other import would warn. We draw no maps.
sys.meta_path[:] = [each for each in sys.meta_path if type(each) is not pygal.PluginImportFixer]

MOST_BARS = 20
MOST_MARKS = 5
FONTS = (
    "'Noto Sans CJK SC', 'Source Han Sans SC', 'Microsoft YaHei', 'PingFang SC', SimHei, sans-serif"
)
_SVG = "{http://www.w3.org/2000/svg}"


def shifts_chart(report: Report) -> bytes:
    """How many change which tier for which on the day; the greatest numbers only."""
    chart = pygal.HorizontalBar(
        title=_title(report, "column"), show_legend=False, print_values=True, **_look()
    )
    rows = shift_rows(report)[:MOST_BARS][::-1]  # drawn from below
    chart.x_labels = [name for name, _ in rows]
    chart.y_labels = _whole([number for _, number in rows])
    chart.add("企业数 / enterprises", [number for _, number in rows])
    return _drawn(chart)


def months_chart(report: Report) -> bytes:
    """How many would have moved on the first of each month."""
    [table] = [each for each in tables(report) if each.id == "months"]
    chart = pygal.Line(title=_title(report, "line"), x_label_rotation=45, **_look())
    chart.x_labels = [row[0] for row in table.rows]
    for place, title in enumerate(table.head[1:-1], start=1):
        chart.add(title, [row[place] for row in table.rows])
    chart.y_labels = _whole([number for row in table.rows for number in row[1:-1]])
    return _drawn(chart)


def _whole(numbers: Sequence[Any]) -> list[int]:
    """Some five marks of an axis, at whole numbers only: there is no half an enterprise."""
    most = max((int(number) for number in numbers), default=0)
    step = max(1, -(-most // MOST_MARKS))
    return list(range(0, most + step, step))


def _title(report: Report, kind: str) -> str:
    books = report.books
    return (
        f"{both(CHARTS[kind])}\n{report.on}  {books.in_use.digest[:12]} → {books.draft.digest[:12]}"
    )


def _look() -> dict[str, Any]:
    return {
        "style": CleanStyle(font_family=FONTS),
        "js": (),
        "no_data_text": "没有变动 / none moves",
        "legend_at_bottom": True,
        "value_formatter": lambda number: f"{number:,.0f}",
    }


def _drawn(chart: Any) -> bytes:
    """The picture without pygal's remarks (they hold the day of drawing), random id and scripts."""
    chart.uuid = "backtest"
    tree = chart.render_tree()
    for parent in list(tree.iter()):
        for child in list(parent):
            if not isinstance(child.tag, str) or child.tag.removeprefix(_SVG) == "script":
                parent.remove(child)
    drawn: bytes = etree.tostring(tree, encoding="utf-8")
    return drawn
