"""A job in a process of its own, for tests that kill it: `job_process.py NAME INSTANT`.

It stops for ever in the middle: everything written, nothing committed.
"""

import sys
import time
from dataclasses import replace

from creditsvc import jobs
from creditsvc.app import build
from creditsvc.kernel.clock import FixedClock, parse_instant


def hang(act):
    act.session.flush()
    sys.stdout.write("in the middle\n")
    sys.stdout.flush()
    time.sleep(600)


def main() -> None:
    runtime = build(clock=FixedClock(parse_instant(sys.argv[2])))
    settle = runtime.work.closing

    def closing(act):
        settle(act)
        hang(act)

    jobs.JOBS[sys.argv[1]](replace(runtime, work=replace(runtime.work, closing=closing)))


main()
