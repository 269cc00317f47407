import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useState } from "react";
import { Link, useLocation } from "wouter";
import type { HoldView, LotView, ProcessRow } from "../../client/catalogue";
import { Asked, Refused } from "../../design/Asked";
import { factText } from "../../design/Facts";
import { Tag, type Tone } from "../../design/Figure";
import { actorName, shortName, useFormat } from "../../design/format";
import { type Column, Grid } from "../../design/Grid";
import { Panel } from "../../design/Panel";
import { useWords, type Words } from "../../design/words";
import { useAct, useAsk } from "../../transport/hooks";
import { tracingWords } from "./words";

const TONES: Record<string, Tone> = { held: "bad", scrapped: "bad", available: "good", shipped: "info" };

export function LotState({ state }: { state: string }) {
  const say = useWords<Words>(tracingWords);
  return <Tag tone={TONES[state] ?? "plain"}>{say(state)}</Tag>;
}

export function LotFacts({ lot }: { lot: LotView }) {
  const say = useWords(tracingWords);
  const format = useFormat();
  const lines: [string, React.ReactNode][] = [
    [say("material"), lot.material],
    [say("quantity"), format.quantity(Number(lot.quantity), lot.unit)],
    [say("remaining"), format.quantity(Number(lot.remaining), lot.unit)],
    [say("order"), lot.order && <Link href={`/orders/${encodeURIComponent(lot.order)}`}>{lot.order}</Link>],
    [say("made"), lot.made_on && shortName(lot.made_on)],
    [say("supplier"), lot.supplier],
    [say("customers"), lot.customer],
    [say("location"), lot.location],
    [say("at"), format.dateTime(lot.at)],
    [say("reason"), lot.held_reason],
  ];
  return (
    <dl className="facts">
      {lines.filter(([, value]) => value).map(([name, value]) => (
        <div key={name} style={{ display: "contents" }}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Hold a lot, or release it with a signature. */
export function HoldForm({ lot }: { lot: LotView }) {
  const say = useWords(tracingWords);
  const [reason, setReason] = useState("");
  const [password, setPassword] = useState("");
  const hold = useAct("tracing.hold_lot", ["quality"]);
  const release = useAct("tracing.release_lot", ["quality"]);
  const held = lot.state === "held";
  const doing = held ? release : hold;
  if (lot.state === "scrapped" || lot.state === "shipped") return null;
  const send = () => {
    if (held) release.mutate({ lot: lot.id, reason, password });
    else hold.mutate({ lot: lot.id, reason });
  };
  return (
    <form className="stack" style={{ marginTop: 12 }} onSubmit={(event) => { event.preventDefault(); send(); }}>
      <TextInput label={say("reason")} required value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
      {held && <PasswordInput label={say("signature")} required autoComplete="current-password" value={password} onChange={(event) => setPassword(event.currentTarget.value)} />}
      {doing.error && <Refused error={doing.error} />}
      {doing.data?.state === "awaiting_decision" && <Link href={`/inbox/${doing.data.recommendation}`}>{say("asked")}</Link>}
      <div>
        <Button type="submit" variant={held ? "default" : "filled"} color={held ? undefined : "red"} loading={doing.isPending}>
          {say(held ? "release" : "hold")}
        </Button>
      </div>
    </form>
  );
}

export function ImpactPanel({ lot }: { lot: string }) {
  const say = useWords(tracingWords);
  const impact = useAsk("tracing.impact", { lots: [lot] });
  return (
    <Panel title={say("impact")} note={say("impactOf")}>
      <Asked query={impact}>
        {(found) => (
          <dl className="facts">
            <Named name={say("lotsTitle")} ids={found.lots} page="/trace/" />
            <Named name={say("serials")} ids={found.serials} page="/trace/" />
            <Named name={say("orders")} ids={found.orders} page="/orders/" />
            <Named name={say("customers")} ids={found.customers} />
            <Named name={say("heldLots")} ids={found.held} page="/trace/" />
            <Named name={say("shippedLots")} ids={found.shipped} page="/trace/" />
          </dl>
        )}
      </Asked>
    </Panel>
  );
}

function Named({ name, ids, page }: { name: string; ids: readonly string[]; page?: string }) {
  const [all, setAll] = useState(false);
  const shown = all ? ids : ids.slice(0, 8);
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <b>{ids.length}</b>{" "}
        {shown.map((id) => (
          <span key={id} style={{ marginRight: 8, whiteSpace: "nowrap" }}>{page ? <Link href={`${page}${encodeURIComponent(id)}`}>{id}</Link> : id}</span>
        ))}
        {ids.length > shown.length && <button type="button" className="bare" style={{ color: "var(--link)" }} onClick={() => setAll(true)}>…</button>}
      </dd>
    </>
  );
}

export function ProcessPanel({ lot }: { lot: string }) {
  const say = useWords(tracingWords);
  const format = useFormat();
  const rows = useAsk("tracing.processes", { lot });
  const columns: Column<ProcessRow>[] = [
    { key: "start", title: say("start"), sort: (row) => row.start, show: (row) => format.dateTime(row.start) },
    { key: "operation", title: say("operation"), sort: (row) => row.operation, show: (row) => row.operation },
    { key: "machine", title: say("machine"), sort: (row) => row.equipment, show: (row) => <Link href={`/assets/${row.equipment}`}>{shortName(row.equipment)}</Link> },
    { key: "good", title: say("good"), number: true, sort: (row) => Number(row.good), show: (row) => format.number(Number(row.good)) },
    { key: "scrap", title: say("scrap"), number: true, sort: (row) => Number(row.scrap), show: (row) => format.number(Number(row.scrap)) },
    { key: "people", title: say("people"), sort: (row) => row.people.join(), show: (row) => row.people.map(actorName).join(", ") },
    { key: "parameters", title: say("parameters"), show: (row) => <span className="muted">{factText("", row.parameters, format)}</span> },
  ];
  return (
    <Panel title={say("processes")} flush>
      <Asked query={rows} empty={say("noProcesses")}>
        {(found) => <Grid rows={found} columns={columns} rowKey={(row) => `${row.operation}${row.start}`} exportAs={`process-${lot}`} />}
      </Asked>
    </Panel>
  );
}

export function HoldsPanel() {
  const say = useWords(tracingWords);
  const format = useFormat();
  const [, go] = useLocation();
  const rows = useAsk("tracing.holds", { open_only: true });
  const columns: Column<HoldView>[] = [
    { key: "lot", title: say("lot"), sort: (row) => row.lot, show: (row) => row.lot },
    { key: "reason", title: say("reason"), sort: (row) => row.reason, show: (row) => row.reason },
    { key: "by", title: say("by"), sort: (row) => row.by, show: (row) => actorName(row.by) },
    { key: "at", title: say("at"), sort: (row) => row.at, show: (row) => format.dateTime(row.at) },
  ];
  return (
    <Panel title={say("holds")} note={rows.data?.length ?? ""} flush>
      <Asked query={rows} empty={say("noHolds")}>
        {(found) => <Grid rows={found} columns={columns} rowKey={(row) => row.id} onOpen={(row) => go(`/trace/${encodeURIComponent(row.lot)}`)} exportAs="holds" maxHeight={420} />}
      </Asked>
    </Panel>
  );
}

export function LotGrid({ search }: { search: string }) {
  const say = useWords(tracingWords);
  const format = useFormat();
  const [, go] = useLocation();
  const rows = useAsk("tracing.lots", { search, limit: 100 }, { keep: true });
  const columns: Column<LotView>[] = [
    { key: "lot", title: say("lot"), sort: (row) => row.id, show: (row) => <strong style={{ fontWeight: 500 }}>{row.id}</strong> },
    { key: "material", title: say("material"), sort: (row) => row.material, show: (row) => row.material },
    { key: "quantity", title: say("quantity"), number: true, sort: (row) => Number(row.quantity), show: (row) => format.quantity(Number(row.quantity), row.unit) },
    { key: "state", title: say("state"), sort: (row) => row.state, show: (row) => <LotState state={row.state} /> },
    { key: "order", title: say("order"), sort: (row) => row.order, show: (row) => row.order },
    { key: "at", title: say("at"), sort: (row) => row.at, show: (row) => format.dateTime(row.at) },
  ];
  return (
    <Panel title={say("recent")} flush>
      <Asked query={rows} empty={say("noLots")}>
        {(found) => <Grid rows={found} columns={columns} rowKey={(row) => row.id} onOpen={(row) => go(`/trace/${encodeURIComponent(row.id)}`)} exportAs="lots" />}
      </Asked>
    </Panel>
  );
}
