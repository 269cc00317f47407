import { SegmentedControl } from "@mantine/core";
import { useMemo, useState } from "react";
import { Asked } from "../design/Asked";
import { Figure, Figures } from "../design/Figure";
import { useFormat } from "../design/format";
import { PageHead } from "../design/Panel";
import { useWords } from "../design/words";
import { LoadPanel } from "../rooms/energy/LoadPanel";
import { MachinePanel } from "../rooms/energy/Machines";
import { type Period, periodOf, type Span } from "../rooms/energy/period";
import { energyWords } from "../rooms/energy/words";
import { useEquipment } from "../rooms/plant/names";
import { useAsk } from "../transport/hooks";
import "../rooms/energy/energy.css";

export default function EnergyScreen() {
  const say = useWords(energyWords);
  const [span, setSpan] = useState<Span>("day");
  const period = useMemo(() => periodOf(span, Date.now()), [span]);
  const given = { start: period.start, end: period.end };
  const energy = useAsk("energy.kwh", given, { keep: true });
  const idle = useAsk("energy.idle_draw", given, { keep: true });
  return (
    <>
      <PageHead title={say("title")}>
        <SegmentedControl
          size="xs" aria-label={say("period")} value={span} onChange={(value) => setSpan(value as Span)}
          data={(["day", "week"] as const).map((value) => ({ value, label: say(value) }))}
        />
      </PageHead>
      <div className="stack">
        <EnergyFigures period={period} />
        <div id="load"><LoadPanel equipment="" period={period} /></div>
        <div id="machines"><Asked query={energy}>{(found) => <MachinePanel energy={found} idle={idle.data ?? []} period={period} />}</Asked></div>
      </div>
    </>
  );
}

const show = (place: string) => () => document.getElementById(place)?.scrollIntoView();

function EnergyFigures({ period }: { period: Period }) {
  const say = useWords(energyWords);
  const format = useFormat();
  const given = { start: period.start, end: period.end };
  const units = useEquipment().data?.filter((each) => each.kind === "unit").length ?? 0;
  const energy = useAsk("energy.kwh", given, { keep: true }).data;
  const idle = useAsk("energy.idle_draw", given, { keep: true }).data;
  const part = useAsk("energy.per_part", given, { keep: true }).data;
  const ahead = useAsk("energy.load_forecast", {}).data;
  const idleKwh = idle?.reduce((sum, row) => sum + row.idle_kwh, 0) ?? 0;
  const idleHours = idle?.reduce((sum, row) => sum + row.idle_hours, 0) ?? 0;
  const none = <span className="unknown">{say("noData")}</span>;
  const known = energy?.value ?? null;
  return (
    <Figures>
      <Figure label={say("used")} onOpen={show("machines")} value={known === null ? none : format.number(known, 0)} unit={known === null ? undefined : "kWh"} under={say("byMeters", { count: energy?.units.length ?? 0, all: units })} />
      <Figure label={say("idle")} onOpen={show("machines")} value={known === null ? none : format.number(idleKwh, 0)} unit={known === null ? undefined : "kWh"} under={known ? say("idleShare", { share: format.percent(idleKwh / known, 1), hours: format.number(idleHours, 0) }) : ""} />
      <Figure label={say("perPart")} onOpen={show("machines")} value={part?.value == null ? none : format.number(part.value)} unit={part?.value == null ? undefined : "kWh"} under={part ? say("goodScrap", { good: format.number(part.good), scrap: format.number(part.scrap) }) : ""} />
      <Figure label={say("peak")} onOpen={show("load")} value={ahead ? format.number(ahead.peak_kw, 0) : none} unit={ahead ? "kW" : undefined} under={ahead ? `${format.dateTime(ahead.peak_at)} · ${format.number(ahead.peak_low_kw, 0)} – ${format.number(ahead.peak_high_kw, 0)} kW` : ""} />
      <Figure label={say("tomorrow")} onOpen={show("load")} value={ahead ? format.number(ahead.kwh, 0) : none} unit={ahead ? "kWh" : undefined} under={ahead ? say("meanTomorrow", { power: format.quantity(ahead.kwh / 24, "kW", 0) }) : ""} />
    </Figures>
  );
}
