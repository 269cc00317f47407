import { Button, NumberInput } from "@mantine/core";
import { useState } from "react";
import type { Change, LineView } from "../client/catalogue";
import { Asked, Refused } from "../design/Asked";
import { useFormat } from "../design/format";
import { PageHead, Panel } from "../design/Panel";
import { useWords } from "../design/words";
import { useMachineName } from "../rooms/plant/names";
import { ChangeForm } from "../rooms/twin/ChangeForm";
import { changeText } from "../rooms/twin/changes";
import { Comparison } from "../rooms/twin/Comparison";
import { Earlier } from "../rooms/twin/Earlier";
import { FitPanel } from "../rooms/twin/FitPanel";
import { twinWords } from "../rooms/twin/words";
import { useAct, useAsk } from "../transport/hooks";
import "../rooms/twin/twin.css";

const REPLICATIONS = 20;

export default function WhatIfScreen() {
  const say = useWords(twinWords);
  const line = useAsk("twin.line", {});
  const [chosen, setChosen] = useState("");
  return (
    <>
      <PageHead title={say("title")} />
      <div className="stack">
        <Panel title={say("ask")} note={say("askNote")}>
          <Asked query={line}>{(found) => <Question line={found} onFound={setChosen} />}</Asked>
        </Panel>
        {chosen && <Found result={chosen} />}
        <Earlier chosen={chosen} onOpen={setChosen} />
        <FitPanel />
      </div>
    </>
  );
}

function Found({ result }: { result: string }) {
  const found = useAsk("twin.result", { result });
  return <Asked query={found}>{(answer) => <Comparison result={answer} />}</Asked>;
}

function Question({ line, onFound }: { line: LineView; onFound: (result: string) => void }) {
  const say = useWords(twinWords);
  const [changes, setChanges] = useState<readonly Partial<Change>[]>([]);
  const [horizon, setHorizon] = useState<number | string>(120);
  const run = useAct("twin.what_if");
  const send = () => run.mutate(
    { changes: changes as Change[], horizon_h: Number(horizon), replications: REPLICATIONS },
    { onSuccess: (done) => onFound(String(done.result)) },
  );
  return (
    <>
      <ChangeForm line={line} onAdd={(change) => setChanges((now) => [...now, change])} />
      <Chosen changes={changes} onRemove={(place) => setChanges((now) => now.filter((_, each) => each !== place))} />
      <form className="change-form" style={{ marginTop: 12 }} onSubmit={(event) => { event.preventDefault(); send(); }}>
        <NumberInput label={say("horizon")} required min={1} max={1440} w={160} value={horizon} onChange={setHorizon} />
        <Button type="submit" disabled={changes.length === 0} loading={run.isPending}>{say("run")}</Button>
      </form>
      {run.error && <Refused error={run.error} />}
    </>
  );
}

function Chosen({ changes, onRemove }: { changes: readonly Partial<Change>[]; onRemove: (place: number) => void }) {
  const say = useWords(twinWords);
  const format = useFormat();
  const name = useMachineName();
  if (changes.length === 0) return <p className="muted">{say("none")}</p>;
  return (
    <ul className="changes">
      {changes.map((change, place) => (
        <li key={`${place}-${change.kind}`}>
          <span>{changeText(change, say, format, name)}</span>
          <Button size="compact-xs" variant="subtle" onClick={() => onRemove(place)}>{say("remove")}</Button>
        </li>
      ))}
    </ul>
  );
}
