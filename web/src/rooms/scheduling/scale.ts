import type { PlannedBar, PlanView } from "../../client/catalogue";

export const ROW = 30;
export const BAR = 22;
export const HEAD = 40;
const HOUR = 3_600_000;
const SNAP = 5 * 60_000;
const LONGEST = 21 * 24 * HOUR;

/** From moments to the Gantt's pixels and back. */
export type Scale = {
  start: number;
  end: number;
  width: number;
  pxPerHour: number;
  x: (at: number | string) => number;
  at: (x: number) => number;
};

export function scaleOf(plan: PlanView, now: number, pxPerHour: number): Scale {
  const starts = plan.bars.map((bar) => Date.parse(bar.start));
  const ends = [...plan.bars, ...plan.windows].map((each) => Date.parse(each.end));
  const start = floorHour(Math.max(Math.min(now, ...starts), now - 12 * HOUR) - HOUR);
  const end = Math.min(Math.max(now + 24 * HOUR, ...ends) + 2 * HOUR, start + LONGEST);
  return {
    start,
    end,
    pxPerHour,
    width: ((end - start) / HOUR) * pxPerHour,
    x: (at) => (((typeof at === "string" ? Date.parse(at) : at) - start) / HOUR) * pxPerHour,
    at: (x) => Math.round((start + (x / pxPerHour) * HOUR) / SNAP) * SNAP,
  };
}

function floorHour(at: number): number {
  return Math.floor(at / HOUR) * HOUR;
}

/** Marks of the time axis, at a distance that leaves room for their labels. */
export function ticksOf(scale: Scale): number[] {
  const stepHours = [1, 2, 4, 8, 24].find((hours) => hours * scale.pxPerHour >= 52) ?? 24;
  const ticks: number[] = [];
  for (let at = scale.start; at <= scale.end; at += HOUR) {
    if ((at / HOUR) % stepHours === 0) ticks.push(at);
  }
  return ticks;
}

export function keyOf(bar: { order: string; seq: number }): string {
  return `${bar.order}/${bar.seq}`;
}

/** Where a bar lies among those that run together with it, as lots of one charge do. */
export type Lane = { place: number; of: number };

export const ALONE: Lane = { place: 0, of: 1 };

export function lanesOf(bars: readonly PlannedBar[]): Map<string, Lane> {
  const together = new Map<string, PlannedBar[]>();
  for (const bar of bars) {
    const key = `${bar.equipment}|${bar.start}|${bar.end}`;
    together.set(key, [...(together.get(key) ?? []), bar]);
  }
  const lanes = new Map<string, Lane>();
  for (const group of together.values()) {
    group.forEach((bar, place) => lanes.set(keyOf(bar), { place, of: group.length }));
  }
  return lanes;
}

export function toneOf(bar: PlannedBar): string {
  if (bar.late_h > 0) return "late";
  return bar.state === "running" ? "running" : "planned";
}
