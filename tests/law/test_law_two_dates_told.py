"""Comparisons of two days as they are told: whole sentences, Chinese first."""

from dataclasses import replace

from lawbooks import event, found
from test_law_two_dates import compared, major, report

from creditsvc.law.two_dates_text import _found_en, _found_zh, sentence

MILD = "依《行政处罚法》第三十七条，从旧兼从轻："
MILD_EN = " By 《行政处罚法》第三十七条: the rules of the day of the"
SILENT = "须经法制审核：未见规定新旧文件如何衔接的过渡条款；列入名单是否比照行政处罚适用从旧兼从轻，尚有争议"
SILENT_EN = (
    " Legal review: no transition clause between the older and the newer text is known;"
    " whether a listing is like a penalty, so that the lighter rule governs it, is disputed"
)
REPEALED = "；较轻的规则所在文件已不再施行，能否仍据以列入没有明文"
REPEALED_EN = (
    "; the milder rule stands in a text no longer in force; whether it still carries a listing is"
    " not said"
)


def told(*events):
    (one,) = compared(*events).values()
    return sentence(one)


def test_a_rule_at_discretion_may_and_another_is_to_and_what_reaches_nothing_says_so():
    text = told(major("E", "2023-09-01", egregious=True))
    assert text["zh"] == (
        "E（生产安全事故）：行为日2023-09-01的规则——安监总办〔2017〕49号第二条第（一）项（WS49-2-01a），"
        "应当列入“联合惩戒对象”12个月；安监总办〔2017〕49号第三条第（三）项（WS49-3-c），"
        "可以列入“安全生产不良记录“黑名单””12个月；决定日2024-05-01的规则——没有规则及于该行为。"
        f"{MILD}决定日的规则较轻（不列入名单）。{SILENT}；有的规则须由机关裁量，比较以其适用为前提。"
    )
    assert text["en"] == (
        "E (work-safety accident): the rules of the day of the conduct, 2023-09-01:"
        " 安监总办〔2017〕49号 第二条第（一）项 (WS49-2-01a), is to be entered on the joint-punishment"
        " targets, 12 months; 安监总办〔2017〕49号 第三条第（三）项 (WS49-3-c), may be entered on the"
        " work-safety blacklist, 12 months; those of the day of the decision, 2024-05-01: no rule"
        f" reaches it.{MILD_EN} decision are milder (no list).{SILENT_EN}; a rule lies in the"
        " authority's discretion; the comparison takes it as applied."
    )


def test_what_is_open_names_what_is_missing():
    text = told(major("A", "2023-05-01", grade="serious", liable=None))
    assert text["zh"] == (
        "A（生产安全事故）：行为日2023-05-01的规则——WS49-2-01a无法判断（缺facts.liable of A）；"
        "WS49-3-a无法判断（缺facts.liable of A）；决定日2024-05-01的规则——应急管理部令第11号"
        "第六条第（一）项（WS11-6-1），应当列入“安全生产严重失信主体名单”36个月。"
        f"{MILD}行为日的规则较轻（名单较轻）。{SILENT}{REPEALED}。"
    )
    assert text["en"] == (
        "A (work-safety accident): the rules of the day of the conduct, 2023-05-01: WS49-2-01a"
        " undetermined (missing facts.liable of A); WS49-3-a undetermined (missing facts.liable of"
        " A); those of the day of the decision, 2024-05-01: 应急管理部令第11号 第六条第（一）项"
        " (WS11-6-1), is to be entered on the list of seriously dishonest subjects in work safety,"
        f" 36 months.{MILD_EN} conduct are milder (a milder list).{SILENT_EN}{REPEALED_EN}."
    )


