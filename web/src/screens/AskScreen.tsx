import { Button } from "@mantine/core";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useSearchParams } from "wouter";
import { Loading, Refused } from "../design/Asked";
import { PageHead, Panel } from "../design/Panel";
import { useWords } from "../design/words";
import { AnswerView } from "../rooms/copilot/AnswerView";
import { type Asked, useQuestion } from "../rooms/copilot/useQuestion";
import { copilotWords } from "../rooms/copilot/words";
import "../rooms/copilot/copilot.css";

const EXAMPLES = ["e1", "e2", "e3", "e4", "e5"] as const;

export default function AskScreen() {
  const say = useWords(copilotWords);
  const [given] = useSearchParams();
  const [text, setText] = useState(given.get("q") ?? "");
  const [past, setPast] = useState<readonly Asked[]>([]);
  const question = useQuestion();
  const send = (asked: string) => {
    setText(asked);
    question.mutate(asked, { onSuccess: (found) => setPast((known) => [found, ...known]) });
  };
  const first = useRef(given.get("q") ?? "");
  useEffect(() => {
    if (first.current) send(first.current);
    first.current = "";
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) send(text.trim());
  };
  return (
    <>
      <PageHead title={say("title")} />
      <div className="stack" style={{ maxWidth: 980 }}>
        <form className="ask-form" onSubmit={submit}>
          <input value={text} onChange={(event) => setText(event.currentTarget.value)} placeholder={say("placeholder")} aria-label={say("placeholder")} autoFocus data-testid="question" />
          <Button type="submit" size="md" h={44} loading={question.isPending}>{say("ask")}</Button>
        </form>
        {past.length === 0 && !question.isPending && (
          <Panel title={say("examples")}>
            <div className="stack tight">
              {EXAMPLES.map((key) => (
                <button key={key} type="button" className="bare" style={{ color: "var(--link)" }} onClick={() => send(say(key))}>{say(key)}</button>
              ))}
            </div>
          </Panel>
        )}
        {question.isPending && <Panel><Loading lines={3} /></Panel>}
        {question.error && <Refused error={question.error} retry={() => send(text)} />}
        {past.map((each, index) => (
          <Panel key={`${past.length - index}`} title={each.question}>
            <AnswerView answer={each.answer} onRun={send} />
          </Panel>
        ))}
      </div>
    </>
  );
}
