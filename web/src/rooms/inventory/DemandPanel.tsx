import { Drawer } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";
import type { DemandForecast, DemandRow } from "../../client/catalogue";
import { Asked } from "../../design/Asked";
import { Figure, Figures } from "../../design/Figure";
import { useFormat } from "../../design/format";
import { Grid } from "../../design/Grid";
import { Panel } from "../../design/Panel";
import { useWords } from "../../design/words";
import { useAsk } from "../../transport/hooks";
import { DemandChart } from "./DemandChart";
import { useMaterialName } from "./names";
import { Purchases } from "./Purchases";
import { inventoryWords } from "./words";

/** The demand of one material: its forecast, what that is worth, and the records it came from. */
export function DemandPanel({ item }: { item: string }) {
  const say = useWords(inventoryWords);
  const name = useMaterialName();
  const found = useAsk("inventory.demand_forecast", { item });
  return (
    <Panel title={say("demand", { material: item })} note={name(item)} label={say("demandTitle")} flush>
      <Asked query={found} lines={8}>{(forecast) => <Demand forecast={forecast} />}</Asked>
    </Panel>
  );
}

function Demand({ forecast }: { forecast: DemandForecast }) {
  return (
    <>
      <div style={{ padding: 12 }}>
        <Worth forecast={forecast} />
      </div>
      <DemandLegend />
      <Method forecast={forecast} />
      <DemandChart forecast={forecast} />
      <Lately forecast={forecast} />
      {forecast.kind === "material" && <Purchases material={forecast.item} unit={forecast.unit} />}
    </>
  );
}

function Worth({ forecast }: { forecast: DemandForecast }) {
  const say = useWords(inventoryWords);
  const format = useFormat();
  const { mae, naive_mae, compared, within_80, within_95 } = forecast.back_test;
  const better = naive_mae > 0 ? 1 - mae / naive_mae : 0;
  return (
    <Figures>
      <Figure label={say("error")} value={`± ${format.number(mae, mae < 10 ? 1 : 0)}`} unit={format.unit(forecast.unit)} under={say(forecast.step === "week" ? "comparedWeeks" : "compared", { count: compared })} />
      <Figure
        label={say("naiveError")} value={`± ${format.number(naive_mae, naive_mae < 10 ? 1 : 0)}`} unit={format.unit(forecast.unit)}
        tone={forecast.worth_it ? "plain" : "warn"} under={forecast.worth_it ? say("worth", { share: format.percent(better) }) : say("notWorth")}
      />
      <Figure label={say("coverage")} value={`${format.number(within_80 * 100, 0)} / ${format.number(within_95 * 100, 0)}`} unit="%" under={say("coverageUnder")} />
    </Figures>
  );
}

/** Which families of methods speak, and how much. */
function Method({ forecast }: { forecast: DemandForecast }) {
  const say = useWords(inventoryWords);
  const format = useFormat();
  const loudest = Object.entries(forecast.weights).sort((a, b) => b[1] - a[1]).slice(0, 3);
  const told = loudest.map(([each, weight]) => `${each} ${format.percent(weight)}`).join(", ");
  return <p className="method">{say("method")}: {told} ({say(forecast.pattern as "regular")})</p>;
}

function DemandLegend() {
  const say = useWords(inventoryWords);
  return (
    <div className="legend" style={{ padding: "0 12px" }}>
      <span><i className="key bar-key" />{say("used")}</span>
      <span><i className="key line-key" />{say("expected")}</span>
      <span><i className="key band-80" />{say("interval80")}</span>
      <span><i className="key band-95" />{say("interval95")}</span>
    </div>
  );
}

/** The last days of use; each opens to the records that it is the sum of. */
function Lately({ forecast }: { forecast: DemandForecast }) {
  const say = useWords(inventoryWords);
  const format = useFormat();
  const [day, setDay] = useState<DemandRow | null>(null);
  const rows = forecast.history.slice(-7).reverse();
  return (
    <>
      <Grid
        rows={rows} rowKey={(row) => row.start} onOpen={forecast.kind === "material" ? setDay : undefined} caption={say("lately")}
        columns={[
          { key: "day", title: say("lately"), show: (row) => format.date(row.start) },
          { key: "quantity", title: say("quantity"), number: true, show: (row) => format.quantity(row.quantity, forecast.unit) },
          { key: "records", title: say("records"), number: true, show: (row) => format.number(row.records) },
        ]}
      />
      <Drawer opened={day !== null} onClose={() => setDay(null)} position="right" size="lg" title={say("usesOf", { material: forecast.item, day: format.date(day?.start) })}>
        {day && <Uses material={forecast.item} day={day.start} unit={forecast.unit} />}
      </Drawer>
    </>
  );
}

const DAY = 86_400_000;

function Uses({ material, day, unit }: { material: string; day: string; unit: string }) {
  const say = useWords(inventoryWords);
  const format = useFormat();
  // A day of the plant begins within half a day of the day of UTC: ask wider, then keep the day.
  const from = new Date(Date.parse(day) - DAY / 2).toISOString();
  const until = new Date(Date.parse(day) + 1.5 * DAY).toISOString();
  const found = useAsk("inventory.usage", { material, start: from, end: until, limit: 2000 });
  return (
    <Asked query={found} empty={say("noMoves")}>
      {(rows) => (
        <Grid
          rows={rows.filter((row) => format.date(row.at) === format.date(day))} rowKey={(row) => `${row.at}${row.lot}${row.into}`} exportAs={`${material}-${day}`} caption={say("used")}
          columns={[
            { key: "at", title: say("at"), sort: (row) => row.at, show: (row) => format.time(row.at) },
            { key: "lot", title: say("lot"), sort: (row) => row.lot, show: (row) => <Link href={`/trace/${encodeURIComponent(row.lot)}`}>{row.lot}</Link> },
            { key: "quantity", title: say("quantity"), number: true, sort: (row) => row.quantity, show: (row) => format.quantity(row.quantity, unit) },
            { key: "into", title: say("into"), sort: (row) => row.into, show: (row) => row.into },
            { key: "order", title: say("order"), sort: (row) => row.order, show: (row) => row.order && <Link href={`/orders/${encodeURIComponent(row.order)}`}>{row.order}</Link> },
          ]}
        />
      )}
    </Asked>
  );
}
