import type { Compared, Result, Span } from "../../client/catalogue";
import { Tag } from "../../design/Figure";
import { type Format, useFormat } from "../../design/format";
import { Grid } from "../../design/Grid";
import { Panel } from "../../design/Panel";
import { type Speak, useWords } from "../../design/words";
import { useMachineName } from "../plant/names";
import { changeText } from "./changes";
import { twinWords } from "./words";

/** What a what-if found: each figure without and with the change, and whether the difference is clear. */
export function Comparison({ result }: { result: Result }) {
  const say = useWords(twinWords);
  const format = useFormat();
  const name = useMachineName();
  const asked = result.changes.map((change) => changeText(change, say, format, name)).join("; ");
  const note = say("foundNote", { orders: format.number(result.orders), hours: format.number(result.horizon_h), count: result.replications });
  return (
    <Panel title={say("found")} note={note} flush>
      <p className="asked">{asked}</p>
      <Grid
        rows={result.figures} rowKey={(row) => row.name} exportAs="what-if" caption={say("found")}
        columns={[
          { key: "figure", title: say("figure"), sort: (row) => row.name, show: (row) => figureName(row.name, say) },
          { key: "without", title: say("without"), number: true, sort: (row) => row.baseline.mean, show: (row) => mean(row.baseline, row.unit, format) },
          { key: "with", title: say("with"), number: true, sort: (row) => row.changed.mean, show: (row) => mean(row.changed, row.unit, format) },
          { key: "difference", title: say("difference"), number: true, sort: (row) => row.difference.mean, show: (row) => <Difference row={row} /> },
          { key: "clear", title: "", show: (row) => <Verdict row={row} /> },
        ]}
      />
    </Panel>
  );
}

function figureName(name: string, say: Speak<typeof twinWords>): string {
  if (name === "throughput") return say("throughput");
  if (name.startsWith("finished ")) return say("finished", { product: name.slice(9) });
  return name.startsWith("lead time ") ? say("leadTime", { product: name.slice(10) }) : name;
}

const digits = (value: number, unit: string) => (unit === "pcs" || Math.abs(value) >= 100 ? 0 : 1);

function mean(span: Span, unit: string, format: Format): string {
  return format.quantity(span.mean, unit, digits(span.mean, unit));
}

function Difference({ row }: { row: Compared }) {
  const format = useFormat();
  const { mean, low, high } = row.difference;
  const signed = (value: number) => `${value > 0 ? "+" : ""}${format.number(value, digits(value, row.unit))}`;
  return (
    <>
      <strong>{signed(mean)}</strong>
      <div className="under">{signed(low)} … {signed(high)}</div>
    </>
  );
}

/** Less output and longer lead times are bad; what is not clear is neither. */
function Verdict({ row }: { row: Compared }) {
  const say = useWords(twinWords);
  if (row.difference.low === 0 && row.difference.high === 0) return <span className="muted">{say("same")}</span>;
  if (!row.clear) return <Tag tone="plain">{say("unclear")}</Tag>;
  const better = row.name.startsWith("lead time") ? row.difference.mean < 0 : row.difference.mean > 0;
  return <Tag tone={better ? "good" : "bad"}>{say("clear")}</Tag>;
}
