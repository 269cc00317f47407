import { Button } from "@mantine/core";
import { useMemo, useState } from "react";
import type { ModelDrift, ModelVersion } from "../../client/catalogue";
import { Asked, Refused } from "../../design/Asked";
import { Facts, titleOf } from "../../design/Facts";
import { Bar, Tag, type Tone } from "../../design/Figure";
import { actorName, useFormat } from "../../design/format";
import { type Column, Grid } from "../../design/Grid";
import { Panel } from "../../design/Panel";
import { useWords, useLocale, wordingOr, type Words } from "../../design/words";
import { useAct, useAsk } from "../../transport/hooks";
import { useMachineName } from "../plant/names";
import { useMayLearn } from "./may";
import { figureWords, learningWords } from "./words";

type Figure = ModelVersion["figures"][number];

const STATES: Record<string, Tone> = { champion: "good", candidate: "info", shadow: "info", retired: "plain" };
const DRIFTS: Record<string, Tone> = { stable: "good", watch: "warn", moved: "bad" };

/** What a model or a figure of its evaluation is called in the reader's language. */
export function useModelNames(): (name: string) => string {
  const locale = useLocale();
  return (name) => wordingOr(figureWords, name, locale, titleOf(name));
}

function useScopeName(): (scope: string) => string {
  const machine = useMachineName();
  return (scope) => (scope.includes("/") ? machine(scope) : scope || "–");
}

/** The newest version of each model and scope; the one in service where there is one. */
export function ModelList({ chosen, onOpen }: { chosen: string; onOpen: (key: string) => void }) {
  const say = useWords<Words>(learningWords);
  const format = useFormat();
  const called = useModelNames();
  const scope = useScopeName();
  const models = useAsk("learning.models", {});
  const drift = useAsk("learning.drift", {});
  const looks = useMemo(() => new Map((drift.data ?? []).map((each) => [each.model, each])), [drift.data]);
  const columns: Column<ModelVersion>[] = [
    { key: "model", title: say("model"), sort: (row) => called(row.name), show: (row) => called(row.name) },
    { key: "about", title: say("about"), sort: (row) => row.scope, show: (row) => <strong style={{ fontWeight: 500 }}>{scope(row.scope)}</strong> },
    { key: "state", title: say("state"), sort: (row) => row.state, show: (row) => <Tag tone={STATES[row.state]}>{say(row.state)}</Tag> },
    { key: "figure", title: say("evaluation"), number: true, sort: (row) => row.figures[0]?.model, show: (row) => <Against figure={row.figures[0]} /> },
    { key: "learnt", title: say("learntAt"), sort: (row) => row.trained_at, show: (row) => <span style={{ whiteSpace: "nowrap" }}>{format.date(row.trained_at)}</span> },
    {
      key: "drift", title: say("drift"), sort: (row) => looks.get(row.id)?.index ?? -1,
      show: (row) => <DriftTag look={looks.get(row.id)} />,
    },
  ];
  return (
    <Panel title={say("inService")} actions={<CheckAll />} flush>
      <Asked query={models} empty={<><strong>{say("none")}</strong>{say("noneHelp")}</>} lines={8}>
        {(rows) => <Grid rows={shown(rows, looks)} columns={columns} rowKey={keyOf} chosen={chosen} onOpen={(row) => onOpen(keyOf(row))} exportAs="models" maxHeight="70vh" caption={say("title")} />}
      </Asked>
    </Panel>
  );
}

export function keyOf(row: ModelVersion): string {
  return `${row.name}|${row.scope}`;
}

const RANK = ["stable", "watch", "moved"];

/** One row per model and scope; what moved comes first. */
function shown(rows: readonly ModelVersion[], looks: ReadonlyMap<string, ModelDrift>): ModelVersion[] {
  const found = new Map<string, ModelVersion>();
  for (const row of rows) {
    const known = found.get(keyOf(row));
    if (!known || row.state === "champion") found.set(keyOf(row), row);
  }
  const rank = (row: ModelVersion) => RANK.indexOf(looks.get(row.id)?.state ?? "");
  return [...found.values()].sort((a, b) => rank(b) - rank(a) || keyOf(a).localeCompare(keyOf(b)));
}

function Against({ figure }: { figure: Figure | undefined }) {
  const say = useWords(learningWords);
  const format = useFormat();
  if (!figure) return <span className="unknown">–</span>;
  return (
    <span className="two-lines ends">
      <b>{format.number(figure.model)}</b>
      <small>{say("baseline")} {format.number(figure.baseline)}</small>
    </span>
  );
}

