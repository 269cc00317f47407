import { Drawer } from "@mantine/core";
import { useMemo, useState } from "react";
import type { Drift } from "../../client/catalogue";
import { Asked } from "../../design/Asked";
import { titleOf } from "../../design/Facts";
import { shortName, useFormat } from "../../design/format";
import { type Column, Grid } from "../../design/Grid";
import { Panel } from "../../design/Panel";
import { useWords } from "../../design/words";
import { useAsk } from "../../transport/hooks";
import { type Charted, PointsChart } from "./PointsChart";
import { statisticsWords } from "./statisticsWords";

/** Characteristics that the room's own watch saw leaving their level. */
export function DriftPanel({ drift }: { drift: string }) {
  const say = useWords(statisticsWords);
  const format = useFormat();
  const [chosen, setChosen] = useState(drift);
  const rows = useAsk("quality.drifts", {});
  const columns: Column<Drift>[] = [
    { key: "what", title: say("characteristic"), sort: (row) => row.characteristic, show: (row) => <span className="two-lines"><b>{titleOf(row.characteristic)}</b><small>{row.product || say("allProducts")}</small></span> },
    { key: "machine", title: say("machine"), sort: (row) => row.equipment, show: (row) => shortName(row.equipment) },
    { key: "since", title: say("since"), sort: (row) => row.since, show: (row) => format.dateTime(row.since) },
    { key: "usual", title: say("usual"), number: true, sort: (row) => row.usual, show: (row) => format.quantity(row.usual, row.unit) },
    { key: "now", title: say("now"), number: true, sort: (row) => row.now, show: (row) => <b>{format.quantity(row.now, row.unit)}</b> },
    { key: "shift", title: say("shift"), number: true, sort: (row) => row.shift_sigma, show: (row) => `${row.shift_sigma > 0 ? "↑" : "↓"} ${format.number(Math.abs(row.shift_sigma), 1)} σ` },
    { key: "seen", title: say("seenBy"), number: true, sort: (row) => row.values, show: (row) => say("valuesCount", { count: row.values }) },
    { key: "alone", title: say("limitsAlone"), number: true, sort: (row) => row.limits_take, show: (row) => say("valuesCount", { count: format.number(row.limits_take, 0) }) },
    { key: "at", title: say("toldAt"), sort: (row) => row.at, show: (row) => format.dateTime(row.at) },
  ];
  return (
    <Panel title={say("drifts")} note={rows.data?.length ?? ""} flush>
      <Asked query={rows} empty={say("noDrifts")}>
        {(all) => <Grid rows={all} columns={columns} rowKey={(row) => row.id} onOpen={(row) => setChosen(row.id)} maxHeight={240} caption={say("drifts")} />}
      </Asked>
      <Drawer opened={chosen !== ""} onClose={() => setChosen("")} position="right" size="xl" title={say("drifts")}>
        {chosen && <DriftBody id={chosen} />}
      </Drawer>
    </Panel>
  );
}

function DriftBody({ id }: { id: string }) {
  const found = useAsk("quality.drift", { drift: id });
  return <Asked query={found} lines={8}>{(drift) => <Body drift={drift} />}</Asked>;
}

function Body({ drift }: { drift: Drift }) {
  const say = useWords(statisticsWords);
  const format = useFormat();
  const points = useMemo(() => drift.series.map((each): Charted => ({
    at: each.at, value: each.value, centre: drift.usual, ucl: drift.usual + 3 * drift.sigma, lcl: drift.usual - 3 * drift.sigma,
    rules: each.at === drift.since ? [1] : [],
  })), [drift]);
  const name = titleOf(drift.characteristic);
  return (
    <div className="stack">
      <strong>{name} · {drift.product || say("allProducts")} · {shortName(drift.equipment)}</strong>
      <PointsChart title={name} names={[name]} points={points} height={240} show={(value) => format.quantity(value, drift.unit)} />
      <dl className="facts">
        <dt>{say("since")}</dt><dd>{format.dateTime(drift.since)}</dd>
        <dt>{say("usual")}</dt><dd>{format.quantity(drift.usual, drift.unit)}</dd>
        <dt>{say("now")}</dt><dd>{format.quantity(drift.now, drift.unit)}</dd>
      </dl>
      <p className="muted" style={{ margin: 0 }}>
        {say("driftWhy", { shift: format.number(Math.abs(drift.shift_sigma), 1), limits: format.number(drift.limits_take, 0), values: drift.values })}
      </p>
    </div>
  );
}
