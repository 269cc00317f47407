import { ActionIcon } from "@mantine/core";
import { IconDeviceTv } from "@tabler/icons-react";
import { useMemo, useRef, useState } from "react";
import { useLocation } from "wouter";
import { Asked } from "../design/Asked";
import { Figure, Figures } from "../design/Figure";
import { useFormat } from "../design/format";
import { PageHead, Panel } from "../design/Panel";
import { type MachineState, STATES, StateGlyph, useStateName } from "../design/states";
import { useWords } from "../design/words";
import { AlertList, useAlerts } from "../rooms/andon/AlertList";
import { labelOf } from "../rooms/plant/names";
import { MachineTile } from "../rooms/telemetry/MachineTile";
import { type Machine, useFloor, type WorkCentre } from "../rooms/telemetry/useFloor";
import { useMachineOee, useMachineWork } from "../rooms/execution/floor";
import { useAsk } from "../transport/hooks";
import "./live.css";

const words = {
  title: ["Live plant", "Werk live"],
  running: ["Running", "In Betrieb"],
  of: ["of {count} machines", "von {count} Maschinen"],
  down: ["Down", "Gestört"],
  waiting: ["Blocked or starved", "Blockiert oder wartend"],
  noData: ["No data", "Keine Daten"],
  alerts: ["Open alerts", "Offene Alarme"],
  oee: ["OEE of the shift", "OEE der Schicht"],
  wall: ["Wall display", "Wandanzeige"],
  all: ["All states", "Alle Zustände"],
  awaiting: ["Await a decision", "Warten auf Entscheidung"],
  empty: ["No machine is known yet.", "Noch keine Maschine bekannt."],
} as const;

export default function LiveScreen() {
  const say = useWords(words);
  const page = useRef<HTMLDivElement>(null);
  const { tree, centres } = useFloor();
  const [only, setOnly] = useState<MachineState | null>(null);
  return (
    <div ref={page} className="live">
      <PageHead title={say("title")}>
        <StateFilter centres={centres} only={only} onChoose={setOnly} />
        <ActionIcon variant="default" size="md" aria-label={say("wall")} title={say("wall")} onClick={() => void page.current?.requestFullscreen()}>
          <IconDeviceTv size={16} />
        </ActionIcon>
      </PageHead>
      <FloorFigures machines={centres.flatMap((centre) => centre.machines)} onOnly={setOnly} />
      <div className="cols side" style={{ marginTop: 12 }}>
        <Asked query={tree} empty={say("empty")}>{() => <Floor centres={centres} only={only} />}</Asked>
        <Panel title={say("alerts")} flush>
          <AlertList />
        </Panel>
      </div>
    </div>
  );
}

function Floor({ centres, only }: { centres: readonly WorkCentre[]; only: MachineState | null }) {
  const oee = useMachineOee();
  const work = useMachineWork();
  const [, go] = useLocation();
  return (
    <div className="stack">
      {centres.map((centre) => {
        const shown = only ? centre.machines.filter((machine) => machine.state === only) : centre.machines;
        if (shown.length === 0) return null;
        return (
          <section key={centre.equipment.id} className="centre" aria-label={centre.equipment.name}>
            <CentreHead centre={centre} />
            <div className="tiles">
              {shown.map((machine) => (
                <MachineTile
                  key={machine.equipment.id}
                  machine={machine}
                  oee={oee.get(machine.equipment.id)}
                  work={work.get(machine.equipment.id)}
                  onOpen={() => go(`/assets/${machine.equipment.id}`)}
                />
              ))}
            </div>
          </section>
        );
      })}
    </div>
  );
}

function CentreHead({ centre }: { centre: WorkCentre }) {
  const { locale } = useFormat();
  const counts = countStates(centre.machines);
  return (
    <header className="centre-head">
      <h2>{labelOf(centre.equipment, locale)}</h2>
      {STATES.filter((state) => counts.has(state)).map((state) => (
        <span key={state} className="centre-count"><StateGlyph state={state} size={13} />{counts.get(state)}</span>
      ))}
    </header>
  );
}

function FloorFigures({ machines, onOnly }: { machines: readonly Machine[]; onOnly: (state: MachineState | null) => void }) {
  const say = useWords(words);
  const format = useFormat();
  const [, go] = useLocation();
  const counts = countStates(machines);
  const waiting = (counts.get("blocked") ?? 0) + (counts.get("starved") ?? 0);
  const down = counts.get("down") ?? 0;
  const silent = counts.get("no_data") ?? 0;
  const alerts = useAlerts();
  const oee = useAsk("execution.oee", {}, { every: 60_000 });
  const open = useAsk("guidance.open_count", {});
  return (
    <Figures>
      <Figure label={say("running")} value={counts.get("running") ?? 0} under={say("of", { count: machines.length })} onOpen={() => onOnly("running")} />
      <Figure label={say("down")} value={down} tone={down ? "bad" : "plain"} onOpen={() => onOnly("down")} />
      <Figure label={say("waiting")} value={waiting} tone={waiting ? "warn" : "plain"} onOpen={() => onOnly("blocked")} />
      <Figure label={say("noData")} value={silent} tone={silent ? "warn" : "plain"} onOpen={() => onOnly("no_data")} />
      <Figure label={say("oee")} value={format.percent(oee.data?.oee)} onOpen={() => go("/shift")} />
      <Figure label={say("alerts")} value={alerts.data?.length ?? "–"} tone={alerts.data?.length ? "warn" : "plain"} />
      <Figure label={say("awaiting")} value={open.data ?? "–"} onOpen={() => go("/inbox")} />
    </Figures>
  );
}

function StateFilter({ centres, only, onChoose }: { centres: readonly WorkCentre[]; only: MachineState | null; onChoose: (state: MachineState | null) => void }) {
  const name = useStateName();
  const counts = useMemo(() => countStates(centres.flatMap((centre) => centre.machines)), [centres]);
  return (
    <div className="state-filter" role="group">
      {STATES.filter((state) => counts.has(state)).map((state) => (
        <button key={state} type="button" aria-pressed={only === state} onClick={() => onChoose(only === state ? null : state)}>
          <StateGlyph state={state} size={14} />
          {name(state)} <b>{counts.get(state)}</b>
        </button>
      ))}
    </div>
  );
}

function countStates(machines: readonly Machine[]): Map<MachineState, number> {
  const counts = new Map<MachineState, number>();
  for (const machine of machines) counts.set(machine.state, (counts.get(machine.state) ?? 0) + 1);
  return counts;
}
