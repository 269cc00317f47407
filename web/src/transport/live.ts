import type { QueryClient } from "@tanstack/react-query";
import type { LiveValue } from "../client/catalogue";
import { refresh } from "./hooks";

/** One piece of news as the server relays it. */
export type News = {
  id: number;
  name: string;
  subject: string;
  facts: Record<string, unknown>;
  actor: string;
  at: string;
};

/** A changed live value as the server sends it: tag, value, quality, time. */
type ChangedTag = [tag: string, value: number | null, quality: number, at: string];

const QUALITIES = ["good", "uncertain", "bad", "bad"];

export type Connection = { state: "connecting" | "live" | "lost"; lastAt: number };

/** Without any sign of life for this long the connection counts as lost. */
const SILENCE_MS = 25_000;
const FLUSH_MS = 1_500;

// Rooms whose answers also change when another room tells something.
const FOLLOWS: Record<string, readonly string[]> = {
  telemetry: ["telemetry"],
  execution: ["execution", "scheduling"],
  scheduling: ["scheduling", "execution"],
  maintenance: ["maintenance", "inventory", "execution"],
  quality: ["quality", "maintenance"],
  tracing: ["tracing", "quality"],
  guidance: ["guidance", "maintenance", "value"],
};

/** The one live connection of the page: news refreshes what was asked, values patch the cache. */
export class Live {
  private source: EventSource | null = null;
  private stale = new Set<string>();
  private timer = 0;
  private watchdog = 0;
  private readonly listeners = new Set<() => void>();
  private readonly hearers = new Set<(news: News) => void>();
  private now: Connection = { state: "connecting", lastAt: 0 };

  constructor(private readonly client: QueryClient) {}

  start(): () => void {
    this.open();
    this.watchdog = window.setInterval(() => this.check(), 5_000);
    const lost = () => this.show("lost");
    const back = () => this.reopen();
    window.addEventListener("offline", lost);
    window.addEventListener("online", back);
    return () => {
      window.removeEventListener("offline", lost);
      window.removeEventListener("online", back);
      this.source?.close();
      this.source = null;
      window.clearInterval(this.watchdog);
      window.clearTimeout(this.timer);
    };
  }

  private open(): void {
    const source = new EventSource("/api/v1/live");
    this.source = source;
    source.onopen = () => this.opened();
    source.onerror = () => this.show("lost");
    source.addEventListener("alive", () => this.show("live"));
    source.addEventListener("news", (event) => this.hear(parse<News | News[]>(event)));
    source.addEventListener("tags", (event) => this.patch(parse<ChangedTag[]>(event)));
  }

  private opened(): void {
    const wasLost = this.now.state === "lost";
    this.show("live");
    // What happened while nobody listened was missed: ask for all that is shown again.
    if (wasLost) void this.client.invalidateQueries();
  }

  private check(): void {
    if (this.now.state === "live" && Date.now() - this.now.lastAt > SILENCE_MS) this.show("lost");
    if (this.source?.readyState === EventSource.CLOSED) this.reopen();
  }

  private reopen(): void {
    this.source?.close();
    this.open();
  }

  private show(state: Connection["state"]): void {
    const lastAt = state === "live" ? Date.now() : this.now.lastAt;
    if (state === this.now.state && lastAt - this.now.lastAt < 900) return;
    this.now = { state, lastAt };
    for (const tell of this.listeners) tell();
  }

  private hear(told: News | News[]): void {
    this.show("live");
    for (const news of Array.isArray(told) ? told : [told]) {
      const room = news.name.split(".")[0] ?? "";
      for (const each of FOLLOWS[room] ?? [room]) this.stale.add(each);
      for (const hear of this.hearers) hear(news);
    }
    this.timer ||= window.setTimeout(() => this.flush(), FLUSH_MS);
  }

  private flush(): void {
    this.timer = 0;
    refresh(this.client, this.stale);
    this.stale.clear();
  }

  private patch(changed: ChangedTag[]): void {
    this.show("live");
    const byTag = new Map(changed.map((each) => [each[0], each]));
    this.client.setQueriesData<LiveValue[]>({ queryKey: ["telemetry", "live"] }, (known) =>
      known?.map((value) => patched(value, byTag.get(value.tag))),
    );
  }

  readonly subscribe = (tell: () => void): (() => void) => {
    this.listeners.add(tell);
    return () => this.listeners.delete(tell);
  };

  readonly snapshot = (): Connection => this.now;

  /** Hear every piece of news as it comes. */
  onNews(hear: (news: News) => void): () => void {
    this.hearers.add(hear);
    return () => this.hearers.delete(hear);
  }
}

function patched(value: LiveValue, changed: ChangedTag | undefined): LiveValue {
  if (!changed) return value;
  const [, figure, quality, at] = changed;
  return { ...value, value: figure, quality: QUALITIES[quality] ?? "bad", at, age_s: 0 };
}

function parse<T>(event: Event): T {
  return JSON.parse((event as MessageEvent<string>).data) as T;
}
