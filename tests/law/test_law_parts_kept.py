"""What is written of an instrument, a rule, an exit and a kind is kept, each in its place."""

from dataclasses import replace
from datetime import date

import pytest
from lawbooks import LAW
from test_law_refusals import KINDS_TEXT, PARTS

from creditsvc.kernel.spans import Span
from creditsvc.law.conditions import Scope, read_condition
from creditsvc.law.consequences import read_then
from creditsvc.law.counting import CountingDays
from creditsvc.law.coverage import places
from creditsvc.law.domain import Term
from creditsvc.law.doubts import Remark
from creditsvc.law.duties import ALL, WEIGHTS, Certificate, Duty
from creditsvc.law.duty_text import read_duties
from creditsvc.law.duty_wording import duty_text
from creditsvc.law.exits import read_exit
from creditsvc.law.explain import rule_lines
from creditsvc.law.facts import Fact
from creditsvc.law.instruments import Vocabulary, read_instrument, read_span
from creditsvc.law.kinds import Grades, Kind, Sector, kinds_of
from creditsvc.law.orders import read_classes, read_display
from creditsvc.law.parsing import parse
from creditsvc.law.places import Place, RulebookError
from creditsvc.law.rulebook import (
    Basis,
    Exit,
    Instrument,
    Overlay,
    Provision,
    Requirement,
    Restoration,
)
from creditsvc.law.rules import needed_kinds, read_rule
from creditsvc.law.schemes import read_schemes

EXIT = """\
ends: ex_officio
article: 第九条
apply_days_before: 30
early:
  after_months: 12
  article: 第十条
  conditions: [{id: minimum, article: 第十一条, zh: 满期, en: long enough, automatic: true}]
  bars: [{id: other, article: 第十二条, zh: 不得, en: may not}]
  restoration: {months: 36, article: 第十三条}
returns: [{id: again, article: 第十四条, zh: 再犯, en: again, provenance: seen}]
lost_by: [{id: lost, article: 第十五条, zh: 失去, en: lost, provenance: known low}]
"""
PLAIN_EXIT = (
    "{ends: on_application, article: 第九条, conditions: [{id: a, article: 第十条, zh: 甲, en: a}]}"
)
CHANNELS = "channels: [{article: 第三条, zh: 网站, en: a site, provenance: known high}]\n"


@pytest.fixture(scope="module")
def words():
    """The invented kinds, and two lists that ship under invented names."""
    lists = {"black": LAW.lists["blacklist"], "red": LAW.lists["redlist"]}
    return Vocabulary(kinds=kinds_of(parse(KINDS_TEXT, "kinds.yaml")), lists=lists)


def whole_exit():
    return Exit(
        ends="ex_officio",
        article="第九条",
        early_after=12,
        early_article="第十条",
        apply_days_before=30,
        conditions=(
            Requirement(
                id="minimum",
                article="第十一条",
                text={"zh": "满期", "en": "long enough"},
                automatic=True,
            ),
        ),
        bars=(
            Requirement(
                id="other",
                article="第十二条",
                text={"zh": "不得", "en": "may not"},
                automatic=False,
            ),
        ),
        restoration=Restoration(months=36, article="第十三条"),
        returns=(
            Remark(
                id="again",
                article="第十四条",
                text={"zh": "再犯", "en": "again"},
                provenance="seen",
            ),
        ),
        lost_by=(
            Remark(
                id="lost",
                article="第十五条",
                text={"zh": "失去", "en": "lost"},
                provenance="known low",
            ),
        ),
    )


def test_an_exit_is_kept_whole_and_what_it_does_not_say_is_nothing():
    assert read_exit(parse(EXIT, "x.yaml")) == whole_exit()
    plain = read_exit(parse(PLAIN_EXIT, "x.yaml"))
    assert (plain.early_after, plain.early_article, plain.apply_days_before) == (None, None, None)
    assert (plain.bars, plain.restoration, plain.returns, plain.lost_by) == ((), None, (), ())
    assert [(each.id, each.automatic) for each in plain.conditions] == [("a", False)]


