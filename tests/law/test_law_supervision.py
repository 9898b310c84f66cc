"""How often an enterprise is inspected: floors, ceilings, the draw; what is off, unknown, at odds."""

from dataclasses import replace

import pytest
from lawbooks import LAW, SHIPPED, changed, day, event, line_of

from creditsvc.law.case import open_case
from creditsvc.law.lint import lint
from creditsvc.law.loader import load
from creditsvc.law.reading import RulebookError
from creditsvc.law.supervision import Circumstances, circumstances, supervision

FILE = "supervision.yaml"
TODAY = "2026-11-21"
SHANXI = Circumstances(sector="hazardous_chemicals", region="140105", level="2")
OFF = frozenset({"SUP-SX-coal", "SUP-SX-noncoal", "SUP-SX-other", "SUP-SX-smelting", "SUP-county-record",
                 "SUP-county-blacklist", "SUP-YC-inspection", "SUP-BJ52-draw"})  # fmt: skip
OPEN = load(SHIPPED, OFF)


def told(on=TODAY, *, law=LAW, scheme="default", tier="A", lists=(), where=SHANXI):
    return supervision(
        law,
        scheme=law.schemes[scheme],
        tier=tier,
        lists=frozenset(lists),
        where=where,
        on=day(on),
    )


def ids(applied):
    return {one.duty.id for one in applied}


@pytest.mark.parametrize(("level", "most"), [("1", 2), ("2", 4), ("3", 8), ("none", 12)])
def test_the_ceiling_of_hazardous_chemicals_goes_by_the_standardisation_level(level, most):
    assert told(where=replace(SHANXI, level=level)).ceiling == most


@pytest.mark.parametrize(("on", "most"), [("2025-04-22", None), ("2025-04-23", 4)])
def test_a_ceiling_holds_from_its_first_day(on, most):
    assert told(on).ceiling == most


@pytest.mark.parametrize(
    ("region", "oversight"),
    [("140105", 3), ("14", 3), ("150105", None), ("410105", None)],
)
def test_a_ceiling_holds_in_its_region_alone(region, oversight):
    found = told(where=replace(SHANXI, region=region))
    assert (found.oversight_ceiling, found.missing) == (oversight, ())


def test_an_unknown_level_leaves_the_ceiling_open_and_is_named():
    found = told(where=replace(SHANXI, level=None))
    assert (found.ceiling, found.missing) == (None, ("standardisation level",))


def test_an_unknown_level_is_not_asked_for_where_no_line_goes_by_it():
    assert told(where=Circumstances(sector="coal_mine", region="140105")).missing == ()
    assert told(where=Circumstances(sector="hazardous_chemicals", region="320105")).missing == ()


def test_an_unknown_region_or_sector_is_named_and_bounds_nothing():
    found = told(where=Circumstances(level="2"))
    assert (found.ceiling, found.oversight_ceiling) == (None, None)
    assert found.missing == ("region", "sector")
    assert told(where=Circumstances(sector="coal_mine")).missing == ("region",)


@pytest.mark.parametrize(
    ("sector", "tiers"),
    [
        ("coal_mine", {"A1": 2, "A2": 2, "B1": 4, "B3": 4, "C1": 6, "C3": 6, "D": 4}),
        ("noncoal_mine", {"A1": 1, "A2": 1, "B1": 1, "B3": 1, "C1": 2, "C3": 2, "D": 4}),
        ("machinery", {"A1": 1, "A2": 1, "B1": 2, "B3": 2, "C1": 4, "C3": 4, "D": 6}),
    ],
)
def test_the_ceilings_by_class_are_told_apart_until_they_are_switched_on(sector, tiers):
    where = Circumstances(sector=sector, region="140105")
    for tier, most in tiers.items():
        shut = told(scheme="shanxi9", tier=tier, where=where)
        assert shut.ceiling is None
        assert [one.figure for one in shut.unverified] == [most]
        assert told(law=OPEN, scheme="shanxi9", tier=tier, where=where).ceiling == most
        assert told(law=OPEN, scheme="four_grades_nine", tier=tier, where=where).ceiling == most


def test_the_ceilings_by_class_say_nothing_of_tiers_of_another_scheme():
    assert told(law=OPEN, where=Circumstances(sector="coal_mine", region="140105")).ceiling is None


