import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Refusal, Unreachable } from "../transport/refusal";
import { useLocale, useWords, wordingOr } from "./words";
import { refusals } from "./refusals";

const words = {
  unreachable: ["The server does not answer.", "Der Server antwortet nicht."],
  unreachableHelp: ["It is asked again by itself; entries made meanwhile are kept.", "Er wird von selbst wieder gefragt; Eingaben werden solange aufbewahrt."],
  notYet: ["Not available on this server.", "Auf diesem Server nicht verfügbar."],
  failed: ["Something went wrong.", "Etwas ist schiefgegangen."],
  again: ["Try again", "Nochmals versuchen"],
  loading: ["Loading", "Wird geladen"],
} as const;

type AskedProps<T> = {
  query: UseQueryResult<T, Error>;
  children: (answer: T) => ReactNode;
  /** What to say when the answer is an empty list. */
  empty?: ReactNode;
  lines?: number;
};

/** Shows a query in each of its states: on its way, failed, empty, answered. */
export function Asked<T>({ query, children, empty, lines = 4 }: AskedProps<T>) {
  if (query.data !== undefined) {
    if (empty && Array.isArray(query.data) && query.data.length === 0) {
      return <div className="message">{empty}</div>;
    }
    return children(query.data);
  }
  if (query.error) return <Refused error={query.error} retry={() => void query.refetch()} />;
  return <Loading lines={lines} />;
}

export function Loading({ lines = 4 }: { lines?: number }) {
  const say = useWords(words);
  return (
    <div style={{ padding: 12 }} role="status" aria-label={say("loading")}>
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} className="skeleton" style={{ width: `${90 - ((line * 17) % 40)}%` }} />
      ))}
    </div>
  );
}

/** A refusal in the reader's words: what was refused, and what to do. */
export function Refused({ error, retry }: { error: Error; retry?: () => void }) {
  const say = useWords(words);
  const told = useRefusalText()(error);
  return (
    <div className="message refused" role="alert">
      <strong>{told.title}</strong>
      {told.advice && <span>{told.advice} </span>}
      {told.facts && <span className="code">{told.facts} </span>}
      {retry && (
        <button type="button" className="bare" style={{ color: "var(--link)", marginLeft: 6 }} onClick={retry}>
          {say("again")}
        </button>
      )}
    </div>
  );
}

export function useRefusalText(): (error: Error) => { title: string; advice: string; facts: string } {
  const say = useWords(words);
  const locale = useLocale();
  return (error) => {
    if (error instanceof Unreachable) {
      return { title: say("unreachable"), advice: say("unreachableHelp"), facts: "" };
    }
    if (!(error instanceof Refusal)) return { title: say("failed"), advice: "", facts: error.message };
    if (error.code === "app.PathUnknown" || error.code === "http.404") {
      return { title: say("notYet"), advice: "", facts: "" };
    }
    const told = Object.entries(error.facts).map(([name, value]) => [name, plain(value)] as const);
    const facts = Object.fromEntries(told);
    return {
      title: wordingOr(refusals, error.code, locale, error.code, facts),
      advice: wordingOr(refusals, `${error.code}.advice`, locale, error.advice, facts),
      facts: told.map(([name, value]) => `${name}: ${value}`).join(" · "),
    };
  };
}

function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).join(", ");
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}
