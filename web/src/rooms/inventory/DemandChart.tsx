import { lazy, Suspense, useCallback } from "react";
import type { DemandForecast } from "../../client/catalogue";
import { axis, type Colours } from "../../design/axis";
import { type Format, useFormat } from "../../design/format";
import { type Speak, useWords } from "../../design/words";
import { inventoryWords } from "./words";

const Chart = lazy(() => import("../../design/Chart"));
const HEIGHT = 240;

/** What was used as bars, what is expected as a line within its bands. */
export function DemandChart({ forecast }: { forecast: DemandForecast }) {
  const say = useWords(inventoryWords);
  const format = useFormat();
  const option = useCallback((colours: Colours) => chartOf(forecast, colours, format, say), [forecast, format, say]);
  return (
    <Suspense fallback={<div style={{ height: HEIGHT }} />}>
      <Chart label={say("demand", { material: forecast.item })} height={HEIGHT} option={option} />
    </Suspense>
  );
}

function chartOf(forecast: DemandForecast, colours: Colours, format: Format, say: Speak<typeof inventoryWords>) {
  const past = forecast.history.map((row) => row.start);
  const ahead = forecast.steps.map((step) => step.start);
  const before = past.map(() => null);
  const show = (value: unknown) => (typeof value === "number" ? format.quantity(value, forecast.unit) : "–");
  return {
    xAxis: axis(colours, { type: "category", data: [...past, ...ahead], axisLabel: { formatter: (day: string) => format.date(day) } }),
    yAxis: axis(colours, { type: "value", name: format.unit(forecast.unit), min: 0, axisLabel: { formatter: (value: number) => format.number(value) } }),
    tooltip: {
      trigger: "axis",
      formatter: (items: { dataIndex: number }[]) => tooltipOf(forecast, items[0]?.dataIndex ?? 0, show, format, say),
    },
    series: [
      { type: "bar", name: say("used"), data: forecast.history.map((row) => row.quantity), itemStyle: { color: colours("chart-1") }, barCategoryGap: "25%" },
      ...band(before, forecast.steps.map((step) => [step.low_95, step.high_95]), colours("chart-2"), "95", 0.16),
      ...band(before, forecast.steps.map((step) => [step.low_80, step.high_80]), colours("chart-2"), "80", 0.24),
      { type: "line", name: say("expected"), data: [...before, ...forecast.steps.map((step) => step.expected)], showSymbol: false, lineStyle: { color: colours("chart-2"), width: 2 }, itemStyle: { color: colours("chart-2") } },
    ],
  };
}

/** Two lines of which the upper is stacked on the lower and fills the space between. */
export function band(before: readonly null[], ends: readonly (readonly [number, number] | number[])[], colour: string, stack: string, opacity: number) {
  const line = { type: "line", stack, showSymbol: false, silent: true, lineStyle: { opacity: 0 }, itemStyle: { color: colour }, stackStrategy: "all" };
  return [
    { ...line, data: [...before, ...ends.map(([low]) => low ?? 0)] },
    { ...line, data: [...before, ...ends.map(([low, high]) => (high ?? 0) - (low ?? 0))], areaStyle: { color: colour, opacity } },
  ];
}

function tooltipOf(forecast: DemandForecast, place: number, show: (value: unknown) => string, format: Format, say: Speak<typeof inventoryWords>): string {
  const seen = forecast.history[place];
  if (seen) return `${format.date(seen.start)}<br>${say("used")}: <b>${show(seen.quantity)}</b>`;
  const step = forecast.steps[place - forecast.history.length];
  if (!step) return "";
  const lines = [
    `${say("expected")}: <b>${show(step.expected)}</b>`,
    `80 %: ${show(step.low_80)} – ${show(step.high_80)}`,
    `95 %: ${show(step.low_95)} – ${show(step.high_95)}`,
  ];
  return [format.date(step.start), ...lines].join("<br>");
}
