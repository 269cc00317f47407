import type { Reason, ShiftSummary } from "../../client/catalogue";
import { Bar } from "../../design/Figure";
import { actorName, shortName, useFormat } from "../../design/format";
import { Panel } from "../../design/Panel";
import { useLocale, useWords } from "../../design/words";
import { useAsk } from "../../transport/hooks";
import { shiftWords } from "./shiftWords";

/** What the next shift should know: stops by reason, output by centre, people and notes. */
export function ShiftSide({ summary }: { summary: ShiftSummary }) {
  return (
    <>
      <StopsByReason summary={summary} />
      <Notes summary={summary} />
    </>
  );
}

function StopsByReason({ summary }: { summary: ShiftSummary }) {
  const say = useWords(shiftWords);
  const format = useFormat();
  const locale = useLocale();
  const { data } = useAsk("plant.reasons", {});
  const known = new Map((data ?? []).map((reason: Reason) => [reason.code, locale === "de" ? reason.label_de : reason.label]));
  const rows = Object.entries(summary.stop_minutes_by_reason).sort((a, b) => b[1] - a[1]);
  const most = rows[0]?.[1] ?? 1;
  return (
    <Panel title={say("byReason")}>
      <div className="pareto">
        {rows.slice(0, 8).map(([code, minutes]) => (
          <div key={code}>
            <span>{code ? (known.get(code) ?? code) : say("noReason")}</span>
            <Bar share={minutes / most} tone={code ? "plain" : "bad"} label={format.duration(minutes * 60)} />
            <span className="right">{format.duration(minutes * 60)}</span>
          </div>
        ))}
      </div>
    </Panel>
  );
}

function Notes({ summary }: { summary: ShiftSummary }) {
  const say = useWords(shiftWords);
  const format = useFormat();
  return (
    <Panel title={say("handover")}>
      {summary.notes.length === 0 && <span className="muted">{say("noNotes")}</span>}
      {summary.notes.slice(0, 10).map((note) => (
        <p key={note.id} style={{ margin: "0 0 6px" }}>
          <span className="muted">{format.time(note.at)} {shortName(note.equipment)} {actorName(note.by)}</span><br />{note.text}
        </p>
      ))}
      <div className="muted" style={{ marginTop: 8 }}>
        {say("people")}: {Object.keys(summary.people).map(actorName).join(", ") || "–"}
      </div>
    </Panel>
  );
}
