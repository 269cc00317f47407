import { Asked } from "../../design/Asked";
import { shortName } from "../../design/format";
import { StateMark } from "../../design/states";
import { useWords } from "../../design/words";
import { useAsk } from "../../transport/hooks";
import { useEquipment } from "../plant/names";
import { stationWords } from "./stationWords";

export function StationPicker({ onPick }: { onPick: (equipment: string) => void }) {
  const say = useWords(stationWords);
  const tree = useEquipment();
  const states = useAsk("telemetry.current_states", {});
  const stateOf = new Map((states.data ?? []).map((span) => [span.equipment, span.state]));
  return (
    <section aria-label={say("choose")}>
      <h1 style={{ fontSize: 20, margin: "0 0 12px" }}>{say("choose")}</h1>
      <Asked query={tree}>
        {(found) => (
          <div className="picker">
            {found.filter((each) => each.kind === "unit").map((each) => (
              <button key={each.id} type="button" onClick={() => onPick(each.id)} data-testid={`pick-${shortName(each.id)}`}>
                <b>{shortName(each.id)}</b>
                <StateMark state={stateOf.get(each.id)} />
              </button>
            ))}
          </div>
        )}
      </Asked>
    </section>
  );
}
