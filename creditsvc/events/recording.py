"""Writing what we believe of events, one or many at a time by one path. Whose they are is settled before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from creditsvc.audit import service as trail
from creditsvc.db.work import Act
from creditsvc.enterprises import service as enterprises
from creditsvc.enterprises.domain import Identity
from creditsvc.events import store
from creditsvc.events.store import Version
from creditsvc.kernel.canonical import digest
from creditsvc.kernel.refusals import Conflict

Stated = Mapping[str, Any]
Pair = tuple[str, str]


class EventDiffers(Conflict):
    """The source sent other content under a pair it had used; corrections say so and why."""

    kind = "event-differs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """The event as it now stands, and whether this call made it."""

    version: Version
    created: bool


def record_many(act: Act, contents: Sequence[Stated]) -> list[Recorded | EventDiffers]:
    """Record each of *contents* (canonical forms) once; the answers stand in their order.

    The same content again changes nothing. Other content under a known pair is answered with the
    refusal, so that the rows beside it are recorded all the same.
    """
    believed = _believed(act, {_pair(content) for content in contents})
    fresh: dict[Pair, Stated] = {}
    for content in contents:
        if _pair(content) not in believed:
            fresh.setdefault(_pair(content), content)
    for version in _first_versions(act, list(fresh.values())):
        believed[_pair(version.content)] = [version]
    return [
        Recorded(version=believed[_pair(content)][-1], created=True)
        if fresh.get(_pair(content)) is content
        else _again(believed[_pair(content)], digest(content))
        for content in contents
    ]


def believe(
    act: Act, old: Version, content: Stated, *, cause: str, reason: str, document_no: str | None
) -> Version:
    """A further version of the event *old*, about the enterprise that *content* names."""
    identity = _identity(content)
    enterprise = (
        old.enterprise_id
        if identity == _identity(old.content)
        else enterprises.register(act, identity).id
    )
    version = Version(
        event_id=old.event_id,
        seq=old.seq + 1,
        act_no=act.no,
        enterprise_id=enterprise,
        cause=cause,
        status=content["status"],
        content=dict(content),
        digest=digest(content),
        reason=reason,
        document_no=document_no,
    )
    store.add_versions(act.session, [_row(version)])
    return version


def differs(event_id: UUID, recorded: str, sent: str) -> EventDiffers:
    """The refusal of other content under a known pair, naming both digests and the mend."""
    return EventDiffers(
        f"同一来源、同一编号已有不同内容（已记录 {recorded}，送来 {sent}）；如属更正，请用更正接口并说明理由",
        f"this source_ref is on record with other content (recorded {recorded}, sent {sent}); "
        "if it is a correction, file it as one with a reason",
        field="/source_ref",
        event=str(event_id),
        recorded_digest=recorded,
        sent_digest=sent,
    )


def _believed(act: Act, pairs: set[Pair]) -> dict[Pair, list[Version]]:
    keys = store.keys_of(act.session, sorted(pairs))
    found = store.versions_of(act.session, list(keys.values()))
    return {pair: found[event_id] for pair, event_id in keys.items()}


def _first_versions(act: Act, contents: Sequence[Stated]) -> list[Version]:
    if not contents:
        return []
    owners = enterprises.register_many(act, [_identity(content) for content in contents])
    versions = [
        Version(
            event_id=act.new_id(),
            seq=1,
            act_no=act.no,
            enterprise_id=owner,
            cause="recorded",
            status=content["status"],
            content=dict(content),
            digest=digest(content),
            reason=None,
            document_no=content.get("document_no"),
        )
        for content, owner in zip(contents, owners, strict=True)
    ]
    store.add_keys(act.session, [_key(version) for version in versions])
    store.add_versions(act.session, [_row(version) for version in versions])
    for version in versions:
        act.touch(version.enterprise_id, "recorded")
        facts = {"digest": version.digest, "kind": version.content["kind"]}
        trail.note(act, "event.recorded", version.event_id, **facts)
    return versions


def _again(versions: list[Version], sent: str) -> Recorded | EventDiffers:
    """What was ever sent for the event is known already, also after a correction of it."""
    if any(version.digest == sent for version in versions):
        return Recorded(version=versions[-1], created=False)
    return differs(versions[-1].event_id, versions[-1].digest, sent)


def _pair(content: Stated) -> Pair:
    return content["source"], content["source_ref"]


def _identity(content: Stated) -> Identity:
    return Identity(
        uscc=content.get("uscc"), other_id=content.get("other_id"), name=content["name"]
    )


def _key(version: Version) -> dict[str, object]:
    source, source_ref = _pair(version.content)
    return {"source": source, "source_ref": source_ref, "event_id": version.event_id}


def _row(version: Version) -> dict[str, object]:
    content = version.content
    penalised = content.get("penalised_on")
    return {
        "event_id": version.event_id,
        "seq": version.seq,
        "enterprise_id": version.enterprise_id,
        "act_no": version.act_no,
        "cause": version.cause,
        "kind": content["kind"],
        "occurred_on": date.fromisoformat(content["occurred_on"]),
        "penalised_on": date.fromisoformat(penalised) if penalised else None,
        "status": version.status,
        "content": content,
        "digest": version.digest,
        "reason": version.reason,
        "document_no": version.document_no,
    }
