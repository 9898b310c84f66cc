"""Tier schemes as data: what is refused, what lint complains of, what a mapping becomes."""

import pytest
from lawbooks import LAW, SHIPPED, changed, day, line_of

from creditsvc.law.lint import lint
from creditsvc.law.loader import load
from creditsvc.law.reading import RulebookError

NINE = "tiers/shanxi9.yaml"
FOUR = "tiers/excellent_good.yaml"
ALL = "{records: [minor, general, severe], at_least: %d, within: {months: 12}}"
REFUSED = [
    # file, what stood there, what stands there now, where the error points, a word of its text
    (FOUR, "maps: default", "maps: nowhere", "maps: nowhere", "no tier scheme “nowhere”"),
    (FOUR, "maps: default", "maps: excellent_good", "maps:", "in a circle"),
    (NINE, "tiers:\n", "maps: four_grades_nine\ntiers:\n", None, "in a circle"),
    (FOUR, "of: [B]", "of: [E]", "of: [E]", "default has no tier “E”"),
    (FOUR, "of: [A+, A]", "of: [A]", "tiers:", "missing: A+; twice: none"),
    (FOUR, "of: [B]", "of: [B, C]", "tiers:", "twice: C"),
    (FOUR, "of: [A+, A]", "of: [A, A+]", "tiers:", "keep the order"),
    (FOUR, "of: [B]", "of: []", "of: []", "at least one tier"),
    (FOUR, "of: [B]", "records: [general]", "records: [general]", "unknown word “records”"),
    (FOUR, "id: excellent_good", "id: default", None, "given twice, first at"),
    (FOUR, "id: 良", "id: 优", "of: [B]", "tier “优” is given twice"),
    (NINE, "records: [general]\n", "records: [grey]\n", "records: [grey]", "unknown class"),
    (NINE, "lists: [joint_punishment,", "lists: [grey,", "lists: [grey", "unknown list"),
    (NINE, "records: [minor, general, severe], at", "records: [], at", "[], at", "one class"),
    (NINE, ALL % 3, "{at_least: 3, within: {months: 12}}", "at_least: 3,", "records or event"),
    (NINE, "at_least: 4,", "at_least: 0,", "at_least: 0,", "above zero"),
    (NINE, "at_least: 4, within: {months: 12}", "at_least: 4", "at_least: 4}", "“within”"),
    (NINE, "kind: ws.accident,", "kind: ws.accidents,", "ws.accidents", "unknown kind"),
    (NINE, "deaths: {at_least: 1}", "dead: {at_least: 1}", "dead: {", "no fact “dead”"),
    (NINE, "{kind: ws.accident, where: {deaths: {at_least: 1}, liable: true}}",
     "{kind: honour.commendation}", "honour.commendation", "only adverse events"),
    (NINE, "liable: true}}, at_least: 1", "liable: true}, latest: true}, at_least: 1",
     "latest: true", "latest cannot be counted"),
    (NINE, "    provenance: seen\n", "", "id: D", "“provenance” is missing"),
    (NINE, "    provenance: seen\n", "    provenance: told\n", "told", "is one of"),
    (NINE, "source: 山西省", "origin: 山西省", "origin", "unknown word “origin”"),
    ("tiers/default.yaml", "id: default\n", "id: standard\n", None, "no tier scheme default"),
    ("tiers/default.yaml", "tiers:\n", "off: {zh: 停, en: stop}\ntiers:\n", "off:", "can't be off"),
]  # fmt: skip
COMPLAINED = [
    # file, what stood there, what stands there now, where the complaint points, a word of its text
    (NINE, ALL % 4, ALL % 3, "id: B2", "B1 (at least 3) and B2 (at least 3) overlap"),
    (NINE, ALL % 3, ALL % 5, "id: B2", "B1 (at least 5) and B2 (at least 4) overlap"),
    (NINE, "[severe], at_least: 3", "[severe], at_least: 2", "id: C3", "C2 (at least 2) and C3"),
    (NINE, "at_least: 2, within: {months: 12}}\n    provenance: design\n  - id: D",
     "at_least: 1, within: {months: 12}}\n    provenance: design\n  - id: D", "id: C3", "C1 (at"),
    (NINE, "    records: [general]\n", "", "id: A1", "no tier takes “general”"),
    (NINE, "    records: [severe]\n", "    records: [severe, general]\n", "id: C1", "keep one"),
    (NINE, "blacklist, serious", "serious", "id: A1", "no tier takes “blacklist”"),
    (NINE, "    otherwise: true\n", "    records: [minor]\n", "id: A1", "exactly one tier"),
    (NINE, "lists: [joint_punishment,", "lists: [redlist, joint_punishment,", "id: D", "favourable"),
    ("tiers/default.yaml", "lists: [redlist]", "lists: [redlist], records: [minor]", "id: A+", "yet adverse"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "at", "word"), REFUSED)
def test_a_broken_scheme_is_refused_with_file_and_line(tmp_path, file, old, new, at, word):
    book = changed(tmp_path, file, old, new)
    with pytest.raises(RulebookError) as refused:
        load(book)
    assert word in refused.value.en
    if at is not None:
        assert refused.value.file == file
        assert refused.value.line == line_of(book, file, at)


@pytest.mark.parametrize(("file", "old", "new", "at", "word"), COMPLAINED)
def test_a_gap_or_overlap_is_complained_of_with_its_line(tmp_path, file, old, new, at, word):
    book = changed(tmp_path, file, old, new)
    found = [each for each in lint(book, day("2026-11-21")) if word in each.en]
    assert found
    assert (found[0].place.file, found[0].place.line) == (file, line_of(book, file, at))
    assert found[0].zh


def test_a_mapping_says_its_faults_at_its_source_alone(tmp_path):
    book = changed(tmp_path, NINE, "    records: [general]\n", "")
    (complaint,) = lint(book, day("2026-11-21"))
    assert complaint.place.file == NINE


def test_a_mapped_tier_has_the_conditions_of_the_tiers_it_stands_for():
    best, good, fair, poor = LAW.schemes["excellent_good"].tiers
    assert (best.of, best.lists, best.otherwise) == (("A+", "A"), frozenset({"redlist"}), True)
    assert (good.records, fair.records) == (frozenset({"general"}), frozenset({"severe"}))
    assert poor.lists == LAW.schemes["default"].tier("D").lists


def test_schemes_whose_figures_are_ours_are_off_and_say_so():
    off = {name for name, scheme in LAW.schemes.items() if scheme.off is not None}
    assert off == {"shanxi9", "four_grades_nine", "excellent_good"}
    assert "设计" in LAW.schemes["shanxi9"].off["zh"]
    assert {tier.provenance for tier in LAW.schemes["shanxi9"].tiers} == {"seen", "design"}


def test_a_scheme_may_map_one_that_maps_another(tmp_path):
    book = changed(tmp_path, FOUR, "maps: default", "maps: four_grades_nine")
    changed(tmp_path, FOUR, "of: [A+, A]", "of: [A1, A2]")
    changed(tmp_path, FOUR, "of: [B]", "of: [B1, B2, B3]")
    changed(tmp_path, FOUR, "of: [C]", "of: [C1, C2, C3]")
    fair = load(book).schemes["excellent_good"].tiers[2]
    assert {each.at_least for each in fair.counts} == {1, 2, 3, 6, 8, 10}


def test_the_shipped_schemes_are_the_four():
    assert set(load(SHIPPED).schemes) == {
        "default",
        "shanxi9",
        "four_grades_nine",
        "excellent_good",
    }