def test_a_remark_without_an_article_names_none():
    remark = whole_exit().returns[0]
    told = {"id": "again", "zh": "再犯", "en": "again", "provenance": "seen"}
    assert remark.body() == {**told, "article": "第十四条"}
    assert replace(remark, article=None).body() == told


def test_an_instrument_is_kept_whole(words):
    text = PARTS["instruments"] + CHANNELS
    nine = Exit(
        ends="ex_officio",
        article="第九条",
        early_after=None,
        early_article=None,
        apply_days_before=None,
        conditions=(),
        bars=(),
        restoration=None,
        returns=(),
        lost_by=(),
    )
    assert read_instrument(parse(text, "x.yaml"), words) == Instrument(
        id="text1",
        number="虚构令第1号",
        title={"zh": "虚构办法", "en": "invented measures"},
        issuer="虚构部",
        rank="departmental_rule",
        in_force=Span.closed(date(2020, 1, 1), date(2024, 2, 29)),
        region="37",
        basis=Basis(title="虚构法", rank="law", region="3701"),
        terms={"red": Term(months=12, counts_from="decision")},
        exits={"red": nine},
        grants={},
        overlay=Overlay(instrument="text2", effect="narrows"),
        determines=(
            Provision(article="第二条", text={"zh": "甲", "en": "a"}, provenance="design"),
        ),
        channels=(
            Provision(
                article="第三条", text={"zh": "网站", "en": "a site"}, provenance="known high"
            ),
        ),
        off=None,
        provenance="design",
        place=Place("x.yaml", 1),
    )


def test_an_instrument_says_no_more_than_it_must(words):
    text = PARTS["instruments"].replace('  region: "37"\n', "").replace(', region: "3701"}', "}")
    text = text.replace("  overlays: text2\n  effect: narrows\n", "  off: {zh: 停, en: off}\n")
    found = read_instrument(parse(text, "x.yaml"), words)
    assert (found.region, found.basis.region, found.overlay) == (None, None, None)
    assert (found.off, found.channels) == ({"zh": "停", "en": "off"}, ())


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("{from: 2020-01-01, to: 2020-01-01}", date(2020, 1, 2)),
        ("{from: 2020-01-01, to: 2020-01-02}", date(2020, 1, 3)),
        ("{from: 2020-01-01}", None),
    ],
)
def test_a_text_may_be_in_force_for_one_day(text, until):
    assert read_span(parse(text, "x.yaml")) == Span(from_=date(2020, 1, 1), until=until)


def rule(words, text=PARTS["rules"], head=PARTS["instruments"]):
    document = parse(head, "head.yaml")
    return read_rule(parse(text, "x.yaml"), read_instrument(document, words), document, words)


def test_a_rule_is_kept_whole(words):
    found = rule(words)
    assert found.id == "T-1"
    assert (found.article, found.title) == ("第一条", {"zh": "虚构规则", "en": "invented rule"})
    assert found.when == read_condition(parse("event: {kind: x.fire}", "x.yaml"), words.kinds)
    assert found.scope == Scope(sectors=frozenset({"mine"}), regions=("3701",))
    assert (found.list, found.list_title) == ("red", LAW.lists["redlist"].title)
    assert (found.about, found.discretionary, found.counts_earlier) == ("person", False, False)
    assert found.term == Term(months=12, counts_from="decision")
    assert (found.ban, found.referral, found.persons, found.off) == (None, None, (), None)
    assert (found.provenance, found.place) == ("design", Place("x.yaml", 1))
    assert (found.kinds, found.grades) == (frozenset({"x.fire"}), False)
    assert found.instrument.id == "text1"


