import { Button, FileButton, MultiSelect, NumberInput, SegmentedControl, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import type { AssetLife, FailureChance } from "../../client/catalogue";
import { Asked, Refused } from "../../design/Asked";
import { Bar } from "../../design/Figure";
import { useFormat } from "../../design/format";
import { type Column, Grid } from "../../design/Grid";
import { Panel } from "../../design/Panel";
import { useWords } from "../../design/words";
import { useAct, useAsk } from "../../transport/hooks";
import { learningWords } from "./words";

/** What `learning.store_table` answers. */
type StoredTable = { file: string; name: string; rows: number; columns: TableColumn[] };
type TableColumn = { name: string; kind: string; missing: number; distinct: number; low: number | null; high: number | null };

/** Learn the remaining life of a kind of asset from a table of records that ran to failure. */
export function LearnFleet({ onLearnt }: { onLearnt: (key: string) => void }) {
  const say = useWords(learningWords);
  const [table, setTable] = useState<StoredTable | null>(null);
  return (
    <Panel title={say("fleets")}>
      <div className="stack">
        <TableChoice table={table} onTable={setTable} help={say("uploadHelp")} />
        {table && <LearnForm key={table.file} table={table} onLearnt={onLearnt} />}
      </div>
    </Panel>
  );
}

type ChoiceProps = { table: StoredTable | null; onTable: (table: StoredTable) => void; help: string };

/** Stores a table that somebody chooses, and says what it holds. */
function TableChoice({ table, onTable, help }: ChoiceProps) {
  const say = useWords(learningWords);
  const store = useAct("learning.store_table");
  const send = async (file: File | null) => {
    if (!file) return;
    store.mutate({ content: await inBase64(file), name: file.name }, { onSuccess: (done) => onTable(done.result as StoredTable) });
  };
  return (
    <div>
      <div className="row">
        <FileButton onChange={(file) => void send(file)} accept=".csv,.txt,.tsv,.parquet">
          {(props) => <Button variant="default" loading={store.isPending} {...props}>{say("upload")}</Button>}
        </FileButton>
        {table && <span><strong>{table.name}</strong> <span className="muted">{say("stored", { rows: table.rows, columns: table.columns.length })}</span></span>}
      </div>
      {!table && <p className="muted" style={{ fontSize: 12, margin: "6px 0 0" }}>{help}</p>}
      {store.error && <Refused error={store.error} />}
    </div>
  );
}

async function inBase64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += 0x8000) pieces.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)));
  return btoa(pieces.join(""));
}

type Kind = "life" | "failure";

function LearnForm({ table, onLearnt }: { table: StoredTable; onLearnt: (key: string) => void }) {
  const say = useWords(learningWords);
  const names = table.columns.map((column) => column.name);
  const [kind, setKind] = useState<Kind>("life");
  const [fleet, setFleet] = useState("");
  const [asset, setAsset] = useState<string | null>(names[0] ?? null);
  const [age, setAge] = useState<string | null>(names[1] ?? null);
  const [beside, setBeside] = useState<string[]>([]);
  const [failed, setFailed] = useState<string | null>(null);
  const [horizon, setHorizon] = useState<number | string>(30);
  const life = useAct("maintenance.fit_life_model", ["learning"]);
  const failure = useAct("maintenance.fit_failure_model", ["learning"]);
  const learn = kind === "life" ? life : failure;
  const send = () => {
    const about = { fleet, file: table.file, asset: asset ?? "", failed: failed ?? "" };
    const done = { onSuccess: () => onLearnt(`${kind === "life" ? "fleet_life" : "fleet_failure"}|${fleet.trim()}`) };
    if (kind === "life") life.mutate({ ...about, age: age ?? "", settings: beside, horizon: Number(horizon) }, done);
    else failure.mutate({ ...about, time_h: age ?? "", events: beside, horizon_h: Number(horizon) }, done);
  };
  const ready = fleet.trim() && asset && age && (kind === "life" || failed);
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); send(); }}>
      <ColumnGrid table={table} />
      <SegmentedControl aria-label={say("learn")} value={kind} onChange={(value) => setKind(value as Kind)} data={[{ value: "life", label: say("kindLife") }, { value: "failure", label: say("kindFailure") }]} />
      <TextInput label={say("fleet")} required value={fleet} onChange={(event) => setFleet(event.currentTarget.value)} />
      <div className="row" style={{ alignItems: "end" }}>
        <Select label={say("asset")} data={names} value={asset} onChange={setAsset} required />
        <Select label={say(kind === "life" ? "age" : "timeH")} data={names} value={age} onChange={setAge} required />
        <NumberInput label={say(kind === "life" ? "horizon" : "horizonH")} value={horizon} onChange={setHorizon} min={0.001} w={150} />
      </div>
      <MultiSelect label={say(kind === "life" ? "settings" : "events")} data={names} value={beside} onChange={setBeside} searchable />
      <Select label={say("failed")} description={kind === "life" ? say("failedHelp") : undefined} required={kind === "failure"} data={names} value={failed} onChange={setFailed} clearable />
      {learn.error && <Refused error={learn.error} />}
      {learn.isSuccess && <div className="message">{say("learnt")}</div>}
      <Button type="submit" loading={learn.isPending} disabled={!ready}>{say("learn")}</Button>
      {learn.isPending && <span className="muted">{say("learning")}</span>}
    </form>
  );
}

