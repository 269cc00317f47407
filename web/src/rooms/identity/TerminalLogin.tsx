import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useLocation } from "wouter";
import { Refused } from "../../design/Asked";
import { useWords } from "../../design/words";
import { accountWords } from "./accountWords";
import { useSession } from "./session";
import type { TerminalView } from "./terminal";
import "./terminal.css";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
const LONGEST = 8;

/** Logging in at a shared terminal: who by badge or name, then the PIN on large keys. */
export function TerminalLogin({ terminal }: { terminal: TerminalView }) {
  const [who, setWho] = useState("");
  return who ? <PinPad who={nameOf(terminal, who)} login={who} onBack={() => setWho("")} /> : <People terminal={terminal} onChoose={setWho} />;
}

function nameOf(terminal: TerminalView, who: string): string {
  return terminal.people.find((each) => each.login === who)?.name ?? who;
}

function People({ terminal, onChoose }: { terminal: TerminalView; onChoose: (who: string) => void }) {
  const say = useWords(accountWords);
  const scan = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const badge = String(new FormData(event.currentTarget).get("badge")).trim();
    if (badge) onChoose(badge);
  };
  return (
    <section className="stack" aria-label={say("who")}>
      <h2 className="terminal-title">{say("who")} <span className="muted">{terminal.name}</span></h2>
      <form onSubmit={scan}>
        <TextInput name="badge" size="lg" label={say("badge")} autoComplete="off" autoFocus />
      </form>
      {terminal.people.length === 0 && <p className="muted">{say("nobody")}</p>}
      <div className="terminal-people">
        {terminal.people.map((each) => (
          <button key={each.login} type="button" data-testid={`person-${each.login}`} onClick={() => onChoose(each.login)}>
            {each.name}
          </button>
        ))}
      </div>
    </section>
  );
}

function PinPad({ who, login, onBack }: { who: string; login: string; onBack: () => void }) {
  const say = useWords(accountWords);
  const { logInByPin } = useSession();
  const [, navigate] = useLocation();
  const [pin, setPin] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const pad = useRef<HTMLElement>(null);
  useEffect(() => pad.current?.focus(), []);
  const type = (digit: string) => setPin((before) => (before + digit).slice(0, LONGEST));
  const send = async () => {
    setBusy(true);
    setError(null);
    try {
      await logInByPin(login, pin);
      navigate("/station");
    } catch (failure) {
      setError(failure as Error);
      setPin("");
      setBusy(false);
    }
  };
  const press = (key: string) => {
    if (/^\d$/.test(key)) type(key);
    else if (key === "Backspace") setPin((before) => before.slice(0, -1));
    else if (key === "Escape") onBack();
  };
  return (
    <section ref={pad} className="stack pin-pad" aria-label={say("enterPin", { name: who })} tabIndex={-1} onKeyDown={(event) => press(event.key)}>
      <h2 className="terminal-title">{say("enterPin", { name: who })}</h2>
      <output className="pin-dots" aria-label={`${pin.length}`}>{"●".repeat(pin.length)}</output>
      {error && <Refused error={error} />}
      <div className="pin-keys">
        {KEYS.map((key) => <button key={key} type="button" onClick={() => type(key)}>{key}</button>)}
        <button type="button" className="quiet" onClick={() => setPin("")}>{say("clear")}</button>
        <button type="button" onClick={() => type("0")}>0</button>
        <button type="button" className="quiet" onClick={onBack}>{say("back")}</button>
      </div>
      <Button size="xl" disabled={pin.length < 4} loading={busy} onClick={() => void send()} data-testid="pin-enter">{say("enter")}</Button>
    </section>
  );
}
