"""The facts of the documents of an honour: its application, announcement, grant or refusal, and its loss. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date

from creditsvc.documents.domain import Facts, OtherDocument
from creditsvc.documents.grounds import cited
from creditsvc.documents.matters import Matter, listed, remedies
from creditsvc.documents.words import day_text, numbered, period
from creditsvc.kernel.periods import last_day_of_term
from creditsvc.law.grants import Grant
from creditsvc.law.way_out import instrument_of
from creditsvc.listings.domain import Entry
from creditsvc.redlist.application import OPEN, Application, Objection, Stage
from creditsvc.redlist.clocks import OBJECTIONS, REPLY
from creditsvc.redlist.losing import Loss, LossStage


def acceptance(matter: Matter, on: date) -> Facts:
    """受理通知书: what was applied for and shown, and which levels review it."""
    del on
    one, grant = _application(matter), _grant(matter)
    open_ones = one.stage in OPEN and not _lacking(matter)
    return {
        **_applied(matter),
        "levels": "、".join(each.text["zh"] for each in grant.levels),
        "can_accept": "1" if open_ones or one.passed or one.outcome is not None else None,
    }


def announcement(matter: Matter, on: date) -> Facts:
    """授予前的公示: who is to be honoured, who passed it, until when anybody may object."""
    one, grant = _application(matter), _grant(matter)
    passed = [
        {"text": each.authority, "paper": each.document.number, "day": day_text(each.document.day)}
        for each in one.passed
    ]
    done = len(one.passed) == len(grant.levels) and one.stage in OPEN
    ready = one.announcement is not None or (done and not _lacking(matter))
    return {
        **_applied(matter),
        **period(matter.law, matter.calendar, f"{one.list}.{OBJECTIONS}", on, "reply"),
        "passed": numbered(passed) or None,
        "may_announce": "1" if ready else None,
    }


def outcome(matter: Matter, on: date) -> Facts:
    """授予决定书、不予授予决定书: how it was announced and verified, what is granted or refused, and why."""
    one = _application(matter)
    ended, notice = one.outcome, one.announcement
    granted, refused = one.stage is Stage.GRANTED, one.stage is Stage.REFUSED
    over = notice is not None and not notice.provisional and on > notice.until
    clear = all(each.upheld is False for each in one.objections)
    ready = one.stage is Stage.ANNOUNCED and over and clear and not _lacking(matter)
    judged = ended.judged if granted and ended is not None else {}
    words = {each.id: each.text["zh"] for each in _grant(matter).conditions}
    return {
        **_applied(matter),
        **remedies(matter, on),
        **_term(matter, on),
        **(_announced(one) if granted or ready else {}),
        "measures": listed(matter).measures(matter.law, on),
        "judged": numbered({"text": words.get(key, key), "how": how} for key, how in judged.items())
        or None,
        "reasons": ended.reasons if refused and ended is not None else None,
        "may_grant": "1" if granted or ready else None,
        "may_refuse": "1" if refused or one.stage in OPEN else None,
    }


def loss_notice(matter: Matter, on: date) -> Facts:
    """拟移出告知书: on which ground of the law, on which facts, and until when its holder may reply."""
    entry = _honour(matter)
    stated = matter.given.said.get("loss_ground")
    found = _lost_by(matter, entry, stated) if stated is not None else None
    number = listed(matter).number
    return {
        **_held(entry),
        **period(matter.law, matter.calendar, f"{entry.list}.{REPLY}", on, "reply"),
        "loss_reason": found[0] if found else None,
        "loss_article": cited(number, found[1]) if found else None,
        "is_honour": "1" if entry.end is None else None,
    }


def loss(matter: Matter, on: date) -> Facts:
    """移出决定书、不予移出决定书: what was told, what the holder replied, what is decided."""
    one, entry = _loss(matter), _honour(matter)
    ended = one.outcome
    over = not one.provisional and on > one.reply_until
    reason = _lost_by(matter, entry, one.ground)
    return {
        **_held(entry),
        **remedies(matter, on),
        "notice_number": one.document.number,
        "served_on": day_text(one.service.served_on),
        "loss_reason": reason[0],
        "loss_article": one.article,
        "loss_facts": one.facts,
        "told_until": day_text(one.reply_until),
        "not_replied": "1" if one.reply is None and over else None,
        "replied_on": day_text(one.reply.day) if one.reply is not None else None,
        "heard": "1" if over else None,
        "reasons": ended.reasons if ended is not None else None,
        "may_remove": "1" if one.stage in {LossStage.NOTICED, LossStage.LOST} else None,
        "may_keep": "1" if one.stage in {LossStage.NOTICED, LossStage.KEPT} else None,
    }


def _applied(matter: Matter) -> Facts:
    one, grant, number = _application(matter), _grant(matter), listed(matter).number
    papers = [
        {"text": each.text["zh"], "paper": one.proofs[each.id].number}
        for each in grant.conditions
        if each.id in one.proofs
    ]
    asked = [
        {"text": each.text["zh"], "article": cited(number, each.article)}
        for each in grant.conditions
    ]
    return {
        "received_on": day_text(one.received_on),
        "application_number": one.document.number,
        "grant_article": cited(number, grant.article),
        "proofs": numbered(papers) or None,
        "conditions": numbered(asked) or None,
        "obstacles": numbered(_lacking(matter)) or None,
    }


def _lacking(matter: Matter) -> Sequence[Mapping[str, str]]:
    """What stands in the way: as the decision stated it, or as the record is now."""
    one, number = _application(matter), listed(matter).number
    words = {each.id: each.text["zh"] for each in _grant(matter).conditions}
    if one.stage is Stage.REFUSED and one.outcome is not None:
        return [
            {
                "text": words.get(str(each["id"]), str(each["id"])),
                "why": str(each["because"]["zh"]),
                "article": cited(number, str(each["article"])),
            }
            for each in one.outcome.lacking
        ]
    return [
        {"text": each.text["zh"], "why": each.because["zh"], "article": cited(number, each.article)}
        for each in matter.states
        if each.lacking
    ]


def _announced(one: Application) -> Facts:
    notice = one.announcement
    if notice is None:
        return {}
    against = [_objected(each) for each in one.objections]
    return {
        "notice_number": notice.document.number,
        "served_on": day_text(notice.document.day),
        "told_until": day_text(notice.until),
        "objections": numbered(against) or None,
        "not_replied": None if against else "1",
    }


def _objected(each: Objection) -> Mapping[str, str]:
    answer = each.answer.document.number if each.answer is not None else ""
    return {"paper": each.document.number, "day": day_text(each.received_on), "answer": answer}


def _term(matter: Matter, on: date) -> Facts:
    """How long it is granted for, from the day of the decision."""
    rule = matter.law.rule(_application(matter).rule)
    if rule is None or rule.term is None:
        return {"term": None, "last_day": None}
    months = rule.term.months
    return {
        "term": f"{months // 12}年" if months % 12 == 0 else f"{months}个月",
        "last_day": day_text(last_day_of_term(on, months)),
    }


def _held(entry: Entry) -> Facts:
    return {
        "entered_on": day_text(entry.starts_on),
        "last_day": day_text(entry.last_day) if entry.last_day else None,
        "decision_number": entry.ground.get("document_no"),
        "decided_by": entry.ground.get("authority"),
    }


def _lost_by(matter: Matter, entry: Entry, ground: str) -> tuple[str, str]:
    """A ground of loss in the law's words, with its article; raises OtherDocument."""
    source = instrument_of(matter.law, str(entry.ground.get("instrument")))
    ending = source.exits.get(entry.list) if source is not None else None
    known = {each.id: each for each in (ending.lost_by if ending is not None else ())}
    if ground not in known:
        raise OtherDocument(
            f"法律没有这项移出事由；可用：{'、'.join(known) or '无'}",
            f"the law knows no such ground of loss; use: {', '.join(known) or 'none'}",
            field="loss_ground",
        )
    return known[ground].text["zh"], known[ground].article or ""


def _grant(matter: Matter) -> Grant:
    if matter.grant is None:
        raise AssertionError("the template is of an application")
    return matter.grant


def _application(matter: Matter) -> Application:
    if matter.application is None:
        raise AssertionError("the template is of an application")
    return matter.application


def _loss(matter: Matter) -> Loss:
    if matter.loss is None:
        raise AssertionError("the template is of a loss")
    return matter.loss


def _honour(matter: Matter) -> Entry:
    if matter.entry is None:
        raise AssertionError("the template is of an entry")
    return matter.entry
