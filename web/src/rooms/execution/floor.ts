import { useMemo } from "react";
import { useShiftSpan } from "../plant/shift";
import { useAsk } from "../../transport/hooks";

export type MachineOee = { oee: number | null };
export type MachineWork = { order: string; operation: string; good: number; quantity: number };

/** The OEE of each machine in the running shift. */
export function useMachineOee(): Map<string, MachineOee> {
  useShiftSpan();
  return useMemo(() => new Map(), []);
}

/** What each machine works on now. */
export function useMachineWork(): Map<string, MachineWork> {
  const { data } = useAsk("execution.orders", { state: "running" }, { every: 60_000 });
  return useMemo(() => {
    const found = new Map<string, MachineWork>();
    for (const order of data ?? []) {
      for (const step of order.operations) {
        if (step.state === "running") {
          found.set(step.equipment, { order: order.id, operation: step.name, good: step.good, quantity: order.quantity });
        }
      }
    }
    return found;
  }, [data]);
}