function DriftTag({ look }: { look: ModelDrift | undefined }) {
  const say = useWords<Words>(learningWords);
  if (!look) return <span className="muted" title={say("notLooked")}>–</span>;
  return <Tag tone={DRIFTS[look.state]}>{say(look.state)}</Tag>;
}

function CheckAll() {
  const say = useWords(learningWords);
  const check = useAct("learning.check_all_drift", ["andon"]);
  if (!useMayLearn()) return null;
  return (
    <>
      {check.error && <Refused error={check.error} />}
      <Button size="compact-sm" variant="default" loading={check.isPending} onClick={() => check.mutate({})}>{say("checkAll")}</Button>
    </>
  );
}

/** The versions of one model, its evaluation against the baseline, and its drift. */
export function ModelDetail({ chosen }: { chosen: string }) {
  const say = useWords(learningWords);
  const [name = "", scope = ""] = chosen.split("|");
  const versions = useAsk("learning.models", { name, scope });
  if (!chosen) return <Panel><div className="message">{say("choose")}</div></Panel>;
  return (
    <Asked query={versions} lines={8}>
      {(rows) => <Versions rows={rows.filter((row) => row.scope === scope)} />}
    </Asked>
  );
}

function Versions({ rows }: { rows: readonly ModelVersion[] }) {
  const say = useWords(learningWords);
  const called = useModelNames();
  const scope = useScopeName();
  const [picked, setPicked] = useState("");
  const first = rows.find((row) => row.state === "champion") ?? rows[0];
  const row = rows.find((each) => each.id === picked) ?? first;
  if (!row) return <Panel><div className="message">{say("choose")}</div></Panel>;
  return (
    <div className="stack">
      <Panel title={`${called(row.name)}: ${scope(row.scope)}`} note={say("versions")} actions={row.name === "usual_behaviour" && <LearnAnew equipment={row.scope} />} flush>
        <VersionGrid rows={rows} chosen={row.id} onOpen={setPicked} />
      </Panel>
      <Evaluation key={row.id} row={row} />
      {row.state === "champion" && !row.name.startsWith("fleet_") && <DriftPanel key={`drift-${row.id}`} model={row.id} />}
    </div>
  );
}

function LearnAnew({ equipment }: { equipment: string }) {
  const say = useWords(learningWords);
  const learn = useAct("maintenance.learn_behaviour", ["learning", "andon"]);
  return (
    <>
      {learn.error && <Refused error={learn.error} />}
      <Button size="compact-sm" variant="default" loading={learn.isPending} onClick={() => learn.mutate({ equipment })}>{say("learnAnew")}</Button>
    </>
  );
}

function VersionGrid({ rows, chosen, onOpen }: { rows: readonly ModelVersion[]; chosen: string; onOpen: (id: string) => void }) {
  const say = useWords<Words>(learningWords);
  const format = useFormat();
  const columns: Column<ModelVersion>[] = [
    { key: "version", title: say("version"), number: true, width: 70, sort: (row) => row.version, show: (row) => row.version },
    { key: "state", title: say("state"), sort: (row) => row.state, show: (row) => <Tag tone={STATES[row.state]}>{say(row.state)}</Tag> },
    { key: "learnt", title: say("learntAt"), sort: (row) => row.trained_at, show: (row) => <>{format.dateTime(row.trained_at)} <span className="muted">{say("trained", { who: actorName(row.by) })}</span></> },
    { key: "figure", title: say("evaluation"), number: true, sort: (row) => row.figures[0]?.model, show: (row) => <Against figure={row.figures[0]} /> },
  ];
  return <Grid rows={rows} columns={columns} rowKey={(row) => row.id} chosen={chosen} onOpen={(row) => onOpen(row.id)} />;
}

function Evaluation({ row }: { row: ModelVersion }) {
  const say = useWords(learningWords);
  const called = useModelNames();
  const format = useFormat();
  const first = row.figures[0];
  const columns: Column<Figure>[] = [
    { key: "name", title: say("figure"), show: (figure) => called(figure.name) },
    { key: "model", title: say("ours"), number: true, show: (figure) => <strong>{format.number(figure.model)}</strong> },
    { key: "baseline", title: say("baseline"), number: true, show: (figure) => format.number(figure.baseline) },
  ];
  return (
    <Panel
      title={`${say("evaluation")}, ${say("version")} ${row.version}`} actions={<Steps row={row} />} flush
      note={first && <Tag tone={isBetter(first) ? "good" : "warn"}>{say(isBetter(first) ? "better" : "notBetter")}</Tag>}
    >
      <Grid rows={row.figures} columns={columns} rowKey={(figure) => figure.name} />
      <div style={{ padding: 12 }}>
        <Record name={row.name} scope={row.scope} />
        <Facts facts={row.notes} />
      </div>
    </Panel>
  );
}

