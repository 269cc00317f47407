import { Drawer } from "@mantine/core";
import { useState } from "react";
import type { Part } from "../../client/catalogue";
import { Asked, useRefusalText } from "../../design/Asked";
import { Figure, Figures, Tag } from "../../design/Figure";
import { shortName, useFormat } from "../../design/format";
import { Grid } from "../../design/Grid";
import { useWords } from "../../design/words";
import { useAsk } from "../../transport/hooks";
import { DemandChart } from "./DemandChart";
import { inventoryWords } from "./words";

export const freeOf = (part: Part) => part.on_hand - part.reserved;
export const isLow = (part: Part) => freeOf(part) + part.on_order <= part.reorder_point;

/** Spare parts with what is free of them; one opens to its availability and its reservations. */
export function PartList({ rows }: { rows: readonly Part[] }) {
  const say = useWords(inventoryWords);
  const format = useFormat();
  const [chosen, setChosen] = useState<Part | null>(null);
  return (
    <>
      <Grid
        rows={rows} rowKey={(row) => row.id} onOpen={setChosen} chosen={chosen?.id} exportAs="parts" maxHeight={460} caption={say("parts")}
        columns={[
          { key: "part", title: say("part"), sort: (row) => row.id, show: (row) => <span className="two-lines"><b>{row.id}</b><small>{row.name}</small></span> },
          { key: "hand", title: say("onHand"), number: true, sort: (row) => row.on_hand, show: (row) => format.number(row.on_hand) },
          { key: "reserved", title: say("reserved"), number: true, sort: (row) => row.reserved, show: (row) => format.number(row.reserved) },
          { key: "free", title: say("free"), number: true, sort: freeOf, show: (row) => <b>{format.number(freeOf(row))}</b> },
          { key: "order", title: say("onOrder"), number: true, sort: (row) => row.on_order, show: (row) => format.number(row.on_order) },
          { key: "reorder", title: say("reorder"), number: true, sort: (row) => row.reorder_point, show: (row) => format.number(row.reorder_point) },
          { key: "state", title: say("state"), sort: (row) => String(isLow(row)), show: (row) => <Tag tone={isLow(row) ? "warn" : "plain"}>{say(isLow(row) ? "toOrder" : "enough")}</Tag> },
          { key: "lead", title: say("leadTime"), number: true, sort: (row) => row.lead_time_days, show: (row) => format.quantity(row.lead_time_days, "d") },
          { key: "place", title: say("place"), sort: (row) => row.location, show: (row) => row.location },
        ]}
      />
      <Drawer opened={chosen !== null} onClose={() => setChosen(null)} position="right" size="lg" title={chosen ? `${chosen.id} · ${chosen.name}` : ""}>
        {chosen && <PartDetail part={chosen} />}
      </Drawer>
    </>
  );
}

function PartDetail({ part }: { part: Part }) {
  const say = useWords(inventoryWords);
  const format = useFormat();
  const there = useAsk("inventory.availability", { part: part.id });
  const kept = useAsk("inventory.reservations", { part: part.id });
  const demand = useAsk("inventory.demand_forecast", { item: part.id });
  return (
    <div className="stack">
      <Asked query={there}>
        {(found) => (
          <Figures>
            <Figure label={say("free")} value={format.number(found.free)} under={`${say("reserved")}: ${format.number(found.reserved)}`} />
            <Figure label={say("onOrder")} value={format.number(found.on_order)} under={`${say("leadTime")}: ${format.quantity(found.lead_time_days, "d")}`} />
            <Figure label={say("availableBy")} value={format.date(found.by)} under={part.supplier} />
          </Figures>
        )}
      </Asked>
      <div><span className="muted">{say("fits")}: </span>{part.fits.map(shortName).join(", ")}</div>
      <strong>{say("expectedDemand")}</strong>
      {demand.error && <NoForecast error={demand.error} />}
      {demand.data && <DemandChart forecast={demand.data} />}
      <strong>{say("reservations")}</strong>
      <Asked query={kept} empty={say("noReservations")}>
        {(rows) => (
          <Grid
            rows={rows} rowKey={(row) => row.work_order} caption={say("reservations")}
            columns={[
              { key: "order", title: say("workOrder"), show: (row) => row.work_order },
              { key: "kept", title: say("reserved"), number: true, show: (row) => format.number(row.quantity) },
              { key: "issued", title: say("issued"), number: true, show: (row) => format.number(row.issued) },
              { key: "state", title: say("state"), show: (row) => say(`state.${row.state}` as "state.issued") },
              { key: "at", title: say("at"), show: (row) => format.dateTime(row.at) },
            ]}
          />
        )}
      </Asked>
    </div>
  );
}

/** A part that is rarely taken has no forecast: that is no fault, so it is told quietly. */
function NoForecast({ error }: { error: Error }) {
  const told = useRefusalText()(error);
  return <div className="message"><strong>{told.title}</strong>{told.advice}</div>;
}
