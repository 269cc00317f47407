import { useMemo } from "react";
import { Link } from "wouter";
import { Figure, Figures } from "../../design/Figure";
import { useFormat } from "../../design/format";
import { Panel } from "../../design/Panel";
import { StateMark } from "../../design/states";
import { useWords } from "../../design/words";
import { useNow } from "../../frame/marks";
import { useAsk } from "../../transport/hooks";
import { StateStrip } from "../telemetry/StateStrip";
import { useMachineWork } from "./floor";

const words = {
  title: ["Now, and the last 24 hours", "Jetzt und die letzten 24 Stunden"],
  state: ["State", "Zustand"],
  since: ["since {time}", "seit {time}"],
  job: ["Job", "Auftrag"],
  none: ["no order", "kein Auftrag"],
  oee: ["OEE of the shift", "OEE der Schicht"],
  energy: ["Energy of the shift", "Energie der Schicht"],
  good: ["Good / scrap", "Gut / Ausschuss"],
  availability: ["Availability", "Verfügbarkeit"],
} as const;

const DAY = 86_400_000;

/** One machine as it is now: state, job, figures of the shift, and its last day as a strip. */
export function MachineNow({ equipment }: { equipment: string }) {
  const say = useWords(words);
  const format = useFormat();
  const minute = Math.floor(useNow(60_000) / 60_000) * 60_000;
  const span = useMemo(() => ({ start: new Date(minute - DAY).toISOString(), end: new Date(minute).toISOString() }), [minute]);
  const spans = useAsk("telemetry.machine_states", { equipment, ...span }, { keep: true });
  const states = useAsk("telemetry.current_states", {});
  const oee = useAsk("execution.oee", { equipment });
  const energy = useAsk("energy.kwh", { equipment });
  const job = useMachineWork().get(equipment);
  const now = states.data?.find((each) => each.equipment === equipment);
  return (
    <>
      <Figures>
        <Figure label={say("state")} value={<StateMark state={now?.state} />} under={now ? say("since", { time: format.dateTime(now.start) }) : ""} />
        <Figure label={say("job")} value={job ? <Link href={`/orders/${encodeURIComponent(job.order)}`}>{job.order}</Link> : "–"} under={job?.name ?? say("none")} />
        <Figure label={say("oee")} value={format.percent(oee.data?.oee)} under={`${say("availability")} ${format.percent(oee.data?.availability)}`} />
        <Figure label={say("good")} value={`${format.number(oee.data?.good)} / ${format.number(oee.data?.scrap)}`} />
        <Figure label={say("energy")} value={format.number(energy.data?.value, 0)} unit="kWh" />
      </Figures>
      <Panel title={say("title")} note={`${format.dateTime(span.start)} – ${format.time(span.end)}`}>
        <StateStrip label={say("title")} start={minute - DAY} end={minute} height={22} spans={spans.data ?? []} />
      </Panel>
    </>
  );
}
