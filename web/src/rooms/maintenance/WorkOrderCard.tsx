import { Button, Modal, NumberInput, SegmentedControl, Textarea } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";
import type { WorkOrder } from "../../client/catalogue";
import { Refused } from "../../design/Asked";
import { Tag } from "../../design/Figure";
import { actorName, useFormat } from "../../design/format";
import { useWords, type Words } from "../../design/words";
import { useAct } from "../../transport/hooks";
import { maintenanceWords } from "./words";

/** One work order: what, when, who, with which part; the technician starts and closes it here. */
export function WorkOrderCard({ order }: { order: WorkOrder }) {
  const say = useWords<Words>(maintenanceWords);
  const format = useFormat();
  const [closing, setClosing] = useState(false);
  const start = useAct("maintenance.start_work_order");
  return (
    <div className="work-order" data-testid="work-order">
      <div className="grow">
        <strong style={{ fontWeight: 600 }}>{order.task}</strong> <Tag tone={order.state === "started" ? "info" : "plain"}>{say(order.state)}</Tag>
        <div className="muted">
          {format.dateTime(order.start)} – {format.time(order.end)} · {actorName(order.technician)}
          {order.part && ` · ${order.quantity} × ${order.part}`}
        </div>
        {start.error && <Refused error={start.error} />}
      </div>
      <Link href={`/guide/${encodeURIComponent(order.id)}`}>{say("guide")}</Link>
      {order.state === "planned" && (
        <Button variant="default" loading={start.isPending} onClick={() => start.mutate({ work_order: order.id })}>{say("start")}</Button>
      )}
      {order.state === "started" && <Button onClick={() => setClosing(true)}>{say("close")}</Button>}
      <Modal opened={closing} onClose={() => setClosing(false)} title={order.task}>
        <CloseForm order={order} onDone={() => setClosing(false)} />
      </Modal>
    </div>
  );
}

function CloseForm({ order, onDone }: { order: WorkOrder; onDone: () => void }) {
  const say = useWords<Words>(maintenanceWords);
  const [truth, setTruth] = useState<string>("confirmed");
  const [found, setFound] = useState("");
  const [minutes, setMinutes] = useState<number | string>(0);
  const close = useAct("maintenance.close_work_order", ["value", "inventory", "scheduling"]);
  const send = () =>
    close.mutate({ work_order: order.id, truth, found, downtime_minutes: Number(minutes) } as never, { onSuccess: onDone });
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); send(); }}>
      <div>
        <span style={{ fontWeight: 500 }}>{say("truth")}</span>
        <SegmentedControl fullWidth size="md" aria-label={say("truth")} value={truth} onChange={setTruth} data={["confirmed", "false"].map((value) => ({ value, label: say(value) }))} />
      </div>
      <Textarea label={say("found")} autosize minRows={2} required value={found} onChange={(event) => setFound(event.currentTarget.value)} />
      <NumberInput label={say("minutes")} min={0} value={minutes} onChange={setMinutes} />
      {close.error && <Refused error={close.error} />}
      <Button type="submit" size="md" loading={close.isPending}>{say("close")}</Button>
    </form>
  );
}
