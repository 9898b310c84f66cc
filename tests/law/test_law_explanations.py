"""What a finding and a rule say to a reader, word for word."""

from dataclasses import replace
from datetime import date

from lawbooks import LAW

from creditsvc.law.bans import Ban, Referral
from creditsvc.law.domain import Counted, Event, Finding, GradeSince
from creditsvc.law.evaluate import evaluate
from creditsvc.law.explain import rule_lines


def explained(penalised: date | None) -> dict[str, str]:
    event = Event(
        ref="A", kind="ws.hazard_ignored", occurred_on=date(2020, 3, 1), penalised_on=penalised
    )
    [finding] = evaluate(LAW, [event], date(2020, 6, 1)).findings
    return dict(finding.explanation)


def test_an_event_without_a_penalty_is_told_without_one():
    told = explained(None)
    assert "计入：A（2020-03-01，重大隐患不整改仍冒险作业）。" in told["zh"]
    assert "Counted: A (2020-03-01, work despite an unremedied major hazard)." in told["en"]


def test_the_day_of_a_penalty_is_told_with_the_event():
    told = explained(date(2020, 5, 1))
    assert "A（2020-03-01，重大隐患不整改仍冒险作业，2020-05-01处罚）" in told["zh"]
    assert (
        "A (2020-03-01, work despite an unremedied major hazard, penalised 2020-05-01)"
        in told["en"]
    )


def lines(rule_id: str) -> list[tuple[str, str]]:
    [rule] = [each for each in LAW.rules if each.id == rule_id]
    return list(rule_lines(rule))


def test_what_leads_back_to_a_list_is_called_so():
    assert any(
        zh.startswith("  再次列入：") and en.startswith("  Comes back:")
        for zh, en in lines("WS11-6-1")
    )
    assert not any(zh.startswith("  提前失去：") for zh, _ in lines("WS11-6-1"))


def test_what_ends_a_favour_early_is_called_so():
    assert any(
        zh.startswith("  提前失去：") and en.startswith("  Is lost:") for zh, en in lines("RL133-2")
    )
    assert not any(zh.startswith("  再次列入：") for zh, _ in lines("RL133-2"))


ACCIDENT = Counted(
    ref="E2",
    title={"zh": "生产安全事故", "en": "accident at work"},
    occurred_on=date(2024, 5, 6),
    penalised_on=date(2024, 7, 8),
    grade={"zh": "较大事故", "en": "major accident"},
    grade_since=GradeSince(day=date(2024, 5, 13), basis="figures"),
)
EVASION = Counted(
    ref="E1",
    title={"zh": "逃避监管", "en": "evading supervision"},
    occurred_on=date(2024, 1, 2),
    penalised_on=None,
    grade=None,
)
BAREST = Finding(
    rule="R1",
    instrument="虚构令第1号",
    instrument_id="R",
    article="第一条",
    title={"zh": "虚构规则", "en": "invented rule"},
    list=None,
    list_title=None,
    discretionary=False,
    legal_review=False,
    counted=(),
    triggered_on=date(2024, 5, 6),
    term=None,
    ban=None,
    referral=None,
    not_stated=(),
    firm_if_known=(),
    sentence={"zh": "有事故", "en": "there is an accident"},
    law_digest="l",
    rule_digest="r",
)
FULLEST = replace(
    BAREST,
    list="joint_punishment",
    list_title={"zh": "联合惩戒对象", "en": "joint punishment list"},
    discretionary=True,
    legal_review=True,
    counted=(EVASION, ACCIDENT),
    ban=Ban(
        who=("principal",),
        from_="any_unit",
        months=60,
        grave=None,
        counts_from=None,
        text={"zh": "禁入五年", "en": "barred for five years"},
    ),
    referral=Referral(
        to={"zh": "检察机关", "en": "the prosecutor"}, text={"zh": "移送", "en": "handed over"}
    ),
    firm_if_known=("E1.deaths", "E1.grade"),
    not_stated=("E2.direct_loss", "E2.deaths"),
)


def test_a_finding_with_nothing_more_says_law_and_day_alone():
    assert BAREST.explanation == {
        "zh": "依据虚构令第1号第一条：有事故。条件自2024-05-06的行为起成就。",
        "en": "Under 虚构令第1号 第一条: there is an accident."
        " First complete with the conduct of 2024-05-06.",
    }


def test_a_finding_with_everything_says_each_thing_in_its_order():
    assert FULLEST.explanation == {
        "zh": "依据虚构令第1号第一条：有事故。"
        "计入：E1（2024-01-02，逃避监管）；"
        "E2（2024-05-06，生产安全事故，较大事故（自2024-05-13起，按数据），2024-07-08处罚）。"
        "条件自2024-05-06的行为起成就。"
        "符合可以列入“联合惩戒对象”的情形。"
        "后果：移送。后果：禁入五年。"
        "须由有权机关裁量，本结论仅为建议。"
        "行为早于该文件施行之日，是否适用须经法制审核（法不溯及既往；从旧兼从轻；见两日规则的比较）。"
        "查明下列事项后或可直接认定：E1.deaths、E1.grade。"
        "未载明而未据以提高等级的数据：E2.direct_loss、E2.deaths。",
        "en": "Under 虚构令第1号 第一条: there is an accident."
        " Counted: E1 (2024-01-02, evading supervision); E2 (2024-05-06, accident at work,"
        " major accident since 2024-05-13, by its figures, penalised 2024-07-08)."
        " First complete with the conduct of 2024-05-06."
        " The enterprise may be entered on the joint punishment list."
        " Consequence: handed over. Consequence: barred for five years."
        " This lies in the authority's discretion; the finding only proposes."
        " The conduct is older than the instrument: whether it applies needs legal review"
        " (see the comparison of the two days' rules)."
        " It might be met without review, if known: E1.deaths, E1.grade."
        " Not stated, so not raising the grade: E2.direct_loss, E2.deaths.",
    }


def test_what_the_law_orders_is_told_as_an_order():
    told = replace(FULLEST, discretionary=False).explanation
    assert "符合应当列入“联合惩戒对象”的情形。" in told["zh"]
    assert "The enterprise is to be entered on the joint punishment list." in told["en"]
    assert "裁量" not in told["zh"]
    assert "discretion" not in told["en"]


def test_a_grade_as_approved_is_told_as_approved_and_one_of_old_without_a_day():
    def told(since: GradeSince | None) -> tuple[str, str]:
        finding = replace(BAREST, counted=(replace(ACCIDENT, grade_since=since),))
        return finding.explanation["zh"], finding.explanation["en"]

    zh, en = told(GradeSince(day=date(2024, 6, 1), basis="approval"))
    assert "较大事故（自2024-06-01起，批准），2024-07-08处罚）" in zh
    assert "major accident since 2024-06-01, approved, penalised 2024-07-08)" in en
    zh, en = told(None)
    assert "（2024-05-06，生产安全事故，较大事故，2024-07-08处罚）" in zh
    assert "(2024-05-06, accident at work, major accident, penalised 2024-07-08)" in en
