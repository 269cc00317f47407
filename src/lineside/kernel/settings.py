"""Settings: from the command line, the environment (``LINESIDE_...``) or ``lineside.toml``."""

import os
import tomllib
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from lineside.kernel.errors import Invalid

PREFIX = "LINESIDE_"


class SettingUnknown(Invalid):
    """The settings file names something that is no setting, or gives it a wrong kind of value."""

    code = "kernel.SettingUnknown"
    advice = "Correct lineside.toml in the data folder; the reference lists the settings."


@dataclass(frozen=True)
class Settings:
    """What an installation may choose.

    ``data`` is the data folder; an empty ``database_url`` means the embedded PostgreSQL inside it;
    ``model_*`` name any OpenAI-compatible endpoint (empty: the product runs without one).
    ``forecasts`` says where the forecasts of many items are computed: ``here``, ``processes:N``,
    ``dask://HOST:PORT``, ``ray://HOST:PORT`` or ``spark://HOST:PORT``.
    """

    data: Path = field(default_factory=lambda: Path("lineside-data"))
    database_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8420
    plant: str = ""
    mqtt_url: str = ""
    model_url: str = ""
    model_name: str = ""
    model_key: str = field(default="", repr=False)
    log_level: str = "info"
    session_hours: int = 12
    database_pool: int = 12
    forecasts: str = "here"


def load_settings(data: Path | None = None, **given: Any) -> Settings:
    """Read the settings of a data folder; what is ``given`` (and not None) wins."""
    base = Settings()
    folder = Path(data or os.environ.get(f"{PREFIX}DATA_DIR", "") or base.data).absolute()
    values = _from_file(folder / "lineside.toml") | _from_environment() | {"data": folder}
    values |= {name: value for name, value in given.items() if value is not None}
    return replace(base, **values)


def _from_file(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SettingUnknown(file=path.name, problem=str(error)) from error
    return {name: _typed(name, value) for name, value in read.items()}


def _from_environment() -> dict[str, Any]:
    names = [each.name for each in fields(Settings) if each.name != "data"]
    found = {name: os.environ.get(PREFIX + name.upper()) for name in names}
    return {name: _typed(name, value) for name, value in found.items() if value is not None}


def _typed(name: str, value: Any) -> Any:
    known = {each.name: each.type for each in fields(Settings)}
    if name not in known or name == "data":
        raise SettingUnknown(setting=name, problem="no such setting")
    try:
        return int(value) if known[name] in (int, "int") else str(value)
    except ValueError as error:
        raise SettingUnknown(setting=name, problem="must be a whole number") from error
