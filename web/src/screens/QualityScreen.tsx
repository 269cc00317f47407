import { useRoute } from "wouter";
import { PageHead } from "../design/Panel";
import { useWords } from "../design/words";
import { ChartPanel } from "../rooms/quality/ChartPanel";
import { KindPareto } from "../rooms/quality/KindPareto";
import { NonconformancePanel } from "../rooms/quality/Nonconformances";
import { PatternPanel } from "../rooms/quality/Patterns";
import { PicturePanel } from "../rooms/quality/Pictures";
import "../rooms/quality/quality.css";

const words = { title: ["Quality", "Qualität"] } as const;

export default function QualityScreen() {
  const say = useWords(words);
  const [, params] = useRoute("/quality/:kind/:id");
  const idOf = (kind: string) => (params?.kind === kind ? decodeURIComponent(params.id ?? "") : "");
  return (
    <>
      <PageHead title={say("title")} />
      <div className="stack">
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
        <ChartPanel />
      </div>
    </>
  );
}