def test_what_a_rule_does_not_say_its_instrument_says(words):
    marks = "  counts_earlier: true\n  requires: penalty\n  sectors: [mine]\n"
    head = PARTS["instruments"].replace("  id: text1\n", f"  id: text1\n{marks}")
    silent = PARTS["rules"].replace("sectors: [mine]\n", "").replace('regions: ["3701"]\n', "")
    silent = silent.replace("subject: person\n", "")
    assert rule(words, silent, head).scope == Scope(
        sectors=frozenset({"mine"}), regions=("37",), penalty="made"
    )
    assert rule(words, silent, head).counts_earlier
    assert rule(words, silent).scope == Scope(regions=("37",))
    assert rule(words, silent).about == "enterprise"
    own = silent + "counts_earlier: true\nrequires: no_later_penalty\ndiscretion: true\n"
    assert rule(words, own).scope.penalty == "not_later"
    assert (rule(words, own).counts_earlier, rule(words, own).discretionary) == (True, True)
    own = silent + "counts_earlier: false\nrequires: no_later_penalty\n"
    assert rule(words, own, head).scope.penalty == "not_later"
    assert not rule(words, own, head).counts_earlier
    one = silent + 'regions: "3702"\n'
    assert rule(words, one).scope.regions == ("3702",)
    everywhere = PARTS["instruments"].replace('  region: "37"\n', "")
    assert rule(words, one, everywhere).scope.regions == ("3702",)
    assert rule(words, silent, everywhere).scope.regions is None


FIRE, ACCIDENT = "{event: {kind: x.fire}}", "{event: {kind: x.accident}}"
ABSENT = "{absent: {event: {kind: x.fire}, for: {months: 1}}}"


@pytest.mark.parametrize(
    ("when", "kinds"),
    [
        (FIRE, {"x.fire"}),
        ("{count: {event: {kind: x.*}, at_least: 1}}", {"x.fire", "x.accident"}),
        (ABSENT, None),
        (f"{{not: {FIRE}}}", None),
        (f"{{all: [{ABSENT}, {ACCIDENT}, {FIRE}]}}", {"x.accident"}),
        (f"{{all: [{ABSENT}]}}", None),
        (f"{{any: [{ACCIDENT}, {FIRE}]}}", {"x.fire", "x.accident"}),
        (f"{{any: [{ACCIDENT}, {ABSENT}]}}", None),
    ],
)
def test_the_kinds_a_condition_cannot_do_without(when, kinds, words):
    assert needed_kinds(read_condition(parse(when, "x.yaml"), words.kinds)) == kinds


def fact(name, zh, en, kind, values=None, *, ordered=False):
    return Fact(
        name=name,
        title={"zh": zh, "en": en},
        type=kind,
        values=values or {},
        ordered=ordered,
        absent_means=None,
    )


def test_kinds_facts_tables_and_sectors_are_kept_whole(words):
    deaths = fact("deaths", "死亡人数", "deaths", "integer")
    grade = {"low": {"zh": "低", "en": "low"}, "high": {"zh": "高", "en": "high"}}
    accident, fire = words.kinds.kinds["x.accident"], words.kinds.kinds["x.fire"]
    assert fire == Kind(
        id="x.fire",
        title={"zh": "火灾", "en": "fire"},
        polarity="adverse",
        facts={"deaths": deaths},
        graded_by=None,
    )
    assert accident.facts["grade"] == fact("grade", "等级", "grade", "code", grade, ordered=True)
    assert accident.facts["until"] == fact("until", "有效期", "valid until", "date")
    assert (accident.id, accident.follows_penalty) == ("x.accident", False)
    assert accident.graded_by == Grades(
        fact="grade",
        source="虚构第三条",
        floors={"low": {"deaths": 0, "loss": 0}, "high": {"deaths": 3, "loss": 10}},
        figures=("deaths", "loss"),
    )
    assert accident.counted_by == CountingDays(
        figures=("deaths",),
        days=30,
        shorter={"liable": 7},
        source="虚构第十三条",
        provenance="design",
    )
    assert words.kinds.sectors == {
        "mine": Sector(id="mine", title={"zh": "矿山", "en": "mine"}, groups=frozenset({"heavy"}))
    }
    assert words.kinds.groups == {"heavy"}


