import { ActionIcon, Button, SegmentedControl } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import { Asked } from "../design/Asked";
import { Figure, Figures } from "../design/Figure";
import { useFormat } from "../design/format";
import { PageHead } from "../design/Panel";
import { STATES, StateGlyph, useStateName } from "../design/states";
import { useWords } from "../design/words";
import { CauseDrawer, OpenStops } from "../rooms/execution/CauseDrawer";
import { ShiftHours } from "../rooms/execution/ShiftHours";
import { type OpenStop, ShiftOverview } from "../rooms/execution/ShiftOverview";
import { ShiftSide } from "../rooms/execution/ShiftSide";
import { shiftWords } from "../rooms/execution/shiftWords";
import type { ShiftMonitor } from "../client/catalogue";
import { labelOf, useEquipment } from "../rooms/plant/names";
import { useAsk } from "../transport/hooks";
import "../rooms/execution/shift.css";

const HOUR = 3_600_000;

export default function ShiftScreen() {
  const { data: tree } = useEquipment();
  const [at, setAt] = useState<string | undefined>(undefined);
  const [centre, setCentre] = useState("");
  const [unit, setUnit] = useState<string | null>(null);
  const [stop, setStop] = useState<OpenStop | null>(null);
  const site = tree?.find((each) => each.kind === "site")?.id ?? "";
  const equipment = centre || site;
  const monitor = useAsk("execution.shift_monitor", { equipment, at }, { enabled: equipment !== "", every: 30_000, keep: true });
  const summary = useAsk("execution.shift_summary", { at, site }, { enabled: site !== "", every: 60_000, keep: true });
  return (
    <>
      <Head monitor={monitor.data} now={at === undefined} onAt={setAt} centre={centre} onCentre={(next) => { setCentre(next); setUnit(null); }} />
      <Asked query={monitor} lines={10}>
        {(found) => {
          const chosen = unit ?? worstOf(found);
          return (
          <div className="stack">
            <ShiftFigures monitor={found} equipment={equipment} />
            <Legend />
            <div className="cols side">
              <div className="stack">
                <ShiftHours monitor={found} chosen={chosen} onStop={setStop} />
                <ShiftOverview monitor={found} chosen={chosen} onChoose={setUnit} onStop={setStop} />
              </div>
              <div className="stack">
                <Asked query={summary}>
                  {(short) => (
                    <>
                      <OpenStops stops={short.stops} onStop={setStop} />
                      <ShiftSide summary={short} />
                    </>
                  )}
                </Asked>
              </div>
            </div>
          </div>
          );
        }}
      </Asked>
      <CauseDrawer stop={stop} onClose={() => setStop(null)} />
    </>
  );
}

/** The machine with the most stops that nobody explained: its hours are shown first. */
function worstOf(monitor: ShiftMonitor): string {
  const open = new Map<string, number>();
  for (const unit of monitor.hours.flatMap((hour) => hour.units)) {
    open.set(unit.equipment, (open.get(unit.equipment) ?? 0) + unit.spans.filter((span) => span.unexplained).length);
  }
  return [...open].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "";
}

type HeadProps = { monitor?: ShiftMonitor; now: boolean; onAt: (at: string | undefined) => void; centre: string; onCentre: (centre: string) => void };

function Head({ monitor, now, onAt, centre, onCentre }: HeadProps) {
  const say = useWords(shiftWords);
  const format = useFormat();
  const { data: tree } = useEquipment();
  const shift = monitor?.shift;
  const centres = (tree ?? []).filter((each) => each.kind === "work_centre");
  const move = (by: number) => {
    if (shift) onAt(new Date(new Date(shift.start).getTime() + by * 8 * HOUR + HOUR).toISOString());
  };
  const name = shift ? (format.locale === "de" ? shift.name_de : shift.name) : "";
  return (
    <PageHead title={say("title")} note={shift && `${name} · ${format.date(shift.start)} ${format.time(shift.start)} – ${format.time(shift.end)}`}>
      <ActionIcon variant="default" aria-label={say("before")} onClick={() => move(-1)}><IconChevronLeft size={16} /></ActionIcon>
      <Button size="compact-sm" variant={now ? "filled" : "default"} onClick={() => onAt(undefined)}>{say("now")}</Button>
      <ActionIcon variant="default" aria-label={say("after")} disabled={now} onClick={() => move(1)}><IconChevronRight size={16} /></ActionIcon>
      <SegmentedControl size="xs" aria-label={say("machines")} value={centre} onChange={onCentre} data={[{ value: "", label: say("all") }, ...centres.map((each) => ({ value: each.id, label: labelOf(each, format.locale) }))]} />
    </PageHead>
  );
}

function ShiftFigures({ monitor, equipment }: { monitor: ShiftMonitor; equipment: string }) {
  const say = useWords(shiftWords);
  const format = useFormat();
  const { start, end } = monitor.shift;
  const oee = useAsk("execution.oee", { equipment, start, end }, { keep: true });
  const behind = monitor.target > 0 && monitor.good < monitor.target * 0.9;
  return (
    <Figures>
      <Figure label={say("output")} value={format.number(monitor.good)} under={say("target", { count: format.number(monitor.target, 0) })} tone={behind ? "warn" : "plain"} />
      <Figure label={say("scrap")} value={format.number(monitor.scrap)} under={monitor.good + monitor.scrap > 0 ? format.percent(monitor.scrap / (monitor.good + monitor.scrap), 1) : ""} />
      <Figure label={say("unexplained")} value={monitor.unexplained} tone={monitor.unexplained ? "bad" : "good"} />
      <Figure label={say("oee")} value={format.percent(oee.data?.oee)} />
      <Figure label={say("availability")} value={format.percent(oee.data?.availability)} />
      <Figure label={say("performance")} value={format.percent(oee.data?.performance)} />
      <Figure label={say("quality")} value={format.percent(oee.data?.quality_ratio)} />
    </Figures>
  );
}

function Legend() {
  const name = useStateName();
  return (
    <div className="legend">
      {STATES.map((state) => <span key={state}><StateGlyph state={state} size={13} />{name(state)}</span>)}
    </div>
  );
}
