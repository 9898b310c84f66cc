"""One visit of a partner: known, admitted, purpose stated, answered, logged; in this order.

Whoever is known is logged, whatever became of the visit. Nothing leaves before its log row is
durable; where that fails, or a database does, the answer is that nothing can be said.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple, cast

from creditsvc.access import service as access
from creditsvc.access.domain import Claims, Standing
from creditsvc.db.work import Work
from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.caller import Caller
from creditsvc.kernel.canonical import digest
from creditsvc.kernel.clock import Clock, instant_text, legal_day
from creditsvc.kernel.refusals import Refusal
from creditsvc.lookup.desk import Desk, Entry
from creditsvc.lookup.purposes import EX_OFFICIO, Purposes, View
from creditsvc.lookup.quotas import Meter, Quota, Spending
from creditsvc.lookup.state import State
from creditsvc.signing.service import Keys
from creditsvc.web.guard import admit
from creditsvc.web.problems import status_of
from creditsvc.web.runtime import Runtime

_PURPOSE = re.compile(r"[a-z0-9][a-z0-9._:-]{0,63}", re.ASCII)


class DisagreementError(RuntimeError):
    """The log says another outcome than the answer. Never seen; stops the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The parts of a running service that answering needs."""

    desk: Desk
    laws: Laws
    keys: Keys
    clock: Clock
    work: Work
    purposes: Purposes
    meter: Meter

    @classmethod
    def of(cls, runtime: Runtime) -> "House":
        """Those of *runtime*, put together once."""
        made = runtime.parts.get(cls)
        if made is None:
            made = runtime.parts[cls] = cls(
                desk=runtime.part(Desk),
                laws=runtime.part(Laws),
                keys=runtime.part(Keys),
                clock=runtime.clock,
                work=runtime.work,
                purposes=runtime.part(Purposes),
                meter=runtime.part(Meter),
            )
        return cast("House", made)

    def law_digest(self, adopted: str | None) -> str:
        """The digest of the rulebook in use where *adopted* was adopted last, if any was."""
        return adopted or self.laws.directory.law.digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Who comes, through which door, why, and when. text: whom they ask about, as they wrote it.

    at: the instant *now* as text, which log and answer both show.
    """

    claims: Claims
    route: str
    scope: str
    purpose: str | None
    text: str
    now: datetime
    at: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", instant_text(self.now))


class Outcome(NamedTuple):
    """What became of one subject: the log's word for it, and the time that was asked about.

    evidence: the number under which what was told can be proven (`evidence`); None: plainly told.
    A tuple, as `Entry` is: a batch makes thousands.
    """

    subject: str
    word: str
    status: int = 200
    valid_at: str | None = None
    known_at: int | None = None
    evidence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What is handed out: bytes and ETag, and an outcome for each subject asked about.

    act: the latest act it rests on, if later than the one at which the visitor was let in.
    """

    body: bytes
    outcomes: Sequence[Outcome]
    etag: str | None = None
    status: int = 200
    act: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """A visitor let in: who it is now, the purpose it may state, and what was read about it.

    spending: whoever answers takes from it one look-up for each thing that is asked about.
    """

    caller: Caller
    purpose: str
    state: State = field(repr=False)
    spending: Spending = field(repr=False)

    @property
    def stated(self) -> str | None:
        """The purpose that it states; None: it acts by office."""
        return None if self.caller.kind == "person" else self.purpose

    def view(self, purposes: Purposes) -> View:
        """What it sees of an answer."""
        return purposes.view(self.stated, self.state.field)


def receive(
    house: House,
    visit: Visit,
    state: State,
    answer: Callable[[Admitted], Given],
    prepaid: int = 0,
) -> Given:
    """Let the visitor in, have *answer* made, and log what came of it, then hand it out.

    prepaid: look-ups that were taken of the partner's quota already. What is refused costs none.
    Raises what refuses the visit. NotAuthenticated alone is not logged: nobody is known then.
    """
    spending = _spending(house, visit, state, prepaid)
    try:
        return _let_in(house, visit, state, answer, spending)
    except Refusal:
        spending.give_back()
        raise


def _let_in(
    house: House,
    visit: Visit,
    state: State,
    answer: Callable[[Admitted], Given],
    spending: Spending,
) -> Given:
    caller = access.caller_of(visit.claims, _standing(house, visit, state))
    try:
        caller = admit(caller, visit.scope)
        purpose = _purpose(caller, visit.purpose)
        given = answer(Admitted(caller=caller, purpose=purpose, state=state, spending=spending))
    except Refusal as refusal:
        word = f"refused:{refusal.kind}"
        refused = Outcome(subject=visit.text, word=word, status=status_of(refusal))
        house.desk.log(_entries(house, visit, state.act, [refused]))
        raise
    if state.logged is None:
        act = given.act or state.act
        house.desk.log(_entries(house, visit, act, given.outcomes))
    elif [state.logged] != [one.word for one in given.outcomes]:
        raise DisagreementError(state.logged)
    return given


def _spending(house: House, visit: Visit, state: State, prepaid: int) -> Spending:
    """A machine's quota is that of its partner; people act by office, without one."""
    client_id, quota = visit.claims.client_id, None
    if visit.claims.username is None and state.client is not None:
        quota = house.meter.seen(client_id, Quota.of(state.client.terms))
    if state.logged is not None and not prepaid:
        quota = None  # its contract has had it since just now: what the log says is told
    return Spending(
        meter=house.meter, client_id=client_id, quota=quota, now=visit.now, prepaid=prepaid
    )


def stated(purpose: str | None) -> str | None:
    """The purpose if it is written as purposes are, which says nothing of its being agreed."""
    text = (purpose or "").strip()
    return text if _PURPOSE.fullmatch(text) else None


def _standing(house: House, visit: Visit, state: State) -> Standing | None:
    if visit.claims.username is None:
        return state.standing
    claims = visit.claims
    with house.work.read() as session:
        return access.standing_of(session, claims, legal_day(visit.now))


def _purpose(caller: Caller, header: str | None) -> str:
    """A person acts by office; a machine states one of the purposes agreed with its partner."""
    return EX_OFFICIO if caller.kind == "person" else access.require_purpose(caller, header)


def _entries(house: House, visit: Visit, act: int, outcomes: Sequence[Outcome]) -> list[Entry]:
    """A line of the log for each of *outcomes*: a batch has thousands, so what they share is made once."""
    at, partner = visit.at, visit.claims.subject
    purpose = EX_OFFICIO if visit.claims.username else stated(visit.purpose)
    subjects = house.keys.keyed_digests(one.subject for one in outcomes)
    route = visit.route
    return [
        Entry(at, partner, purpose, subject, route, word, status, act, valid_at, known_at, number)
        for (_, word, status, valid_at, known_at, number), subject in zip(
            outcomes, subjects, strict=True
        )
    ]


@lru_cache(maxsize=4096)
def half_tag(audience: tuple[str, str | None, str], purpose: str, complete: str, law: str) -> str:
    """The half of an ETag that is the same for all subjects: who asks, why, completeness, law.

    audience: the client, the field in its contract, and the digest of the table of purposes.
    """
    return digest([*audience, purpose, complete, law])[:32]
