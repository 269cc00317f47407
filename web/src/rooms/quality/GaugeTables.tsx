import type { AnovaLine, GaugeStudyView } from "../../client/catalogue";
import { type Format, useFormat } from "../../design/format";
import { useWords, type Words } from "../../design/words";
import { statisticsWords } from "./statisticsWords";

/** The analysis of variance as the manual prints it. */
export function AnovaTable({ study }: { study: GaugeStudyView }) {
  const say = useWords<Words>(statisticsWords);
  const format = useFormat();
  const p = (row: AnovaLine) => (row.p !== null && row.p < 0.001 ? "< 0.001" : format.number(row.p, 3));
  return (
    <div className="grid-wrap">
      <table className="grid">
        <caption className="visually-hidden">{say("anova")}</caption>
        <thead>
          <tr>
            <th>{say("source")}</th><th className="num">{say("squares")}</th><th className="num">{say("degrees")}</th>
            <th className="num">{say("meanSquare")}</th><th className="num">F</th><th className="num">p</th>
          </tr>
        </thead>
        <tbody>
          {study.anova.map((row) => (
            <tr key={row.source}>
              <td>{say(`source.${row.source}`)}</td>
              <td className="num">{small(format, row.squares)}</td>
              <td className="num">{row.degrees_of_freedom}</td>
              <td className="num">{row.source === "total" ? "" : small(format, row.mean_square)}</td>
              <td className="num">{row.f === null ? "" : format.number(row.f, 2)}</td>
              <td className="num">{row.p === null ? "" : p(row)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Where the variation comes from, by both methods side by side. */
export function MethodTable({ study }: { study: GaugeStudyView }) {
  const say = useWords<Words>(statisticsWords);
  const format = useFormat();
  const [first] = study.methods;
  return (
    <div className="grid-wrap">
      <table className="grid">
        <caption className="visually-hidden">{say("methods")}</caption>
        <thead>
          <tr>
            <th>{say("source")}</th>
            {study.methods.map((each) => <th key={each.method} className="num" colSpan={3}>{say(`method.${each.method}`)}</th>)}
          </tr>
          <tr>
            <th />
            {study.methods.flatMap((each) => [
              <th key={`${each.method}s`} className="num">{say("sigma")}</th>,
              <th key={`${each.method}t`} className="num">{say("ofTotalShort")}</th>,
              <th key={`${each.method}l`} className="num">{say("ofToleranceShort")}</th>,
            ])}
          </tr>
        </thead>
        <tbody>
          {first?.shares.map((share, at) => (
            <tr key={share.source}>
              <td>{say(`source.${share.source}`)}</td>
              {study.methods.flatMap((each) => {
                const row = each.shares[at];
                return [
                  <td key={`${each.method}s`} className="num">{small(format, row?.sigma ?? 0)}</td>,
                  <td key={`${each.method}t`} className="num">{format.number(row?.percent_of_total, 1)}</td>,
                  <td key={`${each.method}l`} className="num">{format.number(row?.percent_of_tolerance, 1)}</td>,
                ];
              })}
            </tr>
          ))}
          <tr>
            <td>{say("ndc")}</td>
            {study.methods.map((each) => <td key={each.method} className="num" colSpan={3}>{each.distinct_categories}</td>)}
          </tr>
        </tbody>
      </table>
      {first && !first.interaction_kept && <p className="muted" style={{ margin: "6px 0 0" }}>{say("interactionPooled")}</p>}
    </div>
  );
}

/** Sums of squares are often tiny: three digits that count, with the power of ten where needed. */
function small(format: Format, value: number): string {
  if (value === 0) return "0";
  const power = Math.floor(Math.log10(Math.abs(value)));
  if (power >= -3) return format.number(value, Math.max(0, 2 - power));
  return `${format.number(value / 10 ** power, 2)}e${power}`;
}
