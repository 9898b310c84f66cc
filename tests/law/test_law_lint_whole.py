"""What lint says of a compiled law with one thing changed: each complaint whole, at both sides of its edge."""

from dataclasses import replace
from datetime import timedelta

import pytest
from lawbooks import LAW, SHIPPED, day

from creditsvc.cli.assess import regions_in
from creditsvc.kernel.spans import Span
from creditsvc.law.conditions import read_condition
from creditsvc.law.lint import Complaint, complaints, lint
from creditsvc.law.lint_instruments import unknown_regions
from creditsvc.law.parsing import parse
from creditsvc.law.places import Place

ON = day("2026-11-21")
ONE_DAY = timedelta(days=1)
ORDER11, GANSU = LAW.instruments["order11"], LAW.instruments["gansu_fire"]
HERE = Place("instruments/a.yaml", 7)


def told(law, on=ON):
    return [(each.place, each.zh, each.en) for each in complaints(law, on)]


def ids(law, on=ON):
    """The rules complained of, with the word that tells which complaint it is."""
    return [each.en.split(" ")[0] for each in complaints(law, on)]


def with_rules(**by_id):
    """The law with some rules changed."""
    changes = {name.replace("_", "-"): change for name, change in by_id.items()}
    rules = tuple(replace(r, **changes[r.id]) if r.id in changes else r for r in LAW.rules)
    return replace(LAW, rules=rules)


def with_instrument(name, **change):
    """The law with one instrument changed, wherever it is held."""
    new = replace(LAW.instruments[name], **change)

    def held(each):
        return replace(each, instrument=new) if each.instrument.id == name else each

    return replace(
        LAW,
        instruments={**LAW.instruments, name: new},
        rules=tuple(map(held, LAW.rules)),
        displays=tuple(map(held, LAW.displays)),
    )


def listing(name):
    return [rule.id for rule in LAW.rules if rule.instrument.id == name and rule.list]


NO_BASIS = "lists without a basis of sufficient rank for its reach: a nation-wide list needs law, administrative regulation, central policy or departmental rule, a local one a local regulation; add a basis, or a region"


def test_a_list_for_the_whole_country_needs_a_text_of_national_rank():
    found = told(with_instrument("order11", rank="normative_document"))
    by_line = sorted(listing("order11"), key=lambda each: LAW.rule(each).place.line)
    assert [each[0] for each in found] == [LAW.rule(name).place for name in by_line]
    assert found[0] == (
        LAW.rule("WS11-6-1").place,
        (
            "WS11-6-1 列入“serious_dishonesty”缺少足够位阶的依据（国办发〔2020〕49号）：全国名单须有法律、行政法规、"
            "中央政策文件或部门规章，地方名单须有当地地方性法规；请补写 basis 或限定 region"
        ),
        f"WS11-6-1 {NO_BASIS}",
    )


@pytest.mark.parametrize(
    "rank", ["law", "administrative_regulation", "central_policy", "departmental_rule"]
)
def test_each_national_rank_carries_a_list_of_its_own_or_as_a_basis(rank):
    assert told(with_instrument("order11", rank=rank)) == []
    basis = replace(GANSU.basis, rank=rank, region=None)
    assert told(with_instrument("order11", rank="normative_document", basis=basis)) == []


@pytest.mark.parametrize("rank", ["local_regulation", "local_government_rule"])
def test_no_local_rank_carries_a_list_for_the_whole_country(rank):
    law = with_instrument("order11", rank=rank, region="62")
    assert len(told(law)) == len(listing("order11"))


@pytest.mark.parametrize(
    ("change", "carried"),
    [
        ({}, True),
        ({"basis": None}, False),
        ({"basis": None, "rank": "local_regulation"}, True),
        ({"basis": None, "rank": "local_regulation", "region": None}, False),
        ({"basis": None, "rank": "local_regulation", "region": "6201"}, False),
        ({"basis": None, "rank": "local_government_rule"}, False),
        ({"basis": replace(GANSU.basis, region="63")}, False),
        ({"basis": replace(GANSU.basis, region=None)}, False),
        ({"basis": replace(GANSU.basis, rank="normative_document")}, False),
        ({"basis": replace(GANSU.basis, rank="law", region=None)}, True),
    ],
)
def test_a_local_list_needs_a_local_regulation_of_all_its_regions(change, carried):
    found = ids(with_instrument("gansu_fire", **change))
    assert found == ([] if carried else listing("gansu_fire"))


