import { Button, Modal, MultiSelect, PasswordInput, Switch, TextInput } from "@mantine/core";
import { useState } from "react";
import type { UserView } from "../../client/catalogue";
import { Asked, Refused } from "../../design/Asked";
import { Tag } from "../../design/Figure";
import { type Column, Grid } from "../../design/Grid";
import { Panel } from "../../design/Panel";
import { useWords, type Words } from "../../design/words";
import { useAct, useAsk } from "../../transport/hooks";
import { accountWords } from "./accountWords";
import { SessionsOf } from "./Sessions";
import { adminWords } from "./adminWords";
import { roleWords } from "./words";

export function UsersPanel() {
  const say = useWords(adminWords);
  const sayRole = useWords<Words>(roleWords);
  const rows = useAsk("identity.users", {});
  const toggle = useAct("identity.switch_user");
  const [editing, setEditing] = useState<UserView | null>(null);
  const [adding, setAdding] = useState(false);
  const columns: Column<UserView>[] = [
    { key: "login", title: say("login"), sort: (row) => row.login, show: (row) => <strong style={{ fontWeight: 500 }}>{row.login}</strong> },
    { key: "name", title: say("name"), sort: (row) => row.name, show: (row) => <>{row.name} {row.demo && <Tag>{say("demo")}</Tag>}</> },
    { key: "roles", title: say("roles"), sort: (row) => row.roles.join(), show: (row) => row.roles.map((role) => sayRole(role)).join(", ") },
    { key: "scope", title: say("scope"), sort: (row) => row.scope.join(), show: (row) => row.scope.join(", ") || say("everywhere") },
    {
      key: "active", title: say("active"), sort: (row) => Number(row.active),
      show: (row) => (
        <span onClick={(event) => event.stopPropagation()}>
          <Switch size="sm" aria-label={`${say("active")} ${row.login}`} checked={row.active} onChange={(event) => toggle.mutate({ user: row.id, active: event.currentTarget.checked })} />
        </span>
      ),
    },
  ];
  return (
    <Panel title={say("users")} note={rows.data?.length ?? ""} flush actions={<Button size="compact-sm" variant="default" onClick={() => setAdding(true)}>{say("add")}</Button>}>
      {toggle.error && <Refused error={toggle.error} />}
      <Asked query={rows}>
        {(found) => <Grid rows={found} columns={columns} rowKey={(row) => row.id} onOpen={setEditing} exportAs="users" />}
      </Asked>
      <Modal opened={adding} onClose={() => setAdding(false)} title={say("add")}>
        <AddForm onDone={() => setAdding(false)} />
      </Modal>
      <Modal opened={editing !== null} onClose={() => setEditing(null)} title={editing?.name}>
        {editing && (
          <div className="stack">
            <RolesForm user={editing} onDone={() => setEditing(null)} />
            <CredentialsForm user={editing} />
          </div>
        )}
      </Modal>
    </Panel>
  );
}

function useRoleChoices() {
  const sayRole = useWords<Words>(roleWords);
  return Object.keys(roleWords).map((value) => ({ value, label: sayRole(value) }));
}

function AddForm({ onDone }: { onDone: () => void }) {
  const say = useWords(adminWords);
  const [roles, setRoles] = useState<string[]>([]);
  const add = useAct("identity.add_user");
  const send = (form: HTMLFormElement) => {
    const given = new FormData(form);
    const text = (name: string) => String(given.get(name));
    add.mutate({ login: text("login"), name: text("name"), password: text("password"), roles }, { onSuccess: onDone });
  };
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); send(event.currentTarget); }}>
      <TextInput name="login" label={say("login")} required autoComplete="off" />
      <TextInput name="name" label={say("name")} required autoComplete="off" />
      <PasswordInput name="password" label={say("password")} required minLength={10} autoComplete="new-password" />
      <MultiSelect label={say("roles")} data={useRoleChoices()} value={roles} onChange={setRoles} />
      {add.error && <Refused error={add.error} />}
      <Button type="submit" loading={add.isPending}>{say("save")}</Button>
    </form>
  );
}

/** Badge and second factor of somebody; PIN and password stay the person's own. */
function CredentialsForm({ user }: { user: UserView }) {
  const say = useWords(accountWords);
  const found = useAsk("identity.credentials", { user: user.id });
  const give = useAct("identity.set_badge");
  const reset = useAct("identity.reset_second_factor");
  if (!found.data) return null;
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); give.mutate({ user: user.id, badge: String(new FormData(event.currentTarget).get("badge")).trim() }); }}>
      <TextInput name="badge" label={say("badgeOf")} defaultValue={found.data.badge} autoComplete="off" />
      <Button type="submit" variant="default" loading={give.isPending}>{say("saveBadge")}</Button>
      {found.data.second_factor && (
        <>
          <span className="muted">{say("resetWhy")}</span>
          <Button variant="default" color="red" onClick={() => reset.mutate({ user: user.id })}>{say("reset")}</Button>
        </>
      )}
      <SessionsOf user={user.id} />
      {(give.error ?? reset.error) && <Refused error={(give.error ?? reset.error) as Error} />}
    </form>
  );
}

function RolesForm({ user, onDone }: { user: UserView; onDone: () => void }) {
  const say = useWords(adminWords);
  const [roles, setRoles] = useState<string[]>(user.roles);
  const assign = useAct("identity.assign_roles");
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); assign.mutate({ user: user.id, roles, scope: user.scope }, { onSuccess: onDone }); }}>
      <MultiSelect label={say("roles")} data={useRoleChoices()} value={roles} onChange={setRoles} />
      {assign.error && <Refused error={assign.error} />}
      <Button type="submit" loading={assign.isPending}>{say("save")}</Button>
    </form>
  );
}
