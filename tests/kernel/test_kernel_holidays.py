"""The table of days off and make-up days as shipped, and wrong ones."""

import pytest

from creditsvc.kernel.codetables import BadTable
from creditsvc.kernel.periods import Calendar


def test_the_calendar_has_every_announced_year_and_no_day_twice(calendar):
    assert (calendar.first_announced_year, calendar.last_announced_year) == (2007, 2026)
    assert len(calendar.days_off) + len(calendar.make_up_days) == 678
    assert not calendar.days_off & calendar.make_up_days


def table(tmp_path, *lines):
    path = tmp_path / "holidays.csv"
    path.write_text("\n".join(["date,kind,year", *lines]), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        (2, ["2026-01-01,假,2026"]),
        (3, ["2026-01-01,休,2026", "2026-02-30,休,2026"]),
        (2, ["2026-01-01,休,next"]),
        (2, ["2026-01-01,休"]),
        (1, ["2026-01-01,休,2026", "2026-01-01,班,2026"]),
        (1, ["2024-01-01,休,2024", "2026-01-01,休,2026"]),
        (1, []),
    ],
)
def test_a_wrong_calendar_is_refused_with_its_line(tmp_path, line, lines):
    path = table(tmp_path, *lines)
    with pytest.raises(BadTable, match=rf"holidays\.csv:{line}: "):
        Calendar.read(path)


def test_a_calendar_without_its_columns_is_refused(tmp_path):
    path = tmp_path / "holidays.csv"
    path.write_text("date,kind\n2026-01-01,休\n", encoding="utf-8")
    with pytest.raises(BadTable, match="no column year"):
        Calendar.read(path)
