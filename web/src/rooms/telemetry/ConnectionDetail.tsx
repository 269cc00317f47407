import { useMemo, useState } from "react";
import type { ConnectionView, LiveValue, TagView } from "../../client/catalogue";
import { Asked } from "../../design/Asked";
import { shortName, useFormat } from "../../design/format";
import { type Column, Grid } from "../../design/Grid";
import { Panel } from "../../design/Panel";
import { useWords } from "../../design/words";
import { useAsk } from "../../transport/hooks";
import { BrowsePanel } from "./BrowsePanel";
import { TrustForm } from "./Connections";
import { dataWords } from "./dataWords";
import { SignalTrend } from "./MachineSignals";
import { Age, oldAfterOf, QualityTag, valueText } from "./values";

export function ConnectionDetail({ connection }: { connection: ConnectionView }) {
  const say = useWords(dataWords);
  const untrusted = connection.state === "refused" && /certificate|thumbprint|[0-9a-f]{64}/i.test(connection.reason);
  return (
    <div className="stack">
      {untrusted && <Panel title={say("trust")}><TrustForm connection={connection} /></Panel>}
      <TagValues connection={connection.id} />
      <BrowsePanel connection={connection.id} />
    </div>
  );
}

type Row = { tag: TagView; value: LiveValue | undefined };

function TagValues({ connection }: { connection: string }) {
  const say = useWords(dataWords);
  const format = useFormat();
  const tags = useAsk("telemetry.tags", { connection });
  const live = useAsk("telemetry.live", {});
  const [shown, setShown] = useState("");
  const rows = useMemo(() => {
    const values = new Map((live.data ?? []).map((value) => [value.tag, value]));
    return (tags.data ?? []).map((tag) => ({ tag, value: values.get(tag.id) }));
  }, [tags.data, live.data]);
  const columns: Column<Row>[] = [
    { key: "tag", title: say("tag"), sort: (row) => row.tag.id, show: (row) => <span className="code">{row.tag.id}</span> },
    { key: "machine", title: say("machine"), sort: (row) => row.tag.equipment, show: (row) => shortName(row.tag.equipment) },
    { key: "value", title: say("value"), number: true, sort: (row) => row.value?.value, show: (row) => (row.value ? valueText(row.value, format) : "–") },
    { key: "quality", title: say("quality"), sort: (row) => row.value?.quality, show: (row) => (row.value ? <QualityTag quality={row.value.quality} /> : "") },
    { key: "age", title: say("age"), number: true, sort: (row) => row.value?.at, show: (row) => <Age at={row.value?.at ?? null} oldAfter={oldAfterOf(row.tag.period_s)} /> },
    { key: "address", title: say("address"), sort: (row) => row.tag.address, show: (row) => <span className="code muted one-line" title={row.tag.address}>{row.tag.address}</span> },
  ];
  return (
    <Panel title={say("values")} note={`${connection} · ${rows.length}`} flush>
      {shown && <SignalTrend key={shown} tag={shown} />}
      <Asked query={tags} empty={say("noTags")}>
        {() => <Grid rows={rows} columns={columns} rowKey={(row) => row.tag.id} chosen={shown} onOpen={(row) => setShown(row.tag.id)} maxHeight={420} exportAs={`tags-${connection}`} />}
      </Asked>
    </Panel>
  );
}
