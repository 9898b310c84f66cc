"""The bans and closure referrals of 安全生产法 (2021 text): met, not met, open, and the edges."""

import pytest
from lawbooks import LAW, SHIPPED, event, found, missing

from creditsvc.law.loader import load

ON = "2026-06-30"


def bans(events, on=ON, law=LAW):
    """The bans found, by rule."""
    return {rule: each for rule, each in found(events, on, law).items() if rule.startswith("BAN")}


def certificate(day, **facts):
    return event("A", "ws.false_certification", day, mode="false_report", **facts)


def test_a_service_body_that_certifies_falsely_is_barred_from_the_work():
    (ban,) = bans([certificate("2022-01-01", sector="service_body")]).values()
    assert (ban.rule, ban.list, ban.firm) == ("BAN-92", None, True)
    assert ban.ban.who == ("enterprise", "responsible_persons")
    assert (ban.ban.from_, ban.ban.months, ban.ban.grave.months) == ("service", 60, None)
    assert "五年内不得从事" in ban.explanation["zh"]


def test_only_a_service_body_is_and_an_unknown_sector_leaves_it_open():
    assert bans([certificate("2022-01-01", sector="chemical")]) == {}
    assert missing([certificate("2022-01-01")], ON)["BAN-92"] == {"sector of A"}


@pytest.mark.parametrize(
    ("conduct", "penalised", "review"),
    [
        ("2021-09-01", None, False),
        ("2021-08-31", None, None),
        ("2021-08-31", "2021-08-31", None),
        ("2021-08-31", "2021-09-01", True),
    ],
)
def test_the_text_of_2021_bans_for_conduct_from_its_first_day(conduct, penalised, review):
    made = event("A", "ws.suspension_defied", conduct, penalised)
    got = bans([made]).get("BAN-113d")
    assert (got and got.legal_review) == review


def test_a_unit_that_defies_its_suspension_is_referred_for_closure():
    finding = bans([event("A", "ws.suspension_defied", "2025-01-01")])["BAN-113d"]
    assert finding.referral.to["zh"] == "地方人民政府"
    assert finding.article == "第一百一十三条第（四）项"
    assert finding.triggered_on.isoformat() == "2025-01-01"


def test_a_suspended_event_leaves_the_referral_open():
    held = event("A", "ws.suspension_defied", "2025-01-01", status="suspended")
    assert missing([held], ON)["BAN-113d"] == {"A is suspended"}


def penalties(*days, kind="ws.penalty"):
    return [
        event(f"P{number}", kind, "2025-01-01", day) for number, day in enumerate(days, start=1)
    ]


HAZARD = event("H", "ws.hazard_overdue", "2025-01-01")


@pytest.mark.parametrize(
    ("days", "met"),
    [
        (("2025-01-01", "2025-03-01", "2025-06-30"), True),  # the 180th day after the first
        (("2025-01-01", "2025-03-01", "2025-07-01"), False),
        (("2025-01-01", "2025-07-01", "2025-12-01", "2026-01-01"), True),  # the corresponding day
        (("2025-01-01", "2025-07-01", "2025-12-01", "2026-01-02"), False),
        (("2025-01-01", "2025-03-01"), False),
    ],
)
def test_a_hazard_with_three_penalties_in_180_days_or_four_in_a_year(days, met):
    assert ("BAN-113a" in bans([HAZARD, *penalties(*days)])) is met


def test_without_a_major_hazard_penalties_alone_close_nobody():
    assert bans(penalties("2025-01-01", "2025-02-01", "2025-03-01")) == {}


@pytest.mark.parametrize(
    "kind", ["ws.unlicensed_operation", "ws.mining_out_of_bounds", "fs.penalty"]
)
def test_penalties_under_other_laws_do_not_count(kind):
    days = ("2025-01-01", "2025-02-01", "2025-03-01")
    assert "BAN-113a" not in bans([HAZARD, *penalties(*days, kind=kind)])


def test_a_penalty_for_the_hazard_itself_counts():
    hazard = event("H", "ws.hazard_ignored", "2025-01-01", "2025-03-01")
    finding = bans([hazard, *penalties("2025-01-01", "2025-02-01")])["BAN-113a"]
    assert finding.evidence == ("H", "P1", "P2")


UNFIT = {"sector": "chemical", "deaths": 10, "unfit": True}


def test_an_accident_of_unfit_conditions_is_off_until_a_place_states_the_fact():
    accident = event("A", "ws.accident", "2025-01-01", **UNFIT)
    assert bans([accident]) == {}
    law = load(SHIPPED, switched_on={"BAN-113c"})
    assert "BAN-113c" in bans([accident], law=law)
    lesser = event("A", "ws.accident", "2025-01-01", **{**UNFIT, "deaths": 9})
    assert bans([lesser], law=law) == {}
    bare = event("A", "ws.accident", "2025-01-01", deaths=10)
    assert missing([bare], ON, law)["BAN-113c"] == {"facts.unfit of A"}


@pytest.mark.parametrize(
    "rule", ["BAN-94", "BAN-94-life", "BAN-R40", "BAN-F69", "BAN-C72", "BAN-SZ60a", "BAN-SZ60b"]
)
def test_bans_of_persons_find_nothing_against_the_enterprise(rule):
    told = LAW.rule(rule)
    assert (told.about, told.list, told.off) == ("person", None, None)
    assert told.ban.who in {("principal",), ("responsible_persons",)}
    assert told not in LAW.in_use


def test_a_dismissed_principal_is_no_finding_and_no_open_rule_of_the_enterprise():
    accident = event(
        "A", "ws.accident", "2025-01-01", deaths=1, principal_sanction="dismissed", region="440304"
    )
    assert bans([accident]) == {}
    assert not any(rule.startswith("BAN") for rule in missing([accident], ON))


def test_no_role_is_ever_a_name():
    fact = LAW.kinds.kinds["ws.accident"].facts["principal_sanction"]
    assert list(fact.values) == ["liable", "dismissed", "criminal"]


@pytest.mark.parametrize("rule", LAW.rules, ids=lambda rule: rule.id)
def test_bans_and_referrals_lead_to_no_list(rule):
    if rule.ban is not None or rule.referral is not None:
        assert (rule.list, rule.term) == (None, None)
        assert rule.id.startswith("BAN-")
