import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useSyncExternalStore } from "react";
import { type Connection, Live, type News } from "../transport/live";
import { outbox } from "../transport/outbox";

const LiveContext = createContext<Live | null>(null);

export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const live = useMemo(() => new Live(client), [client]);
  useEffect(() => live.start(), [live]);
  useEffect(() => live.subscribe(() => live.snapshot().state === "live" && outbox.wake()), [live]);
  useEffect(() => {
    const wake = () => outbox.wake();
    window.addEventListener("online", wake);
    return () => window.removeEventListener("online", wake);
  }, []);
  return <LiveContext.Provider value={live}>{children}</LiveContext.Provider>;
}

export function useLive(): Live {
  const live = useContext(LiveContext);
  if (!live) throw new Error("outside of the live connection");
  return live;
}

export function useConnection(): Connection {
  const live = useLive();
  return useSyncExternalStore(live.subscribe, live.snapshot);
}

/** Hear news while the screen is open. */
export function useNews(hear: (news: News) => void): void {
  const live = useLive();
  useEffect(() => live.onNews(hear), [live, hear]);
}

export function useOutbox() {
  return useSyncExternalStore(outbox.subscribe, outbox.snapshot);
}