def test_every_sector_has_one_ceiling_in_shanxi():
    for sector in LAW.kinds.sectors:
        where = Circumstances(sector=sector, region="14", level="none")
        found = told(law=OPEN, scheme="shanxi9", tier="A1", where=where)
        assert [one.duty.says for one in found.sources].count("ceiling") == 1


@pytest.mark.parametrize(
    ("on", "floor", "interviews"),
    [("2015-07-28", None, None), ("2015-07-29", 2, 1), ("2017-05-08", 2, 1), ("2017-05-09", None, None)],
)  # fmt: skip
def test_the_old_blacklist_is_inspected_each_half_year_and_interviewed_each_year(
    on, floor, interviews
):
    found = told(on, lists=["blacklist"], where=Circumstances(region="320105"))
    assert (found.floor, found.interviews) == (floor, interviews)
    assert told(on, lists=["redlist"]).floor is None


@pytest.mark.parametrize(
    ("on", "region", "floor"),
    [("2020-12-30", "440100", None), ("2020-12-31", "440100", 4), ("2020-12-31", "450100", None)],
)
def test_of_two_floors_in_guangdong_the_higher_one_binds(on, region, floor):
    found = told(on, lists=["joint_punishment"], where=Circumstances(region=region))
    assert found.floor == floor
    assert ({"SUP-GD72-county", "SUP-GD72-city"} <= ids(found.sources)) == (floor is not None)


@pytest.mark.parametrize(
    ("scheme", "weights"),
    [
        ("default", {"A+": "lower", "A": "lower", "B": "normal", "C": "higher", "D": "highest"}),
        ("excellent_good", {"优": "lower", "良": "normal", "中": "higher", "差": "highest"}),
        ("four_grades_nine", {"A1": "lower", "B2": "normal", "C3": "higher", "D": "highest"}),
    ],
)
def test_the_weight_in_the_draw_goes_by_the_tier(scheme, weights):
    for tier, weight in weights.items():
        assert told(scheme=scheme, tier=tier).random == weight


def test_the_redlist_lightens_nothing_that_the_tier_makes_heavier():
    assert told(tier="C", lists=["redlist"]).random == "higher"
    assert told(tier="A+", lists=["redlist"]).random == "lower"


def test_a_mapped_tier_has_no_figure_where_its_sources_differ(tmp_path):
    book = changed(tmp_path, FILE, "A+: lower, A: lower, B", "A+: lower, A: normal, B")
    assert told(law=load(book), scheme="excellent_good", tier="优").random is None


@pytest.mark.parametrize(("ceiling", "at_odds"), [(4, False), (3, True)])
def test_a_floor_above_a_ceiling_is_told_as_a_conflict(tmp_path, ceiling, at_odds):
    book = changed(tmp_path, FILE, 'levels: {"1": 2, ', f'levels: {{"1": {ceiling}, ')
    changed(tmp_path, FILE, 'region: "44"', 'region: "14"')
    where = replace(SHANXI, level="1")
    found = told(law=load(book), tier="D", lists=["blacklist"], where=where)
    assert (found.floor, found.ceiling) == (4, ceiling)
    assert (found.conflict is not None) == at_odds
    if found.conflict is not None:
        assert "不能同时满足" in found.conflict["zh"]
        assert "cannot both be kept" in found.conflict["en"]


def test_a_ceiling_comes_with_what_it_does_not_count():
    assert [each["en"] for each in told().exceptions] == ["complaints", "accidents"]
    assert told(where=replace(SHANXI, region="32")).exceptions == ()


def test_what_is_off_bounds_nothing_and_says_why():
    found = told(tier="C")
    assert found.floor is None
    (county,) = found.unverified
    assert county.duty.off["zh"]
    assert told(law=OPEN, tier="C").floor == 4
    assert told(law=OPEN, tier="D", lists=["blacklist"]).floor == 12


def certified(*events):
    return circumstances(LAW, open_case(events, day(TODAY), LAW.kinds))


def certificate(ref, valid_until=TODAY, level="2", status="effective"):
    stated = {"valid_until": valid_until, "level": level}
    facts = {name: value for name, value in stated.items() if value is not None}
    return event(ref, "honour.standardization", "2024-01-01", status=status, **facts)


