"""OPC UA certificates: our own, made once, and those of servers that a person has trusted.

A server's certificate is taken only when it was trusted by name (its SHA-256 thumbprint, for the
host under which the server was reached) and is valid today. Trusting is an explicit act; a first
contact is refused and tells the thumbprint.
"""

import ipaddress
import json
import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from lineside.telemetry.errors import CertificateUntrusted

APPLICATION_URI = "urn:lineside:telemetry:client"
_YEARS = 5
_RENEW = timedelta(days=30)
_LARGEST_BYTES = 20_000


@dataclass(frozen=True, slots=True)
class OwnCertificate:
    """Our certificate and its key, as files."""

    certificate: Path
    key: Path


def own_certificate(
    folder: Path, now: datetime, *, application_uri: str = APPLICATION_URI
) -> OwnCertificate:
    """Our certificate; made when there is none or it runs out within thirty days."""
    own = OwnCertificate(folder / "own.der", folder / "own.key.pem")
    if own.certificate.exists() and own.key.exists():
        certificate = x509.load_der_x509_certificate(own.certificate.read_bytes())
        if certificate.not_valid_after_utc > now + _RENEW:
            return own
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    certificate = _self_signed(key, now, application_uri)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    _write(own.key, pem, 0o600)
    _write(own.certificate, certificate.public_bytes(serialization.Encoding.DER), 0o644)
    return own


def _self_signed(key: rsa.RSAPrivateKey, now: datetime, application_uri: str) -> x509.Certificate:
    host = socket.gethostname()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Lineside")])
    others = [
        x509.UniformResourceIdentifier(application_uri),
        x509.DNSName(host),
        x509.DNSName("localhost"),
        x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
    ]
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=True,
        data_encipherment=True,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    purposes = [ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.SERVER_AUTH]
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=365 * _YEARS))
        .add_extension(x509.SubjectAlternativeName(others), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
        .sign(key, hashes.SHA256())
    )


def _write(path: Path, content: bytes, mode: int) -> None:
    partial = path.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    file = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(file, "wb") as out:
        out.write(content)
    partial.rename(path)


def thumbprint(certificate: bytes) -> str:
    """The SHA-256 thumbprint of a certificate in DER, in hexadecimal."""
    digest = hashes.Hash(hashes.SHA256())
    digest.update(certificate)
    return digest.finalize().hex()


class TrustList:
    """The servers' certificates that were trusted, each for the hosts named with it."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "trusted.json"

    def trust(self, print_: str, host: str) -> None:
        """Trust the certificate with this thumbprint for a server reached under this host name."""
        trusted = self.trusted()
        trusted.setdefault(print_.lower().replace(":", ""), [])
        hosts = trusted[print_.lower().replace(":", "")]
        if host not in hosts:
            hosts.append(host)
        self._save(trusted)

    def distrust(self, print_: str) -> None:
        """Trust a certificate no longer."""
        trusted = self.trusted()
        trusted.pop(print_.lower().replace(":", ""), None)
        self._save(trusted)

    def trusted(self) -> dict[str, list[str]]:
        """The thumbprints and the hosts that each is trusted for."""
        if not self._path.exists():
            return {}
        found: dict[str, list[str]] = json.loads(self._path.read_text())
        return found

    def _save(self, trusted: dict[str, list[str]]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(self._path, json.dumps(trusted, indent=1).encode(), 0o600)

    def check(self, certificate: bytes, host: str, now: datetime) -> None:
        """Refuse a server's certificate that is unknown, not valid now, or for another host."""
        print_ = thumbprint(certificate)
        facts = {"host": host, "thumbprint": print_}
        hosts = self.trusted().get(print_)
        if hosts is None:
            raise CertificateUntrusted(problem="unknown", **facts)
        if host not in hosts:
            raise CertificateUntrusted(problem="trusted for another host", **facts)
        parsed = _parsed(certificate, facts)
        if not parsed.not_valid_before_utc <= now <= parsed.not_valid_after_utc:
            until = parsed.not_valid_after_utc.isoformat()
            raise CertificateUntrusted(problem="expired or not yet valid", until=until, **facts)


def _parsed(certificate: bytes, facts: dict[str, str]) -> x509.Certificate:
    if len(certificate) > _LARGEST_BYTES:
        raise CertificateUntrusted(problem="larger than the limit", **facts)
    try:
        return x509.load_der_x509_certificate(certificate)
    except ValueError as error:
        raise CertificateUntrusted(problem="no certificate", **facts) from error
