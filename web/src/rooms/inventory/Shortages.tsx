import type { MaterialShortage } from "../../client/catalogue";
import { Tag } from "../../design/Figure";
import { type Format, NONE, useFormat } from "../../design/format";
import { type Column, Grid } from "../../design/Grid";
import { type Speak, useWords } from "../../design/words";
import { daysUntil } from "./days";
import { useMaterialName } from "./names";
import { inventoryWords } from "./words";

const SOON_DAYS = 3;

type Say = Speak<typeof inventoryWords>;
type ListProps = { rows: readonly MaterialShortage[]; chosen: string; onOpen: (material: string) => void };

/** Bought materials, the one that runs out first on top. */
export function ShortageList({ rows, chosen, onOpen }: ListProps) {
  const say = useWords(inventoryWords);
  const format = useFormat();
  const name = useMaterialName();
  return (
    <Grid
      rows={rows} columns={columns(say, format, name)} rowKey={(row) => row.material} chosen={chosen}
      onOpen={(row) => onOpen(row.material)} caption={say("shortages")} exportAs="shortages"
    />
  );
}

function columns(say: Say, format: Format, name: (material: string) => string): Column<MaterialShortage>[] {
  return [
    { key: "material", title: say("material"), sort: (row) => row.material, show: (row) => <span className="two-lines"><b>{row.material}</b><small>{name(row.material)}</small></span> },
    { key: "free", title: say("free"), number: true, sort: (row) => row.free, show: (row) => format.quantity(row.free, row.unit) },
    { key: "day", title: say("perDay"), number: true, sort: (row) => row.per_day, show: (row) => format.number(row.per_day, 0) },
    { key: "order", title: say("onOrder"), number: true, sort: (row) => row.on_order, show: (row) => <OnOrder row={row} say={say} format={format} /> },
    { key: "out", title: say("runsOut"), sort: (row) => row.runs_out ?? "9999", show: (row) => <RunsOut row={row} say={say} format={format} /> },
    { key: "by", title: say("orderBy"), sort: (row) => row.order_by ?? "9999", show: (row) => <OrderBy row={row} say={say} format={format} /> },
  ];
}

type CellProps = { row: MaterialShortage; say: Say; format: Format };

function RunsOut({ row, say, format }: CellProps) {
  if (row.reason) return <span className="unknown">{say("noForecast")}</span>;
  if (!row.runs_out) return <span className="muted">{say("beyond", { days: row.horizon_days })}</span>;
  const early = row.early ? format.date(row.early) : say("later");
  const late = row.late ? format.date(row.late) : say("later");
  return (
    <span className="two-lines">
      <b className={daysUntil(row.runs_out) < SOON_DAYS ? "late" : undefined}>{format.date(row.runs_out)}</b>
      <small>{early === late ? say("sameDay") : say("between", { early, late })}</small>
    </span>
  );
}

/** What is on its way; where no purchase was ever recorded, that is unknown and not zero. */
function OnOrder({ row, say, format }: CellProps) {
  return (
    <span className="two-lines ends">
      {row.on_order === null ? <span className="unknown">{say("notRecorded")}</span> : <span>{format.number(row.on_order)}</span>}
      {row.last_receipt && <small>{say("lastCame", { day: format.date(row.last_receipt) })}</small>}
    </span>
  );
}

function OrderBy({ row, say, format }: CellProps) {
  if (!row.order_by) return <>{NONE}</>;
  const days = daysUntil(row.order_by);
  // Where purchases are not recorded, what is late may be on its way: a warning, not an alarm.
  return days < 0 ? <Tag tone={row.on_order === null ? "warn" : "bad"}>{say("overdue", { days: -days })}</Tag> : <>{format.date(row.order_by)}</>;
}
