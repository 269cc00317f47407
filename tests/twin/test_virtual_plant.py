"""The virtual plant: what it sends, what it hides, and that it can be replayed."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import cv2
import numpy as np
import pytest
from lxml import etree

from lineside.kernel.errors import Refusal
from lineside.twin.errors import MachineMissing, PlantDataInvalid, RunInvalid
from lineside.twin.virtual.emission import Emission, Entry
from lineside.twin.virtual.pictures import FLAWS, tooth_picture
from lineside.twin.virtual.plant import VirtualPlant
from lineside.twin.virtual.scenario import DAY_S, Scenario, Wear
from lineside.twin.virtual.schedule_xml import production_schedule
from lineside.twin.virtual.waveforms import Spindle, burst

HALDEN = Path(__file__).parents[2] / "plants" / "halden"
START = datetime(2026, 10, 22, 5, tzinfo=UTC)
WORN = Scenario(
    "GR-04", onset_s=0.2 * DAY_S, life_s=1.6 * DAY_S, flaw_rate=0.004, worn_flaw_rate=0.3
)


def plant(**how: object) -> VirtualPlant:
    made = VirtualPlant(HALDEN, start=START, **{"seed": 0, **how})  # type: ignore[arg-type]
    made.sample_period_s, made.picture_share, made.waveform_period_s = 300.0, 0.0, 14400.0
    return made


def days(subject: VirtualPlant, count: float, step_h: float = 6.0) -> Iterator[Emission]:
    end = subject.now + timedelta(days=count)
    while subject.now < end:
        yield subject.advance(min(end, subject.now + timedelta(hours=step_h)))


def entries(found: list[Emission], kind: str) -> list[Entry]:
    return [e for emission in found for e in emission.entries if e.kind == kind]


@pytest.fixture(scope="module")
def worn() -> list[Emission]:
    return list(days(plant(scenario=WORN, history_days=0.0), 2.5))


@pytest.fixture(scope="module")
def sound() -> list[Emission]:
    return list(days(plant(healthy=True), 2.5))


def test_samples_are_in_range_and_in_their_stretch(worn: list[Emission]) -> None:
    subject = plant()
    for emission in worn:
        s = emission.samples
        assert (s.time_us >= emission.since_us).all()
        assert (s.time_us <= emission.until_us).all()
        assert np.isfinite(s.value).all()
        for i in np.unique(s.tag):
            tag = subject.data.tags[emission.tag_ids[i]]
            values = s.value[s.tag == i]
            low, high = tag["range"]
            assert low <= values.min(), tag["id"]
            assert values.max() <= high, tag["id"]
            assert (np.diff(s.time_us[s.tag == i]) >= 0).all(), tag["id"]


def test_every_machine_speaks_every_tag(sound: list[Emission]) -> None:
    spoken = {e.tag_ids[i] for e in sound for i in np.unique(e.samples.tag)}
    silent = set(sound[0].tag_ids) - spoken
    assert {tag.split(".")[1] for tag in silent} <= {"alarm_code", "reject_counter"}


def test_counters_and_meters_only_rise(sound: list[Emission]) -> None:
    names = sound[0].tag_ids
    for signal in (
        "GR-01.part_counter",
        "GR-01.energy_kwh",
        "FU-01.energy_kwh",
        "VI-01.part_counter",
    ):
        i = names.index(signal)
        values = np.concatenate([e.samples.value[e.samples.tag == i] for e in sound])
        assert len(values) > 20
        assert (np.diff(values) > 0).all()


def ground_on(found: list[Emission]) -> dict[str, str | None]:
    return {
        str(e.facts["item"]): e.equipment
        for e in entries(found, "operation_completed")
        if e.facts["op"] == 40 and e.facts["item"].startswith("L")
    }


def flawed_by_grinder(found: list[Emission]) -> dict[str | None, tuple[int, int]]:
    machine = ground_on(found)
    seen: Counter[str | None] = Counter()
    flawed: Counter[str | None] = Counter()
    for emission in found:
        for i in emission.inspections:
            seen[machine[i.lot]] += 1
            flawed[machine[i.lot]] += i.flawed
    return {m: (flawed[m], seen[m]) for m in seen}


def test_a_worn_spindle_spoils_gears_and_a_sound_one_does_not(
    worn: list[Emission], sound: list[Emission]
) -> None:
    bad = flawed_by_grinder(worn)
    assert bad["GR-04"][0] / bad["GR-04"][1] > 0.08
    others = [v for m, v in bad.items() if m != "GR-04"]
    assert sum(f for f, _ in others) / sum(n for _, n in others) < 0.02
    good = flawed_by_grinder(sound)
    assert sum(f for f, _ in good.values()) / sum(n for _, n in good.values()) < 0.02


def running_vibration(found: list[Emission]) -> list[float]:
    i = found[0].tag_ids.index("GR-04.vibration_rms_mm_s")
    values = [e.samples.value[e.samples.tag == i] for e in found]
    return [float(v[v > 0.8].mean()) for v in values if (v > 0.8).sum() > 3]


def test_vibration_rises_with_wear_then_the_spindle_seizes(
    worn: list[Emission], sound: list[Emission]
) -> None:
    assert max(running_vibration(sound)) < 1.3
    assert max(running_vibration(worn)) > 2.6
    last = [s for e in worn for s in e.states if s.equipment == "GR-04"][-1]
    assert last.state == 5
    codes = [a.code for e in worn for a in e.alarms if a.equipment == "GR-04"]
    assert 502 in codes
    assert 505 in codes


def test_figures_tell_flawed_from_sound_but_not_perfectly_alone(worn: list[Emission]) -> None:
    inspections = [i for e in worn for i in e.inspections]
    flawed = [i.profile_deviation_um for i in inspections if i.flawed]
    fine = [i.profile_deviation_um for i in inspections if not i.flawed]
    assert min(flawed) > 10.0
    assert np.mean(fine) < 6.0
    kinds = Counter(i.flaw for i in inspections if i.flawed)
    assert kinds["chatter"] > sum(kinds.values()) / 2


def test_genealogy_from_heat_to_crate(sound: list[Emission]) -> None:
    consumed = entries(sound, "lot_consumed")
    received = {e.facts["lot"] for e in entries(sound, "lot_received")}
    by_item: dict[str, list[str]] = {}
    for e in consumed:
        by_item.setdefault(str(e.facts["item"]), []).append(str(e.facts["lot"]))
    serials = [str(e.facts["serial"]) for e in entries(sound, "packed")]
    assert len(serials) > 120
    made = {str(e.facts["item"]) for e in entries(sound, "operation_completed")}
    for serial in serials[20:]:
        lots = by_item[serial]
        assert any(lot.startswith("LPG") for lot in lots)
        assert any(lot.startswith("LSG") for lot in lots)
        assert all(lot in received or lot in made for lot in lots)
    turned = [e for e in consumed if e.facts["material"].startswith("STEEL")]
    assert all(str(e.facts["lot"]).startswith("HEAT-") for e in turned)


def test_good_scrap_and_started_balance(worn: list[Emission]) -> None:
    for e in entries(worn, "operation_completed"):
        if e.facts["op"] == 50:
            flawed = sum(i.flawed for x in worn for i in x.inspections if i.lot == e.facts["item"])
            assert e.facts["scrap"] == flawed == sum(e.facts["reasons"].values())
            assert e.facts["good"] + e.facts["scrap"] == 24


def test_people_enter_on_their_shift(sound: list[Emission]) -> None:
    subject = plant()
    for e in entries(sound, "operation_completed")[::20]:
        assert e.person is not None
        moment = datetime.fromtimestamp(e.time_us / 1e6, UTC)
        crew = subject.data.crew_of(*subject.data.shift_at(moment))
        person = next(p for p in subject.data.people if p["id"] == e.person)
        assert person["crew"] == crew


def test_what_happens_does_not_depend_on_the_steps() -> None:
    def story(step_h: float) -> list[tuple[object, ...]]:
        found = list(days(plant(scenario=WORN), 1.0, step_h))
        told: list[tuple[object, ...]] = [
            (e.kind, e.time_us, e.equipment, str(e.facts)) for x in found for e in x.entries
        ]
        told += [
            (i.lot, i.unit, i.time_us, i.profile_deviation_um) for x in found for i in x.inspections
        ]
        told += [(s.equipment, s.time_us, s.state) for x in found for s in x.states]
        return sorted(told, key=str)

    assert story(24.0) == story(1.0)


def test_seeds_choose_machine_day_and_rate() -> None:
    grinders = plant().data.of_kind("grinder")
    assert Scenario.of_seed(0, grinders, 30 * DAY_S).machine == "GR-04"
    found = [Scenario.of_seed(seed, grinders, 30 * DAY_S) for seed in range(1, 30)]
    assert {s.machine for s in found} == set(grinders)
    assert len({s.onset_s for s in found}) == len(found)
    assert all(s.onset_s + 0.7 * DAY_S >= 28 * DAY_S for s in found)
    assert all(5 * DAY_S <= s.life_s <= 8 * DAY_S for s in found)


def test_service_finds_what_there_is_and_ends_the_wear() -> None:
    subject = plant(scenario=WORN)
    list(days(subject, 1.0, 24.0))
    assert subject.service("GR-01").condition == "sound"
    assert subject.service("GR-04", "inspect").condition == "worn"
    assert subject.service("GR-04").condition == "worn"
    assert subject.service("GR-04").condition == "sound"
    after = list(days(subject, 1.5))
    codes = {a.code for e in after for a in e.alarms if a.active and a.equipment == "GR-04"}
    assert 505 not in codes
    with pytest.raises(MachineMissing):
        subject.service("GR-99")


def test_a_seized_spindle_runs_again_after_its_service() -> None:
    subject = plant(scenario=WORN)
    list(days(subject, 2.2, 24.0))
    subject.go_machine("GR-04")
    assert not any(s.equipment == "GR-04" for e in days(subject, 0.2) for s in e.states)
    assert subject.service("GR-04").condition == "worn"
    states = [s.state for e in days(subject, 0.5) for s in e.states if s.equipment == "GR-04"]
    assert 3 in states


def test_stops_and_set_points_are_obeyed() -> None:
    subject = plant(healthy=True)
    list(days(subject, 0.5, 12.0))
    subject.stop_machine("GR-02")
    held = list(days(subject, 0.2))
    assert [s.state for e in held for s in e.states if s.equipment == "GR-02"] == [6]
    subject.go_machine("GR-02")
    subject.write("GR-02.feed_setpoint_mm_min", 500.0)
    told = list(days(subject, 0.2))
    i = told[0].tag_ids.index("GR-02.feed_setpoint_mm_min")
    assert told[0].samples.value[told[0].samples.tag == i].tolist() == [500.0]
    for tag, value in (("GR-02.feed_setpoint_mm_min", 9e9), ("GR-02.power_kw", 1.0), ("x", 1.0)):
        with pytest.raises(Refusal):
            subject.write(tag, value)
    subject.request("GR-02.feed_setpoint_mm_min", 9e9)
    subject.advance(subject.now + timedelta(minutes=1))


def test_lots_on_hold_are_not_handed_out() -> None:
    subject = plant(healthy=True)
    first = subject.advance(subject.now + timedelta(hours=6))
    opening = [
        str(e.facts["lot"])
        for e in first.entries
        if e.kind == "lot_received" and e.facts["material"] == "PG200"
    ]
    held = opening[3:6]
    subject.hold(held)
    later = list(days(subject, 1.5, 12.0))
    used = {str(e.facts["lot"]) for e in entries(later, "lot_consumed")}
    assert not used & set(held)
    subject.hold(held, False)
    assert used & set(opening[6:])


def test_a_worn_bearing_shows_its_own_tone() -> None:
    spindle = Spindle.of(plant().data.machines["GR-04"])
    random = np.random.default_rng(4)
    tone = spindle.bpfo_hz(60.0)
    assert tone == pytest.approx(497.5, abs=0.5)

    def prominence(wear: float) -> float:
        total = np.zeros(spindle.samples // 2 + 1)
        for _ in range(6):
            samples, _ = burst(spindle, wear, random)
            envelope = np.abs(samples - samples.mean())
            total += np.abs(np.fft.rfft(envelope - envelope.mean()))
        at_hz = np.fft.rfftfreq(spindle.samples, 1 / spindle.rate_hz)
        near = np.abs(at_hz - tone) < 10
        around = (np.abs(at_hz - tone) < 90) & ~near
        return float(total[near].max() / total[around].mean())

    assert prominence(0.5) > 3.0
    assert prominence(0.5) > 1.8 * prominence(0.0)


def test_pictures_are_grey_and_flaws_can_be_seen() -> None:
    def grey(flaw: str | None, seed: int) -> np.ndarray:
        png = tooth_picture(np.random.default_rng(seed), 29, flaw)
        found = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED)
        assert found is not None
        assert found.ndim == 2
        return np.asarray(found, float)

    assert grey(None, 1).shape == (160, 160)
    for flaw in FLAWS:
        change = [np.abs(grey(flaw, s) - grey(None, s)).max() for s in range(5)]
        assert min(change) > 10


def test_orders_become_a_schedule() -> None:
    first = plant().advance(START + timedelta(hours=1))
    orders = [e for e in first.entries if e.kind == "order_released"]
    document = etree.fromstring(production_schedule(orders, schedule="S1", published=START))
    space = {"b": document.nsmap[None]}
    ids = document.xpath("b:ProductionRequest/b:ID/text()", namespaces=space)
    assert ids == [e.facts["order"] for e in orders]


def test_history_is_sparse_and_present_tells_the_last_values() -> None:
    subject = plant()
    subject.picture_share = 1.0
    found = list(subject.history(START + timedelta(days=2)))
    assert len(found) == 2
    assert subject.picture_share == 1.0
    present = subject.present()
    assert len(set(present.samples.tag.tolist())) == len(present.samples)
    assert len(present.samples) > 300


def test_a_plant_that_cannot_be_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlantDataInvalid):
        VirtualPlant(tmp_path, seed=0, start=START)
    with pytest.raises(RunInvalid):
        VirtualPlant(HALDEN, seed=0, start=START.replace(tzinfo=None))
    subject = plant()
    subject.advance(START + timedelta(hours=1))
    with pytest.raises(RunInvalid):
        subject.advance(START)


def test_wear_is_nowhere_but_on_its_machine() -> None:
    wear = Wear(WORN)
    times = np.array([0.0, DAY_S, 3 * DAY_S])
    assert wear.at("GR-01", times).tolist() == [0.0, 0.0, 0.0]
    assert wear.at("GR-04", times)[0] == 0.0
    assert wear.at("GR-04", times)[2] == 1.0
    assert Wear(Scenario.healthy(3)).fails_at_s == np.inf


def test_a_machine_changes_its_state_once_at_a_time_and_never_to_the_same(
    sound: list[Emission],
) -> None:
    changes = [change for each in sound for change in each.states]
    moments = [(change.equipment, change.time_us) for change in changes]
    assert len(set(moments)) == len(moments)
    last: dict[str, int] = {}
    for change in changes:
        assert last.get(change.equipment) != change.state
        last[change.equipment] = change.state
