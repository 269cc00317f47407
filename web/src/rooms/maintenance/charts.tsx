import { lazy, Suspense, useCallback, useMemo } from "react";
import type { ConditionView, ShaftOrders, SpectrumView, Tone } from "../../client/catalogue";
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

type Marked = { at: number; name: string };
type SpectrumProps = {
  title: string; places: readonly number[]; amplitude: readonly number[]; unit: string; marks: readonly Marked[]; along: string; upTo?: number;
};

/** Amplitude over frequency, the bearing's tones marked where their peaks would stand. */
export function FrequencySpectrum({ title, spectrum, tones, upTo }: { title: string; spectrum: SpectrumView; tones: readonly Tone[]; upTo?: number }) {
  const marks = useMemo(() => tones.map((tone) => ({ at: tone.frequency_hz, name: tone.name })), [tones]);
  return <Spectrum title={title} places={spectrum.frequency_hz} amplitude={spectrum.amplitude} unit={spectrum.unit} marks={marks} along="Hz" upTo={upTo} />;
}

/** Amplitude over multiples of the shaft's speed: its own tones, once and twice, and the bearing's. */
export function OrderSpectrum({ title, orders }: { title: string; orders: ShaftOrders }) {
  const marks = useMemo(
    () => [...[1, 2].map((order) => ({ at: order, name: `${order}×` })), ...orders.tones.filter((tone) => tone.order > 1).map((tone) => ({ at: tone.order, name: tone.name }))],
    [orders],
  );
  return <Spectrum title={title} places={orders.order} amplitude={orders.amplitude} unit={orders.unit} marks={marks} along="×" />;
}

function Spectrum({ title, places, amplitude, unit, marks, along, upTo }: SpectrumProps) {
  const format = useFormat();
  const option = useCallback(
    (colours: Colours) => ({
      xAxis: axis(colours, { type: "value", name: along, nameLocation: "end", max: upTo, axisLabel: { formatter: (at: number) => format.number(at) } }),
      yAxis: axis(colours, { type: "value", name: format.unit(unit), axisLabel: { formatter: (at: number) => format.number(at) } }),
      tooltip: { trigger: "axis", valueFormatter: (value: number) => format.quantity(value, unit) },
      series: [
        {
          type: "line", showSymbol: false, data: places.map((place, at) => [place, amplitude[at] ?? 0]),
          lineStyle: { width: 1, color: colours("chart-1") }, itemStyle: { color: colours("chart-1") },
          markLine: {
            symbol: "none", silent: true, label: { fontSize: 11, color: colours("ink-2"), rotate: 0 },
            data: marks.map((mark) => ({
              xAxis: mark.at, label: { formatter: mark.name }, lineStyle: { color: colours("chart-2"), type: "dashed", width: 1 },
            })),
          },
        },
      ],
    }),
    [places, amplitude, unit, marks, along, upTo, format],
  );
  return (
    <Suspense fallback={<div style={{ height: 210 }} />}>
      <Chart label={title} height={210} option={option} />
    </Suspense>
  );
}