def test_a_ban_a_referral_and_a_note_are_told_beside_the_list():
    text = told(
        event("F", "ws.false_certification", "2021-06-01", "2024-01-01", sector="service_body",
              mode="false_report")
    )  # fmt: skip
    assert text["zh"] == (
        "F（技术服务机构虚假报告、租借资质、挂靠）：行为日2021-06-01的规则——安监总办〔2017〕49号"
        "第二条第（十）项（WS49-2-10），应当列入“联合惩戒对象”12个月；决定日2024-05-01的规则——"
        "安全生产法（2021年修正）第九十二条（BAN-92），该机构及直接责任人员五年内不得从事安全评价、认证、"
        "检测、检验等工作；情节严重的，终身行业和职业禁入，依法吊销该机构及直接责任人员的相应资质和资格；"
        "应急管理部令第11号第七条第（二）项（WS11-7-2），应当列入“安全生产严重失信主体名单”36个月。"
        f"{MILD}行为日的规则较轻（名单较轻）。{SILENT}{REPEALED}。另须注意：自行为之日起已逾二年："
        "须查明二年内是否已被发现，行为有无连续或者继续状态。"
    )
    assert text["en"] == (
        "F (false certification by a technical service body): the rules of the day of the conduct,"
        " 2021-06-01: 安监总办〔2017〕49号 第二条第（十）项 (WS49-2-10), is to be entered on the"
        " joint-punishment targets, 12 months; those of the day of the decision, 2024-05-01:"
        " 安全生产法（2021年修正） 第九十二条 (BAN-92), the body and those directly responsible are"
        " barred from evaluation, certification and testing for five years, in grave cases for life,"
        " to revoke the qualifications of the body and of those directly responsible; 应急管理部令第11号"
        " 第七条第（二）项 (WS11-7-2), is to be entered on the list of seriously dishonest subjects in"
        f" work safety, 36 months.{MILD_EN} conduct are milder (a milder list).{SILENT_EN}{REPEALED_EN}."
        " Note: more than two years after the conduct: to be established are whether it was"
        " discovered within them, and whether it continued."
    )


def test_where_nothing_is_left_to_choose_no_rule_is_called_milder():
    text = told(report("C", "concealed", "2022-01-01", "2023-09-30"))
    assert "（WS11-6-4）" not in text["zh"]
    assert "从旧兼从轻：" not in text["zh"]
    assert "。另须注意：" in text["zh"]
    assert "Legal review" not in text["en"]
    assert " By " not in text["en"]
    assert ". Note: " in text["en"]


def test_where_the_facts_are_open_no_measure_tells_which_is_milder():
    text = told(report("U", None, "2023-09-01"))
    assert f"{MILD}事实未明，轻重不能断定。" in text["zh"]
    assert "can't be told until the facts are known. Legal review" in text["en"]


def test_a_day_whose_rules_list_nobody_is_the_milder_one():
    text = told(event("P", "ws.penalty_defied", "2023-09-01", "2023-12-01", sector="chemical"))
    assert f"{MILD}行为日的规则较轻（不列入名单）。" in text["zh"]
    assert f"{MILD_EN} conduct are milder (no list)." in text["en"]


def test_all_that_is_missing_is_named():
    text = told(major("A", "2023-05-01", grade=None, liable=None))
    assert "facts.grade of A、facts.liable of A" in text["zh"]
    assert "facts.grade of A, facts.liable of A" in text["en"]


def test_several_doubts_and_notes_are_told_one_after_the_other():
    (one,) = compared(major("A", "2023-05-01")).values()
    first, *_ = one.doubts
    mild, grave = (
        replace(first, text={"zh": zh, "en": en}) for zh, en in (("轻", "mild"), ("重", "grave"))
    )
    text = sentence(replace(one, doubts=(mild, grave), notes=(grave, mild)))
    assert text["zh"].endswith("须经法制审核：轻；重。另须注意：重；轻。")
    assert text["en"].endswith(" Legal review: mild; grave. Note: grave; mild.")


def test_a_term_without_a_list_is_not_told():
    one = event(
        "C", "ws.report_violation", "2024-01-01", "2024-02-01", sector="chemical", mode="concealed"
    )
    bare = replace(found([one], "2024-05-01")["WS11-6-4"], list_title=None)
    assert _found_zh(bare) == "应急管理部令第11号第六条第（四）项（WS11-6-4）"
    assert _found_en(bare) == "应急管理部令第11号 第六条第（四）项 (WS11-6-4)"
