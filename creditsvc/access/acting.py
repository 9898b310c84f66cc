"""The one question that every room asks before a move: whether this person may act in this matter.

Remit (authority and region), recusal, and whether the actor, or whoever stands behind them by a
delegation, had a part in it before. Whoever made a code for a party stands behind that party too.
"""

from collections.abc import Iterable
from datetime import date

from creditsvc.access import staff_store as store
from creditsvc.access.domain import OutsideRemit, Recused
from creditsvc.audit import service as trail
from creditsvc.db.work import Act
from creditsvc.kernel.caller import Caller
from creditsvc.kernel.conflicts import behind, clash
from creditsvc.kernel.remit import Matter, Need, judge


def must_cover(act: Act, matter: Matter, scope: str) -> None:
    """Refuse a person whose remit does not cover *matter*, or who is recused from it.

    A bound that could not be tested, because the matter does not state it, stands in the trail.
    """
    actor = act.actor
    if actor.kind != "person":
        return
    verdict = judge(actor.authority, actor.region, matter)
    if not verdict.covers:
        raise _outside(actor, matter, scope)
    if verdict.untested:
        subject = matter.enterprise_id or matter.authority or "-"
        trail.note(act, "remit.untested", subject, bounds=list(verdict.untested))
    _must_not_be_recused(act, matter, scope)


def must_be_in_remit(caller: Caller, matter: Matter, scope: str) -> None:
    """The same of a person who only reads, outside any act: by authority and region alone."""
    if caller.kind == "person" and not judge(caller.authority, caller.region, matter).covers:
        raise _outside(caller, matter, scope)


def had_a_part(act: Act, parts: Iterable[str], *, since: date | None = None) -> bool:
    """Whether one of *parts* (ids) is the actor, or the same hand as the actor by a delegation.

    since: the day from which they may have acted, so that delegations of then count too.
    """
    ids = frozenset(parts)
    links = store.links(act.session, since or act.day, act.day) | store.hands(act.session, ids)
    return bool(clash(act.actor.id, ids, links))


def made_code_for(act: Act, party: str) -> None:
    """Note that the actor knows the code by which *party* is known, and so may have been it."""
    store.add_hand(act.session, {"party": party, "act_no": act.no, "by": act.actor.id})


def _must_not_be_recused(act: Act, matter: Matter, scope: str) -> None:
    if matter.enterprise_id is None and not matter.cases:
        return
    found = store.recused(act.session, matter.enterprise_id, matter.cases)
    if not found:
        return
    hands = behind(act.actor.id, store.links(act.session, act.day, act.day))
    for one in found:
        if one.username in hands:
            raise Recused(
                f"{one.username} 已决定回避（{one.document_no}），不得办理；请由他人办理",
                f"{one.username} is recused ({one.document_no}); somebody else must act",
                need=Need(scope=scope, matter=matter),
                recusal=str(one.id),
            )


def _outside(who: Caller, matter: Matter, scope: str) -> OutsideRemit:
    remit = "、".join(each for each in (who.authority, who.region) if each)
    theirs = "、".join([*([matter.authority] if matter.authority else []), *sorted(matter.regions)])
    return OutsideRemit(
        f"此事属于{theirs}，不在您的职权范围（{remit}）内；应由其人员办理",
        f"the matter is of {theirs}, beyond your remit ({remit}); their people act in it",
        need=Need(scope=scope, matter=matter),
    )
