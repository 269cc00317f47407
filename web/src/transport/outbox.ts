import { act, isLoggedOut, type ActionName } from "./http";
import { newKey } from "./keys";
import { Refusal, Unreachable } from "./refusal";

/**
 * Entries of a person that must not be lost when the network drops.
 *
 * Each entry is numbered and written to IndexedDB before anything is sent; it carries an idempotency
 * key, so that sending it again changes nothing more. Entries leave in their order, one at a time,
 * and only in the name of the person who made them. A refused entry stays and waits for a person.
 */
export type Entry = {
  number: number;
  key: string;
  user: string;
  action: ActionName;
  args: Record<string, unknown>;
  label: string;
  madeAt: string;
  state: "unsent" | "conflict";
  code?: string;
  facts?: Record<string, unknown>;
  advice?: string;
};

export type OutboxView = { entries: readonly Entry[]; sentNumber: number; sending: boolean };

const DATABASE = "lineside-outbox";
const STORE = "entries";
const RETRY_MS = [1_000, 2_000, 5_000, 10_000, 20_000];

export class Outbox {
  private view: OutboxView = { entries: [], sentNumber: 0, sending: false };
  private user = "";
  private failures = 0;
  private timer = 0;
  private busy = false;
  private readonly listeners = new Set<() => void>();
  private readonly sentListeners = new Set<(entry: Entry, answer: unknown) => void>();

  readonly subscribe = (tell: () => void): (() => void) => {
    this.listeners.add(tell);
    return () => this.listeners.delete(tell);
  };

  readonly snapshot = (): OutboxView => this.view;

  /** Send in this person's name from now on. */
  async start(user: string): Promise<void> {
    this.user = user;
    await this.reload();
    this.wake();
  }

  /** Keep an entry; it is safe on this device once the promise resolves. */
  async keep(action: ActionName, args: Record<string, unknown>, label: string): Promise<number> {
    const entry: Omit<Entry, "number"> = {
      key: newKey(), user: this.user, action, args, label,
      madeAt: new Date().toISOString(), state: "unsent",
    };
    const number = await write((store) => store.add(entry));
    await this.reload();
    this.wake();
    return number as number;
  }

  /** Try a refused entry again, after its cause was mended. */
  async retry(number: number): Promise<void> {
    const found = this.view.entries.find((entry) => entry.number === number);
    if (found) await write((store) => store.put({ ...found, state: "unsent" }));
    await this.reload();
    this.wake();
  }

  /** Give a refused entry up. */
  async drop(number: number): Promise<void> {
    await write((store) => store.delete(number));
    await this.reload();
  }

  /** Told when the server has an entry, with its answer, just before the entry leaves the outbox. */
  onSent(tell: (entry: Entry, answer: unknown) => void): () => void {
    this.sentListeners.add(tell);
    return () => this.sentListeners.delete(tell);
  }

  /** Send now, for example because the network came back. */
  wake(): void {
    window.clearTimeout(this.timer);
    void this.sendAll();
  }

  private async sendAll(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      // Two tabs of one browser share the store: only one of them sends.
      await exclusively(() => this.drain());
    } finally {
      this.busy = false;
      this.show({ sending: false });
    }
  }

  private async drain(): Promise<void> {
    await this.reload();
    for (let next = this.nextUnsent(); next; next = this.nextUnsent()) {
      this.show({ sending: true });
      if (!(await this.sendOne(next))) return;
      await this.reload();
    }
  }

  private nextUnsent(): Entry | undefined {
    return this.view.entries.find((entry) => entry.state === "unsent" && entry.user === this.user);
  }

  /** Whether the entry is settled: saved at the server, or refused by it. */
  private async sendOne(entry: Entry): Promise<boolean> {
    let answer: unknown;
    try {
      answer = (await act(entry.action, entry.args as never, entry.key)).result;
    } catch (error) {
      return this.handleFailure(entry, error);
    }
    this.failures = 0;
    for (const tell of this.sentListeners) tell(entry, answer);
    await write((store) => store.delete(entry.number));
    this.show({ sentNumber: entry.number });
    return true;
  }

  private async handleFailure(entry: Entry, error: unknown): Promise<boolean> {
    const refused = error instanceof Refusal && error.status < 500 && !isLoggedOut(error);
    if (refused) {
      const { code, facts, advice } = error;
      await write((store) => store.put({ ...entry, state: "conflict", code, facts, advice }));
      return true;
    }
    if (!(error instanceof Refusal) && !(error instanceof Unreachable)) throw error;
    const pause = RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)];
    this.failures += 1;
    this.timer = window.setTimeout(() => this.wake(), pause);
    return false;
  }

  private async reload(): Promise<void> {
    const entries = (await read((store) => store.getAll())) as Entry[];
    this.show({ entries: entries.sort((a, b) => a.number - b.number) });
  }

  private show(change: Partial<OutboxView>): void {
    this.view = { ...this.view, ...change };
    for (const tell of this.listeners) tell();
  }
}

async function exclusively(run: () => Promise<void>): Promise<void> {
  if (!navigator.locks) return run();
  await navigator.locks.request(DATABASE, { ifAvailable: true }, async (lock) => {
    if (lock) await run();
  });
}

let opened: Promise<IDBDatabase> | null = null;

function database(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () =>
      request.result.createObjectStore(STORE, { keyPath: "number", autoIncrement: true });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

async function write<T>(use: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  return run("readwrite", use);
}

async function read<T>(use: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  return run("readonly", use);
}

async function run<T>(
  mode: IDBTransactionMode,
  use: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const db = await database();
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(STORE, mode, { durability: "strict" });
    const request = use(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

export const outbox = new Outbox();
