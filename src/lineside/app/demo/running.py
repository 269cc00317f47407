"""The live demonstration: machines at real time, people at their stations, pages for the rest.

The decisions are left to whoever looks at the pages: nobody approves or repairs by itself here.
"""

import threading
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from lineside.app.cli.serving import listening, serve_pages
from lineside.app.demo.attaching import attach
from lineside.app.demo.crew import SUPERVISOR
from lineside.app.demo.floor import Floor
from lineside.app.demo.jobs_of_items import JobBook
from lineside.app.demo.loading import DEMO_PASSWORD, Loader, Tell
from lineside.app.demo.machines import Machines, embedded_broker, free_port
from lineside.app.demo.note import new_note, read_note
from lineside.app.demo.surroundings import Surroundings
from lineside.app.house import House, open_house, working
from lineside.control import queries as control
from lineside.kernel.actors import service
from lineside.kernel.settings import Settings
from lineside.plant import queries as plant
from lineside.twin.virtual.apart import HistoryApart
from lineside.twin.virtual.emission import Emission
from lineside.twin.virtual.plant import VirtualPlant

TECHNICIAN = "tara.demo"
LONGEST_GAP = timedelta(hours=24)


def run_live(settings: Settings, folder: Path, *, seed: int, healthy: bool, tell: Tell) -> None:
    """Run until told to stop. A first start loads the history, a later one catches up."""
    settings.data.mkdir(parents=True, exist_ok=True)
    settings = replace(settings, port=_port(settings))
    note = read_note(settings.data)
    with ExitStack() as stack:
        # Its making takes a core for some seconds, while the house opens on the other.
        made = note or new_note(seed, healthy)
        past = stack.enter_context(made.past(folder))
        # The house before the broker: a data folder that is in use is refused untouched.
        house = stack.enter_context(open_house(settings, writer=True))
        broker = stack.enter_context(embedded_broker(settings.data / "broker"))
        loader = Loader(house, folder, tell)
        if note:
            book = _catch_up(house, past, tell)
        else:
            book = loader.load(past.history(), inspectors=False)
            made.write(settings.data)
        virtual = past.plant()
        machines = Machines(virtual, settings.data / "plant", broker)
        machines.start()
        stack.callback(machines.stop)
        attach(house.door, folder, machines, broker)
        paths = _paths(house)
        _Life(house, machines, Floor(house.world, house.door, book, paths)).begin()
        stack.enter_context(working(house.worker))
        stack.enter_context(listening(house))
        # Half a minute of work that nobody need wait for: pictures are judged, and machines are
        # compared with their past, once it is done.
        threading.Thread(target=loader.learn, name="learning", daemon=True).start()
        _welcome(settings, tell)
        serve_pages(house, settings)


def _port(settings: Settings) -> int:
    """The wanted port, or a free one where somebody else has it."""
    import socket

    with socket.socket() as probe:
        return (
            free_port() if probe.connect_ex((settings.host, settings.port)) == 0 else settings.port
        )


def _paths(house: House) -> dict[str, str]:
    with house.world.work(service("app")) as work:
        return {e.id.rsplit("/", 1)[-1]: e.id for e in plant.equipment_tree(work, kind="unit")}


def _catch_up(house: House, past: HistoryApart, tell: Tell) -> JobBook:
    """The same plant again: its past is known; what people did since then is entered now.

    The machines' samples of the gap were never sent: the trends show it as a gap.
    """
    tell("the demonstration goes on where it was")
    with house.world.work(service("app")) as work:
        book = JobBook({each.id: each for each in plant.products(work)})
    for emission in past.history():
        for entry in emission.entries:
            if entry.kind == "order_released":
                book.release(entry)
    virtual = past.plant()
    _hold_set_points(house, virtual)
    seen, now = virtual.now, house.world.clock.now()
    if now - seen > LONGEST_GAP:
        tell("more than a day has passed: what people did meanwhile is left out")
    else:
        Floor(house.world, house.door, book, _paths(house)).take(virtual.advance(now))
    return book


def _hold_set_points(house: House, virtual: VirtualPlant) -> None:
    """Machines keep what was written to them: each parameter's last value that was taken."""
    with house.world.work(service("app")) as work:
        written = control.writes(work, limit=1000)
    for each in sorted(written, key=lambda write: write.at):
        if each.acknowledged:
            virtual.request(f"{each.equipment.rsplit('/', 1)[-1]}.{each.parameter}", each.value)


class _Life:
    """Lets the plant live at real time and carries what people do back to it."""

    def __init__(self, house: House, machines: Machines, floor: Floor) -> None:
        self._house = house
        self._machines = machines
        self._floor = floor
        self._surroundings = Surroundings(house.world, machines.plant)
        self._entering = threading.Lock()
        virtual = machines.plant
        virtual.sample_period_s, virtual.waveform_period_s = 5.0, 600.0
        virtual.picture_share = 1.0

    def begin(self) -> None:
        """Make up for the time that loading took, then keep to the clock."""
        self._enter(self._machines.step(self._house.world.clock.now()))
        self._machines.run(1.0, self._told)

    async def _told(self, emission: Emission) -> None:
        import asyncio

        await asyncio.to_thread(self._enter, emission)

    def _enter(self, emission: Emission) -> None:
        with self._entering:
            self._floor.take(emission)
            self._surroundings.follow()


def _welcome(settings: Settings, tell: Tell) -> None:
    address = f"http://{settings.host}:{settings.port}"
    tell("")
    tell(f"Halden Gearworks (demonstration) is running: {address}")
    tell(f"  supervisor  {SUPERVISOR}   password  {DEMO_PASSWORD}")
    tell(f"  technician  {TECHNICIAN}     password  {DEMO_PASSWORD}")
    tell("  also: petra.demo (planner), quentin.demo (quality), ada.demo (operator),")
    tell(f"  admin.demo (administrator), all with password {DEMO_PASSWORD}")
    tell("Open the Inbox as the supervisor: what the rooms found waits there with its evidence.")
    tell("Ctrl+C ends it; the data stays in " + settings.data.name)
