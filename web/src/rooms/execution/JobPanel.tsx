import { useState } from "react";
import { useFormat } from "../../design/format";
import { useLocale, useWords, type Words } from "../../design/words";
import type { ActionName } from "../../transport/http";
import { PrintLabel } from "../tracing/PrintLabel";
import { type Counts, CountEntry, NOTHING } from "./CountEntry";
import { JobChecks } from "./JobChecks";
import { JobFacts } from "./JobFacts";
import { stationWords } from "./stationWords";
import type { Job } from "./useStation";

type Keep = (action: ActionName, args: Record<string, unknown>, label: string) => Promise<void>;

type Props = { job: Job; station: string; lot: string; keep: Keep };

/** One job with one big next action: begin, enter what was made, or complete. */
export function JobPanel({ job, station, lot, keep }: Props) {
  const say = useWords<Words>(stationWords);
  const [counts, setCounts] = useState<Counts>(NOTHING);
  const base = { order: job.order, seq: job.seq };
  const send = async (action: ActionName, more: Record<string, unknown>, label: string) => {
    await keep(action, { ...base, ...more }, `${job.order}/${job.seq} ${label}`);
    setCounts(NOTHING);
  };
  const made = () => {
    const label = `${say("good")} ${counts.good}, ${say("scrap")} ${counts.scrap}`;
    return { entry: { ...counts, ...(lot ? { lot } : {}) }, label };
  };
  const enter = () => {
    const { entry, label } = made();
    void send("execution.report_quantity", { ...entry, equipment: station }, label);
  };
  const complete = () => {
    const { entry, label } = made();
    const some = counts.good + counts.scrap > 0;
    void send("execution.complete_operation", some ? entry : {}, some ? `${say("complete")} (${label})` : say("complete"));
  };
  const waiting = job.waiting - job.unsentGood - job.unsentScrap;
  return (
    <section className="job" aria-label={`${job.order} ${job.seq}`}>
      <JobHead job={job} waiting={waiting} />
      {job.state === "running" ? (
        <>
          <CountEntry counts={counts} waiting={waiting} onChange={setCounts} />
          <JobChecks job={job} send={send} />
          <div className="job-actions">
            <button type="button" className="side-action" onClick={() => void send("execution.pause_operation", {}, say("pause"))}>{say("pause")}</button>
            <NextAction counts={counts} waiting={waiting} onEnter={enter} onComplete={complete} />
          </div>
          {job.lot && <div><PrintLabel lot={job.lot} touch /></div>}
        </>
      ) : (
        <>
          <JobFacts job={job} />
          <StartAction job={job} onStart={(label) => void send("execution.start_operation", { equipment: station }, label)} />
        </>
      )}
    </section>
  );
}

function StartAction({ job, onStart }: { job: Job; onStart: (label: string) => void }) {
  const say = useWords<Words>(stationWords);
  const done = job.state === "done";
  const blocked = !job.ready && !done && job.state !== "paused";
  const label = say(done ? "done" : blocked ? "blocked" : job.state === "paused" ? "goOn" : "start");
  return (
    <button type="button" className="next-action" data-testid="next-action" onClick={() => onStart(say("start"))} disabled={done || blocked}>
      {label}
    </button>
  );
}

type NextProps = { counts: Counts; waiting: number; onEnter: () => void; onComplete: () => void };

function NextAction({ counts, waiting, onEnter, onComplete }: NextProps) {
  const say = useWords(stationWords);
  const entered = counts.good + counts.scrap;
  const unexplained = counts.scrap > 0 && !counts.reason;
  if (entered === 0 && waiting <= 0) {
    return <button type="button" className="next-action" data-testid="next-action" onClick={onComplete}>{say("complete")}</button>;
  }
  return (
    <div className="next-pair">
      <button type="button" className="next-action" data-testid="next-action" disabled={entered === 0 || unexplained} onClick={onEnter}>
        {entered === 0 ? say("enterFirst") : unexplained ? say("reason") : say("enter", counts)}
      </button>
      {entered > 0 && entered >= waiting && !unexplained && (
        <button type="button" className="next-action second" onClick={onComplete}>{say("completeWith")}</button>
      )}
    </div>
  );
}

function JobHead({ job, waiting }: { job: Job; waiting: number }) {
  const say = useWords<Words>(stationWords);
  const format = useFormat();
  const locale = useLocale();
  const done = job.quantity > 0 ? Math.min(1, (job.good + job.unsentGood) / job.quantity) : 0;
  return (
    <header className="job-head">
      <div className="grow">
        <h2>{locale === "de" && job.name_de ? job.name_de : job.name}</h2>
        <span className="job-under">
          <b>{job.order}</b> · {job.product} · {say("due", { time: format.dateTime(job.due) })}
        </span>
      </div>
      <div className="job-count">
        <b>{format.number(job.good + job.unsentGood)}</b>
        <span>{say("of", { count: job.quantity })}{waiting > 0 && ` · ${waiting} ${say("left")}`}</span>
        {job.unsentGood + job.unsentScrap > 0 && <em>{say("unsentHere", { count: job.unsentGood + job.unsentScrap })}</em>}
      </div>
      <div className="job-bar" role="img" aria-label={format.percent(done)}><i style={{ width: `${done * 100}%` }} /></div>
    </header>
  );
}
