"""Who may handle and who may decide an application: who may act in the matter it is about (谁认定、谁修复)."""

from creditsvc.access import acting
from creditsvc.db.work import Act
from creditsvc.kernel.remit import Need
from creditsvc.listings.parts import DECIDES
from creditsvc.repairs import store
from creditsvc.repairs.domain import Repair
from creditsvc.repairs.refusals import HandledIt
from creditsvc.repairs.subject import Subject

HANDLING = ("apply", "gaps", "supplement", "accept", "extend", "question")


def must_cover(act: Act, subject: Subject, scope: str, *repairs: Repair) -> None:
    """Refuse whoever may not act in the matter of the entry or record."""
    acting.must_cover(act, subject.matter(act.session, *(one.id for one in repairs)), scope)


def must_be_another(act: Act, repair: Repair, subject: Subject) -> None:
    """Refuse whoever handled the application, or counts as one with who did.

    Whoever put papers to it handled it too, and whoever gave a notice that it may be revoked.
    """
    took_part = repair.handlers | store.hands(act.session, repair.id, HANDLING)
    since = repair.received_on
    if acting.had_a_part(act, took_part, since=since):
        matter = subject.matter(act.session, repair.id)
        raise HandledIt(
            "承办人（含代其行使职权者）不得作出决定，须由另一名审批人员作出",
            "whoever handled the application, or acts for who did, may not decide it; another "
            "approver must",
            who=act.actor.id,
            need=Need(scope=DECIDES, matter=matter, parts=took_part, since=since),
        )