def test_marks_of_kinds_and_facts_are_kept():
    text = KINDS_TEXT.replace("polarity: favourable", "polarity: favourable, follows_penalty: true")
    text = text.replace("type: boolean", "type: boolean, absent_means: false")
    text = text.replace("floors: {low: {deaths: 0, loss: 0}", "floors: {low: {times: 0}")
    text = text.replace("high: {deaths: 3, loss: 10}", "high: {times: 3}")
    kinds = kinds_of(parse(text, "kinds.yaml"))
    assert kinds.kinds["y.honour"].follows_penalty
    assert kinds.kinds["x.accident"].facts["liable"].absent_means is False
    table = kinds.kinds["x.accident"].graded_by
    assert table.figures == ("times",)
    assert [table.reached({"times": each}) for each in (None, "2.9", "3")] == [None, "low", "high"]


VALUES = {"low": {"zh": "低", "en": "low"}, "high": {"zh": "高", "en": "high"}}
STATED = [
    ("integer", [0, 1, 10**18], [-1, True, "1", 1.0, None], "应为非负整数", " must be a whole number, not below zero"),
    ("money", [0, "0", "0.00", "0.01", 1, "10.50", "1e2"], ["-0.01", -1, "0.001", "x", True, "NaN"],
     "应为以元计的金额（至多两位小数，不得为负）", " must be an amount in yuan, at most two decimals, not below zero"),
    ("decimal", [0, "0", "0.5", "0.001", 1], ["-0.1", -1, "x", True, "Infinity"],
     "应为非负数", " must be a number, not below zero"),
    ("boolean", [True, False], [0, 1, "true"], "应为 true 或 false", " must be true or false"),
    ("code", ["low", "high"], ["none", True, ["low"]], "应为：low、high", " must be one of: low, high"),
    ("codes", [[], ["low"], ["high", "low"], ("low",)], ["low", ["none"], [["low"]]],
     "应为列表，取自：low、high", " must be a list out of: low, high"),
    ("date", ["2024-02-29", date(2024, 2, 29)], ["2023-02-29", 2024, "soon"],
     "应为真实存在的日期", " must be a real day"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "good", "bad", "zh", "en"), STATED, ids=lambda each: str(each)[:9]
)
def test_what_a_fact_may_be_and_what_is_said_of_the_rest(kind, good, bad, zh, en):
    one = fact("name", "名", "name", kind, VALUES if kind.startswith("code") else None)
    assert [one.fault(each) for each in good] == [None] * len(good)
    assert {one.fault(each) for each in bad} == {(f"“名”{zh}", f"name{en}")}


def told(errors):
    return [(each.pointer, each.zh, each.en) for each in errors]


def test_unknown_kinds_facts_and_sectors_are_told_with_those_there_are(words):
    kinds = words.kinds
    assert told(kinds.check("x.flood", {})) == [
        ("/kind", "不认识的事件类型“x.flood”", "unknown kind of event “x.flood”")
    ]
    assert told(kinds.check("x.fire", {"deaths": 0, "loss": 1})) == [
        (
            "/facts/loss",
            "“火灾”没有事实“loss”；可用：deaths",
            "x.fire has no fact “loss”; it has: deaths",
        )
    ]
    assert told(kinds.check("z.certificate", {"loss": 1}))[0][2].endswith("it has: mode, until")
    assert told(kinds.check("z.certificate", {"loss": 1}))[0][1].endswith("可用：mode、until")
    assert told(kinds.check("y.honour", {"loss": 1})) == [
        (
            "/facts/loss",
            "“荣誉”没有事实“loss”；可用：无",
            "y.honour has no fact “loss”; it has: none",
        )
    ]
    assert told(kinds.check("x.fire", {"deaths": None})) == []
    assert told(kinds.check("x.fire", {"deaths": -1})) == [
        ("/facts/deaths", "“死亡人数”应为非负整数", "deaths must be a whole number, not below zero")
    ]
    assert kinds.check_sector("mine") == ()
    two = KINDS_TEXT + "  farm: {zh: 农业, en: farm}\n"
    assert told(kinds_of(parse(two, "kinds.yaml")).check_sector("sea")) == [
        (
            "/sector",
            "不认识的行业代码“sea”；可用：mine、farm",
            "unknown sector “sea”; use one of: mine, farm",
        )
    ]


