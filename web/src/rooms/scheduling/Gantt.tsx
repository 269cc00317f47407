import { type PointerEvent as ReactPointerEvent, useEffect, useMemo, useRef, useState } from "react";
import type { PlannedBar, PlanView, ShiftView } from "../../client/catalogue";
import { type Format, shortName, useFormat } from "../../design/format";
import { useWords } from "../../design/words";
import { useNow } from "../../frame/marks";
import { ALONE, BAR, HEAD, keyOf, type Lane, lanesOf, ROW, type Scale, scaleOf, ticksOf, toneOf } from "./scale";
import { planWords } from "./words";
import "./gantt.css";

export type Drop = { bar: PlannedBar; equipment: string; start: number };

type Props = {
  plan: PlanView;
  rows: readonly string[];
  shifts: readonly ShiftView[];
  pxPerHour: number;
  chosen: string;
  busy: boolean;
  onChoose: (bar: PlannedBar) => void;
  onDrop: (drop: Drop) => void;
};

type Drag = { bar: PlannedBar; fromX: number; fromY: number; dx: number; dy: number };

/** The finite plan, machine by machine. A dragged bar is pinned and the rest is planned around it. */
export function Gantt(props: Props) {
  const { plan, rows, pxPerHour, chosen, busy } = props;
  const say = useWords(planWords);
  const minute = Math.floor(useNow(30_000) / 60_000) * 60_000;
  const scale = useMemo(() => scaleOf(plan, minute, pxPerHour), [plan, minute, pxPerHour]);
  const rowOf = useMemo(() => new Map(rows.map((row, index) => [row, index])), [rows]);
  const lanes = useMemo(() => lanesOf(plan.bars), [plan]);
  const { drag, begin } = useDrag(props, scale, rowOf);
  const holder = useScrollToNow(scale, minute);
  const height = HEAD + rows.length * ROW;
  const order = plan.bars.find((bar) => keyOf(bar) === chosen)?.order ?? "";
  return (
    <div className={busy ? "gantt busy" : "gantt"} ref={holder} tabIndex={0} role="group" aria-label={say("title")}>
      <RowNames rows={rows} />
      <svg width={scale.width} height={height} className="gantt-svg">
        <Ground scale={scale} rows={rows.length} shifts={props.shifts} />
        <Windows plan={plan} scale={scale} rowOf={rowOf} />
        {plan.bars.map((bar) => {
          const row = rowOf.get(bar.equipment);
          return row === undefined ? null : (
            <BarShape
              key={keyOf(bar)}
              bar={bar}
              y={HEAD + row * ROW}
              lane={lanes.get(keyOf(bar)) ?? ALONE}
              scale={scale}
              chosen={keyOf(bar) === chosen}
              kin={bar.order === order}
              drag={drag?.bar === bar ? drag : null}
              onBegin={begin}
              onChoose={props.onChoose}
            />
          );
        })}
        <line x1={scale.x(minute)} x2={scale.x(minute)} y1={HEAD - 6} y2={height} className="gantt-now" />
        {drag && <DragLabel drag={drag} scale={scale} rows={rows} rowOf={rowOf} />}
      </svg>
    </div>
  );
}

function useScrollToNow(scale: Scale, now: number) {
  const holder = useRef<HTMLDivElement>(null);
  const first = useRef(true);
  useEffect(() => {
    if (!first.current || !holder.current) return;
    first.current = false;
    holder.current.scrollLeft = Math.max(0, scale.x(now) - 80);
  }, [scale, now]);
  return holder;
}

