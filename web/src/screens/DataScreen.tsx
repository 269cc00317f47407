import { Tabs } from "@mantine/core";
import { useState } from "react";
import { useLocation, useRoute } from "wouter";
import { PageHead } from "../design/Panel";
import { useWords } from "../design/words";
import { ParkedPanel } from "../rooms/kernel/Parked";
import { AttachForm, ConnectionsPanel } from "../rooms/telemetry/Connections";
import { ConnectionDetail } from "../rooms/telemetry/ConnectionDetail";
import { dataWords } from "../rooms/telemetry/dataWords";
import { RepairsPanel } from "../rooms/telemetry/Repairs";
import { useAsk } from "../transport/hooks";

export default function DataScreen() {
  const say = useWords(dataWords);
  const [tab, setTab] = useState<string | null>("connections");
  return (
    <>
      <PageHead title={say("title")} />
      <Tabs value={tab} onChange={setTab} keepMounted={false}>
        <Tabs.List mb="sm">
          <Tabs.Tab value="connections">{say("connections")}</Tabs.Tab>
          <Tabs.Tab value="repairs">{say("repairs")}</Tabs.Tab>
          <Tabs.Tab value="parked">{say("parked")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="connections"><Sources /></Tabs.Panel>
        <Tabs.Panel value="repairs"><RepairsPanel /></Tabs.Panel>
        <Tabs.Panel value="parked"><ParkedPanel /></Tabs.Panel>
      </Tabs>
    </>
  );
}

function Sources() {
  const [, params] = useRoute("/data/:connection");
  const [, go] = useLocation();
  const rows = useAsk("telemetry.connections", {});
  const chosen = params?.connection ? decodeURIComponent(params.connection) : "";
  const open = (connection: string) => go(`/data/${encodeURIComponent(connection)}`);
  const found = rows.data?.find((row) => row.id === chosen);
  return (
    <div className="cols side">
      <div className="stack">
        <ConnectionsPanel chosen={chosen} onOpen={open} />
        {found && <ConnectionDetail key={found.id} connection={found} />}
      </div>
      <AttachForm onAttached={open} />
    </div>
  );
}
