import { Button } from "@mantine/core";
import type { Terminal } from "../../client/catalogue";
import { Asked, Refused } from "../../design/Asked";
import { useFormat } from "../../design/format";
import { type Column, Grid } from "../../design/Grid";
import { Panel } from "../../design/Panel";
import { useWords } from "../../design/words";
import { useAct, useAsk } from "../../transport/hooks";
import { accountWords } from "./accountWords";

export function TerminalsPanel() {
  const say = useWords(accountWords);
  const format = useFormat();
  const rows = useAsk("identity.terminals", {});
  const revoke = useAct("identity.revoke_terminal");
  const columns: Column<Terminal>[] = [
    { key: "name", title: say("name"), sort: (row) => row.name, show: (row) => <strong style={{ fontWeight: 500 }}>{row.name}</strong> },
    { key: "station", title: say("station"), sort: (row) => row.station, show: (row) => row.station },
    { key: "by", title: say("by"), sort: (row) => row.by, show: (row) => row.by.replace("user:", "") },
    { key: "at", title: say("at"), sort: (row) => row.at, show: (row) => format.dateTime(row.at) },
    {
      key: "revoke", title: "",
      show: (row) => <Button size="compact-sm" variant="default" onClick={() => revoke.mutate({ terminal: row.id })}>{say("revoke")}</Button>,
    },
  ];
  return (
    <Panel title={say("terminals")} note={rows.data?.length ?? ""} flush>
      {revoke.error && <Refused error={revoke.error} />}
      <Asked query={rows} empty={say("noTerminals")}>
        {(found) => <Grid rows={found} columns={columns} rowKey={(row) => row.id} exportAs="terminals" />}
      </Asked>
    </Panel>
  );
}