def duties(words, old="", new=""):
    """The invented lines on supervision, one thing in them changed."""
    text = PARTS["supervision"]
    assert old in text
    scheme = read_schemes(
        [parse(PARTS["schemes"], "s.yaml")], parse(PARTS["records"], "r.yaml"), words
    )
    return read_duties(parse(text.replace(old, new, 1), "x.yaml"), words, scheme)


def test_lines_on_supervision_are_kept_whole(words):
    book = duties(words)
    assert book.exceptions == ({"zh": "举报", "en": "a report"},)
    assert book.certificate == Certificate(
        kind="z.certificate", level="mode", valid_until="until", levels=("late", "never")
    )
    ceiling, draw = book.lines
    assert ceiling == Duty(
        id="L-1",
        says="ceiling",
        by="tiers",
        figures={"A": 4, "B": 2},
        scheme="default",
        per="year",
        authority=None,
        basis="虚构",
        article="第七条",
        region="3701",
        sectors=frozenset({"mine"}),
        in_force=Span(from_=date.min),
        off=None,
        provenance="design",
        place=Place("x.yaml", 4),
    )
    assert (draw.figures, draw.by, draw.scheme) == ({"red": WEIGHTS.index("higher")}, "lists", None)


def test_a_line_on_supervision_may_speak_of_all_of_a_county_and_of_an_authority(words):
    (_, draw) = duties(words, "lists: {red: higher}", "all: highest").lines
    assert draw.figures == {ALL: WEIGHTS.index("highest")}
    more = 'region: "370102", authority: {zh: 县级, en: the county}, in_force: {from: 2020-01-01}, off: {zh: 停, en: off}'
    first = duties(words, 'region: "3701"', more).lines[0]
    assert (first.region, first.in_force) == ("370102", Span(from_=date(2020, 1, 1)))
    assert (first.authority, first.off) == (
        {"zh": "县级", "en": "the county"},
        {"zh": "停", "en": "off"},
    )
    floor = duties(
        words, "says: ceiling", "authority: {zh: 县级, en: the county}, says: floor"
    ).lines[0]
    assert duty_text(floor, 1) == {
        "zh": "县级每年检查不少于1次",
        "en": "at least 1 inspection a year by the county",
    }
    assert duty_text(replace(floor, authority=None), 2) == {
        "zh": "每年检查不少于2次",
        "en": "at least 2 inspections a year",
    }


def test_a_graver_ban_has_its_own_length_and_a_sum_may_be_of_decimals(words):
    text = (
        "then: {list: red, ban: {who: [principal], from: market, months: 1, zh: 禁, en: ban,"
        " counts_from: decision, grave: {from: any_unit, months: 2}}}"
    )
    ban = read_then(
        parse(text, "x.yaml"), ("red",), {"red": Term(months=12, counts_from="decision")}
    ).ban
    assert (ban.months, ban.grave.months, ban.grave.from_, ban.counts_from) == (
        1,
        2,
        "any_unit",
        "decision",
    )
    own = "then: {list: red, term: {months: 3, counts_from: grant, repeat_months: 4}}"
    term = read_then(parse(own, "x.yaml"), ("red",), {}).term
    assert term == Term(months=3, counts_from="grant", repeat_months=4)
    total = read_condition(
        parse("sum: {event: {kind: x.accident}, fact: times, at_least: 1}", "x.yaml"), words.kinds
    )
    assert total.fact == "times"


def test_what_stands_in_a_text_that_is_off_is_told_as_off():
    off, source = {"zh": "停", "en": "off"}, LAW.instruments["order11"]
    shut = {**LAW.instruments, "order11": replace(source, off=off)}
    for law, told in ((LAW, None), (replace(LAW, instruments=shut), off)):
        for word in ("term", "exit"):
            assert places(law)[f"{word}:order11/serious_dishonesty"].off == told


def lines_of(name, **change):
    return [each[1] for each in rule_lines(replace(LAW.rule(name), **change))]


