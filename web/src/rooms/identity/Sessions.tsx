import { Button } from "@mantine/core";
import type { OpenSession } from "../../client/catalogue";
import { Asked, Refused } from "../../design/Asked";
import { useFormat } from "../../design/format";
import { useWords } from "../../design/words";
import { useAct, useAsk } from "../../transport/hooks";
import { accountWords } from "./accountWords";
import { useSession } from "./session";

/** Where one is logged in; ending the session of this very browser leads to the login. */
export function OwnSessions() {
  const say = useWords(accountWords);
  const { renew } = useSession();
  const rows = useAsk("identity.my_sessions", {});
  const end = useAct("identity.end_session");
  return (
    <section className="stack" aria-label={say("sessions")}>
      <span className="muted">{say("sessionsWhy")}</span>
      {end.error && <Refused error={end.error} />}
      <Asked query={rows}>
        {(found) => <SessionList rows={found} onEnd={(session) => end.mutate({ session }, { onSettled: () => void renew() })} />}
      </Asked>
    </section>
  );
}

/** Where somebody is logged in, with one button to end it all. */
export function SessionsOf({ user }: { user: string }) {
  const say = useWords(accountWords);
  const rows = useAsk("identity.sessions", { user });
  const end = useAct("identity.end_sessions");
  return (
    <section className="stack" aria-label={say("sessions")}>
      <strong>{say("sessions")}</strong>
      <Asked query={rows} empty={say("noSessions")}>{(found) => <SessionList rows={found} />}</Asked>
      {end.error && <Refused error={end.error} />}
      {(rows.data?.length ?? 0) > 0 && <Button variant="default" color="red" loading={end.isPending} onClick={() => end.mutate({ user })}>{say("endAll")}</Button>}
    </section>
  );
}

function SessionList({ rows, onEnd }: { rows: readonly OpenSession[]; onEnd?: (session: string) => void }) {
  const say = useWords(accountWords);
  const format = useFormat();
  return (
    <ul className="sessions">
      {rows.map((row) => (
        <li key={row.id}>
          <span>
            {row.terminal || browserName(row.browser) || say("otherBrowser")}
            <span className="muted"> {say("since", { at: format.dateTime(row.opened) })}</span>
          </span>
          {onEnd && <Button size="compact-xs" variant="default" onClick={() => onEnd(row.id)}>{say("end")}</Button>}
        </li>
      ))}
    </ul>
  );
}

const BROWSERS = [["Edg/", "Edge"], ["Firefox/", "Firefox"], ["Chrome/", "Chrome"], ["Safari/", "Safari"]] as const;
const SYSTEMS = [["Windows", "Windows"], ["Android", "Android"], ["iPhone", "iPhone"], ["iPad", "iPad"], ["Mac OS", "macOS"], ["Linux", "Linux"]] as const;

/** A browser's long words in two: `Chrome, Linux`. */
function browserName(words: string): string {
  const named = (table: readonly (readonly [string, string])[]) => table.find(([mark]) => words.includes(mark))?.[1];
  return [named(BROWSERS), named(SYSTEMS)].filter(Boolean).join(", ");
}
