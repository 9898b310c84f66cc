"""How an honour is granted, line by line, in Chinese and English: levels, conditions and how each is checked."""

from collections.abc import Iterator

from creditsvc.law.grants import Grant, GrantCondition


def grant_lines(grant: Grant) -> Iterator[tuple[str, str]]:
    """The levels, each condition, and from when it may be renewed."""
    zh = "、".join(each.text["zh"] for each in grant.levels)
    en = ", ".join(each.text["en"] for each in grant.levels)
    yield (
        f"授予：企业申请，{zh}逐级审核，公示后由最后一级授予（{grant.article}）",
        f"Granted on application: reviewed by {en}, announced, granted by the last ({grant.article})",
    )
    for number, each in enumerate(grant.conditions, 1):
        checked = list(_checked(each))
        yield (
            f"条件{number}：{each.text['zh']}（{each.article}）——{'，'.join(zh for zh, _ in checked)}",
            f"Condition {number}: {each.text['en']} ({each.article}); {', '.join(en for _, en in checked)}",
        )
    months = grant.renew_months
    yield (
        f"重新申请：期满前{months}个月起",
        f"Applied for anew from {months} months before its last day",
    )


def _checked(one: GrantCondition) -> Iterator[tuple[str, str]]:
    if one.meets is not None:
        yield "按记录核对", "checked against the record"
    if one.unlisted:
        yield "不在失信名单上", "on no adverse list"
    if one.paper is not None:
        yield f"凭{one.paper['zh']}认定", f"judged by {one.paper['en']}"
    if one.ends_by_record:
        yield "记录显示违反的即时移出", "a breach on record ends the honour"
