"""The facts of the documents of a case, one function a template. Pure."""

from collections.abc import Mapping
from datetime import date

from creditsvc.documents.domain import Facts
from creditsvc.documents.matters import Matter, listed, remedies
from creditsvc.documents.words import day_text, period
from creditsvc.kernel.periods import last_day_of_term
from creditsvc.proceedings.domain import Proceeding


def case_opening(matter: Matter, on: date) -> Facts:
    """立案审批表: who is proposed for which list, on which facts."""
    del on
    case = _case(matter)
    return {"opened_on": day_text(_opened_on(case))}


def notice(matter: Matter, on: date) -> Facts:
    """列入告知书, 恢复列入告知书 (令第11号第九条): what is intended, why, and which rights the party has."""
    case = _case(matter)
    restores = case.ground.restores or {}
    return {
        **period(matter.law, matter.calendar, f"{case.ground.list}.reply", on, "reply"),
        **term(case, None),
        "measures": listed(matter).measures(matter.law, on),
        **_restoring(restores),
    }


def hearing(matter: Matter, on: date) -> Facts:
    """听证通知书 (行政处罚法第六十四条): when and where, so many days ahead; 听证笔录 as a form."""
    case = _case(matter)
    ahead = period(
        matter.law, matter.calendar, f"{case.ground.list}.hearing_notice", on, "hearing_notice"
    )
    return {**ahead, **notified(case)}


def review(matter: Matter, on: date) -> Facts:
    """法制审核意见书 (行政处罚法第五十八条): the case as it goes to the reviewer."""
    case = _case(matter)
    return {
        **notified(case),
        **term(case, on),
        "opened_on": day_text(_opened_on(case)),
        **heard(case, on),
    }


def decision(matter: Matter, on: date) -> Facts:
    """列入决定书, 恢复列入决定书 (国办发〔2020〕49号（八）): with remedies and the way out."""
    case = _case(matter)
    return {
        **notified(case),
        **heard(case, on),
        **term(case, on),
        **remedies(matter, on),
        **listed(matter).way_out(matter.law, on),
        "measures": listed(matter).measures(matter.law, on),
        **_restoring(case.ground.restores or {}),
    }


def repair_notice(matter: Matter, on: date) -> Facts:
    """信用修复告知书: goes out with the decision, which it names (两书同达)."""
    made = _case(matter).decision
    starts = made.decided_on if made else on
    return {
        **listed(matter).way_out(matter.law, starts),
        **term(_case(matter), starts),
        "decision_number": made.document.number if made else None,
        "decision_day": day_text(made.decided_on) if made else None,
    }


def service_receipt(matter: Matter, on: date) -> Facts:
    """送达回证: a form for whichever paper is served."""
    del on
    return {"case_no": str(_case(matter).id)}


def _case(matter: Matter) -> Proceeding:
    if matter.case is None:
        raise AssertionError(
            "the template is of a case"
        )  # the service asks for its own matters only
    return matter.case


def _opened_on(case: Proceeding) -> date:
    """The day on the paper of the opening; until there is one, that of the proposal."""
    return case.opened_on if case.opening is None else case.opening.document.day


def notified(case: Proceeding) -> Facts:
    """The notice that reached the party, as far as there is one."""
    told = case.notice
    return {
        "notice_number": told.document.number if told else None,
        "served_on": day_text(told.service.served_on) if told else None,
        "reply_until": day_text(told.reply_until) if told else None,
    }


def heard(case: Proceeding, on: date) -> Facts:
    """Whether the party replied or let its time pass: one of the two, or it still runs."""
    told, made = case.notice, case.decision
    over = told is not None and on > told.reply_until
    reply = case.replies[-1] if case.replies else None
    waiver = made.waiver if made is not None else None
    if case.waiver is not None:
        waiver = case.waiver.document.number
    return {
        "replied_on": day_text(reply.received_on) if reply is not None else None,
        "not_replied": "1" if reply is None and over and not waiver else None,
        "waiver": waiver,
        "heard": "1" if over or waiver else None,
        "reply_answer": made.reply_answer if made is not None else None,
    }


def term(case: Proceeding, starts: date | None) -> Facts:
    """How long the entry lasts, and its last day where that counts from the decision."""
    stated = case.ground.restores["term"] if case.ground.restores else case.ground.term
    if not stated:
        return {"term": None, "last_day": None}
    months, counted = int(stated["months"]), stated["counts_from"]
    last = starts is not None and counted in {"decision", "grant"}
    return {
        "term": f"{months // 12}年" if months % 12 == 0 else f"{months}个月",
        "last_day": day_text(last_day_of_term(starts, months)) if last and starts else None,
    }


def _restoring(restores: Mapping[str, object]) -> Facts:
    return {
        "restore_article": str(restores["article"]) if restores else None,
        "restore_reason": str(restores["reason"]) if restores else None,
    }
