import type { RepairView } from "../../client/catalogue";
import { Asked } from "../../design/Asked";
import { useFormat } from "../../design/format";
import { type Column, Grid } from "../../design/Grid";
import { Panel } from "../../design/Panel";
import { useWords } from "../../design/words";
import { useAsk } from "../../transport/hooks";
import { dataWords } from "./dataWords";

export function RepairsPanel() {
  const say = useWords(dataWords);
  const format = useFormat();
  const rows = useAsk("telemetry.repairs", { limit: 500 }, { every: 30_000 });
  const columns: Column<RepairView>[] = [
    { key: "at", title: say("at"), sort: (row) => row.time, show: (row) => format.fullDate(row.time) },
    { key: "tag", title: say("tag"), sort: (row) => row.tag, show: (row) => <span className="code">{row.tag}</span> },
    { key: "rule", title: say("rule"), sort: (row) => row.rule, show: (row) => row.rule },
    { key: "verdict", title: say("verdict"), sort: (row) => row.verdict, show: (row) => row.verdict },
    { key: "original", title: say("original"), number: true, sort: (row) => row.original, show: (row) => format.number(row.original) },
    { key: "stored", title: say("stored"), number: true, sort: (row) => row.stored, show: (row) => format.number(row.stored) },
  ];
  return (
    <Panel title={say("repairs")} note={rows.data?.length ?? ""} flush>
      <Asked query={rows} empty={say("noRepairs")}>
        {(found) => <Grid rows={found} columns={columns} rowKey={(row) => String(row.id)} exportAs="repairs" />}
      </Asked>
    </Panel>
  );
}
