import { titleOf } from "../../design/Facts";
import { useFormat } from "../../design/format";
import { useWords } from "../../design/words";
import { stationWords } from "./stationWords";
import type { Job } from "./useStation";

/** What to have ready before the step begins: material per piece, settings, skill. */
export function JobFacts({ job }: { job: Job }) {
  const say = useWords(stationWords);
  const format = useFormat();
  return (
    <div className="job-facts">
      {job.materials.length > 0 && (
        <dl className="facts">
          <dt>{say("materials")}</dt>
          {job.materials.map((need) => (
            <dd key={need.material}>{need.material} · {format.quantity(Number(need.quantity), need.unit)}</dd>
          ))}
        </dl>
      )}
      {job.set_points.length > 0 && (
        <dl className="facts">
          <dt>{say("setPoints")}</dt>
          {job.set_points.map((point) => (
            <dd key={point.signal}>
              {titleOf(point.signal)} <b>{format.quantity(point.value, point.unit)}</b>{" "}
              <span className="muted">{format.number(point.low)} – {format.number(point.high)}</span>
            </dd>
          ))}
        </dl>
      )}
    </div>
  );
}
