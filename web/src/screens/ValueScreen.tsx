import { Link } from "wouter";
import type { Baseline, Saving, ValueSummary } from "../client/catalogue";
import { Asked } from "../design/Asked";
import { titleOf } from "../design/Facts";
import { Figure, Figures, Interval, Tag } from "../design/Figure";
import { actorName, useFormat } from "../design/format";
import { type Column, Grid } from "../design/Grid";
import { PageHead, Panel } from "../design/Panel";
import { useWords, type Words } from "../design/words";
import { valueWords } from "../rooms/value/words";
import { useAsk } from "../transport/hooks";

export default function ValueScreen() {
  const say = useWords(valueWords);
  const summary = useAsk("value.summary", {}, { every: 60_000 });
  return (
    <>
      <PageHead title={say("title")} />
      <div className="stack">
        <Asked query={summary} empty={say("none")}>{(rows) => <Summary rows={rows} />}</Asked>
        <Savings />
        <Baselines />
      </div>
    </>
  );
}

function Summary({ rows }: { rows: readonly ValueSummary[] }) {
  const say = useWords<Words>(valueWords);
  const format = useFormat();
  const currency = rows[0]?.currency ?? "";
  const sum = (key: "money" | "money_low" | "money_high" | "cases" | "hours") => rows.reduce((total, row) => total + row[key], 0);
  const money = (value: number) => format.quantity(value, currency, 0);
  return (
    <Figures>
      <Figure label={say("total")} value={format.number(sum("money"), 0)} unit={currency} under={`${money(sum("money_low"))} – ${money(sum("money_high"))}`} tone={sum("money") > 0 ? "good" : "plain"} />
      <Figure label={say("cases")} value={sum("cases")} />
      <Figure label={say("hours")} value={format.number(sum("hours"), 1)} unit="h" />
      {rows.map((row) => (
        <Figure key={row.kind} label={say(row.kind)} value={format.number(row.money, 0)} unit={row.currency} under={`${row.cases} · ${money(row.money_low)} – ${money(row.money_high)}`} />
      ))}
    </Figures>
  );
}

function Savings() {
  const say = useWords<Words>(valueWords);
  const format = useFormat();
  const rows = useAsk("value.savings", {});
  const columns: Column<Saving>[] = [
    { key: "at", title: say("at"), sort: (row) => row.at, show: (row) => format.dateTime(row.at) },
    { key: "case", title: say("useCase"), sort: (row) => row.use_case, show: (row) => titleOf(row.use_case) },
    { key: "measure", title: say("measure"), sort: (row) => row.measure, show: (row) => titleOf(row.measure) },
    { key: "amount", title: say("saved"), number: true, sort: (row) => row.amount, show: (row) => format.quantity(row.amount, row.unit) },
    { key: "interval", title: say("interval"), width: 220, show: (row) => <Interval low={row.low} value={row.amount} high={row.high} show={(value) => format.quantity(value, row.unit)} /> },
    { key: "money", title: say("money"), number: true, sort: (row) => row.money, show: (row) => format.quantity(row.money, row.currency, 0) },
    { key: "kind", title: say("kind"), sort: (row) => row.kind, show: (row) => <Tag>{say(row.kind)}</Tag> },
    { key: "method", title: say("method"), show: (row) => <span className="muted">{row.method}</span> },
    { key: "evidence", title: say("evidence"), show: (row) => row.recommendation && <Link href={`/inbox/${encodeURIComponent(row.recommendation)}`}>{say("open")}</Link> },
  ];
  return (
    <Panel title={say("savings")} flush>
      <Asked query={rows} empty={say("none")}>
        {(found) => <Grid rows={found} columns={columns} rowKey={(row) => row.id} exportAs="savings" />}
      </Asked>
    </Panel>
  );
}

function Baselines() {
  const say = useWords(valueWords);
  const format = useFormat();
  const rows = useAsk("value.baselines", {});
  const columns: Column<Baseline>[] = [
    { key: "case", title: say("useCase"), sort: (row) => row.use_case, show: (row) => titleOf(row.use_case) },
    { key: "measure", title: say("measure"), sort: (row) => row.measure, show: (row) => titleOf(row.measure) },
    { key: "amount", title: say("amount"), number: true, sort: (row) => row.amount, show: (row) => `${format.quantity(row.amount, row.unit)} (${format.number(row.low)} – ${format.number(row.high)})` },
    { key: "cases", title: say("casesSeen"), number: true, sort: (row) => row.cases, show: (row) => row.cases },
    { key: "period", title: say("period"), sort: (row) => row.since, show: (row) => `${format.date(row.since)} – ${format.date(row.until)}` },
    { key: "definition", title: say("definition"), show: (row) => <span className="muted">{row.definition}</span> },
    { key: "frozen", title: say("frozen"), sort: (row) => row.frozen_at, show: (row) => `${actorName(row.frozen_by)}, ${format.date(row.frozen_at)}` },
  ];
  return (
    <Panel title={say("baselines")} flush>
      <Asked query={rows} empty={say("noBaselines")}>
        {(found) => <Grid rows={found} columns={columns} rowKey={(row) => `${row.use_case}${row.measure}`} exportAs="baselines" />}
      </Asked>
    </Panel>
  );
}
