"""What one may ask of the copilot."""

from dataclasses import replace

from sqlalchemy import select

from lineside.copilot import store
from lineside.copilot.errors import QuestionInvalid
from lineside.copilot.model import Answer, Guide
from lineside.kernel.catalogue import query
from lineside.kernel.work import Work

MOST_CHARACTERS = 600


@query(permission="copilot.ask")
def guide(work: Work, *, work_order: str) -> Guide:
    """The technician's guide for a work order, with its citations."""
    return store.load(work, work_order)


@query(permission="copilot.ask", scope="equipment")
def guides(work: Work, *, equipment: str = "", limit: int = 20) -> list[Guide]:
    """Guides, newest first."""
    table = store.guides
    wanted = select(table.c.work_order).order_by(table.c.at.desc()).limit(min(limit, 100))
    if equipment:
        wanted = wanted.where(table.c.equipment == equipment)
    return [store.load(work, name) for name in work.db.execute(wanted).scalars()]


@query(permission="copilot.ask")
def ask(work: Work, *, question: str, context: str = "") -> Answer:
    """Answer a question over live data and documents, in English or German, with its sources.

    No language model takes part in what is told. Each word of the question must be understood,
    else the answer asks back (``path`` clarify) or declines. ``context`` is the equipment that the
    asker looks at. A question that is a line ``room.entry {arguments}`` runs that query.
    """
    from lineside.copilot.asking.answering import answer
    from lineside.copilot.asking.words import language_of
    from lineside.copilot.rerunning import is_query, rerun
    from lineside.copilot.wording import reword

    text = question.strip()
    if not text or len(text) > MOST_CHARACTERS:
        raise QuestionInvalid(characters=len(text), most=MOST_CHARACTERS)
    if is_query(text):
        return rerun(work, text, language_of(text, work.actor.locale))
    found = answer(work, text, context)
    if found.path not in ("figure", "records"):
        return found
    told = reword(work.settings, found.text)
    return replace(found, text=told, reworded=told != found.text)
