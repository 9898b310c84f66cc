"""Whose an event is: a machine's by its source, a person's by authority and region."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from creditsvc.access import acting, sources
from creditsvc.db.work import Act
from creditsvc.events import store
from creditsvc.events.store import Version
from creditsvc.kernel.remit import Matter

WRITES = "events.write"


def source(act: Act, name: str) -> None:
    """Refuse a machine that writes under a source of somebody else's."""
    sources.must_own(act, name, in_use=lambda: store.source_used(act.session, name))


def event(act: Act, version: Version) -> None:
    """Refuse whoever may not correct, suspend, revoke or reinstate this event."""
    source(act, version.content["source"])
    acting.must_cover(act, matter(version.content, version.enterprise_id), WRITES)


def matter(content: Mapping[str, Any], enterprise_id: UUID | None) -> Matter:
    """The event as a matter: of the body that decided, where it happened."""
    region = content.get("region")
    return Matter(
        authority=content.get("authority"),
        regions=frozenset({region}) if region else frozenset(),
        enterprise_id=enterprise_id,
    )
