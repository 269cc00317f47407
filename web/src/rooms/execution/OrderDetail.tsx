import { Link } from "wouter";
import type { CheckView, ConsumedRow, OperationView, OrderView, QuantityRow } from "../../client/catalogue";
import { Asked } from "../../design/Asked";
import { titleOf } from "../../design/Facts";
import { Bar, Figure, Figures, Tag } from "../../design/Figure";
import { actorName, shortName, useFormat } from "../../design/format";
import { type Column, Grid } from "../../design/Grid";
import { Panel } from "../../design/Panel";
import { useWords } from "../../design/words";
import { useAsk } from "../../transport/hooks";
import { OrderState } from "./OrderGrid";
import { orderWords } from "./orderWords";

export function OrderDetail({ view }: { view: OrderView }) {
  return (
    <div className="stack">
      <OrderFigures view={view} />
      <Route operations={view.operations} />
      <div className="cols two">
        <Materials rows={view.materials} />
        <Lots lots={view.lots} />
      </div>
      <div className="cols two">
        <Entries order={view.order.id} />
        <Checks order={view.order.id} />
      </div>
    </div>
  );
}

function OrderFigures({ view }: { view: OrderView }) {
  const say = useWords(orderWords);
  const format = useFormat();
  const order = view.order;
  const late = useAsk("scheduling.late_orders", {});
  const energy = useAsk("energy.order_energy", { order: order.id });
  const risk = late.data?.find((row) => row.order === order.id);
  return (
    <Figures>
      <Figure label={say("state")} value={<OrderState state={order.state} />} under={order.customer} />
      <Figure label={say("progress")} value={`${format.number(order.good)} / ${format.number(order.quantity)}`} under={order.product} />
      <Figure label={say("scrap")} value={order.scrap} tone={order.scrap ? "bad" : "plain"} />
      <Figure label={say("inWork")} value={view.in_work} under={`${say("begun")} ${view.begun}`} />
      <Figure label={say("due")} value={format.time(order.due)} under={format.date(order.due)} tone={order.late ? "bad" : "plain"} />
      <Figure
        label={say("risk")}
        value={risk ? format.hours(risk.late_h) : late.data ? "0 h" : "–"}
        under={risk ? say("lateBy", { time: format.hours(risk.late_h) }) : late.data ? say("onTime") : ""}
        tone={risk ? "bad" : "plain"}
      />
      <Figure label={say("energy")} value={format.number(energy.data?.kwh)} unit="kWh" />
      <Figure label={say("labour")} value={format.duration(view.labour_minutes * 60)} />
    </Figures>
  );
}

function Route({ operations }: { operations: readonly OperationView[] }) {
  const say = useWords(orderWords);
  const format = useFormat();
  const name = (row: OperationView) => (format.locale === "de" && row.name_de ? row.name_de : row.name);
  const span = (from: string | null, to: string | null) => (from ? `${format.dateTime(from)} – ${to ? format.dateTime(to) : ""}` : "–");
  const columns: Column<OperationView>[] = [
    { key: "step", title: say("step"), sort: (row) => row.seq, show: (row) => <><b>{row.seq}</b> {name(row)}</> },
    { key: "state", title: say("state"), show: (row) => <OrderState state={row.state} /> },
    { key: "machine", title: say("machine"), sort: (row) => row.equipment, show: (row) => (row.equipment ? <Link href={`/assets/${row.equipment}`}>{shortName(row.equipment)}</Link> : <span className="muted">{row.alternatives.map(shortName).join(", ")}</span>) },
    {
      key: "good", title: say("good"), number: true, width: 120, sort: (row) => row.good,
      show: (row) => (
        <>
          {row.good} <span className="muted">/ {row.arrived}</span>
          <Bar share={row.arrived ? row.good / row.arrived : 0} tone="good" label={`${row.good} / ${row.arrived}`} />
        </>
      ),
    },
    { key: "scrap", title: say("scrap"), number: true, sort: (row) => row.scrap, show: (row) => (row.scrap ? <Tag tone="bad">{row.scrap}</Tag> : "0") },
    { key: "planned", title: say("planned"), sort: (row) => row.planned_start, show: (row) => span(row.planned_start, row.planned_end) },
    { key: "actual", title: say("actual"), sort: (row) => row.started, show: (row) => span(row.started, row.finished) },
    { key: "standard", title: say("standard"), number: true, sort: (row) => row.standard_time_s, show: (row) => format.duration(row.standard_time_s) },
    { key: "checks", title: say("checks"), number: true, show: (row) => (row.checks.length ? `${row.checks_done.length} / ${row.checks.length}` : "") },
  ];
  return (
    <Panel title={say("route")} note={say("balance")} flush>
      <Grid rows={operations} columns={columns} rowKey={(row) => String(row.seq)} exportAs={`route-${operations[0]?.order ?? ""}`} />
    </Panel>
  );
}