def test_a_rule_is_shown_with_its_place_what_follows_and_how_it_ends():
    rule = LAW.rule("WS11-7-1")
    told = lines_of("WS11-7-1")
    assert (
        told[4]
        == "Consequence: is to be entered on the list of seriously dishonest subjects in work safety"
    )
    assert told[-1] == f"Stands at {rule.place.file}:{rule.place.line}, digest {rule.digest}"
    assert "At expiry: removed ex officio (第十三条)" in told
    assert "Early removal: after 12 months, on application (第十三条、第十八条、第十九条)" in told
    assert not any(each.startswith("Switched off") for each in told)
    told = lines_of("WS49-2-02")
    assert "At expiry: removed on application (第八条)" in told
    assert not any(each.startswith("Early removal") for each in told)
    assert "Switched off: off" in lines_of("WS11-7-1", off={"zh": "停", "en": "off"})
    assert "Consequence: for persons only, none for the enterprise" in lines_of("WS11-6-5")
    assert "Consequence: no list, no effect on the tier" in lines_of("BAN-113d")
    assert not any(each.startswith("At expiry") for each in lines_of("BAN-113d"))


def test_classes_of_records_are_kept_whole(words):
    text = PARTS["records"].replace("{where: {loss: 1}}", "{where: {deaths: 1}}")
    classes = read_classes(parse(text, "x.yaml"), words.kinds)
    told = [(each.klass, each.source, each.place) for each in classes.rules]
    assert told == [
        ("severe", "第一条", Place("x.yaml", 4)),
        ("general", "第二条", Place("x.yaml", 5)),
        ("minor", "第三条", Place("x.yaml", 6)),
    ]
    severe, general, minor = (each.examples for each in classes.rules)
    assert [each.kinds for each in severe] == [{"x.fire"}, {"x.accident", "x.fire"}]
    assert [[(one.fact.name, one.bounds[0].values) for one in each.where] for each in severe] == [
        [],
        [("deaths", (1,))],
    ]
    assert [each.kinds for each in general] == [{"x.accident"}]
    assert minor is None


def test_a_display_order_stands_where_it_is_written(words):
    source = read_instrument(parse(PARTS["instruments"], "x.yaml"), words)
    text = f"display:\n  {PARTS['displays'].strip().replace(chr(10), chr(10) + '  ')}\n"
    order = read_display(parse(text, "x.yaml").need("display"), source)
    assert (order.place, order.instrument, order.article) == (Place("x.yaml", 1), source, "第三条")


def test_a_scheme_of_tiers_is_kept_whole(words):
    text = PARTS["schemes"].replace("en: a,", "en: a, note: {zh: 注, en: a note},")
    text = text.replace(
        "[{records: [severe], at_least: 2, within: {months: 12}}]",
        "[{records: [severe, minor], at_least: 2, within: {months: 12}}, {records: [severe], at_least: 3, within: {months: 12}}]",
    )
    text += "  - {id: E, zh: 戊, en: e, counts: [{event: {kind: x.fire}, at_least: 1, within: {months: 6}}, {event: {kind: x.fire}, at_least: 2, within: {months: 9}}], provenance: seen}\n"
    (scheme,) = read_schemes(
        [parse(text, "x.yaml")], parse(PARTS["records"], "x.yaml"), words
    ).values()
    assert (scheme.source, scheme.place) == ("虚构", Place("x.yaml", 1))
    assert [each.place.line for each in scheme.tiers] == [5, 6, 7, 8, 9]
    notes = [each.note for each in scheme.tiers]
    assert notes == [{"zh": "注", "en": "a note"}, None, None, None, None]
    counted = [each for tier in scheme.tiers for each in tier.counts]
    assert [each.title for each in counted] == [
        {"zh": "轻微、严重合计", "en": "minor or severe"},
        {"zh": "严重", "en": "severe"},
        {"zh": "火灾", "en": "fire"},
        {"zh": "火灾", "en": "fire"},
    ]
    assert [each.classes for each in counted] == [{"severe", "minor"}, {"severe"}, set(), set()]
    assert len({each.what for each in counted}) == 4
    assert all(len(each.what) == 64 for each in counted)


def test_a_scheme_names_lists_that_there_are(words):
    text = PARTS["schemes"].replace("lists: [red]", "lists: [grey]")
    with pytest.raises(RulebookError, match="unknown list"):
        read_schemes([parse(text, "x.yaml")], parse(PARTS["records"], "x.yaml"), words)
