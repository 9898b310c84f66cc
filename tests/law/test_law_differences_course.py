"""What changes how a case is run, and what no rule tells, is told in both languages."""

import pytest
from lawbooks import LAW, SHIPPED, changed

from creditsvc.cli.law_differences_course import course_differences
from creditsvc.cli.law_differences_files import file_differences
from creditsvc.law.explain import rule_lines
from creditsvc.law.loader import files_of, load

LOCAL = """\
region: "620102"
title: 虚构区办法
rank: local_regulation
periods:
  serious_dishonesty.decision: {days: 60, article: 第一条, zh: 决定, en: decision, in_force: {from: 2026-01-01}, provenance: design}
"""


def course(tmp_path, file, old, new):
    return list(course_differences(LAW.course, load(changed(tmp_path, file, old, new)).course))


def files(tmp_path, file, old, new):
    return list(file_differences(files_of(SHIPPED), files_of(changed(tmp_path, file, old, new))))


def test_the_same_content_has_no_differences():
    assert list(course_differences(LAW.course, LAW.course)) == []
    assert list(file_differences(files_of(SHIPPED), files_of(SHIPPED))) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            "procedures.yaml",
            "redlist.loss_reply: {working_days: 5,",
            "redlist.loss_reply: {days: 7,",
            "~ redlist.loss_reply（期限 / period）  期限：5个工作日 → 7日 / time: 5 working days → 7 days",
        ),
        (
            "procedures.yaml",
            "redlist.loss_reply: {working_days: 5, binds: party,",
            "redlist.loss_reply: {working_days: 5,",
            "~ redlist.loss_reply（期限 / period）  约束：当事人 → 机关 / binds: the party → the authority",
        ),
        (
            "steps.yaml",
            "joint_punishment.deliberation: {must: always",
            "joint_punishment.deliberation: {must: if_complex",
            "~ joint_punishment.deliberation（程序 / step）  何时必经：必经 → 情节复杂的 / when: always → in complex cases",
        ),
        (
            "steps.yaml",
            "contents: [time, reason, basis, measures, rights]",
            "contents: [time, reason, basis, measures]",
            "~ serious_dishonesty.notice（程序 / step）  须载明：时间、事由、依据、管理措施、权利 → 时间、事由、依据、管理措施 / must say: time, reason, basis, measures, rights → time, reason, basis, measures",
        ),
        (
            "service.yaml",
            "mail: {zh: 邮寄送达, en: by mail,",
            "mail: {zh: 邮寄送达, en: by mail, after_days: 3,",
            "~ mail（送达 / service）  视为送达：0日后 → 3日后 / counts as served: after 0 days → after 3 days",
        ),
        (
            "service.yaml",
            "    witnesses: {zh: 见证人签名的送达回证, en: receipt signed by witnesses}\n",
            "",
            "~ left_at_place（送达 / service）  材料之一：见证人签名的送达回证、拍照、录像等记录 → 拍照、录像等记录 / one of: receipt signed by witnesses, photographs or a recording → photographs or a recording",
        ),
    ],
)
def test_a_changed_line_of_procedure_is_told(tmp_path, file, old, new, told):
    assert course(tmp_path, file, old, new) == [told]


def test_a_step_that_is_gone_is_told(tmp_path):
    line = next(
        each
        for each in (SHIPPED / "steps.yaml").read_text(encoding="utf-8").splitlines(keepends=True)
        if each.startswith("blacklist.opening")
    )
    assert course(tmp_path, "steps.yaml", line, "") == [
        "- blacklist.opening（程序 / step）  必经 / always"
    ]


def test_a_local_file_is_told_by_its_title_and_what_of_it_changed(tmp_path):
    book = changed(tmp_path, "lists.yaml", "redlist:", "redlist:")
    (book / "procedures").mkdir()
    (book / "procedures" / "local.yaml").write_text(LOCAL, encoding="utf-8")
    with_it = load(book)
    (line,) = course_differences(LAW.course, with_it.course)
    assert line == "+ serious_dishonesty.decision 虚构区办法（期限 / period）  60日 / 60 days"
    text = LOCAL.replace("days: 60", "days: 45").replace("local_regulation", "normative_document")
    (book / "procedures" / "local.yaml").write_text(text, encoding="utf-8")
    told = list(course_differences(with_it.course, load(book).course))
    assert [each.split("  ")[1].split("：")[0] for each in told] == ["期限", "文件"]
    assert "60日 → 45日" in told[0]


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            "publication.yaml",
            "public: true",
            "public: false",
            "~ 公布 / publication  serious_dishonesty.public：true → false",
        ),
        (
            "instruments/redlist133.yaml",
            "renewal: {months: 6,",
            "renewal: {months: 3,",
            "~ redlist133 授予 / grants  redlist.renewal.months：6 → 3",
        ),
        (
            "instruments/order36.yaml",
            "general: {earliest: 3, longest: 12}",
            "general: {earliest: 6, longest: 12}",
            "~ order36 记录公示和修复 / display and repair  shown.general.earliest：3 → 6",
        ),
        (
            "lists.yaml",
            "weight: 1}",
            "weight: 2}",
            "~ 名单 / lists  joint_punishment.weight：1 → 2",
        ),
        (
            "supervision.yaml",
            "per: half_year",
            "per: year",
            "~ 监管频次 / supervision  lines.SUP-AW14-inspection.per：half_year → year",
        ),
    ],
)
def test_what_no_rule_tells_is_told_by_its_place(tmp_path, file, old, new, told):
    assert files(tmp_path, file, old, new) == [told]


def test_a_rule_of_an_honour_says_how_it_is_granted():
    rule = LAW.rule("RL133-2")
    zh, en = ("\n".join(each) for each in zip(*rule_lines(rule), strict=True))
    for grant in (rule.instrument.grants["redlist"],):
        assert all(each.text["zh"] in zh and each.text["en"] in en for each in grant.conditions)
        assert "县级、市级、省级、国家级逐级审核" in zh
        assert "county, city, province, national" in en
    assert "重新申请：期满前6个月起" in zh
    other = LAW.rule("WS11-6-2")
    assert not any("授予：" in each for each, _ in rule_lines(other))
