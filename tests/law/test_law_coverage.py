"""Every line of the legal tables has its place in the rulebook, or a reason; and the printed table is current."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from lawbooks import LAW, SHIPPED, changed

from creditsvc.cli.law_coverage import is_module
from creditsvc.cli.main import main
from creditsvc.law.coverage import broken, places, read_coverage
from creditsvc.law.coverage_text import markdown
from creditsvc.law.reading import RulebookError

DOCUMENT = Path(__file__).parents[2] / "docs" / "law-coverage.md"
SECTIONS = read_coverage(SHIPPED)
LINES = {line.id: line for section in SECTIONS for line in section.lines}
TABLES = {
    "AW14-{}": range(1, 6),
    "WS49-2-{:02}": range(1, 11),
    "WS49-3-{}": "abc",
    "WS49-P-{:02}": range(1, 9),
    "WS11-{}": range(2, 6),
    "WS11-6-{}": range(1, 6),
    "WS11-7-{}": range(1, 5),
    "WS11-P-{:02}": range(1, 21),
    "M11-{}": range(1, 7),
    "APL-{}": ["9", "36", "37", "44/45", "48", "57/58", "60", "61", "62", "63/64", "85"],
    "REP-{}": ["527", "58-1", "58-2", "58-3", *(f"36-{number}" for number in range(1, 7))],
    "FINE-114-{}": ["一般", "较大", "重大", "特大", "x"],
    "FINE-{}": [
        "95",
        "96",
        "110",
        "R36",
        "R37",
        "109-2014",
        "92-2014",
        "98-4",
        "102",
        "108",
        "112",
        "L19",
    ],
    "BAN-{}": ["94", "94-life", "113", "92", "R40", "F69", "C72", "SZ60"],
    "RL133-{}": range(2, 7),
    "J{:02}": range(1, 30),
    "GB49-{}": ["1", "6", "7", "8", "x"],
    "F{}": range(17),
    "FS{}": range(1, 8),
    "FB-S{}": range(1, 13),
}
IDS = [form.format(each) for form, several in TABLES.items() for each in several]


def test_every_id_of_the_tables_has_its_line():
    assert [name for name in IDS if name not in LINES] == []


def test_every_address_leads_somewhere():
    assert [(line.id, address) for line, address in broken(SECTIONS, LAW, is_module)] == []


def test_what_has_no_place_has_a_reason():
    assert all(line.at or line.why for line in LINES.values())


def test_every_rule_and_measure_of_the_rulebook_is_the_place_of_some_line():
    told = {address for line in LINES.values() for address in line.at}
    wanted = {f"rule:{rule.id}" for rule in LAW.rules}
    wanted |= {f"measure:{name}" for name in LAW.measures.measures}
    assert sorted(wanted - told) == []


def test_the_printed_table_is_current():
    current = markdown(LAW, SECTIONS)
    assert DOCUMENT.read_text(encoding="utf-8") == current, (
        "run: creditsvc law coverage > docs/law-coverage.md"
    )


def test_the_reverse_names_every_rule_period_and_instrument():
    text = markdown(LAW, SECTIONS).partition("## 二、")[2]
    names = [rule.id for rule in LAW.rules]
    names += [*LAW.procedures, *LAW.instruments, *LAW.schemes]
    names += LAW.measures.measures
    names += [duty.id for duty in LAW.duties.lines]
    assert [name for name in names if f"| {name} |" not in text] == []


def test_a_place_that_is_off_says_so():
    assert places(LAW)["rule:JS47-1"].off is not None
    assert "`rule:JS47-1` 发生较大以上事故并受到处罚（停用 / off）" in markdown(LAW, SECTIONS)


def test_an_address_that_leads_nowhere_fails_and_is_named(tmp_path):
    book = changed(tmp_path, "coverage.yaml", "rule:AW14-1]", "rule:AW14-9]")
    run = CliRunner().invoke(main, ["law", "coverage", str(book)])
    assert run.exit_code == 1
    assert "rule:AW14-9" in run.stderr
    assert "coverage.yaml:" in run.stderr


@pytest.mark.parametrize("module", ["creditsvc.nothing", "nothing.at.all"])
def test_a_module_that_is_not_there_is_no_place(module):
    assert not is_module(module)
    assert is_module("creditsvc.law.way_out")


def test_the_program_prints_the_document():
    run = CliRunner().invoke(main, ["law", "coverage", str(SHIPPED)])
    assert run.exit_code == 0
    assert run.stdout == DOCUMENT.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("id: AW14-2, at: [rule:AW14-2]", "id: AW14-2", "give either at"),
        ("id: AW14-2,", "id: AW14-1,", "already"),
        ("{id: AW14-2, at", "{id: AW14-2, where", "unknown word"),
    ],
)
def test_a_coverage_file_that_says_nothing_is_refused(tmp_path, old, new, word):
    book = changed(tmp_path, "coverage.yaml", old, new)
    with pytest.raises(RulebookError, match=word):
        read_coverage(book)
    run = CliRunner().invoke(main, ["law", "coverage", str(book)])
    assert run.exit_code == 2


def test_what_stands_at_a_place_has_a_title_in_both_languages():
    for address, spot in places(LAW).items():
        assert set(spot.title) == {"zh", "en"}, address
        assert all(spot.title.values()), address


def test_all_that_an_instrument_gives_is_off_where_it_is():
    why = {"zh": "未核实", "en": "not verified"}
    off = {one.id: replace(one, off=why) for one in LAW.instruments.values()}
    found = places(replace(LAW, instruments=off))
    kinds = ("instrument:", "term:", "exit:", "grant:")
    for kind in kinds:
        spots = [spot for address, spot in found.items() if address.startswith(kind)]
        assert spots
        assert all(spot.off == why for spot in spots)
