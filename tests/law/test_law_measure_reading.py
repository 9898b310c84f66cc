"""What is written of a measure, its bases and the basic list is kept, each in its place."""

from datetime import date

from lawbooks import LAW
from test_law_refusals import PARTS

from creditsvc.kernel.spans import Span
from creditsvc.law.measure_reading import read_measures
from creditsvc.law.measures import BaseEntry, Basis, Cap, Edition, Measure, Named
from creditsvc.law.parsing import parse
from creditsvc.law.places import Place

# Two lists that ship, one adverse and one favourable, under the names of the invented part.
LISTS = {"black": LAW.lists["blacklist"], "red": LAW.lists["redlist"]}
ORDER = LAW.instruments["tianjin_fire"]
FIRST = Edition(
    id="first",
    title={"zh": "初版", "en": "first"},
    in_force=Span.closed(date(2021, 1, 1), date(2021, 12, 31)),
    provenance="seen",
    place=Place("base.yaml", 3),
)
SECOND = Edition(
    id="second",
    title={"zh": "再版", "en": "second"},
    in_force=Span(from_=date(2022, 1, 1)),
    provenance="known low",
    place=Place("base.yaml", 4),
)
LAW_OF_2021 = Basis(
    title="虚构法",
    article="第一条",
    rank="law",
    in_force=Span.closed(date(2021, 9, 1), date(2023, 12, 31)),
    region=None,
    off=None,
)
SAFETY = Named(id="safety", title={"zh": "应急管理", "en": "emergency management"}, formerly="安监")
UNIT = Named(id="unit", title={"zh": "单位", "en": "unit"}, formerly=None)
BIDS = Named(id="bids", title={"zh": "招标", "en": "bids"}, formerly=None)


def named(name, zh):
    return Named(id=name, title={"zh": zh, "en": name}, formerly=None)


def book():
    text = PARTS["measures"].replace('region: "37"}', f'region: "{ORDER.region}"}}')
    return read_measures(
        parse(text, "measures.yaml"),
        parse(PARTS["base_list"], "base.yaml"),
        LISTS,
        {"text1": ORDER},
    )


def test_the_editions_of_the_basic_list_are_kept_in_order():
    assert book().editions == (FIRST, SECOND)


def test_all_that_is_written_of_a_measure_is_kept():
    assert book().measures["M-1"] == Measure(
        id="M-1",
        title={"zh": "限制", "en": "limit"},
        fields=(BIDS, named("loans", "贷款")),
        executors=(SAFETY, named("banks", "银行")),
        subjects=(UNIT, named("principal", "主要负责人")),
        lists=("black",),
        adverse=True,
        bases=(
            LAW_OF_2021,
            Basis(
                title="虚构条例",
                article="第二条",
                rank="local_regulation",
                in_force=Span(from_=date(2020, 5, 1)),
                region="3701",
                off=None,
            ),
        ),
        entries=(
            BaseEntry(
                id="publish",
                title={"zh": "公示", "en": "publish"},
                klass={"zh": "声誉", "en": "reputation"},
                editions=(FIRST, SECOND),
                provenance="seen",
            ),
            BaseEntry(
                id="bar",
                title={"zh": "限制", "en": "bar"},
                klass={"zh": "准入", "en": "access"},
                editions=(SECOND,),
                provenance="known med",
            ),
        ),
        shall=False,
        cap=Cap(unit="months", amount=6),
        needs_act="第九条",
        region="370102",
        in_force=Span.closed(date(2022, 1, 1), date(2022, 6, 30)),
        note={"zh": "注", "en": "a note"},
        off={"zh": "停", "en": "off"},
        provenance="known high",
        place=Place("measures.yaml", 8),
    )


def test_what_is_not_written_of_a_measure_is_left_out_and_its_days_begin_with_its_oldest_basis():
    assert book().measures["M-2"] == Measure(
        id="M-2",
        title={"zh": "优先", "en": "prefer"},
        fields=(BIDS,),
        executors=(SAFETY,),
        subjects=(UNIT,),
        lists=("red",),
        adverse=False,
        bases=(
            Basis(
                title=LAW_OF_2021.title,
                article="第三条",
                rank="law",
                in_force=LAW_OF_2021.in_force,
                region=None,
                off=None,
            ),
            Basis(
                title=ORDER.title["zh"],
                article="第四条",
                rank=ORDER.rank,
                in_force=ORDER.in_force,
                region=ORDER.region,
                off=ORDER.off,
            ),
        ),
        entries=(),
        shall=True,
        cap=None,
        needs_act=None,
        region=ORDER.region,
        in_force=Span(from_=min(ORDER.in_force.from_, date(2021, 9, 1))),
        note=None,
        off=None,
        provenance="design",
        place=Place("measures.yaml", 9),
    )


def test_a_cap_for_life_has_no_figure():
    text = PARTS["measures"].replace("cap: {months: 6}", "cap: {life: true}")
    text = text.replace('region: "37"}', f'region: "{ORDER.region}"}}')
    read = read_measures(
        parse(text, "m.yaml"), parse(PARTS["base_list"], "b.yaml"), LISTS, {"text1": ORDER}
    )
    assert read.measures["M-1"].cap == Cap(unit="life", amount=None)
