import { useMemo } from "react";
import type { Oee, WipRow } from "../../client/catalogue";
import { useAsk } from "../../transport/hooks";

/** The OEE of each machine in the running shift. */
export function useMachineOee(): Map<string, Oee> {
  const { data } = useAsk("execution.oee_by_unit", {}, { every: 60_000 });
  return useMemo(() => new Map((data ?? []).map((row) => [row.equipment, row])), [data]);
}

/** What each machine works on now. */
export function useMachineWork(): Map<string, WipRow> {
  const { data } = useAsk("execution.wip", {}, { every: 60_000 });
  return useMemo(
    () => new Map((data ?? []).filter((row) => row.state === "running").map((row) => [row.equipment, row])),
    [data],
  );
}
