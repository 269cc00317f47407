import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import type { ProposedLevel } from "../../client/catalogue";
import { Asked } from "../../design/Asked";
import { type Format, useFormat } from "../../design/format";
import { type Column, Grid } from "../../design/Grid";
import { type Speak, useWords, type Words, wordingOr, useLocale } from "../../design/words";
import { useAsk } from "../../transport/hooks";
import { useMaterialName } from "./names";
import { inventoryWords } from "./words";

const SERVICE = ["0.9", "0.95", "0.99"];

/** Reorder points by the forecast, beside those in force. */
export function LevelList({ onOpen }: { onOpen: (item: string) => void }) {
  const say = useWords(inventoryWords);
  const format = useFormat();
  const locale = useLocale();
  const [service, setService] = useState("0.95");
  const found = useAsk("inventory.proposed_levels", { service_level: Number(service) }, { keep: true });
  const name = useMaterialName();
  const nameOf = (row: ProposedLevel) => (row.kind === "material" ? name(row.item) : row.name);
  const why = (row: ProposedLevel) => wordingOr(inventoryWords as Words, row.reason, locale, row.reason);
  return (
    <>
      <div className="row" style={{ padding: "8px 12px" }}>
        <span className="muted">{say("service")}</span>
        <SegmentedControl size="xs" aria-label={say("service")} value={service} onChange={setService} data={SERVICE.map((value) => ({ value, label: format.percent(Number(value)) }))} />
        <span className="muted">{say("serviceNote")}</span>
      </div>
      <Asked query={found}>
        {(rows) => (
          <Grid
            rows={rows} rowKey={(row) => row.item} columns={columns(say, format, why, nameOf)} exportAs="levels" maxHeight={460} caption={say("levels")}
            onOpen={(row) => row.kind === "material" && onOpen(row.item)}
          />
        )}
      </Asked>
    </>
  );
}

function columns(say: Speak<typeof inventoryWords>, format: Format, why: (row: ProposedLevel) => string, nameOf: (row: ProposedLevel) => string): Column<ProposedLevel>[] {
  const whole = (value: number | null) => format.number(value === null ? null : Math.ceil(value), 0);
  return [
    { key: "item", title: say("material"), sort: (row) => row.item, show: (row) => <span className="two-lines"><b>{row.item}</b><small>{nameOf(row)}</small></span> },
    { key: "free", title: say("free"), number: true, sort: (row) => row.free, show: (row) => format.quantity(row.free, row.unit) },
    { key: "day", title: say("perDay"), number: true, sort: (row) => row.per_day, show: (row) => (row.per_day === null ? <span className="unknown">{why(row)}</span> : `${format.number(row.per_day, 1)} ± ${format.number(row.error_per_day, 1)}`) },
    { key: "lead", title: say("leadTime"), number: true, sort: (row) => row.lead_time_days, show: (row) => format.quantity(row.lead_time_days, "d") },
    { key: "now", title: say("now"), number: true, sort: (row) => row.reorder_point_now, show: (row) => format.number(row.reorder_point_now) },
    { key: "proposed", title: say("proposed"), number: true, sort: (row) => row.reorder_point, show: (row) => <b>{whole(row.reorder_point)}</b> },
    { key: "safety", title: say("safety"), number: true, sort: (row) => row.safety_stock, show: (row) => whole(row.safety_stock) },
    { key: "level", title: say("orderLevel"), number: true, sort: (row) => row.order_level, show: (row) => whole(row.order_level) },
  ];
}
