import { Button, Modal, NumberInput, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import type { FoundView } from "../../client/catalogue";
import { Asked, Refused } from "../../design/Asked";
import { type Column, Grid } from "../../design/Grid";
import { Panel } from "../../design/Panel";
import { useWords } from "../../design/words";
import { useAct, useAsk } from "../../transport/hooks";
import { useEquipment, useMachineName } from "../plant/names";
import { dataWords } from "./dataWords";

const SIGNALS = [
  "state", "part_counter", "reject_counter", "cycle_counter", "alarm_code", "power_kw", "energy_kwh", "spindle_speed_rpm",
  "spindle_load_pct", "vibration_rms_mm_s", "bearing_temperature_c", "coolant_temperature_c", "temperature_c", "vibration_waveform",
];

/** What a source shows, level by level, and the mapping of what it sends to a machine's signals. */
export function BrowsePanel({ connection }: { connection: string }) {
  const say = useWords(dataWords);
  const [path, setPath] = useState<readonly string[]>([]);
  const [started, setStarted] = useState(false);
  const [mapping, setMapping] = useState<FoundView | null>(null);
  const under = path.at(-1) ?? "";
  const found = useAsk("telemetry.browse", { connection, under }, { enabled: started });
  const columns: Column<FoundView>[] = [
    { key: "name", title: say("name"), sort: (row) => row.name, show: (row) => (row.is_folder ? `▸ ${row.name}` : row.name) },
    { key: "type", title: say("type"), sort: (row) => row.data_type, show: (row) => (row.is_folder ? say("folder") : row.data_type) },
    { key: "unit", title: say("unit"), show: (row) => row.unit },
    { key: "example", title: say("example"), number: true, show: (row) => <span className="code">{row.example}</span> },
    { key: "map", title: "", show: (row) => (row.is_folder ? "" : <Button size="compact-xs" variant="default" onClick={() => setMapping(row)}>{say("map")}</Button>) },
  ];
  return (
    <Panel
      title={say("browse")}
      note={under || say("browseHelp")}
      flush
      actions={
        started ? (
          <Button size="compact-sm" variant="default" disabled={path.length === 0} onClick={() => setPath(path.slice(0, -1))}>{say("up")}</Button>
        ) : (
          <Button size="compact-sm" variant="default" onClick={() => setStarted(true)}>{say("browse")}</Button>
        )
      }
    >
      {started && (
        <Asked query={found} empty="–">
          {(rows) => <Grid rows={rows} columns={columns} rowKey={(row) => row.address} onOpen={(row) => row.is_folder && setPath([...path, row.address])} maxHeight={360} />}
        </Asked>
      )}
      <Modal opened={mapping !== null} onClose={() => setMapping(null)} title={say("mapTitle")}>
        {mapping && <MapForm connection={connection} found={mapping} />}
      </Modal>
    </Panel>
  );
}

function MapForm({ connection, found }: { connection: string; found: FoundView }) {
  const say = useWords(dataWords);
  const name = useMachineName();
  const { data: tree } = useEquipment();
  const map = useAct("telemetry.map_tags");
  const [equipment, setEquipment] = useState<string | null>(null);
  const [signal, setSignal] = useState("");
  const send = (form: HTMLFormElement) => {
    const given = new FormData(form);
    const text = (field: string) => String(given.get(field) ?? "").trim();
    const number = (field: string) => (text(field) ? Number(text(field)) : null);
    const states = statesOf(text("states"));
    const tag = {
      equipment: equipment ?? "", signal, address: found.address, unit: text("unit"), source_unit: text("source_unit"),
      tag_class: signal === "state" ? "state" : "analog", low: number("low"), high: number("high"), states,
    };
    map.mutate({ connection, tags: [tag] } as never);
  };
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); send(event.currentTarget); }}>
      <span className="code">{found.address}</span>
      <Select label={say("machine")} searchable required value={equipment} onChange={setEquipment} data={(tree ?? []).filter((each) => each.kind === "unit").map((each) => ({ value: each.id, label: name(each.id) }))} />
      <TextInput label={say("signal")} required value={signal} onChange={(event) => setSignal(event.currentTarget.value)} list="signals" />
      <datalist id="signals">{SIGNALS.map((each) => <option key={each} value={each} />)}</datalist>
      <div className="row">
        <TextInput className="grow" name="source_unit" label={say("sourceUnit")} defaultValue={found.unit} />
        <TextInput className="grow" name="unit" label={say("unit")} defaultValue={found.unit} />
      </div>
      <div className="row">
        <NumberInput className="grow" name="low" label={say("low")} />
        <NumberInput className="grow" name="high" label={say("high")} />
      </div>
      {signal === "state" && <TextInput name="states" label={say("states")} defaultValue="0=off, 1=idle, 2=setup, 3=running, 4=blocked, 5=down, 6=maintenance" />}
      {map.error && <Refused error={map.error} />}
      {map.isSuccess && <span role="status">{say("mapped", { count: Number(map.data.result) })}</span>}
      <Button type="submit" loading={map.isPending}>{say("map")}</Button>
    </form>
  );
}

function statesOf(text: string): Record<string, string> | null {
  const pairs = text.split(",").map((part) => part.split("=").map((each) => each.trim()));
  const known = pairs.filter((pair): pair is [string, string] => pair.length === 2 && pair[0] !== "" && pair[1] !== "");
  return known.length ? Object.fromEntries(known) : null;
}
