import { Button } from "@mantine/core";
import { lazy, Suspense, useCallback, useState } from "react";
import type { AnomalyRow, AnomalyView, SignalPart } from "../../client/catalogue";
import { Asked, Refused } from "../../design/Asked";
import { axis, type Colours } from "../../design/axis";
import { titleOf } from "../../design/Facts";
import { Bar, Tag } from "../../design/Figure";
import { type Format, useFormat } from "../../design/format";
import { type Column, Grid } from "../../design/Grid";
import { Panel } from "../../design/Panel";
import { type Speak, useWords } from "../../design/words";
import { useAct, useAsk } from "../../transport/hooks";
import { Refusal } from "../../transport/refusal";
import { useMachineName } from "../plant/names";
import { behaviourWords } from "./behaviourWords";

const Chart = lazy(() => import("../../design/Chart"));
const HEIGHT = 200;
const MINUTE = 60_000;

/** Every machine whose usual behaviour is known, the most unusual first. */
export function BehaviourList({ chosen, onOpen }: { chosen: string; onOpen: (equipment: string) => void }) {
  const say = useWords(behaviourWords);
  const name = useMachineName();
  const format = useFormat();
  const found = useAsk("maintenance.anomalies", {}, { every: 2 * MINUTE });
  const columns: Column<AnomalyRow>[] = [
    { key: "machine", title: say("machine"), sort: (row) => row.name, show: (row) => name(row.equipment) },
    {
      key: "state", title: say("behaviour"), sort: (row) => row.ratio,
      show: (row) => <BehaviourTag row={row} />,
    },
    {
      key: "score", title: say("ofLimit"), number: true, sort: (row) => row.ratio, width: 96,
      show: (row) => row.at && (
        <div>
          {format.percent(row.ratio)}
          <Bar share={row.ratio} tone={row.alarm ? "bad" : row.ratio > 1 ? "warn" : "plain"} label={format.percent(row.ratio)} />
        </div>
      ),
    },
  ];
  return (
    <Panel title={say("title")} note={say("titleNote")} flush>
      <Asked query={found} empty={<><strong>{say("none")}</strong>{say("noneHelp")}</>}>
        {(rows) => <Grid rows={rows} columns={columns} rowKey={(row) => row.equipment} chosen={chosen} onOpen={(row) => onOpen(row.equipment)} exportAs="behaviour" maxHeight={430} caption={say("title")} />}
      </Asked>
    </Panel>
  );
}

function BehaviourTag({ row }: { row: AnomalyRow }) {
  const say = useWords(behaviourWords);
  const format = useFormat();
  if (!row.at) return <Tag>{say("notYet")}</Tag>;
  if (!row.alarm) return <Tag tone="good">{say("usual")}</Tag>;
  return <span title={say("since", { at: format.dateTime(row.since) })}><Tag tone="bad">{say("unusual")}</Tag></span>;
}

/** One machine's score over time with its limit, and what makes it unusual at the moment clicked. */
export function BehaviourPanel({ equipment }: { equipment: string }) {
  const say = useWords(behaviourWords);
  const format = useFormat();
  const [at, setAt] = useState("");
  const found = useAsk("maintenance.anomaly", at ? { equipment, at } : { equipment }, { every: at ? undefined : 2 * MINUTE, keep: true });
  if (found.error instanceof Refusal && found.error.code === "maintenance.NothingLearnt") return <NothingLearnt equipment={equipment} />;
  return (
    <Panel
      title={say("title")} note={found.data && say("learnt", { version: found.data.version, at: format.date(found.data.learnt_at) })}
      actions={at && <Button size="compact-sm" variant="default" onClick={() => setAt("")}>{say("newest")}</Button>}
    >
      <Asked query={found} lines={6}>{(view) => <Behaviour view={view} onMoment={setAt} />}</Asked>
    </Panel>
  );
}

function Behaviour({ view, onMoment }: { view: AnomalyView; onMoment: (at: string) => void }) {
  const say = useWords(behaviourWords);
  if (view.times.length === 0) return <div className="message">{say("stood")}</div>;
  return (
    <>
      <ScoreChart view={view} onMoment={onMoment} />
      {view.at && <Parts view={view} at={view.at} />}
    </>
  );
}

/** Points of one stretch of running are joined, stretches are not: what did not run has no line. */
function ScoreChart({ view, onMoment }: { view: AnomalyView; onMoment: (at: string) => void }) {
  const say = useWords(behaviourWords);
  const format = useFormat();
  const option = useCallback((colours: Colours) => chartOf(view, colours, format, say), [view, format, say]);
  const choose = useCallback((at: number) => onMoment(new Date(at).toISOString()), [onMoment]);
  return (
    <Suspense fallback={<div style={{ height: HEIGHT }} />}>
      <Chart label={say("scoreOverTime")} height={HEIGHT} option={option} onTime={choose} />
    </Suspense>
  );
}

