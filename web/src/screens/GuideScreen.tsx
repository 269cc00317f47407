import { Button } from "@mantine/core";
import { Link, useRoute } from "wouter";
import { Refused } from "../design/Asked";
import { shortName, useFormat } from "../design/format";
import { PageHead, Panel } from "../design/Panel";
import { useWords } from "../design/words";
import { GuideView } from "../rooms/copilot/GuideView";
import { copilotWords } from "../rooms/copilot/words";
import { useAct, useAsk } from "../transport/hooks";

export default function GuideScreen() {
  const say = useWords(copilotWords);
  const format = useFormat();
  const [, params] = useRoute("/guide/:workOrder");
  const workOrder = decodeURIComponent(params?.workOrder ?? "");
  const guide = useAsk("copilot.guide", { work_order: workOrder });
  const write = useAct("copilot.write_guide");
  return (
    <>
      <PageHead title={say("guide")} note={guide.data && <><Link href={`/assets/${guide.data.equipment}`}>{shortName(guide.data.equipment)}</Link> · {format.dateTime(guide.data.at)}</>} />
      <Panel label={say("guide")}>
        {guide.data && <GuideView guide={guide.data} />}
        {guide.error && (
          <div className="stack">
            <strong>{say("noGuide")}</strong>
            <Refused error={write.error ?? guide.error} />
            <div><Button loading={write.isPending} onClick={() => write.mutate({ work_order: workOrder } as never)}>{say("write")}</Button></div>
          </div>
        )}
      </Panel>
    </>
  );
}
