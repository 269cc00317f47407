import { IconBell } from "@tabler/icons-react";
import type { Oee, WipRow } from "../../client/catalogue";
import { shortName, useFormat } from "../../design/format";
import { StateGlyph, useStateName } from "../../design/states";
import { useWords } from "../../design/words";
import { useNow } from "../../frame/marks";

import type { Machine } from "./useFloor";
import { Age } from "./values";
import "./tile.css";

const words = {
  since: ["for {time}", "seit {time}"],
  noOrder: ["no order", "kein Auftrag"],
  never: ["never heard", "nie gehört"],
  signal: ["signal", "Signal"],
  alerts: ["{count} open alerts", "{count} offene Alarme"],
} as const;

type Props = { machine: Machine; oee?: Oee; work?: WipRow; onOpen: () => void };

/** One machine at a glance. A machine that sends nothing is hatched, never shown as idle or zero. */
export function MachineTile({ machine, oee, work, onOpen }: Props) {
  const say = useWords(words);
  const format = useFormat();
  const stateName = useStateName();
  const now = useNow(10_000);
  const since = machine.since ? (now - new Date(machine.since).getTime()) / 1000 : null;
  const load = signal(machine, "power_kw");
  return (
    <button type="button" className={`tile ${machine.state}`} onClick={onOpen} data-state={machine.state} data-testid={`tile-${shortName(machine.equipment.id)}`}>
      <span className="tile-head">
        <StateGlyph state={machine.state} size={18} />
        <strong>{shortName(machine.equipment.id)}</strong>
        {machine.alerts.length > 0 && (
          <span className="tile-alert" title={machine.alerts[0]?.title}>
            <IconBell size={13} aria-hidden /> <span aria-label={say("alerts", { count: machine.alerts.length })}>{machine.alerts.length}</span>
          </span>
        )}
      </span>
      <span className="tile-state">
        {stateName(machine.state)}
        <span className="muted"> {since !== null && machine.state !== "no_data" ? say("since", { time: format.duration(since) }) : ""}</span>
      </span>
      <span className="tile-work">{work ? `${work.order} · ${work.name}` : <span className="muted">{say("noOrder")}</span>}</span>
      <span className="tile-foot">
        <span>{oee && oee.oee !== null ? `OEE ${format.percent(oee.oee)}` : ""}</span>
        <span>{load && load.value !== null ? format.quantity(load.value, load.unit, 1) : ""}</span>
        <span className="tile-age">{machine.lastAt ? <Age at={machine.lastAt} /> : say("never")}</span>
      </span>
    </button>
  );
}

function signal(machine: Machine, name: string) {
  return machine.signals.find((value) => value.signal === name && value.quality !== "none");
}
