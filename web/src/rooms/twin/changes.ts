import type { Change } from "../../client/catalogue";
import { type Format } from "../../design/format";
import type { Speak } from "../../design/words";
import type { twinWords } from "./words";

/** How queues may be worked off, with the words for it. */
export const RULES = [
  { value: "fifo", words: "fifo" },
  { value: "lifo", words: "lifo" },
  { value: "priority", words: "priority" },
  { value: "shortest", words: "shortest" },
  { value: "due", words: "due" },
  { value: "setup", words: "leastSetup" },
] as const;

type Say = Speak<typeof twinWords>;

/** A change in one line. */
export function changeText(change: Partial<Change>, say: Say, format: Format, name: (path: string) => string): string {
  const kind = say((change.kind ?? "stop") as "stop");
  if (change.kind === "rule") {
    const rule = RULES.find((each) => each.value === change.rule);
    return `${kind}: ${rule ? say(rule.words) : change.rule}`;
  }
  if (change.kind === "order") return `${kind}: ${change.product}, ${format.number(change.quantity)}`;
  if (change.kind === "setup") return `${kind}: ${change.machine_kind} × ${format.number(change.factor)}`;
  if (change.kind === "speed") return `${kind}: ${name(change.equipment ?? "")} × ${format.number(change.factor)}`;
  return `${kind}: ${name(change.equipment ?? "")}, ${format.number(change.from_h)}–${format.number(change.to_h)} h`;
}
