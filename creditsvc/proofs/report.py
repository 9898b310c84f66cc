"""A receipt as a report to print: the chapters of 《公共信用信息报告标准（2022年版）》 for enterprises,
filled with what the answer tells and nothing else. Pure.

A chapter that this register does not keep says so, because "nothing here" is not "nothing".
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from creditsvc.lookup.receipts import WORDS, Receipt, local
from creditsvc.proofs.timeline import timeline

Row = Mapping[str, Any]
Chapter = dict[str, Any]
NOTHING = "截至报告时间，本登记库没有应予载明的此类信息；不表示其他部门没有。"
UNSURE = "不能断定有没有，原因见首页；不得视为没有。"
WITHHELD = "所述用途不能查看此类信息；不表示没有。"
NOT_KEPT = "本登记库不归集此类信息，请向主管部门查询。"
CLASSES = {"minor": "轻微", "general": "一般", "severe": "严重"}
STATED_NOWHERE = "—"


def report(receipt: Receipt, partner: str, url: str) -> dict[str, Any]:
    """What the layout prints. *partner*: whom it was made for; *url*: where its number is checked."""
    answer = _whole(receipt.answer)
    zh, en = WORDS[receipt.status]
    return {
        "number": receipt.number,
        "url": url,
        "name": answer["name"] or "（本登记库无此代码的名称）",
        "uscc": receipt.uscc,
        "at": local(answer["as_of"]),
        "status": receipt.status,
        "verdict": {"zh": zh, "en": en},
        "statement": dict(receipt.statement),
        "reasons": [{"zh": one["zh"], "en": one["en"]} for one in answer["reasons"]],
        "overview": _overview(receipt, partner),
        "counts": [
            [each["zh"], len(each["cards"])]
            for each in _chapters(answer)
            if each["counted"] and each["empty"] != WITHHELD
        ],
        "chapters": [_shown(each) for each in _chapters(answer)],
        "timeline": timeline(answer),
        "exits": list(_exits(answer)),
        "complete_to": sorted(answer["complete_to"].items()),
        "rights": list(_rights(receipt)),
    }  # fmt: skip


def _whole(answer: Row) -> Row:
    """The answer with the members that its purpose may not see left empty; chapters say so."""
    empty = {"tier": None, "tier_reason": None, "bans": (), "measures": (), "records": ()}
    return empty | dict(answer)


def _withheld(answer: Row) -> Sequence[str]:
    kept_back: Sequence[str] = answer.get("withheld", ())  # a receipt may be older than purposes
    return kept_back


def _overview(receipt: Receipt, partner: str) -> list[list[str]]:
    answer = _whole(receipt.answer)
    unrated = (
        "所述用途不能查看" if "tier" in _withheld(answer) else "无（没有来源报告过，或者不能断定）"
    )
    asked_of, known = answer["valid_at"], answer["known_at"]
    rows = [
        ["统一社会信用代码", receipt.uscc],
        ["报告时间（北京时间）", local(answer["as_of"])],
        ["查询方", f"{partner}（{receipt.audience}）" if partner else receipt.audience],
        ["查询用途", receipt.purpose],
        ["信用等级", answer["tier"] or unrated],
        ["异议", "异议处理中" if answer["under_objection"] else "无处理中的异议"],
        ["数据版本", f"第 {receipt.data_version} 号行为"],
    ]
    if asked_of:
        rows.append(["所问时刻", local(asked_of)])
    if known is not None:
        rows.append(["按当时所知", f"第 {known} 号行为"])
    change = answer["next_change_at"]
    return [*rows, ["最早会自行变化的时刻", local(change) if change else STATED_NOWHERE]]


def _chapters(answer: Row) -> list[Chapter]:
    adverse = [one for one in answer["listings"] if one["polarity"] == "adverse"]
    honours = [one for one in answer["listings"] if one["polarity"] != "adverse"]

    def empty(part: str) -> str:
        return WITHHELD if part in _withheld(answer) else NOTHING

    return [
        _chapter("基础信息", "Registration", [_registration(answer)]),
        _chapter("行政管理信息：公示中的行政处罚", "Penalties on display", map(_record, answer["records"]), counted=True, empty=empty("records")),
        _chapter("诚实守信信息", "Honours", map(_entry, honours), counted=True),
        _chapter("严重失信主体名单信息", "Adverse listings", map(_entry, adverse), counted=True, empty=UNSURE if answer["status"] == "cannot_say" else NOTHING),
        _chapter("停止执行的名单条目", "Suspended listings", map(_suspended, answer["suspended_listings"]), counted=True),
        _chapter("禁止与限制", "Bans", map(_ban, answer["bans"]), counted=True, empty=empty("bans")),
        _chapter("对查询方有约束力的措施", "Measures that bind the asker", map(_measure, answer["measures"]), counted=True, empty=empty("measures")),
        _chapter("信用评价信息", "Tier", _tier(answer), empty=empty("tier")),
        _chapter("经营（活动）异常名录、信用承诺、司法判决及执行信息", "Not kept here", (), empty=NOT_KEPT),
    ]  # fmt: skip


def _chapter(
    zh: str, en: str, cards: Iterable[Row], *, empty: str = NOTHING, counted: bool = False
) -> Chapter:
    return {"zh": zh, "en": en, "cards": list(cards), "empty": empty, "counted": counted}


def _shown(chapter: Chapter) -> Chapter:
    return {name: value for name, value in chapter.items() if name != "counted"}


def _card(title: str, *rows: Sequence[str | None], flag: str = "") -> Row:
    told = [[label, text or STATED_NOWHERE] for label, text in rows]
    return {"title": title, "flag": flag, "rows": told}


def _registration(answer: Row) -> Row:
    return _card(
        "主体",
        ["名称", answer["name"]],
        ["统一社会信用代码", answer["uscc"]],
        ["本登记库登记", "已登记" if answer["registered"] else "未登记，也没有来源报告过"],
    )


def _record(one: Row) -> Row:
    return _card(
        f"{one['kind_title']['zh']}（{CLASSES[one['class']]}失信信息）",
        ["处罚决定", _joined(one["authority"], one["document_no"], one["penalised_on"])],
        ["公示依据", f"{one['instrument']} {one['article']}"],
        ["最早可以修复", one["earliest_repair"]],
        ["公示截止（含当日）", one["last_day"]],
        flag=_flag(one),
    )


def _entry(one: Row) -> Row:
    ground = one["ground"]
    explained = ground.get("explanation") or ground.get("title") or {}
    return _card(
        one["list_title"]["zh"],
        ["事由", explained.get("zh")],
        ["依据", f"{ground['instrument']} {ground['article']}"],
        ["决定", _joined(ground.get("authority"), ground.get("document_no"), ground.get("decided_on"))],
        ["起始", one["starts_on"]],
        ["截止（含当日）", one["last_day"]],
        ["公布", one["published_on"]],
        flag=_flag(one),
    )  # fmt: skip


def _suspended(one: Row) -> Row:
    card = _entry(one)
    since = one["suspended_since"]
    return {**card, "flag": f"自 {local(since)} 停止执行，现不具约束力；结果未定" if since else ""}


def _ban(one: Row) -> Row:
    until = "终身" if one["life"] else one["last_day"]
    return _card(
        one["text"]["zh"],
        ["依据", f"{one['instrument']} {one['article']}"],
        ["决定", _joined(one["authority"], one["document_no"], one["decided_on"])],
        ["期间", f"{one['from_day']} 至 {until or STATED_NOWHERE}"],
    )


def _measure(one: Row) -> Row:
    basis = "；".join(f"{each['instrument']} {each['article']}" for each in one["basis"])
    until = "终身" if one["lifetime"] else one["valid_to"]
    return _card(
        one["title"]["zh"],
        ["性质", "可以（以决定载明者为限）" if one["may"] else "应当"],
        ["依据", basis],
        ["期间", f"{one['valid_from']} 至 {until or STATED_NOWHERE}"],
    )


def _tier(answer: Row) -> list[Row]:
    if answer["tier"] is None:
        return []
    reason = str(answer["tier_reason"]).partition(" / ")[0]
    return [_card(f"信用等级 {answer['tier']}", ["理由", reason])]


def _flag(one: Row) -> str:
    since = one["under_objection_since"]
    return f"自 {local(since)} 异议处理中" if since else ""


def _exits(answer: Row) -> Iterator[Row]:
    """How each entry and record ends: by itself, or on application and on which conditions."""
    named = [
        *((one["list_title"]["zh"], one["ground"], one) for one in answer["listings"]),
        *((one["list_title"]["zh"], one["ground"], one) for one in answer["suspended_listings"]),
        *((one["kind_title"]["zh"], one, one) for one in answer["records"]),
    ]
    for what, decided, one in named:
        title, way = _joined(what, decided.get("document_no")), one["way_out"]
        if way is None:
            yield _card(title, ["出路", "现行规则没有载明"])
            continue
        wanted = [f"{each['zh']}（{each['article']}）" for each in way["conditions"]]
        bars = [f"{each['zh']}（{each['article']}）" for each in way["bars"]]
        yield _card(
            title,
            ["如何结束", way["zh"]],
            ["依据", way["article"]],
            ["期满日（含当日）", way["last_day"]],
            ["最早可以提前结束", way["earliest"]],
            ["提前结束的条件", "；".join(wanted)],
            ["不得提前结束的情形", "；".join(bars)],
        )


def _rights(receipt: Receipt) -> Iterator[str]:
    yield "本报告只载明报告时间的情况，不说明此后的情况；依赖本报告前，请按证据编号查验，并重新查询现状。"
    if receipt.status == "cannot_say":
        yield "“不能断定”不是“未列入”：不得据此认定企业没有失信记录，也不得据此认定其失信。"
    yield "没有某类信息，不表示没有发生：各来源的数据完整到哪一日，见“数据完整性”；未声明的来源不作保证。"
    yield "企业对所载信息有异议的，可以向作出决定的机关提出异议、申请行政复议或者提起行政诉讼；符合条件的，可以申请信用修复。"
    yield "本报告只供载明的查询方用于载明的用途；不含个人信息，案件中的人员不予列示。"
    yield f"法规摘要（SHA-256）：{receipt.answer['law_digest']}。签发：{receipt.issuer}。"


def _joined(*texts: str | None) -> str:
    return "，".join(text for text in texts if text)
