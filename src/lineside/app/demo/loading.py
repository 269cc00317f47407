"""Fills an empty data folder with the demonstration plant and its history, through the door."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa

from lineside.app.demo.jobs_of_items import JobBook
from lineside.app.demo.past import Past
from lineside.app.demo.purchases import standing_purchases
from lineside.app.demo.repairs import past_repairs
from lineside.app.house import House
from lineside.documents import actions as documents
from lineside.execution import actions as execution
from lineside.identity import actions as identity
from lineside.identity.queries import actor_named
from lineside.inventory import actions as inventory
from lineside.kernel.actors import Actor, service
from lineside.learning import actions as learning
from lineside.learning import queries as learned
from lineside.maintenance import actions as maintenance
from lineside.maintenance import queries as maintained
from lineside.plant import actions as plant_actions
from lineside.plant import queries as plant
from lineside.quality import actions as quality
from lineside.scheduling import actions as scheduling
from lineside.telemetry import actions as telemetry
from lineside.telemetry.ports import Historian
from lineside.telemetry.samples import SAMPLES, instants, waves
from lineside.tracing import actions as tracing
from lineside.twin.virtual.emission import Emission
from lineside.value import actions as value
from lineside.workflow import actions as workflow

DEMO_PASSWORD = "demo"
DEMO_PIN = "2750"
HISTORY = timedelta(days=30)
INSPECTION = "inspection"
# Short: whoever starts the demonstration waits for it, and the first news plans again.
FIRST_PLAN_S = 0.5
QUALITY_ENGINEER = "quentin.demo"
STUDIED_AGO = timedelta(days=6)
STATES = {0: "off", 1: "idle", 2: "setup", 3: "running", 4: "blocked", 5: "down", 6: "maintenance"}
ROLES = {
    "operator": "operator",
    "technician": "technician",
    "supervisor": "supervisor",
    "planner": "planner",
    "quality_engineer": "quality_engineer",
    "maintenance_manager": "maintenance_engineer",
    "engineer": "ot_engineer",
    "administrator": "administrator",
    "manager": "manager",
}
Tell = Callable[[str], None]


class Loader:
    """Loads the plant of a folder into an empty house."""

    def __init__(self, house: House, folder: Path, tell: Tell) -> None:
        self._house = house
        self._folder = folder
        self._tell = tell
        self._actor: Actor = service("app")

    def load(self, history: Iterable[Emission], *, inspectors: bool = True) -> JobBook:
        """Load the plant and its history, a day an emission; returns the book of open jobs.

        Without ``inspectors`` what is learnt from the history is left for ``learn``.
        """
        self._plant()
        book, paths = self._book()
        past = self._history(history, book, paths)
        self._store(past)
        self._afterwards()
        if inspectors:
            self.fit_inspectors()
        return book

    def learn(self) -> None:
        """What takes half a minute and nobody need wait for: inspectors, and what is usual."""
        self.fit_inspectors()
        for each in self._house.door.ask(maintained.unlearnt, {}, self._actor):
            self._run(maintenance.learn_behaviour, equipment=each)
        self._run(learning.check_all_drift)

    def fit_inspectors(self) -> None:
        """Fit the cameras' inspector from the past's good pictures, and let it see the others.

        Where one is in service already nothing is done.
        """
        with self._house.world.work(self._actor) as work:
            units = plant.equipment_tree(work, kind="unit")
            first, *others = [each.id for each in units if each.facts.get("kind") == "vision"]
            if learned.champion(work, name=INSPECTION, scope=first) is not None:
                return
        self._run(quality.fit_inspector, station=first, also=others)
        self._run(quality.inspect_past, limit=30)
        self._run(quality.learn_kinds)

    def _run(self, entry: Callable[..., object], **given: object) -> object:
        return self._house.door.run(entry, given, self._actor).result

    def _plant(self) -> None:
        self._tell("loading the plant")
        folder = str(self._folder)
        self._run(plant_actions.load_plant, folder=folder)
        self._run(inventory.load_parts, folder=folder)
        self._run(workflow.load_rules, folder=folder)
        with self._house.world.work(self._actor) as work:
            people = plant.people(work)
        for person in people:
            self._run(
                identity.add_user,
                login=person.id,
                name=person.name,
                password=DEMO_PASSWORD,
                roles=[ROLES.get(person.role, "operator")],
                locale=person.language,
                badge=f"HG-{person.id}",
                pin=DEMO_PIN,
                demo=True,
            )
        self._run(
            identity.add_user,
            login="admin.demo",
            name="Admin Demo-Administrator",
            password=DEMO_PASSWORD,
            roles=["administrator"],
            demo=True,
        )

    def _book(self) -> tuple[JobBook, dict[str, str]]:
        with self._house.world.work(self._actor) as work:
            products = {each.id: each for each in plant.products(work)}
            units = plant.equipment_tree(work, kind="unit")
        return JobBook(products), {each.id.rsplit("/", 1)[-1]: each.id for each in units}

    def _history(self, history: Iterable[Emission], book: JobBook, paths: dict[str, str]) -> Past:
        past = Past(book, self._house.world.files, paths, STATES)
        historian = self._house.world.the(Historian)
        for day, emission in enumerate(history, start=1):
            past.take(emission)
            historian.bulk(sample_table(emission))
            if emission.waveforms:
                historian.append_waves(wave_table(emission))
            self._tell(f"history: day {day}")
        return past

    def _store(self, past: Past) -> None:
        self._tell("storing the history")
        self._run(
            tracing.import_genealogy,
            lots=past.traced(),
            links=past.links,
            processes=past.processes,
        )
        self._run(
            execution.import_history,
            orders=past.orders(),
            operations=past.operations(),
            quantities=past.quantities,
            pieces=past.pieces(),
            states=past.spans(),
        )
        self._run(inventory.import_stock, rows=past.stock())
        self._run(quality.import_checks, checks=past.checks)
        self._run(quality.import_pictures, pictures=past.pictures + past.nameplates())
        self._run(telemetry.import_states, changes=past.changes)

    def _afterwards(self) -> None:
        """What needs the history: cases, documents, inspectors, conditions, the first plan."""
        self._tell("reading documents, judging conditions, planning")
        with self._house.world.work(self._actor) as work:
            repairs = past_repairs(work, self._folder)
        self._run(maintenance.import_work_orders, orders=repairs)
        for purchase in standing_purchases(self._folder, self._house.world.clock.now().date()):
            self._run(inventory.order_material, **purchase)
        self._run(value.freeze_baseline, component="spindle_bearing")
        self._gauge_study()
        self._run(documents.load_folder, folder=str(self._folder / "documents"))
        self._run(maintenance.assess_all)
        self._run(scheduling.make_plan, reason="first plan", seconds=FIRST_PLAN_S, publish=True)

    def _gauge_study(self) -> None:
        """The study of the micrometer for the span over teeth, recorded by the quality engineer."""
        path = self._folder / "history" / "gauge_span_width.csv"
        if not path.exists():
            return
        with self._house.world.work(self._actor) as work:
            engineer, measured_at = actor_named(work, QUALITY_ENGINEER), work.at - STUDIED_AGO
        assert engineer is not None, "the demonstration's people were loaded"
        given = {
            "title": "Micrometer MIC-07, span over teeth of PG200 (demonstration)",
            "characteristic": "span_width_mm",
            "gauge": "MIC-07",
            "unit": "mm",
            "lower": 37.58,
            "upper": 37.66,
            "measured_at": measured_at,
            "table": path.read_text("utf-8"),
        }
        self._house.door.run(quality.record_gauge_study, given, engineer)


def sample_table(emission: Emission) -> pa.Table:
    """An emission's samples as the historian takes them; texts are not numbers and stay out."""
    found = emission.samples
    names = pa.DictionaryArray.from_arrays(
        pa.array(found.tag.astype(np.int32)), pa.array(list(emission.tag_ids), pa.string())
    )
    times = instants(found.time_us.astype(np.int64))
    columns = [names, times, pa.array(found.value), pa.array(found.quality), times]
    return pa.Table.from_arrays(columns, schema=SAMPLES)


def wave_table(emission: Emission) -> pa.Table:
    """An emission's wave-forms as the historian takes them."""
    rows = emission.waveforms
    return waves(
        [each.tag for each in rows],
        [each.time_us for each in rows],
        [each.rate_hz for each in rows],
        [each.samples for each in rows],
    )
