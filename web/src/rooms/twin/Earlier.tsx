import { Asked } from "../../design/Asked";
import { actorName, useFormat } from "../../design/format";
import { Grid } from "../../design/Grid";
import { Panel } from "../../design/Panel";
import { useWords } from "../../design/words";
import { useAsk } from "../../transport/hooks";
import { useMachineName } from "../plant/names";
import { changeText } from "./changes";
import { twinWords } from "./words";

type EarlierProps = { chosen: string; onOpen: (result: string) => void };

/** What was asked before, newest first. */
export function Earlier({ chosen, onOpen }: EarlierProps) {
  const say = useWords(twinWords);
  const format = useFormat();
  const name = useMachineName();
  const found = useAsk("twin.results", {});
  return (
    <Panel title={say("earlier")} flush>
      <Asked query={found} empty={say("noEarlier")}>
        {(rows) => (
          <Grid
            rows={rows} rowKey={(row) => row.id} chosen={chosen} onOpen={(row) => onOpen(row.id)} caption={say("earlier")} maxHeight={360}
            columns={[
              { key: "at", title: say("at"), sort: (row) => row.at, show: (row) => format.dateTime(row.at) },
              { key: "changes", title: say("changes"), show: (row) => row.changes.map((each) => changeText(each, say, format, name)).join("; ") },
              { key: "by", title: say("by"), sort: (row) => row.by, show: (row) => actorName(row.by) },
            ]}
          />
        )}
      </Asked>
    </Panel>
  );
}
