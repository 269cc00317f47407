import { SegmentedControl } from "@mantine/core";
import { lazy, Suspense, useCallback, useMemo, useState } from "react";
import type { LiveValue, TrendView } from "../../client/catalogue";
import { Asked } from "../../design/Asked";
import { axis, type Colours } from "../../design/axis";
import { titleOf } from "../../design/Facts";
import { useFormat } from "../../design/format";
import { type Column, Grid } from "../../design/Grid";
import { Panel } from "../../design/Panel";
import { useWords } from "../../design/words";
import { useAsk } from "../../transport/hooks";
import { Age, oldAfterOf, QualityTag, valueText } from "./values";
import { telemetryWords } from "./words";

const Chart = lazy(() => import("../../design/Chart"));

/** The machine's live signals with quality and age; choosing one shows its course. */
export function MachineSignals({ equipment }: { equipment: string }) {
  const say = useWords(telemetryWords);
  const format = useFormat();
  const live = useAsk("telemetry.live", { equipment });
  const tags = useAsk("telemetry.tags", { equipment });
  const periods = useMemo(() => new Map((tags.data ?? []).map((each) => [each.id, each.period_s])), [tags.data]);
  const [tag, setTag] = useState("");
  const columns: Column<LiveValue>[] = [
    { key: "signal", title: say("signal"), sort: (row) => row.signal, show: (row) => titleOf(row.signal) },
    { key: "value", title: say("value"), number: true, sort: (row) => row.value, show: (row) => valueText(row, format) },
    { key: "quality", title: say("quality"), sort: (row) => row.quality, show: (row) => <QualityTag quality={row.quality} /> },
    { key: "age", title: say("age"), number: true, sort: (row) => row.at, show: (row) => <Age at={row.at} oldAfter={oldAfterOf(periods.get(row.tag))} /> },
  ];
  return (
    <Panel title={say("signals")} flush>
      {tag && <SignalTrend key={tag} tag={tag} />}
      <Asked query={live} empty={say("noSignals")}>
        {(rows) => <Grid rows={rows} columns={columns} rowKey={(row) => row.tag} chosen={tag} onOpen={(row) => setTag(row.tag)} maxHeight={360} />}
      </Asked>
    </Panel>
  );
}

const SPANS = [2, 24, 168, 720];

export function SignalTrend({ tag }: { tag: string }) {
  const say = useWords(telemetryWords);
  const [hours, setHours] = useState(24);
  const span = useMemo(() => {
    const end = new Date();
    return { start: new Date(end.getTime() - hours * 3_600_000).toISOString(), end: end.toISOString() };
  }, [hours]);
  const trend = useAsk("telemetry.trend", { tag, ...span, buckets: 400 }, { keep: true });
  return (
    <div style={{ padding: "8px 12px", borderBottom: "1px solid var(--line)" }}>
      <div className="row spread">
        <strong className="code">{tag}</strong>
        <SegmentedControl size="xs" aria-label={tag} value={String(hours)} onChange={(value) => setHours(Number(value))} data={SPANS.map((each) => ({ value: String(each), label: say("hours", { hours: each }) }))} />
      </div>
      <Asked query={trend}>{(found) => <TrendChart trend={found} />}</Asked>
    </div>
  );
}

export function TrendChart({ trend, height = 180 }: { trend: TrendView; height?: number }) {
  const say = useWords(telemetryWords);
  const format = useFormat();
  const option = useCallback(
    (colours: Colours) => {
      const at = trend.points.map((point) => new Date(point.at).getTime());
      const line = (value: (point: TrendView["points"][number]) => number | null) =>
        trend.points.map((point, index) => [at[index], value(point)]);
      const quiet = { type: "line", showSymbol: false, silent: true, lineStyle: { width: 0.5, color: colours("line-strong") }, itemStyle: { color: colours("line-strong") } };
      return {
        xAxis: axis(colours, { type: "time", axisLabel: { formatter: (time: number) => format.time(time) } }),
        yAxis: axis(colours, { type: "value", scale: true, name: format.unit(trend.unit) }),
        tooltip: { trigger: "axis", valueFormatter: (value: number) => format.quantity(value, trend.unit) },
        series: [
          { ...quiet, name: "min", data: line((point) => point.low) },
          { ...quiet, name: "max", data: line((point) => point.high) },
          { type: "line", name: trend.tag, showSymbol: false, data: line((point) => point.mean), lineStyle: { width: 1.5, color: colours("chart-1") }, itemStyle: { color: colours("chart-1") } },
        ],
      };
    },
    [trend, format],
  );
  if (!trend.points.some((point) => point.count > 0)) return <div className="message">{say("noPoints")}</div>;
  return (
    <Suspense fallback={<div style={{ height }} />}>
      <Chart label={trend.tag} height={height} option={option} />
    </Suspense>
  );
}
