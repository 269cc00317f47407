"""Numbers, times and names as sentences show them, in English and German."""

from datetime import datetime
from zoneinfo import ZoneInfo

from lineside.copilot.asking.times import Period

_STATES_DE = {
    "running": "läuft", "setup": "wird gerüstet", "idle": "wartet", "blocked": "blockiert",
    "starved": "ohne Teile", "down": "gestört", "maintenance": "in Wartung", "off": "aus",
    "no_data": "ohne Daten",
}  # fmt: skip


def number(value: float, language: str, digits: int = 1) -> str:
    """A number with so many decimals, none where it is whole."""
    text = f"{value:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    text = "0" if text == "-0" else text
    return text.replace(".", ",") if language == "de" else text


def shown(value: float | None, unit: str, language: str) -> str:
    """A figure with its unit; shares are shown in percent."""
    if value is None:
        return "keine Daten" if language == "de" else "no data"
    if unit == "1":
        return f"{number(value * 100, language)} %"
    return f"{number(value, language, 2 if unit == 'h' else 1)} {unit}"


def period(each: Period, zone: ZoneInfo) -> str:
    """A stretch in the plant's own time."""
    start, end = each.start.astimezone(zone), each.end.astimezone(zone)
    if start.date() == end.date():
        return f"{start:%Y-%m-%d %H:%M} - {end:%H:%M}"
    return f"{start:%Y-%m-%d %H:%M} - {end:%Y-%m-%d %H:%M}"


def moment(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def state(name: str, language: str) -> str:
    return _STATES_DE.get(name, name) if language == "de" else name.replace("_", " ")


def short(equipment: str) -> str:
    """The display name of an equipment path."""
    return equipment.rsplit("/", 1)[-1]


def pick(language: str, english: str, german: str) -> str:
    """The sentence in the language of the question."""
    return german if language == "de" else english
