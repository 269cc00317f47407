"""What one may do about energy: feed the meters' readings."""

from lineside.energy import store
from lineside.energy.events import MeterReset
from lineside.energy.model import Reading
from lineside.kernel.catalogue import Risk, action
from lineside.kernel.work import Work


@action(permission="energy.record", risk=Risk.SUPPORT)
def record_readings(work: Work, *, readings: list[Reading]) -> int:
    """Take in a batch of meter readings, in any order; the same reading again changes nothing.

    A meter that counts from the beginning again is told. Returns how many readings were given.
    """
    for each in readings:
        each.check()
    latest = store.last_counts(work, sorted({each.equipment for each in readings}))
    counts = {name: (row.at, row.count_kwh) for name, row in latest.items()}
    for each in sorted(readings, key=lambda reading: reading.at):
        known = counts.get(each.equipment)
        if known is not None and each.at <= known[0]:
            continue
        if known is not None and each.count_kwh < known[1]:
            work.tell(MeterReset(each.equipment, each.at, known[1], each.count_kwh))
        counts[each.equipment] = (each.at, each.count_kwh)
    return store.add_readings(work, readings)
