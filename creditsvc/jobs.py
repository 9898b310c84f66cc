"""What the calendar asks for: `expire`, `remind`, `withdraw`, `tell`, `sweep`. Each may run twice, or never.

No answer waits for them: what is in force and what is due is computed by whoever is asked. They write
down what time alone has changed, tell authorities what is due, and see that the portal is told.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from creditsvc.board import service as board
from creditsvc.bulk.running import Clerk
from creditsvc.changes import service as changes
from creditsvc.db import outbox
from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.caller import SYSTEM
from creditsvc.kernel.periods import Calendar
from creditsvc.publishing import service as publishing
from creditsvc.subscriptions import service as webhooks
from creditsvc.web.runtime import Runtime


def expire(runtime: Runtime) -> int:
    """Write what time alone has changed: ends of entries, bans and display; how many lines of the feed."""
    work = runtime.work
    with work.read() as session:
        if changes.next_due(session, runtime.clock.now()) is None:
            return 0
        before = changes.last_seq(session)
    with work.act(SYSTEM):
        pass  # opening an act writes what is due
    with work.read() as session:
        return changes.last_seq(session) - before


def remind(runtime: Runtime) -> int:
    """Write today's reminders, one an authority; how many are new."""
    work, laws, calendar = runtime.work, runtime.part(Laws), runtime.part(Calendar)
    with work.read() as session:
        now = runtime.clock.now()
        if not board.to_remind(session, laws.in_use(session), calendar, now):
            return 0
    with work.act(SYSTEM) as act:
        return board.remind(act, laws.in_use(act.session), calendar)


def withdraw(runtime: Runtime) -> int:
    """Have the portal told of every entry that ended, given-up files afresh; how many that concerns."""
    work, now = runtime.work, runtime.clock.now()
    with work.read() as session:
        shown = len(publishing.still_shown(session, now))
        waiting = publishing.removal_jobs(session)
    if shown:
        with work.act(
            SYSTEM
        ) as act:  # opening it writes nearly all; what slipped through is walked
            for entry in publishing.still_shown(act.session, act.at):
                act.touch(entry.enterprise_id, "time")
    return shown + outbox.revive(work.engine, now=now, among=waiting)


def tell(runtime: Runtime) -> int:
    """Start afresh the webhooks whose worker died each time; how many there were."""
    engine, now = runtime.work.engine, runtime.clock.now()
    given_up = [
        job.number for job in outbox.standing(engine, now=now).dead if job.topic == webhooks.TELL
    ]
    return outbox.revive(engine, now=now, among=given_up)


def sweep(runtime: Runtime) -> int:
    """Forget the results of large look-ups that were kept long enough; how many."""
    return Clerk(runtime=runtime).sweep()


JOBS: Mapping[str, Callable[[Runtime], int]] = MappingProxyType(
    {"expire": expire, "remind": remind, "withdraw": withdraw, "tell": tell, "sweep": sweep}
)
