import { Select } from "@mantine/core";
import { useMemo, useState } from "react";
import { Link } from "wouter";
import type { JointChartView, JointPoint } from "../../client/catalogue";
import { Asked } from "../../design/Asked";
import { titleOf } from "../../design/Facts";
import { Bar } from "../../design/Figure";
import { shortName, useFormat } from "../../design/format";
import { type Column, Grid } from "../../design/Grid";
import { Panel } from "../../design/Panel";
import { useWords } from "../../design/words";
import { useAsk } from "../../transport/hooks";
import { type Charted, PointsChart } from "./PointsChart";
import { statisticsWords } from "./statisticsWords";

/** Hotelling's chart of what is measured together on one part. */
export function JointPanel() {
  const say = useWords(statisticsWords);
  const known = useAsk("quality.characteristics", {});
  const [chosen, setChosen] = useState<string | null>(null);
  const groups = useMemo(() => {
    const counts = new Map<string, { names: number; values: number }>();
    for (const each of known.data ?? []) {
      const key = `${each.product}|${each.equipment}`;
      const so = counts.get(key) ?? { names: 0, values: 0 };
      counts.set(key, { names: so.names + 1, values: so.values + each.values });
    }
    return [...counts].filter(([, group]) => group.names > 1).sort((a, b) => b[1].values - a[1].values);
  }, [known.data]);
  const current = chosen ?? groups[0]?.[0] ?? "";
  const [product = "", equipment = ""] = current.split("|");
  const chart = useAsk("quality.joint_chart", { equipment, product }, { enabled: current !== "", keep: true });
  return (
    <Panel
      title={say("joint")}
      flush
      actions={
        <Select
          aria-label={say("jointWhere")} size="xs" w={210} allowDeselect={false} value={current || null} onChange={setChosen}
          data={groups.map(([value]) => ({ value, label: `${value.split("|")[0]} · ${shortName(value.split("|")[1])}` }))}
        />
      }
    >
      <p className="chart-hint">{say("jointHint")}</p>
      {current === "" && known.data ? <div className="message">{say("noJoint")}</div> : <Asked query={chart} lines={8}>{(found) => <Joint chart={found} />}</Asked>}
    </Panel>
  );
}

function Joint({ chart }: { chart: JointChartView }) {
  const say = useWords(statisticsWords);
  const format = useFormat();
  const points = useMemo(() => chart.points.map((point): Charted => ({
    at: point.at, value: point.t_squared, centre: 0, ucl: point.ucl, lcl: null, rules: point.broken ? [1] : [],
  })), [chart]);
  const columns = useColumns(chart);
  const broken = useMemo(() => chart.points.filter((point) => point.broken).reverse(), [chart]);
  return (
    <>
      <PointsChart title={say("joint")} names={["T²"]} points={points} height={200} show={(value) => format.number(value, 2)} />
      <p className="chart-hint">
        {say("beyond", { count: broken.length, all: chart.points.length })}
        {chart.skipped > 0 && ` ${say("skipped", { count: chart.skipped })}`}
      </p>
      <Levels chart={chart} />
      {broken.length > 0
        ? <Grid rows={broken} columns={columns} rowKey={(row) => `${row.lot}${row.at}`} exportAs="t-squared" maxHeight={230} caption={say("joint")} />
        : <div className="message">{say("jointFine")}</div>}
    </>
  );
}

function useColumns(chart: JointChartView): Column<JointPoint>[] {
  const say = useWords(statisticsWords);
  const format = useFormat();
  const strongest = (row: JointPoint) => Math.max(...row.contributions, 1e-9);
  return [
    { key: "part", title: say("part"), sort: (row) => row.lot, show: (row) => <span className="two-lines"><b><Link href={`/trace/${encodeURIComponent(row.lot)}`}>{row.lot}</Link></b><small>{format.dateTime(row.at)}</small></span> },
    { key: "t", title: "T²", number: true, sort: (row) => row.t_squared, show: (row) => format.number(row.t_squared, 1) },
    { key: "most", title: say("most"), sort: (row) => row.most, show: (row) => <b>{titleOf(row.most)}</b> },
    ...chart.characteristics.map((each, index): Column<JointPoint> => ({
      key: each.name, title: titleOf(each.name), sort: (row) => row.values[index],
      show: (row) => (
        <span className="two-lines">
          <span>{format.quantity(row.values[index], each.unit)}</span>
          <Bar share={(row.contributions[index] ?? 0) / strongest(row)} tone={each.name === row.most ? "bad" : "plain"} label={`${titleOf(each.name)} ${format.number(row.contributions[index], 1)}`} />
        </span>
      ),
    })),
  ];
}

/** The usual level of each characteristic, and how it goes with the others. */
function Levels({ chart }: { chart: JointChartView }) {
  const say = useWords(statisticsWords);
  const format = useFormat();
  return (
    <div className="grid-wrap">
      <table className="grid">
        <caption className="visually-hidden">{say("levels")}</caption>
        <thead>
          <tr>
            <th>{say("characteristic")}</th>
            <th className="num">{say("level")}</th>
            {chart.characteristics.map((each) => <th key={each.name} className="num">{say("correlation", { name: titleOf(each.name) })}</th>)}
          </tr>
        </thead>
        <tbody>
          {chart.characteristics.map((each, row) => (
            <tr key={each.name}>
              <td>{titleOf(each.name)}</td>
              <td className="num">{format.number(each.mean)} ± {format.quantity(each.sigma, each.unit)}</td>
              {each.correlation.map((value, column) => <td key={chart.characteristics[column]?.name} className="num">{row === column ? "" : format.number(value, 2)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