function ColumnGrid({ table }: { table: StoredTable }) {
  const say = useWords(learningWords);
  const format = useFormat();
  const columns: Column<TableColumn>[] = [
    { key: "name", title: say("input"), sort: (row) => row.name, show: (row) => <span className="code">{row.name}</span> },
    {
      key: "range", title: "", number: true,
      show: (row) => (row.low === null ? `${format.number(row.distinct)} ×` : `${format.number(row.low)} … ${format.number(row.high)}`),
    },
    { key: "missing", title: "", show: (row) => (row.missing > 0 ? <span className="unknown">{say("missing", { count: row.missing })}</span> : "") },
  ];
  return <Grid rows={table.columns} columns={columns} rowKey={(row) => row.name} maxHeight={180} caption={table.name} />;
}

/** What is foretold to assets of a fleet, from a table of today. */
export function AskFleet() {
  const say = useWords(learningWords);
  const models = useAsk("learning.models", {});
  const served = (models.data ?? []).filter((row) => row.state === "champion" && row.name in ASKED);
  const [chosen, setChosen] = useState<string | null>(null);
  const [table, setTable] = useState<StoredTable | null>(null);
  const [horizon, setHorizon] = useState<number | string>(30);
  const row = served.find((each) => each.id === chosen) ?? served[0];
  const label = (name: string, scope: string) => `${scope}: ${say(ASKED[name] ?? "kindLife")}`;
  return (
    <Panel title={say("ask")}>
      {!row ? <div className="message">{say("noFleet")}</div> : (
        <div className="stack">
          <div className="row" style={{ alignItems: "end" }}>
            <Select label={say("fleet")} data={served.map((each) => ({ value: each.id, label: label(each.name, each.scope) }))} value={row.id} onChange={setChosen} w={280} />
            {row.name === "fleet_life" && <NumberInput label={say("horizon")} value={horizon} onChange={setHorizon} min={0.001} w={120} />}
          </div>
          <TableChoice table={table} onTable={setTable} help={say("askHelp")} />
          {table && row.name === "fleet_life" && <Lives fleet={row.scope} file={table.file} horizon={Number(horizon) || 30} />}
          {table && row.name === "fleet_failure" && <Chances fleet={row.scope} file={table.file} />}
        </div>
      )}
    </Panel>
  );
}

const ASKED: Record<string, "kindLife" | "kindFailure"> = { fleet_life: "kindLife", fleet_failure: "kindFailure" };

function Chances({ fleet, file }: { fleet: string; file: string }) {
  const say = useWords(learningWords);
  const format = useFormat();
  const found = useAsk("maintenance.predict_failure", { fleet, file });
  const horizon = found.data?.[0]?.horizon_h ?? 0;
  const columns: Column<FailureChance>[] = [
    { key: "asset", title: say("asset"), sort: (row) => row.asset, show: (row) => <strong>{row.asset}</strong> },
    { key: "at", title: say("timeH"), number: true, sort: (row) => row.at_h, show: (row) => format.number(row.at_h) },
    { key: "probability", title: say("probability", { horizon: format.hours(horizon) }), number: true, sort: (row) => row.probability, show: (row) => <Chance share={row.probability} /> },
  ];
  return <Asked query={found}>{(rows) => <Grid rows={rows} columns={columns} rowKey={(row) => row.asset} exportAs={`failures-${fleet}`} maxHeight={420} caption={say("ask")} />}</Asked>;
}

function Chance({ share }: { share: number }) {
  const format = useFormat();
  return <div>{format.percent(share)}<Bar share={share} tone={share > 0.5 ? "bad" : share > 0.2 ? "warn" : "plain"} label={format.percent(share)} /></div>;
}

function Lives({ fleet, file, horizon }: { fleet: string; file: string; horizon: number }) {
  const say = useWords(learningWords);
  const format = useFormat();
  const found = useAsk("maintenance.predict_life", { fleet, file, horizon });
  const columns: Column<AssetLife>[] = [
    { key: "asset", title: say("asset"), sort: (row) => row.asset, show: (row) => <strong>{row.asset}</strong> },
    { key: "age", title: say("age"), number: true, sort: (row) => row.age, show: (row) => format.number(row.age) },
    { key: "life", title: say("life"), number: true, sort: (row) => row.life, show: (row) => <strong>{format.number(row.life, 1)}</strong> },
    { key: "interval", title: say("interval"), number: true, sort: (row) => row.low, show: (row) => `${format.number(row.low, 0)} – ${format.number(row.high, 0)}` },
    {
      key: "probability", title: say("probability", { horizon }), number: true, sort: (row) => row.probability,
      show: (row) => <Chance share={row.probability} />,
    },
  ];
  return <Asked query={found}>{(rows) => <Grid rows={rows} columns={columns} rowKey={(row) => row.asset} exportAs={`lives-${fleet}`} maxHeight={420} caption={say("ask")} />}</Asked>;
}
