import type { CapabilityView, ChartView } from "../../client/catalogue";
import { Figure, Figures } from "../../design/Figure";
import { useFormat } from "../../design/format";
import { useWords, type Words } from "../../design/words";
import { PointsChart } from "./PointsChart";
import { statisticsWords } from "./statisticsWords";
import { qualityWords } from "./words";

/** A control chart: points with their limits and tolerance; points that break a rule stand out. */
export function ControlChart({ chart }: { chart: ChartView }) {
  return (
    <>
      <CapabilityFigures chart={chart} />
      {chart.capability?.fitted && <NotNormal found={chart.capability} />}
      <Drawn chart={chart} />
      <Broken chart={chart} />
    </>
  );
}

function Drawn({ chart }: { chart: ChartView }) {
  const say = useWords(qualityWords);
  const sayMore = useWords(statisticsWords);
  const format = useFormat();
  const name = `${chart.characteristic} ${chart.kind}`;
  const inUnit = (value: number) => format.quantity(value, chart.unit);
  if (chart.kind === "cusum") {
    const names = [sayMore("upperSum"), sayMore("lowerSum")] as const;
    return <PointsChart title={name} names={names} points={chart.points} second={chart.opposite} height={280} show={(value) => sayMore("sigmas", { value: format.number(value, 2) })} />;
  }
  if (chart.kind === "early") {
    return <PointsChart title={name} names={[sayMore("early")]} points={chart.points} height={280} show={(value) => format.number(value, 2)} />;
  }
  const single = chart.points.length === 0 || chart.points[0]?.measured === null;
  return (
    <>
      <PointsChart
        title={name} names={[name, sayMore("value")]} points={chart.points} height={single ? 250 : 280} show={inUnit}
        edges={single ? [chart.lower, chart.upper].filter((each) => each !== null) : []}
      />
      {chart.spread.length > 0 && <PointsChart title={say("spread")} names={[say("spread")]} points={chart.spread} height={130} show={inUnit} />}
    </>
  );
}

function CapabilityFigures({ chart }: { chart: ChartView }) {
  const say = useWords(qualityWords);
  const format = useFormat();
  const found = chart.capability;
  const last = chart.points.at(-1);
  const cpk = found?.cpk ?? null;
  const inUnit = chart.kind !== "cusum" && chart.kind !== "early";
  return (
    <div style={{ padding: 12 }}>
      <Figures>
        <Figure label="Cpk" value={format.number(cpk, 2)} under={found ? `${format.number(found.cpk_low, 2)} – ${format.number(found.cpk_high, 2)}` : ""} tone={cpk === null ? "plain" : cpk < 1 ? "bad" : cpk < 1.33 ? "warn" : "good"} />
        <Figure label="Ppk" value={format.number(found?.ppk, 2)} under={`Cp ${format.number(found?.cp, 2)}`} />
        <Figure label={say("expected")} value={found ? format.percent(found.fitted?.expected_out ?? found.expected_out, 2) : "–"} />
        {inUnit && <Figure label={say("centre")} value={format.quantity(last?.centre, chart.unit)} under={last ? `${format.number(last.lcl)} – ${format.number(last.ucl)}` : ""} />}
        <Figure label={say("tolerance")} value={`${format.number(chart.lower)} – ${format.number(chart.upper)}`} unit={format.unit(chart.unit)} under={chart.nominal !== null ? format.quantity(chart.nominal, chart.unit) : ""} />
      </Figures>
    </div>
  );
}

/** Which distribution fits values that are not normal, and what that makes of the tolerance. */
function NotNormal({ found }: { found: CapabilityView }) {
  const say = useWords<Words>(statisticsWords);
  const format = useFormat();
  const fitted = found.fitted;
  if (!fitted) return null;
  const p = (found.normal_p ?? 0) < 0.001 ? "< 0.001" : `= ${format.number(found.normal_p)}`;
  return (
    <p className="chart-hint">
      {say("notNormal", {
        p, family: say(`family.${fitted.family}`), ppk: format.number(fitted.ppk, 2), low: format.number(fitted.ppk_low, 2),
        high: format.number(fitted.ppk_high, 2), out: format.percent(fitted.expected_out, 2),
      })}
    </p>
  );
}

/** The last points that broke a rule, each with what that means. */
function Broken({ chart }: { chart: ChartView }) {
  const say = useWords<Words>(qualityWords);
  const format = useFormat();
  const means = useRuleText(chart.kind);
  const broken = [
    ...chart.points.map((point) => ({ point, side: "up" })),
    ...chart.opposite.map((point) => ({ point, side: "down" })),
  ].filter(({ point }) => point.rules.length > 0);
  if (broken.length === 0) return <div className="message">{say("noViolation")}</div>;
  broken.sort((a, b) => b.point.at.localeCompare(a.point.at));
  return (
    <ul className="broken">
      {broken.slice(0, 6).map(({ point, side }) => (
        <li key={`${point.at}${side}`}>
          <b>{format.dateTime(point.at)}</b> {format.number(point.measured ?? point.value)}{" "}
          {point.rules.map((rule) => means(rule, side)).join("; ")}
        </li>
      ))}
    </ul>
  );
}

function useRuleText(kind: string): (rule: number, side: string) => string {
  const say = useWords<Words>(qualityWords);
  const sayMore = useWords<Words>(statisticsWords);
  return (rule, side) => {
    if (kind === "cusum") return sayMore(`cusum.${side}`);
    if (kind === "ewma" || kind === "early") return sayMore(`${kind}.${rule}`);
    return `${say("rule", { rule })}: ${say(`rule${rule}`)}`;
  };
}

