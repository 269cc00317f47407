import { type FormEvent, useState } from "react";
import { Asked, Refused } from "../../design/Asked";
import { shortName } from "../../design/format";
import { Panel } from "../../design/Panel";
import { useWords } from "../../design/words";
import { useAsk } from "../../transport/hooks";
import { AnswerView } from "./AnswerView";
import { useQuestion } from "./useQuestion";
import { copilotWords } from "./words";

type Props = { station: string; order: string; step: string; document: string };

/** Help that already knows the machine, the order and the step. */
export default function HelpCard({ station, order, step, document }: Props) {
  const say = useWords(copilotWords);
  const [text, setText] = useState("");
  const question = useQuestion(station);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) question.mutate(text.trim());
  };
  return (
    <div className="stack help-card">
      <Panel title={say("help")} note={[shortName(station), order].filter(Boolean).join(" · ")}>
        <form className="ask-form" onSubmit={send}>
          <input value={text} onChange={(event) => setText(event.currentTarget.value)} placeholder={say("helpPlaceholder")} aria-label={say("helpPlaceholder")} />
          <button type="submit">{say("ask")}</button>
        </form>
        {question.error && <Refused error={question.error} />}
        {question.data && <div style={{ marginTop: 12 }}><AnswerView answer={question.data.answer} /></div>}
      </Panel>
      {document && <Instruction document={document} step={step} />}
    </div>
  );
}

function Instruction({ document, step }: { document: string; step: string }) {
  const say = useWords(copilotWords);
  const passages = useAsk("documents.search", { query: `${document} ${step}`, k: 4 });
  return (
    <Panel title={`${say("instruction")} ${document}`}>
      <Asked query={passages} empty={say("noInstruction")}>
        {(found) => found.map((hit) => (
          <p key={hit.passage} className="passage">
            <b>{hit.title} {hit.revision} · {hit.heading} {hit.page > 0 && `· ${say("page", { page: hit.page })}`}</b>
            {hit.quote || hit.text.slice(0, 240)}
          </p>
        ))}
      </Asked>
    </Panel>
  );
}
