import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useState } from "react";
import type { DispatchRow, OperationView } from "../../client/catalogue";
import { useOutbox } from "../../frame/liveContext";
import { useAsk, refresh } from "../../transport/hooks";
import { type Entry, outbox } from "../../transport/outbox";
import type { ActionName } from "../../transport/http";

const KEPT = "lineside-station";

/** The station that this device stands at; it stays chosen over the day. */
export function useChosenStation(usual = ""): [string, (equipment: string) => void] {
  const [station, setStation] = useState(() => localStorage.getItem(KEPT) ?? usual);
  const choose = useCallback((equipment: string) => {
    localStorage.setItem(KEPT, equipment);
    setStation(equipment);
  }, []);
  return [station, choose];
}

/** One entry of the queue: the order's facts beside those of the operation to be done here. */
export type Job = Omit<DispatchRow, "operation"> & OperationView & { key: string; unsentGood: number; unsentScrap: number };

/** The station's queue, with what this device has not yet sent counted in. */
export function useQueue(station: string) {
  const query = useAsk("execution.dispatch_list", { equipment: station }, { enabled: station !== "", every: 30_000, keep: true });
  const { entries } = useOutbox();
  const jobs = useMemo(() => (query.data ?? []).map((row) => withUnsent(row, entries)), [query.data, entries]);
  return { query, jobs };
}

function withUnsent(row: DispatchRow, entries: readonly Entry[]): Job {
  const { operation, ...order } = row;
  const key = `${row.order}/${operation.seq}`;
  const mine = entries.filter((entry) => entry.state === "unsent" && entry.args.order === row.order && entry.args.seq === operation.seq);
  const sum = (field: string) => mine.reduce((total, entry) => total + Number(entry.args[field] ?? 0), 0);
  const state = mine.reduce((now, entry) => NEXT[entry.action] ?? now, operation.state as string);
  return { ...order, ...operation, key, state, unsentGood: sum("good"), unsentScrap: sum("scrap") };
}

// What the operator sees at once; the server's word follows when the entry has arrived.
const NEXT: Partial<Record<ActionName, string>> = {
  "execution.start_operation": "running",
  "execution.pause_operation": "paused",
  "execution.complete_operation": "done",
};

/** What the server says of an operation after an entry. */
type StationAnswer = { order: string; seq: number; state: string; good: number; scrap: number; waiting: number; lot: string };

export type Receipt = { number: number; sentAt: number | null };

/** The queue's entry as the server's answer leaves it, so that a cut right after shows no old state. */
function answered(row: DispatchRow, answer: unknown): DispatchRow {
  const told = answer as Partial<StationAnswer> | null;
  if (!told || told.order !== row.order || told.seq !== row.operation.seq) return row;
  const { state = row.operation.state, good = 0, scrap = 0, waiting = 0, lot = "" } = told;
  return { ...row, operation: { ...row.operation, state, good, scrap, waiting, lot } };
}

/** Keep an entry in the outbox and follow it until the server has it. */
export function useEntries() {
  const client = useQueryClient();
  const [receipt, setReceipt] = useState<Receipt | null>(null);
  useEffect(
    () =>
      outbox.onSent((entry, answer) => {
        client.setQueriesData<DispatchRow[]>({ queryKey: ["execution", "dispatch_list"] }, (rows) =>
          rows?.map((row) => answered(row, answer)),
        );
        setReceipt((now) => (now && now.number === entry.number ? { ...now, sentAt: Date.now() } : now));
        refresh(client, ["execution", "andon", "scheduling", "tracing"]);
      }),
    [client],
  );
  const keep = useCallback(async (action: ActionName, args: Record<string, unknown>, label: string) => {
    const number = await outbox.keep(action, args, label);
    const left = outbox.snapshot().entries.some((entry) => entry.number === number);
    setReceipt({ number, sentAt: left ? null : Date.now() });
  }, []);
  return { keep, receipt };
}
