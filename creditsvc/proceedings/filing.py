"""Reading a case and filing its next version, whatever the move: version, paper, trail, who may."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from types import MappingProxyType
from typing import ParamSpec, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.audit import service as trail
from creditsvc.db.work import Act
from creditsvc.kernel.refusals import NotFound, Refusal, Stale
from creditsvc.papers import service as papers
from creditsvc.proceedings import noting, officers, store
from creditsvc.proceedings.domain import TOLD, UNDECIDED, Document, Proceeding, Stage
from creditsvc.proceedings.paper_rows import paper_row
from creditsvc.proceedings.steps import Hands

P = ParamSpec("P")
R = TypeVar("R")


class UnknownProceeding(NotFound):
    """No proceeding has that key."""

    kind = "unknown-proceeding"


class StaleProceeding(Stale):
    """The case moved on since the caller read it."""

    kind = "stale-proceeding"


@dataclass(frozen=True, slots=True)
class May:
    """Who may make a move, by role, and from which stages."""

    roles: tuple[str, ...]
    stages: frozenset[Stage]

    def form(self) -> dict[str, list[str]]:
        """The same as JSON values."""
        return {"roles": list(self.roles), "stages": [s.value for s in Stage if s in self.stages]}


TELLS, SERVES = frozenset({"notice", "renotice"}), frozenset({"serve", "conclude"})
_PENDING = TOLD - {Stage.REVIEWED}
MOVES: Mapping[str, May] = MappingProxyType(
    {
        "propose": May(("handler",), frozenset()),
        "open": May(("handler",), frozenset({Stage.PROPOSED})),
        "notice": May(("handler",), frozenset({Stage.OPENED})),
        "renotice": May(("handler",), TOLD),
        "reply": May(("handler",), TOLD),
        "waive": May(("handler",), TOLD),
        "request_hearing": May(("handler",), TOLD),
        "withdraw_hearing": May(("handler",), _PENDING),
        "call_hearing": May(("handler",), _PENDING),
        "hear": May(("legal_reviewer",), _PENDING),
        "review": May(("legal_reviewer",), _PENDING),
        "deliberate": May(("handler",), TOLD),
        "decide": May(("approver",), TOLD),
        "serve": May(("handler",), frozenset({Stage.DECIDED})),
        "conclude": May(("handler",), frozenset({Stage.DECIDED, Stage.SERVED})),
        "drop": May(("handler",), UNDECIDED),
    }
)


def telling_who_may(move: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let every refusal of *move* say which roles may make it, and from which stages."""

    def decorate(service: Callable[P, R]) -> Callable[P, R]:
        @wraps(service)
        def told(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                return service(*args, **kwargs)
            except Refusal as refused:
                refused.facts.setdefault("may", MOVES[move].form())
                raise

        return told

    return decorate


def get(session: Session, case_id: UUID) -> Proceeding:
    """The present state of a case; raises UnknownProceeding."""
    return many(session, [case_id])[case_id]


def many(session: Session, cases: Iterable[UUID]) -> dict[UUID, Proceeding]:
    """The present states of *cases*; raises UnknownProceeding."""
    wanted = list(dict.fromkeys(cases))
    found = store.many(session, wanted)
    for key in wanted:
        if key not in found:
            raise UnknownProceeding("没有这个案件", "no such proceeding", proceeding=str(key))
    return found


def at(session: Session, case_id: UUID, version: int) -> Proceeding:
    """The case, if it still stands at *version*; raises StaleProceeding, UnknownProceeding."""
    case = get(session, case_id)
    if case.version != version:
        raise StaleProceeding(
            f"案件已是第{case.version}版，请重新读取后再办",
            f"the case is at version {case.version}; read it again before you move it",
            version=case.version,
        )
    return case


def hands(session: Session, case_id: UUID) -> Hands:
    """Who made which move so far."""
    return frozenset((move, by) for _, move, by, _ in store.moves(session, case_id))


def admit(act: Act, case: Proceeding, move: str) -> None:
    """Refuse whoever may not make *move* in *case*: by remit, recusal, or another part in it."""
    officers.must_be_theirs(act, case, move, MOVES[move].roles[0], hands(act.session, case.id))


def file(act: Act, case: Proceeding, move: str, paper: Document | None = None) -> Proceeding:
    """Keep the case as *move* left it, with the paper of the move, if the actor may act in it."""
    admit(act, case, move)
    papers.must_be_of(act.session, case.enterprise_id, _named(case, move, paper))
    file_all(act, [case], move)
    if paper is not None:
        row = {"proceeding_id": case.id, **paper_row(act, move, case.version, paper)}
        store.add_paper(act.session, row)
    return case


def _named(case: Proceeding, move: str, paper: Document | None) -> dict[str, str]:
    """The digests that *move* named, by field: its paper, and what it proved service by."""
    named = {} if paper is None else {"document.digest": paper.digest}
    served = case.notice.service if case.notice and move in TELLS else None
    if move in SERVES:
        served = case.decision_service
    proofs = served.proofs if served else {}
    return named | {f"service.proofs.{name}.digest": one.digest for name, one in proofs.items()}


def file_all(act: Act, cases: Sequence[Proceeding], move: str) -> None:
    """Keep *cases*, any number, as one move left each."""
    if not cases:
        return
    store.add(act.session, cases, act_no=act.no, move=move, by=act.actor.id)
    for case in cases:
        told = {"move": move, "version": case.version, **noting.days(case, move)}
        trail.note(act, f"proceeding.{case.stage.value}", case.id, **told)
