"""Who may move the entry of a person: whose case it is and where it happened; who had a part decides nothing."""

from sqlalchemy.orm import Session

from creditsvc.access import acting
from creditsvc.db.work import Act
from creditsvc.events import service as events
from creditsvc.kernel.remit import Matter, Need
from creditsvc.person_entries import store
from creditsvc.person_entries.domain import HandledThePerson, PersonEntry

HANDLES, DECIDES = "proceedings.handle", "proceedings.decide"


def matter(session: Session, one: PersonEntry) -> Matter:
    """It as a matter: of the authority of the case, where what it rests on happened."""
    return Matter(
        authority=one.authority,
        regions=events.regions_of(session, one.basis.evidence),
        enterprise_id=one.enterprise_id,
        cases=frozenset({one.id}),
    )


def must_cover(act: Act, one: PersonEntry, scope: str) -> None:
    """Refuse whoever may not act in the matter of *one*."""
    acting.must_cover(act, matter(act.session, one), scope)


def must_be_another(act: Act, one: PersonEntry) -> None:
    """Refuse whoever moved *one* before, or counts as one with who did."""
    parts = store.hands(act.session, one.id)
    if acting.had_a_part(act, parts, since=one.opened_on):
        raise HandledThePerson(
            "承办、决定过的人员（含代其行使职权者）不得作这一步，须由另一名审批人员（approver）作出",
            "whoever handled or decided the case, or acts for who did, does not make this move; "
            "another approver must",
            who=act.actor.id,
            need=Need(
                scope=DECIDES, matter=matter(act.session, one), parts=parts, since=one.opened_on
            ),
        )
