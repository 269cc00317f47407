"""What enterprise does unprompted: it takes orders in and sends completions out."""

from lineside.enterprise import actions, queries
from lineside.execution.events import OrderCompleted
from lineside.kernel.jobs import JobDoor, every, hears


@every(seconds=5)
def look_for_orders(door: JobDoor) -> None:
    """Order files that lie in the inbox come in."""
    if door.ask(queries.inbox):
        door.act(actions.take_orders)


@hears(OrderCompleted)
def report_completion(door: JobDoor, news: OrderCompleted) -> None:
    """What the enterprise system ordered is reported back to it when it is done."""
    if door.ask(queries.came_by_file, order=news.order):
        door.act(actions.prepare_completion, order=news.order)


@every(seconds=5)
def send(door: JobDoor) -> None:
    """Prepared completions are written out."""
    if door.ask(queries.messages, open_only=True, limit=1):
        door.act(actions.send_completions)