function useDrag(props: Props, scale: Scale, rowOf: Map<string, number>) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const begin = (event: ReactPointerEvent, bar: PlannedBar) => {
    if (event.button !== 0 || props.busy) return;
    let now: Drag = { bar, fromX: event.clientX, fromY: event.clientY, dx: 0, dy: 0 };
    const move = (next: PointerEvent) => {
      now = { ...now, dx: next.clientX - now.fromX, dy: next.clientY - now.fromY };
      if (Math.abs(now.dx) + Math.abs(now.dy) > 4) setDrag(now);
    };
    const end = () => {
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", end);
      setDrag(null);
      const target = targetOf(now, scale, props.rows, rowOf);
      if (Math.abs(now.dx) + Math.abs(now.dy) > 4) props.onDrop({ bar, ...target });
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", end);
  };
  return { drag, begin };
}

function targetOf(drag: Drag, scale: Scale, rows: readonly string[], rowOf: Map<string, number>) {
  const row = (rowOf.get(drag.bar.equipment) ?? 0) + Math.round(drag.dy / ROW);
  const equipment = rows[Math.min(rows.length - 1, Math.max(0, row))] ?? drag.bar.equipment;
  return { equipment, start: scale.at(scale.x(drag.bar.start) + drag.dx) };
}

function RowNames({ rows }: { rows: readonly string[] }) {
  return (
    <div className="gantt-names">
      <div style={{ height: HEAD }} />
      {rows.map((row) => <div key={row} style={{ height: ROW }}>{shortName(row)}</div>)}
    </div>
  );
}

function Ground({ scale, rows, shifts }: { scale: Scale; rows: number; shifts: readonly ShiftView[] }) {
  const format = useFormat();
  const height = HEAD + rows * ROW;
  return (
    <g>
      {shifts.filter((shift) => scale.x(shift.end) > 30 && scale.x(shift.start) < scale.width).map((shift, index) => {
        const x = Math.max(0, scale.x(shift.start));
        const width = scale.x(shift.end) - x;
        return (
          <g key={shift.start}>
            {index % 2 === 0 && <rect x={x} y="0" width={Math.max(0, width)} height={height} className="gantt-shift" />}
            <line x1={x} x2={x} y1="0" y2={height} className="gantt-shift-edge" />
            <text x={x + 5} y="13" className="gantt-shift-name">{shiftLabel(shift, width, format)}</text>
          </g>
        );
      })}
      {ticksOf(scale).map((at) => (
        <g key={at}>
          <line x1={scale.x(at)} x2={scale.x(at)} y1={HEAD - 4} y2={height} className="gantt-tick" />
          <text x={scale.x(at) + 3} y={HEAD - 8} className="gantt-time">{format.time(at)}</text>
        </g>
      ))}
      {Array.from({ length: rows + 1 }, (_, row) => (
        <line key={row} x1="0" x2={scale.width} y1={HEAD + row * ROW} y2={HEAD + row * ROW} className="gantt-row" />
      ))}
    </g>
  );
}

function shiftLabel(shift: ShiftView, width: number, format: Format): string {
  const name = format.locale === "de" ? shift.name_de : shift.name;
  const whole = `${format.date(shift.start)} · ${name}`;
  return fit(fit(whole, width).length === whole.length ? whole : name, width);
}

function Windows({ plan, scale, rowOf }: { plan: PlanView; scale: Scale; rowOf: Map<string, number> }) {
  const say = useWords(planWords);
  const format = useFormat();
  return (
    <g>
      <defs>
        <pattern id="window-hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="7" height="7" className="window-ground" />
          <line x1="0" y1="0" x2="0" y2="7" strokeWidth="2.4" className="window-line" />
        </pattern>
      </defs>
      {plan.windows.map((each) => {
        const row = rowOf.get(each.equipment);
        if (row === undefined) return null;
        const x = scale.x(each.start);
        return (
          <g key={`${each.equipment}${each.start}`} transform={`translate(${x} ${HEAD + row * ROW + 1})`}>
            <rect width={Math.max(3, scale.x(each.end) - x)} height={ROW - 2} fill="url(#window-hatch)" className="gantt-window">
              <title>{`${say("windows")} ${each.reason} ${format.dateTime(each.start)} – ${format.time(each.end)}`}</title>
            </rect>
          </g>
        );
      })}
    </g>
  );
}

