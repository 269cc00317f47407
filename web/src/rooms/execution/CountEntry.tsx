import { useState } from "react";
import type { Reason } from "../../client/catalogue";
import { useLocale, useWords } from "../../design/words";
import { useAsk } from "../../transport/hooks";
import { stationWords } from "./stationWords";

export type Counts = { good: number; scrap: number; reason: string };

export const NOTHING: Counts = { good: 0, scrap: 0, reason: "" };

type Props = { counts: Counts; waiting: number; onChange: (counts: Counts) => void };

const MOST = 99_999;

/** Good and scrap in one entry, by large keys that take a glove. */
export function CountEntry({ counts, waiting, onChange }: Props) {
  const say = useWords(stationWords);
  const [field, setField] = useState<"good" | "scrap">("good");
  const set = (value: number) => onChange({ ...counts, [field]: Math.min(MOST, Math.max(0, value)) });
  const now = counts[field];
  return (
    <div className="count-entry">
      <div className="count-fields">
        {(["good", "scrap"] as const).map((each) => (
          <button key={each} type="button" className={`count-field ${each}${field === each ? " active" : ""}`} aria-pressed={field === each} onClick={() => setField(each)} data-testid={`count-${each}`}>
            <span>{say(each)}</span>
            <b>{counts[each]}</b>
          </button>
        ))}
        {waiting > 0 && (
          <button type="button" className="wide-key" onClick={() => onChange({ ...counts, good: Math.max(0, waiting - counts.scrap) })}>
            {say("all", { count: Math.max(0, waiting - counts.scrap) })}
          </button>
        )}
      </div>
      <div className="keypad">
        {[1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => (
          <button key={digit} type="button" onClick={() => set(now * 10 + digit)}>{digit}</button>
        ))}
        <button type="button" onClick={() => set(0)} aria-label={say("clear")}>C</button>
        <button type="button" onClick={() => set(now * 10)}>0</button>
        <button type="button" onClick={() => set(now + 1)} data-testid="plus-one">+1</button>
      </div>
      {counts.scrap > 0 && <ScrapReasons chosen={counts.reason} onChoose={(reason) => onChange({ ...counts, reason })} />}
    </div>
  );
}

function ScrapReasons({ chosen, onChoose }: { chosen: string; onChoose: (code: string) => void }) {
  const say = useWords(stationWords);
  const locale = useLocale();
  const { data } = useAsk("plant.reasons", { group: "scrap" });
  const label = (reason: Reason) => (locale === "de" ? reason.label_de : reason.label) || reason.code;
  return (
    <div className="scrap-reasons" role="group" aria-label={say("reason")}>
      <span>{say("reason")}</span>
      {(data ?? []).map((reason) => (
        <button key={reason.code} type="button" aria-pressed={chosen === reason.code} onClick={() => onChoose(reason.code)}>
          {label(reason)}
        </button>
      ))}
    </div>
  );
}
