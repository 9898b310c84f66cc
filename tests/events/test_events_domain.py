"""An event is checked as a whole, in one form, and nothing in it is guessed."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creditsvc.events.domain import (
    EventContent,
    EventRefused,
    Parsed,
    StatusConflict,
    as_law_event,
    identity_key,
    moved,
    parse,
    reinstate,
    revoke,
    suspend,
)
from creditsvc.kernel.regions import Regions
from creditsvc.kernel.text import name_key
from creditsvc.kernel.uscc import check_sign
from creditsvc.law.kinds import Kinds

CONFIG = Path(__file__).parents[2] / "config"
KINDS = Kinds.read(CONFIG / "law" / "kinds.yaml")
REGIONS = Regions.read(
    CONFIG / "codes" / "regions.csv",
    CONFIG / "codes" / "regions_history.csv",
    CONFIG / "codes" / "region_extensions.csv",
)
FIRST17 = "91999999MA0000001"
CODE = FIRST17 + check_sign(FIRST17)
WRONG = FIRST17 + ("0" if CODE[-1] != "0" else "1")
TODAY = date(2026, 11, 21)


def raw(**changes):
    base = {
        "source": "test-bureau",
        "source_ref": "1",
        "uscc": CODE,
        "name": "虚构甲有限公司",
        "kind": "ws.accident",
        "occurred_on": "2025-03-01",
    }
    return {k: v for k, v in {**base, **changes}.items() if v is not ...}


def read(*, strict=False, **changes) -> Parsed:
    return parse(raw(**changes), KINDS, REGIONS, strict_code=strict, today=TODAY)


def content(**changes) -> EventContent:
    return read(**changes).content


def facts(kind="ws.accident", **stated):
    return dict(content(kind=kind, facts=stated).facts)


def refusal(*, strict=True, **changes) -> EventRefused:
    with pytest.raises(EventRefused) as caught:
        read(strict=strict, **changes)
    return caught.value


def pointers(*, strict=True, **changes) -> list[str]:
    return [error.pointer for error in refusal(strict=strict, **changes).errors]


# --- the whole ---------------------------------------------------------------------------------


def test_a_bare_event_is_read_and_what_is_absent_stays_absent():
    parsed = read(strict=True)
    assert parsed.warnings == ()
    assert parsed.code_problem is None
    assert parsed.content.canonical() == {
        "source": "test-bureau",
        "source_ref": "1",
        "uscc": CODE,
        "name": "虚构甲有限公司",
        "kind": "ws.accident",
        "occurred_on": "2025-03-01",
        "status": "effective",
    }


def test_every_wrong_field_is_named_at_once():
    assert pointers(
        colour="red",
        source="  ",
        uscc=WRONG,
        kind="ws.penalty",
        occurred_on="2025-02-30",
        region="999999",
        sector="mining",
        status="dead",
        facts={"deaths": 1, "fine": -5, "penalty_types": ["fine", "beating"]},
    ) == [
        "/colour",
        "/uscc",
        "/source",
        "/occurred_on",
        "/region",
        "/sector",
        "/facts/deaths",
        "/facts/fine",
        "/facts/penalty_types",
        "/status",
    ]


def test_a_refusal_speaks_chinese_and_english_and_counts_the_rest():
    why = refusal(source=..., name=...)
    assert "缺少 source" in why.zh
    assert "source is missing (and 1 more errors)" in why.en
    assert why.field == "/source"


@pytest.mark.parametrize("name", ["source", "source_ref", "name", "kind", "occurred_on"])
@pytest.mark.parametrize("value", [..., None, "", "  "])
def test_a_required_field_may_not_be_missing_or_empty(name, value):
    assert pointers(**{name: value}) == [f"/{name}"]


@pytest.mark.parametrize("value", [1, True, ["x"], {"a": 1}, Decimal(1)])
def test_text_is_text(value):
    assert pointers(source_ref=value) == ["/source_ref"]


def test_an_unknown_field_is_named_with_what_was_likely_meant():
    error = refusal(ocurred_on="2025-03-01").errors[0]
    assert error.pointer == "/ocurred_on"
    assert "occurred_on" in error.en
    assert "facts" in refusal(**{"facts.deaths": 1}).errors[0].en


def test_pointers_escape_what_json_pointers_escape():
    assert pointers(**{"a/b~c": 1}) == ["/a~1b~0c"]
    assert pointers(facts={"a/b": 1}) == ["/facts/a~1b"]


def test_half_a_surrogate_pair_and_nul_are_refused_and_can_be_printed():
    for text in ("甲\ud800", "甲\x00", "甲\n乙"):
        assert pointers(name=text) == ["/name"]
    why = refusal(**{"\ud800": 1})
    assert why.errors[0].en.encode()


def test_a_summary_may_have_lines():
    assert content(summary="一\n二").summary == "一\n二"


def test_a_name_has_an_end():
    assert len(content(name="甲" * 200).name) == 200
    assert pointers(name="甲" * 201) == ["/name"]


# --- who ---------------------------------------------------------------------------------------


def test_lower_case_and_full_width_codes_are_normalised():
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in CODE)
    assert content(uscc=CODE.lower()).uscc == CODE
    assert content(uscc=f" {wide} ").uscc == CODE
    assert read(uscc=CODE.lower(), strict=True).warnings == ()


def test_a_wrong_check_sign_is_an_error_over_http_that_tells_the_right_one():
    error = refusal(uscc=WRONG).errors[0]
    assert error.pointer == "/uscc"
    assert f"'{CODE[-1]}'" in error.en
    assert f"“{CODE[-1]}”" in error.zh


def test_a_wrong_check_sign_in_a_file_is_kept_warned_of_and_parked():
    parsed = read(uscc=WRONG.lower())
    assert parsed.content.uscc == WRONG
    assert "wrong check sign" in (parsed.code_problem or "")
    assert parsed.warnings[0].startswith("uscc: ")


def test_a_masked_code_in_a_file_is_parked_too():
    parsed = read(uscc="9142****3682682693")
    assert parsed.content.uscc == "9142****3682682693"
    assert parsed.code_problem


@pytest.mark.parametrize("old", ["320123000172059", "3201230001720", "12345678-9", "MA0000008"])
def test_an_old_number_in_uscc_moves_to_other_id_with_a_warning(old):
    parsed = read(uscc=old)
    assert (parsed.content.uscc, parsed.content.other_id) == (None, old)
    assert parsed.code_problem is None
    assert "other_id" in parsed.warnings[0]


def test_over_http_an_old_number_in_uscc_is_an_error_with_the_mend():
    error = refusal(uscc="320123000172059").errors[0]
    assert error.pointer == "/uscc"
    assert "other_id" in error.en


def test_an_old_number_against_another_other_id_is_parked_and_neither_is_lost():
    parsed = read(uscc="320123000172059", other_id="320103000220458")
    assert parsed.code_problem
    assert (parsed.content.uscc, parsed.content.other_id) == ("320123000172059", "320103000220458")
    same = read(uscc="320123000172059", other_id="320123000172059")
    assert same.code_problem is None


def test_a_unified_code_in_other_id_is_not_left_where_no_lookup_finds_it():
    parsed = read(uscc=..., other_id=CODE.lower())
    assert (parsed.content.uscc, parsed.content.other_id) == (CODE, None)
    assert parsed.warnings
    assert pointers(uscc=..., other_id=CODE) == ["/other_id"]


def test_a_residents_identity_number_is_refused_everywhere_and_never_repeated():
    resident = "11010519491231002X"
    for strict in (True, False):
        for field in ("uscc", "other_id"):
            why = refusal(strict=strict, **{"uscc": ..., field: resident})
            assert [error.pointer for error in why.errors] == [f"/{field}"]
            assert resident not in str(why)


def test_the_identity_is_the_code_else_the_old_number_else_the_name():
    assert identity_key(content()) == ("uscc", CODE)
    assert identity_key(content(uscc="320123000172059")) == ("other_id", "320123000172059")
    name = "虚构（甲） 公司"
    assert identity_key(content(uscc=..., name=name)) == ("name", name_key("虚构(甲)公司"))


def test_a_wrong_code_of_the_authority_is_an_error_over_http_and_a_warning_in_files():
    assert pointers(authority_uscc="11") == ["/authority_uscc"]
    parsed = read(authority_uscc="11")
    assert parsed.content.authority_uscc == "11"
    assert parsed.code_problem is None
    assert parsed.warnings[0].startswith("authority_uscc: ")


# --- what, when, where -------------------------------------------------------------------------


def test_an_unknown_kind_is_named_once_with_what_was_likely_meant():
    why = refusal(kind="ws.acident", facts={"deaths": "many"})
    assert [error.pointer for error in why.errors] == ["/kind"]
    assert "ws.accident" in why.errors[0].en


def test_kind_and_sector_may_be_given_by_their_chinese_titles():
    assert content(kind="火灾事故", sector="煤矿").kind == "fs.accident"
    assert content(sector="煤矿").sector == "coal_mine"


@pytest.mark.parametrize(
    "day", ["2025-02-30", "2025-13-01", "2025-3-1", "20250301", "2025-03-01T00:00", "yesterday"]
)
def test_days_exist_and_are_written_one_way(day):
    assert pointers(occurred_on=day) == ["/occurred_on"]
    assert pointers(penalised_on=day) == ["/penalised_on"]


def test_the_leap_day_exists_in_leap_years_alone():
    assert content(occurred_on="2024-02-29").occurred_on == date(2024, 2, 29)
    assert pointers(occurred_on="2025-02-29") == ["/occurred_on"]


def test_a_penalty_before_the_conduct_is_warned_of_and_on_its_day_is_not():
    assert read(penalised_on="2025-03-01").warnings == ()
    assert read(penalised_on="2025-02-28").warnings[0].startswith("penalised_on: ")


def test_a_defied_penalty_is_naturally_older_than_its_defiance():
    assert read(kind="ws.penalty_defied", penalised_on="2024-01-01").warnings == ()


def test_a_day_still_to_come_is_accepted_with_a_warning_and_today_without():
    assert read(occurred_on="2026-11-21").warnings == ()
    assert read(occurred_on="2026-11-22").warnings[0].startswith("occurred_on: ")
    without = parse(raw(occurred_on="2099-12-31"), KINDS, REGIONS, strict_code=True)
    assert without.warnings == ()
    assert parse(raw(occurred_on="2100-01-02"), KINDS, REGIONS, strict_code=True).warnings


def test_a_day_before_the_republic_is_a_slip_worth_a_warning():
    assert read(occurred_on="1949-09-30").warnings
    assert read(occurred_on="1949-10-01").warnings == ()


def test_a_day_before_all_reckoning_is_refused():
    assert read(occurred_on="1900-01-01").warnings
    assert pointers(occurred_on="1899-12-31") == ["/occurred_on"]
    assert pointers(occurred_on="0202-05-03") == ["/occurred_on"]


def test_regions_that_ever_were_are_accepted_and_others_are_not():
    assert content(region="350500").region == "350500"
    assert content(region="110103").region == "110103"  # 崇文区, gone since 2010
    for wrong in ("35050", "3505000", "福建省", "350599x", "990000"):
        assert pointers(region=wrong) == ["/region"]


def test_status_is_effective_unless_stated():
    assert content().status == "effective"
    assert content(status="suspended").status == "suspended"
    assert pointers(status="cancelled") == ["/status"]


# --- facts -------------------------------------------------------------------------------------


def test_counts_take_numbers_and_digits():
    assert facts(deaths=3) == {"deaths": 3}
    assert (
        facts(deaths="3") == facts(deaths=" ３ ") == facts(deaths=Decimal("3.0")) == {"deaths": 3}
    )
    assert facts(deaths=0) == {"deaths": 0}


@pytest.mark.parametrize(
    "value", [-1, "-1", True, 1.0, "1.5", Decimal("1.5"), "三", [], {}, [1], "1e3"]
)
def test_counts_refuse_everything_else(value):
    if value == []:
        assert facts(deaths=value) == {}
    else:
        assert pointers(facts={"deaths": value}) == ["/facts/deaths"]


def test_money_is_exact_yuan():
    for value in (1000, "1000", "1000.0", "1000.00", Decimal(1000), Decimal("1E+3")):
        assert facts(direct_loss=value) == {"direct_loss": Decimal("1000.00")}
    assert content(facts={"direct_loss": "0.5"}).canonical()["facts"] == {"direct_loss": "0.50"}


@pytest.mark.parametrize(
    "value", [-1, "-0.01", 0.5, 1000.0, "1.001", "1,000", "一万", "1e3", True, "NaN"]
)
def test_money_refuses_floats_signs_and_fractions_of_a_fen(value):
    assert pointers(facts={"direct_loss": value}) == ["/facts/direct_loss"]


@pytest.mark.parametrize("value", [Decimal("1E+999999"), Decimal("1E-999999"), 10**30, "9" * 5000])
def test_monstrous_numbers_are_refused_without_effort(value):
    for name in ("deaths", "direct_loss", "fine_multiplier"):
        assert pointers(facts={name: value}) == [f"/facts/{name}"]


def test_multipliers_are_exact_figures():
    assert facts(fine_multiplier="2.50") == facts(fine_multiplier=Decimal("2.5"))
    assert facts(fine_multiplier=2) == facts(fine_multiplier="2.0")
    assert pointers(facts={"fine_multiplier": 2.5}) == ["/facts/fine_multiplier"]


@pytest.mark.parametrize(
    ("value", "meant"),
    [(True, True), (False, False), ("true", True), ("FALSE", False), ("是", True), ("否", False)],
)
def test_yes_and_no_in_the_words_of_tables(value, meant):
    assert facts(liable=value) == {"liable": meant}


@pytest.mark.parametrize("value", [1, 0, "1", "yes", "maybe", "无"])
def test_what_is_neither_yes_nor_no_is_refused(value):
    assert pointers(facts={"liable": value}) == ["/facts/liable"]


def test_codes_take_their_chinese_titles():
    assert facts(grade="较大") == facts(grade="major") == {"grade": "major"}
    assert pointers(facts={"grade": "medium"}) == ["/facts/grade"]


def test_a_level_is_one_fact_as_number_or_text():
    assert facts("honour.standardization", level=1) == {"level": "1"}
    assert facts("honour.standardization", level="1") == {"level": "1"}
    assert pointers(kind="honour.standardization", facts={"level": 4}) == ["/facts/level"]


def test_a_false_report_survives_the_spreadsheets_own_false():
    assert facts("ws.report_violation", mode=False) == {"mode": "false"}
    assert facts("ws.report_violation", mode="谎报") == {"mode": "false"}
    assert pointers(kind="ws.report_violation", facts={"mode": True}) == ["/facts/mode"]


def test_lists_of_codes_are_sets():
    expected = {"penalty_types": ("fine", "warning")}
    for value in (["warning", "fine"], ["fine", "warning", "fine"], "罚款；警告", "fine、warning"):
        assert facts("ws.penalty", penalty_types=value) == expected
    for wrong in (["fine", "x"], "x", [1], 3, {"fine": 1}):
        assert pointers(kind="ws.penalty", facts={"penalty_types": wrong}) == [
            "/facts/penalty_types"
        ]


def test_an_empty_list_states_nothing_rather_than_nothing_severe():
    assert facts("ws.penalty", penalty_types=[]) == {}
    assert facts("ws.penalty", penalty_types=None, fine="") == {}


def test_days_among_the_facts_exist_too():
    assert facts("ws.hazard_overdue", due_on="2025-03-31") == {"due_on": date(2025, 3, 31)}
    assert pointers(kind="ws.hazard_overdue", facts={"due_on": "2025-02-30"}) == ["/facts/due_on"]


def test_a_fact_of_another_kind_is_unknown_here():
    assert pointers(kind="ws.hazard_ignored", facts={"deaths": 1}) == ["/facts/deaths"]
    assert pointers(kind="ws.hazard_ignored", facts={"deaths": None}) == ["/facts/deaths"]


def test_facts_are_an_object():
    for wrong in ([], [1], "deaths", 3):
        assert pointers(facts=wrong) == ["/facts"]


# --- one content, one digest -------------------------------------------------------------------


def test_equal_content_has_one_digest_however_it_was_written():
    one = content(facts={"deaths": 1, "direct_loss": "1000", "liable": True})
    two = content(
        facts={"liable": "是", "direct_loss": "1000.00", "deaths": "1"}, uscc=CODE.lower()
    )
    assert one.digest() == two.digest()
    assert one == two


@pytest.mark.parametrize(
    "change",
    [
        {"source_ref": "2"},
        {"name": "虚构乙有限公司"},
        {"occurred_on": "2025-03-02"},
        {"status": "suspended"},
        {"facts": {"deaths": 0}},
        {"summary": "x"},
        {"uscc": ...},
    ],
)
def test_other_content_has_another_digest(change):
    assert content(**change).digest() != content().digest()


accident_facts = st.fixed_dictionaries(
    {},
    optional={
        "deaths": st.integers(0, 400).flatmap(lambda n: st.sampled_from([n, str(n), f" {n}"])),
        "direct_loss": st.integers(0, 10**11).map(lambda n: f"{n // 100}.{n % 100:02}"),
        "liable": st.sampled_from([True, "是", False, "否"]),
        "grade": st.sampled_from(["general", "较大", "serious"]),
        "fine_multiplier": st.decimals(0, 10, places=2),
    },
)
names = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=50
)


@given(accident_facts, names, st.dates(date(1950, 1, 1), date(2026, 1, 1)))
def test_what_was_read_reads_back_as_the_same_content(stated, name, day):
    one = content(facts=stated, name=name, occurred_on=day.isoformat(), region="620500")
    again = parse(one.canonical(), KINDS, REGIONS, strict_code=True).content
    assert again == one
    assert again.digest() == one.digest()


@given(
    st.dictionaries(
        st.text(max_size=12) | st.sampled_from(["facts", "uscc", "kind", "region", "occurred_on"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.decimals(),
            lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner),
            max_leaves=5,
        ),
    ),
    st.booleans(),
)
def test_whatever_is_sent_it_is_read_or_refused_by_name(extra, strict):
    try:
        parsed = parse({**raw(), **extra}, KINDS, REGIONS, strict_code=strict)
        errors = ()
    except EventRefused as why:
        parsed, errors = None, why.errors
    assert bool(parsed) != bool(errors)
    assert all(
        error.pointer.encode() and error.zh.encode() and error.en.encode() for error in errors
    )
    assert parsed is None or len(parsed.content.digest()) == 64


# --- for the law, and status ---------------------------------------------------------------------


def test_the_law_sees_the_event_without_who_or_where_from():
    event = as_law_event(
        content(facts={"direct_loss": "12.5", "deaths": 1}, sector="coal_mine", region="620500"),
        "ref-9",
    )
    assert (event.ref, event.kind, event.sector, event.region) == (
        "ref-9",
        "ws.accident",
        "coal_mine",
        "620500",
    )
    assert dict(event.facts) == {"direct_loss": Decimal("12.50"), "deaths": 1}
    assert KINDS.check(event.kind, event.facts) == ()


def test_the_stated_sector_overrides_the_derived_one():
    assert as_law_event(content(sector="chemical"), "r", sector="other").sector == "chemical"
    assert as_law_event(content(), "r", sector="other").sector == "other"
    assert as_law_event(content(), "r").sector is None


def test_the_status_now_may_stand_in_for_the_one_reported():
    assert as_law_event(content(), "r", status="revoked").status == "revoked"


def test_lawful_moves_of_status():
    assert suspend("effective") == "suspended"
    assert revoke("effective") == revoke("suspended") == "revoked"
    assert reinstate("suspended") == reinstate("revoked") == "effective"


@pytest.mark.parametrize(
    ("move", "status"),
    [
        (suspend, "suspended"),
        (suspend, "revoked"),
        (revoke, "revoked"),
        (reinstate, "effective"),
    ],
)
def test_a_move_that_changes_nothing_or_cannot_be_is_a_conflict(move, status):
    with pytest.raises(StatusConflict) as caught:
        move(status)
    assert caught.value.facts["status"] == status


def test_a_moved_content_differs_in_its_status_alone():
    after = moved(content(), "revoke")
    assert after.status == "revoked"
    assert moved(after, "reinstate") == content()
