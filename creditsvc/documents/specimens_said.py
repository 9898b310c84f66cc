"""What a fictional official says in the specimens, where the record does not have it."""

from collections.abc import Mapping

OFFICE: Mapping[str, str] = {
    "contact": "虚构区应急管理局法规科，虚构路1号，000-00000000",
    "review_body": "虚构区人民政府",
    "court": "虚构区人民法院",
    "hearing_at": "2026年12月15日9时30分",
    "hearing_place": "虚构路1号二楼听证室",
    "presider": "虚构甲（法规科）",
    "opinion": "事实清楚，证据充分，适用依据准确，程序合法，同意按拟办意见办理。",
    "reply_answer": "你单位提出事故发生后已全部整改。经复核，整改情况属实，但不影响列入情形的成立，对该意见不予采纳。",
    "served_title": "列入安全生产严重失信主体名单告知书",
    "served_number": "虚应急告〔2026〕1号",
    "hearing_answer": "经审查听证笔录，当事人未提出新的证据，对其意见不予采纳。",
    "starts_on": "2026-11-20",
    "loss_ground": "false_information",
    "loss_facts": "经查，你单位申请时提交的职业病报告漏报两例新增病例（虚卫函〔2028〕5号）。",
    "reasons": "经现场核实，行政处罚决定规定的整改义务尚有一项未履行完毕（三号巷道支护），不符合提前移出的条件。",
}
ON_RECORD = {
    ("removal_decision", "reasons"), ("redlist_loss_decision", "loss_facts"), ("ban_end", "reasons"), ("person_removal", "reasons"),
}  # fmt: skip
REASONS: Mapping[str, Mapping[str, str]] = {
    "objection_answer": {"reasons": "经核查事故调查报告及批复，两起事故均认定为责任事故，应当计入。"},
    "person_objection_answer": {"reasons": "经核查就诊记录和通话记录，事故发生时你在矿区，其后离开。"},
    "person_repair_non_acceptance": {"reasons": "申请未附公开作出的信用承诺。"},
    "person_removal_refusal": {"reasons": "经核实，事故善后仍有两户赔偿未履行。"},
    "ban_decision": {"reply_answer": "你提出已安排停产。经复核，现场仍有人员作业，对该意见不予采纳。"},
    "record_objection_answer": {"reasons": "经核查处罚决定书和送达回证，当事人的统一社会信用代码与你单位一致。"},
    "record_repair_non_acceptance": {"reasons": "申请未附公开作出的信用承诺，经告知后未补正。"},
    "record_repair_extension": {"reasons": "整改涉及三处场所，须会同消防救援机构现场核查。"},
    "record_repair_refusal": {"reasons": "经现场复查，处罚决定责令改正的两项隐患尚有一项未改正（二号仓库疏散通道）。"},
    "repair_revocation_notice": {"reasons": "经查，你单位申请时提交的复查意见书（虚复查〔2026〕31号）系伪造。"},
    "repair_revocation_decision": {
        "reasons": "经向出具机关核实，该文号的复查意见书并未出具，违法行为至今没有改正。",
        "reply_answer": "你单位期限内提出系员工个人所为。经复核，材料由你单位盖章提交，对该意见不予采纳。",
    },
    "repair_upheld_decision": {"reasons": "经向出具机关核实，该复查意见书系其出具，因归档错误未能查到。"},
    "redlist_refusal": {"reasons": "你单位2026年8月1日受到安全生产行政处罚，未满三年。"},
    "redlist_loss_decision": {"reasons": "你单位提出漏报系工作疏忽。经复核，漏报的事实成立，所报材料不真实，对该意见不予采纳。"},
    "redlist_kept_decision": {"reasons": "虚构区卫生健康局更正：两例病例不属于你单位，原函撤回。"},
}  # fmt: skip
NUMBERS = {
    "listing_notice": "虚应急告〔2026〕1号",
    "listing_decision": "虚应急列〔2026〕1号",
    "early_removal_decision": "虚应急移〔2028〕1号",
    "record_repair_decision": "虚应急修〔2026〕8号",
    "redlist_grant": "虚红〔2026〕1号",
    "ban_end": "虚应急禁解〔2028〕1号",
    "person_early_removal_decision": "虚应急人移〔2028〕1号",
}