function isBetter(figure: Figure): boolean {
  return figure.higher_is_better === false ? figure.model <= figure.baseline : figure.model >= figure.baseline;
}

/** How often its predictions came true, where people told. */
function Record({ name, scope }: { name: string; scope: string }) {
  const say = useWords(learningWords);
  const format = useFormat();
  const found = useAsk("learning.track_record", { name, scope });
  if (!found.data || found.data.precision === null) return null;
  const { confirmed, precision, low, high } = found.data;
  return (
    <p style={{ margin: "0 0 8px" }}>
      {say("predictions")}: <strong>{say("ofAll", { right: confirmed, all: confirmed + found.data.false })}</strong>{" "}
      <span className="muted">({format.percent(precision)}, {format.percent(low)} – {format.percent(high)})</span>
    </p>
  );
}

function Steps({ row }: { row: ModelVersion }) {
  const say = useWords(learningWords);
  const promote = useAct("learning.promote_model", ["maintenance", "quality"]);
  const retire = useAct("learning.retire_model", ["maintenance", "quality"]);
  const [sure, setSure] = useState(false);
  const error = promote.error ?? retire.error;
  if (!useMayLearn()) return null;
  return (
    <>
      {error && <Refused error={error} />}
      {sure && <span className="muted">{say("retireSure", { version: row.version })}</span>}
      {row.state !== "retired" && (
        <Button
          size="compact-sm" variant={sure ? "filled" : "default"} color={sure ? "red" : undefined} loading={retire.isPending}
          onClick={() => (sure ? retire.mutate({ model: row.id }) : setSure(true))}
        >
          {say("retire")}
        </Button>
      )}
      {row.state !== "champion" && (
        <Button size="compact-sm" loading={promote.isPending} onClick={() => promote.mutate({ model: row.id })}>{say("promote")}</Button>
      )}
    </>
  );
}

function DriftPanel({ model }: { model: string }) {
  const say = useWords(learningWords);
  const check = useAct("learning.check_drift", ["andon"]);
  const may = useMayLearn();
  const looks = useAsk("learning.drift", { model, limit: 30 });
  const newest = looks.data?.[0];
  return (
    <Panel
      title={say("drift")} note={newest && <DriftTag look={newest} />} flush
      actions={may && <Button size="compact-sm" variant="default" loading={check.isPending} onClick={() => check.mutate({ model })}>{say("check")}</Button>}
    >
      {check.error && <Refused error={check.error} />}
      <Asked query={looks} empty={say("notLooked")}>{(rows) => (rows[0] ? <Look look={rows[0]} /> : null)}</Asked>
    </Panel>
  );
}

const MOVED = 0.25;

function Look({ look }: { look: ModelDrift }) {
  const say = useWords<Words>(learningWords);
  const format = useFormat();
  const most = Math.max(2 * MOVED, ...look.inputs.map((each) => each.index));
  const columns: Column<ModelDrift["inputs"][number]>[] = [
    { key: "input", title: say("input"), sort: (row) => row.name, show: (row) => titleOf(row.name) },
    { key: "bar", title: say("stability"), width: "34%", show: (row) => <Bar share={row.index / most} tone={DRIFTS[row.state]} label={format.number(row.index, 2)} /> },
    { key: "index", title: "", number: true, sort: (row) => row.index, show: (row) => format.number(row.index, 2) },
    { key: "state", title: say("state"), sort: (row) => row.index, show: (row) => <Tag tone={DRIFTS[row.state]}>{say(row.state)}</Tag> },
  ];
  return (
    <>
      <Grid rows={look.inputs.slice(0, 8)} columns={columns} rowKey={(row) => row.name} caption={say("inputs")} />
      <p className="muted" style={{ padding: "4px 12px 10px", margin: 0, fontSize: 12 }}>
        {format.dateTime(look.at)} · {say("driftHelp", { rows: look.rows, chance: format.number(look.by_chance, 2) })}{" "}
        {look.changes.length > 0 && say("changed", { times: look.changes.slice(-3).map((at) => format.dateTime(at)).join(", ") })}
      </p>
    </>
  );
}
