const DAY = 86_400_000;

/** Whole days from today until a date; negative when it has passed. */
export function daysUntil(date: string): number {
  return Math.floor((Date.parse(date) + DAY - Date.now()) / DAY);
}

/** The date some days from today, as a date field takes it. */
export function inDays(days: number): string {
  return new Date(Date.now() + days * DAY).toISOString().slice(0, 10);
}
