"""Opening a door with number and code, throttled by number and by address; coming back; leaving.

None of this is an act: a visitor without a name must not be able to number acts of the register.
What is counted stands in the database, so that all workers count together.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from creditsvc.access import credentials
from creditsvc.db.engine import writing
from creditsvc.db.work import Work
from creditsvc.door import matters, store
from creditsvc.door.domain import (
    FREE_TRIES,
    FREE_TRIES_OF_ADDRESS,
    LONGEST_WAIT,
    Code,
    Door,
    Visit,
    read_code,
    read_number,
)
from creditsvc.kernel.clock import legal_day
from creditsvc.signing.service import Keys

LONGEST_DOUBLING = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Knock:
    """Number and code as typed, and the address they came from."""

    number: str
    code: str
    address: str


def open_door(work: Work, keys: Keys, knock: Knock) -> str | int:
    """The token of a new visit; else the seconds to wait before the next try (0: none).

    An unknown number, a wrong code, a void one and a matter long over cost the same work and look
    the same. Raises MistypedNumber, which tells nothing of which cases there are.
    """
    number = read_number(knock.number)
    at_number = keys.keyed_digest(f"door-number\0{number}")
    at_address = keys.keyed_digest(f"door-address\0{knock.address}")
    waiting = _claim_try(work, {at_number: FREE_TRIES, at_address: FREE_TRIES_OF_ADDRESS})
    if waiting:
        return waiting
    now = work.clock.now()
    with work.read() as session:
        kept = store.code(session, number)
        is_open = kept is not None and _opens(session, kept, now)
    hashed = kept.hashed if kept is not None else credentials.nobody()
    if not credentials.password_matches(read_code(knock.code), hashed) or not is_open:
        return 0
    if kept is None:
        raise AssertionError("nobody's code matched")  # no code has that hash
    token = credentials.new_secret()
    visit = Visit(
        digest=credentials.digest(token),
        number=number,
        code_id=kept.id,
        began_at=now,
        seen_at=now,
    )
    with Session(writing(work.engine)) as session, session.begin():
        store.add_visit(session, visit)
        store.forget_tries(session, at_number)
        store.forget_one_try(session, at_address, now)
    return token


def come_back(work: Work, token: str) -> Door | None:
    """The door that *token* holds open, which thereby stays open; None: it holds none any more.

    A new code voids the visits of the old one.
    """
    digest, now = credentials.digest(token), work.clock.now()
    with Session(writing(work.engine)) as session, session.begin():
        visit = store.visit(session, digest)
        if visit is None or not visit.open_at(now):
            return None
        kept, door = store.code(session, visit.number), store.door(session, visit.number)
        if kept is None or kept.id != visit.code_id or not _opens(session, kept, now):
            return None
        store.seen(session, digest, now)
    return door


def leave(work: Work, token: str) -> None:
    """End the visit."""
    with Session(writing(work.engine)) as session, session.begin():
        store.end_visit(session, credentials.digest(token))


def form_token(keys: Keys, token: str) -> str:
    """What a form of this visit must carry, so that no other page can send one."""
    return keys.keyed_digest(f"door-form\0{token}")


def wait_after(failures: int, free: int) -> int:
    """Seconds to wait after so many failed tries in a row: none, then 1, 2, 4 … up to 900."""
    beyond = min(failures, LONGEST_DOUBLING) - free
    return min(1 << (beyond - 1), LONGEST_WAIT) if beyond > 0 else 0


def _opens(session: Session, code: Code, now: datetime) -> bool:
    door = store.door(session, code.number)
    if door is None:
        return False
    day = matters.shuts_under(session, door, code)
    return day is None or legal_day(now) < day


def _claim_try(work: Work, subjects: dict[str, int]) -> int:
    """Count a try as failed until it succeeds; the seconds to wait if it may not be made yet.

    *subjects*: what is counted, with the tries that cost no wait. A try that must wait is not counted.
    """
    with Session(writing(work.engine)) as session, session.begin():
        now = work.clock.now()
        before = {each: store.tries(session, each) or (0, now) for each in subjects}
        blocked = max(until for _, until in before.values())
        if blocked > now:
            return max(1, round((blocked - now).total_seconds()))
        for subject, free in subjects.items():
            count = before[subject][0] + 1
            until = now + timedelta(seconds=wait_after(count, free))
            store.keep_try(session, subject, count=count, at=now, blocked_until=until)
    return 0
