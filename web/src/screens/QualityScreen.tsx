import { Tabs } from "@mantine/core";
import { useLocation, useRoute } from "wouter";
import { PageHead } from "../design/Panel";
import { useWords } from "../design/words";
import { AttributePanel } from "../rooms/quality/AttributePanel";
import { ChartPanel } from "../rooms/quality/ChartPanel";
import { DriftPanel } from "../rooms/quality/Drifts";
import { GaugePanel } from "../rooms/quality/Gauge";
import { JointPanel } from "../rooms/quality/JointPanel";
import { KindPareto } from "../rooms/quality/KindPareto";
import { NonconformancePanel } from "../rooms/quality/Nonconformances";
import { PatternPanel } from "../rooms/quality/Patterns";
import { PicturePanel } from "../rooms/quality/Pictures";
import { CertificatePanel, SamplingPanel } from "../rooms/quality/Sampling";
import { statisticsWords } from "../rooms/quality/statisticsWords";
import "../rooms/quality/quality.css";

const words = { title: ["Quality", "Qualität"] } as const;
const TABS = ["defects", "charts", "gauge", "sampling"] as const;
// What a link names beside the tabs, and on which of them it stands.
const PLACES: Record<string, (typeof TABS)[number]> = { drift: "charts", study: "gauge" };

export default function QualityScreen() {
  const say = useWords(words);
  const sayMore = useWords(statisticsWords);
  const [, go] = useLocation();
  const [, params] = useRoute("/quality/:kind/:id?");
  const kind = params?.kind ?? "";
  const idOf = (wanted: string) => (kind === wanted ? decodeURIComponent(params?.id ?? "") : "");
  const tab = PLACES[kind] ?? TABS.find((each) => each === kind) ?? "defects";
  return (
    <>
      <PageHead title={say("title")} />
      <Tabs value={tab} onChange={(value) => go(value === "defects" ? "/quality" : `/quality/${value}`)} keepMounted={false}>
        <Tabs.List mb="sm">
          {TABS.map((each) => <Tabs.Tab key={each} value={each}>{sayMore(`${each}Tab`)}</Tabs.Tab>)}
        </Tabs.List>
        <Tabs.Panel value="defects">
          <div className="cols two">
            <div className="stack">
              <PatternPanel key={`c${idOf("correlation")}`} correlation={idOf("correlation")} />
              <NonconformancePanel key={`n${idOf("nonconformance")}`} nonconformance={idOf("nonconformance")} />
            </div>
            <div className="stack">
              <PicturePanel key={`p${idOf("picture")}`} picture={idOf("picture")} />
              <KindPareto />
            </div>
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="charts">
          <div className="stack">
            <DriftPanel key={`d${idOf("drift")}`} drift={idOf("drift")} />
            <ChartPanel />
            <AttributePanel />
            <JointPanel />
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="gauge"><GaugePanel key={`s${idOf("study")}`} study={idOf("study")} /></Tabs.Panel>
        <Tabs.Panel value="sampling"><div className="stack"><SamplingPanel /><CertificatePanel /></div></Tabs.Panel>
      </Tabs>
    </>
  );
}
