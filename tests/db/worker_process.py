"""A worker as a process of its own, for tests that kill it: `worker_process.py JOB_SECONDS [hang]`.

With `hang` it stops for ever in the middle of the first attempt at a job, half a file written.
"""

import sys
import threading
import time
from datetime import timedelta

from creditsvc.app import build
from creditsvc.publishing import service as publishing
from creditsvc.worker import Worker


def main() -> None:
    runtime = build()
    drop = runtime.settings.drop_dir

    def handle(job):
        if "hang" in sys.argv and job.attempts == 1:
            drop.mkdir(exist_ok=True)
            (drop / f".portal-{job.number:010}.jsonl.{job.lease.hex}").write_text('{"format":')
            sys.stdout.write("in the middle\n")
            sys.stdout.flush()
            time.sleep(600)
        publishing.write_portal_file(drop, job)
        with (drop.parent / "done.log").open("a") as log:
            log.write(f"{job.number}\n")

    stop = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), stop.set()), daemon=True).start()
    Worker(
        runtime=runtime, topics={"portal.file": handle}, lease=timedelta(seconds=float(sys.argv[1]))
    ).run(stop)


main()
