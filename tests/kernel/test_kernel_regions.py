"""Region codes now and ever, and the code tables as shipped."""

import csv
from datetime import date
from pathlib import Path

import pytest

from creditsvc.kernel.areas import lies_in
from creditsvc.kernel.codetables import BadTable
from creditsvc.kernel.regions import Regions

CODES = Path(__file__).parents[2] / "config/codes"


def table(name: str) -> list[dict[str, str]]:
    with (CODES / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_every_code_that_ever_was_is_known(regions):
    for name in ("regions.csv", "regions_history.csv", "region_extensions.csv"):
        assert all(regions.known(row["code"]) for row in table(name))


@pytest.mark.parametrize("code", ["", "350599 ", "999999", "91", "100000", "3505211"])
def test_other_codes_are_not_known(regions, code):
    assert not regions.known(code)
    assert regions.name(code) is None
    assert not regions.known_on(code, date(2020, 1, 1))


def test_every_code_in_force_is_known_on_the_day_its_table_was_taken(regions):
    assert all(regions.known_on(row["code"], date(2026, 9, 11)) for row in table("regions.csv"))


def test_a_code_abolished_between_two_tables_may_stand_until_the_later_one(regions):
    # 杭州市下城区: in the edition of 2019-04, not in the table of 2026-09-11
    assert regions.known("330103")
    assert regions.name("330103") == "下城区"
    assert regions.known_on("330103", date(2021, 4, 8))
    assert regions.known_on("330103", date(2026, 9, 10))
    assert not regions.known_on("330103", date(2026, 9, 11))


def test_a_code_may_stand_from_just_after_the_edition_that_lacked_it(regions):
    # 泉州市泉港区: first in the edition of 2000-12, not in that of 1999-12
    assert not regions.known_on("350505", date(1999, 12, 31))
    assert regions.known_on("350505", date(2000, 1, 1))
    assert regions.known_on("350505", date(2030, 1, 1))


def test_a_code_may_stand_until_the_edition_that_lacks_it(regions):
    # 南安县: last in the edition of 1992-12, not in that of 1993-12
    assert regions.known_on("350523", date(1993, 12, 31))
    assert not regions.known_on("350523", date(1994, 1, 1))


def test_the_first_edition_speaks_for_its_whole_year(regions):
    assert regions.known_on("110000", date(1980, 1, 1))
    assert not regions.known_on("110000", date(1979, 12, 31))


def test_one_code_may_have_had_several_names(regions):
    assert regions.name("650107") == "达坂城区"
    assert regions.name("650107", on=date(1985, 1, 1)) == "南山区"
    assert regions.name("650107", on=date(1995, 1, 1)) == "南山矿区"
    assert regions.name("350523", on=date(2020, 1, 1)) is None


def test_the_zone_without_a_standard_code_has_an_extension(regions):
    assert regions.name("350599") == "泉州台商投资区"
    assert regions.known_on("350599", date(2015, 1, 1))
    assert regions.province_of("350599") == "350000"
    assert regions.is_extension("350599")
    assert not regions.is_extension("350521")
    assert not regions.is_extension("999999")


def test_extensions_are_in_neither_table_and_their_neighbours_are():
    standard = {row["code"] for row in table("regions.csv") + table("regions_history.csv")}
    for row in table("region_extensions.csv"):
        assert row["code"] not in standard
        assert {row["parent"], row["registered_as"]} <= standard


@pytest.mark.parametrize(
    ("code", "province"),
    [
        ("620000", "620000"),
        ("620102", "620000"),
        ("629999", "620000"),  # no such county, but the province is beyond doubt
        ("710000", "710000"),
        ("999999", None),
        ("6201", None),
        ("62010a", None),
        ("", None),
    ],
)
def test_the_province_follows_from_two_digits(regions, code, province):
    assert regions.province_of(code) == province


@pytest.mark.parametrize(
    ("code", "area", "inside"),
    [
        ("350521", "350500", True),
        ("350599", "350500", True),
        ("350521", "350000", True),
        ("350500", "350500", True),
        ("350521", "350521", True),
        ("350522", "350521", False),
        ("350500", "350521", False),
        ("350600", "350500", False),
        ("360000", "350000", False),
    ],
)
def test_a_region_lies_in_its_city_and_province(code, area, inside):
    assert lies_in(code, area) is inside


def three(tmp_path, *, current="", history="", extensions=""):
    heads = ("code,name,seen_on", "code,name,first_seen,last_seen", "code,name,parent")
    paths = []
    for name, head, body in zip("abc", heads, (current, history, extensions), strict=True):
        path = tmp_path / f"{name}.csv"
        path.write_text(f"{head}\n{body}", encoding="utf-8")
        paths.append(path)
    return paths


GOOD = "350000,福建省,2026-09-11\n350500,泉州市,2026-09-11\n"


def test_tables_need_no_history(tmp_path):
    regions = Regions.read(*three(tmp_path, current=GOOD))
    assert regions.known_on("350500", date(2026, 9, 11))
    assert not regions.known_on("350500", date(2026, 9, 10))


EDITIONS = "350000,福建省,198012,199306\n350500,晋江县,198012,198012\n350500,泉州市,198206,199306\n"


def test_a_new_name_may_stand_from_just_after_the_last_edition(tmp_path):
    regions = Regions.read(
        *three(tmp_path, current=GOOD + "350600,漳州市,2026-09-11\n", history=EDITIONS)
    )
    assert regions.known_on("350600", date(1993, 7, 1))
    assert not regions.known_on("350600", date(1993, 6, 30))


def test_only_the_first_edition_speaks_for_its_whole_year(tmp_path):
    # between the editions of December 1980 and June 1982 either name may have stood
    regions = Regions.read(*three(tmp_path, current=GOOD, history=EDITIONS))
    assert regions.name("350500", on=date(1980, 12, 31)) == "晋江县"
    assert regions.name("350500", on=date(1981, 1, 1)) == "泉州市"
    assert regions.known_on("350500", date(1980, 1, 1))
    assert not regions.known_on("350500", date(1979, 12, 31))


@pytest.mark.parametrize(
    ("place", "tables"),
    [
        ("a.csv:2", {"current": "35000,福建省,2026-09-11"}),
        ("a.csv:2", {"current": "３５００００,福建省,2026-09-11"}),
        ("a.csv:2", {"current": "350000,福建省,2026-13-11"}),
        ("a.csv:4", {"current": GOOD + "350000,福建省,2026-09-11"}),
        ("a.csv:1", {"current": GOOD + "350600,漳州市,2026-09-12"}),
        ("a.csv:1", {}),
        ("a.csv:2", {"current": "350000,福建省"}),
        ("a.csv:2", {"current": "350000,福建省,2026-09-11,more"}),
        ("b.csv:2", {"current": GOOD, "history": "350000,福建省,1980,201904"}),
        ("b.csv:2", {"current": GOOD, "history": "350000,福建省,198012,201913"}),
        ("c.csv:2", {"current": GOOD, "extensions": "350500,区,350000"}),
        ("c.csv:2", {"current": GOOD, "extensions": "350699,区,350500"}),
        ("c.csv:2", {"current": GOOD, "extensions": "350699,区,350600"}),
        ("c.csv:3", {"current": GOOD, "extensions": "350599,区,350500\n350599,区,350500"}),
    ],
)
def test_a_wrong_table_is_refused_with_its_line(tmp_path, place, tables):
    paths = three(tmp_path, **tables)
    with pytest.raises(BadTable, match=rf"{place}: "):
        Regions.read(*paths)


def test_every_row_of_every_table_says_where_it_is_from():
    for path in CODES.glob("*.csv"):
        assert all(row["source"] for row in table(path.name))


def test_industries_are_the_edition_of_2017_and_form_a_tree():
    rows = {row["code"]: row for row in table("industries.csv")}
    assert len(rows) == 1970
    assert "动物胶" in rows["2667"]["name"]  # 2011 has it under 2666
    assert rows["2672"]["name"].startswith("焰火")
    for row in rows.values():
        assert rows[row["section"]]["level"] == "1"
        assert row["level"] == "1" or rows[row["parent"]]["level"] == str(int(row["level"]) - 1)


def test_each_name_knows_the_code_it_belongs_to(regions):
    assert all(one.code == code for code, names in regions.by_code.items() for one in names)
