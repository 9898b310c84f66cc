"""Who may move the entry of a person: whose case it is and where it happened; who had a part decides nothing."""

from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.access import acting
from creditsvc.db.work import Act
from creditsvc.events import service as events
from creditsvc.kernel.remit import Matter, Need
from creditsvc.person_entries import store
from creditsvc.person_entries.domain import MARKS, HandledThePerson, PersonEntry

HANDLES, REVIEWS, DECIDES = "proceedings.handle", "proceedings.review", "proceedings.decide"


def matter(session: Session, one: PersonEntry) -> Matter:
    """It as a matter: of the authority of the case, where what it rests on happened."""
    return Matter(
        authority=one.authority,
        regions=events.regions_of(session, one.case.ground.evidence),
        enterprise_id=one.enterprise_id,
        cases=frozenset({one.id}),
    )


def must_cover(act: Act, one: PersonEntry, scope: str) -> None:
    """Refuse whoever may not act in the matter of *one*."""
    acting.must_cover(act, matter(act.session, one), scope)


def must_be_apart(act: Act, one: PersonEntry, handled: frozenset[str]) -> None:
    """Refuse whoever *handled* it, or counts as one with who did, to preside or to review."""
    _refuse(act, one, handled, REVIEWS)


def must_be_another(act: Act, one: PersonEntry) -> None:
    """Refuse whoever moved *one* before, or counts as one with who did."""
    _refuse(act, one, parts(act.session, one.id), DECIDES)


def parts(session: Session, entry_id: UUID) -> frozenset[str]:
    """Whoever had a part in the case or in what ended it."""
    return frozenset(by for move, by in store.moves(session, entry_id) if move not in MARKS)


def _refuse(act: Act, one: PersonEntry, took_part: frozenset[str], scope: str) -> None:
    since = one.case.opened_on
    if acting.had_a_part(act, took_part, since=since):
        raise HandledThePerson(
            "承办、决定过的人员（含代其行使职权者）不得作这一步，须由另一人作出",
            "whoever handled or decided the case, or acts for who did, does not make this move; "
            "another person must",
            who=act.actor.id,
            need=Need(scope=scope, matter=matter(act.session, one), parts=took_part, since=since),
        )
