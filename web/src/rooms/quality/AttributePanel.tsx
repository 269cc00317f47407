import { Drawer, Select } from "@mantine/core";
import { useMemo, useState } from "react";
import { Link } from "wouter";
import type { AttributeCase, AttributeChartView, AttributePoint } from "../../client/catalogue";
import { Asked } from "../../design/Asked";
import { titleOf } from "../../design/Facts";
import { Tag } from "../../design/Figure";
import { type Format, shortName, useFormat } from "../../design/format";
import { type Column, Grid } from "../../design/Grid";
import { Panel } from "../../design/Panel";
import { useWords, type Words } from "../../design/words";
import { fileUrl } from "../../transport/http";
import { useAsk } from "../../transport/hooks";
import { PointsChart } from "./PointsChart";
import { statisticsWords } from "./statisticsWords";
import { qualityWords } from "./words";

const COUNTED = { pictures: ["p", "np", "c", "u"], values: ["c", "u"], nonconformances: ["c"] } as const;
const PERIODS = [7, 14, 30, 90];
type Of = keyof typeof COUNTED;
type Kind = "p" | "np" | "c" | "u";
type Per = "hour" | "shift" | "day";

/** Charts of what people and cameras judged; a point opens to what was found. */
export function AttributePanel() {
  const say = useWords<Words>(statisticsWords);
  const [of, setOf] = useState<Of>("pictures");
  const [kind, setKind] = useState<Kind>("p");
  const [per, setPer] = useState<Per>("shift");
  const [days, setDays] = useState("14");
  const [place, setPlace] = useState<string | null>(null);
  const places = usePlaces(of);
  // Nonconformances are few: those of the whole plant make the first chart.
  const usual = of === "nonconformances" ? "" : (places[0] ?? "");
  const equipment = place !== null && (place === "" || places.includes(place)) ? place : usual;
  const kinds: readonly Kind[] = COUNTED[of];
  const drawn = kinds.includes(kind) ? kind : (kinds[0] ?? "c");
  const chart = useAsk("quality.attribute_chart", { of, kind: drawn, per, equipment, days: Number(days) }, { keep: true });
  return (
    <Panel
      title={say("attributes")}
      flush
      actions={
        <>
          <Select aria-label={say("of")} size="xs" w={200} allowDeselect={false} value={of} onChange={(value) => setOf((value ?? "pictures") as Of)} data={Object.keys(COUNTED).map((value) => ({ value, label: say(`of.${value}`) }))} />
          <Select aria-label={say("place")} size="xs" w={150} searchable allowDeselect={false} value={equipment} onChange={setPlace} data={[...places.map((value) => ({ value, label: shortName(value) })), { value: "", label: say("wholePlant") }]} />
          <Select aria-label={say("chartKind")} size="xs" w={205} allowDeselect={false} value={drawn} onChange={(value) => setKind((value ?? "p") as Kind)} data={kinds.map((value) => ({ value, label: say(`count.${value}`) }))} />
          {drawn !== "np" && <Select aria-label={say("per")} size="xs" w={100} allowDeselect={false} value={per} onChange={(value) => setPer((value ?? "shift") as Per)} data={(["hour", "shift", "day"] as const).map((value) => ({ value, label: say(`per.${value}`) }))} />}
          <Select aria-label={say("span")} size="xs" w={135} allowDeselect={false} value={days} onChange={(value) => setDays(value ?? "14")} data={PERIODS.map((count) => ({ value: `${count}`, label: say("period", { days: count }) }))} />
        </>
      }
    >
      <p className="chart-hint">{say(`countHint.${drawn}`)} {say("openHint")}</p>
      <Asked query={chart} lines={8}>{(found) => <CountChart chart={found} />}</Asked>
    </Panel>
  );
}

/** Where things of this kind are judged: cameras, the busiest machines first, or areas. */
function usePlaces(of: Of): string[] {
  const units = useAsk("plant.equipment_tree", { kind: "unit" });
  const areas = useAsk("plant.equipment_tree", { kind: "work_centre" });
  const known = useAsk("quality.characteristics", {});
  return useMemo(() => {
    if (of === "pictures") return (units.data ?? []).filter((each) => each.facts.kind === "vision").map((each) => each.id);
    if (of === "values") return [...new Set([...(known.data ?? [])].sort((a, b) => b.values - a.values).map((each) => each.equipment))];
    return (areas.data ?? []).map((each) => each.id);
  }, [of, units.data, areas.data, known.data]);
}

