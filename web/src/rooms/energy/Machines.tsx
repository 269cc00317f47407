import { Drawer } from "@mantine/core";
import { useMemo, useState } from "react";
import { Link } from "wouter";
import type { Energy, IdleDraw } from "../../client/catalogue";
import { Asked } from "../../design/Asked";
import { Bar, Figure, Figures } from "../../design/Figure";
import { type Format, useFormat } from "../../design/format";
import { type Column, Grid } from "../../design/Grid";
import { Panel } from "../../design/Panel";
import { type Speak, useWords } from "../../design/words";
import { useAsk } from "../../transport/hooks";
import { useEquipment, useMachineName } from "../plant/names";
import { LoadPanel } from "./LoadPanel";
import type { Period } from "./period";
import { energyWords } from "./words";

type Row = { equipment: string; kwh: number | null; idle: IdleDraw | undefined };
type MachinesProps = { energy: Energy; idle: readonly IdleDraw[]; period: Period };

/** Each machine's energy; one without a meter says so, which is not the same as zero. */
export function MachinePanel({ energy, idle, period }: MachinesProps) {
  const say = useWords(energyWords);
  const format = useFormat();
  const name = useMachineName();
  const equipment = useEquipment();
  const [chosen, setChosen] = useState("");
  const rows = useMemo(() => rowsOf(energy, idle, equipment.data?.filter((each) => each.kind === "unit").map((each) => each.id) ?? []), [energy, idle, equipment.data]);
  return (
    <Panel title={say("machines")} note={say("machinesNote")} flush>
      <Grid
        rows={rows} rowKey={(row) => row.equipment} columns={columns(say, format, name, period, energy.value ?? 0)} exportAs="energy"
        onOpen={(row) => setChosen(row.equipment)} chosen={chosen} caption={say("machines")}
      />
      <Drawer opened={chosen !== ""} onClose={() => setChosen("")} position="right" size="xl" title={name(chosen)}>
        {chosen && <Machine equipment={chosen} period={period} />}
      </Drawer>
    </Panel>
  );
}

function rowsOf(energy: Energy, idle: readonly IdleDraw[], units: readonly string[]): Row[] {
  const used = new Map(energy.units.map((unit) => [unit.equipment, unit.kwh]));
  const all = [...new Set([...units, ...used.keys()])];
  const rows = all.map((equipment) => ({ equipment, kwh: used.get(equipment) ?? null, idle: idle.find((row) => row.equipment === equipment) }));
  return rows.sort((a, b) => (b.kwh ?? -1) - (a.kwh ?? -1));
}

function columns(say: Speak<typeof energyWords>, format: Format, name: (path: string) => string, period: Period, total: number): Column<Row>[] {
  const none = <span className="unknown">{say("noData")}</span>;
  const share = (row: Row) => (row.kwh === null || total === 0 ? null : row.kwh / total);
  return [
    { key: "machine", title: say("machine"), sort: (row) => row.equipment, show: (row) => name(row.equipment) },
    { key: "kwh", title: say("energy"), number: true, sort: (row) => row.kwh, show: (row) => (row.kwh === null ? none : format.quantity(row.kwh, "kWh", 0)) },
    { key: "share", title: say("share"), sort: share, width: 130, show: (row) => share(row) !== null && <span className="share"><Bar share={share(row)} label={format.percent(share(row))} /><span>{format.percent(share(row), 1)}</span></span> },
    { key: "kw", title: say("meanPower"), number: true, sort: (row) => row.kwh, show: (row) => (row.kwh === null ? none : format.quantity(row.kwh / period.hours, "kW", 1)) },
    { key: "hours", title: say("idleHours"), number: true, sort: (row) => row.idle?.idle_hours, show: (row) => format.quantity(row.idle?.idle_hours ?? 0, "h", 1) },
    { key: "idle", title: say("idleEnergy"), number: true, sort: (row) => row.idle?.idle_kwh, show: (row) => (row.kwh === null ? none : format.quantity(row.idle?.idle_kwh ?? 0, "kWh", 0)) },
    { key: "power", title: say("idlePower"), number: true, sort: (row) => row.idle?.mean_kw, show: (row) => (row.kwh === null ? none : format.quantity(row.idle?.mean_kw, "kW", 1)) },
  ];
}

function Machine({ equipment, period }: { equipment: string; period: Period }) {
  const say = useWords(energyWords);
  const format = useFormat();
  const given = { equipment, start: period.start, end: period.end };
  const part = useAsk("energy.per_part", given);
  const runs = useAsk("tracing.lots_processed_on", { ...given, limit: 500 });
  return (
    <div className="stack">
      {part.data && (
        <Figures>
          <Figure label={say("used")} value={format.number(part.data.kwh, 0)} unit="kWh" />
          <Figure label={say("perPart")} value={part.data.value === null ? <span className="unknown">{say("noData")}</span> : format.number(part.data.value)} unit={part.data.value === null ? undefined : "kWh"} under={say("goodScrap", { good: format.number(part.data.good), scrap: format.number(part.data.scrap) })} />
        </Figures>
      )}
      <LoadPanel equipment={equipment} period={period} />
      <Panel title={say("runs")} flush>
        <Asked query={runs} empty={say("noRuns")}>
          {(rows) => (
            <Grid
              rows={rows} rowKey={(row) => `${row.lot}${row.start}`} exportAs="runs" maxHeight={380} caption={say("runs")}
              columns={[
                { key: "lot", title: say("lot"), sort: (row) => row.lot, show: (row) => <Link href={`/trace/${encodeURIComponent(row.lot)}`}>{row.lot}</Link> },
                { key: "order", title: say("order"), sort: (row) => row.order, show: (row) => <Link href={`/orders/${encodeURIComponent(row.order)}`}>{row.order}</Link> },
                { key: "step", title: say("step"), show: (row) => row.operation },
                { key: "from", title: say("from"), sort: (row) => row.start, show: (row) => format.dateTime(row.start) },
                { key: "to", title: say("to"), sort: (row) => row.end, show: (row) => format.time(row.end) },
                { key: "good", title: say("good"), number: true, sort: (row) => row.good, show: (row) => format.number(row.good) },
                { key: "scrap", title: say("scrap"), number: true, sort: (row) => row.scrap, show: (row) => format.number(row.scrap) },
              ]}
            />
          )}
        </Asked>
      </Panel>
    </div>
  );
}
