import { Button, Popover, UnstyledButton } from "@mantine/core";
import { IconAlertTriangle, IconCloudOff, IconUpload } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useRefusalText } from "../design/Asked";
import { useFormat } from "../design/format";
import { useWords } from "../design/words";
import { useUser } from "../rooms/identity/session";
import { useAsk } from "../transport/hooks";
import { type Entry, outbox } from "../transport/outbox";
import { Refusal } from "../transport/refusal";
import { useConnection, useOutbox } from "./liveContext";

const words = {
  live: ["Live", "Live"],
  connecting: ["Connecting", "Verbindet"],
  lost: ["No connection", "Keine Verbindung"],
  last: ["last update {time}", "letzter Stand {time}"],
  unsent: ["{count} unsent", "{count} nicht gesendet"],
  conflicts: ["{count} refused", "{count} abgelehnt"],
  allSent: ["All entries are saved at the server.", "Alle Eingaben sind am Server gespeichert."],
  waiting: ["waits for the server", "wartet auf den Server"],
  other: ["of {user}; sent when that person logs in", "von {user}; gesendet, sobald diese Person sich anmeldet"],
  retry: ["Try again", "Nochmals senden"],
  drop: ["Discard", "Verwerfen"],
} as const;

export function useNow(everyMs = 1_000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), everyMs);
    return () => window.clearInterval(timer);
  }, [everyMs]);
  return now;
}

/** The plant's own clock and shift: what everybody on the floor goes by. */
export function PlantClock() {
  const now = useNow(5_000);
  const format = useFormat();
  const { data: shift } = useAsk("plant.shift_at", {}, { every: 300_000 });
  const name = shift ? (format.locale === "de" && "name_de" in shift ? String(shift.name_de) : shift.name) : "";
  return (
    <span className="clock" title={format.zone}>
      {name && <span className="muted">{name}</span>}
      <span>{format.date(now)}</span>
      <strong>{format.time(now)}</strong>
    </span>
  );
}

export function ConnectionMark() {
  const say = useWords(words);
  const format = useFormat();
  const { state, lastAt } = useConnection();
  const last = lastAt ? say("last", { time: format.time(lastAt, true) }) : "";
  return (
    <span className={`mark ${state}`} role="status" title={last} data-testid="connection" data-state={state}>
      {state === "lost" ? <IconCloudOff size={16} aria-hidden /> : <i className="pulse" aria-hidden />}
      <span>{say(state)}</span>
      {state === "lost" && <span>{last}</span>}
    </span>
  );
}

/** How many entries are not yet at the server. It never says saved while something is unsent. */
export function UnsentMark() {
  const say = useWords(words);
  const { entries } = useOutbox();
  const conflicts = entries.filter((entry) => entry.state === "conflict").length;
  const unsent = entries.length - conflicts;
  if (entries.length === 0) return <span className="visually-hidden" data-testid="unsent" data-count={0}>{say("allSent")}</span>;
  return (
    <Popover position="bottom-end" width={380} withArrow shadow="md">
      <Popover.Target>
        <UnstyledButton className={conflicts ? "mark refused" : "mark unsent"} data-testid="unsent" data-count={entries.length}>
          {conflicts ? <IconAlertTriangle size={16} aria-hidden /> : <IconUpload size={16} aria-hidden />}
          {unsent > 0 && <span>{say("unsent", { count: unsent })}</span>}
          {conflicts > 0 && <span>{say("conflicts", { count: conflicts })}</span>}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <ul className="outbox">
          {entries.map((entry) => (
            <OutboxLine key={entry.number} entry={entry} />
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}

function OutboxLine({ entry }: { entry: Entry }) {
  const say = useWords(words);
  const format = useFormat();
  const user = useUser();
  const explain = useRefusalText();
  const why = entry.state === "conflict"
    ? explain(new Refusal(entry.code ?? "", 409, entry.facts ?? {}, entry.advice ?? ""))
    : null;
  const foreign = entry.user !== user.id;
  return (
    <li>
      <div className="row spread">
        <span><b>#{entry.number}</b> {entry.label}</span>
        <span className="muted">{format.time(entry.madeAt, true)}</span>
      </div>
      {why ? (
        <>
          <div style={{ color: "var(--bad)" }}>{why.title} {why.advice}</div>
          <div className="muted code">{why.facts}</div>
          <div className="row">
            <Button size="compact-sm" variant="default" onClick={() => void outbox.retry(entry.number)}>{say("retry")}</Button>
            <Button size="compact-sm" variant="subtle" color="red" onClick={() => void outbox.drop(entry.number)}>{say("drop")}</Button>
          </div>
        </>
      ) : (
        <div className="muted">{foreign ? say("other", { user: entry.user }) : say("waiting")}</div>
      )}
    </li>
  );
}
