"""What follows where the repair of a record was got by fraud, or a plan failed. Pure.

granted → questioned (the party is told, and may reply) → revoked, or granted still, by another person.
"""

from datetime import date

from creditsvc.repairs.domain import Answer, Effect, Questioned, Repair, Stage
from creditsvc.repairs.moves import in_order, moved, must_say_why, wrong
from creditsvc.repairs.refusals import HandledIt, NoRestoration, TooEarlyToRevoke


def question(repair: Repair, told: Questioned, *, today: date) -> Repair:
    """The party is told that its grant may be revoked, and why."""
    granted = _granted(repair)
    must_say_why(told.notice.reasons)
    in_order(told.notice.document.day, granted.document.day, today, "document.day")
    in_order(told.service.day, told.notice.document.day, today, "service.day")
    return moved(repair, stage=Stage.QUESTIONED, questioned=told, revocation=None)


def revoke(repair: Repair, given: Answer, *, waiver: str | None, today: date) -> Repair:
    """Another person revokes it, once the time to reply is over or was given up in writing."""
    told = _decided_by_another(repair, given, today)
    if waiver is None and (told.provisional or given.document.day <= told.reply_until):
        raise TooEarlyToRevoke(
            f"当事人可以陈述、申辩到{told.reply_until}止；书面放弃的，写明放弃书文号（waiver）",
            f"the party may reply until {told.reply_until}; where it gave that up in writing, name "
            "the paper (waiver)",
            reply_until=told.reply_until.isoformat(),
            provisional=told.provisional,
        )
    return moved(repair, stage=Stage.REVOKED, revocation=given)


def uphold(repair: Repair, given: Answer, *, today: date) -> Repair:
    """Another person finds that the grant stands."""
    _decided_by_another(repair, given, today)
    return moved(repair, stage=Stage.GRANTED, revocation=given)


def _granted(repair: Repair) -> Answer:
    if repair.effect is Effect.REMOVAL:
        raise NoRestoration(
            "名单条目骗取移出的，立案恢复列入：POST /v1/repairs/{id}/revocation",
            "an entry removed by fraud is restored by a case: POST /v1/repairs/{id}/revocation",
        )
    if repair.stage is not Stage.GRANTED or repair.outcome is None:
        raise wrong(repair, Stage.GRANTED.value)
    return repair.outcome


def _decided_by_another(repair: Repair, given: Answer, today: date) -> Questioned:
    told = repair.questioned
    if repair.stage is not Stage.QUESTIONED or told is None:
        raise wrong(repair, Stage.QUESTIONED.value)
    if given.by in {told.notice.by, *repair.handlers}:
        raise HandledIt(
            "提出撤销或者承办过该申请的人员不得作出撤销决定，须由另一名审批人员（approver）作出",
            "whoever proposed the revocation or handled the application may not decide it; another "
            "approver must",
            who=given.by,
        )
    must_say_why(given.reasons)
    in_order(given.document.day, told.service.day, today, "document.day")
    return told