@pytest.mark.parametrize(
    ("events", "level"),
    [
        ([], "none"),
        ([certificate("S")], "2"),
        ([certificate("S", "2026-11-20")], "none"),
        ([certificate("S"), certificate("T", level="3")], "2"),
        ([certificate("S", valid_until=None)], None),
        ([certificate("S", level=None)], None),
        ([certificate("S", status="suspended")], None),
        ([certificate("S", status="revoked")], "none"),
        ([certificate("S"), certificate("T", level="3", valid_until=None)], "2"),
        ([certificate("S"), certificate("T", level="1", valid_until=None)], None),
        ([certificate("S", "2026-11-20", level=None)], "none"),
    ],
)
def test_the_level_is_the_best_certificate_surely_valid(events, level):
    assert certified(*events).level == level


@pytest.mark.parametrize(
    ("places", "sector", "region"),
    [
        ([], None, None),
        ([("coal_mine", "140105")], "coal_mine", "140105"),
        ([("coal_mine", "140105"), ("coal_mine", "140106")], "coal_mine", "1401"),
        ([("coal_mine", "140105"), ("coal_mine", "140200")], "coal_mine", "14"),
        ([("coal_mine", "140105"), ("chemical", "320105")], None, None),
        ([("coal_mine", "140105"), (None, None)], "coal_mine", "140105"),
    ],
)
def test_sector_and_region_are_what_the_events_share(places, sector, region):
    events = [
        event(f"E{number}", "ws.penalty", TODAY, sector=each, region=where)
        for number, (each, where) in enumerate(places)
    ]
    found = certified(*events)
    assert (found.sector, found.region) == (sector, region)


REFUSED = [
    ("says: floor", "says: wish", "says: wish", "“says” is one of"),
    ("lists: {blacklist: 1}", "lists: {greylist: 1}", "greylist", "unknown “greylist”"),
    ("lists: {blacklist: 1}", "lists: {}", "lists: {}", "at least one"),
    ("lists: {blacklist: 1}", "lists: {blacklist: 0}", "blacklist: 0", "above zero"),
    ("lists: {blacklist: 1}", "lists: {blacklist: 1}\n    all: 1", "id: SUP-AW14-insp", "exactly one"),
    ("    lists: {blacklist: 1}\n", "", "id: SUP-AW14-insp", "exactly one of"),
    ("    per: half_year\n", "", "id: SUP-AW14-insp", "“per” is missing"),
    ("per: half_year", "per: decade", "per: decade", "“per” is one of"),
    ("scheme: default", "scheme: nowhere", "scheme: nowhere", "“scheme” is one of"),
    ("scheme: default", "authority: {zh: 县, en: county}", "id: SUP-county-record", "“scheme” is"),
    ("    per: half_year\n", "    per: half_year\n    scheme: default\n", "scheme: default", "tiers only"),
    ("tiers: {B: 4, C: 4}", "tiers: {E: 4, C: 4}", "E: 4", "unknown “E”"),
    ('"3": 8, none', '"4": 8, none', '"4": 8', "unknown “4”"),
    ("sectors: [coal_mine]", "sectors: [gold_mine]", "gold_mine", "is one of"),
    ('region: "44"', 'region: "4"', 'region: "4"', "two, four or six digits"),
    ('region: "44"', 'region: "44010101"', "44010101", "two, four or six digits"),
    ('region: "44"', "region: gd", "region: gd", "two, four or six digits"),
    ("lists: {redlist: lower}", "lists: {redlist: low}", "redlist: low}", "is one of"),
    ("says: draw", "says: draw\n    per: year", None, "a draw has no period"),
    ("id: SUP-AW14-interview", "id: SUP-AW14-inspection", None, "given twice, first at"),
    ("    basis: 粤应急〔2020〕72号\n", "", "id: SUP-GD72-county", "“basis” is missing"),
    ("kind: honour.standardization", "kind: honour.standard", "honour.standard", "is one of"),
    ("level: level", "level: valid_until", "level: valid_until", "is one of"),
    ("valid_until: valid_until", "valid_until: level", "valid_until: level", "is one of"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "at", "word"), REFUSED)
def test_a_broken_line_is_refused_with_its_place(tmp_path, old, new, at, word):
    book = changed(tmp_path, FILE, old, new)
    with pytest.raises(RulebookError) as refused:
        load(book)
    assert refused.value.file == FILE
    assert word in refused.value.en
    if at is not None:
        assert refused.value.line == line_of(book, FILE, at)


