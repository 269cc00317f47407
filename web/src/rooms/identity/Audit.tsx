import { Button, Drawer, TextInput } from "@mantine/core";
import { useState } from "react";
import type { AuditView } from "../../client/catalogue";
import { Asked, Refused } from "../../design/Asked";
import { factText } from "../../design/Facts";
import { Tag } from "../../design/Figure";
import { actorName, useFormat } from "../../design/format";
import { type Column, Grid } from "../../design/Grid";
import { Panel } from "../../design/Panel";
import { useWords } from "../../design/words";
import { ask } from "../../transport/http";
import { useAsk } from "../../transport/hooks";
import { adminWords } from "./adminWords";

export function AuditPanel() {
  const say = useWords(adminWords);
  const format = useFormat();
  const [entry, setEntry] = useState("");
  const [before, setBefore] = useState(0);
  const [chosen, setChosen] = useState<AuditView | null>(null);
  const rows = useAsk("identity.audit_trail", { entry: entry.trim(), before, limit: 100 }, { keep: true });
  const columns: Column<AuditView>[] = [
    { key: "seq", title: say("seq"), number: true, sort: (row) => row.seq, show: (row) => row.seq },
    { key: "at", title: say("at"), sort: (row) => row.at, show: (row) => format.fullDate(row.at) },
    { key: "actor", title: say("actor"), sort: (row) => row.actor, show: (row) => actorName(row.actor) },
    { key: "entry", title: say("entry"), sort: (row) => row.entry, show: (row) => <span className="code">{row.entry}</span> },
    { key: "outcome", title: say("outcome"), sort: (row) => row.outcome, show: (row) => <Tag tone={row.outcome === "refused" ? "bad" : row.outcome === "awaiting_decision" ? "warn" : "plain"}>{row.outcome}</Tag> },
    { key: "approved", title: say("approved"), sort: (row) => row.approved_by, show: (row) => (row.approved_by ? actorName(row.approved_by) : "") },
    { key: "call", title: say("call"), show: (row) => <span className="muted one-line">{factText("", row.call, format)}</span> },
  ];
  const last = rows.data?.at(-1)?.seq ?? 0;
  return (
    <Panel
      title={say("audit")}
      flush
      actions={
        <>
          <TextInput size="xs" aria-label={say("search")} placeholder="tracing." value={entry} onChange={(event) => { setEntry(event.currentTarget.value); setBefore(0); }} />
          {before > 0 && <Button size="compact-sm" variant="default" onClick={() => setBefore(0)}>{say("newest")}</Button>}
          <Button size="compact-sm" variant="default" disabled={last <= 1} onClick={() => setBefore(last)}>{say("older")}</Button>
          <VerifyButton />
        </>
      }
    >
      <Asked query={rows} empty="–">
        {(found) => <Grid rows={found} columns={columns} rowKey={(row) => String(row.seq)} onOpen={setChosen} exportAs="audit" maxHeight="calc(100vh - 250px)" />}
      </Asked>
      <Drawer opened={chosen !== null} onClose={() => setChosen(null)} position="right" size="lg" title={chosen?.entry}>
        <pre className="code" style={{ whiteSpace: "pre-wrap" }}>{JSON.stringify(chosen, null, 2)}</pre>
      </Drawer>
    </Panel>
  );
}

function VerifyButton() {
  const say = useWords(adminWords);
  const [verdict, setVerdict] = useState<string>("");
  const [error, setError] = useState<Error | null>(null);
  const verify = async () => {
    setError(null);
    try {
      const found = await ask("identity.verify_audit", {});
      setVerdict(found.ok ? say("whole", { lines: found.lines }) : say("broken", { line: found.first_bad ?? 0, problem: found.problem }));
    } catch (failure) {
      setError(failure as Error);
    }
  };
  return (
    <>
      {verdict && <span role="status">{verdict}</span>}
      {error && <Refused error={error} />}
      <Button size="compact-sm" onClick={() => void verify()}>{say("verify")}</Button>
    </>
  );
}
