import { ActionIcon, Button } from "@mantine/core";
import { IconArrowBackUp, IconZoomIn, IconZoomOut } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { PlannedBar, PlanView } from "../client/catalogue";
import { Asked, Refused } from "../design/Asked";
import { PageHead, Panel } from "../design/Panel";
import { useWords } from "../design/words";
import { useEquipment } from "../rooms/plant/names";
import { BarPanel } from "../rooms/scheduling/BarPanel";
import { type Drop, Gantt } from "../rooms/scheduling/Gantt";
import { LatePanel, MovesPanel, PlanFigures } from "../rooms/scheduling/PlanSide";
import { keyOf } from "../rooms/scheduling/scale";
import { planWords } from "../rooms/scheduling/words";
import { useAct, useAsk } from "../transport/hooks";

const ZOOMS = [3, 6, 12, 24, 48];

export default function PlanScreen() {
  const say = useWords(planWords);
  const plan = useAsk("scheduling.plan", {}, { keep: true });
  const make = useAct("scheduling.make_plan", ["execution"]);
  const [zoom, setZoom] = useState(2);
  const moving = useMoving();
  return (
    <>
      <PageHead title={say("title")} note={plan.data?.reason}>
        <Button size="compact-sm" variant="default" leftSection={<IconArrowBackUp size={15} />} disabled={!moving.canUndo} onClick={moving.undo}>{say("undo")}</Button>
        <ActionIcon variant="default" aria-label={say("zoomOut")} disabled={zoom === 0} onClick={() => setZoom(zoom - 1)}><IconZoomOut size={16} /></ActionIcon>
        <ActionIcon variant="default" aria-label={say("zoomIn")} disabled={zoom === ZOOMS.length - 1} onClick={() => setZoom(zoom + 1)}><IconZoomIn size={16} /></ActionIcon>
        <Button size="compact-sm" loading={make.isPending} onClick={() => make.mutate({ reason: "asked", publish: true })}>{say("make")}</Button>
      </PageHead>
      {(make.error ?? moving.error) && <Refused error={(make.error ?? moving.error) as Error} />}
      <Asked query={plan} lines={10}>
        {(found) => <Board plan={found} pxPerHour={ZOOMS[zoom] ?? 12} moving={moving} />}
      </Asked>
    </>
  );
}

type Moving = ReturnType<typeof useMoving>;

/** Moving a bar pins it and plans the rest around it; undo puts it back where it stood. */
function useMoving() {
  const lock = useAct("scheduling.lock_bar", ["execution"]);
  const unlock = useAct("scheduling.unlock_bar", ["execution"]);
  const [past, setPast] = useState<readonly PlannedBar[]>([]);
  const busy = lock.isPending || unlock.isPending;
  const move = ({ bar, equipment, start }: Drop) =>
    lock.mutate(
      { order: bar.order, seq: bar.seq, equipment, start: new Date(start).toISOString() },
      { onSuccess: () => setPast((known) => [...known, bar]) },
    );
  const undo = () => {
    const last = past.at(-1);
    if (!last) return;
    setPast(past.slice(0, -1));
    const { order, seq, equipment, start } = last;
    const release = () => last.locked || unlock.mutate({ order, seq });
    lock.mutate({ order, seq, equipment, start }, { onSuccess: release });
  };
  const free = (bar: PlannedBar) => unlock.mutate({ order: bar.order, seq: bar.seq });
  return { move, undo, free, busy, canUndo: past.length > 0 && !busy, error: lock.error ?? unlock.error };
}

function Board({ plan, pxPerHour, moving }: { plan: PlanView; pxPerHour: number; moving: Moving }) {
  const say = useWords(planWords);
  const { data: tree } = useEquipment();
  const [chosen, setChosen] = useState("");
  const rows = useMemo(() => (tree ?? []).filter((each) => each.kind === "unit").map((each) => each.id), [tree]);
  const span = useMemo(() => spanOf(plan), [plan]);
  const shifts = useAsk("plant.shifts_between", span, { keep: true });
  const bar = plan.bars.find((each) => keyOf(each) === chosen);
  return (
    <div className="stack">
      <PlanFigures plan={plan} />
      <div className="cols side">
        <Panel title={say("title")} note={moving.busy ? say("moving") : undefined} actions={<Legend />} flush>
          <Gantt
            plan={plan} rows={rows} shifts={shifts.data ?? []} pxPerHour={pxPerHour} chosen={chosen} busy={moving.busy}
            onChoose={(each) => setChosen(keyOf(each))} onDrop={moving.move}
          />
        </Panel>
        <div className="stack">
          {bar ? (
            <BarPanel key={`${keyOf(bar)}${bar.start}`} bar={bar} rows={rows} busy={moving.busy} onMove={moving.move} onUnlock={moving.free} />
          ) : (
            <Panel><span className="muted">{say("choose")}</span></Panel>
          )}
          <MovesPanel plan={plan} />
          <LatePanel />
        </div>
      </div>
    </div>
  );
}

function Legend() {
  const say = useWords(planWords);
  return (
    <div className="legend">
      <span><i className="swatch planned" />{say("planned")}</span>
      <span><i className="swatch running" />{say("running")}</span>
      <span><i className="swatch setup" />{say("setup")}</span>
      <span><i className="swatch late" />{say("lateBar")}</span>
      <span><i className="swatch window" />{say("windows")}</span>
    </div>
  );
}

function spanOf(plan: PlanView): { start: string; end: string } {
  const day = 86_400_000;
  const now = Math.floor(Date.now() / day) * day;
  const last = Math.max(now + 2 * day, ...plan.bars.map((bar) => Date.parse(bar.end)));
  return { start: new Date(now - day).toISOString(), end: new Date(Math.min(last, now + 21 * day)).toISOString() };
}
