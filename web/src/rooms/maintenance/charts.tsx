import { lazy, Suspense, useCallback } from "react";
import type { ConditionView, SpectrumView, Tone } from "../../client/catalogue";
import { axis, type Colours } from "../../design/axis";
import { type Format, useFormat } from "../../design/format";
import { useWords } from "../../design/words";
import { maintenanceWords } from "./words";

const Chart = lazy(() => import("../../design/Chart"));

const HOUR = 3_600_000;

/** Health over time with alarm level, threshold, and the band in which the end of life lies. */
export function ConditionTrend({ condition }: { condition: ConditionView }) {
  const say = useWords(maintenanceWords);
  const format = useFormat();
  const option = useCallback(
    (colours: Colours) => {
      const points = condition.times.map((time, at) => [new Date(time).getTime(), condition.index[at] ?? null]);
      const life = lifeOf(condition);
      const last = points.at(-1);
      return {
        xAxis: axis(colours, { type: "time", max: life ? life.high : undefined, axisLabel: { formatter: (at: number) => format.date(at) } }),
        yAxis: indexAxis(colours, condition, say("index"), format),
        tooltip: { trigger: "axis", valueFormatter: (value: number) => format.number(value, 2) },
        series: [
          {
            type: "line", name: say("index"), data: points, showSymbol: false, lineStyle: { width: 1.6, color: colours("chart-1") }, itemStyle: { color: colours("chart-1") },
            markLine: {
              symbol: "none", silent: true,
              label: { position: "insideStartTop", fontSize: 11, color: colours("ink-2") },
              data: [
                { yAxis: condition.threshold, label: { formatter: say("threshold") }, lineStyle: { color: colours("st-down"), type: "solid", width: 1.5 } },
                { yAxis: condition.alarm_index, label: { formatter: say("alarmLine") }, lineStyle: { color: colours("st-blocked"), type: "dashed" } },
                ...(condition.onset ? [{ xAxis: new Date(condition.onset).getTime(), label: { formatter: say("onset") }, lineStyle: { color: colours("ink-3"), type: "dotted" } }] : []),
              ],
            },
            markArea: life && {
              silent: true, itemStyle: { color: colours("st-down"), opacity: 0.14 },
              data: [[{ xAxis: life.low }, { xAxis: life.high }]],
            },
          },
          ...(life && last
            ? [{
                type: "line", name: say("life"), symbol: "circle", symbolSize: 6, data: [last, [life.expected, condition.threshold]],
                lineStyle: { type: "dashed", width: 1.4, color: colours("st-down") }, itemStyle: { color: colours("st-down") },
              }]
            : []),
        ],
      };
    },
    [condition, format, say],
  );
  return (
    <Suspense fallback={<div style={{ height: 260 }} />}>
      <Chart label={say("trend")} height={260} option={option} />
    </Suspense>
  );
}

/** Wear grows by shares: far below the threshold a logarithmic axis shows it, a linear one hides it. */
function indexAxis(colours: Colours, condition: ConditionView, name: string, format: Format) {
  const wide = condition.threshold > 6 * condition.alarm_index;
  const most = Math.max(condition.threshold, ...condition.index) * 1.2;
  return axis(colours, {
    type: wide ? "log" : "value", name, min: wide ? 0.1 : 0, max: wide ? 10 ** Math.ceil(Math.log10(most)) : Math.ceil(most),
    axisLabel: { formatter: (value: number) => format.number(value) },
  });
}

function lifeOf(condition: ConditionView): { low: number; expected: number; high: number } | null {
  const asset = condition.asset;
  if (!asset || asset.life_h === null || asset.life_low_h === null || asset.life_high_h === null) return null;
  const at = new Date(asset.at).getTime();
  return { low: at + asset.life_low_h * HOUR, expected: at + asset.life_h * HOUR, high: at + asset.life_high_h * HOUR };
}

type SpectrumProps = { title: string; spectrum: SpectrumView; tones: readonly Tone[]; upTo?: number };

/** Amplitude over frequency; the bearing's tones are marked where their peaks would stand. */
export function Spectrum({ title, spectrum, tones, upTo }: SpectrumProps) {
  const format = useFormat();
  const option = useCallback(
    (colours: Colours) => ({
      xAxis: axis(colours, { type: "value", name: "Hz", nameLocation: "end", max: upTo, axisLabel: { formatter: (at: number) => format.number(at) } }),
      yAxis: axis(colours, { type: "value", name: format.unit(spectrum.unit), axisLabel: { formatter: (at: number) => format.number(at) } }),
      tooltip: { trigger: "axis", valueFormatter: (value: number) => format.quantity(value, spectrum.unit) },
      series: [
        {
          type: "line", showSymbol: false, data: spectrum.frequency_hz.map((hz, at) => [hz, spectrum.amplitude[at] ?? 0]),
          lineStyle: { width: 1, color: colours("chart-1") }, itemStyle: { color: colours("chart-1") },
          markLine: {
            symbol: "none", silent: true, label: { fontSize: 11, color: colours("ink-2"), rotate: 0 },
            data: tones.map((tone) => ({
              xAxis: tone.frequency_hz, label: { formatter: tone.name }, lineStyle: { color: colours("chart-2"), type: "dashed", width: 1 },
            })),
          },
        },
      ],
    }),
    [spectrum, tones, upTo, format],
  );
  return (
    <Suspense fallback={<div style={{ height: 210 }} />}>
      <Chart label={title} height={210} option={option} />
    </Suspense>
  );
}
