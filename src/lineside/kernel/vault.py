"""Secrets at rest: sealed with the installation's own key, which lies outside the database."""

import os
import tempfile
from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from lineside.kernel.errors import Unavailable
from lineside.kernel.settings import Settings

FOLDER = "vault"
KEY = "key"


class SecretUnreadable(Unavailable):
    """A stored secret was sealed with another key than this installation's."""

    code = "kernel.SecretUnreadable"
    advice = (
        "Restore the folder vault from the backup that the database came from, or enter it anew."
    )


class Vault:
    """Seals short texts (AES-128-CBC with HMAC-SHA256, the Fernet format) for this installation.

    A dump of the database alone gives no secret away. The key is made at first use.
    """

    def __init__(self, folder: Path) -> None:
        self._fernet = Fernet(_key(folder))

    def seal(self, text: str) -> str:
        """The text, unreadable without the key; sealing it twice gives two results."""
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """The text that was sealed; refuses what another key sealed or what was changed."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken as error:
            raise SecretUnreadable() from error


def vault(settings: Settings) -> Vault:
    """The vault of an installation."""
    return _vault(Path(settings.data) / FOLDER)


@lru_cache(maxsize=8)
def _vault(folder: Path) -> Vault:
    return Vault(folder)


def _key(folder: Path) -> bytes:
    """The key of this folder. Of two processes that make one at once, both take the first one's."""
    path = folder / KEY
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=folder)
        draft = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(Fernet.generate_key())
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_bytes()
