import { Link } from "wouter";
import type { Recommendation } from "../../client/catalogue";
import { Facts, factText, titleOf } from "../../design/Facts";
import { Bar, Interval } from "../../design/Figure";
import { actorName, useFormat } from "../../design/format";
import { Panel } from "../../design/Panel";
import { useWords, type Words } from "../../design/words";
import { DecisionForm, OutcomeForm } from "./DecisionForm";
import { StateTag, RiskTag } from "./RecommendationList";
import { pageOf } from "./refs";
import { guidanceWords } from "./words";

export function RecommendationDetail({ row }: { row: Recommendation }) {
  const undecided = row.state === "open" || row.state === "deferred";
  return (
    <article className="stack" aria-label={row.title}>
      <Panel title={row.title} actions={<><RiskTag risk={row.risk} /><StateTag row={row} /></>}>
        <Origin row={row} />
        {undecided && <DecisionForm row={row} />}
        {!undecided && <Decided row={row} />}
      </Panel>
      <EvidencePanel row={row} />
      <div className="cols two">
        <EffectPanel row={row} />
        <ActPanel row={row} />
      </div>
      {row.state === "approved" && <OutcomePanel row={row} />}
    </article>
  );
}

function Origin({ row }: { row: Recommendation }) {
  const say = useWords(guidanceWords);
  const format = useFormat();
  const share = row.confidence;
  return (
    <div className="reco-origin">
      <div>
        <span className="muted">{say("by")}</span>
        <strong>{actorName(row.by)}</strong>
        <span className="muted">{format.dateTime(row.at)}</span>
      </div>
      <div>
        <span className="muted">{say("due")}</span>
        <strong>{format.dateTime(row.deadline)}</strong>
        {row.level > 0 && <span className="muted">{say("level", { level: row.level })}</span>}
      </div>
      <div className="grow">
        <span className="muted">{say("confidence")}</span>
        <strong>{share === null ? say("noConfidence") : format.percent(share)}</strong>
        {share !== null && <Bar share={share} label={`${say("confidence")} ${format.percent(share)}`} />}
      </div>
    </div>
  );
}

function EvidencePanel({ row }: { row: Recommendation }) {
  const say = useWords<Words>(guidanceWords);
  const format = useFormat();
  return (
    <Panel title={say("evidence")} note={row.evidence.length || ""} flush>
      {row.evidence.length === 0 && <div className="message">{say("noEvidence")}</div>}
      <ol className="evidence">
        {row.evidence.map((each, index) => {
          const page = pageOf(each.ref, row);
          return (
            <li key={`${each.kind}-${index}`}>
              <span className="evidence-kind">{say(each.kind)}</span>
              <div className="grow">
                <div>{each.title} {page && <Link href={page}>{say("opens")}</Link>}</div>
                <div className="evidence-figures">
                  {Object.entries(each.figures).map(([name, value]) => (
                    <span key={name}>
                      <span className="muted">{titleOf(name)}</span> <b>{factText(name, value, format)}</b>
                    </span>
                  ))}
                </div>
              </div>
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}

function EffectPanel({ row }: { row: Recommendation }) {
  const say = useWords(guidanceWords);
  const format = useFormat();
  const effect = row.effect;
  return (
    <Panel title={say("effect")}>
      {effect ? (
        <>
          <div className="effect-figure">
            <strong>{format.quantity(effect.expected, effect.unit)}</strong>
            <span className="muted">{titleOf(effect.measure)}</span>
          </div>
          <Interval low={effect.low} value={effect.expected} high={effect.high} show={(value) => format.quantity(value, effect.unit)} />
        </>
      ) : (
        <span className="muted">{say("noConfidence")}</span>
      )}
    </Panel>
  );
}

function ActPanel({ row }: { row: Recommendation }) {
  const say = useWords(guidanceWords);
  return (
    <Panel title={row.action ? say("runs") : say("facts")} note={<span className="code">{row.action}</span>}>
      {row.action ? <Facts facts={row.call} /> : <><p className="muted" style={{ marginTop: 0 }}>{say("adviceOnly")}</p><Facts facts={row.facts} /></>}
    </Panel>
  );
}

function Decided({ row }: { row: Recommendation }) {
  const say = useWords<Words>(guidanceWords);
  const format = useFormat();
  return (
    <div className="decided">
      <strong>{say(row.state)}</strong> · {actorName(row.decided_by)} · {format.dateTime(row.decided_at)}
      {row.signed && <> · {say("signed")}</>}
      {row.reason && <p>{row.reason}</p>}
      {row.result !== null && row.result !== undefined && (
        <p className="muted">{say("result")}: {factText("result", row.result, format)}</p>
      )}
    </div>
  );
}

function OutcomePanel({ row }: { row: Recommendation }) {
  const say = useWords<Words>(guidanceWords);
  const format = useFormat();
  return (
    <Panel title={say("outcome")}>
      {row.truth ? (
        <>
          <p style={{ marginTop: 0 }}><strong>{say(row.truth)}</strong> · {actorName(row.outcome_by)} · {format.dateTime(row.outcome_at)}</p>
          {row.outcome_note && <p>{row.outcome_note}</p>}
          <Facts facts={row.outcome_facts} />
        </>
      ) : (
        <OutcomeForm row={row} />
      )}
    </Panel>
  );
}
