import { useMemo } from "react";
import type { ShiftMonitor } from "../../client/catalogue";
import { Bar } from "../../design/Figure";
import { shortName, useFormat } from "../../design/format";
import { Panel } from "../../design/Panel";
import { useWords } from "../../design/words";
import { type Span, StateStrip } from "../telemetry/StateStrip";
import { shiftWords } from "./shiftWords";

export type OpenStop = { equipment: string; start: string };

type Unit = { equipment: string; spans: Span[]; good: number; scrap: number; target: number; unexplained: number };

/** The whole shift of each machine in one line; choosing one shows its hours. */
export function ShiftOverview({ monitor, chosen, onChoose, onStop }: {
  monitor: ShiftMonitor; chosen: string; onChoose: (equipment: string) => void; onStop: (stop: OpenStop) => void;
}) {
  const say = useWords(shiftWords);
  const format = useFormat();
  const units = useMemo(() => unitsOf(monitor), [monitor]);
  const start = new Date(monitor.shift.start).getTime();
  const end = new Date(monitor.shift.end).getTime();
  return (
    <Panel title={say("machines")} flush>
      <ul className="shift-units">
        {units.map((unit) => (
          <li key={unit.equipment} className={unit.equipment === chosen ? "chosen" : undefined}>
            <button type="button" className="bare shift-unit-name" onClick={() => onChoose(unit.equipment === chosen ? "" : unit.equipment)} aria-pressed={unit.equipment === chosen}>
              {shortName(unit.equipment)}
            </button>
            <StateStrip spans={unit.spans} start={start} end={end} height={18} label={shortName(unit.equipment)} onOpen={(span) => onStop({ equipment: unit.equipment, start: span.stop ?? span.start })} />
            <span className="shift-unit-count">
              {format.number(unit.good)} <span className="muted">/ {format.number(unit.target, 0)}</span>
            </span>
            <Bar share={unit.target > 0 ? unit.good / unit.target : 0} tone={unit.target > 0 && unit.good < unit.target * 0.85 ? "warn" : "good"} label={`${unit.good} / ${unit.target}`} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function unitsOf(monitor: ShiftMonitor): Unit[] {
  const found = new Map<string, Unit>();
  for (const hour of monitor.hours) {
    const begin = new Date(hour.start).getTime();
    for (const unit of hour.units) {
      const sum = found.get(unit.equipment) ?? { equipment: unit.equipment, spans: [], good: 0, scrap: 0, target: 0, unexplained: 0 };
      sum.spans.push(...unit.spans.map((span) => ({
        state: span.state, unexplained: span.unexplained, note: span.reason, stop: span.start,
        start: new Date(begin + span.from_minute * 60_000).toISOString(),
        end: new Date(begin + span.to_minute * 60_000).toISOString(),
      })));
      sum.good += unit.good;
      sum.scrap += unit.scrap;
      sum.target += unit.target;
      sum.unexplained += unit.spans.filter((span) => span.unexplained).length;
      found.set(unit.equipment, sum);
    }
  }
  return [...found.values()];
}
