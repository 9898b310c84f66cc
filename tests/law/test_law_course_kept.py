"""Steps, kinds of service, periods and local files are kept whole, and refused with what to write."""

from datetime import date

import pytest

from creditsvc.kernel.spans import Span
from creditsvc.law.course import STEPS, Locality, Period, Proof, ServiceKind, Step
from creditsvc.law.course_reading import read_course
from creditsvc.law.parsing import parse
from creditsvc.law.places import Place
from creditsvc.law.procedures import ALWAYS, read_procedures, read_publications
from creditsvc.law.reading import RulebookError
from creditsvc.law.rulebook import Publication

NATIONAL = """\
black.reply: {working_days: 5, binds: party, article: 第一条, zh: 申辩, en: reply, in_force: {from: 2020-01-01, to: 2029-12-31}, region: "62", domain: fs, provenance: seen}
black.call.notice: {days: 7, least: true, binds: authority, article: 第二条, zh: 通知, en: notice, provenance: design}
black.service: {months: 1, article: 第三条, zh: 送达, en: service, provenance: known med}
"""
STEPS_TEXT = """\
black.notice: {must: always, contents: [time, rights], article: 第四条, zh: 告知, en: the notice, in_force: {from: 2021-01-01}, provenance: seen}
penalty.review: {must: if_heard, article: 第五条, zh: 审核, en: the review, provenance: design}
"""
SERVICES = """\
mail:
  zh: 邮寄
  en: by mail
  needs: {receipt: {zh: 回执, en: a receipt}, consent: {zh: 同意, en: consent, before: true}}
  one_of: {photo: {zh: 照片, en: a photo, before: false}}
  after_days: 30
  article: 第六条
  in_force: {from: 2022-01-01}
  provenance: seen
hand: {zh: 当场, en: in person, article: 第七条, provenance: known low}
"""
COUNTY = """\
region: "620502"
title: 虚构区规定
rank: local_government_rule
periods:
  black.reply: {working_days: 9, article: 第八条, zh: 申辩, en: reply, provenance: seen}
  black.call.notice: {days: 9, article: 第九条, zh: 通知, en: notice, provenance: seen}
  red.reply: {days: 3, article: 第十条, zh: 申辩, en: reply, provenance: seen}
"""
CITY = """\
region: "6205"
title: 虚构市规定
rank: normative_document
steps:
  black.review: {must: always, article: 第十一条, zh: 审核, en: the review, provenance: seen}
"""
LISTS = {"black": None, "red": None}


def course(steps=STEPS_TEXT, services=SERVICES, local=(COUNTY, CITY), national=NATIONAL):
    return read_course(
        parse(steps, "steps.yaml") if steps else None,
        parse(services, "service.yaml") if services else None,
        [parse(each, f"{number}.yaml") for number, each in enumerate(local)],
        read_procedures(parse(national, "procedures.yaml")),
        LISTS,
    )


def period(key, amount, unit, article, zh, en, **more):
    given = {"in_force": ALWAYS, "region": None, "domain": None, "provenance": "seen"} | more
    return Period(key=key, amount=amount, unit=unit, article=article, text={"zh": zh, "en": en}, **given)  # fmt: skip


def step(name, must, article, zh, en, line, **more):
    given = {"list": "black", "contents": (), "in_force": ALWAYS, "provenance": "seen"} | more
    return Step(name=name, must=must, article=article, text={"zh": zh, "en": en}, **{"place": Place("steps.yaml", line), **given})  # fmt: skip


def county(line):
    return Locality(
        title="虚构区规定",
        rank="local_government_rule",
        region="620502",
        place=Place("0.yaml", line),
    )


def test_periods_are_kept_whole_and_local_ones_bind_as_the_national_line_does():
    local = {"region": "620502"}
    assert course().periods == (
        period("black.reply", 5, "working_days", "第一条", "申辩", "reply", binds="party", region="62",
               domain="fs", in_force=Span(from_=date(2020, 1, 1), until=date(2030, 1, 1))),
        period("black.call.notice", 7, "days", "第二条", "通知", "notice", least=True, provenance="design"),
        period("black.service", 1, "months", "第三条", "送达", "service", provenance="known med"),
        period("black.reply", 9, "working_days", "第八条", "申辩", "reply", binds="party", local=county(5), **local),
        period("black.call.notice", 9, "days", "第九条", "通知", "notice", least=True, local=county(6), **local),
        period("red.reply", 3, "days", "第十条", "申辩", "reply", local=county(7), **local),
    )  # fmt: skip


