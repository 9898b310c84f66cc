"""How an honour is granted is kept whole, told line by line, and refused where it says too little."""

from dataclasses import replace
from datetime import date

import pytest
from lawbooks import day, event
from test_law_refusals import KINDS_TEXT

from creditsvc.law.case import open_case
from creditsvc.law.doubts import Remark
from creditsvc.law.grant_lines import grant_lines
from creditsvc.law.grants import Grant, GrantCondition, read_grant
from creditsvc.law.kinds import kinds_of
from creditsvc.law.parsing import parse
from creditsvc.law.reading import RulebookError
from creditsvc.law.selecting import Window

TEXT = """\
article: 第四条
provenance: known med
renewal: {months: 6, provenance: design}
levels:
  - {id: county, zh: 县级, en: county, provenance: known high}
  - {id: city, zh: 市级, en: city, provenance: seen}
conditions:
  - {id: clean, article: 第五条, zh: 无火灾, en: no fire, when: {not: {event: {kind: x.fire}}}, ends_by_record: true}
  - {id: paper, article: 第六条, zh: 有承诺, en: a commitment, paper: {zh: 承诺书, en: the commitment}}
  - {id: listed, article: 第七条, zh: 不在名单, en: on no list, unlisted: true}
"""
CLEAN = """\
{id: clean, article: 第五条, zh: 无火灾, en: no fire, when: {not: {event: {kind: x.fire}}}, ends_by_record: true}"""


@pytest.fixture(scope="module")
def kinds():
    """The invented kinds."""
    return kinds_of(parse(KINDS_TEXT, "kinds.yaml"))


def read(text, kinds):
    return read_grant(parse(text, "x.yaml"), kinds)


def condition(name, article, zh, en, **more):
    given = {"paper": None, "unlisted": False, "ends_by_record": False, "meets": None} | more
    return GrantCondition(id=name, article=article, text={"zh": zh, "en": en}, **given)


def test_a_grant_is_kept_whole(kinds):
    grant = read(TEXT, kinds)
    assert replace(grant, conditions=()) == Grant(
        article="第四条",
        levels=(
            Remark(id="county", article=None, text={"zh": "县级", "en": "county"}, provenance="known high"),
            Remark(id="city", article=None, text={"zh": "市级", "en": "city"}, provenance="seen"),
        ),
        conditions=(),
        renew_months=6,
        provenance="known med",
    )  # fmt: skip
    assert grant.conditions == (
        condition("clean", "第五条", "无火灾", "no fire", ends_by_record=True),
        condition("paper", "第六条", "有承诺", "a commitment", paper={"zh": "承诺书", "en": "the commitment"}),
        condition("listed", "第七条", "不在名单", "on no list", unlisted=True),
    )  # fmt: skip
    assert [each.automatic for each in grant.conditions] == [True, False, True]


def test_a_condition_asks_the_record_where_it_says_so_and_there_alone(kinds):
    clean, *others = read(TEXT, kinds).conditions
    assert [each.meets for each in others] == [None, None]
    on = day("2026-03-01")
    for events, met in (((), True), ((event("A", "x.fire", "2026-01-01"),), False)):
        case = open_case(events, on, kinds)
        assert clean.meets(case, Window(date.min, wide=False)).truth is met


def test_a_grant_is_told_line_by_line_in_both_languages(kinds):
    zh, en = zip(*grant_lines(read(TEXT, kinds)), strict=True)
    assert zh == (
        "授予：企业申请，县级、市级逐级审核，公示后由最后一级授予（第四条）",
        "条件1：无火灾（第五条）——按记录核对，记录显示违反的即时移出",
        "条件2：有承诺（第六条）——凭承诺书认定",
        "条件3：不在名单（第七条）——不在失信名单上",
        "重新申请：期满前6个月起",
    )
    assert en == (
        "Granted on application: reviewed by county, city, announced, granted by the last (第四条)",
        "Condition 1: no fire (第五条); checked against the record, a breach on record ends the honour",
        "Condition 2: a commitment (第六条); judged by the commitment",
        "Condition 3: on no list (第七条); on no adverse list",
        "Applied for anew from 6 months before its last day",
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "zh", "en"),
    [
        ("provenance: known med", "provenance: known med\nby: x", 3, "不认识的词“by”；此处可用：article、levels、conditions、renewal、provenance", "unknown word “by”; use one of: article, levels, conditions, renewal, provenance"),
        ("renewal: {months: 6,", "renewal: {months: 6, by: x,", 3, "不认识的词“by”；此处可用：months、provenance", "unknown word “by”; use one of: months, provenance"),
        ("provenance: design}", "provenance: heard}", 3, "“provenance”应为：seen、known high、known med、known low、design；而不是“heard”", "“provenance” is one of: seen, known high, known med, known low, design; not “heard”"),
        ("id: city", "id: county", 6, "“county”写了两次，请改一处", "“county” stands twice: change one"),
        ("en: city,", "en: city, by: x,", 6, "不认识的词“by”；此处可用：id、zh、en、provenance", "unknown word “by”; use one of: id, zh, en, provenance"),
        (", unlisted: true", "", 10, "须写明如何核对：when、unlisted 或 paper", "say how it is checked: when, unlisted or paper"),
        (", unlisted: true", ", unlisted: false", 10, "须写明如何核对：when、unlisted 或 paper", "say how it is checked: when, unlisted or paper"),
        (", unlisted: true", ", unlisted: true, by: x", 10, "不认识的词“by”；此处可用：id、article、zh、en、when、paper、unlisted、ends_by_record", "unknown word “by”; use one of: id, article, zh, en, when, paper, unlisted, ends_by_record"),
    ],
)  # fmt: skip
def test_what_says_too_little_or_twice_is_refused_with_its_line(old, new, line, zh, en, kinds):
    assert old in TEXT
    with pytest.raises(RulebookError) as refused:
        read(TEXT.replace(old, new, 1), kinds)
    assert refused.value.line == line
    assert (refused.value.zh, refused.value.en) == (f"x.yaml:{line}：{zh}", f"x.yaml:{line}: {en}")


def test_a_grant_without_levels_is_refused(kinds):
    text = f"article: 第四条\nprovenance: seen\nrenewal: {{months: 6, provenance: seen}}\nlevels: []\nconditions: [{CLEAN}]\n"
    with pytest.raises(RulebookError, match="at least one"):
        read(text, kinds)