def test_a_line_of_low_confidence_may_not_be_on(tmp_path):
    book = changed(tmp_path, FILE, "provenance: seen", "provenance: known low")
    (complaint,) = lint(book, day(TODAY))
    assert complaint.place.line == line_of(book, FILE, "id: SUP-AW14-inspection")
    changed(
        tmp_path, FILE, "    says: floor\n", "    says: floor\n    off: {zh: 未核实, en: unread}\n"
    )
    assert lint(book, day(TODAY)) == ()


def test_a_line_can_be_read_as_if_it_were_on_and_the_digest_tells():
    opened = load(SHIPPED, frozenset({"SUP-SX-coal"}))
    assert next(one.off for one in opened.duties.lines if one.id == "SUP-SX-coal") is None
    assert opened.digest != LAW.digest


def test_a_new_line_needs_the_file_alone(tmp_path):
    line = "lines:\n  - {id: SUP-new, says: floor, scheme: default, tiers: {D: 2}, per: quarter, basis: 某办法, article: 第一条, provenance: seen}\n"
    law = load(changed(tmp_path, FILE, "lines:\n", line))
    assert (told(law=law, tier="D").floor, told(law=law, tier="C").floor) == (8, None)


def lines_of(says, **figures):
    """The law with one line alone: so often in a year for each list."""
    line = next(one for one in LAW.duties.lines if one.id == "SUP-AW14-inspection")
    one = replace(
        line, says=says, figures=figures, per="year", scheme=None, region=None, sectors=None,
        in_force=replace(line.in_force, until=None),
    )  # fmt: skip
    return replace(LAW, duties=replace(LAW.duties, lines=(one,)))


@pytest.mark.parametrize(
    ("says", "figure"),
    [("floor", 6), ("interview", 6), ("ceiling", 2), ("oversight_ceiling", 2)],
)
def test_of_two_figures_of_one_line_the_stricter_binds(says, figure):
    law = lines_of(says, blacklist=2, serious_dishonesty=6)
    (source,) = told(law=law, lists=["blacklist", "serious_dishonesty"]).sources
    assert source.figure == figure


@pytest.mark.parametrize(
    ("says", "comes_with"), [("floor", False), ("ceiling", True), ("oversight_ceiling", True)]
)
def test_either_ceiling_comes_with_what_it_does_not_count_and_no_floor_does(says, comes_with):
    found = told(law=lines_of(says, blacklist=2), lists=["blacklist"])
    assert found.exceptions == (LAW.duties.exceptions if comes_with else ())


@pytest.mark.parametrize(
    ("events", "level"),
    [
        ([certificate("S", level="1"), certificate("T", level="3")], "1"),
        ([certificate("S", level="3"), certificate("T", level="1")], "1"),
        ([certificate("S", level="1"), certificate("T", level=None)], "1"),
        ([certificate("S", level="1"), certificate("T", level="2", valid_until=None)], "1"),
        ([certificate("S", level="2"), certificate("T", level=None)], None),
        (
            [
                certificate("S", level="2"),
                certificate("T", level="1", valid_until=None),
                certificate("U", level="3", valid_until=None),
            ],
            None,
        ),
    ],
)
def test_of_several_certificates_the_best_counts_and_an_open_one_only_if_better(events, level):
    assert certified(*events).level == level


def test_regions_are_shared_by_six_digits_at_most():
    events = [event(f"E{n}", "ws.penalty", TODAY, region="140105") for n in range(2)]
    assert certified(*events).region == "140105"
    village = [event(f"E{n}", "ws.penalty", TODAY, region=f"14010500{n}") for n in range(2)]
    assert certified(*village).region == "140105"


def test_the_best_level_is_the_first_one_of_the_rulebook_whatever_it_is_called():
    turned = replace(LAW.duties.certificate, levels=("3", "2", "1"))
    law = replace(LAW, duties=replace(LAW.duties, certificate=turned))

    def level(*events):
        return circumstances(law, open_case(events, day(TODAY), law.kinds)).level

    sure = certificate("S", level="3"), certificate("T", level="1")
    assert level(*sure) == level(*reversed(sure)) == "3"
    open_ = (
        certificate("S", valid_until=None, level="3"),
        certificate("T", valid_until=None, level="1"),
    )
    assert level(certificate("U", level="2"), *open_) is None
    assert level(certificate("U", level="2"), *reversed(open_)) is None
