import type { LiveValue } from "../../client/catalogue";
import { Tag } from "../../design/Figure";
import { type Format, NONE, useFormat } from "../../design/format";
import { useWords, type Words } from "../../design/words";
import { useNow } from "../../frame/marks";
import { telemetryWords } from "./words";

/** A live value is old when nothing came for this long. */
export const OLD_AFTER_S = 60;

/** When a tag's silence is news: a counter or a state speaks only when something happens. */
export function oldAfterOf(periodS: number | null | undefined): number {
  return periodS ? Math.max(OLD_AFTER_S, 3 * periodS) : Number.POSITIVE_INFINITY;
}

export function valueText(value: LiveValue, format: Format): string {
  if (value.quality === "none" || value.value === null) return NONE;
  return format.quantity(value.value, value.unit);
}

export function QualityTag({ quality }: { quality: string }) {
  const say = useWords<Words>(telemetryWords);
  const tone = quality === "good" ? "good" : quality === "uncertain" ? "warn" : quality === "bad" ? "bad" : "plain";
  return <Tag tone={tone}>{say(quality)}</Tag>;
}

/** How old a moment is, counting on; a stale one stands out. */
export function Age({ at, oldAfter = OLD_AFTER_S }: { at: string | null; oldAfter?: number }) {
  const format = useFormat();
  const now = useNow(2_000);
  if (!at) return <span className="muted">{NONE}</span>;
  const seconds = (now - new Date(at).getTime()) / 1000;
  return <span style={seconds > oldAfter ? { color: "var(--warn)", fontWeight: 600 } : undefined}>{format.age(seconds)}</span>;
}
