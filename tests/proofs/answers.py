"""Answers to print: nobody, cannot say, and as many and as long as the law and a clerk can make them."""

from typing import Any

from builders import a_code

from creditsvc.lookup.receipts import Receipt, statement

LONG = (
    "虚构（某某高新技术产业开发区）国际矿产资源勘探开发与危险化学品仓储物流综合管理"
    + "服务" * 24
    + "股份有限公司第一分公司"
)
TITLE = {"zh": "安全生产严重失信主体名单", "en": "serious dishonesty in work safety"}


def an_answer(**changes: Any) -> dict[str, Any]:
    """The answer for a reported enterprise without any entry; *changes* on top."""
    return {
        "uscc": a_code(1), "name": "虚构甲煤业有限公司", "registered": True, "status": "not_listed",
        "reasons": [], "tier": "A", "tier_reason": "守信：没有影响等级的名单或公示中的记录 / trustworthy",
        "under_objection": False, "listings": [], "bans": [], "measures": [], "suspended_listings": [],
        "records": [], "next_change_at": None, "law_digest": "ab" * 32,
        "as_of": "2026-11-20T04:00:00.000000Z", "data_version": 17, "complete_to": {},
        "valid_at": None, "known_at": None,
    } | changes  # fmt: skip


def a_way_out(last: str | None = "2029-05-01") -> dict[str, Any]:
    return {
        "ends": "on_application", "article": "第十八条至第二十条", "last_day": last,
        "earliest": "2027-05-01", "apply_from": "2027-05-01", "returns": [], "again_months": 36,
        "lost_by": [], "zh": "期满自行移出；满 12 个月、条件具备的，可以申请提前移出", "en": "ends at its term",
        "conditions": [
            {"id": "a", "zh": "主动消除社会不良影响", "en": "", "article": "第十九条", "automatic": False},
            {"id": "b", "zh": "履行行政处罚决定规定的义务", "en": "", "article": "第十九条", "automatic": False},
        ],
        "bars": [{"id": "c", "zh": "列入期间再次发生应当列入的情形", "en": "", "article": "第二十条", "automatic": True}],
    }  # fmt: skip


def a_listing(number: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"00000000-0000-4000-8000-{number:012d}", "list": "serious_dishonesty", "list_title": TITLE,
        "polarity": "adverse", "starts_on": f"20{10 + number % 17}-05-01", "last_day": "2029-05-01",
        "published_on": "2026-05-02", "under_objection": False, "under_objection_since": None,
        "ground": {
            "instrument": "应急管理部令第11号", "article": "第六条第（二）项", "rule": "WS11-6-2",
            "explanation": {"zh": "12个月内累计发生2起以上较大生产安全事故", "en": "two major accidents"},
            "authority": "虚构市应急管理局", "document_no": f"（虚）应急列〔2026〕{number}号", "decided_on": "2026-05-01",
        },
        "way_out": a_way_out(),
    } | changes  # fmt: skip


def a_record(number: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        "event": f"10000000-0000-4000-8000-{number:012d}", "class": "severe", "kind": "ws.penalty",
        "kind_title": {"zh": "其他安全生产行政处罚", "en": "penalty"}, "penalised_on": f"2026-{1 + number % 11:02d}-08",
        "document_no": f"（虚）应急罚〔2026〕{number}号", "authority": "虚构区应急管理局",
        "instrument": "发展改革委令第36号", "article": "第八条", "earliest_repair": "2027-02-08",
        "last_day": "2029-02-08", "under_objection": True, "under_objection_since": "2026-11-01T00:00:00.000000Z",
        "way_out": a_way_out("2029-02-08"),
    } | changes  # fmt: skip


def a_measure() -> dict[str, Any]:
    return {
        "title": {"zh": "依法限制取得政府供应土地", "en": "land"}, "may": True, "lifetime": False,
        "basis": [{"instrument": "应急管理部令第11号", "article": "第八条"}], "valid_from": "2026-05-01", "valid_to": None,
    }  # fmt: skip


def a_ban() -> dict[str, Any]:
    return {
        "text": {"zh": "五年内不得从事同类生产经营活动", "en": "no such business"}, "instrument": "安全生产法",
        "article": "第九十二条", "authority": "虚构市应急管理局", "document_no": "（虚）禁〔2026〕1号",
        "decided_on": "2026-06-01", "from_day": "2026-06-01", "last_day": None, "life": True,
    }  # fmt: skip


def many() -> dict[str, Any]:
    """Thirty entries and records, a long name, a sign that no font has, every sort of bar."""
    return an_answer(
        name=LONG + "𠮷\U00010000", status="listed", tier="D", tier_reason="严重失信：安全生产严重失信主体名单 / D",
        under_objection=True,
        listings=[
            *(a_listing(number) for number in range(1, 16)),
            a_listing(16, polarity="favourable", list="redlist", list_title={"zh": "守信激励“红名单”", "en": "redlist"}),
        ],
        suspended_listings=[a_listing(17, suspended_since="2026-10-01T00:00:00.000000Z", last_day=None)],
        records=[a_record(number) for number in range(1, 12)], measures=[a_measure()], bans=[a_ban()],
        complete_to={f"虚构来源-{number}": "2026-11-19" for number in range(12)},
        next_change_at="2027-02-08T16:00:00.000000Z",
    )  # fmt: skip


def cannot_say() -> dict[str, Any]:
    reasons = [
        {"code": "unresolved_row", "zh": "有一条同名的不利记录尚未确定属于哪个企业", "en": "an adverse row under this name waits"},
        {"code": "name_only_candidate", "zh": "有一个只按名称登记、尚在有效期的名单条目与本企业名称相同，不能断定不是本企业", "en": "an entry in force that is held by name only"},
    ]  # fmt: skip
    return an_answer(status="cannot_say", reasons=reasons, tier=None, tier_reason=None)


def nobody() -> dict[str, Any]:
    return an_answer(
        name=None,
        registered=False,
        tier=None,
        tier_reason=None,
        valid_at="2025-01-01T15:59:59.999999Z",
        known_at=12,
    )


def as_receipt(answer: dict[str, Any]) -> Receipt:
    """The receipt that such an answer gets."""
    return Receipt.of(
        {
            "iss": "https://credit.example.cn", "aud": "client-1", "jti": "7K3M-9QWX-2H4T-8B6N-RAAA",
            "purpose": "loan", "sub": answer["uscc"], "status": answer["status"], "as_of": answer["as_of"],
            "data_version": answer["data_version"], "statement": statement(answer), "answer": answer,
        }
    )  # fmt: skip
