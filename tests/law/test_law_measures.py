"""Which measures may be issued on a day: their bases, the basic list, the place, what is off."""

from dataclasses import replace

import pytest
from lawbooks import LAW, changed, day, event, found

from creditsvc.law.loader import load
from creditsvc.law.measures import if_listed, issuable, why_not

MEASURES = "measures.yaml"
BOOK = LAW.measures


def ids(list_id, on, region=None, book=BOOK):
    return [each.id for each in issuable(book, list_id=list_id, region=region, on=day(on))]


def why(measure, list_id, on, region=None, book=BOOK):
    """The English reason, or None."""
    found = why_not(book, book.measures[measure], list_id=list_id, region=region, on=day(on))
    return found and found["en"]


def test_every_measure_of_the_memo_and_of_order_11_is_there():
    wanted = {f"J{number:02}" for number in range(1, 30)} | {f"M11-{item}" for item in range(1, 7)}
    assert wanted <= BOOK.measures.keys()


def test_what_nobody_verified_is_off_and_says_why_in_both_languages():
    doubtful = [
        each for each in BOOK.measures.values() if each.provenance in ("known med", "known low")
    ]
    assert len(doubtful) >= 14
    assert all(each.off is not None and each.off.keys() == {"zh", "en"} for each in doubtful)


def test_a_measure_that_is_off_can_be_issued_on_no_day():
    assert why("J16", "blacklist", "2018-01-01").startswith("switched off: ")
    assert "J16" not in ids("blacklist", "2018-01-01")


def test_deleting_its_line_off_switches_a_measure_on(tmp_path):
    text = (changed(tmp_path, MEASURES, "measures:", "measures:") / MEASURES).read_text("utf-8")
    entry = text[text.index("  - id: J16\n") : text.index("  - id: J17\n")]
    opened = "".join(
        line for line in entry.splitlines(keepends=True) if not line.startswith("    off:")
    )
    law = load(changed(tmp_path, MEASURES, entry, opened))
    assert "J16" in ids("blacklist", "2018-01-01", book=law.measures)


@pytest.mark.parametrize(
    ("on", "there"), [("2023-09-30", False), ("2023-10-01", True)], ids=["before", "first day"]
)
def test_measures_of_order_11_begin_with_it(on, there):
    assert ("M11-1" in ids("serious_dishonesty", on)) is there


@pytest.mark.parametrize(
    ("on", "there"), [("2021-08-31", False), ("2021-09-01", True)], ids=["before", "first day"]
)
def test_measures_of_article_78_begin_with_the_law_of_2021(on, there):
    assert ("WSL78-1" in ids("blacklist", on)) is there


def test_article_78_binds_and_order_11_leaves_it_to_a_decision_in_each_case():
    found = issuable(BOOK, list_id="serious_dishonesty", region=None, on=day("2026-01-01"))
    shall = {each.id for each in found if each.shall}
    assert shall == {f"WSL78-{number}" for number in range(1, 7)}
    assert "M11-2" in {each.id for each in found}


def test_the_memo_carried_its_measures_alone_until_the_basic_list_came():
    assert "J04" in ids("joint_punishment", "2018-01-01")
    assert "J04" in ids("joint_punishment", "2021-11-30")
    assert why("J04", "joint_punishment", "2021-12-01").startswith("outside the days")


def test_the_basic_list_stops_a_measure_that_only_a_memo_carries(tmp_path):
    law = load(changed(tmp_path, MEASURES, "from: 2016-05-09, to: 2021-11-30", "from: 2016-05-09"))
    assert "J04" in ids("blacklist", "2021-11-30", book=law.measures)
    reason = why("J04", "blacklist", "2021-12-01", book=law.measures)
    assert reason.startswith("no entry of the national basic list")


def test_an_entry_of_the_basic_list_carries_a_measure_of_a_departmental_rule(tmp_path):
    assert why("M11-4", "serious_dishonesty", "2024-01-01") is None
    without = changed(
        tmp_path,
        MEASURES,
        "    entry: honours\n    verb: may\n    provenance: known high\n",
        "    verb: may\n    provenance: known high\n",
    )
    reason = why("M11-4", "serious_dishonesty", "2024-01-01", book=load(without).measures)
    assert "basic list" in reason


def test_an_entry_carries_only_while_an_edition_has_it(tmp_path):
    told = "honours: {class: management, "
    book = load(changed(tmp_path, "base_list.yaml", told, told + 'editions: ["2021", "2022"], '))
    assert "M11-4" in ids("serious_dishonesty", "2023-12-31", book=book.measures)
    assert "M11-4" not in ids("serious_dishonesty", "2024-01-01", book=book.measures)


def test_a_law_carries_a_measure_that_the_basic_list_does_not_name():
    assert BOOK.measures["WSL78-3"].entries == ()
    assert why("WSL78-3", "serious_dishonesty", "2024-01-01") is None


def test_a_local_regulation_carries_a_measure_in_its_own_place_alone():
    assert BOOK.measures["SD28-3"].entries == ()
    assert "SD28-3" in ids("serious_dishonesty", "2024-01-01", "370100")
    assert "SD28-3" not in ids("serious_dishonesty", "2024-01-01", "410100")
    assert "SD28-3" not in ids("serious_dishonesty", "2024-01-01")
    assert why("SD28-3", "serious_dishonesty", "2024-01-01") == "it holds in region 37 alone"


