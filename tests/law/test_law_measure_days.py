"""Until when a measure binds, on which days that may change, and which texts carry it: as values."""

from dataclasses import replace
from datetime import date

import pytest
from lawbooks import LAW

from creditsvc.kernel.spans import Span
from creditsvc.law.measures import BaseEntry, Basis, Cap, Edition, shared_region, uncarried
from creditsvc.law.places import Place

START = date(2026, 12, 5)
YEAR = Cap(unit="months", amount=12)
ON = date(2024, 1, 1)
EDITION = Edition(
    id="first",
    title={"zh": "初版", "en": "first"},
    in_force=Span.closed(date(2021, 12, 1), date(2022, 12, 31)),
    provenance="design",
    place=Place("base.yaml", 1),
)
ENTRY = BaseEntry(
    id="publish",
    title={"zh": "公示", "en": "publish"},
    klass={"zh": "声誉", "en": "reputation"},
    editions=(EDITION,),
    provenance="design",
)


def basis(rank, *, region=None, title="虚构法", until=None, off=None):
    in_force = Span.closed(date(2021, 9, 1), until)
    return Basis(
        title=title, article="第一条", rank=rank, in_force=in_force, region=region, off=off
    )


def measure(*bases, **told):
    """A burden that holds since 2020 and that no entry of the basic list names, unless told."""
    plain = {
        "bases": bases or (basis("law"),),
        "entries": (),
        "in_force": Span(from_=date(2020, 1, 1)),
        "cap": None,
        "needs_act": None,
    }
    return replace(LAW.measures.measures["WSL78-3"], **plain | told)


def lacking(one, on=ON):
    return uncarried(LAW.measures, one, on)


@pytest.mark.parametrize(
    ("cap", "alone", "earlier", "later"),
    [
        (None, None, date(2027, 12, 4), date(2027, 12, 6)),
        (YEAR, date(2027, 12, 5), date(2027, 12, 4), date(2027, 12, 5)),
        (Cap(unit="percent", amount=10), None, date(2027, 12, 4), date(2027, 12, 6)),
        (Cap(unit="life", amount=None), None, date(2027, 12, 4), date(2027, 12, 6)),
    ],
    ids=["no cap", "months", "per cent", "life"],
)
def test_a_measure_ends_with_its_months_or_its_entry_whichever_is_earlier(
    cap, alone, earlier, later
):
    one = measure(cap=cap)
    ends = [one.last_day(START, each) for each in (None, date(2027, 12, 4), date(2027, 12, 6))]
    assert ends == [alone, earlier, later]


def test_a_measure_turns_where_it_or_a_basis_or_an_edition_begins_or_has_ended():
    one = measure(
        basis("law", until=date(2025, 6, 30)),
        basis("central_policy"),
        entries=(ENTRY,),
        in_force=Span.closed(date(2022, 2, 1), date(2028, 1, 31)),
    )
    turns = {
        date(2022, 2, 1), date(2028, 2, 1), date(2021, 9, 1), date(2025, 7, 1),
        date(2021, 12, 1), date(2023, 1, 1),
    }  # fmt: skip
    assert one.turns(START) == turns
    assert replace(one, cap=Cap(unit="life", amount=None)).turns(START) == turns
    assert replace(one, cap=YEAR).turns(START) == turns | {date(2027, 12, 6)}


@pytest.mark.parametrize(
    ("rank", "region", "carried"),
    [
        ("law", None, True),
        ("administrative_regulation", None, True),
        ("central_policy", None, True),
        ("local_regulation", "37", True),
        ("local_regulation", None, False),
        ("departmental_rule", None, False),
        ("normative_document", "37", False),
    ],
)
def test_beyond_the_basic_list_a_burden_needs_a_text_of_such_a_rank(rank, region, carried):
    told = {
        "zh": "不在全国失信惩戒措施基础清单之内，也没有法律、行政法规、中央政策文件或者当地地方性法规为依据"
        "（国办发〔2020〕49号）",
        "en": "no entry of the national basic list and no law, administrative regulation, central policy"
        " document or regulation of that place carries it (国办发〔2020〕49号)",
    }
    assert lacking(measure(basis(rank, region=region))) == (None if carried else told)


@pytest.mark.parametrize(
    ("ranks", "enough"),
    [
        (["law"], True),
        (["administrative_regulation"], True),
        (["central_policy", "administrative_regulation"], True),
        (["central_policy"], False),
        (["local_regulation", "departmental_rule"], False),
    ],
)
def test_where_a_text_asks_for_an_act_a_law_or_an_administrative_regulation_is_one(ranks, enough):
    told = {
        "zh": "第九条要求另有法律、行政法规的规定，没有现行有效的",
        "en": "第九条 asks for a law or an administrative regulation besides, and none is in force",
    }
    bases = [basis(each, region="37") for each in ranks]
    assert lacking(measure(*bases, needs_act="第九条")) == (None if enough else told)


def test_without_a_basis_in_force_it_is_told_of_each_when_it_was_or_that_it_is_off():
    one = measure(
        basis("law", until=date(2023, 12, 31)),
        basis("law", title="停用的法", off={"zh": "未核实", "en": "not verified"}),
    )
    assert lacking(one, date(2023, 12, 31)) is None
    assert lacking(one) == {
        "zh": "2024-01-01没有现行有效的依据：虚构法2021-09-01至2023-12-31施行；停用的法已停用",
        "en": "no basis is in force on 2024-01-01: 虚构法 is in force from 2021-09-01 to 2023-12-31;"
        " 停用的法 is switched off",
    }


@pytest.mark.parametrize(
    ("on", "told"),
    [
        (date(2022, 1, 31), "（2022-02-01至2028-01-31）"),
        (date(2022, 2, 1), None),
        (date(2028, 1, 31), None),
        (date(2028, 2, 1), "（2022-02-01至2028-01-31）"),
    ],
)
def test_outside_its_own_days_a_measure_tells_them(on, told):
    one = measure(in_force=Span.closed(date(2022, 2, 1), date(2028, 1, 31)))
    lacks = lacking(one, on)
    assert (lacks and lacks["zh"]) == (told and f"不在可以采取的日期之内{told}")


@pytest.mark.parametrize(
    ("places", "shared"),
    [
        ([], ""),
        (["140105"], "140105"),
        (["14010500", "14010599"], "140105"),
        (["140105", "140116"], "1401"),
        (["140105", "142200"], "14"),
        (["140105", "370102"], None),
        (["140105", ""], None),
    ],
)
def test_places_share_a_county_a_city_or_a_province(places, shared):
    assert shared_region(places) == shared


@pytest.mark.parametrize(("on", "binds"), [(date(2021, 11, 30), False), (date(2021, 12, 1), True)])
def test_the_basic_list_binds_from_the_first_day_of_its_first_edition(on, binds):
    assert LAW.measures.list_binds(on) is binds
