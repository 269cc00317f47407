import { useLocation } from "wouter";
import type { OrderRow } from "../../client/catalogue";
import { Asked } from "../../design/Asked";
import { Bar, Tag, type Tone } from "../../design/Figure";
import { useFormat } from "../../design/format";
import { type Column, Grid } from "../../design/Grid";
import { Panel } from "../../design/Panel";
import { useWords, type Words } from "../../design/words";
import { useAsk } from "../../transport/hooks";
import { orderWords } from "./orderWords";

const TONES: Record<string, Tone> = { running: "good", paused: "warn", done: "plain", cancelled: "plain", accepted: "info" };

export function OrderState({ state }: { state: string }) {
  const say = useWords<Words>(orderWords);
  return <Tag tone={TONES[state] ?? "plain"}>{say(state)}</Tag>;
}

export function OrderGrid({ state, search }: { state: string; search: string }) {
  const say = useWords(orderWords);
  const format = useFormat();
  const [, go] = useLocation();
  const rows = useAsk("execution.orders", { state, search }, { keep: true, every: 60_000 });
  const columns: Column<OrderRow>[] = [
    { key: "order", title: say("order"), sort: (row) => row.id, show: (row) => <strong style={{ fontWeight: 500 }}>{row.id}</strong> },
    { key: "product", title: say("product"), sort: (row) => row.product, show: (row) => row.product },
    { key: "customer", title: say("customer"), sort: (row) => row.customer, show: (row) => row.customer },
    { key: "state", title: say("state"), sort: (row) => row.state, show: (row) => <OrderState state={row.state} /> },
    {
      key: "good", title: say("progress"), number: true, width: 130, sort: (row) => row.good / row.quantity,
      show: (row) => (
        <>
          {row.good} <span className="muted">/ {row.quantity}</span>
          <Bar share={row.good / row.quantity} tone="good" label={`${row.good} / ${row.quantity}`} />
        </>
      ),
    },
    { key: "scrap", title: say("scrap"), number: true, sort: (row) => row.scrap, show: (row) => (row.scrap ? <Tag tone="bad">{row.scrap}</Tag> : "0") },
    { key: "due", title: say("due"), sort: (row) => row.due, show: (row) => <>{format.dateTime(row.due)} {row.late && <Tag tone="bad">{say("late")}</Tag>}</> },
    { key: "priority", title: say("priority"), number: true, sort: (row) => row.priority, show: (row) => row.priority },
  ];
  return (
    <Panel label={say("title")} flush>
      <Asked query={rows} empty={say("none")}>
        {(found) => <Grid rows={found} columns={columns} rowKey={(row) => row.id} onOpen={(row) => go(`/orders/${encodeURIComponent(row.id)}`)} exportAs="orders" />}
      </Asked>
    </Panel>
  );
}
