"""The web server: `gunicorn --config config/gunicorn.py --bind …`; WEB_CONCURRENCY sets the processes."""

import os
from typing import Any

from gunicorn.glogging import Logger

PROBES = {"/healthz", "/readyz"}


class QuietLogger(Logger):
    """gunicorn's log without the probes, which come every few seconds for ever."""

    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> None:
        """One line for each request but the probes."""
        if environ.get("PATH_INFO") not in PROBES:
            super().access(resp, req, environ, request_time)


wsgi_app = "config.wsgi"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
# A process takes no more than it has threads for, and keeps no connection open: a request never waits for a busy
# process while another one is idle. Connections kept by clients would stay where they fell, however uneven that is.
worker_connections = threads
keepalive = 0
timeout = 30
# Wrong settings then stop the start at once, with their one line, instead of every worker in turn.
preload_app = True
# Nobody steers the server at run time, and its socket would lie in the home directory.
control_socket_disable = True
logger_class = QuietLogger
accesslog = "-"
# No address, no query string, no agent: nothing that tells of a person.
access_log_format = "%(m)s %(U)s %(s)s %(M)s ms"
