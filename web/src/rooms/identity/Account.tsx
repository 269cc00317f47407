import { Button, PasswordInput, Select, Tabs, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { Refused } from "../../design/Asked";
import { useWords } from "../../design/words";
import { useAct, useAsk } from "../../transport/hooks";
import { useEquipment } from "../plant/names";
import { accountWords } from "./accountWords";
import { OwnSessions } from "./Sessions";
import { useSession, useUser } from "./session";
import "./terminal.css";

const ENROLLERS = ["supervisor", "ot_engineer", "administrator"];
type Offer = { picture: string; secret: string };

/** What one may change about oneself: password, PIN, second factor; and this browser. */
export default function Account() {
  const say = useWords(accountWords);
  const enrols = useUser().roles.some((role) => ENROLLERS.includes(role));
  return (
    <Tabs defaultValue="factor" keepMounted={false}>
      <Tabs.List mb="md">
        <Tabs.Tab value="factor">{say("factor")}</Tabs.Tab>
        <Tabs.Tab value="pin">{say("pin")}</Tabs.Tab>
        <Tabs.Tab value="password">{say("password")}</Tabs.Tab>
        <Tabs.Tab value="sessions">{say("sessions")}</Tabs.Tab>
        {enrols && <Tabs.Tab value="terminal">{say("terminal")}</Tabs.Tab>}
      </Tabs.List>
      <Tabs.Panel value="factor"><FactorPart /></Tabs.Panel>
      <Tabs.Panel value="pin"><PinPart /></Tabs.Panel>
      <Tabs.Panel value="password"><PasswordPart /></Tabs.Panel>
      <Tabs.Panel value="sessions"><OwnSessions /></Tabs.Panel>
      <Tabs.Panel value="terminal"><TerminalPart /></Tabs.Panel>
    </Tabs>
  );
}

function Part({ title, why, onSend, error, children }: { title: string; why?: string; onSend: (given: FormData, form: HTMLFormElement) => void; error: Error | null; children: ReactNode }) {
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onSend(new FormData(event.currentTarget), event.currentTarget);
  };
  return (
    <form className="stack" onSubmit={send} aria-label={title}>
      {why && <span className="muted">{why}</span>}
      {children}
      {error && <Refused error={error} />}
    </form>
  );
}

function PasswordPart() {
  const say = useWords(accountWords);
  const { renew } = useSession();
  const change = useAct("identity.change_password");
  const send = (given: FormData) =>
    change.mutate({ old_password: String(given.get("old")), new_password: String(given.get("fresh")) }, { onSuccess: () => void renew() });
  return (
    <Part title={say("password")} onSend={send} error={change.error}>
      <PasswordInput name="old" label={say("present")} autoComplete="current-password" required />
      <PasswordInput name="fresh" label={say("fresh")} autoComplete="new-password" minLength={10} required />
      <Button type="submit" variant="default" loading={change.isPending}>{say("change")}</Button>
    </Part>
  );
}

function PinPart() {
  const say = useWords(accountWords);
  const mine = useAsk("identity.my_credentials", {});
  const save = useAct("identity.set_pin");
  const send = (given: FormData, form: HTMLFormElement) =>
    save.mutate({ password: String(given.get("password")), pin: String(given.get("pin")) }, { onSuccess: () => form.reset() });
  return (
    <Part title={say("pin")} why={say("pinWhy")} onSend={send} error={save.error}>
      {mine.data && <span data-testid="pin-state">{say(mine.data.pin ? "pinSet" : "pinNone")}</span>}
      <PasswordInput name="pin" label={say("newPin")} inputMode="numeric" pattern="[0-9]{4,8}" autoComplete="off" required />
      <PasswordInput name="password" label={say("own")} autoComplete="current-password" required />
      <Button type="submit" variant="default" loading={save.isPending}>{say("savePin")}</Button>
    </Part>
  );
}

function FactorPart() {
  const say = useWords(accountWords);
  const mine = useAsk("identity.my_credentials", {});
  const begin = useAct("identity.begin_second_factor");
  const remove = useAct("identity.remove_second_factor");
  const [offer, setOffer] = useState<Offer | null>(null);
  if (!mine.data) return null;
  if (offer) return <FirstCode offer={offer} onDone={() => setOffer(null)} />;
  const on = mine.data.second_factor;
  const send = (given: FormData) => {
    const password = String(given.get("password"));
    if (on) remove.mutate({ password });
    else begin.mutate({ password }, { onSuccess: (done) => setOffer(done.result as Offer) });
  };
  return (
    <Part title={say("factor")} why={say(on ? "factorOn" : "factorOff")} onSend={send} error={begin.error ?? remove.error}>
      <PasswordInput name="password" label={say("own")} autoComplete="current-password" required />
      <Button type="submit" variant="default" loading={begin.isPending || remove.isPending}>{say(on ? "remove" : "begin")}</Button>
    </Part>
  );
}

function FirstCode({ offer, onDone }: { offer: Offer; onDone: () => void }) {
  const say = useWords(accountWords);
  const confirm = useAct("identity.confirm_second_factor");
  const send = (given: FormData) => confirm.mutate({ code: String(given.get("code")).trim() }, { onSuccess: onDone });
  return (
    <Part title={say("factor")} why={say("scan")} onSend={send} error={confirm.error}>
      <img className="factor-picture" src={offer.picture} alt={say("scan")} />
      <span>{say("orType")} <span className="factor-secret" data-testid="factor-secret">{offer.secret}</span></span>
      <TextInput name="code" label={say("code")} inputMode="numeric" autoComplete="one-time-code" maxLength={6} required />
      <Button type="submit" loading={confirm.isPending}>{say("confirm")}</Button>
    </Part>
  );
}

function TerminalPart() {
  const say = useWords(accountWords);
  const { terminal, enrol } = useSession();
  const tree = useEquipment();
  const [error, setError] = useState<Error | null>(null);
  const stations = (tree.data ?? []).filter((each) => each.kind === "unit").map((each) => each.id);
  const send = (given: FormData) => {
    setError(null);
    enrol(String(given.get("name")), String(given.get("station"))).catch(setError);
  };
  return (
    <Part title={say("terminal")} why={terminal ? say("terminalIs", { name: terminal.name }) : say("terminalWhy")} onSend={send} error={error}>
      <Select name="station" label={say("station")} data={stations} searchable required />
      <TextInput name="name" label={say("name")} autoComplete="off" />
      <Button type="submit" variant="default">{say("enrol")}</Button>
    </Part>
  );
}