function Materials({ rows }: { rows: readonly ConsumedRow[] }) {
  const say = useWords(orderWords);
  const format = useFormat();
  const columns: Column<ConsumedRow>[] = [
    { key: "material", title: say("material"), sort: (row) => row.material, show: (row) => row.material },
    { key: "lot", title: say("lot"), sort: (row) => row.lot, show: (row) => row.lot && <Link href={`/trace/${encodeURIComponent(row.lot)}`}>{row.lot}</Link> },
    { key: "quantity", title: say("quantity"), number: true, sort: (row) => Number(row.quantity), show: (row) => format.quantity(Number(row.quantity), row.unit) },
    { key: "into", title: say("into"), sort: (row) => row.into, show: (row) => row.into },
    { key: "at", title: say("at"), sort: (row) => row.at, show: (row) => format.dateTime(row.at) },
  ];
  return (
    <Panel title={say("materials")} flush>
      <Grid rows={rows} columns={columns} rowKey={(row) => `${row.seq}${row.lot}${row.into}${row.at}`} empty={say("noMaterials")} maxHeight={300} />
    </Panel>
  );
}

function Lots({ lots }: { lots: readonly string[] }) {
  const say = useWords(orderWords);
  return (
    <Panel title={say("lots")} note={lots.length || ""}>
      {lots.length === 0 && <span className="muted">{say("noLots")}</span>}
      <div className="row" style={{ maxHeight: 240, overflow: "auto" }}>
        {lots.map((lot) => <Link key={lot} href={`/trace/${encodeURIComponent(lot)}`}>{lot}</Link>)}
      </div>
    </Panel>
  );
}

function Entries({ order }: { order: string }) {
  const say = useWords(orderWords);
  const format = useFormat();
  const rows = useAsk("execution.output", { order });
  const columns: Column<QuantityRow>[] = [
    { key: "at", title: say("at"), sort: (row) => row.at, show: (row) => format.dateTime(row.at) },
    { key: "step", title: say("step"), number: true, sort: (row) => row.seq, show: (row) => row.seq },
    { key: "machine", title: say("machine"), sort: (row) => row.equipment, show: (row) => shortName(row.equipment) },
    { key: "good", title: say("good"), number: true, sort: (row) => row.good, show: (row) => row.good },
    { key: "scrap", title: say("scrap"), number: true, sort: (row) => row.scrap, show: (row) => row.scrap },
    { key: "reason", title: say("reason"), sort: (row) => row.reason, show: (row) => row.reason },
    { key: "by", title: say("by"), sort: (row) => row.person, show: (row) => actorName(row.person) },
  ];
  return (
    <Panel title={say("entries")} flush>
      <Asked query={rows} empty={say("noEntries")}>
        {(found) => <Grid rows={found} columns={columns} rowKey={(row) => `${row.seq}${row.at}${row.lot}`} exportAs={`entries-${order}`} maxHeight={300} />}
      </Asked>
    </Panel>
  );
}

function Checks({ order }: { order: string }) {
  const say = useWords(orderWords);
  const format = useFormat();
  const rows = useAsk("quality.checks", { order });
  const columns: Column<CheckView>[] = [
    { key: "characteristic", title: say("characteristic"), sort: (row) => row.characteristic, show: (row) => titleOf(row.characteristic) },
    { key: "value", title: say("value"), number: true, sort: (row) => row.value, show: (row) => format.quantity(row.value, row.unit) },
    { key: "limits", title: say("limits"), show: (row) => `${format.number(row.lower)} – ${format.number(row.upper)}` },
    { key: "verdict", title: say("verdict"), sort: (row) => Number(row.ok), show: (row) => <Tag tone={row.ok ? "good" : "bad"}>{say(row.ok ? "ok" : "out")}</Tag> },
    { key: "lot", title: say("lot"), sort: (row) => row.lot, show: (row) => row.lot },
    { key: "at", title: say("at"), sort: (row) => row.at, show: (row) => format.dateTime(row.at) },
  ];
  return (
    <Panel title={say("quality")} flush>
      <Asked query={rows} empty={say("noQuality")}>
        {(found) => <Grid rows={found} columns={columns} rowKey={(row) => `${row.characteristic}${row.lot}${row.at}`} exportAs={`checks-${order}`} maxHeight={300} />}
      </Asked>
    </Panel>
  );
}
