"""One-time codes of an authenticator: six digits that change every thirty seconds.

RFC 6238 (TOTP) over RFC 4226 (HOTP) with SHA-1, the form that every authenticator reads.
"""

import base64
import hmac
import secrets
from datetime import datetime

import segno
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from cryptography.hazmat.primitives.twofactor.totp import TOTP

DIGITS, STEP_S, SECRET_BYTES = 6, 30, 20
# A phone's clock may be half a minute off, either way (RFC 6238, 5.2).
AWAY = (0, -1, 1)


def new_secret() -> str:
    """A fresh secret of 160 bits, in the base32 that people can type."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def address(secret: str, login: str) -> str:
    """The address that an authenticator reads from a QR code."""
    key = base64.b32decode(secret)
    return TOTP(key, DIGITS, SHA1(), STEP_S).get_provisioning_uri(login, "Lineside")


def picture(text: str) -> str:
    """A QR code of the text, as the data address of an SVG picture."""
    return str(segno.make_qr(text, error="m").svg_data_uri(scale=4, border=4, light="#fff"))


def matching_step(secret: str, code: str, at: datetime, after: int) -> int | None:
    """The step of time whose code this is, or none. Steps up to ``after`` were used before."""
    if not (code.isascii() and code.isdigit() and len(code) == DIGITS):
        return None
    codes = HOTP(base64.b32decode(secret), DIGITS, SHA1())
    now = int(at.timestamp()) // STEP_S
    for step in (now + away for away in AWAY):
        if step > after and hmac.compare_digest(codes.generate(step), code.encode()):
            return step
    return None
