"""What value does unprompted."""

from lineside.guidance.events import OutcomeRecorded
from lineside.kernel.jobs import JobDoor, hears
from lineside.value import actions


@hears(OutcomeRecorded)
def book(door: JobDoor, news: OutcomeRecorded) -> None:
    """An outcome is booked as value, or as the loss that a wrong prediction was."""
    if news.code.startswith("maintenance."):
        door.act(actions.book_outcome, recommendation=news.recommendation)
