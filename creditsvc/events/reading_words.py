"""The Chinese headings and words of clerks' tables, and the contract's words for them. Data alone."""

HEADINGS: dict[str, tuple[str, ...]] = {
    "source": ("来源", "数据来源", "报送单位", "填报单位"),
    "source_ref": ("来源编号", "来源记录号", "记录编号", "业务编号"),
    "uscc": ("统一社会信用代码", "社会信用代码", "统一信用代码", "信用代码"),
    "other_id": ("注册号", "工商注册号", "营业执照注册号", "组织机构代码", "其他证照号"),
    "name": ("企业名称", "单位名称", "生产经营单位名称", "市场主体名称", "行政相对人名称", "名称"),
    "kind": ("事件类型", "事件种类", "行为类型", "行为种类"),
    "occurred_on": ("发生日期", "事发日期", "事故日期", "行为日期", "违法日期"),
    "penalised_on": ("处罚日期", "处罚决定日期", "行政处罚决定日期"),
    "document_no": ("文号", "处罚决定书文号", "决定书文号", "行政处罚决定书文号"),
    "authority": ("处罚机关", "决定机关", "作出决定机关", "认定机关"),
    "authority_uscc": ("处罚机关统一社会信用代码", "决定机关统一社会信用代码"),
    "region": ("行政区划代码", "区划代码", "发生地行政区划代码"),
    "sector": ("行业领域", "行业类别"),
    "status": ("状态", "事件状态"),
    "summary": ("摘要", "事由", "案情摘要", "简要情况"),
    "later_facts": ("后续事实", "事实变化"),
    "facts.deaths": ("死亡人数", "死亡"),
    "facts.serious_injuries": ("重伤人数", "重伤"),
    "facts.direct_loss": ("直接经济损失",),
    "facts.grade": ("事故等级", "事故级别"),
    "facts.liable": ("责任事故", "是否责任事故"),
    "facts.egregious": ("性质恶劣", "是否性质恶劣"),
    "facts.fine_multiplier": ("罚款倍数",),
    "facts.fine": ("罚款", "罚款金额", "处罚金额"),
    "facts.penalty_types": ("处罚种类", "处罚类别", "行政处罚种类"),
    "facts.procedure": ("处罚程序", "适用程序"),
    "facts.licence_state": ("许可状态", "许可证状态"),
    "facts.mode": ("情形", "违法情形"),
    "facts.due_on": ("整改期限", "整改截止日期"),
    "facts.level": ("等级", "级别"),
    "facts.valid_until": ("有效期至", "有效期截止日期"),
    "facts.heavy_loss": ("重大损失", "是否造成重大损失"),
    "facts.no_new_occupational_disease": ("无新发职业病",),
    "facts.no_joint_punishment_elsewhere": ("未被其他部门联合惩戒",),
}

MONEY = frozenset({"facts.direct_loss", "facts.fine"})
COUNTS = frozenset({"facts.deaths", "facts.serious_injuries"})
LISTS = frozenset({"facts.penalty_types"})
IDENTIFIERS = frozenset({"uscc", "other_id", "authority_uscc"})
FREE_TEXT = frozenset({"source", "source_ref", "name", "document_no", "authority", "summary"})

WORDS: dict[str, dict[str, str]] = {
    "status": {
        "有效": "effective", "生效": "effective", "中止": "suspended", "暂停执行": "suspended",
        "撤销": "revoked", "已撤销": "revoked",
    },
    "facts.grade": {
        "一般": "general", "较大": "major", "重大": "serious", "特别重大": "extraordinary",
        "一般事故": "general", "较大事故": "major", "重大事故": "serious",
        "特别重大事故": "extraordinary",
    },
    "facts.mode": {
        "瞒报": "concealed", "谎报": "false", "迟报": "late", "漏报": "omitted",
        "破坏现场": "scene_destroyed", "伪造证据": "evidence_forged",
        "妨碍调查": "investigation_obstructed", "负责人逃逸": "principal_fled",
        "不立即组织抢救": "no_rescue", "擅离职守": "left_post", "逃匿": "fled",
        "虚假报告": "false_report", "租借资质": "lent_qualification", "挂靠": "affiliation",
        "虚假文件": "false", "失实文件": "inaccurate", "无资质执业": "unqualified",
    },
    "facts.licence_state": {
        "未取得": "none", "无许可": "none", "暂扣": "suspended", "吊销": "revoked",
        "过期": "expired",
    },
    "facts.penalty_types": {
        "警告": "warning", "通报批评": "criticism", "罚款": "fine", "没收": "confiscation",
        "没收违法所得": "confiscation", "暂扣许可证件": "licence_suspended",
        "降低资质等级": "grade_lowered", "吊销许可证件": "licence_revoked",
        "限制开展生产经营活动": "activity_restricted", "责令停产停业": "suspension",
        "停产停业": "suspension", "责令关闭": "closure", "限制从业": "practice_restricted",
    },
    "facts.procedure": {
        "简易程序": "simple", "简易": "simple", "普通程序": "general", "一般程序": "general",
    },
    "facts.level": {
        "国家级": "national", "省级": "province", "市级": "city", "区县级": "district",
        "一级": "1", "二级": "2", "三级": "3",
    },
}  # fmt: skip

# The writer says that the value is not known: the same as an empty cell.
UNKNOWN = frozenset({"不详", "未知", "不明"})
