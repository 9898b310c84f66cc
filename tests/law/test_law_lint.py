"""What lint says of rulebooks that can be read and are wrong all the same."""

import pytest
from lawbooks import SHIPPED, changed, day, line_of

from creditsvc.law.lint import lint

TODAY = day("2026-11-21")
ORDER11 = "instruments/order11.yaml"
WRONG = [
    (
        ORDER11,
        "rank: departmental_rule",
        "rank: normative_document",
        "id: WS11-6-1",
        "sufficient rank",
    ),
    (
        "instruments/gansu_fire.yaml",
        "rank: local_regulation",
        "rank: normative_document",
        "id: FB-S1",
        "rank",
    ),
    (
        "instruments/gansu_fire.yaml",
        'region: "62"}',
        'region: "61"}',
        "id: FB-S1",
        "sufficient rank",
    ),
    (
        ORDER11,
        "{at_least: serious}",
        "{at_least: serious, at_most: major}",
        "id: WS11-6-1",
        "never be met",
    ),
    (
        ORDER11,
        "{fine_multiplier: {at_least: 2}}",
        "{fine_multiplier: {at_least: 2, at_most: 1}}",
        "id: WS11-6-3",
        "never",
    ),
    (ORDER11, "    sectors: [service_body]", "    sectors: []", "id: WS11-7-2", "no sector"),
    (
        ORDER11,
        "{event: {kind: ws.penalty_defied}}",
        "{all: [{event: {kind: ws.penalty_defied}}, {not: {event: {kind: ws.penalty_defied}}}]}",
        "id: WS11-7-3",
        "demanded and denied",
    ),
    (
        "tiers/default.yaml",
        "lists: [joint_punishment], records: [severe]",
        "lists: [joint_punishment]",
        "id: A+",
        "no tier takes “severe”",
    ),
    (
        "tiers/default.yaml",
        "lists: [joint_punishment],",
        "lists: [joint_punishment, blacklist],",
        "id: D",
        "keep one",
    ),
    ("tiers/default.yaml", "otherwise: true", "lists: [redlist]", "id: A+", "exactly one tier"),
    ("instruments/order58.yaml", "to: 2026-03-31", "to: 2026-03-30", "order36", "leaves a gap"),
    ("instruments/order58.yaml", "to: 2026-03-31", "to: 2026-04-01", "order36", "overlaps"),
    (
        "instruments/order36.yaml",
        "{earliest: 3, longest: 12}",
        "{earliest: 13, longest: 40}",
        "display:",
        "lighter class",
    ),
    (
        "procedures.yaml",
        "serious_dishonesty.reply",
        "serious_dishonesty.answer",
        None,
        "lacks serious_dishonesty.reply",
    ),
    (ORDER11, "exits:\n  serious_dishonesty", "exits:\n  redlist", "id: WS11-6-1", "under exits"),
    ("publication.yaml", "- list: redlist", "- list: blacklist", None, "two policies on one day"),
]


def test_the_shipped_rulebook_has_nothing_to_complain_of():
    assert lint(SHIPPED, TODAY) == ()


@pytest.mark.parametrize(("file", "old", "new", "at", "word"), WRONG)
def test_a_wrong_rulebook_is_complained_of_with_its_line(tmp_path, file, old, new, at, word):
    book = changed(tmp_path, file, old, new)
    found = [each for each in lint(book, TODAY) if word in each.en]
    assert found
    if at is not None and at != "order36":
        assert (found[0].place.file, found[0].place.line) == (file, line_of(book, file, at))
    if at == "order36":
        assert found[0].place.file == "instruments/order36.yaml"
    assert found[0].zh
    assert str(found[0]).startswith(f"{found[0].place.file}:{found[0].place.line}: ")


def test_what_cannot_be_read_is_the_one_complaint(tmp_path):
    book = changed(tmp_path, ORDER11, "  issuer: 应急管理部\n", "")
    (complaint,) = lint(book, TODAY)
    assert complaint.place.file == ORDER11
    assert "“issuer” is missing" in complaint.en
    assert "缺少“issuer”" in complaint.zh


def test_lists_of_the_past_are_history_and_need_no_basis(tmp_path):
    assert lint(SHIPPED, day("2023-10-01")) == ()
    assert any(
        each.place.file.endswith("order49.yaml") for each in lint(SHIPPED, day("2023-09-30"))
    )
