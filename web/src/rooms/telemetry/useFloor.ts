import { useMemo } from "react";
import type { Alert, Equipment, LiveValue, StateSpan } from "../../client/catalogue";
import { asState, type MachineState } from "../../design/states";
import { useAsk } from "../../transport/hooks";
import { useAlerts } from "../andon/AlertList";
import { useEquipment } from "../plant/names";

export type Machine = {
  equipment: Equipment;
  state: MachineState;
  since: string | null;
  lastAt: string | null;
  signals: readonly LiveValue[];
  alerts: readonly Alert[];
};

export type WorkCentre = { equipment: Equipment; machines: readonly Machine[] };

/** The whole floor as it is now: machines by work centre with state, signals and alerts. */
export function useFloor() {
  const tree = useEquipment();
  const states = useAsk("telemetry.current_states", {}, { every: 20_000 });
  const live = useAsk("telemetry.live", {}, { every: 60_000 });
  const alerts = useAlerts();
  const centres = useMemo(
    () => floorOf(tree.data ?? [], states.data ?? [], live.data ?? [], alerts.data ?? []),
    [tree.data, states.data, live.data, alerts.data],
  );
  return { tree, states, centres };
}

function floorOf(tree: Equipment[], states: StateSpan[], live: LiveValue[], alerts: Alert[]): WorkCentre[] {
  const stateOf = new Map(states.map((span) => [span.equipment, span]));
  const signals = Map.groupBy(live, (value) => value.equipment);
  const alertsOf = Map.groupBy(alerts, (alert) => alert.equipment);
  const units = Map.groupBy(tree.filter((each) => each.kind === "unit"), (each) => each.parent);
  return tree
    .filter((each) => units.has(each.id))
    .map((centre) => ({
      equipment: centre,
      machines: (units.get(centre.id) ?? []).map((unit) => {
        const span = stateOf.get(unit.id);
        const values = signals.get(unit.id) ?? [];
        return {
          equipment: unit,
          state: asState(span?.state),
          since: span?.start ?? null,
          lastAt: latest(values),
          signals: values,
          alerts: alertsOf.get(unit.id) ?? [],
        };
      }),
    }));
}

function latest(values: readonly LiveValue[]): string | null {
  let newest: string | null = null;
  for (const value of values) {
    if (value.at && (!newest || value.at > newest)) newest = value.at;
  }
  return newest;
}
