"""One connection to an MQTT broker: credentials, security, reconnecting, manual acknowledgement."""

import ssl
import threading
import time
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import paho.mqtt.client as paho

from lineside.telemetry.errors import SecurityRefused, SourceUnavailable

KEEPALIVE_S = 5
MOST_FILTERS = 16
_CONNECT_S = 5.0
_NOT_ALLOWED = {"Not authorized", "Bad user name or password"}
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class MqttSettings:
    """Where the broker is and who we are.

    With ``persistent`` the broker keeps what arrives while we are away. A password goes over an
    unencrypted connection only to this machine, unless ``plain_password`` allows it.
    """

    host: str
    port: int = 1883
    client_id: str = "lineside"
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    tls: bool = False
    ca_file: Path | None = None
    persistent: bool = True
    plain_password: bool = False

    def check(self) -> None:
        """Refuse to send a password in the clear."""
        safe = self.tls or self.plain_password or self.host in _LOOPBACK
        if self.password is not None and not safe:
            raise SecurityRefused(host=self.host, problem="a password over a plain connection")


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it came; ``token`` acknowledges it."""

    topic: str
    payload: bytes
    retained: bool
    token: Hashable


class MqttLink:
    """A paho client that keeps trying; ``hears`` is called in paho's own thread."""

    def __init__(
        self,
        settings: MqttSettings,
        hears: Callable[[Message], None],
        *,
        up: Callable[[], None] = lambda: None,
        denied: Callable[[str], None] = lambda _: None,
        down: Callable[[str], None] = lambda _: None,
        will: tuple[str, bytes] | None = None,
    ) -> None:
        settings.check()
        self._settings = settings
        self._hears, self._up, self._down, self._denied = hears, up, down, denied
        self._asked: dict[int, list[str]] = {}
        self._asking = threading.Lock()
        self._topics: list[str] = []
        self._answered = threading.Event()
        self._problem = ""
        self._connection = 0
        self._sent: deque[Any] = deque(maxlen=200_000)
        self._client = self._made(will)

    def _made(self, will: tuple[str, bytes] | None) -> Any:
        told = self._settings
        client = paho.Client(
            paho.CallbackAPIVersion.VERSION2,
            client_id=told.client_id,
            clean_session=not told.persistent,
            manual_ack=True,
        )
        if told.username is not None:
            client.username_pw_set(told.username, told.password)
        if told.tls:
            client.tls_set(ca_certs=told.ca_file and str(told.ca_file), tls_version=_TLS)
        if will is not None:
            client.will_set(*will, qos=1, retain=True)
        client.reconnect_delay_set(1, 2)
        client.max_inflight_messages_set(1000)
        client.max_queued_messages_set(100_000)
        client.on_connect = self._connected
        client.on_disconnect = self._disconnected
        client.on_message = self._received
        client.on_subscribe = self._answered_subscription
        return client

    def open(self) -> None:
        """Connect once and wait for the broker's answer; afterwards reconnecting goes by itself."""
        told = self._settings
        try:
            self._client.connect(told.host, told.port, keepalive=KEEPALIVE_S)
        except (OSError, ssl.SSLError) as error:
            raise SourceUnavailable(
                host=told.host, port=told.port, problem=str(error)[:200]
            ) from error
        self._client.loop_start()
        if self._answered.wait(_CONNECT_S) and not self._problem:
            self._await_subscriptions()
            return
        self.close()
        if self._problem in _NOT_ALLOWED:
            raise SecurityRefused(host=told.host, problem=self._problem)
        problem = self._problem or "the broker does not answer"
        raise SourceUnavailable(host=told.host, port=told.port, problem=problem)

    def _await_subscriptions(self) -> None:
        """Who returns from ``open`` hears everything from now on."""
        deadline = time.monotonic() + _CONNECT_S
        while self._asked and time.monotonic() < deadline:
            time.sleep(0.005)

    def _connected(self, client: Any, _data: Any, _flags: Any, reason: Any, _props: Any) -> None:
        self._problem = str(reason) if reason.is_failure else ""
        self._connection += 1
        if not self._problem:
            self._ask(self._topics)
            self._up()
        self._answered.set()

    def _disconnected(self, _c: Any, _data: Any, _flags: Any, reason: Any, _props: Any) -> None:
        self._down(str(reason))

    def _received(self, _client: Any, _data: Any, message: Any) -> None:
        token = (self._connection, message.mid, message.qos) if message.qos else None
        self._hears(Message(_topic(message), message.payload, message.retain, token))

    def acknowledge(self, tokens: Sequence[Hashable]) -> None:
        """Tell the broker that messages are stored. Those of an earlier connection come again."""
        for token in tokens:
            if isinstance(token, tuple) and token[0] == self._connection:
                self._client.ack(token[1], token[2])

    def subscribe(self, topics: Sequence[str]) -> None:
        """Listen to topics, now and after each reconnection."""
        self._topics = list(dict.fromkeys([*self._topics, *topics]))
        if self._client.is_connected():
            self._ask(list(topics))

    def unsubscribe(self, topics: Sequence[str]) -> None:
        """Listen no longer; a persistent session would go on for ever otherwise."""
        self._topics = [topic for topic in self._topics if topic not in topics]
        if self._client.is_connected():
            self._client.unsubscribe(list(topics))

    def _ask(self, topics: list[str]) -> None:
        if topics:
            # The answer may come on the client's thread before this one has noted the question.
            with self._asking:
                _, mid = self._client.subscribe([(topic, 1) for topic in topics])
                self._asked[mid] = topics

    def _answered_subscription(
        self, _client: Any, _data: Any, mid: int, reasons: Any, _props: Any
    ) -> None:
        with self._asking:
            asked = self._asked.pop(mid, [])
        for topic, reason in zip(asked, reasons, strict=False):
            if reason.is_failure:
                self._denied(topic)

    def publish(
        self, topic: str, payload: bytes, *, qos: int = 1, retain: bool = False, wait_s: float = 0
    ) -> bool:
        """Publish; with ``wait_s`` the broker's acknowledgement is awaited and told.

        While there is no connection, messages of quality 1 wait for it, in order.
        """
        sent = self._client.publish(topic, payload, qos=qos, retain=retain)
        self._sent.append(sent)
        if sent.rc == paho.MQTT_ERR_NO_CONN:
            return False
        if sent.rc != paho.MQTT_ERR_SUCCESS:
            raise SourceUnavailable(topic=topic, problem=paho.error_string(sent.rc))
        if wait_s:
            sent.wait_for_publish(wait_s)
        return bool(sent.is_published())

    def flush(self, within_s: float) -> None:
        """Wait until the broker has acknowledged all that was published."""
        deadline = time.monotonic() + within_s
        while self._sent:
            sent = self._sent.popleft()
            while not _is_published(sent):
                if time.monotonic() > deadline:
                    raise SourceUnavailable(problem="the broker does not acknowledge")
                time.sleep(0.002)

    def close(self) -> None:
        """Disconnect and end the thread."""
        self._client.disconnect()
        self._client.loop_stop()


def filters_for(topics: Sequence[str], most: int = MOST_FILTERS) -> list[str]:
    """Few topic filters that cover many topics: brokers hold state for each subscription.

    Topics are told apart by as many leading levels as ``most`` filters allow; what else comes under
    a filter is passed over by whoever hears it.
    """
    distinct = list(dict.fromkeys(topics))
    if len(distinct) <= most:
        return distinct
    levels = [topic.split("/") for topic in distinct]
    for depth in range(max(map(len, levels)) - 1, 0, -1):
        filters = {_shortened(each, depth) for each in levels}
        if len(filters) <= most:
            return sorted(filters)
    return ["#"]


def _shortened(levels: list[str], depth: int) -> str:
    short = "/".join(levels[:depth])
    return short if len(levels) <= depth or short.endswith("#") else f"{short}/#"


def _is_published(sent: Any) -> bool:
    # A message that was queued without a connection keeps that error although it goes out later.
    return bool(sent.rc not in (paho.MQTT_ERR_SUCCESS, paho.MQTT_ERR_NO_CONN) or sent._published)


def _topic(message: Any) -> str:
    try:
        return str(message.topic)
    except UnicodeDecodeError:
        return "?"


_TLS = ssl.PROTOCOL_TLS_CLIENT
