import { Select } from "@mantine/core";
import { useState } from "react";
import type { CharacteristicView } from "../../client/catalogue";
import { Asked } from "../../design/Asked";
import { titleOf } from "../../design/Facts";
import { shortName } from "../../design/format";
import { Panel } from "../../design/Panel";
import { useWords } from "../../design/words";
import { useAsk } from "../../transport/hooks";
import { ControlChart } from "./ControlChart";
import { qualityWords } from "./words";

const KINDS = ["imr", "xbar_r", "xbar_s"] as const;

export function ChartPanel() {
  const say = useWords(qualityWords);
  const known = useAsk("quality.characteristics", {});
  const [chosen, setChosen] = useState<string | null>(null);
  const [kind, setKind] = useState<string>("imr");
  const keyOf = (each: CharacteristicView) => `${each.characteristic}|${each.equipment}|${each.product}`;
  const busiest = [...(known.data ?? [])].sort((a, b) => b.values - a.values)[0];
  const current = chosen ?? (busiest ? keyOf(busiest) : "");
  const [characteristic = "", equipment = "", product = ""] = current.split("|");
  const chart = useAsk("quality.chart", { characteristic, equipment, product, kind }, { enabled: current !== "", keep: true });
  return (
    <Panel
      title={say("charts")}
      flush
      actions={
        <>
          <Select
            aria-label={say("characteristic")} size="xs" w={330} searchable value={current || null} onChange={setChosen}
            data={(known.data ?? []).map((each) => ({ value: keyOf(each), label: `${titleOf(each.characteristic)} · ${each.product} · ${shortName(each.equipment)} (${each.values})` }))}
          />
          <Select aria-label={say("kind")} size="xs" w={170} value={kind} onChange={(value) => setKind(value ?? "imr")} data={KINDS.map((value) => ({ value, label: say(value) }))} />
        </>
      }
    >
      <Asked query={known} empty={say("noValues")}>
        {() => <Asked query={chart} lines={8}>{(found) => <ControlChart chart={found} />}</Asked>}
      </Asked>
    </Panel>
  );
}
