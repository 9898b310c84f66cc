"""Whose an event is: a machine's by its source, a person's by authority and region."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.access import acting, people, sources
from creditsvc.db import acts
from creditsvc.db.work import Act
from creditsvc.events import store
from creditsvc.events.import_store import Import
from creditsvc.events.store import Version
from creditsvc.kernel.caller import Caller
from creditsvc.kernel.refusals import NotPermitted
from creditsvc.kernel.remit import Matter

WRITES = "events.write"


class ForeignImport(NotPermitted):
    """A machine reads the imports that it sent itself, and no others."""

    kind = "foreign-import"


class ForeignEvent(NotPermitted):
    """A machine reads the events that it reported itself, and no others."""

    kind = "foreign-event"


def read(session: Session, caller: Caller, found: Sequence[Version]) -> list[Version]:
    """Those of *found* that *caller* reads: people all, a machine those of its own sources.

    How an enterprise stands a partner learns by look-ups, for a purpose and on record; and there alone,
    for what is repaired or never shown is shared with nobody (ADR 30).
    """
    own = sources.read_by(session, caller)
    return [one for one in found if own is None or one.content["source"] in own]


def history(session: Session, caller: Caller, found: Sequence[Version]) -> list[Version]:
    """*found*, the versions of one event, if *caller* reads it; raises ForeignEvent."""
    left = read(session, caller, found)
    if not left:
        raise ForeignEvent(
            "该事件由其他来源报送，客户端只能读取自己来源的事件；企业的信用状况请按用途查询 /v1/credit/{uscc}",
            "another source reported this event; a client reads those of its own, and asks for a "
            "purpose at /v1/credit/{uscc} how an enterprise stands",
        )
    return left


def source(act: Act, name: str) -> None:
    """Refuse a machine that writes under a source of somebody else's."""
    sources.must_own(act, name, in_use=lambda: store.source_used(act.session, name))


def statement(act: Act, name: str) -> None:
    """Refuse a machine that speaks for a source it does not have; nobody comes to have one by speaking for it."""
    sources.must_own(act, name, in_use=lambda: True)


def event(act: Act, version: Version) -> None:
    """Refuse whoever may not correct, suspend, revoke or reinstate this event."""
    source(act, version.content["source"])
    acting.must_cover(act, matter(version.content, version.enterprise_id), WRITES)


def imported(session: Session, caller: Caller, found: Import) -> None:
    """Refuse a machine that did not send this import, and people of another authority than who did.

    What a machine sent is open to people: their remit is asked of each event, not of the file.
    """
    (sender,) = acts.actors(session, [found.act_no])
    if caller.kind == "machine":
        if caller.id != sender:
            raise ForeignImport(
                "该导入由其他客户端或者人员报送，只有报送的客户端和职权范围内的人员可以查看",
                "another client or a person sent this import; only that client and people within "
                "their remit may read it",
            )
        return
    acting.must_be_in_remit(caller, Matter(authority=people.authority_of(session, sender)), WRITES)


def matter(content: Mapping[str, Any], enterprise_id: UUID | None) -> Matter:
    """The event as a matter: of the body that decided, where it happened."""
    region = content.get("region")
    return Matter(
        authority=content.get("authority"),
        regions=frozenset({region}) if region else frozenset(),
        enterprise_id=enterprise_id,
    )