@pytest.mark.parametrize(
    ("regions", "carried"),
    [(("62",), True), (("6201", "6205"), True), (("62", "63"), False), ((), False), (None, False)],
)
def test_every_region_a_local_rule_reaches_must_be_carried(regions, carried):
    rule = LAW.rule("FB-S1")
    law = with_rules(FB_S1={"scope": replace(rule.scope, regions=regions)})
    assert ids(law) == ([] if carried else ["FB-S1"])


def test_texts_of_the_past_are_asked_for_no_basis_from_the_day_after_their_last():
    last = LAW.instruments["notice14"].in_force.until - ONE_DAY
    said = f" {NO_BASIS}"
    then = [each.split(" ")[0] for _, _, each in told(LAW, last) if each.endswith(said)]
    after = [each.split(" ")[0] for _, _, each in told(LAW, last + ONE_DAY) if each.endswith(said)]
    assert set(then) - set(after) == set(listing("notice14"))
    assert set(listing("order49")) <= set(after)


HARDLY = "AW14-1 把握不足（known med）却已启用：请核对文本后改正 provenance，或写 off"
HARDLY_EN = (
    "AW14-1 is on though it is only known med: check the text and mend the provenance, or write off"
)
BAN = LAW.rule("BAN-113d")


def test_what_lists_bans_or_refers_and_is_hardly_known_must_be_off():
    place = LAW.rule("AW14-1").place
    assert told(with_rules(AW14_1={"provenance": "known med"})) == [(place, HARDLY, HARDLY_EN)]
    assert ids(with_rules(AW14_2={"provenance": "known low"})) == ["AW14-2"]
    assert ids(with_rules(AW14_2={"provenance": "known high"})) == []
    assert (
        ids(with_rules(AW14_2={"provenance": "known low", "off": {"zh": "停", "en": "off"}})) == []
    )
    assert ids(with_rules(BAN_113d={"provenance": "known low"})) == ["BAN-113d"]
    assert ids(with_rules(BAN_113d={"provenance": "known low", "ban": None})) == ["BAN-113d"]
    assert ids(with_rules(BAN_113d={"provenance": "known low", "referral": None})) == ["BAN-113d"]
    nothing = {"provenance": "known low", "ban": None, "referral": None}
    assert ids(with_rules(BAN_113d=nothing)) == []


def test_a_rule_that_can_never_be_met_is_told_with_the_reason_and_others_after_it():
    no_sector = {"scope": replace(LAW.rule("WS11-6-1").scope, sectors=frozenset())}
    assert told(with_rules(WS11_6_1=no_sector, WS11_6_2=no_sector)) == [
        (
            LAW.rule(name).place,
            f"{name} 永远不可能成立：没有任何行业在其范围之内；请改正条件或删去规则",
            f"{name} can never be met: no sector is inside its scope; mend the condition or remove the rule",
        )
        for name in ("WS11-6-1", "WS11-6-2")
    ]


def test_an_instrument_that_is_in_force_on_no_day_has_dead_rules_and_one_of_one_day_has_not():
    first = LAW.instruments["notice14"].in_force.from_
    never = Span(from_=first, until=first)
    assert [each[1:] for each in told(with_instrument("notice14", in_force=never))][:1] == [
        (
            "AW14-1 永远不可能成立：文件没有施行的日子；请改正条件或删去规则",
            "AW14-1 can never be met: its instrument is never in force; mend the condition or remove the rule",
        )
    ]
    assert (
        told(with_instrument("notice14", in_force=Span(from_=first, until=first + ONE_DAY))) == []
    )


ORDER36, ORDER58 = LAW.instruments["order36"], LAW.instruments["order58"]
BEGINS = ORDER36.in_force.from_
DISPLAY = next(each for each in LAW.displays if each.instrument.id == "order36")
GENERAL = DISPLAY.shown["general"]


