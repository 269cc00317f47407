import { Button, Drawer } from "@mantine/core";
import { useState } from "react";
import type { GaugeStudyLine, GaugeStudyView } from "../../client/catalogue";
import { Asked } from "../../design/Asked";
import { titleOf } from "../../design/Facts";
import { Figure, Figures, Tag, type Tone } from "../../design/Figure";
import { actorName, useFormat } from "../../design/format";
import { type Column, Grid } from "../../design/Grid";
import { Panel } from "../../design/Panel";
import { useWords, type Words } from "../../design/words";
import { useAsk } from "../../transport/hooks";
import { useUser } from "../identity/session";
import { GaugeForm } from "./GaugeForm";
import { GaugePlot } from "./GaugePlot";
import { AnovaTable, MethodTable } from "./GaugeTables";
import { statisticsWords } from "./statisticsWords";

const TONES: Record<string, Tone> = { acceptable: "good", conditional: "warn", unacceptable: "bad" };
const RECORDERS = ["quality_engineer", "supervisor", "administrator"];

/** Gauge studies: the list, and one of them whole. */
export function GaugePanel({ study }: { study: string }) {
  const say = useWords(statisticsWords);
  const user = useUser();
  const [chosen, setChosen] = useState(study);
  const [recording, setRecording] = useState(false);
  const rows = useAsk("quality.gauge_studies", {});
  const current = chosen || rows.data?.[0]?.id || "";
  const mayRecord = RECORDERS.some((role) => user.roles.includes(role));
  return (
    <div className="stack">
      <Panel title={say("studies")} note={rows.data?.length ?? ""} flush actions={mayRecord && <Button size="xs" onClick={() => setRecording(true)}>{say("record")}</Button>}>
        <Asked query={rows} empty={say("noStudies")}>{(all) => <Studies rows={all} chosen={current} onOpen={setChosen} />}</Asked>
      </Panel>
      {current && <Study key={current} id={current} />}
      <Drawer opened={recording} onClose={() => setRecording(false)} position="right" size="lg" title={say("record")}>
        {recording && <GaugeForm onDone={(id) => { setRecording(false); setChosen(id); }} />}
      </Drawer>
    </div>
  );
}

function Studies({ rows, chosen, onOpen }: { rows: readonly GaugeStudyLine[]; chosen: string; onOpen: (id: string) => void }) {
  const say = useWords<Words>(statisticsWords);
  const format = useFormat();
  const columns: Column<GaugeStudyLine>[] = [
    { key: "title", title: say("title"), sort: (row) => row.title, show: (row) => <span className="two-lines"><strong>{row.title}</strong><small>{row.id} · {titleOf(row.characteristic)}</small></span> },
    { key: "verdict", title: say("verdict"), sort: (row) => row.verdict, show: (row) => <Tag tone={TONES[row.verdict]}>{say(row.verdict)}</Tag> },
    { key: "gauge", title: say("gauge"), sort: (row) => row.gauge, show: (row) => row.gauge || "–" },
    { key: "total", title: say("ofTotalShort"), number: true, sort: (row) => row.percent_of_total, show: (row) => format.number(row.percent_of_total, 1) },
    { key: "tolerance", title: say("ofToleranceShort"), number: true, sort: (row) => row.percent_of_tolerance, show: (row) => format.number(row.percent_of_tolerance, 1) },
    { key: "ndc", title: say("ndc"), number: true, sort: (row) => row.distinct_categories, show: (row) => row.distinct_categories },
    { key: "at", title: say("measured"), sort: (row) => row.measured_at, show: (row) => format.dateTime(row.measured_at) },
    { key: "by", title: say("by"), sort: (row) => row.by, show: (row) => actorName(row.by) },
  ];
  return <Grid rows={rows} columns={columns} rowKey={(row) => row.id} chosen={chosen} onOpen={(row) => onOpen(row.id)} exportAs="gauge-studies" maxHeight={230} caption={say("studies")} />;
}

function Study({ id }: { id: string }) {
  const found = useAsk("quality.gauge_study", { study: id });
  return <Asked query={found} lines={8}>{(study) => <StudyBody study={study} />}</Asked>;
}

function StudyBody({ study }: { study: GaugeStudyView }) {
  const say = useWords<Words>(statisticsWords);
  return (
    <Panel title={study.title} note={study.id} flush>
      <Verdict study={study} />
      <div className="section">
        <h3>{say("plot")}</h3>
        <GaugePlot study={study} />
        <p className="muted" style={{ margin: "4px 0 0" }}>{say("plotHint")}</p>
      </div>
      <div className="cols two" style={{ gap: 0 }}>
        <div className="section"><h3>{say("methods")}</h3><MethodTable study={study} /></div>
        <div className="section"><h3>{say("anova")}</h3><AnovaTable study={study} /></div>
      </div>
    </Panel>
  );
}

function Verdict({ study }: { study: GaugeStudyView }) {
  const say = useWords<Words>(statisticsWords);
  const format = useFormat();
  const anova = study.methods[0];
  const gauge = anova?.shares.find((each) => each.source === "gauge");
  const count = (key: "part" | "appraiser") => new Set(study.readings.map((each) => each[key])).size;
  const [parts, appraisers] = [count("part"), count("appraiser")];
  const design = say("design", { parts, appraisers, trials: study.readings.length / (parts * appraisers) });
  return (
    <div className="plan-figures" style={{ paddingTop: 12 }}>
      <Figures>
        <Figure label={say("verdict")} value={say(study.verdict)} tone={TONES[study.verdict]} under={say("decidedBy", { why: study.reasons.map((each) => say(`why.${each}`)).join(", ") })} />
        <Figure label={`${say("grr")} ${say("ofTotal")}`} value={format.number(gauge?.percent_of_total, 1)} unit="%" under={say("bands")} tone={tone(gauge?.percent_of_total)} />
        <Figure label={`${say("grr")} ${say("ofTolerance")}`} value={format.number(gauge?.percent_of_tolerance, 1)} unit={gauge?.percent_of_tolerance == null ? undefined : "%"} under={`${format.number(study.lower)} – ${format.quantity(study.upper, study.unit)}`} tone={tone(gauge?.percent_of_tolerance)} />
        <Figure label={say("ndc")} value={anova?.distinct_categories ?? "–"} under={say("ndcHint")} tone={(anova?.distinct_categories ?? 0) < 5 ? "warn" : "good"} />
        <Figure label={titleOf(study.characteristic)} value={study.gauge || "–"} under={design} />
      </Figures>
    </div>
  );
}

function tone(percent: number | null | undefined): Tone {
  if (percent === null || percent === undefined) return "plain";
  return percent < 10 ? "good" : percent <= 30 ? "warn" : "bad";
}
