import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useLocation, useRoute } from "wouter";
import { Asked } from "../design/Asked";
import { PageHead, Panel } from "../design/Panel";
import { useWords } from "../design/words";
import { FindByPicture } from "../rooms/execution/FindByPicture";
import { GenealogyTree } from "../rooms/tracing/GenealogyTree";
import { HoldForm, HoldsPanel, ImpactPanel, LotFacts, LotGrid, LotState, ProcessPanel } from "../rooms/tracing/LotPanels";
import { LotPictures } from "../rooms/quality/LotPictures";
import { PrintLabel } from "../rooms/tracing/PrintLabel";
import { tracingWords } from "../rooms/tracing/words";
import { useAsk } from "../transport/hooks";
import "../rooms/quality/quality.css";
import "../rooms/tracing/tracing.css";

const words = { title: ["Trace", "Rückverfolgung"] } as const;

export default function TraceScreen() {
  const say = useWords(tracingWords);
  const sayHere = useWords(words);
  const [, params] = useRoute("/trace/:lot");
  const [, go] = useLocation();
  const lot = params?.lot ? decodeURIComponent(params.lot) : "";
  const [text, setText] = useState("");
  const find = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) go(`/trace/${encodeURIComponent(text.trim())}`);
  };
  return (
    <>
      <PageHead title={lot || sayHere("title")} note={lot ? sayHere("title") : undefined}>
        <form className="row" onSubmit={find}>
          <TextInput aria-label={say("search")} placeholder={say("search")} w={280} autoFocus={!lot} value={text} onChange={(event) => setText(event.currentTarget.value)} />
          <Button type="submit" variant="default">{say("find")}</Button>
        </form>
        <FindByPicture />
      </PageHead>
      {lot ? <LotPage key={lot} lot={lot} /> : (
        <div className="cols side">
          <LotGrid search={text.trim()} />
          <HoldsPanel />
        </div>
      )}
    </>
  );
}

function LotPage({ lot }: { lot: string }) {
  const say = useWords(tracingWords);
  const found = useAsk("tracing.lot", { lot });
  return (
    <Asked query={found}>
      {(view) => (
        <div className="stack">
          <div className="cols side">
            <Panel title={say("tree")} flush>
              <GenealogyTree lot={lot} />
            </Panel>
            <div className="stack">
              <Panel title={lot} actions={<LotState state={view.state} />}>
                <LotFacts lot={view} />
                <div style={{ marginTop: 12 }}><PrintLabel lot={lot} size="compact-md" /></div>
                <HoldForm lot={view} />
              </Panel>
              <LotPictures lot={lot} />
              <ImpactPanel lot={lot} />
            </div>
          </div>
          <ProcessPanel lot={lot} />
        </div>
      )}
    </Asked>
  );
}