def test_steps_are_kept_whole_the_local_ones_after_those_of_the_country():
    city = Locality(
        title="虚构市规定", rank="normative_document", region="6205", place=Place("1.yaml", 1)
    )
    assert course().steps == (
        step("notice", "always", "第四条", "告知", "the notice", 1, contents=("time", "rights"),
             in_force=Span(from_=date(2021, 1, 1))),
        step("review", "if_heard", "第五条", "审核", "the review", 2, list="penalty", provenance="design"),
        step("review", "always", "第十一条", "审核", "the review", 5, place=Place("1.yaml", 5), local=city),
    )  # fmt: skip


def test_kinds_of_service_are_kept_whole():
    receipt = Proof(id="receipt", title={"zh": "回执", "en": "a receipt"}, before=False)
    consent = Proof(id="consent", title={"zh": "同意", "en": "consent"}, before=True)
    photo = Proof(id="photo", title={"zh": "照片", "en": "a photo"}, before=False)
    assert course().services == {
        "mail": ServiceKind(
            id="mail", title={"zh": "邮寄", "en": "by mail"}, needs=(receipt, consent), one_of=(photo,),
            after_days=30, article="第六条", in_force=Span(from_=date(2022, 1, 1)), provenance="seen",
            place=Place("service.yaml", 1),
        ),
        "hand": ServiceKind(
            id="hand", title={"zh": "当场", "en": "in person"}, needs=(), one_of=(), after_days=0,
            article="第七条", in_force=ALWAYS, provenance="known low", place=Place("service.yaml", 10),
        ),
    }  # fmt: skip


def test_what_an_older_rulebook_has_not_is_empty():
    assert Span(from_=date.min) == ALWAYS
    older = course(steps=None, services=None, local=())
    assert (len(older.periods), older.steps, older.services) == (3, (), {})


NAMED = f"“{{key}}”应为 名单.步骤（或者 penalty.步骤）；步骤：{'、'.join(STEPS)}"
NAMED_EN = f"“{{key}}” is LIST.STEP, or penalty.STEP; a step is: {', '.join(STEPS)}"


@pytest.mark.parametrize("key", ["grey.notice", "black.party", "black.notice.early"])
def test_a_step_is_named_by_its_list_and_a_word_there_is(key):
    with pytest.raises(RulebookError) as refused:
        course(steps=STEPS_TEXT.replace("black.notice", key))
    place = "steps.yaml:1"
    assert refused.value.zh == f"{place}：{NAMED.format(key=key)}"
    assert refused.value.en == f"{place}: {NAMED_EN.format(key=key)}"


@pytest.mark.parametrize("key", ["red.answer", "black.reply.answer"])
def test_a_local_period_has_a_name_of_the_national_ones(key):
    with pytest.raises(RulebookError) as refused:
        course(local=(COUNTY.replace("red.reply", key),))
    assert refused.value.zh == f"0.yaml:7：不认识的期间“{key}”；用 procedures.yaml 中的名称"
    assert refused.value.en == f"0.yaml:7: unknown period “{key}”: use a name of procedures.yaml"


def test_a_local_file_says_something():
    with pytest.raises(RulebookError) as refused:
        course(local=(CITY[: CITY.index("steps")],))
    assert refused.value.zh == "0.yaml:1：须写 periods 或者 steps"
    assert refused.value.en == "0.yaml:1: give periods, or steps, or both"


@pytest.mark.parametrize("key", ["red.notice", "red.early.reply", "black.call.notice"])
def test_the_name_of_a_period_is_what_stands_after_its_last_dot(key):
    more = (
        course(local=(COUNTY.replace("red.reply", key),))
        if key != "black.call.notice"
        else course()
    )
    assert key in [each.key for each in more.periods if each.local is not None]


def test_a_period_has_one_unit():
    for units in ("", "days: 5, months: 1, "):
        with pytest.raises(RulebookError) as refused:
            read_procedures(parse(NATIONAL.replace("working_days: 5, ", units), "x.yaml"))
        assert refused.value.zh.endswith(
            "须写且只写一种期间单位：working_days、days、months、years"
        )
        assert refused.value.en.endswith("give exactly one of: working_days, days, months, years")


def test_what_may_be_published_of_a_list_is_kept_whole():
    text = """\
- {list: red, public: true, basis: 第四条, fields: [name, uscc], zh: 公布, en: published, in_force: {from: 2020-01-01}}
- {list: black, public: false, basis: 第五条, zh: 不公布, en: not published}
"""
    assert read_publications(parse(text, "x.yaml"), LISTS) == (
        Publication(
            list="red", public=True, basis="第四条", fields=("name", "uscc"),
            note={"zh": "公布", "en": "published"}, in_force=Span(from_=date(2020, 1, 1)), place=Place("x.yaml", 1),
        ),
        Publication(
            list="black", public=False, basis="第五条", fields=(),
            note={"zh": "不公布", "en": "not published"}, in_force=ALWAYS, place=Place("x.yaml", 2),
        ),
    )  # fmt: skip
