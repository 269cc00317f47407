const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export type Span = "day" | "week";

/** A period that ends at the last full hour; the curve shows a week in any case. */
export type Period = { start: string; end: string; curveStart: string; hours: number };

export function periodOf(span: Span, now: number): Period {
  const end = now - (now % HOUR);
  const length = span === "day" ? DAY : 7 * DAY;
  const text = (at: number) => new Date(at).toISOString();
  return { start: text(end - length), end: text(end), curveStart: text(end - 7 * DAY), hours: length / HOUR };
}
