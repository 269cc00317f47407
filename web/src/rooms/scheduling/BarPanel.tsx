import { Button, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";
import type { BarReason, PlannedBar } from "../../client/catalogue";
import { Asked } from "../../design/Asked";
import { Tag } from "../../design/Figure";
import { shortName, useFormat } from "../../design/format";
import { Panel } from "../../design/Panel";
import { useWords, type Words } from "../../design/words";
import { useAsk } from "../../transport/hooks";
import type { Drop } from "./Gantt";
import { planWords } from "./words";

type Props = { bar: PlannedBar; rows: readonly string[]; busy: boolean; onMove: (drop: Drop) => void; onUnlock: (bar: PlannedBar) => void };

/** One bar: its facts, why it stands there, and moving it without a mouse. */
export function BarPanel({ bar, rows, busy, onMove, onUnlock }: Props) {
  const say = useWords(planWords);
  const format = useFormat();
  return (
    <Panel title={`${bar.order}/${bar.seq} ${bar.name}`} actions={bar.locked && <Tag tone="info">{say("locked")}</Tag>}>
      <dl className="facts">
        <dt>{say("order")}</dt><dd><Link href={`/orders/${encodeURIComponent(bar.order)}`}>{bar.order}</Link></dd>
        <dt>{say("product")}</dt><dd>{bar.product} · {bar.quantity}</dd>
        <dt>{say("machine")}</dt><dd>{shortName(bar.equipment)}</dd>
        <dt>{say("start")}</dt><dd>{format.dateTime(bar.start)} – {format.dateTime(bar.end)}</dd>
        <dt>{say("setup")}</dt><dd>{format.duration(bar.setup_s)}</dd>
        <dt>{say("due")}</dt><dd>{format.dateTime(bar.due)} {bar.late_h > 0 && <Tag tone="bad">{say("lateBy", { time: format.hours(bar.late_h) })}</Tag>}</dd>
      </dl>
      <Why bar={bar} />
      <MoveForm bar={bar} rows={rows} busy={busy} onMove={onMove} onUnlock={onUnlock} />
    </Panel>
  );
}

function Why({ bar }: { bar: PlannedBar }) {
  const say = useWords<Words>(planWords);
  const format = useFormat();
  const why = useAsk("scheduling.why", { order: bar.order, seq: bar.seq });
  const text = (reason: BarReason) => {
    const key = reason.kind === "setup" ? "setup after" : reason.kind;
    return key in planWords ? say(key, { by: reason.by }) : `${reason.kind} ${reason.by}`;
  };
  return (
    <div style={{ margin: "12px 0" }}>
      <strong>{say("why")}</strong>
      <Asked query={why} empty="–" lines={2}>
        {(reasons) => (
          <ul style={{ margin: "4px 0 0", paddingLeft: 18 }}>
            {reasons.slice(0, 6).map((reason) => (
              <li key={`${reason.kind}${reason.by}${reason.until}`}>
                {text(reason)} <span className="muted">{say("until", { time: format.dateTime(reason.until) })}</span> {reason.binding && <Tag tone="info">{say("binding")}</Tag>}
              </li>
            ))}
          </ul>
        )}
      </Asked>
    </div>
  );
}

function MoveForm({ bar, rows, busy, onMove, onUnlock }: Props) {
  const say = useWords(planWords);
  const [equipment, setEquipment] = useState<string | null>(bar.equipment);
  const [start, setStart] = useState(localText(bar.start));
  const move = () => onMove({ bar, equipment: equipment ?? bar.equipment, start: new Date(start).getTime() });
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); move(); }}>
      <div className="row">
        <Select className="grow" size="xs" label={say("machine")} searchable value={equipment} onChange={setEquipment} data={rows.map((row) => ({ value: row, label: shortName(row) }))} />
        <TextInput className="grow" size="xs" type="datetime-local" label={say("start")} value={start} onChange={(event) => setStart(event.currentTarget.value)} />
      </div>
      <div className="row">
        <Button size="compact-sm" variant="default" type="submit" loading={busy}>{say("moveTo")}</Button>
        {bar.locked && <Button size="compact-sm" variant="default" loading={busy} onClick={() => onUnlock(bar)}>{say("unlock")}</Button>}
      </div>
    </form>
  );
}

function localText(at: string): string {
  const date = new Date(at);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
