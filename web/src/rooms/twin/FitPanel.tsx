import { Button } from "@mantine/core";
import { useState } from "react";
import { Asked } from "../../design/Asked";
import { useFormat } from "../../design/format";
import { Grid } from "../../design/Grid";
import { Panel } from "../../design/Panel";
import { useWords } from "../../design/words";
import { useAsk } from "../../transport/hooks";
import { useMachineName } from "../plant/names";
import { twinWords } from "./words";

/** Simulated beside actual output; asked for, because playing a week again takes a while. */
export function FitPanel() {
  const say = useWords(twinWords);
  const [wanted, setWanted] = useState(false);
  return (
    <Panel title={say("fit")} note={say("fitNote")} flush={wanted}>
      {wanted ? <FitList /> : <Button variant="default" onClick={() => setWanted(true)}>{say("fitRun")}</Button>}
    </Panel>
  );
}

function FitList() {
  const say = useWords(twinWords);
  const format = useFormat();
  const name = useMachineName();
  const found = useAsk("twin.fit_error", {});
  return (
    <Asked query={found}>
      {(rows) => (
        <Grid
          rows={rows} rowKey={(row) => row.work_centre} exportAs="twin-fit" caption={say("fit")}
          columns={[
            { key: "centre", title: say("workCentre"), sort: (row) => row.work_centre, show: (row) => name(row.work_centre) },
            { key: "actual", title: say("actual"), number: true, sort: (row) => row.actual, show: (row) => format.number(row.actual, 0) },
            { key: "simulated", title: say("simulated"), number: true, sort: (row) => row.simulated.mean, show: (row) => format.number(row.simulated.mean, 0) },
            { key: "error", title: say("error"), number: true, sort: (row) => row.error, show: (row) => format.percent(row.error, 1) },
          ]}
        />
      )}
    </Asked>
  );
}
