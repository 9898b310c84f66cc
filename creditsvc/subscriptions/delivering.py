"""The worker's side: tells one subscription what it has not been told, message by message, in order.

What was taken moves the cursor; what was not is tried again later, and what comes after it waits.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from secrets import randbelow
from uuid import UUID

from sqlalchemy.orm import Session
from standardwebhooks import Webhook

from creditsvc.access import service as access
from creditsvc.changes import service as changes
from creditsvc.changes.cutting import part_of
from creditsvc.changes.domain import Change
from creditsvc.db import outbox
from creditsvc.db.engine import writing
from creditsvc.db.outbox import Job
from creditsvc.kernel.caller import SYSTEM
from creditsvc.kernel.canonical import canonical_bytes
from creditsvc.kernel.refusals import Unavailable
from creditsvc.lookup import service as lookup
from creditsvc.lookup.purposes import Purposes
from creditsvc.signing import sealing
from creditsvc.signing.service import Keys
from creditsvc.subscriptions import service, store
from creditsvc.subscriptions.domain import (
    DISABLED_AFTER,
    Subscription,
    message,
    message_id,
    pause_after,
)
from creditsvc.subscriptions.sending import Answer, Sender
from creditsvc.subscriptions.store import DeadLetter
from creditsvc.web.runtime import Runtime

ROUTE = "webhooks"
SCOPE = "changes.read"
BUDGET = timedelta(seconds=10)  # of one go; with the last message well under a worker's lease
PAGE = 500  # lines of the feed looked at in one go
GONE = 410
FINEST = 1_000_000


class NotTaken(Unavailable):
    """A message that is told again was not taken; the outbox tries it again."""

    kind = "message-not-taken"


def spread() -> float:
    """A number from 0 to 1, another each time."""
    return randbelow(FINEST) / FINEST


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """Tells subscriptions what they asked for."""

    runtime: Runtime
    spread: Callable[[], float] = spread

    def tell(self, job: Job) -> None:
        """Go on with the subscription of *job* until it knows all, fails, or the go is over."""
        key, until = UUID(job.payload["subscription"]), self._now() + BUDGET
        while True:
            with self.runtime.work.read() as session:
                one = store.get(session, key)
                unfit = None if one is None else _unfit(session, one)
                page = [] if one is None else changes.after(session, one.cursor, PAGE)
                wanted = [] if one is None else self._wanted(session, one, page)
            if one is None or one.state != "active":
                self._let_sleep(key)
                return
            if unfit is not None:
                self._disable(one, unfit)
                self._let_sleep(key)
                return
            if not page:
                if self._sleeps(one):
                    return
            elif (pause := self._told(one, page, wanted, until)) is not None:
                outbox.put_back(self.runtime.work.engine, job, run_after=self._now() + pause)
                return

    def replay(self, job: Job) -> None:
        """Tell a dead letter again; raises NotTaken, whereupon the outbox tries it later."""
        key, seq = UUID(job.payload["subscription"]), job.payload["seq"]
        with self.runtime.work.read() as session:
            one = store.get(session, key)
            waiting = [letter.seq for letter in store.dead_letters(session, key, waiting=True)]
            lines = changes.after(session, seq - 1, 1)
            unfit = None if one is None else _unfit(session, one)
        if one is None or unfit is not None or seq not in waiting:
            return
        answer = self._send(one, lines[0])
        if not answer.taken:
            raise NotTaken(
                f"消息 {seq} 未被接收：{answer.text}", f"message {seq} was not taken: {answer.text}"
            )
        with Session(writing(self.runtime.work.engine)) as session, session.begin():
            store.note_replayed(session, key, seq, self._now())

    def _told(
        self, one: Subscription, page: list[Change], wanted: list[Change], until: datetime
    ) -> timedelta | None:
        """Send what is *wanted* of *page*; how long to wait before going on, None: go on at once."""
        for line in wanted:
            if self._now() >= until:
                return timedelta()
            answer = self._send(one, line)
            if not answer.taken:
                return self._failed(one, line, answer)
            moved = self._moved(one, line.seq)
            if moved is None:
                return None  # its partner changed something meanwhile: look again
            one = moved
        self._moved(one, page[-1].seq)
        return None

    def _wanted(self, session: Session, one: Subscription, page: list[Change]) -> list[Change]:
        watched: set[str] = set()
        if one.filter.watching:
            codes = {line.uscc for line in page if line.uscc is not None}
            watched = store.watched(session, one.id, sorted(codes))
        withheld = self.runtime.part(Purposes).view(one.purpose, None).withheld
        return [
            line
            for line in page
            if part_of(line) not in withheld
            and one.filter.wants(line, watched=line.uscc in watched)
        ]

    def _send(self, one: Subscription, line: Change) -> Answer:
        """One attempt. It is in the log of look-ups before it leaves: the partner learns something."""
        now = self._now()
        body = canonical_bytes(message(one, line))
        name = message_id(one.id, line.seq)
        lookup.log_told(
            self.runtime,
            partner=f"client:{one.client_id}",
            purpose=one.purpose,
            code=line.uscc or "",
            told=(ROUTE, f"change:{line.reason}"),
            act=line.act_no,
        )
        headers = {
            "webhook-id": name,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": " ".join(self._signatures(one, name, now, body.decode())),
        }
        return self.runtime.part(Sender).post(one.url, body, headers)

    def _signatures(self, one: Subscription, name: str, now: datetime, body: str) -> list[str]:
        """By the newest secret first, and by the one before it while that is still good."""
        keys = self.runtime.part(Keys)
        with self.runtime.work.read() as session:
            found = store.secrets(session, one.id, now)
        raws = [
            sealing.unseal(keys, service.place_of(one.id, secret.id), secret.sealed)
            for secret in found
        ]
        return [Webhook(raw).sign(msg_id=name, timestamp=now, data=body) for raw in raws]

    def _failed(self, one: Subscription, line: Change, answer: Answer) -> timedelta | None:
        """Note the failure; how long to wait, None: look again at once."""
        now, attempts = self._now(), one.attempt + 1
        since = one.failing_since or now
        if answer.status == GONE or now - since >= DISABLED_AFTER:
            self._disable(one, "gone" if answer.status == GONE else "failing")
            return None
        pause = pause_after(attempts, self.spread(), answer.retry_after)
        with Session(writing(self.runtime.work.engine)) as session, session.begin():
            if pause is not None:
                store.move(session, one, attempt=attempts, failing_since=since)
            elif store.move(session, one, attempt=0, failing_since=since, cursor=line.seq):
                letter = DeadLetter(
                    seq=line.seq,
                    attempts=attempts,
                    last_error=answer.text,
                    at=now,
                    replayed_at=None,
                )
                store.bury(session, one.id, letter)
        return pause

    def _moved(self, one: Subscription, seq: int) -> Subscription | None:
        """The subscription with all up to *seq* dealt with; None: it was changed meanwhile."""
        with Session(writing(self.runtime.work.engine)) as session, session.begin():
            moved = store.move(session, one, cursor=seq, attempt=0, failing_since=None)
        return replace(one, cursor=seq, attempt=0, failing_since=None) if moved else None

    def _sleeps(self, one: Subscription) -> bool:
        """Let it sleep if it knows all; no act can write a change between the look and the note."""
        with Session(writing(self.runtime.work.engine)) as session, session.begin():
            if changes.last_seq(session) > one.cursor:
                return False
            return store.move(session, one, awake=False)

    def _let_sleep(self, key: UUID) -> None:
        with Session(writing(self.runtime.work.engine)) as session, session.begin():
            store.set_awake(session, [key], awake=False)

    def _disable(self, one: Subscription, reason: str) -> None:
        with self.runtime.work.act(SYSTEM) as act:
            service.disable(act, one.id, reason)

    def _now(self) -> datetime:
        return self.runtime.clock.now()


def _unfit(session: Session, one: Subscription) -> str | None:
    """Why its partner may not be told any more, as the contract is now; None: it may."""
    client = access.partner(session, one.client_id)
    if client.status != "active":
        return "partner_not_active"
    if SCOPE not in client.scopes:
        return "scope_withdrawn"
    return None if one.purpose in client.purposes else "purpose_withdrawn"
