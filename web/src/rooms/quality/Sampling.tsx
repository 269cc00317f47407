import { NumberInput, SegmentedControl, Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { lazy, Suspense, useCallback, useEffect, useState } from "react";
import type { Queries, SamplingPlanView } from "../../client/catalogue";
import { Asked } from "../../design/Asked";
import { axis, type Colours } from "../../design/axis";
import { Figure, Figures } from "../../design/Figure";
import { useFormat } from "../../design/format";
import { Panel } from "../../design/Panel";
import { useWords } from "../../design/words";
import { useAsk } from "../../transport/hooks";
import { statisticsWords } from "./statisticsWords";

const Chart = lazy(() => import("../../design/Chart"));
const AQLS = ["0.01", "0.015", "0.025", "0.04", "0.065", "0.1", "0.15", "0.25", "0.4", "0.65", "1", "1.5", "2.5", "4", "6.5", "10"];
const LEVELS = ["I", "II", "III", "S-1", "S-2", "S-3", "S-4"] as const;
type PlanArgs = Queries["quality.sampling_plan"]["args"];
type Level = (typeof LEVELS)[number];

/** How many parts of a lot to inspect, and what lots of each quality then meet. */
export function SamplingPanel() {
  const say = useWords(statisticsWords);
  const [way, setWay] = useState("lot");
  const [args, setArgs] = useState<PlanArgs | null>(null);
  const [asked] = useDebouncedValue(args, 300);
  const plan = useAsk("quality.sampling_plan", asked ?? {}, { enabled: asked !== null, keep: true });
  return (
    <Panel
      title={say("plan")} flush
      actions={<SegmentedControl size="xs" aria-label={say("plan")} value={way} onChange={setWay} data={[{ value: "lot", label: say("byLot") }, { value: "risk", label: say("byRisk") }]} />}
    >
      <div style={{ padding: 12 }}>{way === "lot" ? <LotForm key="lot" onAsk={setArgs} /> : <RiskForm key="risk" onAsk={setArgs} />}</div>
      {asked && <Asked query={plan} lines={8}>{(found) => <PlanBody plan={found} />}</Asked>}
    </Panel>
  );
}

type FormProps = { onAsk: (args: PlanArgs | null) => void };

function LotForm({ onAsk }: FormProps) {
  const say = useWords(statisticsWords);
  const format = useFormat();
  const [lot, setLot] = useState<string | number>(500);
  const [aql, setAql] = useState("1");
  const [level, setLevel] = useState<Level>("II");
  const [inspection, setInspection] = useState<"normal" | "tightened">("normal");
  useTold(onAsk, lot === "" ? null : { lot_size: Number(lot), aql_percent: Number(aql), level, inspection });
  return (
    <div className="form-grid">
      <NumberInput label={say("lotSize")} min={2} max={10_000_000} allowDecimal={false} value={lot} onChange={setLot} />
      <Select label={say("aql")} allowDeselect={false} value={aql} onChange={(value) => setAql(value ?? "1")} data={AQLS.map((value) => ({ value, label: format.number(Number(value), Math.max(0, (value.split(".")[1] ?? "").length)) }))} />
      <Select label={say("inspectionLevel")} allowDeselect={false} value={level} onChange={(value) => setLevel((value ?? "II") as Level)} data={[...LEVELS]} />
      <Select label={say("inspection")} allowDeselect={false} value={inspection} onChange={(value) => setInspection(value === "tightened" ? "tightened" : "normal")} data={(["normal", "tightened"] as const).map((value) => ({ value, label: say(value) }))} />
    </div>
  );
}

function RiskForm({ onAsk }: FormProps) {
  const say = useWords(statisticsWords);
  const [good, setGood] = useState<string | number>(1);
  const [bad, setBad] = useState<string | number>(6);
  const [producer, setProducer] = useState<string | number>(5);
  const [consumer, setConsumer] = useState<string | number>(10);
  const whole = [good, bad, producer, consumer].every((each) => each !== "");
  const share = (value: string | number) => Number(value) / 100;
  useTold(onAsk, whole ? { good_share: share(good), bad_share: share(bad), producer_risk: share(producer), consumer_risk: share(consumer) } : null);
  const limits = { min: 0, max: 100, decimalScale: 3 };
  return (
    <div className="form-grid">
      <NumberInput label={say("goodShare")} {...limits} value={good} onChange={setGood} />
      <NumberInput label={say("producerRisk")} {...limits} value={producer} onChange={setProducer} />
      <NumberInput label={say("badShare")} {...limits} value={bad} onChange={setBad} />
      <NumberInput label={say("consumerRisk")} {...limits} value={consumer} onChange={setConsumer} />
    </div>
  );
}

/** Tells the panel what the form asks, whenever that changes. */
function useTold(onAsk: (args: PlanArgs | null) => void, args: PlanArgs | null) {
  const text = JSON.stringify(args);
  useEffect(() => onAsk(JSON.parse(text) as PlanArgs | null), [text, onAsk]);
}

function PlanBody({ plan }: { plan: SamplingPlanView }) {
  const say = useWords(statisticsWords);
  const format = useFormat();
  const percent = (share: number) => format.percent(share, share < 0.01 ? 2 : 1);
  return (
    <>
      <div className="plan-figures">
        <Figures>
          <Figure label={say("take")} value={format.number(plan.sample)} under={plan.letter ? say("codeLetter", { letter: plan.letter }) : ""} />
          <Figure label={say("acceptWith")} value={plan.accept} unit={say("flawedParts")} under={say("rejectFrom", { count: plan.reject })} />
          <Figure label={say("goodAccepted", { share: percent(plan.good_share) })} value={format.percent(plan.good_accepted, 1)} under={say("areAccepted")} />
          <Figure label={say("even")} value={percent(plan.even_share)} under={say("flawedParts")} />
          <Figure label={say("limiting")} value={percent(plan.limiting_share)} under={say("flawedParts")} />
          {plan.outgoing_limit !== null && <Figure label={say("aoql")} value={percent(plan.outgoing_limit)} under={say("sorted")} />}
        </Figures>
      </div>
      <div className="section"><h3>{say("curve")}</h3><Curve plan={plan} /></div>
    </>
  );
}

function Curve({ plan }: { plan: SamplingPlanView }) {
  const say = useWords(statisticsWords);
  const format = useFormat();
  const option = useCallback(
    (colours: Colours) => ({
      grid: { left: 8, right: 20, top: 12, bottom: 30, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
      xAxis: axis(colours, { type: "value", name: say("flawedShare"), nameLocation: "middle", nameGap: 26, max: plan.curve.at(-1)?.share, axisLabel: { formatter: (value: number) => format.percent(value, value < 0.1 ? 1 : 0), showMaxLabel: false } }),
      yAxis: axis(colours, { type: "value", min: 0, max: 1, axisLabel: { formatter: (value: number) => format.percent(value) } }),
      tooltip: { trigger: "axis", axisPointer: { type: "line" }, valueFormatter: (value: number) => format.percent(value, 2) },
      series: [
        {
          type: "line", name: say("acceptance"), showSymbol: false, lineStyle: { width: 2, color: colours("chart-1") }, itemStyle: { color: colours("chart-1") },
          data: plan.curve.map((point) => [point.share, point.acceptance]),
          markLine: {
            symbol: "none", silent: true, precision: 6, lineStyle: { color: colours("st-blocked"), type: "dashed" },
            label: { color: colours("ink-2"), fontSize: 11, formatter: (mark: { value: number }) => format.percent(mark.value, mark.value < 0.01 ? 2 : 1) },
            data: [{ xAxis: plan.good_share }, { xAxis: plan.limiting_share }],
          },
        },
      ],
    }),
    [plan, format, say],
  );
  return (
    <Suspense fallback={<div style={{ height: 260 }} />}>
      <Chart label={say("curve")} height={260} option={option} />
    </Suspense>
  );
}

/** Capability where only a certificate's mean and deviation are known. */
export function CertificatePanel() {
  const say = useWords(statisticsWords);
  const format = useFormat();
  const [mean, setMean] = useState<string | number>("");
  const [sigma, setSigma] = useState<string | number>("");
  const [count, setCount] = useState<string | number>(50);
  const [lower, setLower] = useState<string | number>("");
  const [upper, setUpper] = useState<string | number>("");
  const whole = mean !== "" && sigma !== "" && count !== "" && (lower !== "" || upper !== "");
  const limit = (value: string | number) => (value === "" ? undefined : Number(value));
  const given = { mean: Number(mean), sigma: Number(sigma), count: Number(count), lower: limit(lower), upper: limit(upper) };
  const text = JSON.stringify(given);
  const [asked] = useDebouncedValue(text, 400);
  const found = useAsk("quality.capability_of", JSON.parse(asked) as typeof given, { enabled: whole && asked === text, keep: true });
  return (
    <Panel title={say("fromFigures")} flush>
      <div className="form-grid" style={{ padding: 12 }}>
        <NumberInput label={say("mean")} value={mean} onChange={setMean} />
        <NumberInput label={say("deviation")} min={0} value={sigma} onChange={setSigma} />
        <NumberInput label={say("count")} min={2} allowDecimal={false} value={count} onChange={setCount} />
        <NumberInput label={say("lower")} value={lower} onChange={setLower} />
        <NumberInput label={say("upper")} value={upper} onChange={setUpper} />
      </div>
      {whole && (
        <Asked query={found} lines={2}>
          {(figures) => (
            <div style={{ padding: "0 12px 12px" }}>
              <Figures>
                <Figure label="Cpk" value={format.number(figures.cpk, 2)} under={`${say("interval")}: ${format.number(figures.cpk_low, 2)} – ${format.number(figures.cpk_high, 2)}`} tone={figures.cpk < 1 ? "bad" : figures.cpk < 1.33 ? "warn" : "good"} />
                <Figure label="Cp" value={format.number(figures.cp, 2)} under={figures.cp === null ? "" : `${format.number(figures.cp_low, 2)} – ${format.number(figures.cp_high, 2)}`} />
              </Figures>
            </div>
          )}
        </Asked>
      )}
    </Panel>
  );
}
