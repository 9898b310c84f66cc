# ruff: noqa: INP001 - a file of settings that gunicorn reads, in no package
"""How gunicorn serves. PORT, HOST and WEB_CONCURRENCY may be set; the rest is as measured.

TLS_CERTFILE and TLS_KEYFILE end TLS here, and not in a proxy; TLS_CA_CERTS then holds whoever clients'
certificates must come from (self-signed ones themselves), and who shows none is served as well.
"""

import gc
import os
import ssl
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
certfile = os.environ.get("TLS_CERTFILE")
keyfile = os.environ.get("TLS_KEYFILE")
ca_certs = os.environ.get("TLS_CA_CERTS")
cert_reqs = ssl.CERT_OPTIONAL if ca_certs else ssl.CERT_NONE


def ssl_context(config, default):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201 - gunicorn's own form
    """Nothing before TLS 1.2, and of that only what FAPI 2.0 section 5.2.2 allows."""
    del config
    context = default()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(
        "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
        "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384"
    )
    return context


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
    server.log.warning("服务地址 / serving at %s://%s", "https" if certfile else "http", bind)
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
