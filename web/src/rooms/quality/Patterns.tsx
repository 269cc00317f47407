import { Button } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";
import type { Correlation, DriverView, Pattern } from "../../client/catalogue";
import { Asked } from "../../design/Asked";
import { titleOf, unitOf } from "../../design/Facts";
import { Tag } from "../../design/Figure";
import { actorName, type Format, shortName, useFormat } from "../../design/format";
import { type Column, Grid } from "../../design/Grid";
import { Panel } from "../../design/Panel";
import { useWords } from "../../design/words";
import { useAsk } from "../../transport/hooks";
import { qualityWords } from "./words";

// What chance explains stays one touch away.
const STRONGEST = 6;

export function PatternPanel({ correlation }: { correlation: string }) {
  const say = useWords(qualityWords);
  const patterns = useAsk("quality.patterns", {});
  const [chosen, setChosen] = useState(correlation);
  const current = chosen || patterns.data?.find((pattern) => pattern.correlation)?.correlation || "";
  return (
    <Panel title={say("patterns")} flush>
      <Asked query={patterns} empty={say("noPatterns")}>
        {(found) => (
          <ul className="pattern-list">
            {found.slice(0, 5).map((pattern) => (
              <PatternLine key={pattern.id} pattern={pattern} chosen={pattern.correlation === current && current !== ""} onOpen={() => setChosen(pattern.correlation)} />
            ))}
          </ul>
        )}
      </Asked>
      {current && <CorrelationView id={current} />}
    </Panel>
  );
}

function PatternLine({ pattern, chosen, onOpen }: { pattern: Pattern; chosen: boolean; onOpen: () => void }) {
  const say = useWords(qualityWords);
  const format = useFormat();
  return (
    <li>
      <button type="button" className={chosen ? "pattern chosen" : "pattern"} onClick={onOpen} disabled={!pattern.correlation}>
        <strong>{titleOf(pattern.defect)}</strong>
        <span>{shortName(pattern.station)} · {say("since", { time: format.dateTime(pattern.since) })}</span>
        <span className="pattern-rate">
          <b>{format.percent(pattern.rate, 1)}</b> <span className="muted">{say("usual", { rate: format.percent(pattern.usual_rate, 1) })}</span>
        </span>
        <span className="muted">{say("ofParts", { flawed: pattern.flawed, parts: pattern.parts })}</span>
      </button>
    </li>
  );
}

function CorrelationView({ id }: { id: string }) {
  const found = useAsk("quality.correlation", { correlation: id });
  return <Asked query={found}>{(correlation) => <CorrelationBody correlation={correlation} />}</Asked>;
}

function CorrelationBody({ correlation }: { correlation: Correlation }) {
  const say = useWords(qualityWords);
  const format = useFormat();
  const [all, setAll] = useState(false);
  const shown = all ? correlation.drivers : correlation.drivers.slice(0, STRONGEST);
  const columns: Column<DriverView>[] = [
    { key: "driver", title: say("driver"), show: (row) => driverName(row, format) },
    { key: "rate", title: say("rate"), number: true, sort: (row) => row.rate, show: (row) => format.percent(row.rate, 1) },
    { key: "elsewhere", title: say("elsewhere"), number: true, sort: (row) => row.rate_elsewhere, show: (row) => format.percent(row.rate_elsewhere, 1) },
    { key: "odds", title: say("odds"), number: true, sort: (row) => row.odds_ratio, show: (row) => `${format.number(row.odds_ratio, 1)} (${format.number(row.odds_ratio_low, 1)} – ${format.number(row.odds_ratio_high, 1)})` },
    { key: "p", title: say("pValue"), number: true, sort: (row) => row.p_corrected, show: (row) => pText(row.p_corrected, format.number(row.p_corrected, 3)) },
  ];
  return (
    <div style={{ padding: 12, borderTop: "1px solid var(--line)" }}>
      <p style={{ margin: "0 0 8px" }}>
        {say("correlation")}: <Link href={`/assets/${correlation.equipment}`}><b>{shortName(correlation.equipment)}</b></Link>
        {correlation.signal && <> · {titleOf(correlation.signal)} {bandText(correlation, format)} {unitOf(correlation.signal)}</>}{" "}
        <Tag tone="warn">{say("odds")} {format.number(correlation.odds_ratio, 1)}</Tag>{" "}
        <Tag>p {pText(correlation.p_value, format.number(correlation.p_value, 3))}</Tag>
      </p>
      <Grid rows={shown} columns={columns} rowKey={(row) => `${row.column}${row.level}${row.low}`} caption={say("drivers")} />
      {correlation.drivers.length > STRONGEST && (
        <Button size="compact-sm" variant="subtle" onClick={() => setAll(!all)}>{say(all ? "fewDrivers" : "allDrivers", { count: correlation.drivers.length })}</Button>
      )}
      {correlation.caveats.length > 0 && <p className="muted" style={{ margin: "8px 0 0" }}>{say("caveats")}: {correlation.caveats.map(titleOf).join("; ")}</p>}
    </div>
  );
}

/** `bearing_temperature_c@40 Grind flanks` is what a signal read during that operation. */
function driverName(row: DriverView, format: Format): string {
  const [what = "", step] = row.column.split("@");
  const unit = unitOf(what);
  const band = bandText(row, format);
  const value = row.level ? actorName(row.level.includes("/") ? shortName(row.level) : row.level) : band && unit ? `${band} ${unit}` : band;
  const name = what.includes("/") ? shortName(what) : titleOf(what);
  return [step ? `${name}, ${step}` : name, value].filter(Boolean).join(": ");
}

function bandText(band: { low: number | null; high: number | null }, format: Format): string {
  if (band.low === null && band.high === null) return "";
  if (band.high === null) return `> ${format.number(band.low)}`;
  if (band.low === null) return `< ${format.number(band.high)}`;
  return `${format.number(band.low)} – ${format.number(band.high)}`;
}

function pText(p: number, shown: string): string {
  return p < 0.001 ? "< 0.001" : shown;
}
