import { SegmentedControl } from "@mantine/core";
import { useEffect, useState } from "react";
import { useLocation, useRoute } from "wouter";
import { Asked } from "../design/Asked";
import { PageHead, Panel } from "../design/Panel";
import { useWords } from "../design/words";
import { RecommendationDetail } from "../rooms/guidance/RecommendationDetail";
import { RecommendationList } from "../rooms/guidance/RecommendationList";
import { guidanceWords } from "../rooms/guidance/words";
import { useAsk } from "../transport/hooks";

const words = { title: ["Inbox", "Eingang"] } as const;

const STATES = ["open", "approved", "rejected", "all"] as const;

export default function InboxScreen() {
  const say = useWords(guidanceWords);
  const sayHere = useWords(words);
  const [state, setState] = useState<string>("open");
  const [, params] = useRoute("/inbox/:id");
  const [, go] = useLocation();
  const rows = useAsk("guidance.inbox", { state }, { every: 60_000, keep: true });
  const chosen = params?.id ? decodeURIComponent(params.id) : "";
  const first = rows.data?.[0]?.id ?? "";
  // The first one is opened by its address, so that it stays in sight after the decision on it.
  useEffect(() => {
    if (!chosen && first) go(`/inbox/${encodeURIComponent(first)}`, { replace: true });
  }, [chosen, first, go]);
  return (
    <>
      <PageHead title={sayHere("title")}>
        <SegmentedControl size="xs" aria-label={sayHere("title")} value={state} onChange={setState} data={STATES.map((value) => ({ value, label: say(value) }))} />
      </PageHead>
      <div className="cols list">
        <Panel label={sayHere("title")} flush>
          <Asked query={rows} empty={<><strong>{say("empty")}</strong>{say("emptyHelp")}</>}>
            {(found) => <RecommendationList rows={found} chosen={chosen} onOpen={(row) => go(`/inbox/${encodeURIComponent(row.id)}`)} />}
          </Asked>
        </Panel>
        {chosen ? <Chosen id={chosen} /> : <Panel><div className="message">{say("choose")}</div></Panel>}
      </div>
    </>
  );
}

function Chosen({ id }: { id: string }) {
  const found = useAsk("guidance.recommendation", { recommendation: id });
  return <Asked query={found}>{(row) => <RecommendationDetail key={row.id} row={row} />}</Asked>;
}
