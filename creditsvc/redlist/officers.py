"""Who may move an application for an honour, or a case about its loss: whose it is, and who had a part in it.

An application is, at each level, of the authority that passes it there; before the first, of whoever
received it. A case about a loss is of the authority that granted the honour.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from creditsvc.access import acting, people
from creditsvc.db.work import Act
from creditsvc.events import service as events
from creditsvc.kernel.remit import Matter, Need
from creditsvc.law.domain import Finding
from creditsvc.listings import parts
from creditsvc.listings.domain import Entry
from creditsvc.redlist import store
from creditsvc.redlist.application import Application
from creditsvc.redlist.losing import Loss
from creditsvc.redlist.refusals import PartTaken

HANDLES, DECIDES = parts.HANDLES, parts.DECIDES


def matter(
    session: Session, one: Application, finding: Finding | None, authority: str | None = None
) -> Matter:
    """The application as a matter: where the events happened that show its conditions.

    finding: None: they are not all met, and so it is not known where it lies. authority: the level
    that now acts; None: the one that has it.
    """
    shown = () if finding is None else finding.evidence
    return Matter(
        authority=authority or holder(session, one),
        regions=events.regions_of(session, shown),
        enterprise_id=one.enterprise_id,
        cases=frozenset({one.id}),
    )


def of_papers(session: Session, one: Application) -> Matter:
    """The same where somebody outside sends a paper in: any authority records it."""
    return replace(matter(session, one, None), authority=None)


def holder(session: Session, one: Application) -> str | None:
    """The authority that has the application: of the last level that passed it, or who received it."""
    if one.passed:
        return one.passed[-1].authority
    return people.authority_of(session, one.received_by)


def must_cover(act: Act, about: Matter, scope: str) -> None:
    """Refuse whoever may not act in the matter."""
    acting.must_cover(act, about, scope)


def must_be_another(
    act: Act, took_part: Iterable[str], since: date, about: Matter, scope: str
) -> None:
    """Refuse who had one of the parts *took_part*, or counts as one with who had."""
    before = frozenset(took_part)
    if acting.had_a_part(act, before, since=since):
        raise PartTaken(
            "承办、审核过的人员（含代其行使职权者）不得作这一步，须由另一人作出",
            "whoever handled or reviewed it, or acts for who did, does not make this move; another "
            "person must",
            who=act.actor.id,
            need=Need(scope=scope, matter=about, parts=before, since=since),
        )


def of_loss(session: Session, entry: Entry, one: Loss | None) -> Matter:
    """A case about the loss of *entry* as a matter; None: it is only being opened."""
    return parts.matter(session, entry, *(() if one is None else (one.id,)))


def may_decide_loss(act: Act, entry: Entry, one: Loss) -> None:
    """Refuse whoever may not decide it, or handled it."""
    about = of_loss(act.session, entry, one)
    must_cover(act, about, DECIDES)
    took_part = store.loss_hands(act.session, one.id)  # a second reply replaces the first
    must_be_another(act, took_part, one.document.day, about, DECIDES)
