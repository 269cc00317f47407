import { Button, PasswordInput, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Refused } from "../design/Asked";
import { useWords } from "../design/words";
import { accountWords } from "../rooms/identity/accountWords";
import { useSession } from "../rooms/identity/session";
import { TerminalLogin } from "../rooms/identity/TerminalLogin";
import { post } from "../transport/http";
import { Refusal } from "../transport/refusal";
import { LanguageSwitch, SchemeSwitch } from "./switches";
import "./login.css";

const words = {
  lead: ["The plant, and what to do next.", "Das Werk – und was als Nächstes zu tun ist."],
  login: ["Login", "Anmeldename"],
  password: ["Password", "Passwort"],
  enter: ["Log in", "Anmelden"],
  change: ["Choose a new password", "Neues Passwort wählen"],
  changeWhy: ["The first password was set by somebody else.", "Das erste Passwort hat jemand anderes gesetzt."],
  old: ["Present password", "Bisheriges Passwort"],
  fresh: ["New password (at least ten characters)", "Neues Passwort (mindestens zehn Zeichen)"],
  save: ["Save and continue", "Speichern und weiter"],
} as const;

export function LoginPage() {
  const { user } = useSession();
  const say = useWords(words);
  return (
    <div className="login">
      <main className="login-card">
        <div className="login-brand">
          <img src="/icon.svg" alt="" width="36" height="36" />
          <div>
            <h1>Lineside</h1>
            <p>{say("lead")}</p>
          </div>
        </div>
        {user?.must_change ? <ChangeForm /> : <Entry />}
      </main>
      <footer className="login-foot">
        <LanguageSwitch />
        <SchemeSwitch />
      </footer>
    </div>
  );
}

/** With badge and PIN where people share the browser, with the password elsewhere. */
function Entry() {
  const { terminal } = useSession();
  const say = useWords(accountWords);
  const [byPassword, setByPassword] = useState(false);
  if (!terminal) return <LoginForm />;
  return (
    <div className="stack">
      {byPassword ? <LoginForm /> : <TerminalLogin terminal={terminal} />}
      <Button variant="subtle" onClick={() => setByPassword(!byPassword)}>{say(byPassword ? "byPin" : "byPassword")}</Button>
    </div>
  );
}

function LoginForm() {
  const { logIn } = useSession();
  const say = useWords(words);
  const sayAccount = useWords(accountWords);
  const [coded, setCoded] = useState(false);
  const { busy, error, submit } = useSubmit(async (given) => {
    try {
      await logIn(String(given.get("login")).trim(), String(given.get("password")), String(given.get("code") ?? "").trim());
    } catch (failure) {
      if (!(failure instanceof Refusal && failure.code === "identity.CodeNeeded")) throw failure;
      setCoded(true);
    }
  });
  return (
    <form onSubmit={submit} className="stack">
      <TextInput name="login" label={say("login")} autoComplete="username" autoFocus required size="md" />
      <PasswordInput name="password" label={say("password")} autoComplete="current-password" required size="md" />
      {coded && <TextInput name="code" label={sayAccount("code")} inputMode="numeric" autoComplete="one-time-code" maxLength={6} autoFocus required size="md" />}
      {error && <Refused error={error} />}
      <Button type="submit" size="md" loading={busy}>
        {say("enter")}
      </Button>
    </form>
  );
}

function ChangeForm() {
  const { renew } = useSession();
  const say = useWords(words);
  const { busy, error, submit } = useSubmit(async (given) => {
    await post("identity/change_password", {
      old_password: given.get("old"),
      new_password: given.get("fresh"),
    });
    await renew();
  });
  return (
    <form onSubmit={submit} className="stack">
      <strong>{say("change")}</strong>
      <span className="muted">{say("changeWhy")}</span>
      <PasswordInput name="old" label={say("old")} autoComplete="current-password" required />
      <PasswordInput name="fresh" label={say("fresh")} autoComplete="new-password" minLength={10} required />
      {error && <Refused error={error} />}
      <Button type="submit" loading={busy}>
        {say("save")}
      </Button>
    </form>
  );
}

function useSubmit(send: (given: FormData) => Promise<void>) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await send(new FormData(event.currentTarget));
    } catch (failure) {
      setError(failure as Error);
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, submit };
}
