import { Modal } from "@mantine/core";
import { useState } from "react";
import { useWords } from "../../design/words";
import type { ActionName } from "../../transport/http";
import { stationWords } from "../execution/stationWords";

const KINDS = ["material", "quality", "maintenance", "supervisor", "safety"] as const;

type Props = { station: string; keep: (action: ActionName, args: Record<string, unknown>, label: string) => Promise<void> };

/** The andon cord: one touch opens it, a second calls. */
export function HelpButtons({ station, keep }: Props) {
  const say = useWords(stationWords);
  const [opened, setOpened] = useState(false);
  const call = async (kind: (typeof KINDS)[number]) => {
    await keep("andon.call_help", { equipment: station, kind }, `${say("andon")}: ${say(kind)}`);
    setOpened(false);
  };
  return (
    <>
      <button type="button" className="andon" onClick={() => setOpened(true)} data-testid="andon">{say("andon")}</button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={say("andon")} size="lg">
        <div className="andon-kinds">
          {KINDS.map((kind) => (
            <button key={kind} type="button" className={kind} onClick={() => void call(kind)}>{say(kind)}</button>
          ))}
        </div>
      </Modal>
    </>
  );
}
