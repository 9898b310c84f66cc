"""What every move of an application shares: reading it at its version, and keeping what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.audit import service as trail
from creditsvc.db.work import Act
from creditsvc.proceedings.domain import Document
from creditsvc.redlist import store
from creditsvc.redlist.application import Application, Outcome
from creditsvc.redlist.refusals import StaleRedlist, UnknownApplication


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A paper of an authority: its reasons, and how each condition on paper was verified."""

    document: Document
    authority: str
    reasons: str
    judged: Mapping[str, str]


def get(session: Session, application_id: UUID) -> Application:
    """The present state of an application; raises UnknownApplication."""
    found = store.get(session, application_id)
    if found is None:
        raise UnknownApplication(
            "没有这个申请", "no such application", application=str(application_id)
        )
    return found


def outcome(act: Act, signed: Signed) -> Outcome:
    """A paper as the actor signs it."""
    return Outcome(
        document=signed.document,
        authority=signed.authority.strip(),
        by=act.actor.id,
        reasons=signed.reasons,
        judged=dict(signed.judged),
    )


def moved(act: Act, one: Application, move: str) -> Application:
    """Keep what a move made of an application."""
    store.add(act.session, one, act_no=act.no, move=move, by=act.actor.id)
    trail.note(act, f"redlist.{one.stage.value}", one.id, move=move, version=one.version)
    return one


def at(session: Session, application_id: UUID, version: int) -> Application:
    """The application, if it is still at *version*; raises UnknownApplication, StaleRedlist."""
    one = get(session, application_id)
    if one.version != version:
        raise StaleRedlist(
            f"申请已是第{one.version}版，请重新读取后再办",
            f"the application is at version {one.version}; read it again before you move it",
            version=one.version,
        )
    return one
