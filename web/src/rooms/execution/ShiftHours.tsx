import type { HourRow, ShiftMonitor } from "../../client/catalogue";
import { Bar, Tag } from "../../design/Figure";
import { shortName, useFormat } from "../../design/format";
import { Panel } from "../../design/Panel";
import { useWords } from "../../design/words";
import { StateStrip } from "../telemetry/StateStrip";
import type { OpenStop } from "./ShiftOverview";
import { shiftWords } from "./shiftWords";

type Props = { monitor: ShiftMonitor; chosen: string; onStop: (stop: OpenStop) => void };

/** One row per clock hour, with the machine's strip to the minute and output against target. */
export function ShiftHours({ monitor, chosen, onStop }: Props) {
  const say = useWords(shiftWords);
  return (
    <Panel title={say("hours")} note={chosen ? shortName(chosen) : say("all")} flush>
      <table className="grid shift-hours">
        <thead>
          <tr>
            <th>{say("hour")}</th>
            <th style={{ width: "60%" }}><MinuteScale /></th>
            <th className="num">{say("pieces")}</th>
            <th className="num">{say("scrap")}</th>
          </tr>
        </thead>
        <tbody>
          {monitor.hours.map((hour) => (
            <Hour key={hour.start} hour={hour} chosen={chosen} onStop={onStop} />
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function MinuteScale() {
  return (
    <span className="minute-scale" aria-hidden>
      {[0, 10, 20, 30, 40, 50].map((minute) => <i key={minute}>{String(minute).padStart(2, "0")}</i>)}
    </span>
  );
}

function Hour({ hour, chosen, onStop }: { hour: HourRow; chosen: string; onStop: (stop: OpenStop) => void }) {
  const format = useFormat();
  const begin = new Date(hour.start).getTime();
  const units = chosen ? hour.units.filter((unit) => unit.equipment === chosen) : hour.units;
  const sum = (key: "good" | "scrap" | "target") => units.reduce((total, unit) => total + unit[key], 0);
  const [good, scrap, target] = [sum("good"), sum("scrap"), sum("target")];
  const to = new Date(hour.end).getTime();
  return (
    <tr>
      <td><strong style={{ fontWeight: 600 }}>{format.time(hour.start)}</strong></td>
      <td>
        <div className="hour-strips">
          {units.map((unit) => (
            <StateStrip
              key={unit.equipment}
              start={begin}
              end={to}
              height={chosen ? 26 : 5}
              label={`${shortName(unit.equipment)} ${format.time(hour.start)}`}
              spans={unit.spans.map((span) => ({
                state: span.state, note: span.reason, unexplained: span.unexplained, stop: span.start,
                start: new Date(begin + span.from_minute * 60_000).toISOString(),
                end: new Date(begin + span.to_minute * 60_000).toISOString(),
              }))}
              onOpen={(span) => onStop({ equipment: unit.equipment, start: span.stop ?? span.start })}
            />
          ))}
        </div>
      </td>
      <td className="num">
        {format.number(good)} <span className="muted">/ {format.number(target, 0)}</span>
        <Bar share={target > 0 ? good / target : 0} tone={target > 0 && good < target * 0.85 ? "warn" : "good"} label={`${good} / ${target}`} />
      </td>
      <td className="num">{scrap > 0 ? <Tag tone="bad">{scrap}</Tag> : <span className="muted">0</span>}</td>
    </tr>
  );
}
