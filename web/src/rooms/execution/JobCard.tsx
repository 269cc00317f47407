import { useFormat } from "../../design/format";
import { useLocale, useWords, type Words } from "../../design/words";
import { stationWords } from "./stationWords";
import type { Job } from "./useStation";

type Props = { job: Job; chosen: boolean; onChoose: () => void };

export function JobCard({ job, chosen, onChoose }: Props) {
  const say = useWords<Words>(stationWords);
  const format = useFormat();
  const locale = useLocale();
  const late = new Date(job.due).getTime() < Date.now();
  return (
    <button type="button" className={`job-card ${job.state}${chosen ? " chosen" : ""}`} aria-pressed={chosen} onClick={onChoose} data-testid="job-card">
      <span className="job-card-head">
        <b>{job.order}</b>
        <span className={`job-state ${job.state}`}>{say(job.ready || job.state !== "pending" ? job.state : "notReady")}</span>
      </span>
      <span>{locale === "de" && job.name_de ? job.name_de : job.name} · {job.product}</span>
      <span className="muted">
        {job.good + job.unsentGood} / {job.quantity} · <span style={late ? { color: "var(--bad)", fontWeight: 600 } : undefined}>{say("due", { time: format.dateTime(job.due) })}</span>
      </span>
    </button>
  );
}
