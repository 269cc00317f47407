import { Tabs } from "@mantine/core";
import { useState } from "react";
import { PageHead } from "../design/Panel";
import { useWords } from "../design/words";
import { accountWords } from "../rooms/identity/accountWords";
import { AccessPanel } from "../rooms/identity/Access";
import { adminWords } from "../rooms/identity/adminWords";
import { AuditPanel } from "../rooms/identity/Audit";
import { useUser } from "../rooms/identity/session";
import { TerminalsPanel } from "../rooms/identity/Terminals";
import { UsersPanel } from "../rooms/identity/Users";
import { ServicesPanel } from "../rooms/kernel/Services";

export default function AdminScreen() {
  const say = useWords(adminWords);
  const sayAccount = useWords(accountWords);
  const administrator = useUser().roles.includes("administrator");
  const [tab, setTab] = useState<string | null>(administrator ? "users" : "audit");
  return (
    <>
      <PageHead title={say("title")} />
      <Tabs value={tab} onChange={setTab} keepMounted={false}>
        <Tabs.List mb="sm">
          {administrator && <Tabs.Tab value="users">{say("users")}</Tabs.Tab>}
          {administrator && <Tabs.Tab value="terminals">{sayAccount("terminals")}</Tabs.Tab>}
          {administrator && <Tabs.Tab value="access">{say("access")}</Tabs.Tab>}
          <Tabs.Tab value="audit">{say("audit")}</Tabs.Tab>
          <Tabs.Tab value="services">{say("services")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="users"><UsersPanel /></Tabs.Panel>
        <Tabs.Panel value="terminals"><TerminalsPanel /></Tabs.Panel>
        <Tabs.Panel value="access"><AccessPanel /></Tabs.Panel>
        <Tabs.Panel value="audit"><AuditPanel /></Tabs.Panel>
        <Tabs.Panel value="services"><ServicesPanel /></Tabs.Panel>
      </Tabs>
    </>
  );
}
