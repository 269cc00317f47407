import type { FlawKind } from "../../client/catalogue";
import { Asked } from "../../design/Asked";
import { useFormat } from "../../design/format";
import { Panel } from "../../design/Panel";
import { useWords } from "../../design/words";
import { useAsk } from "../../transport/hooks";
import { kindWords } from "./kindWords";

type Line = { kind: string; judged: number; proposed: number; total: number };

/** Flawed pictures by kind of flaw, the most frequent first, with the share up to each. */
export function KindPareto() {
  const say = useWords(kindWords);
  const rows = useAsk("quality.flaw_kinds", {});
  return (
    <Panel title={say("pareto")} note={say("span")}>
      <Asked query={rows} empty={say("none")}>{(found) => <Bars lines={byKind(found)} />}</Asked>
    </Panel>
  );
}

function Bars({ lines }: { lines: Line[] }) {
  const say = useWords(kindWords);
  const format = useFormat();
  const all = lines.reduce((sum, line) => sum + line.total, 0);
  const most = Math.max(...lines.map((line) => line.total));
  let upTo = 0;
  return (
    <table className="pareto">
      <thead>
        <tr><th>{say("kind")}</th><th aria-hidden="true" /><th className="number">{say("count")}</th><th className="number">{say("upTo")}</th></tr>
      </thead>
      <tbody>
        {lines.map((line) => {
          upTo += line.total;
          return (
            <tr key={line.kind}>
              <td>{line.kind || <span className="muted">{say("unnamed")}</span>}</td>
              <td className="pareto-bar" title={say("told", { judged: line.judged, proposed: line.proposed })}>
                <span className="judged" style={{ width: `${(100 * line.judged) / most}%` }} />
                <span className="proposed" style={{ width: `${(100 * line.proposed) / most}%` }} />
              </td>
              <td className="number">{format.number(line.total)}</td>
              <td className="number">{format.number((100 * upTo) / all, 0)} %</td>
            </tr>
          );
        })}
      </tbody>
      <caption><span className="key judged" />{say("byPeople")}<span className="key proposed" />{say("byModel")}</caption>
    </table>
  );
}

/** The stations' counts together; what has no name yet comes last. */
function byKind(rows: readonly FlawKind[]): Line[] {
  const lines = new Map<string, Line>();
  for (const row of rows) {
    const line = lines.get(row.kind) ?? { kind: row.kind, judged: 0, proposed: 0, total: 0 };
    line.judged += row.kind ? row.judged : 0;
    line.proposed += row.proposed;
    line.total += row.judged + row.proposed;
    lines.set(row.kind, line);
  }
  return [...lines.values()].sort((a, b) => Number(!a.kind) - Number(!b.kind) || b.total - a.total);
}