def test_display_orders_follow_one_another_without_a_gap_or_an_overlap():
    earlier, later = Span(from_=BEGINS - ONE_DAY), Span(from_=BEGINS + ONE_DAY)
    assert told(with_instrument("order36", in_force=earlier)) == [
        (
            DISPLAY.place,
            f"{ORDER36.number}与前一公示规定重叠，请改正日期或期限",
            f"{ORDER36.number} overlaps the display order before it: mend days or months",
        )
    ]
    assert told(with_instrument("order36", in_force=later)) == [
        (
            DISPLAY.place,
            f"{ORDER36.number}与前一公示规定之间有空档，请改正日期或期限",
            f"{ORDER36.number} leaves a gap after the one before it: mend days or months",
        )
    ]
    open_ended = Span(from_=ORDER58.in_force.from_)
    assert [each[0] for each in told(with_instrument("order58", in_force=open_ended))] == [
        DISPLAY.place
    ]


@pytest.mark.parametrize(
    ("lighter", "earliest", "longest", "wrong"),
    [
        ("general", 12, 36, False),
        ("general", 13, 36, True),
        ("general", 12, 37, True),
        ("general", 11, 99, False),
        ("minor", 3, 12, False),
        ("minor", 3, 13, True),
    ],
)
def test_no_lighter_class_is_shown_longer_than_a_heavier_one(lighter, earliest, longest, wrong):
    shown = {**DISPLAY.shown, lighter: replace(GENERAL, earliest=earliest, longest=longest)}
    displays = tuple(replace(d, shown=shown) if d is DISPLAY else d for d in LAW.displays)
    said = (
        DISPLAY.place,
        f"{ORDER36.number}较轻的类别公示得更久，请改正日期或期限",
        f"{ORDER36.number} shows a lighter class longer than a heavier one: mend days or months",
    )
    found = [each for each in told(replace(LAW, displays=displays)) if each[0] == DISPLAY.place]
    assert found == ([said] if wrong else [])


def lacks(name, zh, en):
    return LAW.rule(name).place, f"{name} 缺少{zh}，请补上", f"{name} lacks {en}: add it"


def test_a_list_that_can_be_entered_needs_a_reply_period_a_way_out_and_a_policy():
    name = "serious_dishonesty"
    first = LAW.rule("WS11-6-1").place
    bare = replace(
        LAW, procedures={k: v for k, v in LAW.procedures.items() if k != f"{name}.reply"}
    )
    assert told(bare)[0] == lacks(
        "WS11-6-1", f"procedures.yaml 的 {name}.reply", f"{name}.reply in procedures.yaml"
    )
    bare = with_instrument("order11", exits={})
    assert told(bare)[0] == lacks("WS11-6-1", f"exits 的 {name}", f"{name} under exits")
    assert [each[0] for each in told(bare)].count(first) == 1
    bare = replace(LAW, publications=tuple(p for p in LAW.publications if p.list != name))
    assert told(bare)[0] == lacks(
        "WS11-6-1", f"publication.yaml 的 {name}", f"{name} in publication.yaml"
    )


def test_a_reply_period_that_is_not_in_force_is_none():
    key = "serious_dishonesty.reply"
    ended = replace(LAW.procedures[key], in_force=Span(from_=day("2020-01-01"), until=ON))
    law = replace(LAW, procedures={**LAW.procedures, key: ended})
    assert "WS11-6-1" in ids(law)
    assert "WS11-6-1" not in ids(law, ON - ONE_DAY)


def test_two_publication_policies_of_one_list_may_not_hold_on_one_day():
    policy = LAW.publications[0]
    cut = ON
    before = replace(policy, in_force=Span(from_=day("2000-01-01"), until=cut))
    after = replace(policy, in_force=Span(from_=cut), place=HERE)
    rest = LAW.publications[1:]
    assert told(replace(LAW, publications=(before, *rest, after))) == []
    both = replace(after, in_force=Span(from_=cut - ONE_DAY))
    assert told(replace(LAW, publications=(before, *rest, both))) == [
        (
            HERE,
            f"“{policy.list}”在同一天有两条公布规定，请错开日期",
            f"“{policy.list}” has two policies on one day: set their days apart",
        )
    ]


