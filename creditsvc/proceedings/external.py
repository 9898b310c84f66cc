"""Decisions made elsewhere: one person imports them, another confirms, and only then do they list."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.access import acting
from creditsvc.audit import service as trail
from creditsvc.db import acts
from creditsvc.db.work import Act
from creditsvc.enterprises import service as enterprises
from creditsvc.enterprises.domain import Identity
from creditsvc.kernel.canonical import digest
from creditsvc.kernel.clock import legal_day
from creditsvc.kernel.refusals import Conflict, NotFound, Unprocessable
from creditsvc.kernel.remit import Matter, Need
from creditsvc.proceedings import store
from creditsvc.proceedings.decree import Decree
from creditsvc.proceedings.domain import SamePerson
from creditsvc.proceedings.store import External

CONFIRMS = "listings.confirm"


class UnknownExternal(NotFound):
    """No imported decision has that key."""

    kind = "unknown-external-decision"


class ExternalDiffers(Conflict):
    """The source sent other content under a pair it had used."""

    kind = "external-differs"


class ExternalSettled(Conflict):
    """Somebody confirmed or refused it already."""

    kind = "external-settled"


def take_in(act: Act, decree: Decree, *, file_digest: str) -> bool:
    """Keep an imported decision for another person to confirm; False if it is on record already.

    Raises ExternalDiffers where the pair stands for other content that was not refused.
    """
    content = decree.canonical()
    for known in store.externals_by_ref(act.session, decree.source, decree.source_ref):
        if known.digest == digest(content):
            return False
        if store.external_outcome(act.session, known.id) == "refused":
            continue  # whoever was refused may send it anew, mended
        raise ExternalDiffers(
            "同一来源、同一编号已有不同内容",
            "this source_ref is on record with other content",
            field="source_ref",
            recorded_digest=known.digest,
            sent_digest=digest(content),
        )
    key = act.new_id()
    store.add_external(
        act.session,
        {
            "id": key,
            "act_no": act.no,
            "source": decree.source,
            "source_ref": decree.source_ref,
            "digest": digest(content),
            "file_digest": file_digest,
            "imported_by": act.actor.id,
            "content": content,
        },
    )
    trail.note(act, "external.imported", key, digest=digest(content), file=file_digest)
    return True


def waiting(session: Session, limit: int = 500) -> list[External]:
    """Imported decisions that nobody has confirmed or refused, oldest first."""
    return store.external_waiting(session, limit)


def confirm(act: Act, external_id: UUID) -> UUID:
    """Another person confirms; returns the key of the decision that now may list."""
    found = _unsettled(act, external_id)
    decree = Decree.of_canonical(found.content)
    enterprise = enterprises.register(
        act, Identity(uscc=decree.uscc, other_id=decree.other_id, name=decree.name)
    )
    decision_id = act.new_id()
    store.add_decision(
        act.session,
        {
            "id": decision_id,
            "act_no": act.no,
            "origin": "external",
            "enterprise_id": enterprise.id,
            "list": decree.list,
            "rule": decree.rule,
            "decided_on": decree.decided_on,
            "document_no": decree.document_no,
            "authority": decree.authority,
            "basis": _basis(found.content),
            "file_digest": found.file_digest,
            "imported_by": found.imported_by,
            "confirmed_by": act.actor.id,
            "published_on": decree.published_on,
        },
    )
    _settle(act, external_id, outcome="confirmed", decision_id=decision_id, reason=None)
    return decision_id


def refuse(act: Act, external_id: UUID, reason: str) -> None:
    """Another person refuses an imported decision, and says why."""
    _unsettled(act, external_id)
    if not reason.strip():
        raise Unprocessable("请写明理由", "say why", field="reason")
    _settle(act, external_id, outcome="refused", decision_id=None, reason=reason.strip())


def _unsettled(act: Act, external_id: UUID) -> External:
    found = store.external(act.session, external_id)
    if found is None:
        raise UnknownExternal("没有这条外部决定", "no such imported decision", id=str(external_id))
    if store.external_outcome(act.session, external_id) is not None:
        raise ExternalSettled("已有人确认或退回", "it was confirmed or refused already")
    matter = _matter(found.content)
    acting.must_cover(act, matter, CONFIRMS)
    since = legal_day(acts.moments(act.session, [found.act_no])[found.act_no])
    if acting.had_a_part(act, [found.imported_by], since=since):
        raise SamePerson(
            "导入人不得自行确认，须由另一人确认",
            "whoever imported it may not confirm it; another person must",
            who=act.actor.id,
            need=Need(
                scope=CONFIRMS, matter=matter, parts=frozenset({found.imported_by}), since=since
            ),
        )
    return found


def _matter(content: Mapping[str, Any]) -> Matter:
    """Of no authority of ours, as it was decided elsewhere; of the region it states."""
    region = content.get("region")
    return Matter(regions=frozenset({region}) if region else frozenset())


def _settle(
    act: Act, external_id: UUID, *, outcome: str, decision_id: UUID | None, reason: str | None
) -> None:
    store.add_external_outcome(
        act.session,
        {
            "external_id": external_id,
            "act_no": act.no,
            "by": act.actor.id,
            "outcome": outcome,
            "decision_id": decision_id,
            "reason": reason,
        },
    )
    trail.note(act, f"external.{outcome}", external_id, decision=str(decision_id), reason=reason)


def _basis(content: Mapping[str, Any]) -> dict[str, Any]:
    """What an external decision says of its ground, in its own words."""
    return {
        "reason": content["reason"],
        "source": content["source"],
        "region": content.get("region"),
    }
