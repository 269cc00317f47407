"""The server as a gateway sees it: tags to collect, and batches to send until they are taken."""

import json
import threading
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import quote, urlsplit

from lineside.app.edge.buffer import Buffer
from lineside.kernel.errors import Forbidden, Unavailable
from lineside.kernel.logs import log

ANSWER_S = 15.0
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 30.0
# The server understood and will never take this batch; everything else may pass later.
FINAL = {404, 413, 422}
_log = log("app")


class UpstreamAway(Unavailable):
    """The server does not answer, or not as a Lineside server does."""

    code = "app.UpstreamAway"
    advice = "Check the address and the token; what was collected is kept and sent later."


class UpstreamInsecure(Forbidden):
    """The token would go over an unencrypted connection to another machine."""

    code = "app.UpstreamInsecure"
    advice = "Use an address that begins with https."


class Upstream:
    """One server, reached with a bearer token."""

    def __init__(self, url: str, token: str, connection: str) -> None:
        parts = urlsplit(url)
        local = parts.hostname in ("127.0.0.1", "localhost", "::1")
        if parts.scheme != "https" and not (parts.scheme == "http" and local):
            raise UpstreamInsecure(upstream=url)
        self._url = url.rstrip("/")
        self._token = token
        self._connection = connection

    def tags(self) -> list[dict[str, Any]]:
        """The tags that are mapped for the connection at the server."""
        name = quote(self._connection)
        found: list[dict[str, Any]] = self._ask(f"/api/v1/telemetry/tags?connection={name}")
        return found

    def send(self, body: dict[str, Any], key: str) -> None:
        """Send one batch; raises ``urllib.error.HTTPError`` or ``OSError`` when it is not taken."""
        given = {"connection": self._connection, **body}
        self._ask("/api/v1/telemetry/take_samples", given, {"Idempotency-Key": key})

    def _ask(self, path: str, body: Any = None, more: dict[str, str] | None = None) -> Any:
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        content = json.dumps(body).encode() if body is not None else None
        # The scheme was checked to be http or https.
        request = urllib.request.Request(self._url + path, content, headers | (more or {}))
        with urllib.request.urlopen(request, timeout=ANSWER_S) as answer:
            return json.loads(answer.read())


class Forwarder:
    """Sends what waits, oldest first, one batch at a time; a lost link only makes it wait."""

    def __init__(self, upstream: Upstream, buffer: Buffer) -> None:
        self._upstream = upstream
        self._buffer = buffer
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="forwarder", daemon=True)

    def start(self) -> None:
        """Begin sending beside the caller."""
        self._thread.start()

    def stop(self) -> None:
        """Stop after the batch that is on its way."""
        self._stop.set()
        self._thread.join(ANSWER_S + 5)

    def _run(self) -> None:
        pause_s = FIRST_PAUSE_S
        while not self._stop.is_set():
            sent = self.step()
            pause_s = FIRST_PAUSE_S if sent is not False else min(pause_s * 2, LONGEST_PAUSE_S)
            if not sent:
                self._stop.wait(pause_s)

    def step(self) -> bool | None:
        """Send the oldest batch: True when it went, False when the link failed, None if none."""
        waiting = self._buffer.first()
        if waiting is None:
            return None
        try:
            self._upstream.send(waiting.body, waiting.key)
        except urllib.error.HTTPError as error:
            with error:
                reason = error.read(2000).decode(errors="replace")
            if error.code not in FINAL:
                _log.warning("batch not taken", status=error.code, reason=reason)
                return False
            _log.error("batch refused and set aside", seq=waiting.seq, reason=reason)
            self._buffer.refuse(waiting.seq, reason)
            return True
        except (OSError, ValueError) as error:
            _log.warning("server away", error=str(error))
            return False
        self._buffer.done(waiting.seq)
        return True