def test_one_text_may_not_be_in_force_twice_on_a_day():
    cut = day("2025-01-01")
    one = replace(ORDER11, in_force=Span(from_=ORDER11.in_force.from_, until=cut))
    twin = replace(ORDER11, id="twin", in_force=Span(from_=cut), place=HERE)

    def both(*two):
        return replace(LAW, instruments=dict(zip(("order11", "twin"), two, strict=True)))

    assert told(both(one, twin)) == []
    assert told(both(one, replace(twin, in_force=Span(from_=cut - ONE_DAY)))) == [
        (
            HERE,
            f"{ORDER11.number} 已见于 {ORDER11.place.file}:{ORDER11.place.line}，且施行期重叠；请合并或改正 in_force",
            (
                f"{ORDER11.number} stands at {ORDER11.place.file}:{ORDER11.place.line} too, and both are in"
                " force on one day: merge them or mend in_force"
            ),
        )
    ]
    assert told(both(ORDER11, replace(twin, number="令第12号"))) == []


@pytest.mark.parametrize(("months", "late"), [(35, False), (36, True), (37, True)])
def test_early_removal_opens_before_the_term_ends(months, late):
    way = replace(ORDER11.exits["serious_dishonesty"], early_after=months)
    found = told(with_instrument("order11", exits={"serious_dishonesty": way}))
    said = (
        ORDER11.place,
        f"“serious_dishonesty”满 {months} 个月方可提前移出，而期限只有 36 个月；请改正 after_months 或 terms",
        (
            f"early removal from “serious_dishonesty” opens after {months} months, yet the term is 36:"
            " mend after_months or terms"
        ),
    )
    assert found == ([said] if late else [])


def test_a_list_without_a_term_or_without_early_removal_is_never_late():
    assert told(with_instrument("order11", terms={})) == []
    way = replace(ORDER11.exits["serious_dishonesty"], early_after=None)
    assert told(with_instrument("order11", exits={"serious_dishonesty": way})) == []


REGIONS = regions_in(SHIPPED.parent)


def unknown(law):
    return list(unknown_regions(law, REGIONS))


def no_such(place, prefix):
    zh, en = "没有以“{0}”开头的行政区划，请改正", "there is no region whose code begins with “{0}”: mend it"  # fmt: skip
    return place, zh.format(prefix), en.format(prefix)


def test_every_region_that_is_named_must_be_one():
    assert unknown(LAW) == []
    place, rule = GANSU.place, LAW.rule("FB-S1")
    assert unknown(with_instrument("gansu_fire", region="99"))[0] == no_such(place, "99")
    basis = replace(GANSU.basis, region="9901")
    assert unknown(with_instrument("gansu_fire", basis=basis)) == [no_such(place, "9901")]
    for regions in (("98",), (GANSU.region, "98")):
        law = with_rules(FB_S1={"scope": replace(rule.scope, regions=regions)})
        assert unknown(law) == [no_such(rule.place, "98")]
    measure = replace(LAW.measures.measures["M11-1"], region="980000")
    book = replace(LAW.measures, measures={**LAW.measures.measures, "M11-1": measure})
    assert unknown(replace(LAW, measures=book)) == [no_such(measure.place, "980000")]


def test_a_region_is_told_once_where_the_rules_have_it_of_their_instrument():
    new = replace(GANSU, region="98", basis=None)
    rules = tuple(
        replace(r, instrument=new, scope=replace(r.scope, regions=("98",)))
        if r.instrument.id == "gansu_fire"
        else r
        for r in LAW.rules
    )
    law = replace(LAW, instruments={**LAW.instruments, "gansu_fire": new}, rules=rules)
    assert unknown(law) == [no_such(GANSU.place, "98")]


SCHEME = LAW.schemes["default"]
TIER = {each.id: each for each in SCHEME.tiers}


def with_tiers(*tiers):
    return replace(LAW, schemes={**LAW.schemes, "default": replace(SCHEME, tiers=tiers)})


