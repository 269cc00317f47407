import { Select, TextInput } from "@mantine/core";
import { useMemo, useState } from "react";
import type { AccessRow } from "../../client/catalogue";
import { Asked } from "../../design/Asked";
import { Tag } from "../../design/Figure";
import { type Column, Grid } from "../../design/Grid";
import { Panel } from "../../design/Panel";
import { useWords, type Words } from "../../design/words";
import { useAsk } from "../../transport/hooks";
import { adminWords } from "./adminWords";
import { roleWords } from "./words";

/** Which role may use which entry of the catalogue; one role can be tested alone. */
export function AccessPanel() {
  const say = useWords(adminWords);
  const sayRole = useWords<Words>(roleWords);
  const [role, setRole] = useState<string | null>(null);
  const [text, setText] = useState("");
  const rows = useAsk("identity.access_matrix", {});
  const shown = useMemo(
    () => (rows.data ?? []).filter((row) => (!role || row.roles.includes(role)) && row.entry.includes(text.trim())),
    [rows.data, role, text],
  );
  const roles = Object.keys(roleWords).filter((each) => !role || each === role);
  const columns: Column<AccessRow>[] = [
    { key: "entry", title: say("entry"), sort: (row) => row.entry, show: (row) => <span className="code">{row.entry}</span> },
    { key: "permission", title: say("permission"), sort: (row) => row.permission, show: (row) => <span className="code muted">{row.permission}</span> },
    { key: "risk", title: say("risk"), sort: (row) => row.risk, show: (row) => <Tag tone={row.risk === "execute" ? "warn" : "plain"}>{row.risk}</Tag> },
    ...roles.map((each) => ({
      key: each, title: sayRole(each), sort: (row: AccessRow) => (row.roles.includes(each) ? 1 : 0),
      show: (row: AccessRow) => (row.roles.includes(each) ? <span aria-label={say("may")}>●</span> : <span className="muted" aria-hidden>·</span>),
    })),
  ];
  return (
    <Panel
      title={say("access")}
      note={shown.length}
      flush
      actions={
        <>
          <TextInput size="xs" aria-label={say("search")} placeholder={say("search")} value={text} onChange={(event) => setText(event.currentTarget.value)} />
          <Select size="xs" clearable aria-label={say("role")} placeholder={say("allRoles")} value={role} onChange={setRole} data={Object.keys(roleWords).map((value) => ({ value, label: sayRole(value) }))} />
        </>
      }
    >
      <Asked query={rows}>{() => <Grid rows={shown} columns={columns} rowKey={(row) => row.entry} exportAs="access" maxHeight="calc(100vh - 250px)" />}</Asked>
    </Panel>
  );
}
