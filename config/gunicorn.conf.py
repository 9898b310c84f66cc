# ruff: noqa: INP001 - a file of settings that gunicorn reads, in no package
"""How gunicorn serves. PORT, HOST and WEB_CONCURRENCY may be set; the rest is as measured."""

import gc
import os
import threading
from pathlib import Path

# One process a core and four threads in it; nothing is opened before the fork (no preload).
wsgi_app = "wsgi:app"
chdir = str(Path(__file__).resolve().parent.parent)
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", os.cpu_count() or 1))
worker_class = "gthread"
threads = 4
reuse_port = True
preload_app = False
keepalive = 15
timeout = 60
graceful_timeout = 30
max_requests = 0
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - heartbeats only
# A request line can hold a code: nothing of it is logged here, the application logs by template.
accesslog = None
errorlog = "-"
loglevel = "warning"
# gunicorn opens a socket that takes commands, under the user's home; nobody asked for one.
control_socket_disable = True


def when_ready(server):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201 - gunicorn's own form
    """Say where it answers; if tied to `creditsvc serve`, end when that does."""
    server.log.warning("服务地址 / serving at http://%s", bind)
    if os.environ.get("SERVE_TIED") == "1":
        threading.Thread(target=_end_with_input, daemon=True).start()


def post_worker_init(worker):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201 - gunicorn's own form
    """Leave what lives as long as the worker (law, calendars, code) out of every later collection."""
    del worker
    gc.collect()
    gc.freeze()


def _end_with_input() -> None:
    """Whoever started this process holds the other end of its input; when gone, we go."""
    while os.read(0, 1024):  # not sys.stdin, whose lock a blocked reader would hold at exit
        pass
    os.kill(os.getpid(), 15)
