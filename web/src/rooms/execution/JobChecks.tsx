import { useState } from "react";
import type { Check } from "../../client/catalogue";
import { useFormat } from "../../design/format";
import { useWords } from "../../design/words";
import type { ActionName } from "../../transport/http";
import { stationWords } from "./stationWords";
import type { Job } from "./useStation";

type Send = (action: ActionName, more: Record<string, unknown>, label: string) => Promise<void>;

/** The checks of the step; a value is judged by its limits as it is typed. */
export function JobChecks({ job, send }: { job: Job; send: Send }) {
  const say = useWords(stationWords);
  const checks = job.checks.filter((check) => !job.checks_done.includes(check.id));
  if (checks.length === 0) return null;
  return (
    <fieldset className="checks">
      <legend>{say("checks")}</legend>
      {checks.map((check) => (
        <CheckLine key={check.id} check={check} send={send} />
      ))}
    </fieldset>
  );
}

function CheckLine({ check, send }: { check: Check; send: Send }) {
  const say = useWords(stationWords);
  const format = useFormat();
  const [text, setText] = useState("");
  const value = Number(text.replace(",", "."));
  const known = text.trim() !== "" && Number.isFinite(value);
  const out = known && ((check.lower !== null && value < check.lower) || (check.upper !== null && value > check.upper));
  const limits = check.lower !== null || check.upper !== null ? `${format.number(check.lower)} – ${format.number(check.upper)} ${format.unit(check.unit)}` : check.unit;
  const save = () => {
    void send("execution.record_check", { check: check.id, value }, `${check.name} ${text}`);
    setText("");
  };
  return (
    <div className={out ? "check-line out" : "check-line"}>
      <label>
        <span>{check.name} {check.mandatory && <em>{say("mandatory")}</em>}</span>
        <small>{limits}</small>
        <input inputMode="decimal" value={text} onChange={(event) => setText(event.currentTarget.value)} aria-invalid={out} />
      </label>
      <button type="button" disabled={!known} onClick={save}>{say("check")}</button>
    </div>
  );
}
