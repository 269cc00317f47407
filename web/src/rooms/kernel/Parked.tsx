import { Button, Drawer, TextInput } from "@mantine/core";
import { useState } from "react";
import type { ParkedView } from "../../client/catalogue";
import { Asked, Refused } from "../../design/Asked";
import { Facts } from "../../design/Facts";
import { useFormat } from "../../design/format";
import { type Column, Grid } from "../../design/Grid";
import { Panel } from "../../design/Panel";
import { useWords } from "../../design/words";
import { useAct, useAsk } from "../../transport/hooks";
import { dataWords } from "../telemetry/dataWords";

/** What could not be processed and waits for a person. */
export function ParkedPanel() {
  const say = useWords(dataWords);
  const format = useFormat();
  const rows = useAsk("kernel.parked", {}, { every: 30_000 });
  const [chosen, setChosen] = useState<ParkedView | null>(null);
  const columns: Column<ParkedView>[] = [
    { key: "at", title: say("at"), sort: (row) => row.at, show: (row) => format.dateTime(row.at) },
    { key: "source", title: say("source"), sort: (row) => row.source, show: (row) => row.source },
    { key: "what", title: say("what"), sort: (row) => row.what, show: (row) => row.what },
    { key: "code", title: say("code"), sort: (row) => row.code, show: (row) => <span className="code">{row.code}</span> },
    { key: "count", title: say("count"), number: true, sort: (row) => row.count, show: (row) => row.count },
  ];
  return (
    <Panel title={say("parked")} note={rows.data?.length ?? ""} flush>
      <Asked query={rows} empty={say("noParked")}>
        {(found) => <Grid rows={found} columns={columns} rowKey={(row) => row.id} onOpen={setChosen} exportAs="parked" />}
      </Asked>
      <Drawer opened={chosen !== null} onClose={() => setChosen(null)} position="right" size="lg" title={chosen?.code}>
        {chosen && <Body row={chosen} onDone={() => setChosen(null)} />}
      </Drawer>
    </Panel>
  );
}

function Body({ row, onDone }: { row: ParkedView; onDone: () => void }) {
  const say = useWords(dataWords);
  const [reason, setReason] = useState("");
  const retry = useAct("kernel.retry_parked");
  const dismiss = useAct("kernel.dismiss_parked");
  const delivery = row.id.includes("@");
  return (
    <div className="stack">
      <span>{row.advice}</span>
      <Facts facts={row.facts} />
      <div>
        <span className="muted">{say("content")}</span>
        <pre className="code" style={{ whiteSpace: "pre-wrap", maxHeight: 300, overflow: "auto", background: "var(--sunk)", padding: 8, margin: 0 }}>{row.content}</pre>
      </div>
      <TextInput label={say("reason")} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
      {(retry.error ?? dismiss.error) && <Refused error={(retry.error ?? dismiss.error) as Error} />}
      <div className="row">
        {delivery && <Button variant="default" loading={retry.isPending} onClick={() => retry.mutate({ parked: row.id }, { onSuccess: onDone })}>{say("retry")}</Button>}
        <Button variant="default" disabled={!reason.trim()} loading={dismiss.isPending} onClick={() => dismiss.mutate({ parked: row.id, reason }, { onSuccess: onDone })}>{say("dismiss")}</Button>
      </div>
    </div>
  );
}
