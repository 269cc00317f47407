"""Says plainly what lies outside the asker's rights."""

from lineside.copilot.asking import telling
from lineside.copilot.asking.telling import pick
from lineside.kernel.actors import Actor
from lineside.kernel.errors import Forbidden
from lineside.kernel.rooms import RoomStopped

MOST_NAMES = 6


def outside(actor: Actor, units: list[str], language: str) -> str:
    """That these machines, or the whole plant, lie outside the area that the asker may see."""
    area = ", ".join(actor.scope)
    names = ", ".join(telling.short(unit) for unit in units[:MOST_NAMES])
    names += ", ..." if len(units) > MOST_NAMES else ""
    lies = "lies" if len(units) < 2 else "lie"
    falls = "liegt" if len(units) < 2 else "liegen"
    return pick(
        language,
        f"{names or 'The whole plant'} {lies} outside your rights, which hold for {area}.",
        f"{names or 'Das ganze Werk'} {falls} außerhalb deiner Rechte; sie gelten für {area}.",
    )


def denied(actor: Actor, refusal: Forbidden | RoomStopped, language: str) -> str:
    """Why an entry did not answer: the area, the permission that is missing, a stopped room."""
    if isinstance(refusal, RoomStopped):
        room = refusal.facts["room"]
        return pick(
            language,
            f"The room {room} was stopped, so this cannot be told now.",
            f"Der Raum {room} wurde angehalten; das lässt sich jetzt nicht sagen.",
        )
    if "scope" in refusal.facts:
        place = str(refusal.facts.get("equipment") or "")
        return outside(actor, [place] if place else [], language)
    entry = str(refusal.facts.get("entry", ""))
    return pick(
        language,
        f"You may not read {entry}; ask somebody who may.",
        f"Du darfst {entry} nicht lesen; frage jemanden, der es darf.",
    )


def only(actor: Actor, language: str) -> str:
    """That rows of other areas were left out."""
    area = ", ".join(actor.scope)
    return pick(
        language,
        f" (Only what lies within your rights: {area}.)",
        f" (Nur was innerhalb deiner Rechte liegt: {area}.)",
    )