function CountChart({ chart }: { chart: AttributeChartView }) {
  const say = useWords<Words>(statisticsWords);
  const sayRule = useWords<Words>(qualityWords);
  const format = useFormat();
  const [chosen, setChosen] = useState<AttributePoint | null>(null);
  const show = useMemo(() => shown(chart.kind, format), [chart.kind, format]);
  const rules = (row: AttributePoint) => row.rules.map((rule) => `${sayRule("rule", { rule })}: ${sayRule(`rule${rule}`)}`).join("; ");
  const columns: Column<AttributePoint>[] = [
    { key: "at", title: say("span"), sort: (row) => row.at, show: (row) => `${format.dateTime(row.at)} – ${format.time(row.until)}` },
    { key: "found", title: say("found"), number: true, sort: (row) => row.found, show: (row) => row.found },
    ...(chart.of === "nonconformances" ? [] : [{ key: "inspected", title: say("inspected"), number: true, sort: (row: AttributePoint) => row.inspected, show: (row: AttributePoint) => format.number(row.inspected) }]),
    { key: "value", title: say(`countShort.${chart.kind}`), number: true, sort: (row) => row.value, show: (row) => <b>{show(row.value)}</b> },
    { key: "limits", title: say("limitsOf"), number: true, show: (row) => `${show(row.lcl)} – ${show(row.ucl)}` },
    { key: "rules", title: say("signals"), sort: (row) => row.rules.length, show: (row) => (row.rules.length ? <Tag tone="bad">{rules(row)}</Tag> : "") },
  ];
  const newest = useMemo(() => [...chart.points].reverse(), [chart.points]);
  return (
    <>
      <PointsChart title={`${say(`of.${chart.of}`)} ${chart.kind}`} names={[say(`count.${chart.kind}`)]} points={chart.points} height={220} show={show} ticks={show} />
      <Grid rows={newest} columns={columns} rowKey={(row) => row.at} onOpen={setChosen} exportAs="counts" maxHeight={230} caption={say("attributes")} />
      <Drawer opened={chosen !== null} onClose={() => setChosen(null)} position="right" size="md" title={say(`of.${chart.of}`)}>
        {chosen && <Cases chart={chart} point={chosen} />}
      </Drawer>
    </>
  );
}

function shown(kind: string, format: Format): (value: number) => string {
  return (value) => (kind === "p" ? format.percent(value, 1) : format.number(value));
}

/** What was found at one point. */
function Cases({ chart, point }: { chart: AttributeChartView; point: AttributePoint }) {
  const say = useWords<Words>(statisticsWords);
  const format = useFormat();
  const found = useAsk("quality.attribute_cases", { of: chart.of as Of, equipment: chart.equipment, start: point.at, end: point.until, limit: 200 });
  return (
    <div className="stack">
      <span className="muted">{format.dateTime(point.at)} – {format.time(point.until)}: {point.found}{point.inspected > 0 && ` / ${format.number(point.inspected)}`}</span>
      <Asked query={found} empty={say("noCases")}>
        {(cases) => (
          <ul className="cases">
            {cases.map((each) => <li key={each.id}><Case row={each} /></li>)}
          </ul>
        )}
      </Asked>
    </div>
  );
}

function Case({ row }: { row: AttributeCase }) {
  const format = useFormat();
  const when = <small className="muted">{shortName(row.equipment)} · {format.dateTime(row.at)}</small>;
  if (row.of === "values") {
    return (
      <Link className="case" href={`/trace/${encodeURIComponent(row.lot)}`}>
        <span className="two-lines"><b>{titleOf(row.title)}: {format.quantity(row.value, row.unit)}</b><small>{row.lot} · {format.number(row.lower)} – {format.number(row.upper)}</small>{when}</span>
      </Link>
    );
  }
  const kind = row.of === "pictures" ? "picture" : "nonconformance";
  return (
    <Link className="case" href={`/quality/${kind}/${encodeURIComponent(row.id)}`}>
      {row.file && <img src={fileUrl(row.file)} alt="" loading="lazy" />}
      <span className="two-lines"><b>{row.title}</b>{when}</span>
    </Link>
  );
}
