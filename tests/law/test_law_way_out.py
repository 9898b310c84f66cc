"""The way out: last day, earliest day, conditions and bars, in both languages."""

from dataclasses import replace

from lawbooks import LAW, day, event, found

from creditsvc.law import way_out
from creditsvc.law.display import records


def test_order_11_ends_by_itself_and_may_end_after_a_year():
    way = way_out.of_listing(LAW, "serious_dishonesty", "order11", day("2024-02-29"))
    assert (way.ends, way.last_day) == ("ex_officio", day("2027-02-28"))
    assert way.earliest == day("2025-02-28")
    assert not way.open_on(day("2025-02-27"))
    assert way.open_on(day("2025-02-28"))
    assert [each.id for each in way.conditions] == ["obligations", "effects", "no_new_conduct"]
    assert [each.article for each in way.bars] == ["第十三条第二款"]
    assert "2027-02-28" in way.sentence["zh"]
    assert "2025-02-28" in way.sentence["en"]
    assert way.body()["earliest"] == "2025-02-28"


def test_49_ends_on_application_within_thirty_days_of_expiry():
    way = way_out.of_listing(LAW, "blacklist", "安监总办〔2017〕49号", day("2022-05-01"))
    assert (way.ends, way.last_day) == ("on_application", day("2023-05-01"))
    assert way.apply_from == day("2023-04-01")
    assert way.earliest is None
    assert not way.open_on(day("2030-01-01"))
    assert "经申请" in way.sentence["zh"]
    assert "2023-04-01" in way.sentence["en"]


def test_a_decision_may_have_set_another_last_day():
    way = way_out.of_listing(
        LAW, "serious_dishonesty", "order11", day("2024-01-01"), last_day=day("2025-06-30")
    )
    assert way.last_day == day("2025-06-30")


def test_a_finding_has_the_way_out_of_the_listing_it_leads_to():
    finding = found(
        [event("A", "ws.unlicensed_operation", "2026-01-01", "2026-02-01", sector="chemical")],
        "2026-11-21",
    )["WS11-7-1"]
    way = way_out.of_finding(LAW, finding, day("2026-11-21"))
    assert (way.earliest, way.last_day) == (day("2027-11-21"), day("2029-11-21"))


def test_what_the_rulebook_does_not_know_has_no_way_out():
    assert way_out.of_listing(LAW, "redlist", "order11", day("2026-01-01")) is None
    assert way_out.of_listing(LAW, "redlist", "nobody", day("2026-01-01")) is None


def test_every_list_of_every_instrument_has_a_way_out():
    for instrument in (each for each in LAW.instruments.values() if each.off is None):
        for name in instrument.terms:
            way = way_out.of_listing(LAW, name, instrument.id, day("2024-01-01"))
            assert way.last_day > day("2024-01-01")
            assert way.sentence["zh"].endswith("。")


def test_a_record_is_repaired_after_the_shortest_display():
    made = event("P", "ws.penalty", "2026-03-01", "2026-04-01", penalty_types=["fine"])
    (record,) = records(LAW, [made], day("2026-11-21"))
    way = way_out.of_record(LAW, record)
    assert (way.earliest, way.last_day) == (day("2026-07-01"), day("2027-04-01"))
    assert {each.id for each in way.conditions} == {"minimum", "obligations", "commitment"}


def test_a_record_that_is_not_shown_needs_no_way_out():
    made = event("P", "ws.penalty", "2026-03-01", "2026-04-01", procedure="simple")
    (record,) = records(LAW, [made], day("2026-11-21"))
    assert way_out.of_record(LAW, record) is None


def test_what_ends_on_no_known_day_names_none():
    way = replace(
        way_out.of_listing(LAW, "serious_dishonesty", "order11", day("2024-02-29")), last_day=None
    )
    assert "last day" not in way.sentence["en"]
    assert "最后一日" not in way.sentence["zh"]
