"""Making OPC UA clients: security that refuses, limits, and discarding without waiting.

A policy weaker than the one asked for is never used, a server's certificate must have been trusted,
and a password goes only over an encrypted connection.
"""

import asyncio
import contextlib
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlparse

from asyncua import Client, ua
from asyncua.client.ua_client import UASocketProtocol
from asyncua.common.connection import TransportLimits
from asyncua.crypto import security_policies
from asyncua.crypto.uacrypto import CertProperties

from lineside.kernel.clock import Clock
from lineside.kernel.errors import Refusal
from lineside.telemetry.adapters.opcua_trust import APPLICATION_URI, TrustList, own_certificate
from lineside.telemetry.errors import SecurityRefused, SourceUnavailable

POLICIES = {
    "Basic256Sha256": security_policies.SecurityPolicyBasic256Sha256,
    "Aes128Sha256RsaOaep": security_policies.SecurityPolicyAes128Sha256RsaOaep,
    "Aes256Sha256RsaPss": security_policies.SecurityPolicyAes256Sha256RsaPss,
}
NO_SECURITY = "None"
REQUEST_S = 2.0
_SESSION_MS = 30_000
"""Servers hold few sessions: one that the watchdog discarded unsaid must not stay for an hour."""
_DISCARD_S = 1.0
_FAILURES = (ua.UaError, OSError, TimeoutError, ConnectionError)
_NOT_ALLOWED = (
    ua.uaerrors.BadUserAccessDenied,
    ua.uaerrors.BadIdentityTokenRejected,
    ua.uaerrors.BadIdentityTokenInvalid,
    ua.uaerrors.BadCertificateUntrusted,
    ua.uaerrors.BadSecurityChecksFailed,
)
_LIMITS = TransportLimits(65_535, 65_535, 256, 8 * 2**20)
_LARGEST_CHUNK = 2**20


@dataclass(frozen=True, slots=True)
class OpcUaSettings:
    """Where the server is and how it must be secured.

    ``security`` is one of ``POLICIES`` or, said in so many words, ``None``; nothing weaker than
    what is asked for is ever used. ``folder`` holds our certificate and the list of trusted ones.
    """

    url: str
    folder: Path
    security: str = "Basic256Sha256"
    sign_only: bool = False
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    publish_s: float = 0.25

    def host(self) -> str:
        """The host name under which the server is reached."""
        return urlparse(self.url).hostname or ""

    def check(self) -> None:
        """Refuse what cannot be meant, and a password that could be read on the way."""
        if urlparse(self.url).username is not None:
            raise SecurityRefused(problem="credentials do not belong into the address")
        if self.security not in POLICIES and self.security != NO_SECURITY:
            raise SecurityRefused(security=self.security, known=[*POLICIES, NO_SECURITY])
        readable = self.security == NO_SECURITY or self.sign_only
        if self.password is not None and readable:
            raise SecurityRefused(problem="a password needs an encrypted connection")


class _Guarded(UASocketProtocol):  # type: ignore[misc]
    """Drops a connection whose server announces or sends more than a chunk may hold."""

    def data_received(self, data: bytes) -> None:
        if len(self.receive_buffer or b"") + len(data) > _LARGEST_CHUNK:
            if self.transport is not None:
                self.transport.abort()
            return
        super().data_received(data)


class Connector:
    """Makes clients for one server."""

    def __init__(self, settings: OpcUaSettings, clock: Clock) -> None:
        settings.check()
        self._settings = settings
        self._clock = clock
        self.trusted = TrustList(settings.folder)

    async def open(self) -> tuple[Client, list[str]]:
        """A connected client and the server's namespaces; refused with the reason."""
        settings = self._settings
        client = self._made()
        try:
            if settings.security != NO_SECURITY:
                await self._secure(client)
            if settings.username is not None:
                client.set_user(settings.username)
                client.set_password(settings.password or "")
            await client.connect(auto_reconnect=False)
            namespaces = [str(each) for each in await client.get_namespace_array()]
        except Refusal:
            await discard(client)
            raise
        except _FAILURES as error:
            await discard(client)
            raise self._told(error) from error
        return client, namespaces

    def _told(self, error: Exception) -> Refusal:
        """What a library's error means to a person."""
        problem = f"{type(error).__name__}: {error}"[:200]
        if isinstance(error, _NOT_ALLOWED):
            return SecurityRefused(url=self._settings.url, problem=problem)
        return SourceUnavailable(url=self._settings.url, problem=problem)

    def _made(self) -> Client:
        client = Client(self._settings.url, timeout=REQUEST_S)
        client.application_uri = APPLICATION_URI
        client.name = client.description = "Lineside"
        client.session_timeout = _SESSION_MS
        client.max_messagesize = _LIMITS.max_message_size
        client.max_chunkcount = _LIMITS.max_chunk_count
        link = client.uaclient

        def guarded() -> UASocketProtocol:
            protocol = _Guarded(REQUEST_S, link.security_policy, _LIMITS)
            protocol.pre_request_hook = link.pre_request_hook
            protocol.on_connection_lost = link._on_transport_lost
            protocol.is_session_closing = link._is_session_closing
            link.protocol = protocol
            return protocol

        link._make_protocol = guarded
        return client

    async def _secure(self, client: Client) -> None:
        settings = self._settings
        endpoint = await self.endpoint()
        certificate = bytes(endpoint.ServerCertificate or b"")
        now = self._clock.now()
        self.trusted.check(certificate, settings.host(), now)
        own = own_certificate(settings.folder, now)
        await client.set_security(
            POLICIES[settings.security],
            CertProperties(own.certificate, "der"),
            CertProperties(own.key, "pem"),
            server_certificate=CertProperties(certificate, "der"),
            mode=self._mode(),
        )

    def _mode(self) -> ua.MessageSecurityMode:
        modes = ua.MessageSecurityMode
        return modes.Sign if self._settings.sign_only else modes.SignAndEncrypt

    async def endpoint(self) -> ua.EndpointDescription:
        """The server's endpoint with exactly the security that was asked for."""
        probe, settings = self._made(), self._settings
        try:
            endpoints = await probe.connect_and_get_server_endpoints()
        except _FAILURES as error:
            raise self._told(error) from error
        uri = POLICIES[settings.security].URI if settings.security in POLICIES else ""
        for endpoint in endpoints:
            if endpoint.SecurityPolicyUri == uri and endpoint.SecurityMode == self._mode():
                return endpoint
        offered = sorted({str(each.SecurityPolicyUri).rpartition("#")[2] for each in endpoints})
        raise SecurityRefused(security=settings.security, mode=self._mode().name, offered=offered)


async def discard(client: Client) -> None:
    """Throw a client away: no farewell that a frozen server could keep us waiting for."""
    protocol = client.uaclient.protocol
    if protocol is not None and protocol.transport is not None:
        protocol.transport.abort()
    with contextlib.suppress(Exception):
        await asyncio.wait_for(client.disconnect(), _DISCARD_S)
