"""The page of settings."""

from dataclasses import MISSING, fields

from lineside.kernel.settings import PREFIX, Settings
from tools.reference.wording import shown, table, title

# What each setting is for; a setting without its line stops the program.
SETTINGS = {
    "data": "The data folder; only from the command line or `LINESIDE_DATA_DIR`.",
    "database_url": "A PostgreSQL server's address; empty: the embedded one in the data folder.",
    "host": "The address on which pages and API are served.",
    "port": "The port of pages and API; 0 takes a free one.",
    "plant": "Reserved; not used yet.",
    "mqtt_url": "The broker through which `lineside replay` plays; empty: the data folder's.",
    "model_url": "An OpenAI-compatible endpoint that may reword answers, never change their facts; "
    "empty: none is used.",
    "model_name": "The model's name at that endpoint.",
    "model_key": "The endpoint's key; better given by the environment than in the file.",
    "log_level": "How much is logged: `debug`, `info`, `warning` or `error`.",
    "session_hours": "How long a session lasts.",
    "database_pool": "How many connections to the database are kept.",
    "forecasts": "Where forecasts of many items are computed: `here`, `processes:N`, `dask://…`, "
    "`ray://…` or `spark://…`.",
}


def settings() -> list[str]:
    """The page of settings."""
    rows = []
    for each in fields(Settings):
        given = each.default if each.default is not MISSING else "lineside-data"
        place = f"`{PREFIX}{each.name.upper()}`" if each.name != "data" else f"`{PREFIX}DATA_DIR`"
        rows.append((f"`{each.name}`", place, shown(given), SETTINGS[each.name]))
    return [
        *title("Settings"),
        "A setting is taken from the command line where there is an option for it, else from the "
        "environment, else from `lineside.toml` in the data folder (lines such as "
        '`log_level = "debug"`). A name that is no setting is refused.',
        "",
        *table(("setting", "environment", "by default", "for"), rows),
    ]
