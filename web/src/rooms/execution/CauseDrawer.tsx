import { Button, Drawer, TextInput } from "@mantine/core";
import { useMemo, useState } from "react";
import type { Reason, Stop } from "../../client/catalogue";
import { Asked, Refused } from "../../design/Asked";
import { titleOf } from "../../design/Facts";
import { Tag } from "../../design/Figure";
import { shortName, useFormat } from "../../design/format";
import { Panel } from "../../design/Panel";
import { useLocale, useWords } from "../../design/words";
import { useAct, useAsk } from "../../transport/hooks";
import type { OpenStop } from "./ShiftOverview";
import { shiftWords } from "./shiftWords";

type DrawerProps = { stop: OpenStop | null; onClose: () => void };

/** Where a person says why a machine stood. */
export function CauseDrawer({ stop, onClose }: DrawerProps) {
  const say = useWords(shiftWords);
  return (
    <Drawer opened={stop !== null} onClose={onClose} position="right" size="md" title={say("classify")}>
      {stop && <CauseForm key={`${stop.equipment}${stop.start}`} stop={stop} onDone={onClose} />}
    </Drawer>
  );
}

function CauseForm({ stop, onDone }: { stop: OpenStop; onDone: () => void }) {
  const say = useWords(shiftWords);
  const format = useFormat();
  const locale = useLocale();
  const reasons = useAsk("plant.reasons", {});
  const [reason, setReason] = useState("");
  const [note, setNote] = useState("");
  const classify = useAct("execution.classify_downtime");
  const groups = useMemo(() => groupsOf(reasons.data ?? []), [reasons.data]);
  const label = (each: Reason) => (locale === "de" ? each.label_de : each.label) || each.code;
  const send = () => classify.mutate({ equipment: stop.equipment, start: stop.start, reason, note }, { onSuccess: onDone });
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); send(); }}>
      <strong>{shortName(stop.equipment)} · {format.dateTime(stop.start)}</strong>
      <Asked query={reasons}>
        {() => groups.map(([group, inside]) => (
          <div key={group}>
            <div className="muted" style={{ marginBottom: 4 }}>{titleOf(group)}</div>
            <div className="row tight">
              {inside.map((each) => (
                <Button key={each.code} size="sm" variant={reason === each.code ? "filled" : "default"} aria-pressed={reason === each.code} onClick={() => setReason(each.code)}>
                  {label(each)}
                </Button>
              ))}
            </div>
          </div>
        ))}
      </Asked>
      <TextInput label={say("note")} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
      {classify.error && <Refused error={classify.error} />}
      <Button type="submit" size="md" disabled={!reason} loading={classify.isPending}>{say("save")}</Button>
    </form>
  );
}

function groupsOf(reasons: readonly Reason[]): [string, Reason[]][] {
  const stops = reasons.filter((reason) => reason.group !== "scrap");
  return [...Map.groupBy(stops, (reason) => reason.group)];
}

/** Stops that nobody explained yet; each blinks until somebody does. */
export function OpenStops({ stops, onStop }: { stops: readonly Stop[]; onStop: (stop: OpenStop) => void }) {
  const say = useWords(shiftWords);
  const format = useFormat();
  const open = stops.filter((stop) => stop.unexplained);
  return (
    <Panel title={say("unexplained")} note={open.length || ""} flush>
      {open.length === 0 && <div className="message">{say("noStops")}</div>}
      <ul className="open-stops">
        {open.slice(0, 30).map((stop) => (
          <li key={`${stop.equipment}${stop.start}`}>
            <i className="blink" aria-hidden />
            <div className="grow">
              <strong>{shortName(stop.equipment)}</strong> {format.time(stop.start)} · {format.duration(stop.minutes * 60)}{" "}
              {stop.end === null && <Tag tone="bad">{say("still")}</Tag>}
            </div>
            <Button size="compact-sm" variant="default" onClick={() => onStop(stop)} data-testid="classify">{say("classifyNow")}</Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
