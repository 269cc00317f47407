import { Button } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";
import type { Answer, Citation, CopilotFigure } from "../../client/catalogue";
import { titleOf } from "../../design/Facts";
import { Tag } from "../../design/Figure";
import { useFormat } from "../../design/format";
import { useWords, type Words } from "../../design/words";
import { pageOfRef } from "./refs";
import { copilotWords } from "./words";
import "./copilot.css";

type Props = {
  answer: Answer;
  /** Runs a changed query; without it the query is not shown. */
  onRun?: (query: string) => void;
};

/** An answer with everything it rests on: figures, sources with their words, and the query. */
export function AnswerView({ answer, onRun }: Props) {
  const say = useWords<Words>(copilotWords);
  const format = useFormat();
  return (
    <div className={answer.declined ? "answer declined" : "answer"} data-testid="answer" data-path={answer.path}>
      <p className="answer-text">{answer.text || say("declined")}</p>
      <Figures figures={answer.figures} />
      <Sources sources={answer.sources} />
      <div className="answer-foot">
        <Tag tone={answer.declined ? "plain" : "info"}>{say(`path_${answer.path}`)}</Tag>
        {!answer.declined && <Tag>{say("confidence")} {format.percent(answer.confidence)}</Tag>}
        {answer.reworded && <Tag>{say("reworded")}</Tag>}
        {onRun && answer.query && <Query query={answer.query} onRun={onRun} />}
      </div>
    </div>
  );
}

function Figures({ figures }: { figures: readonly CopilotFigure[] }) {
  const format = useFormat();
  if (figures.length === 0) return null;
  return (
    <dl className="facts answer-figures">
      {figures.slice(0, 24).map((figure) => (
        <div key={figure.name} style={{ display: "contents" }}>
          <dt>{titleOf(figure.name)}</dt>
          <dd><b>{format.quantity(figure.value, figure.unit === "1" ? "" : figure.unit)}</b></dd>
        </div>
      ))}
    </dl>
  );
}

function Query({ query, onRun }: { query: string; onRun: (query: string) => void }) {
  const say = useWords(copilotWords);
  const [text, setText] = useState(query);
  return (
    <details className="grow">
      <summary>{say("query")}</summary>
      <textarea className="code query" aria-label={say("query")} rows={query.split("\n").length + 1} value={text} onChange={(event) => setText(event.currentTarget.value)} />
      <Button size="compact-sm" variant="default" onClick={() => onRun(text.trim())}>{say("again")}</Button>
    </details>
  );
}

function Sources({ sources }: { sources: readonly Citation[] }) {
  if (sources.length === 0) return null;
  return (
    <ol className="sources">
      {sources.map((source, index) => {
        const page = pageOfRef(source.ref);
        return (
          <li key={`${source.ref}${index}`}>
            <Tag>{titleOf(source.kind)}</Tag> {page ? <Link href={page}>{source.title}</Link> : <span>{source.title}</span>}
            {source.quote && <blockquote>{source.quote}</blockquote>}
          </li>
        );
      })}
    </ol>
  );
}
