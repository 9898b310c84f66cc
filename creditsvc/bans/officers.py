"""Who may move a ban: whose it is and where its facts happened; who had a part in it decides nothing."""

from sqlalchemy.orm import Session

from creditsvc.access import acting
from creditsvc.bans import store
from creditsvc.bans.domain import Ban, ProposedIt
from creditsvc.db.work import Act
from creditsvc.events import service as events
from creditsvc.kernel.remit import Matter, Need
from creditsvc.proceedings.domain import SamePerson

HANDLES, REVIEWS, DECIDES = "proceedings.handle", "proceedings.review", "proceedings.decide"


def matter(session: Session, ban: Ban) -> Matter:
    """The ban as a matter: of the authority that makes it, where what it rests on happened."""
    return Matter(
        authority=ban.authority,
        regions=events.regions_of(session, ban.basis.evidence),
        enterprise_id=ban.enterprise_id,
        cases=frozenset({ban.id}),
    )


def must_cover(act: Act, ban: Ban, scope: str) -> None:
    """Refuse whoever may not act in the matter of *ban*."""
    acting.must_cover(act, matter(act.session, ban), scope)


def must_be_apart(act: Act, ban: Ban, handled: frozenset[str]) -> None:
    """Refuse whoever *handled* the ban, or counts as one with who did, to preside or to review."""
    if acting.had_a_part(act, handled, since=ban.opened_on):
        raise SamePerson(
            "承办该禁入的人员（含代其行使职权者）不得主持听证、不得作法制审核，须由另一人办理",
            "whoever handled the ban, or acts for who did, neither presides nor reviews; another "
            "person must",
            who=act.actor.id,
            need=Need(
                scope=REVIEWS,
                matter=matter(act.session, ban),
                parts=handled,
                since=ban.opened_on,
            ),
        )


def must_be_another(act: Act, ban: Ban, scope: str) -> None:
    """Refuse whoever moved *ban* before, or counts as one with who did."""
    parts = store.hands(act.session, ban.id)
    if acting.had_a_part(act, parts, since=ban.opened_on):
        raise ProposedIt(
            "提出、承办、决定过该禁入的人员（含代其行使职权者）不得作这一步，须由另一人作出",
            "whoever proposed, handled or decided the ban, or acts for who did, does not make this "
            "move; another person must",
            who=act.actor.id,
            need=Need(
                scope=scope, matter=matter(act.session, ban), parts=parts, since=ban.opened_on
            ),
        )
