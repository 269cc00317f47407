import { Button } from "@mantine/core";
import { Link } from "wouter";
import type { AssetView, ConditionView, ShaftOrders, RepairCase, WorkOrder } from "../../client/catalogue";
import { Asked, Refused } from "../../design/Asked";
import { titleOf } from "../../design/Facts";
import { Figure, Figures, Tag } from "../../design/Figure";
import { actorName, type Format, useFormat } from "../../design/format";
import { type Column, Grid } from "../../design/Grid";
import { Panel } from "../../design/Panel";
import { type Speak, useWords, type Words } from "../../design/words";
import { useAct, useAsk } from "../../transport/hooks";
import { LevelTag } from "./AssetList";
import { BehaviourPanel } from "./Behaviour";
import { ConditionTrend, FrequencySpectrum, OrderSpectrum } from "./charts";
import { maintenanceWords } from "./words";
import { WorkOrderCard } from "./WorkOrderCard";

export function AssetDetail({ equipment }: { equipment: string }) {
  const condition = useAsk("maintenance.condition", { equipment });
  return (
    <div className="stack">
      <Asked query={condition} lines={10}>{(found) => <Condition condition={found} />}</Asked>
      <BehaviourPanel equipment={equipment} />
      <WorkOrders equipment={equipment} />
      <Repairs equipment={equipment} component={condition.data?.asset?.component ?? ""} />
    </div>
  );
}

function Condition({ condition }: { condition: ConditionView }) {
  const say = useWords(maintenanceWords);
  const format = useFormat();
  return (
    <>
      {condition.asset && <AssetFigures asset={condition.asset} />}
      <Panel title={say("trend")} note={condition.asset?.life_h ? say("band") : ""} actions={condition.asset && <Propose asset={condition.asset} />}>
        {condition.times.length > 0 ? <ConditionTrend condition={condition} /> : <div className="message">{say("noTrend")}</div>}
      </Panel>
      <div className="cols two">
        <Panel title={say("envelope")} note={say("tones")}>
          {condition.envelope ? (
            <FrequencySpectrum title={say("envelope")} spectrum={condition.envelope} tones={condition.tones} upTo={toneLimit(condition)} />
          ) : (
            <div className="message">{say("noWave")}</div>
          )}
        </Panel>
        <Panel title={say("orderSpectrum")} note={condition.orders && speedOf(condition.orders, say, format)}>
          {condition.orders ? <OrderSpectrum title={say("orderSpectrum")} orders={condition.orders} /> : <div className="message">{say("noWave")}</div>}
        </Panel>
      </div>
      <Panel title={say("spectrum")}>
        {condition.spectrum ? <FrequencySpectrum title={say("spectrum")} spectrum={condition.spectrum} tones={[]} /> : <div className="message">{say("noWave")}</div>}
      </Panel>
    </>
  );
}

function speedOf(orders: ShaftOrders, say: Speak<typeof maintenanceWords>, format: Format): string {
  return say(orders.measured ? "speedMeasured" : "speedKnown", { speed: format.number(orders.speed_rpm, 0) });
}

function toneLimit(condition: ConditionView): number | undefined {
  const highest = Math.max(0, ...condition.tones.map((tone) => tone.frequency_hz));
  return highest > 0 ? Math.ceil((highest * 2.2) / 100) * 100 : undefined;
}

function AssetFigures({ asset }: { asset: AssetView }) {
  const say = useWords(maintenanceWords);
  const format = useFormat();
  const drivers = Object.entries(asset.leading).slice(0, 2).map(([name, value]) => `${titleOf(name)} ${format.number(value, 1)}`);
  const worn = asset.life_h !== null;
  return (
    <Figures>
      <Figure label={say("level")} value={<LevelTag level={asset.level} />} under={drivers.join(" · ") || titleOf(asset.component)} />
      <Figure
        label={say("life")}
        value={worn ? format.hours(asset.life_h) : "–"}
        under={worn ? `${format.hours(asset.life_low_h)} – ${format.hours(asset.life_high_h)}` : say("noLife")}
        tone={worn && (asset.life_h ?? 0) < 72 ? "bad" : worn ? "warn" : "plain"}
      />
      <Figure label={say("probability")} value={format.percent(asset.probability)} under={say("within", { hours: format.hours(asset.horizon_h) })} tone={asset.probability > 0.5 ? "bad" : "plain"} />
      <Figure label={say("consequence")} value={format.number(asset.consequence, 0)} unit="NOK" under={`${say("risk")} ${format.number(asset.risk, 0)} NOK`} />
      <Figure label={say("at")} value={format.time(asset.at)} under={format.date(asset.at)} />
    </Figures>
  );
}

function Propose({ asset }: { asset: AssetView }) {
  const say = useWords(maintenanceWords);
  const propose = useAct("maintenance.propose_work_order");
  if (!asset.prediction) return null;
  if (propose.isSuccess) return <Link href="/inbox">{say("proposed")}</Link>;
  return (
    <>
      {propose.error && <Refused error={propose.error} />}
      <Button size="compact-sm" variant="default" loading={propose.isPending} onClick={() => propose.mutate({ prediction: asset.prediction })}>
        {say("propose")}
      </Button>
    </>
  );
}

function WorkOrders({ equipment }: { equipment: string }) {
  const say = useWords(maintenanceWords);
  const orders = useAsk("maintenance.work_orders", { equipment, state: "open" });
  const drafted = useAsk("guidance.inbox", { state: "open", equipment });
  return (
    <Panel title={say("orders")} flush>
      {(drafted.data ?? []).filter((row) => row.action.startsWith("maintenance.")).map((row) => (
        <div key={row.id} className="row" style={{ padding: "10px 12px", borderBottom: "1px solid var(--line)" }}>
          <Tag tone="info">{say("drafted")}</Tag>
          <Link href={`/inbox/${row.id}`}>{row.title}</Link>
        </div>
      ))}
      <Asked query={orders} empty={drafted.data?.length ? undefined : say("noOrders")}>
        {(found) => found.map((order: WorkOrder) => <WorkOrderCard key={order.id} order={order} />)}
      </Asked>
    </Panel>
  );
}

function Repairs({ equipment, component }: { equipment: string; component: string }) {
  const say = useWords<Words>(maintenanceWords);
  const format = useFormat();
  const repairs = useAsk("maintenance.past_repairs", { equipment, component, limit: 12 });
  const columns: Column<RepairCase>[] = [
    { key: "at", title: say("closed"), sort: (row) => row.closed_at, show: (row) => format.dateTime(row.closed_at) },
    { key: "machine", title: say("machine"), sort: (row) => row.equipment, show: (row) => row.equipment.split("/").pop() },
    { key: "task", title: say("task"), sort: (row) => row.task, show: (row) => row.task },
    { key: "found", title: say("found"), sort: (row) => row.found, show: (row) => row.found || row.note },
    { key: "truth", title: say("truth"), sort: (row) => row.truth, show: (row) => (row.truth ? <Tag tone={row.truth === "confirmed" ? "good" : "plain"}>{say(row.truth)}</Tag> : "") },
    { key: "downtime", title: say("downtime"), number: true, sort: (row) => row.downtime_minutes, show: (row) => format.duration(row.downtime_minutes * 60) },
    { key: "who", title: say("technician"), sort: (row) => row.technician, show: (row) => actorName(row.technician) },
  ];
  return (
    <Panel title={say("repairs")} flush>
      <Asked query={repairs} empty={say("noRepairs")}>
        {(found) => <Grid rows={found} columns={columns} rowKey={(row) => row.work_order} exportAs="repairs" />}
      </Asked>
    </Panel>
  );
}