const APART = 45 * MINUTE;

function chartOf(view: AnomalyView, colours: Colours, format: Format, say: Speak<typeof behaviourWords>) {
  const times = view.times.map((time) => new Date(time).getTime());
  const points: (number | null)[][] = [];
  times.forEach((time, place) => {
    const before = times[place - 1];
    if (before !== undefined && time - before > APART) points.push([before + MINUTE, null]);
    points.push([time, view.scores[place] ?? null]);
  });
  const most = Math.max(view.limit * 1.6, ...view.scores);
  return {
    xAxis: axis(colours, { type: "time", axisLabel: { formatter: (at: number) => format.date(at) } }),
    yAxis: axis(colours, { type: "value", name: say("score"), min: 0, max: Math.ceil(most), axisLabel: { formatter: (value: number) => format.number(value) } }),
    tooltip: { trigger: "axis", valueFormatter: (value: number) => format.number(value, 2) },
    series: [{
      type: "line", name: say("score"), data: points, showSymbol: false, connectNulls: false,
      lineStyle: { width: 1.4, color: colours("chart-1") }, itemStyle: { color: colours("chart-1") },
      markLine: {
        symbol: "none", silent: true, label: { position: "insideStartTop", fontSize: 11, color: colours("ink-2") },
        data: [
          { yAxis: view.limit, label: { formatter: say("limit") }, lineStyle: { color: colours("st-down"), type: "solid", width: 1.3 } },
          ...(view.at ? [{ xAxis: new Date(view.at).getTime(), label: { show: false }, lineStyle: { color: colours("ink-3"), type: "dotted" } }] : []),
        ],
      },
      markArea: { silent: true, itemStyle: { color: colours("st-down"), opacity: 0.14 }, data: stretches(times, view.alarms) },
    }],
  };
}

function stretches(times: readonly number[], alarms: readonly boolean[]): { xAxis: number }[][] {
  const found: { xAxis: number }[][] = [];
  let from: number | null = null;
  alarms.forEach((alarm, place) => {
    const time = times[place] ?? 0;
    if (alarm) from ??= time;
    else if (from !== null) {
      found.push([{ xAxis: from }, { xAxis: time }]);
      from = null;
    }
  });
  if (from !== null) found.push([{ xAxis: from }, { xAxis: times.at(-1) ?? from }]);
  return found;
}

function Parts({ view, at }: { view: AnomalyView; at: string }) {
  const say = useWords(behaviourWords);
  const format = useFormat();
  return (
    <div className="parts">
      <h3>{say("what", { at: format.dateTime(at) })}</h3>
      <table className="grid" aria-label={say("what", { at: format.dateTime(at) })}>
        <thead>
          <tr>
            <th>{say("signal")}</th><th>{say("share")}</th><th className="num">{say("reading")}</th><th className="num">{say("usualReading")}</th><th className="num">{say("away")}</th>
          </tr>
        </thead>
        <tbody>{view.parts.slice(0, 6).map((part) => <PartLine key={part.signal} part={part} />)}</tbody>
      </table>
      <p className="muted">{say("help")}</p>
    </div>
  );
}

function PartLine({ part }: { part: SignalPart }) {
  const format = useFormat();
  const far = Math.abs(part.deviations) >= 3;
  return (
    <tr>
      <td>{titleOf(part.signal)}</td>
      <td style={{ width: "24%" }}><Bar share={part.share} tone={far ? "bad" : "plain"} label={format.percent(part.share)} /></td>
      <td className="num">{format.quantity(part.reading, part.unit)}</td>
      <td className="num muted">{format.quantity(part.usual, part.unit)}</td>
      <td className="num">
        <strong style={far ? { color: "var(--bad)" } : undefined}>{signed(part.away, part.unit, format)}</strong>{" "}
        <span className="muted">({signed(part.deviations, "σ", format)})</span>
      </td>
    </tr>
  );
}

function signed(value: number, unit: string, format: Format): string {
  const size = Math.abs(value);
  const digits = unit === "σ" ? 1 : undefined;
  return `${value < 0 ? "−" : "+"}${format.quantity(Number(size.toPrecision(3)), unit, digits)}`;
}

function NothingLearnt({ equipment }: { equipment: string }) {
  const say = useWords(behaviourWords);
  const learn = useAct("maintenance.learn_behaviour", ["learning", "andon"]);
  return (
    <Panel title={say("title")}>
      <div className="message">
        <strong>{say("none")}</strong>
        {say("noneHelp")}
      </div>
      {learn.error && <Refused error={learn.error} />}
      <div className="row" style={{ justifyContent: "center" }}>
        <Button variant="default" loading={learn.isPending} onClick={() => learn.mutate({ equipment })}>{say("learn")}</Button>
      </div>
    </Panel>
  );
}
