import { Select } from "@mantine/core";
import { useState } from "react";
import type { CharacteristicView } from "../../client/catalogue";
import { Asked } from "../../design/Asked";
import { titleOf } from "../../design/Facts";
import { shortName, useFormat } from "../../design/format";
import { Panel } from "../../design/Panel";
import { useWords } from "../../design/words";
import { useAsk } from "../../transport/hooks";
import { ControlChart } from "./ControlChart";
import { statisticsWords } from "./statisticsWords";
import { qualityWords } from "./words";

const KINDS = ["imr", "xbar_r", "xbar_s", "ewma", "cusum", "early"] as const;
type Kind = (typeof KINDS)[number];

export function ChartPanel() {
  const say = useWords(qualityWords);
  const sayMore = useWords(statisticsWords);
  const format = useFormat();
  const known = useAsk("quality.characteristics", {});
  const [chosen, setChosen] = useState<string | null>(null);
  const [kind, setKind] = useState<Kind>("imr");
  const keyOf = (each: CharacteristicView) => `${each.characteristic}|${each.equipment}|${each.product}`;
  const busiest = [...(known.data ?? [])].sort((a, b) => b.values - a.values)[0];
  const current = chosen ?? (busiest ? keyOf(busiest) : "");
  const [characteristic = "", equipment = "", product = ""] = current.split("|");
  const chart = useAsk("quality.chart", { characteristic, equipment, product, kind }, { enabled: current !== "", keep: true });
  const length = chart.data?.kind === kind ? chart.data.run_length : null;
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
          <Select
            aria-label={say("kind")} size="xs" w={215} value={kind} allowDeselect={false} onChange={(value) => setKind((value ?? "imr") as Kind)}
            data={KINDS.map((value) => ({ value, label: sayMore(`kind.${value}`) }))}
          />
        </>
      }
    >
      <p className="chart-hint">
        {sayMore(`hint.${kind}`)}{" "}
        {length && sayMore("runLength", { quiet: format.number(length.quiet, 0), one: format.number(length.one_sigma, 0) })}
      </p>
      <Asked query={known} empty={say("noValues")}>
        {() => <Asked query={chart} lines={8}>{(found) => <ControlChart chart={found} />}</Asked>}
      </Asked>
    </Panel>
  );
}
