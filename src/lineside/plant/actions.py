"""What one may do about the plant: load it, define reasons, close days."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from lineside.kernel.catalogue import Risk, action
from lineside.kernel.work import Work
from lineside.plant import store, words
from lineside.plant.adapters.folder import PlantData, PlantFolder
from lineside.plant.calendars import Calendar, Holiday
from lineside.plant.errors import PlantInvalid
from lineside.plant.events import CalendarChanged, PlantLoaded, ProductReleased
from lineside.plant.model import Product, Reason
from lineside.plant.reasons import DEFAULT_REASONS


@action(permission="plant.load", risk=Risk.INITIATE)
def load_plant(work: Work, *, folder: str) -> str:
    """Read a plant's folder (equipment, calendar, products, people, words); returns the site's id.

    Loading again brings what is there to what the folder says; nothing is removed. A product that
    comes in another revision is made by it from now on, while running orders keep theirs.
    """
    if not Path(folder).is_dir():
        raise PlantInvalid(folder=folder, problem="no such folder")
    data = PlantFolder(Path(folder)).read()
    store.put_equipment(work, data.equipment)
    if data.calendar is not None:
        store.put_calendar(work, data.site, data.calendar)
    store.put_reasons(work, data.reasons or DEFAULT_REASONS)
    store.put_materials(work, data.materials)
    for product in data.products:
        release_product(work, product=product)
    store.put_setups(work, data.setups)
    store.put_people(work, data.people)
    store.put_partners(work, data.partners)
    _store_words(work, data)
    work.tell(PlantLoaded(data.site, len(data.equipment), len(data.products)))
    return data.site


def _store_words(work: Work, data: PlantData) -> None:
    """The plant's own words come last, so that they win over those made from names."""
    made = [
        *words.words_of_equipment(data.equipment),
        *words.words_of_products(data.products),
        *words.words_of_materials(data.materials),
        *words.words_of_reasons(data.reasons or DEFAULT_REASONS),
        *words.words_of_states(),
        *data.terms,
    ]
    store.put_terms(work, made)


@action(permission="plant.release", risk=Risk.EXECUTE)
def release_product(work: Work, *, product: Product) -> None:
    """Make a product by this revision and routing from now on; running orders keep theirs."""
    previous = store.current_revision(work, product.id)
    store.put_product(work, product)
    if previous and previous != product.revision:
        work.tell(ProductReleased(product.id, product.revision, previous))


@action(permission="plant.define", risk=Risk.INITIATE)
def define_reason(work: Work, *, reason: Reason) -> None:
    """Add a reason for stops or scrap, or change its words and its state."""
    store.put_reasons(work, [reason])
    store.put_terms(work, list(words.words_of_reasons([reason])))


@action(permission="plant.define", risk=Risk.EXECUTE)
def close_day(
    work: Work, *, site: str, date: date, name: str, work_centres: list[str] | None = None
) -> None:
    """Close work centres of a site (all, where none is named) on a date."""
    closed = Holiday(date, name, tuple(work_centres or ()))
    known = _calendar(work, site)
    others = tuple(day for day in known.holidays if (day.date, day.name) != (date, name))
    _change(work, site, replace(known, holidays=(*others, closed)), date)


@action(permission="plant.define", risk=Risk.EXECUTE)
def open_day(work: Work, *, site: str, date: date) -> None:
    """Work as usual on a date that was closed."""
    known = _calendar(work, site)
    others = tuple(day for day in known.holidays if day.date != date)
    _change(work, site, replace(known, holidays=others), date)


def _calendar(work: Work, site: str) -> Calendar:
    work.lock(f"plant.calendar.{site}")
    known = store.load_calendars(work).get(site)
    if known is None:
        raise PlantInvalid(site=site, problem="the site has no calendar yet")
    return known


def _change(work: Work, site: str, calendar: Calendar, day: date) -> None:
    store.put_calendar(work, site, calendar)
    work.tell(CalendarChanged(site, day.isoformat()))
