import { lazy, Suspense, useCallback } from "react";
import { axis, type Colours } from "../../design/axis";
import { useFormat } from "../../design/format";

const Chart = lazy(() => import("../../design/Chart"));

/** A point with its limits, of any chart: values, counts, sums or distances. */
export type Charted = {
  at: string;
  value: number;
  centre: number;
  ucl: number;
  lcl: number | null;
  rules: readonly number[];
  measured?: number | null;
};

type PointsProps = {
  title: string;
  /** What the points are called, and the second line or the dots beside them. */
  names: readonly string[];
  points: readonly Charted[];
  second?: readonly Charted[];
  height: number;
  /** Tolerance, drawn as solid lines. */
  edges?: readonly number[];
  show: (value: number) => string;
  /** How the axis says a value, where not as a plain number. */
  ticks?: (value: number) => string;
};

/** Points in time order with their own limits; those that break a rule are larger diamonds. */
export function PointsChart({ title, names, points, second, height, edges = [], show, ticks }: PointsProps) {
  const format = useFormat();
  const edge = edges.join("|");
  const name = names.join("|");
  const option = useCallback(
    (colours: Colours) => {
      const called = name.split("|");
      const limits = edge ? edge.split("|").map(Number) : [];
      const dots = points.some((point) => typeof point.measured === "number") && !second && called.length > 1;
      const shown = dots ? points.map((point) => ({ ...point, ucl: Math.max(point.ucl, point.measured ?? point.ucl), lcl: Math.min(point.lcl ?? point.value, point.measured ?? point.value) })) : points;
      return {
        xAxis: axis(colours, { type: "category", data: points.map((point) => format.dateTime(point.at)), axisLabel: { interval: Math.ceil(points.length / 7) } }),
        yAxis: axis(colours, { type: "value", scale: true, ...reach([...shown, ...(second ?? [])], limits), axisLabel: { formatter: ticks ?? ((value: number) => format.number(value)) } }),
        tooltip: { trigger: "axis", valueFormatter: (value: number) => show(value) },
        series: [
          ...limitLines(colours, points),
          ...(second ? limitLines(colours, second).slice(0, 2) : []),
          ...(dots ? [{ type: "scatter", name: called[1], data: points.map((point, index) => [index, point.measured]), symbolSize: 3.5, itemStyle: { color: colours("chart-2"), opacity: 0.55 } }] : []),
          pointLine(colours, called[0] ?? "", points, "chart-1", limits),
          ...(second ? [pointLine(colours, called[1] ?? "", second, "chart-2", [])] : []),
        ],
      };
    },
    [points, second, edge, name, format, show, ticks],
  );
  return (
    <Suspense fallback={<div style={{ height }} />}>
      <Chart label={title} height={height} option={option} />
    </Suspense>
  );
}

function limitLines(colours: Colours, points: readonly Charted[]) {
  const at = (value: (point: Charted) => number | null) => points.map((point, index) => [index, value(point)]);
  const limit = { type: "line", step: "middle", showSymbol: false, silent: true, tooltip: { show: false }, lineStyle: { color: colours("st-blocked"), width: 1, type: "dashed" } };
  const lower = points.some((point) => point.lcl !== null) ? [{ ...limit, data: at((point) => point.lcl) }] : [];
  return [
    { ...limit, data: at((point) => point.ucl) },
    ...lower,
    { ...limit, data: at((point) => point.centre), lineStyle: { color: colours("line-strong"), width: 1 } },
  ];
}

function pointLine(colours: Colours, name: string, points: readonly Charted[], colour: string, edges: readonly number[]) {
  return {
    type: "line",
    name,
    showAllSymbol: true,
    data: points.map((point, index) => ({
      value: [index, point.value],
      symbol: point.rules.length ? "diamond" : "circle",
      symbolSize: point.rules.length ? 9 : points.length > 150 ? 3 : 4,
      itemStyle: { color: colours(point.rules.length ? "st-down" : colour) },
    })),
    lineStyle: { width: 1, color: colours(colour) },
    markLine: edges.length ? {
      symbol: "none", silent: true, label: { show: false },
      data: edges.map((yAxis) => ({ yAxis, lineStyle: { color: colours("st-down"), width: 1.2, type: "solid" } })),
    } : undefined,
  };
}

/** The axis reaches to the tolerance, unless that lies so far away that the points would be a line. */
function reach(points: readonly Charted[], edges: readonly number[]): { min?: number; max?: number } {
  const all = points.flatMap((point) => [point.value, point.ucl, point.lcl ?? point.value]);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const near = edges.filter((edge) => edge > low - (high - low) && edge < high + (high - low));
  return near.length ? { min: Math.min(low, ...near), max: Math.max(high, ...near) } : {};
}
