"""Who may make a move in a case: whose it is and where it lies; who had a part decides nothing in it."""

from types import MappingProxyType
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.access import acting, people
from creditsvc.db.work import Act
from creditsvc.events import service as events
from creditsvc.kernel.remit import Matter, Need
from creditsvc.proceedings.domain import Proceeding, SamePerson
from creditsvc.proceedings.steps import Hands, handlers

DECIDES = "proceedings.decide"
SCOPES = MappingProxyType(
    {"handler": "proceedings.handle", "legal_reviewer": "proceedings.review", "approver": DECIDES}
)


def must_be_theirs(act: Act, case: Proceeding, move: str, role: str, before: Hands) -> None:
    """Refuse whoever may not act in the matter of *case*, or counts as one with who did before.

    The moves themselves compare people by name; here those count too who act for one another.
    """
    about, scope = matter(act.session, case), SCOPES[role]
    acting.must_cover(act, about, scope)
    parts = _apart(case, move, before)
    if acting.had_a_part(act, parts, since=case.opened_on):
        raise SamePerson(
            "办理过该案的人员，及代其行使职权或者由其代行职权的人员，不得再作这一步，须由另一人作出",
            "whoever had another part in the case, or acts for who had, does not make this move; "
            "another person must",
            who=act.actor.id,
            need=Need(scope=scope, matter=about, parts=parts, since=case.opened_on),
        )


def matter(session: Session, case: Proceeding) -> Matter:
    """The case as a matter: of the authority whose person opened it; who may sign is asked apart."""
    decided = case.decision.authority if case.decision else None
    restores = case.ground.restores or {}
    also = [UUID(restores[name]) for name in ("listing", "repair") if restores.get(name)]
    return Matter(
        authority=people.authority_of(session, case.proposed_by) or decided,
        regions=events.regions_of(session, case.ground.evidence),
        enterprise_id=case.enterprise_id,
        cases=frozenset({case.id, *also}),
    )


def _apart(case: Proceeding, move: str, before: Hands) -> frozenset[str]:
    """Those who may not make *move* because of what they did: who decides did nothing else."""
    if move == "decide":
        return frozenset({case.proposed_by, *(who for _, who in before)})
    return handlers(before) if move in {"review", "hear"} else frozenset()
