import { lazy, Suspense, useCallback } from "react";
import type { ChartPoint, ChartView } from "../../client/catalogue";
import { axis, type Colours } from "../../design/axis";
import { Figure, Figures } from "../../design/Figure";
import { useFormat } from "../../design/format";
import { useWords, type Words } from "../../design/words";
import { qualityWords } from "./words";

const Chart = lazy(() => import("../../design/Chart"));

/** A control chart: points with their limits and tolerance; points that break a rule stand out. */
export function ControlChart({ chart }: { chart: ChartView }) {
  const say = useWords(qualityWords);
  return (
    <>
      <CapabilityFigures chart={chart} />
      <Lines title={`${chart.characteristic} ${chart.kind}`} points={chart.points} chart={chart} height={250} tolerance />
      {chart.spread.length > 0 && <Lines title={say("spread")} points={chart.spread} chart={chart} height={130} />}
      <Broken points={chart.points} />
    </>
  );
}

function CapabilityFigures({ chart }: { chart: ChartView }) {
  const say = useWords(qualityWords);
  const format = useFormat();
  const found = chart.capability;
  const last = chart.points.at(-1);
  const cpk = found?.cpk ?? null;
  return (
    <div style={{ padding: 12 }}>
      <Figures>
        <Figure label="Cpk" value={format.number(cpk, 2)} under={found ? `${format.number(found.cpk_low, 2)} – ${format.number(found.cpk_high, 2)}` : ""} tone={cpk === null ? "plain" : cpk < 1 ? "bad" : cpk < 1.33 ? "warn" : "good"} />
        <Figure label="Ppk" value={format.number(found?.ppk, 2)} under={`Cp ${format.number(found?.cp, 2)}`} />
        <Figure label={say("expected")} value={found ? format.percent(found.expected_out, 2) : "–"} />
        <Figure label={say("centre")} value={format.quantity(last?.centre, chart.unit)} under={last ? `${format.number(last.lcl)} – ${format.number(last.ucl)}` : ""} />
        <Figure label={say("tolerance")} value={`${format.number(chart.lower)} – ${format.number(chart.upper)}`} unit={format.unit(chart.unit)} under={chart.nominal !== null ? format.quantity(chart.nominal, chart.unit) : ""} />
      </Figures>
    </div>
  );
}

type LinesProps = { title: string; points: readonly ChartPoint[]; chart: ChartView; height: number; tolerance?: boolean };

function Lines({ title, points, chart, height, tolerance }: LinesProps) {
  const format = useFormat();
  const option = useCallback(
    (colours: Colours) => {
      const at = (value: (point: ChartPoint) => number) => points.map((point, index) => [index, value(point)]);
      const limit = { type: "line", step: "middle", showSymbol: false, silent: true, tooltip: { show: false }, lineStyle: { color: colours("st-blocked"), width: 1, type: "dashed" } };
      const edges = tolerance ? [chart.lower, chart.upper].filter((each) => each !== null) : [];
      return {
        xAxis: axis(colours, { type: "category", data: points.map((point) => format.dateTime(point.at)), axisLabel: { interval: Math.ceil(points.length / 7) } }),
        yAxis: axis(colours, { type: "value", scale: true, ...reach(points, edges), axisLabel: { formatter: (value: number) => format.number(value) } }),
        tooltip: { trigger: "axis", valueFormatter: (value: number) => format.quantity(value, chart.unit) },
        series: [
          { ...limit, data: at((point) => point.ucl) },
          { ...limit, data: at((point) => point.lcl) },
          { ...limit, data: at((point) => point.centre), lineStyle: { color: colours("line-strong"), width: 1 } },
          {
            type: "line", name: title, data: points.map((point, index) => ({
              value: [index, point.value],
              symbol: point.rules.length ? "diamond" : "circle",
              symbolSize: point.rules.length ? 9 : 4,
              itemStyle: { color: colours(point.rules.length ? "st-down" : "chart-1") },
            })),
            lineStyle: { width: 1, color: colours("chart-1") },
            markLine: edges.length ? {
              symbol: "none", silent: true, label: { show: false },
              data: edges.map((yAxis) => ({ yAxis, lineStyle: { color: colours("st-down"), width: 1.2, type: "solid" } })),
            } : undefined,
          },
        ],
      };
    },
    [points, chart, tolerance, title, format],
  );
  return (
    <Suspense fallback={<div style={{ height }} />}>
      <Chart label={title} height={height} option={option} />
    </Suspense>
  );
}

/** The axis reaches to the tolerance, unless that lies so far away that the points would be a line. */
function reach(points: readonly ChartPoint[], edges: readonly number[]): { min?: number; max?: number } {
  const all = points.flatMap((point) => [point.value, point.ucl, point.lcl]);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const near = edges.filter((edge) => edge > low - (high - low) && edge < high + (high - low));
  return near.length ? { min: Math.min(low, ...near), max: Math.max(high, ...near) } : {};
}

function Broken({ points }: { points: readonly ChartPoint[] }) {
  const say = useWords<Words>(qualityWords);
  const format = useFormat();
  const broken = points.filter((point) => point.rules.length > 0);
  if (broken.length === 0) return <div className="message">{say("noViolation")}</div>;
  return (
    <ul className="broken">
      {broken.slice(-6).reverse().map((point) => (
        <li key={point.at}>
          <b>{format.dateTime(point.at)}</b> {format.number(point.value)}{" "}
          {point.rules.map((rule) => `${say("rule", { rule })}: ${say(`rule${rule}`)}`).join("; ")}
        </li>
      ))}
    </ul>
  );
}
