import { Button } from "@mantine/core";
import { Link } from "wouter";
import type { Alert } from "../../client/catalogue";
import { Asked, Refused } from "../../design/Asked";
import { Tag, type Tone } from "../../design/Figure";
import { actorName, shortName, useFormat } from "../../design/format";
import { useWords, type Words } from "../../design/words";
import { useAct, useAsk } from "../../transport/hooks";
import "./andon.css";

const words = {
  none: ["No open alert.", "Kein offener Alarm."],
  acknowledge: ["Acknowledge", "Quittieren"],
  acknowledged: ["{who} is on it", "{who} kümmert sich"],
  times: ["{count} times", "{count}-mal"],
  level: ["level {level}", "Stufe {level}"],
  info: ["Info", "Info"],
  warning: ["Warning", "Warnung"],
  critical: ["Critical", "Kritisch"],
} as const;

const TONES: Record<string, Tone> = { info: "info", warning: "warn", critical: "bad" };

export function useAlerts(equipment = "") {
  return useAsk("andon.alerts", { state: "active", equipment }, { every: 60_000 });
}

/** Open alerts, the gravest first, each to be acknowledged by who takes care of it. */
export function AlertList({ limit = 30 }: { limit?: number }) {
  const say = useWords(words);
  const alerts = useAlerts();
  const rank = (alert: Alert) => ["critical", "warning", "info"].indexOf(alert.severity);
  return (
    <Asked query={alerts} empty={say("none")}>
      {(found) => (
        <ul className="alerts">
          {[...found].sort((a, b) => rank(a) - rank(b)).slice(0, limit).map((alert) => (
            <AlertLine key={alert.id} alert={alert} />
          ))}
        </ul>
      )}
    </Asked>
  );
}

function AlertLine({ alert }: { alert: Alert }) {
  const say = useWords<Words>(words);
  const format = useFormat();
  const acknowledge = useAct("andon.acknowledge");
  return (
    <li className={`alert ${alert.severity}`}>
      <div className="grow">
        <div className="row tight">
          <Tag tone={TONES[alert.severity]}>{say(alert.severity)}</Tag>
          <strong>{shortName(alert.equipment)}</strong>
          <span className="muted">{format.time(alert.at)}</span>
          {alert.count > 1 && <span className="muted">{say("times", { count: alert.count })}</span>}
          {alert.level > 0 && <Tag tone="warn">{say("level", { level: alert.level })}</Tag>}
        </div>
        <div>{alert.link ? <Link href={alert.link}>{alert.title}</Link> : alert.title}</div>
        {acknowledge.error && <Refused error={acknowledge.error} />}
      </div>
      {alert.state === "acknowledged" ? (
        <span className="muted">{say("acknowledged", { who: actorName(alert.acknowledged_by) })}</span>
      ) : (
        <Button size="compact-sm" variant="default" loading={acknowledge.isPending} onClick={() => acknowledge.mutate({ alert: alert.id })}>
          {say("acknowledge")}
        </Button>
      )}
    </li>
  );
}
