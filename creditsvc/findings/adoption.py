"""One person proposes a rulebook, another adopts it; from the next act on it is the one in use.

Adopting changes nothing that is decided. Everybody with a record is walked again, in the background.
"""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.access import acting
from creditsvc.audit import service as trail
from creditsvc.db import acts, outbox
from creditsvc.db.work import Act
from creditsvc.findings import rulebook_store as store
from creditsvc.findings.rulebook_store import Proposal
from creditsvc.findings.rulebooks import Laws, Rulebook, keep
from creditsvc.kernel.clock import legal_day
from creditsvc.kernel.refusals import Conflict, FieldError, NotFound, NotPermitted, Unprocessable
from creditsvc.kernel.remit import Need
from creditsvc.law.lint import complaints
from creditsvc.law.rulebook import Law

__all__ = ["Proposal", "adopt", "proposals", "propose", "waiting", "withdraw"]

WALK = "law.walk"  # the job: everybody is told of under the rulebook adopted in act `act`
ADOPTED, WITHDRAWN = "adopted", "withdrawn"
LEAST_DIGEST = 12  # signs of a digest that name it


class NotSound(Unprocessable):
    """The rulebook has faults, or lacks words that the record needs."""

    kind = "rulebook-not-sound"


class UnknownProposal(NotFound):
    """No open proposal bears that digest."""

    kind = "unknown-proposal"


class AlreadyProposed(Conflict):
    """The rulebook waits already, or is in use."""

    kind = "already-proposed"


class SameAdopter(NotPermitted):
    """Whoever proposed a rulebook may not adopt it."""

    kind = "same-adopter"


def propose(
    act: Act, laws: Laws, rulebook: Rulebook, *, document_no: str | None, reason: str | None
) -> Proposal:
    """Keep *rulebook* and lay it before another person. Raises NotSound, AlreadyProposed."""
    law, used = rulebook.law, laws.in_use(act.session)
    if law.digest == used.digest:
        raise AlreadyProposed("这部规则书正在使用", "this rulebook is in use", digest=law.digest)
    if any(one.digest == law.digest for one in waiting(act.session)):
        raise AlreadyProposed(
            "这部规则书已提出，待另一人确认",
            "this rulebook is proposed already and waits for another person",
            digest=law.digest,
        )
    _must_be_sound(law, used, act.day)
    keep(act, rulebook)
    key = act.new_id()
    row = {
        "id": key,
        "act_no": act.no,
        "digest": law.digest,
        "proposed_by": act.actor.id,
        "document_no": document_no,
        "reason": reason,
    }
    store.propose(act.session, row)
    trail.note(act, "rulebook.proposed", key, digest=law.digest, document=document_no)
    return _open(act.session, law.digest)


def adopt(act: Act, laws: Laws, digest: str) -> Proposal:
    """Another person adopts; whatever begins after this act works under that rulebook."""
    found = _open(act.session, digest)
    since = legal_day(acts.moments(act.session, [found.act_no])[found.act_no])
    if acting.had_a_part(act, [found.proposed_by], since=since):
        raise SameAdopter(
            "提出人不得自行采用，须由另一名信用管理员确认",
            "whoever proposed it may not adopt it; another credit officer must",
            who=act.actor.id,
            need=Need(scope="law.adopt", parts=frozenset({found.proposed_by}), since=since),
        )
    used = laws.in_use(act.session)
    _must_be_sound(laws.of(act.session, found.digest), used, act.day)
    _settle(act, found, ADOPTED, None)
    outbox.enqueue(act, WALK, {"act": act.no})
    return found


def withdraw(act: Act, digest: str, reason: str | None) -> Proposal:
    """Take a proposal back, or refuse it: it can no longer be adopted, but anew proposed."""
    found = _open(act.session, digest)
    _settle(act, found, WITHDRAWN, reason)
    return found


def proposals(session: Session) -> list[Proposal]:
    """Every rulebook ever proposed, oldest first, with what became of it."""
    return store.proposals(session)


def waiting(session: Session) -> list[Proposal]:
    """Those that nobody has adopted or withdrawn, oldest first."""
    return [one for one in store.proposals(session) if one.outcome is None]


def _must_be_sound(law: Law, used: Law, on: date) -> None:
    """Raises NotSound, with every fault, unless *law* may follow *used* on the day *on*."""
    faults = [
        *(
            FieldError(pointer=f"{c.place.file}:{c.place.line}", zh=c.zh, en=c.en)
            for c in complaints(law, on)
        ),
        *_lacking(law, used),
    ]
    if faults:
        raise NotSound(
            f"规则书有 {len(faults)} 处问题，不能采用",
            f"the rulebook has {len(faults)} faults and cannot be adopted",
            errors=tuple(faults),
        )


def _lacking(law: Law, used: Law) -> Iterator[FieldError]:
    """Words of *used* that *law* dropped. Events and entries bear them: what is repealed gets a last
    day, and stays.
    """
    words = (
        ("kinds.yaml", "事件类型", "kind", used.kinds.kinds, law.kinds.kinds),
        ("lists.yaml", "名单", "list", used.lists, law.lists),
        ("instruments/", "文件", "instrument", used.instruments, law.instruments),
        ("tiers/", "等级方案", "tier scheme", used.schemes, law.schemes),
    )
    for place, zh, en, before, after in words:
        for name in sorted(before.keys() - after.keys()):
            yield FieldError(
                pointer=place,
                zh=f"少了{zh}“{name}”：记录中可能有它，请保留（已废止的写明废止日）",
                en=f"the {en} “{name}” is gone: records may bear it; keep it, with its last day",
            )


def _open(session: Session, digest: str) -> Proposal:
    found = [
        one
        for one in waiting(session)
        if len(digest) >= LEAST_DIGEST and one.digest.startswith(digest)
    ]
    if len(found) != 1:
        raise UnknownProposal(
            f"没有待确认的规则书 {digest}（摘要至少写 {LEAST_DIGEST} 位）",
            f"no rulebook {digest} waits (give at least {LEAST_DIGEST} signs of the digest)",
            digest=digest,
        )
    return found[0]


def _settle(act: Act, proposal: Proposal, outcome: str, reason: str | None) -> None:
    row: dict[str, UUID | int | str | None] = {
        "proposal_id": proposal.id,
        "act_no": act.no,
        "digest": proposal.digest,
        "proposed_by": proposal.proposed_by,
        "outcome": outcome,
        "by": act.actor.id,
        "reason": reason,
    }
    store.settle(act.session, {**row})
    trail.note(act, f"rulebook.{outcome}", proposal.id, digest=proposal.digest, reason=reason)
