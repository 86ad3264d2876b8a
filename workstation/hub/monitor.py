"""Serves health and metrics over HTTP, in threads of its own that the hub's loop never meets.

``/healthz`` answers 200 while all that counts is well and 503 when it is not, with one JSON object;
``/metrics`` answers in the text format of Prometheus. Nothing else is there, nothing can be
changed, and no scan, officer or owner of goods is named; sites are.
"""

import json
import logging
import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

from workstation.hub.clocks import monotonic, wall
from workstation.hub.exposition import CONTENT_TYPE
from workstation.hub.health import Store, checks_of
from workstation.hub.metrics import metrics_page
from workstation.hub.vitals import Vitals

_LOG = logging.getLogger(__name__)
#: Counting cases reads an index of all of them; a watchman need not know better than this.
_LOOK_EVERY_S: Final = 5.0
_SILENT_S: Final = 5.0

Answer = tuple[HTTPStatus, str, str]


class Monitor:
    """Serves at an address until it is closed; starting never fails for a port that is taken.

    Parameters
    ----------
    host, port
        Where to listen; port 0 takes any free one.
    look : callable
        Looks at disk and records; called in the monitor's threads, one call at a time.
    """

    def __init__(self, host: str, port: int, *, vitals: Vitals, look: Callable[[], Store]) -> None:
        self._host, self._port, self.vitals, self._look = host, port, vitals, look
        self._guard = threading.Lock()
        self._store: Store | None = None
        self._looked_at = float("-inf")
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def address(self) -> tuple[str, int]:
        """Where it listens; raises ``ValueError`` while it does not."""
        if self._server is None:
            raise ValueError("the monitor does not listen")
        host, port = self._server.server_address[:2]
        return str(host), int(port)

    def start(self) -> None:
        """Begin to listen; a hub without watchman is better than none, so a failure is logged."""
        try:
            self._server = _Server((self._host, self._port), _Handler)
        except OSError as error:
            _LOG.error(
                "health and metrics are not served",
                extra={"address": f"{self._host}:{self._port}", "reason": error.strerror},
            )
            return
        self._server.answers = {"/healthz": self._health, "/metrics": self._metrics}
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, name="hub-monitor"
        )
        self._thread.start()
        host, bound = self.address
        _LOG.info("health and metrics are served", extra={"address": f"{host}:{bound}"})

    def close(self) -> None:
        """Stop listening; may be called twice."""
        server, thread, self._server, self._thread = self._server, self._thread, None, None
        if server is not None and thread is not None:
            server.shutdown()
            thread.join()
            server.server_close()

    def _health(self) -> Answer:
        checks = checks_of(self.vitals.newest, self._newest_store(), now=monotonic())
        well = all(check.ok for check in checks if check.counts)
        said = {check.name: {"ok": check.ok, "says": check.says} for check in checks}
        document = {"ok": well, "checks": said}
        status = HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE
        return status, "application/json", json.dumps(document, ensure_ascii=False) + "\n"

    def _metrics(self) -> Answer:
        reading, store = self.vitals.newest, self._newest_store()
        checks = checks_of(reading, store, now=monotonic())
        return HTTPStatus.OK, CONTENT_TYPE, metrics_page(reading, store, checks, wall=wall())

    def _newest_store(self) -> Store:
        with self._guard:
            now = time.monotonic()
            if self._store is None or now - self._looked_at >= _LOOK_EVERY_S:
                self._store, self._looked_at = self._look(), now
            return self._store


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    answers: dict[str, Callable[[], Answer]]


class _Handler(BaseHTTPRequestHandler):
    """One question, one answer, then the connection is closed."""

    timeout = _SILENT_S
    server_version = "reviewroom"
    sys_version = ""
    server: _Server

    def do_HEAD(self) -> None:
        """Answer like `do_GET`, without the text itself."""
        self.do_GET()

    def do_GET(self) -> None:
        """Answer a known path."""
        answer = self.server.answers.get(self.path.partition("?")[0])
        if answer is None:
            self._say(HTTPStatus.NOT_FOUND, "text/plain", "/healthz or /metrics\n")
            return
        self._say(*answer())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as it is called
        """Keep questions every few seconds out of the log."""

    def _say(self, status: HTTPStatus, kind: str, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
