"""A leased job is never lost and never finished by one who lost its lease."""

from datetime import timedelta
from uuid import UUID

import pytest

from creditsvc.db import outbox
from creditsvc.kernel.caller import SYSTEM
from creditsvc.kernel.refusals import Refusal
from creditsvc.worker import Worker, told

LEASE = timedelta(seconds=30)


@pytest.fixture
def engine(runtime):
    return runtime.work.engine


def left(runtime, *payloads, topic="t", **more):
    with runtime.work.act(SYSTEM) as act:
        return [outbox.enqueue(act, topic, payload, **more) for payload in payloads]


def take(runtime, number=1, topics=("t",)):
    now = runtime.clock.now()
    return outbox.claim(
        runtime.work.engine, topics, now=now, until=now + LEASE, lease=UUID(int=number)
    )


def test_a_job_is_there_if_its_act_is(runtime):
    def break_off():
        with runtime.work.act(SYSTEM) as act:
            outbox.enqueue(act, "t", {})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()
    assert take(runtime) is None


def test_jobs_are_taken_oldest_first_and_each_once(runtime):
    first, second = left(runtime, {"n": 1}, {"n": 2})
    taken = take(runtime, 1), take(runtime, 2), take(runtime, 3)
    assert [job.number for job in taken if job] == [first, second]
    assert taken[0].payload == {"n": 1}
    assert taken[0].attempts == 1
    assert taken[2] is None


def test_only_jobs_of_the_topics_asked_for_are_taken(runtime):
    left(runtime, {}, topic="other")
    assert take(runtime) is None
    assert take(runtime, topics=("t", "other")).topic == "other"


def test_a_job_waits_for_its_time(runtime, clock):
    left(runtime, {}, run_after=clock.now() + timedelta(seconds=10))
    clock.advance(seconds=9)
    assert take(runtime) is None
    clock.advance(seconds=1)
    assert take(runtime) is not None


def test_a_lease_holds_to_its_last_instant_and_not_beyond(runtime, clock):
    left(runtime, {})
    clock.advance(seconds=1)
    take(runtime, 1)
    clock.advance(seconds=29)
    assert take(runtime, 2) is None
    clock.advance(seconds=1)
    again = take(runtime, 2)
    assert again.attempts == 2


def test_who_lost_the_lease_cannot_finish_or_fail_the_job(runtime, engine, clock):
    left(runtime, {})
    clock.advance(seconds=1)
    late = take(runtime, 1)
    clock.advance(seconds=60)
    mine = take(runtime, 2)
    assert not outbox.finish(engine, late, now=clock.now())
    assert not outbox.fail(engine, late, "x", now=clock.now())
    assert outbox.finish(engine, mine, now=clock.now())
    assert outbox.standing(engine, now=clock.now()).done == 1


def test_a_failed_job_pauses_twice_as_long_each_time(runtime, engine, clock):
    left(runtime, {})
    clock.advance(seconds=1)
    for number, pause in enumerate((5, 10, 20, 40), start=1):
        outbox.fail(engine, take(runtime, number), "x", now=clock.now())
        clock.advance(seconds=pause - 1)
        assert take(runtime, 99) is None
        clock.advance(seconds=1)


def given_up(runtime, clock, *, fail=True):
    left(runtime, {})
    for number in range(outbox.MOST_ATTEMPTS):
        clock.advance(hours=2)
        job = take(runtime, number + 1)
        if fail:
            outbox.fail(runtime.work.engine, job, "OSError: disk full", now=clock.now())


def test_a_job_that_keeps_failing_is_given_up_and_seen(runtime, engine, clock):
    given_up(runtime, clock)
    clock.advance(hours=2)
    assert take(runtime, 99) is None
    found = outbox.standing(engine, now=clock.now())
    assert (found.done, found.waiting, len(found.dead)) == (0, 0, 1)
    assert found.dead[0].last_error == "OSError: disk full"


def test_a_job_whose_workers_die_is_given_up_only_when_the_last_lease_is_over(
    runtime, engine, clock
):
    given_up(runtime, clock, fail=False)
    assert outbox.standing(engine, now=clock.now()).waiting == 1
    clock.advance(seconds=30)
    assert outbox.standing(engine, now=clock.now()).dead[0].last_error is None


def test_a_job_given_up_can_be_revived(runtime, engine, clock):
    given_up(runtime, clock)
    clock.advance(hours=2)
    assert outbox.revive(engine, now=clock.now()) == 1
    assert take(runtime, 99).attempts == 1
    assert outbox.revive(engine, now=clock.now()) == 0


class Never:
    """Nobody wishes to stop."""

    def is_set(self):
        return False

    def wait(self, timeout):
        raise AssertionError(timeout)


def test_a_fault_of_the_world_is_tried_again_and_others_go_on(runtime, engine, clock):
    clock.advance(seconds=1)
    left(runtime, {"n": 1}, {"n": 2})
    clock.advance(seconds=1)
    done = []

    def handle(job):
        if job.payload["n"] == 1 and job.attempts == 1:
            raise OSError(28, "No space left on device", "/secret/place")
        done.append(job.payload["n"])

    worker = Worker(runtime=runtime, topics={"t": handle})
    assert worker.round(Never())
    assert done == [2]
    clock.advance(seconds=5)
    worker.round(Never())
    assert done == [2, 1]
    assert outbox.standing(engine, now=clock.now()).done == 2


def test_a_fault_of_the_program_is_noted_and_ends_the_worker(runtime, engine, clock):
    left(runtime, {})
    clock.advance(seconds=1)

    def handle(job):
        raise KeyError(job.number)

    worker = Worker(runtime=runtime, topics={"t": handle})
    with pytest.raises(KeyError):
        worker.one_job()
    clock.advance(seconds=5)
    assert take(runtime, 9).attempts == 2


def test_a_wish_to_stop_lets_the_job_in_hand_be_finished(runtime, engine, clock):
    left(runtime, {}, {}, {})
    clock.advance(seconds=1)

    class AfterOne(Never):
        handled = 0

        def is_set(self):
            return self.handled > 0

    stop = AfterOne()

    def handle(job):
        del job
        stop.handled += 1

    Worker(runtime=runtime, topics={"t": handle}).run(stop)
    found = outbox.standing(engine, now=clock.now())
    assert (stop.handled, found.done, found.waiting) == (1, 1, 2)


def test_an_error_is_told_without_what_it_may_hide():
    class No(Refusal):
        kind = "no"

    assert (
        told(OSError(28, "No space left on device", "/secret"))
        == "OSError: No space left on device"
    )
    assert told(No("否", "no")) == "no: 否 / no"
    assert told(ValueError("password=hunter2")) == "ValueError"
