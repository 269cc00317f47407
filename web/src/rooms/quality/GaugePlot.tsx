import { lazy, Suspense, useCallback } from "react";
import type { GaugeStudyView } from "../../client/catalogue";
import { axis, type Colours } from "../../design/axis";
import { actorName, useFormat } from "../../design/format";

const Chart = lazy(() => import("../../design/Chart"));
const COLOURS = ["chart-1", "chart-2", "chart-3", "chart-4", "chart-5"];
const SHAPES = ["circle", "triangle", "rect", "diamond", "pin"];

/** Each part on the axis, a line of averages for each appraiser, and every single reading. */
export function GaugePlot({ study }: { study: GaugeStudyView }) {
  const format = useFormat();
  const parts = byMean(study);
  const appraisers = [...new Set(study.readings.map((each) => each.appraiser))].sort();
  const option = useCallback(
    (colours: Colours) => {
      const order = byMean(study);
      const names = [...new Set(study.readings.map((each) => each.appraiser))].sort();
      const values = (part: string, name: string) => study.readings.filter((each) => each.part === part && each.appraiser === name).map((each) => each.value);
      return {
        xAxis: axis(colours, { type: "category", data: order }),
        yAxis: axis(colours, { type: "value", scale: true, axisLabel: { formatter: (value: number) => format.number(value) } }),
        tooltip: { trigger: "item", valueFormatter: (value: unknown) => format.quantity(Number(Array.isArray(value) ? value[1] : value), study.unit) },
        series: names.flatMap((name, at) => {
          const colour = colours(COLOURS[at % COLOURS.length] ?? "chart-1");
          const symbol = SHAPES[at % SHAPES.length];
          return [
            { type: "line", name: actorName(name), symbol, symbolSize: 7, lineStyle: { width: 1.5, color: colour }, itemStyle: { color: colour }, data: order.map((part, x) => [x, mean(values(part, name))]) },
            { type: "scatter", name: actorName(name), symbol, symbolSize: 4, itemStyle: { color: colour, opacity: 0.5 }, data: order.flatMap((part, x) => values(part, name).map((value) => [x, value])) },
          ];
        }),
      };
    },
    [study, format],
  );
  return (
    <>
      <div className="legend">
        {appraisers.map((name, at) => (
          <span key={name}><i className="key" style={{ background: `var(--${COLOURS[at % COLOURS.length]})` }} />{actorName(name)}</span>
        ))}
      </div>
      <Suspense fallback={<div style={{ height: 260 }} />}>
        <Chart label={`${study.title}: ${parts.join(", ")}`} height={260} option={option} />
      </Suspense>
    </>
  );
}

/** The parts from the smallest to the largest. */
function byMean(study: GaugeStudyView): string[] {
  const sums = new Map<string, number>();
  for (const each of study.readings) sums.set(each.part, (sums.get(each.part) ?? 0) + each.value);
  return [...sums].sort((a, b) => a[1] - b[1]).map(([part]) => part);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0) / values.length;
}
