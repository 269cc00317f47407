import { Select } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";
import type { PlanHead, PlanView, SchedulingMove } from "../../client/catalogue";
import { Asked } from "../../design/Asked";
import { Figure, Figures, Tag } from "../../design/Figure";
import { actorName, shortName, useFormat } from "../../design/format";
import { Panel } from "../../design/Panel";
import { useWords, type Words } from "../../design/words";
import { useAsk } from "../../transport/hooks";
import { planWords } from "./words";

/** The plan's figures, each beside that of the plan before. */
export function PlanFigures({ plan }: { plan: PlanView }) {
  const say = useWords(planWords);
  const format = useFormat();
  const heads = useAsk("scheduling.plans", { limit: 30 });
  const before = heads.data?.find((head: PlanHead) => head.id === plan.previous)?.figures;
  const now = plan.figures;
  const was = (value: string | undefined) => (value === undefined ? "" : say("against", { value }));
  return (
    <Figures>
      <Figure label={say("late")} value={now.late_orders} tone={now.late_orders ? "bad" : "good"} under={was(before && String(before.late_orders))} />
      <Figure label={say("tardiness")} value={format.hours(now.tardiness_h)} under={was(before && format.hours(before.tardiness_h))} />
      <Figure label={say("setup")} value={format.hours(now.setup_h)} under={was(before && format.hours(before.setup_h))} />
      <Figure label={say("makespan")} value={format.hours(now.makespan_h)} under={was(before && format.hours(before.makespan_h))} />
      <Figure label={say("operations")} value={now.operations} under={say("foundBy", { method: now.found_by })} />
      <Figure label={say("madeBy")} value={actorName(plan.by)} under={format.dateTime(plan.at)} />
    </Figures>
  );
}

/** What stands elsewhere than in the plan before, and why; the plans before can be chosen too. */
export function MovesPanel({ plan }: { plan: PlanView }) {
  const say = useWords(planWords);
  const format = useFormat();
  const heads = useAsk("scheduling.plans", { limit: 30 });
  const [chosen, setChosen] = useState("");
  const earlier = useAsk("scheduling.plan_changes", { plan: chosen || plan.id });
  const moves = chosen ? (earlier.data ?? []) : plan.moves;
  const choices = (heads.data ?? []).filter((head: PlanHead) => head.state !== "draft");
  return (
    <Panel title={say("moved")} note={moves.length || ""} flush>
      <Select
        className="plan-choice" size="xs" aria-label={say("ofPlan")} allowDeselect={false} value={chosen || plan.id}
        data={choices.map((head: PlanHead) => ({ value: head.id, label: `${format.dateTime(head.at)} · ${head.reason}` }))}
        onChange={(id) => setChosen(id === null || id === plan.id ? "" : id)}
      />
      {moves.length === 0 && <div className="message">{say("nothingMoved")}</div>}
      <ol className="moves" data-testid="moves">
        {moves.slice(0, 100).map((move) => (
          <li key={`${move.order}${move.seq}`}><MoveText move={move} /></li>
        ))}
      </ol>
    </Panel>
  );
}

function MoveText({ move }: { move: SchedulingMove }) {
  const say = useWords(planWords);
  const sayWhy = useWords<Words>(planWords);
  const format = useFormat();
  const shift = (Date.parse(move.to_start) - Date.parse(move.from_start)) / 1000;
  const time = format.duration(Math.abs(shift));
  return (
    <>
      <Link href={`/orders/${encodeURIComponent(move.order)}`}><b>{move.order}/{move.seq}</b></Link>{" "}
      {Math.abs(shift) >= 60 && <span>{say(shift > 0 ? "later" : "earlier", { time })}</span>}{" "}
      {move.from_equipment !== move.to_equipment && <span>{shortName(move.from_equipment)} → {shortName(move.to_equipment)}</span>}
      <div className="muted">{sayWhy(move.reason, { by: shortName(move.by) })}</div>
    </>
  );
}

export function LatePanel() {
  const say = useWords(planWords);
  const format = useFormat();
  const late = useAsk("scheduling.late_orders", {});
  return (
    <Panel title={say("lateList")} note={late.data?.length || ""} flush>
      <Asked query={late} empty={say("noLate")}>
        {(rows) => (
          <ul className="moves">
            {rows.map((row) => (
              <li key={row.order}>
                <Link href={`/orders/${encodeURIComponent(row.order)}`}><b>{row.order}</b></Link>{" "}
                <Tag tone="bad">{say("lateBy", { time: format.hours(row.late_h) })}</Tag>{" "}
                <span className="muted">{format.dateTime(row.due)}</span>
              </li>
            ))}
          </ul>
        )}
      </Asked>
    </Panel>
  );
}
