"""Every template in both formats: whole, the same each time, and proof against what values hold."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from io import BytesIO

import docx
import pytest

from creditsvc.documents import as_docx, as_pdf
from creditsvc.documents.domain import Page, UnprintableSign
from creditsvc.documents.filling import texts
from creditsvc.documents.schemas import SAID
from creditsvc.documents.templates import Templates
from creditsvc.papers import contents
from creditsvc.settings import ROOT

NAMES = sorted(path.stem for path in (ROOT / "config" / "documents").glob("*.yaml") if path.stem != "fields")  # fmt: skip
HOSTILE = (
    '#panic("x") #read("/etc/passwd")',
    "*粗* _斜_ `代码` $x^2 <标签> @引用 // 注释 /*",
    "= 标题\\ [块] #{ let x = 1 } \"'",
    "{authority} {{day}} %s {0}",
    "<w:p>&amp;</w:p> ]]> \u0026#x0;",
)
# What a reader must find in each document (令第11号 arts. 9, 10, 18-22; 国办发〔2020〕49号（八）).
MUST_SAY = {
    "listing_notice": ["第六条第（二）项", "5个工作日", "2026年11月30日", "陈述、申辩", "听证", "公示", "3年", "XG7K"],
    "listing_decision": ["第六条第（二）项", "60日", "2027年2月15日", "6个月", "2027年6月16日", "第十八条", "不予采纳", "虚构区人民法院", "2029年12月16日"],
    "repair_notice": ["2027年12月16日", "第十八条", "第十三条第二款", "虚应急列〔2026〕1号"],
    "restoration_notice": ["第二十一条", "系伪造", "5个工作日"],
    "restoration_decision": ["第二十一条", "重新计算", "60日", "未提出陈述、申辩"],
    "hearing_notice": ["7个工作日", "第六十四条", "2026年12月15日9时30分", "回避"],
    "hearing_record": ["虚应急告〔2026〕1号", "申辩和质证"],
    "legal_review": ["2026年12月1日", "事实清楚"],
    "case_opening": ["2026年11月20日", "第六条第（二）项"],
    "service_receipt": ["虚应急告〔2026〕1号", "受送达人"],
    "removal_decision": ["虚复〔2027〕5号", "3个工作日", "10个工作日", "第十四条"],
    "repair_acceptance": ["20个工作日", "第二十条", "缴款凭证"],
    "repair_non_acceptance": ["信用承诺", "60日", "三号巷道"],
    "early_removal_decision": ["虚复查〔2027〕8号", "第十八条", "恢复列入"],
    "removal_refusal": ["三号巷道", "第二十二条", "60日", "6个月"],
    "objection_answer": ["自然灾害", "异议不成立", "60日"],
    "penalty_repair_notice": ["虚应急罚〔2026〕12号", "2026年11月1日", "2027年8月1日", "国家发展改革委令第36号", "信用承诺", "XG7K"],
    "record_repair_acceptance": ["7个工作日", "2026年12月15日", "缴款凭证", "虚应急罚〔2026〕12号", "XG7K"],
    "record_repair_non_acceptance": ["公开作出信用承诺", "60日", "2027年2月2日", "行政复议法第二十条", "6个月", "虚构区人民法院"],
    "record_repair_gaps": ["一次告知", "缺少证明材料：已公开作出信用承诺", "无须重新申请"],
    "record_repair_extension": ["10个工作日", "2026年12月28日", "2026年12月14日", "现场核查"],
    "record_repair_decision": ["终止该处罚信息的公示", "虚复查〔2026〕31号", "恢复公示", "虚应急修受〔2026〕8号"],
    "record_repair_refusal": ["二号仓库", "60日", "6个月", "不予信用修复"],
    "repair_revocation_notice": ["系伪造", "5个工作日", "2026年12月21日", "2027年8月6日", "2027年3月14日", "XG7K"],
    "repair_revocation_decision": ["虚应急修告〔2026〕8号", "2027年8月14日", "2027年3月22日", "不予采纳", "60日"],
    "repair_upheld_decision": ["归档错误", "继续有效"],
    "redlist_acceptance": ["第二条第（三）项", "县级、市级、省级、国家级", "承诺书", "不收取任何费用", "XG7K"],
    "redlist_announcement": ["虚构省应急管理厅", "5个工作日", "2026年11月30日", "任何单位和个人"],
    "redlist_grant": ["第二条", "2029年12月16日", "虚异答〔2026〕1号", "没有新增病例", "移出"],
    "redlist_refusal": ["三年内未受安全监管部门行政处罚", "2026-08-01处罚", "60日", "2027年2月15日"],
    "redlist_loss_notice": ["提供虚假信息", "漏报两例", "5个工作日", "2028年1月17日", "陈述、申辩"],
    "redlist_loss_decision": ["虚红告〔2028〕1号", "2028年1月14日", "不予采纳", "停止相应的激励措施", "6个月"],
    "redlist_kept_decision": ["不属于你单位", "有效期不变"],
    "record_objection_answer": ["同名的另一家企业", "异议不成立", "统一社会信用代码与你单位一致", "60日"],
    "ban_notice": ["虚**", "主要负责人", "拒不执行停产停业整顿决定", "第一百一十三条第（四）项", "5年", "5个工作日", "2026年11月30日", "听证", "陈述、申辩"],
    "ban_decision": ["虚应急禁告〔2026〕1号", "2026年11月25日", "现场仍有人员作业", "2026年12月15日举行听证", "听证笔录", "2026年11月20日", "2031年11月20日", "60日", "6个月", "虚构区人民法院"],
    "ban_by_law_decision": ["第九十四条第三款", "当然发生", "2026年11月20日", "2031年11月20日", "60日"],
    "person_notice": ["虚**", "主要负责人", "第六条第（五）项", "3年", "5个工作日", "2026年11月30日", "听证", "不对外公布"],
    "person_decision": ["虚应急人告〔2026〕1号", "放弃声明1号", "2026年12月14日集体讨论", "2029年12月16日", "第十八条", "60日", "6个月", "异议"],
    "person_removal": ["虚应急人列〔2026〕1号", "虚复〔2028〕3号", "2028年3月1日", "3个工作日"],
    "person_objection_answer": ["虚**", "在外地就医", "异议不成立", "通话记录", "60日", "虚应急人列〔2026〕1号"],
    "person_repair_acceptance": ["虚人申〔2028〕1号", "20个工作日", "缴款凭证", "第二十条"],
    "person_repair_non_acceptance": ["已公开作出信用承诺", "60日", "6个月"],
    "person_early_removal_decision": ["虚**", "虚复查〔2028〕1号", "2028年1月6日受理", "3个工作日"],
    "person_removal_refusal": ["两户赔偿", "60日", "不符合提前移出的条件"],
    "ban_end": ["虚应急禁〔2026〕1号", "虚复〔2028〕2号", "2028年3月1日", "虚应急禁解〔2028〕1号"],
}  # fmt: skip


def words_of(content: bytes) -> str:
    """The text of a DOCX: paragraphs and tables."""
    read = docx.Document(BytesIO(content))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in read.paragraphs), *cells])


def a_page(text: str) -> Page:
    return Page(
        title=text, authority=text, number=text, day=date(2026, 11, 23),
        blocks=({"kind": "to", "to": text}, {"kind": "text", "text": text}, {"kind": "table", "table": [[text, text]]}),
    )  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_document_is_whole_in_both_formats(pages, name):
    page = pages[name]
    printed, typed = as_pdf.pdf(page), as_docx.docx(page)
    contents.must_be("pdf", printed)
    contents.must_be("docx", typed)
    said = words_of(typed)
    for text in texts(page):
        assert "{" not in text, text
        assert "None" not in text, text
        assert text in said or text in {"to", "text", "heading", "table", "write", "note", "sign", "issued", "door"}, text  # fmt: skip
    assert [word for word in MUST_SAY[name] if word not in said] == []
    assert (as_pdf.pdf(page), as_docx.docx(page)) == (printed, typed)


def test_a_document_of_another_day_has_other_bytes(pages):
    page = pages["removal_decision"]
    other = replace(page, day=date(2028, 1, 11))
    assert as_pdf.pdf(other) != as_pdf.pdf(page)
    assert as_docx.docx(other) != as_docx.docx(page)


@pytest.mark.parametrize("text", HOSTILE)
def test_values_are_printed_as_they_are_and_never_read_as_markup(text):
    page = a_page(text)
    assert as_pdf.pdf(page).startswith(b"%PDF")
    assert words_of(as_docx.docx(page)).count(text) == 7


def test_a_sign_that_the_font_lacks_is_told_not_drawn_as_a_box():
    rare = "虚构\U0002a6a5煤业"
    with pytest.raises(UnprintableSign) as why:
        as_pdf.pdf(a_page(rare))
    assert why.value.facts["sign"] == "U+2A6A5"
    assert rare in words_of(as_docx.docx(a_page(rare)))


def test_every_field_a_person_may_say_is_in_the_api(templates: Templates):
    assert sorted(SAID) == sorted(each.name for each in templates.fields.values() if each.said)


def test_every_field_is_used(templates: Templates):
    used = {name for each in templates.by_id.values() for name in each.fields}
    assert set(templates.fields) - used == set()


def test_the_service_starts_without_the_printers():
    asked = "import sys, creditsvc.app; print([m for m in ('typst', 'docx', 'segno') if m in sys.modules])"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=ROOT)  # fmt: skip
    assert told.stdout.strip() == "[]"
