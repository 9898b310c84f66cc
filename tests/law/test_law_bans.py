"""Bans and referrals: how they are read, told, and that they move nothing."""

from dataclasses import replace
from datetime import date

import pytest
from lawbooks import LAW, changed, event, found, line_of

from creditsvc.findings.domain import assess
from creditsvc.findings.service import finding_body
from creditsvc.law.evaluate import evaluate_rule
from creditsvc.law.explain import rule_lines
from creditsvc.law.lint import complaints
from creditsvc.law.loader import load
from creditsvc.law.reading import RulebookError

ORDER11 = "instruments/order11.yaml"
THEN = "then: {list: serious_dishonesty}"
BAN = (
    "{who: [principal], from: any_unit, months: 60, grave: {from: same_industry, life: true},"
    " counts_from: decision, zh: 五年内不得任职, en: barred for five years}"
)
REFERRAL = "{to: {zh: 县级人民政府, en: county government}, zh: 提请关闭, en: asked to close it}"
SERIOUS = event(
    "A", "ws.accident", "2025-01-01", "2025-02-01", sector="chemical", grade="serious", liable=True
)


@pytest.fixture
def banning(tmp_path):
    """The shipped law whose WS11-6-1 bans and refers instead of listing."""
    then = f"then: {{list: null, ban: {BAN}, referral: {REFERRAL}}}"
    return load(changed(tmp_path, ORDER11, THEN, then))


def test_a_ban_lists_nobody_and_tells_who_is_barred_from_what(banning):
    finding = found([SERIOUS], "2025-12-31", banning)["WS11-6-1"]
    assert (finding.list, finding.term) == (None, None)
    assert finding.ban.body() == {
        "who": ["principal"],
        "from": "any_unit",
        "months": 60,
        "life": False,
        "grave": {"from": "same_industry", "months": None, "life": True},
        "counts_from": "decision",
        "text": {"zh": "五年内不得任职", "en": "barred for five years"},
    }
    assert finding.referral.body() == {
        "to": {"zh": "县级人民政府", "en": "county government"},
        "text": {"zh": "提请关闭", "en": "asked to close it"},
    }
    assert "WS11-6-1" not in assess(banning, [SERIOUS], finding.triggered_on).lists


def test_the_explanation_and_the_rule_tell_ban_and_referral(banning):
    finding = found([SERIOUS], "2025-12-31", banning)["WS11-6-1"]
    assert "后果：提请关闭。后果：五年内不得任职。" in finding.explanation["zh"]
    assert "Consequence: barred for five years." in finding.explanation["en"]
    lines = dict(rule_lines(banning.rule("WS11-6-1")))
    assert lines["移送：县级人民政府——提请关闭"] == "Referral: county government: asked to close it"
    assert (
        lines["禁入：五年内不得任职，自决定之日起算"]
        == "Ban: barred for five years, counted from the decision"
    )


def test_a_stored_finding_has_a_ban_only_where_there_is_one(banning):
    banned = finding_body(found([SERIOUS], "2025-12-31", banning)["WS11-6-1"])
    assert (banned["ban"]["months"], banned["referral"]["text"]["zh"]) == (60, "提请关闭")
    plain = finding_body(found([SERIOUS], "2025-12-31")["WS11-6-1"])
    assert "ban" not in plain
    assert "referral" not in plain


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("who: [principal]", "who: [dog]", "is one of"),
        ("from: any_unit", "from: everything", "is one of"),
        ("months: 60", "months: 0", "above zero"),
        (" months: 60,", "", "either months, or life"),
        ("months: 60", "months: 60, life: true", "either months, or life"),
        ("counts_from: decision", "counts_from: birth", "is one of"),
        ("life: true", "life: false", "either months, or life"),
        (", en: barred for five years", "", "“en” is missing"),
        ("to: {zh: 县级人民政府, en: county government}", "to: 县级人民政府", "a mapping"),
    ],
)
def test_a_ban_half_written_is_refused(tmp_path, old, new, word):
    then = f"then: {{list: null, ban: {BAN}, referral: {REFERRAL}}}"
    assert old in then
    book = changed(tmp_path, ORDER11, THEN, then.replace(old, new, 1))
    with pytest.raises(RulebookError, match=word) as refused:
        load(book)
    assert refused.value.line == line_of(book, ORDER11, "then: {list: null")


def test_the_law_names_persons_by_role_beside_the_unit_and_in_bans(banning):
    named = {rule: banning.roles_of(rule) for rule in ("WS11-6-1", "WS11-6-4", "WS11-6-5", "WS11-7-4", "BAN-92", "NO-SUCH")}  # fmt: skip
    assert named == {
        "WS11-6-1": ("principal", "responsible_persons"),
        "WS11-6-4": ("responsible_persons",),
        "WS11-6-5": ("principal",),
        "WS11-7-4": (),
        "BAN-92": ("responsible_persons",),
        "NO-SUCH": (),
    }
    lines = dict(rule_lines(banning.rule("WS11-6-5")))
    assert lines["同时列入的人员：主要负责人"] == "Persons listed with it: the principal"


def test_a_rule_about_persons_can_be_asked_alone(banning):
    fled = event(
        "F", "ws.rescue_failure", "2025-01-01", "2025-02-01", sector="chemical", mode="fled"
    )
    on, rule = date(2025, 12, 31), banning.rule("WS11-6-5")
    (finding,) = evaluate_rule(banning, rule, [fled, SERIOUS], on).findings
    assert (finding.rule, finding.evidence) == ("WS11-6-5", ("F",))
    assert "WS11-6-5" not in found([fled], "2025-12-31", banning)


def test_a_role_that_is_none_is_refused_with_its_line(tmp_path):
    with pytest.raises(RulebookError, match="driver"):
        load(changed(tmp_path, ORDER11, "persons: [responsible_persons]", "persons: [driver]"))


@pytest.mark.parametrize("arises", ["by_law", "by_decision", None])
def test_lint_refuses_a_ban_that_does_not_say_how_it_arises(tmp_path, arises):
    ban = BAN if arises is None else BAN.replace("{who", f"{{arises: {arises}, who")
    law = load(changed(tmp_path, ORDER11, THEN, f"then: {{list: null, ban: {ban}}}"))
    said = [one for one in complaints(law, date(2026, 11, 26)) if "arises" in one.en]
    assert [(one.place.file, "WS11-6-1" in one.zh) for one in said] == (
        [] if arises else [(ORDER11, True)]
    )
    rule = law.rule("WS11-6-1")
    assert (rule.ban.arises, rule.ban.body().get("arises")) == (arises, arises)
    told = " ".join(en for _, en in rule_lines(rule))
    assert ("(by law, from" in told, "after notice)" in told) == (
        arises == "by_law",
        arises == "by_decision",
    )


def test_the_shipped_bans_say_which_of_them_the_authority_decides():
    marks = {rule.id: rule.ban.arises for rule in LAW.rules if rule.ban is not None}
    assert {name for name, mark in marks.items() if mark == "by_decision"} == {
        "BAN-92", "BAN-113a", "BAN-113c", "BAN-113d", "BAN-F69",
    }  # fmt: skip
    assert None not in marks.values()


def test_a_ban_of_an_older_rulebook_says_nothing_of_how_it_arises():
    ban = LAW.rule("BAN-92").ban
    assert ban.body()["arises"] == "by_decision"
    older = replace(ban, arises=None).body()
    assert older == {name: told for name, told in ban.body().items() if name != "arises"}
