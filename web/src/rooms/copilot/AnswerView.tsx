import { Link } from "wouter";
import type { Answer, Source } from "../../client/expected";
import { factText, titleOf } from "../../design/Facts";
import { Tag } from "../../design/Figure";
import { useFormat } from "../../design/format";
import { useWords } from "../../design/words";
import { pageOfRef } from "./refs";
import { copilotWords } from "./words";
import "./copilot.css";

/** An answer with everything it rests on: figures, sources with their words, and the query. */
export function AnswerView({ answer, compact }: { answer: Answer; compact?: boolean }) {
  const say = useWords(copilotWords);
  const format = useFormat();
  return (
    <div className={answer.declined ? "answer declined" : "answer"} data-testid="answer">
      <p className="answer-text">{answer.text || say("declined")}</p>
      {answer.figures.length > 0 && <Figures figures={answer.figures} />}
      <Sources sources={answer.sources} />
      {!compact && (
        <div className="answer-foot">
          {answer.confidence !== null && answer.confidence !== undefined && <Tag>{say("confidence")} {format.percent(answer.confidence)}</Tag>}
          {Boolean(answer.query) && (
            <details>
              <summary>{say("query")}</summary>
              <pre className="code">{typeof answer.query === "string" ? answer.query : JSON.stringify(answer.query, null, 2)}</pre>
            </details>
          )}
        </div>
      )}
    </div>
  );
}

function Figures({ figures }: { figures: readonly Record<string, unknown>[] }) {
  const format = useFormat();
  const columns = [...new Set(figures.flatMap((row) => Object.keys(row)))].slice(0, 8);
  return (
    <div className="grid-wrap">
      <table className="grid">
        <thead><tr>{columns.map((name) => <th key={name}>{titleOf(name)}</th>)}</tr></thead>
        <tbody>
          {figures.slice(0, 40).map((row, index) => (
            <tr key={index}>{columns.map((name) => <td key={name}>{factText(name, row[name], format)}</td>)}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function Sources({ sources }: { sources: readonly Source[] }) {
  if (sources.length === 0) return null;
  return (
    <ol className="sources">
      {sources.map((source, index) => {
        const page = pageOfRef(source.ref);
        return (
          <li key={`${source.ref}${index}`}>
            <Tag>{source.kind}</Tag> {page ? <Link href={page}>{source.title}</Link> : <span>{source.title}</span>}
            {source.quote && <blockquote>{source.quote}</blockquote>}
          </li>
        );
      })}
    </ol>
  );
}
