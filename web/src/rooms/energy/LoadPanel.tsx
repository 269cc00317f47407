import { lazy, Suspense, useCallback } from "react";
import type { LoadForecast, LoadPoint } from "../../client/catalogue";
import { Refused } from "../../design/Asked";
import { axis, type Colours } from "../../design/axis";
import { Figure, Figures } from "../../design/Figure";
import { type Format, useFormat } from "../../design/format";
import { Panel } from "../../design/Panel";
import { type Speak, useWords } from "../../design/words";
import { useAsk } from "../../transport/hooks";
import type { Period } from "./period";
import { energyWords } from "./words";

const Chart = lazy(() => import("../../design/Chart"));
const HEIGHT = 280;

type Say = Speak<typeof energyWords>;
type LoadProps = { equipment: string; period: Period };

/** The load by hour so far, tomorrow's band, and what the forecast is worth. */
export function LoadPanel({ equipment, period }: LoadProps) {
  const say = useWords(energyWords);
  const curve = useAsk("energy.load_curve", { equipment, start: period.curveStart, end: period.end });
  const forecast = useAsk("energy.load_forecast", { equipment });
  return (
    <Panel title={say("load")} note={say(equipment ? "loadOf" : "loadNote")} flush>
      {forecast.error && <Refused error={forecast.error} />}
      {curve.error && <Refused error={curve.error} />}
      {forecast.data && <Worth forecast={forecast.data} />}
      <LoadLegend />
      {curve.data?.length === 0 && !forecast.data && <div className="message">{say("noCurve")}</div>}
      <LoadChart points={curve.data ?? []} forecast={forecast.data} />
    </Panel>
  );
}

function Worth({ forecast }: { forecast: LoadForecast }) {
  const say = useWords(energyWords);
  const format = useFormat();
  const test = forecast.back_test;
  const better = test.naive_mae_kw > 0 ? 1 - test.mae_kw / test.naive_mae_kw : 0;
  const power = (value: number) => format.number(value, value < 10 ? 2 : 0);
  return (
    <div style={{ padding: 12 }}>
      <Figures>
        <Figure label={say("error")} value={`± ${power(test.mae_kw)}`} unit="kW" under={say("tried", { days: test.days })} />
        <Figure label={say("naive")} value={`± ${power(test.naive_mae_kw)}`} unit="kW" tone={better > 0 ? "plain" : "warn"} under={better > 0 ? say("worth", { share: format.percent(better) }) : say("notWorth")} />
        <Figure label={say("peakError")} value={`± ${power(test.peak_mae_kw)}`} unit="kW" tone={test.peak_mae_kw > test.naive_peak_mae_kw ? "warn" : "plain"} under={say("peakNaive", { power: format.quantity(test.naive_peak_mae_kw, "kW", test.naive_peak_mae_kw < 10 ? 2 : 0) })} />
        <Figure label={say("coverage")} value={format.percent(test.within_80)} under={say("history", { days: forecast.history_days, meters: forecast.meters })} />
      </Figures>
    </div>
  );
}

function LoadLegend() {
  const say = useWords(energyWords);
  return (
    <div className="legend" style={{ padding: "4px 12px" }}>
      <span><i className="key line-key measured" />{say("measured")}</span>
      <span><i className="key line-key" />{say("expected")}</span>
      <span><i className="key band-80" />{say("interval")}</span>
    </div>
  );
}

type ChartProps = { points: readonly LoadPoint[]; forecast: LoadForecast | undefined };

function LoadChart({ points, forecast }: ChartProps) {
  const say = useWords(energyWords);
  const format = useFormat();
  const option = useCallback((colours: Colours) => chartOf(points, forecast, colours, format, say), [points, forecast, format, say]);
  return (
    <Suspense fallback={<div style={{ height: HEIGHT }} />}>
      <Chart label={say("load")} height={HEIGHT} option={option} />
    </Suspense>
  );
}

function chartOf(points: readonly LoadPoint[], forecast: LoadForecast | undefined, colours: Colours, format: Format, say: Say) {
  const hours = forecast?.hours ?? [];
  const at = (start: string) => Date.parse(start);
  const hidden = { type: "line", stack: "band", stackStrategy: "all", showSymbol: false, silent: true, lineStyle: { opacity: 0 }, tooltip: { show: false } };
  const line = (name: string, colour: string, data: unknown[]) => ({
    type: "line", name, data, step: "end", showSymbol: false, lineStyle: { width: 1.6, color: colours(colour) }, itemStyle: { color: colours(colour) },
  });
  return {
    xAxis: axis(colours, { type: "time", axisLabel: { formatter: (time: number) => format.date(time) }, minInterval: 86_400_000 }),
    yAxis: axis(colours, { type: "value", name: "kW", min: 0, axisLabel: { formatter: (value: number) => format.number(value) } }),
    tooltip: {
      trigger: "axis",
      formatter: (items: { axisValue: number }[]) => tooltipOf(points, forecast, items[0]?.axisValue ?? 0, format, say),
    },
    series: [
      { ...hidden, step: "end", data: hours.map((hour) => [at(hour.start), hour.low_kw]) },
      { ...hidden, step: "end", data: hours.map((hour) => [at(hour.start), hour.high_kw - hour.low_kw]), areaStyle: { color: colours("chart-2"), opacity: 0.26 } },
      {
        ...line(say("expected"), "chart-2", hours.map((hour) => [at(hour.start), hour.expected_kw])),
        markLine: forecast && {
          symbol: "none", silent: true, label: { formatter: say("peak"), color: colours("ink-2"), fontSize: 11 },
          data: [{ xAxis: at(forecast.peak_at) }], lineStyle: { color: colours("chart-2"), type: "dashed", width: 1 },
        },
      },
      line(say("measured"), "chart-1", withGaps(points)),
    ],
  };
}

const HOUR = 3_600_000;

/** Hours that no meter covered are a gap in the line, not a fall to zero. */
function withGaps(points: readonly LoadPoint[]): [number, number | null][] {
  return points.flatMap((point, place): [number, number | null][] => {
    const at = Date.parse(point.start);
    const before = points[place - 1];
    const isAfterGap = before !== undefined && at - Date.parse(before.start) > 1.5 * HOUR;
    return isAfterGap ? [[at - 1, null], [at, point.mean_kw]] : [[at, point.mean_kw]];
  });
}

function tooltipOf(points: readonly LoadPoint[], forecast: LoadForecast | undefined, time: number, format: Format, say: Say): string {
  const is = (each: { start: string }) => Math.abs(Date.parse(each.start) - time) < HOUR / 2;
  const seen = points.find(is);
  const hour = forecast?.hours.find(is);
  const lines = [format.dateTime(time)];
  if (seen) lines.push(`${say("measured")}: <b>${format.quantity(seen.mean_kw, "kW")}</b>`);
  if (hour) lines.push(`${say("expected")}: <b>${format.quantity(hour.expected_kw, "kW", 0)}</b>`, `80 %: ${format.number(hour.low_kw, 0)} – ${format.quantity(hour.high_kw, "kW", 0)}`);
  return lines.join("<br>");
}
