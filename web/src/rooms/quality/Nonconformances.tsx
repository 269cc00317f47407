import { Button, Drawer, Textarea } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";
import type { Nonconformance } from "../../client/catalogue";
import { Asked, Refused } from "../../design/Asked";
import { Facts } from "../../design/Facts";
import { Tag } from "../../design/Figure";
import { actorName, shortName, useFormat } from "../../design/format";
import { type Column, Grid } from "../../design/Grid";
import { Panel } from "../../design/Panel";
import { useWords, type Words } from "../../design/words";
import { useAct, useAsk } from "../../transport/hooks";
import { qualityWords } from "./words";

const STATE_WORDS = { open: "stateOpen", contained: "stateContained", closed: "stateClosed" } as const;

export function NonconformancePanel({ nonconformance }: { nonconformance: string }) {
  const say = useWords<Words>(qualityWords);
  const format = useFormat();
  const [chosen, setChosen] = useState(nonconformance);
  const rows = useAsk("quality.nonconformances", {});
  const found = rows.data?.find((row) => row.id === chosen);
  const columns: Column<Nonconformance>[] = [
    { key: "title", title: say("title"), sort: (row) => row.title, show: (row) => <strong style={{ fontWeight: 500 }}>{row.title}</strong> },
    { key: "severity", title: say("severity"), sort: (row) => row.severity, show: (row) => <Tag tone={row.severity === "minor" ? "plain" : row.severity === "major" ? "warn" : "bad"}>{say(row.severity)}</Tag> },
    { key: "machine", title: say("machine"), sort: (row) => row.equipment, show: (row) => shortName(row.equipment) },
    { key: "lots", title: say("lots"), number: true, sort: (row) => row.lots.length, show: (row) => row.lots.length },
    { key: "held", title: say("held"), number: true, sort: (row) => row.held.length, show: (row) => row.held.length },
    { key: "state", title: say("state"), sort: (row) => row.state, show: (row) => <Tag tone={row.state === "closed" ? "plain" : "info"}>{say(STATE_WORDS[row.state])}</Tag> },
    { key: "at", title: say("at"), sort: (row) => row.at, show: (row) => format.dateTime(row.at) },
    { key: "by", title: say("by"), sort: (row) => row.by, show: (row) => actorName(row.by) },
  ];
  return (
    <Panel title={say("nonconformances")} note={rows.data?.length ?? ""} flush>
      <Asked query={rows} empty={say("noNonconformances")}>
        {(all) => <Grid rows={all} columns={columns} rowKey={(row) => row.id} onOpen={(row) => setChosen(row.id)} exportAs="nonconformances" maxHeight={380} />}
      </Asked>
      <Drawer opened={found !== undefined} onClose={() => setChosen("")} position="right" size="md" title={found?.title}>
        {found && <Body row={found} />}
      </Drawer>
    </Panel>
  );
}

function Body({ row }: { row: Nonconformance }) {
  const say = useWords<Words>(qualityWords);
  const [disposition, setDisposition] = useState("");
  const close = useAct("quality.close_nonconformance");
  return (
    <div className="stack">
      <Facts facts={row.facts} />
      <div>
        <span className="muted">{say("lots")} ({row.lots.length})</span>
        <div className="row">
          {row.lots.map((lot) => (
            <Link key={lot} href={`/trace/${encodeURIComponent(lot)}`}>{lot}{row.held.includes(lot) && ` (${say("held")})`}</Link>
          ))}
        </div>
      </div>
      {row.disposition && <p>{row.disposition}</p>}
      {row.state !== "closed" && (
        <form className="stack" onSubmit={(event) => { event.preventDefault(); close.mutate({ nonconformance: row.id, disposition }); }}>
          <Textarea label={say("disposition")} required value={disposition} onChange={(event) => setDisposition(event.currentTarget.value)} />
          {close.error && <Refused error={close.error} />}
          <div><Button type="submit" variant="default" loading={close.isPending}>{say("close")}</Button></div>
        </form>
      )}
    </div>
  );
}
