"""A comparison of two days' rules as JSON values, and as a sentence in Chinese and English."""

from collections.abc import Iterable
from typing import Any

from creditsvc.law.domain import Finding, Texts, Undetermined
from creditsvc.law.doubts import Remark
from creditsvc.law.two_dates import MEASURES, Comparison, Side

_MILDER = {
    "conduct": ("行为日的规则较轻", "the rules of the day of the conduct are milder"),
    "decision": ("决定日的规则较轻", "the rules of the day of the decision are milder"),
    "same": ("两者轻重相同", "both weigh the same"),
    "undetermined": (
        "事实未明，轻重不能断定",
        "which is milder can't be told until the facts are known",
    ),
}
# By the measure that tells, and then whether the milder side has nothing of the kind at all.
_BY = {
    ("list", False): ("名单较轻", "a milder list"),
    ("list", True): ("不列入名单", "no list"),
    ("term", False): ("名单相当，期限较短", "lists of one weight, a shorter term"),
    ("ban", False): ("禁入较轻", "a milder ban"),
    ("ban", True): ("没有禁入", "no ban"),
    ("grave", False): ("情节严重时的禁入较轻", "a milder ban in grave cases"),
    ("grave", True): ("没有情节严重时的加重禁入", "no heavier ban in grave cases"),
}


def body(each: Comparison) -> dict[str, Any]:
    """The comparison as JSON values."""
    return {
        "event": each.ref,
        "title": dict(each.title),
        "conduct": _side(each.conduct),
        "decision": _side(each.decision),
        "milder": each.milder,
        "by": each.by,
        "principle": each.principle.body(),
        "legal_review": each.legal_review,
        "doubts": [one.body() for one in each.doubts],
        "notes": [one.body() for one in each.notes],
        "explanation": dict(sentence(each)),
    }


def sentence(each: Comparison) -> Texts:
    """Both sides, which is milder and why, what the texts leave open, and what else to look at."""
    before, now, (zh, en) = each.conduct, each.decision, _verdict(each)
    return {
        "zh": f"{each.ref}（{each.title['zh']}）：行为日{before.on}的规则——{_said_zh(before)}；"
        f"决定日{now.on}的规则——{_said_zh(now)}。{zh}" + _more_zh(each),
        "en": f"{each.ref} ({each.title['en']}): the rules of the day of the conduct, {before.on}:"
        f" {_said_en(before)}; those of the day of the decision, {now.on}: {_said_en(now)}."
        f"{en}" + _more_en(each),
    }


def _verdict(each: Comparison) -> tuple[str, str]:
    """Which is milder, and why; nothing where there is nothing to choose, as a note then says."""
    if each.milder == "settled":
        return "", ""
    (zh, en), (zh_why, en_why) = _MILDER[each.milder], _why(each)
    article = each.principle.article
    return f"依{article}，从旧兼从轻：{zh}{zh_why}。", f" By {article}: {en}{en_why}."


def _why(each: Comparison) -> tuple[str, str]:
    """The measure by which one side is milder."""
    if each.by is None:
        return "", ""
    side = each.conduct if each.milder == "conduct" else each.decision
    zh, en = _BY[each.by, not side.most[MEASURES.index(each.by)]]
    return f"（{zh}）", f" ({en})"


def _side(side: Side) -> dict[str, Any]:
    return {
        "on": side.on.isoformat(),
        "findings": [_finding(each) for each in side.findings],
        "undetermined": [_open(each) for each in side.open],
    }


def _finding(each: Finding) -> dict[str, Any]:
    term = each.term
    return {
        "rule": each.rule,
        "instrument": each.instrument,
        "article": each.article,
        "list": each.list,
        "term": term and {"months": term.months, "counts_from": term.counts_from},
        "ban": each.ban and each.ban.body(),
        "discretionary": each.discretionary,
        "evidence": list(each.evidence),
        "rule_digest": each.rule_digest,
    }


def _open(each: Undetermined) -> dict[str, Any]:
    return {"rule": each.rule, "list": each.list, "missing": list(each.missing)}


def _said_zh(side: Side) -> str:
    told = [_found_zh(each) for each in side.findings]
    told += [f"{each.rule}无法判断（缺{'、'.join(each.missing)}）" for each in side.open]
    return "；".join(told) or "没有规则及于该行为"


def _found_zh(each: Finding) -> str:
    told = [f"{each.instrument}{each.article}（{each.rule}）"]
    if each.list_title is not None and each.term is not None:
        may = "可以" if each.discretionary else "应当"
        told.append(f"{may}列入“{each.list_title['zh']}”{each.term.months}个月")
    told += (each_of.text["zh"] for each_of in (each.ban, each.referral) if each_of is not None)
    return "，".join(told)


def _said_en(side: Side) -> str:
    told = [_found_en(each) for each in side.findings]
    told += [f"{each.rule} undetermined (missing {', '.join(each.missing)})" for each in side.open]
    return "; ".join(told) or "no rule reaches it"


def _found_en(each: Finding) -> str:
    told = [f"{each.instrument} {each.article} ({each.rule})"]
    if each.list_title is not None and each.term is not None:
        may = "may" if each.discretionary else "is to"
        told.append(f"{may} be entered on the {each.list_title['en']}, {each.term.months} months")
    told += (each_of.text["en"] for each_of in (each.ban, each.referral) if each_of is not None)
    return ", ".join(told)


def _more_zh(each: Comparison) -> str:
    review = f"须经法制审核：{_joined(each.doubts, 'zh', '；')}。" if each.doubts else ""
    return review + (f"另须注意：{_joined(each.notes, 'zh', '；')}。" if each.notes else "")


def _more_en(each: Comparison) -> str:
    review = f" Legal review: {_joined(each.doubts, 'en', '; ')}." if each.doubts else ""
    return review + (f" Note: {_joined(each.notes, 'en', '; ')}." if each.notes else "")


def _joined(remarks: Iterable[Remark], tongue: str, by: str) -> str:
    return by.join(each.text[tongue] for each in remarks)
