import { useMemo } from "react";
import { useAsk } from "../../transport/hooks";

/** The rooms that are stopped now. */
export function useStoppedRooms(): ReadonlySet<string> {
  const { data } = useAsk("kernel.rooms", {}, { every: 60_000 });
  return useMemo(() => new Set(data?.filter((each) => each.stopped).map((each) => each.room)), [data]);
}
