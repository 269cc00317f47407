import { useMemo } from "react";
import { useAsk } from "../../transport/hooks";

/** The running shift as a stretch of time; empty until the plant has answered. */
export function useShiftSpan(): { start: string; end: string } {
  const { data } = useAsk("plant.shift_at", {}, { every: 300_000 });
  return useMemo(() => ({ start: data?.start ?? "", end: data?.end ?? "" }), [data?.start, data?.end]);
}
