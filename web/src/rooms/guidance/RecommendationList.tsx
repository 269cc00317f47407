import type { Recommendation } from "../../client/catalogue";
import { Tag } from "../../design/Figure";
import { actorName, shortName, useFormat } from "../../design/format";
import { useWords, type Words } from "../../design/words";
import { guidanceWords } from "./words";
import "./guidance.css";

type Props = { rows: readonly Recommendation[]; chosen: string; onOpen: (row: Recommendation) => void };

export function RecommendationList({ rows, chosen, onOpen }: Props) {
  return (
    <ul className="reco-list">
      {rows.map((row) => (
        <li key={row.id}>
          <button type="button" className={row.id === chosen ? "reco-line chosen" : "reco-line"} aria-current={row.id === chosen || undefined} onClick={() => onOpen(row)}>
            <Line row={row} />
          </button>
        </li>
      ))}
    </ul>
  );
}

function Line({ row }: { row: Recommendation }) {
  const say = useWords<Words>(guidanceWords);
  const format = useFormat();
  return (
    <>
      <span className="reco-title">{row.title}</span>
      <span className="reco-under">
        {row.equipment && <b>{shortName(row.equipment)}</b>}
        <span>{actorName(row.by)}</span>
        <span>{format.dateTime(row.at)}</span>
      </span>
      <span className="reco-tags">
        <StateTag row={row} />
        {row.confidence !== null && <span className="muted">{format.percent(row.confidence)}</span>}
        <RiskTag risk={row.risk} />
        {row.truth && <Tag tone={row.truth === "confirmed" ? "good" : "plain"}>{say(row.truth)}</Tag>}
      </span>
    </>
  );
}

export function RiskTag({ risk }: { risk: string }) {
  const say = useWords<Words>(guidanceWords);
  return <Tag tone={risk === "execute" ? "warn" : "plain"}>{say(risk)}</Tag>;
}

export function StateTag({ row }: { row: Recommendation }) {
  const say = useWords<Words>(guidanceWords);
  const tone = { approved: "good", rejected: "plain", deferred: "info", open: "info" } as const;
  const overdue = (row.state === "open" || row.state === "deferred") && row.deadline && new Date(row.deadline) < new Date();
  if (overdue) return <Tag tone="bad">{say("overdue")}</Tag>;
  return <Tag tone={tone[row.state as keyof typeof tone] ?? "plain"}>{say(row.state)}</Tag>;
}