def with_tier(name, **change):
    return with_tiers(*(replace(t, **change) if t.id == name else t for t in SCHEME.tiers))


def of_scheme(place, zh, en):
    return place, f"等级方案 default：{zh}", f"tier scheme default: {en}"


BEST = SCHEME.tiers[0].place


def test_exactly_one_tier_takes_all_the_others():
    assert told(with_tier("A", otherwise=False))[0] == of_scheme(
        BEST,
        "须有且只有一个 otherwise 等级，现有 0 个",
        "exactly one tier must be marked otherwise; there are 0",
    )
    assert of_scheme(
        BEST,
        "须有且只有一个 otherwise 等级，现有 2 个",
        "exactly one tier must be marked otherwise; there are 2",
    ) in told(with_tier("B", otherwise=True))


def test_each_adverse_list_and_each_class_on_display_leads_to_one_tier():
    lost = TIER["D"].lists - {"blacklist"}
    assert told(with_tier("D", lists=lost)) == [
        of_scheme(
            BEST,
            "没有等级接住“blacklist”，请加到某一等级的 lists",
            "no tier takes “blacklist”: add it",
        )
    ]
    assert told(with_tier("B", records=frozenset())) == [
        of_scheme(
            BEST,
            "没有等级接住“general”，请加到某一等级的 records",
            "no tier takes “general”: add it",
        )
    ]
    assert told(with_tier("A+", lists=frozenset())) == []
    twice = TIER["C"].lists | {"blacklist"}
    assert told(with_tier("C", lists=twice)) == [
        of_scheme(
            TIER["D"].place,
            "“blacklist”同时属于等级 C、D，请只留一处",
            "“blacklist” belongs to the tiers C, D: keep one",
        )
    ]
    thrice = {"B", "C", "D"}
    held = [replace(t, lists=twice) if t.id in thrice else t for t in SCHEME.tiers]
    assert (TIER["D"].place, "the tiers B, C, D: keep one") in [
        (place, en.partition("belongs to ")[2]) for place, _, en in told(with_tiers(*held))
    ]


def test_above_the_tier_for_all_others_stands_what_is_favourable_and_below_it_what_is_adverse():
    adverse = of_scheme(
        TIER["A+"].place,
        "等级 A+ 优于 otherwise 等级，却由不利的名单或记录得来；请改正次序",
        "the tier A+ is better than the one marked otherwise, yet adverse: reorder",
    )
    both = {"lists": TIER["A+"].lists | {"blacklist"}}
    assert adverse in told(with_tier("A+", **both))
    assert told(with_tier("A+", records=frozenset({"minor"}))) == [adverse]
    assert told(with_tier("B", lists=frozenset({"redlist"}), records=TIER["B"].records)) == [
        of_scheme(
            TIER["B"].place,
            "“redlist”同时属于等级 A+、B，请只留一处",
            "“redlist” belongs to the tiers A+, B: keep one",
        ),
        of_scheme(
            TIER["B"].place,
            "等级 B 不优于 otherwise 等级，却由有利的名单得来；请改正次序",
            "the tier B is not better than the one marked otherwise, yet favourable",
        ),
    ]


SHANXI = next(s for s in LAW.schemes.values() if any(t.counts for t in s.tiers))
COUNTED = next(each for tier in SHANXI.tiers for each in tier.counts)


@pytest.mark.parametrize(("worse", "overlaps"), [(1, True), (2, True), (3, False)])
def test_of_tiers_that_count_the_same_the_worse_asks_for_more(worse, overlaps):
    better = replace(COUNTED, at_least=2)
    law = with_tiers(
        TIER["A+"],
        TIER["A"],
        replace(TIER["B"], counts=(better,)),
        replace(TIER["C"], counts=(replace(COUNTED, at_least=worse),)),
        TIER["D"],
    )
    said = of_scheme(
        TIER["C"].place,
        f"等级B（2起以上）与C（{worse}起以上）计数重叠，前者永远轮不到；较差等级的起数须更大",
        f"the counts of B (at least 2) and C (at least {worse}) overlap: the worse tier must ask for more",
    )
    assert told(law) == ([said] if overlaps else [])


