import { Button, PasswordInput, Select, Switch, TextInput } from "@mantine/core";
import { useState } from "react";
import type { ConnectionView } from "../../client/catalogue";
import { Asked, Refused } from "../../design/Asked";
import { Tag, type Tone } from "../../design/Figure";
import { useFormat } from "../../design/format";
import { type Column, Grid } from "../../design/Grid";
import { Panel } from "../../design/Panel";
import { useWords, type Words } from "../../design/words";
import { useAct, useAsk } from "../../transport/hooks";
import { dataWords } from "./dataWords";

const TONES: Record<string, Tone> = { live: "good", connecting: "info", idle: "info", lost: "bad", refused: "bad", closed: "plain" };

type Props = { chosen: string; onOpen: (connection: string) => void };

export function ConnectionsPanel({ chosen, onOpen }: Props) {
  const say = useWords<Words>(dataWords);
  const format = useFormat();
  const rows = useAsk("telemetry.connections", {}, { every: 10_000 });
  const toggle = useAct("telemetry.switch_connection");
  const columns: Column<ConnectionView>[] = [
    { key: "name", title: say("name"), sort: (row) => row.id, show: (row) => <strong style={{ fontWeight: 500 }}>{row.id}</strong> },
    { key: "protocol", title: say("protocol"), sort: (row) => row.protocol, show: (row) => row.protocol },
    { key: "address", title: say("address"), sort: (row) => withoutSecret(row.address), show: (row) => <span className="code">{withoutSecret(row.address)}</span> },
    {
      key: "state", title: say("state"), sort: (row) => row.state,
      show: (row) => <><Tag tone={TONES[row.state] ?? "plain"}>{say(row.state)}</Tag> <span className="muted">{row.reason}</span></>,
    },
    { key: "tags", title: say("tags"), number: true, sort: (row) => row.tags, show: (row) => row.tags },
    { key: "since", title: say("since"), sort: (row) => row.changed_at, show: (row) => format.dateTime(row.changed_at) },
    {
      key: "on", title: say("on"),
      show: (row) => (
        <span onClick={(event) => event.stopPropagation()}>
          <Switch size="sm" aria-label={`${say("on")} ${row.id}`} checked={row.enabled} onChange={(event) => toggle.mutate({ connection: row.id, enabled: event.currentTarget.checked })} />
        </span>
      ),
    },
  ];
  return (
    <Panel title={say("connections")} note={rows.data?.length ?? ""} flush>
      {toggle.error && <Refused error={toggle.error} />}
      <Asked query={rows} empty={say("none")}>
        {(found) => <Grid rows={found} columns={columns} rowKey={(row) => row.id} chosen={chosen} onOpen={(row) => onOpen(row.id)} exportAs="connections" />}
      </Asked>
    </Panel>
  );
}

/** An address may carry a user and a password; neither belongs on a screen. */
function withoutSecret(address: string): string {
  return address.replace(/\/\/[^@/]*@/, "//***@");
}

const EXAMPLES: Record<string, string> = {
  opcua: "opc.tcp://192.0.2.10:4840",
  mqtt: "mqtt://192.0.2.10:1883",
  sparkplug: "mqtt://192.0.2.10:1883",
};

const SECURITIES = ["Basic256Sha256", "Aes128Sha256RsaOaep", "Aes256Sha256RsaPss", "None"];

export function AttachForm({ onAttached }: { onAttached: (connection: string) => void }) {
  const say = useWords(dataWords);
  const [protocol, setProtocol] = useState("opcua");
  const attach = useAct("telemetry.attach_connection");
  const send = (form: HTMLFormElement) => {
    const given = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    const { connection = "", address = "", ...rest } = given;
    const options = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== ""));
    attach.mutate({ connection, protocol, address, options }, { onSuccess: () => onAttached(connection) });
  };
  return (
    <Panel title={say("attach")}>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); send(event.currentTarget); }}>
        <Select label={say("protocol")} allowDeselect={false} value={protocol} onChange={(value) => setProtocol(value ?? "opcua")} data={[{ value: "opcua", label: "OPC UA" }, { value: "mqtt", label: "MQTT (JSON)" }, { value: "sparkplug", label: "MQTT Sparkplug B" }]} />
        <TextInput name="connection" label={say("name")} required pattern="[A-Za-z0-9_.\-]+" />
        <TextInput name="address" label={say("address")} required placeholder={EXAMPLES[protocol]} />
        {protocol === "opcua" && <Select name="security" label={say("security")} defaultValue="Basic256Sha256" allowDeselect={false} data={SECURITIES} />}
        {protocol === "sparkplug" && <TextInput name="group" label={say("group")} />}
        <TextInput name="username" label={say("user")} autoComplete="off" />
        <PasswordInput name="password" label={say("password")} autoComplete="new-password" />
        {attach.error && <Refused error={attach.error} />}
        <Button type="submit" loading={attach.isPending}>{say("save")}</Button>
      </form>
    </Panel>
  );
}

/** A server whose certificate nobody trusted yet: compare the thumbprint, then trust it. */
export function TrustForm({ connection }: { connection: ConnectionView }) {
  const say = useWords(dataWords);
  const shown = /[0-9a-f]{64}/i.exec(connection.reason)?.[0] ?? "";
  const [thumbprint, setThumbprint] = useState(shown);
  const trust = useAct("telemetry.trust_certificate");
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); trust.mutate({ connection: connection.id, thumbprint: thumbprint.replaceAll(/[\s:]/g, "").toLowerCase() }); }}>
      <span>{say("trustWhy")}</span>
      <TextInput label={say("thumbprint")} required value={thumbprint} onChange={(event) => setThumbprint(event.currentTarget.value)} styles={{ input: { fontFamily: "var(--font-code)" } }} />
      {trust.error && <Refused error={trust.error} />}
      <div><Button type="submit" variant="default" loading={trust.isPending}>{say("trust")}</Button></div>
    </form>
  );
}
