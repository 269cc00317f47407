import { Button } from "@mantine/core";
import type { JobView, TaskView } from "../../client/catalogue";
import { Asked } from "../../design/Asked";
import { Bar, Tag } from "../../design/Figure";
import { actorName, useFormat } from "../../design/format";
import { type Column, Grid } from "../../design/Grid";
import { Panel } from "../../design/Panel";
import { useWords } from "../../design/words";
import { useAct, useAsk } from "../../transport/hooks";
import { adminWords } from "../identity/adminWords";
import { RoomsPanel } from "./Rooms";

/** Which background service runs, when next, and what went wrong last. */
export function ServicesPanel() {
  return (
    <div className="stack">
      <RoomsPanel />
      <Jobs />
      <Tasks />
    </div>
  );
}

function Jobs() {
  const say = useWords(adminWords);
  const format = useFormat();
  const rows = useAsk("kernel.jobs", {}, { every: 10_000 });
  const columns: Column<JobView>[] = [
    { key: "job", title: say("job"), sort: (row) => row.job, show: (row) => <span className="code">{row.job}</span> },
    { key: "last", title: say("last"), sort: (row) => row.last_at, show: (row) => format.dateTime(row.last_at) },
    { key: "next", title: say("next"), sort: (row) => row.next_at, show: (row) => format.dateTime(row.next_at) },
    { key: "runs", title: say("runs"), number: true, sort: (row) => row.runs, show: (row) => format.number(row.runs) },
    { key: "error", title: say("error"), sort: (row) => row.error, show: (row) => (row.error ? <Tag tone="bad">{row.error.slice(0, 120)}</Tag> : "") },
  ];
  return (
    <Panel title={say("services")} note="lineside serve · lineside worker" flush>
      <Asked query={rows} empty="–">{(found) => <Grid rows={found} columns={columns} rowKey={(row) => row.job} exportAs="jobs" />}</Asked>
    </Panel>
  );
}

function Tasks() {
  const say = useWords(adminWords);
  const format = useFormat();
  const rows = useAsk("kernel.tasks", {}, { every: 10_000 });
  const cancel = useAct("kernel.cancel_task");
  const columns: Column<TaskView>[] = [
    { key: "at", title: say("at"), sort: (row) => row.started_at, show: (row) => format.dateTime(row.started_at) },
    { key: "name", title: say("name"), sort: (row) => row.name, show: (row) => row.name },
    { key: "state", title: say("outcome"), sort: (row) => row.state, show: (row) => <Tag tone={row.state === "failed" ? "bad" : row.state === "done" ? "good" : "info"}>{row.state}</Tag> },
    { key: "progress", title: say("progress"), show: (row) => <Bar share={row.total ? row.done / row.total : row.state === "done" ? 1 : 0} label={`${row.done} / ${row.total}`} /> },
    { key: "note", title: "", show: (row) => <span className="muted">{row.note}</span> },
    { key: "actor", title: say("actor"), sort: (row) => row.actor, show: (row) => actorName(row.actor) },
    { key: "cancel", title: "", show: (row) => (row.state === "running" ? <Button size="compact-xs" variant="default" onClick={() => cancel.mutate({ task: row.id })}>{say("cancel")}</Button> : "") },
  ];
  return (
    <Panel title={say("tasks")} flush>
      <Asked query={rows} empty={say("noTasks")}>{(found) => <Grid rows={found} columns={columns} rowKey={(row) => row.id} />}</Asked>
    </Panel>
  );
}