type BarProps = {
  bar: PlannedBar; y: number; lane: Lane; scale: Scale; chosen: boolean; kin: boolean; drag: Drag | null;
  onBegin: (event: ReactPointerEvent, bar: PlannedBar) => void;
  onChoose: (bar: PlannedBar) => void;
};

function BarShape({ bar, y, lane, scale, chosen, kin, drag, onBegin, onChoose }: BarProps) {
  const format = useFormat();
  const x = scale.x(bar.start);
  const width = Math.max(2, scale.x(bar.end) - x);
  const setup = Math.min(width, (bar.setup_s / 3600) * scale.pxPerHour);
  const height = BAR / lane.of;
  const top = y + (ROW - BAR) / 2 + lane.place * height;
  const place = drag ? `translate(${x + drag.dx} ${top + drag.dy})` : `translate(${x} ${top})`;
  const label = lane.of > 1 ? chargeLabel(bar, lane, format) : width > 54 ? `${bar.order} ${bar.seq} ${bar.name}` : width > 22 ? String(bar.seq) : "";
  const classes = ["gantt-bar", toneOf(bar), lane.of > 1 ? "lot" : "", chosen ? "chosen" : "", kin && !chosen ? "kin" : "", drag ? "dragged" : ""].join(" ");
  // What is written on a bar is part of what it is called, also on one that stands for its charge.
  const charge = lane.of > 1 && label ? `${label}, ` : "";
  const told = `${charge}${bar.order} ${bar.seq} ${bar.name}, ${bar.product}, ${shortName(bar.equipment)}, ${format.dateTime(bar.start)} – ${format.time(bar.end)}`;
  return (
    <g
      transform={place}
      className={classes}
      role="button"
      tabIndex={0}
      aria-label={told}
      aria-pressed={chosen}
      data-testid="bar"
      onPointerDown={(event) => onBegin(event, bar)}
      onClick={() => onChoose(bar)}
      onKeyDown={(event) => event.key === "Enter" && onChoose(bar)}
    >
      <rect width={width} height={height} rx="2" className="body" />
      {setup > 1 && <rect width={setup} height={height} rx="2" className="setup" />}
      <rect width="3" height={height} className="edge" />
      {bar.locked && lane.of === 1 && width > 14 && <path d={`M${width - 12} 10v-2a2.5 2.5 0 0 1 5 0v2m-6 0h7v6h-7z`} className="lock" />}
      {label && <text x={Math.max(7, setup > 20 && width - setup > 50 ? setup + 4 : 7)} y={15 - lane.place * height} className="label">{fit(label, width - 10) || (width > 22 ? bar.seq : "")}</text>}
    </g>
  );
}

/** Said once for all lots of a charge, on the lowest of them. */
function chargeLabel(bar: PlannedBar, lane: Lane, format: Format): string {
  return lane.place === lane.of - 1 ? `${format.number(lane.of)} × ${bar.product} ${bar.name}` : "";
}

function fit(text: string, width: number): string {
  const most = Math.max(0, Math.floor(width / 6.4));
  if (text.length <= most) return text;
  const whole = text.slice(0, most + 1).lastIndexOf(" ");
  return text.slice(0, whole > 0 ? whole : 0);
}

function DragLabel({ drag, scale, rows, rowOf }: { drag: Drag; scale: Scale; rows: readonly string[]; rowOf: Map<string, number> }) {
  const format = useFormat();
  const target = targetOf(drag, scale, rows, rowOf);
  const row = rowOf.get(target.equipment) ?? 0;
  return (
    <g transform={`translate(${scale.x(target.start)} ${HEAD + row * ROW - 4})`} className="gantt-drag" pointerEvents="none">
      <rect x="0" y="-16" width="120" height="18" rx="2" />
      <text x="6" y="-3">{shortName(target.equipment)} {format.dateTime(target.start)}</text>
    </g>
  );
}