def test_a_local_regulation_carries_nothing_before_its_first_day():
    assert "SD28-3" not in ids("serious_dishonesty", "2020-09-30", "370000")
    assert "SD28-3" in ids("serious_dishonesty", "2020-10-01", "370000")


def test_a_normative_document_of_a_place_does_not_carry_a_burden(tmp_path):
    told = "{title: 《山东省社会信用条例》, rank: local_regulation"
    law = load(
        changed(tmp_path, MEASURES, told, told.replace("local_regulation", "normative_document"))
    )
    reason = why("SD28-3", "serious_dishonesty", "2024-01-01", "370000", law.measures)
    assert "regulation of that place" in reason


def test_an_incentive_needs_a_basis_in_force_and_no_entry_of_the_punishment_list():
    assert "RL133-3-1" not in ids("redlist", "2017-12-06")
    assert "RL133-3-1" in ids("redlist", "2017-12-07")
    assert "RL133-3-1" in ids("redlist", "2026-01-01")


def test_what_restricts_rights_in_a_province_waits_for_a_law_that_says_so(tmp_path):
    text = (changed(tmp_path, MEASURES, "measures:", "measures:") / MEASURES).read_text("utf-8")
    entry = text[text.index("  - id: ZJ26\n") : text.index("  - id: BJ53\n")]
    opened = "".join(
        line for line in entry.splitlines(keepends=True) if not line.startswith("    off:")
    )
    law = load(changed(tmp_path, MEASURES, entry, opened))
    reason = why("ZJ26", "serious_dishonesty", "2024-01-01", "330100", law.measures)
    assert "asks for a law or an administrative regulation besides" in reason
    basis = "{text: zhejiang_credit, article: 第二十六条}"
    carried = opened.replace(basis, f"{basis}, {{text: safety_law, article: 第九十四条}}")
    law = load(changed(tmp_path, MEASURES, opened, carried))
    assert "ZJ26" in ids("serious_dishonesty", "2024-01-01", "330100", law.measures)


def test_a_measure_rests_on_no_instrument_that_is_off(tmp_path):
    head = "  rank: departmental_rule\n"
    off = head + "  off: {zh: 未核实, en: not verified}\n"
    law = load(changed(tmp_path, "instruments/order11.yaml", head, off))
    reason = why("M11-1", "serious_dishonesty", "2024-01-01", book=law.measures)
    assert reason.startswith("no basis is in force on 2024-01-01")
    assert "is switched off" in reason


def test_a_measure_of_one_list_is_not_issued_for_another():
    assert why("M11-1", "blacklist", "2024-01-01") == "it is not a measure of this list"


def test_a_new_measure_comes_by_the_file_alone(tmp_path):
    new = """measures:
  - id: NEW-1
    zh: 不得参加试点
    en: no part in pilots
    field: pilots
    executor: reform
    subject: enterprise
    lists: [serious_dishonesty]
    basis: [{text: order11, article: 第八条第（五）项}]
    entry: convenience
    verb: may
    cap: {months: 12}
    provenance: design
"""
    book = changed(tmp_path, MEASURES, "measures:\n", new)
    changed(tmp_path, MEASURES, "fields:\n", "fields:\n  pilots: {zh: 试点, en: pilots}\n")
    law = load(book)
    assert "NEW-1" in ids("serious_dishonesty", "2026-01-01", book=law.measures)
    assert "NEW-1" not in ids("serious_dishonesty", "2023-09-30", book=law.measures)
    assert law.digest != LAW.digest


def carried(*regions):
    """The ids that a finding on two major accidents would carry, which happened in *regions*."""
    rows = [
        event(
            f"A{number}", "ws.accident", "2025-01-01", "2025-02-01",
            sector="chemical", grade="major", region=region,
        )
        for number, region in enumerate(regions)
    ]  # fmt: skip
    finding = found(rows, "2026-01-01")["WS11-6-2"]
    return {each.id for each in if_listed(BOOK, finding, rows, day("2026-01-01"))}


def test_a_finding_carries_the_measures_of_its_list_and_of_the_place():
    nation_wide = set(ids("serious_dishonesty", "2026-01-01"))
    assert carried("370100", "370200") == nation_wide | {f"SD28-{item}" for item in range(1, 5)}


@pytest.mark.parametrize("regions", [("370100", "410100"), ("370100", None), (None, None)])
def test_places_that_differ_or_are_unknown_leave_the_nation_wide_measures(regions):
    assert carried(*regions) == set(ids("serious_dishonesty", "2026-01-01"))


def test_a_finding_without_a_list_carries_no_measures():
    rows = [
        event(
            "A",
            "ws.false_certification",
            "2025-01-01",
            "2025-02-01",
            sector="service_body",
            mode="false_report",
        )
    ]
    finding = found(rows, "2026-01-01")["BAN-92"]
    assert if_listed(BOOK, finding, rows, day("2026-01-01")) == ()


def test_a_basis_holds_where_it_is_verified_and_in_force():
    basis = LAW.measures.measures["WSL78-1"].bases[0]
    first = basis.in_force.from_
    assert basis.holds(first)
    assert not basis.holds(day("2021-08-31"))
    assert not replace(basis, off={"zh": "停", "en": "off"}).holds(first)
