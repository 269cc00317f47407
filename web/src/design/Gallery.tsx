import { Button, SegmentedControl, Select, Switch, TextInput } from "@mantine/core";
import { StateStrip } from "../rooms/telemetry/StateStrip";
import { Refusal } from "../transport/refusal";
import { Loading, Refused } from "./Asked";
import { Facts } from "./Facts";
import { Bar, Figure, Figures, Interval, Tag } from "./Figure";
import { useFormat } from "./format";
import { type Column, Grid } from "./Grid";
import { PageHead, Panel } from "./Panel";
import { STATES, StateGlyph, StateMark } from "./states";
import { useWords } from "./words";

const words = {
  title: ["Component gallery", "Bausteine der Oberfläche"],
  states: ["Machine states: shape, word and colour", "Maschinenzustände: Form, Wort und Farbe"],
  colours: ["Colours", "Farben"],
  figures: ["Figures", "Kennzahlen"],
  tags: ["Tags and bars", "Marken und Balken"],
  interval: ["Estimate with its interval", "Schätzung mit Intervall"],
  strip: ["State strip; the hatched part was never heard", "Zustandsband; Schraffiertes wurde nie gehört"],
  controls: ["Controls", "Bedienelemente"],
  list: ["List", "Liste"],
  messages: ["Loading, refused", "Lädt, abgelehnt"],
  formats: ["Formats", "Formate"],
  name: ["Name", "Name"],
  value: ["Value", "Wert"],
} as const;

const COLOURS = ["ground", "panel", "raised", "sunk", "line", "ink", "ink-2", "ink-3", "link", "good", "warn", "bad", "chart-1", "chart-2", "chart-3", "chart-4", "chart-5"];

/** Every building block of the interface on one page, in the reader's colours and language. */
export default function Gallery() {
  const say = useWords(words);
  return (
    <>
      <PageHead title={say("title")} />
      <div className="stack">
        <Panel title={say("states")}>
          <div className="row" style={{ gap: 20 }}>{STATES.map((state) => <StateMark key={state} state={state} />)}</div>
          <div className="row" style={{ marginTop: 10 }}>{STATES.map((state) => <StateGlyph key={state} state={state} size={28} />)}</div>
        </Panel>
        <Panel title={say("colours")}>
          <div className="row" style={{ gap: 10 }}>
            {COLOURS.map((name) => (
              <span key={name} style={{ textAlign: "center", fontSize: 12 }}>
                <i style={{ display: "block", width: 56, height: 32, background: `var(--${name})`, border: "1px solid var(--line-strong)", borderRadius: 3 }} />
                {name}
              </span>
            ))}
          </div>
        </Panel>
        <FigureSamples />
        <StripSample />
        <Controls />
        <ListSample />
        <Panel title={say("messages")}>
          <Loading lines={2} />
          <Refused error={new Refusal("guidance.AlreadyDecided", 409, { recommendation: "01m7" }, "")} />
        </Panel>
        <Formats />
      </div>
    </>
  );
}

function FigureSamples() {
  const say = useWords(words);
  const format = useFormat();
  return (
    <>
      <Figures>
        <Figure label={say("figures")} value={format.number(1284)} unit={format.unit("pcs")} under={format.date(Date.now())} />
        <Figure label="OEE" value={format.percent(0.783)} tone="good" onOpen={() => undefined} />
        <Figure label="Cpk" value={format.number(1.12, 2)} tone="warn" />
        <Figure label={say("value")} value={format.number(-3.5)} tone="bad" />
        <Figure label={say("value")} value={format.number(null)} />
      </Figures>
      <div className="cols two">
        <Panel title={say("tags")}>
          <div className="row">
            <Tag>plain</Tag><Tag tone="good">good</Tag><Tag tone="warn">warn</Tag><Tag tone="bad">bad</Tag><Tag tone="info">info</Tag>
          </div>
          <div className="stack tight" style={{ marginTop: 12 }}>
            <Bar share={0.8} tone="good" label="80 %" /><Bar share={0.5} tone="warn" label="50 %" /><Bar share={0.2} tone="bad" label="20 %" />
          </div>
        </Panel>
        <Panel title={say("interval")}>
          <Interval low={4} value={9.5} high={14} show={(value) => format.quantity(value, "h")} />
        </Panel>
      </div>
    </>
  );
}

function StripSample() {
  const say = useWords(words);
  const end = Date.now();
  const start = end - 3_600_000;
  const at = (minute: number) => new Date(start + minute * 60_000).toISOString();
  const spans = STATES.slice(0, 7).map((state, index) => ({ state, start: at(index * 7), end: at(index * 7 + 7), unexplained: state === "down" }));
  return (
    <Panel title={say("strip")}>
      <StateStrip label={say("strip")} start={start} end={end} height={24} spans={spans} />
    </Panel>
  );
}

function Controls() {
  const say = useWords(words);
  return (
    <Panel title={say("controls")}>
      <div className="row" style={{ gap: 14, alignItems: "end" }}>
        <Button>{say("name")}</Button>
        <Button variant="default">{say("name")}</Button>
        <Button variant="filled" color="red">{say("name")}</Button>
        <TextInput label={say("name")} />
        <Select label={say("value")} data={["GR-04", "GR-05"]} defaultValue="GR-04" />
        <SegmentedControl aria-label={say("value")} data={["1", "2", "3"]} />
        <Switch label={say("value")} defaultChecked />
      </div>
    </Panel>
  );
}

type Sample = { name: string; value: number };

function ListSample() {
  const say = useWords(words);
  const rows: Sample[] = [{ name: "GR-04", value: 3.2 }, { name: "GR-05", value: 1.1 }];
  const columns: Column<Sample>[] = [
    { key: "name", title: say("name"), sort: (row) => row.name, show: (row) => row.name },
    { key: "value", title: say("value"), number: true, sort: (row) => row.value, show: (row) => row.value },
  ];
  return (
    <Panel title={say("list")} flush>
      <Grid rows={rows} columns={columns} rowKey={(row) => row.name} exportAs="gallery" onOpen={() => undefined} />
    </Panel>
  );
}

function Formats() {
  const say = useWords(words);
  return (
    <Panel title={say("formats")}>
      <Facts facts={{ vibration_rms_mm_s: 3.214, life_h: 41.5, probability: 0.862, cycle_time_s: 690, price_nok: 18400, at: new Date().toISOString(), equipment: "halden/machining/GR-04" }} />
    </Panel>
  );
}