def test_tiers_that_count_other_things_do_not_overlap():
    other = replace(COUNTED, what="else", at_least=1)
    law = with_tiers(
        TIER["A+"],
        TIER["A"],
        replace(TIER["B"], counts=(COUNTED,)),
        replace(TIER["C"], counts=(other,)),
        TIER["D"],
    )
    assert told(law) == []


def test_a_line_on_supervision_that_is_hardly_known_must_be_off():
    line = next(each for each in LAW.duties.lines if each.off is None)

    def lines(**change):
        new = tuple(replace(e, **change) if e is line else e for e in LAW.duties.lines)
        return replace(LAW, duties=replace(LAW.duties, lines=new))

    assert told(lines(provenance="known low")) == [
        (
            line.place,
            f"{line.id} 把握不足（known low）却已启用：请核对文本后改正 provenance，或写 off",
            f"{line.id} is on though only known low: mend the provenance, or write off",
        )
    ]
    assert told(lines(provenance="known low", off={"zh": "停", "en": "off"})) == []
    assert told(lines(provenance="known high")) == []


def test_complaints_stand_in_the_order_of_files_and_lines():
    places = [each.place for each in complaints(LAW, day("2016-01-01"))]
    assert len({each.file for each in places}) > 1
    assert places == sorted(places, key=lambda each: (each.file, each.line))
    twice = replace(LAW.rule("AW14-1"), provenance="known low", list="serious_dishonesty")
    law = replace(LAW, rules=tuple(twice if r.id == "AW14-1" else r for r in LAW.rules))
    texts = [each.zh for each in complaints(law, day("2016-01-01")) if each.place == twice.place]
    assert texts == sorted(texts)
    assert len(texts) > 2


def test_what_cannot_be_read_is_told_with_its_place_once(tmp_path):
    (tmp_path / "kinds.yaml").write_text("a:\n- [", encoding="utf-8")
    (one,) = lint(tmp_path, ON)
    zh = "不是合法的 YAML（expected the node content, but found '<stream end>'）：请检查缩进、冒号后的空格、引号和括号"
    en = "not YAML (expected the node content, but found '<stream end>'): check indent, colons, quotes, brackets"
    assert one == Complaint(place=Place("kinds.yaml", 2), zh=zh, en=en)
    assert str(one) == f"kinds.yaml:2: {zh} / {en}"


class WithoutGansu:
    """A table of regions that lacks a province."""

    def known(self, code):
        return code != "620000"


def test_regions_are_looked_up_where_a_table_is_given():
    place, zh, en = no_such(GANSU.place, "62")
    long_ago = day("2016-01-01")
    found = lint(SHIPPED, long_ago, WithoutGansu())
    assert Complaint(place=place, zh=zh, en=en) in found
    assert set(complaints(LAW, long_ago)) < set(found)  # beside all else that is wrong


def test_a_rule_whose_condition_contradicts_itself_is_told_with_what_nothing_can_be():
    asked = read_condition(
        parse("{event: {kind: ws.accident, where: {deaths: {at_least: 3, at_most: 2}}}}", "x.yaml"),
        LAW.kinds,
    )
    assert told(with_rules(WS11_6_1={"when": asked})) == [
        (
            LAW.rule("WS11-6-1").place,
            "WS11-6-1 永远不可能成立：没有任何值能满足对“死亡人数”的要求；请改正条件或删去规则",
            "WS11-6-1 can never be met: no value of deaths can be what is asked; mend the condition or remove the rule",
        )
    ]


def test_a_measure_that_is_on_though_its_text_is_hardly_known_is_told():
    measure = replace(LAW.measures.measures["M11-1"], provenance="known low")
    book = replace(LAW.measures, measures={**LAW.measures.measures, "M11-1": measure})
    assert told(replace(LAW, measures=book)) == [
        (
            measure.place,
            "M11-1 把握不足（known low）却已启用：请核对文本后改正 provenance，或写 off",
            "M11-1 is on though it is only known low: check the text and mend the provenance, or write off",
        )
    ]
