import { Link } from "wouter";
import { Asked } from "../../design/Asked";
import { Tag } from "../../design/Figure";
import { actorName, useFormat } from "../../design/format";
import { Grid } from "../../design/Grid";
import { useWords, type Words, wordingOr, useLocale } from "../../design/words";
import { useAsk } from "../../transport/hooks";
import { inventoryWords } from "./words";

/** Stock by lot and place. */
export function LotList({ material }: { material: string }) {
  const say = useWords(inventoryWords);
  const format = useFormat();
  const found = useAsk("inventory.stock", { material });
  return (
    <Asked query={found} empty={say("noLots")}>
      {(rows) => (
        <Grid
          rows={rows} rowKey={(row) => `${row.lot}@${row.location}`} exportAs="stock" maxHeight={460} caption={say("lots")}
          columns={[
            { key: "lot", title: say("lot"), sort: (row) => row.lot, show: (row) => <Link href={`/trace/${encodeURIComponent(row.lot)}`}>{row.lot}</Link> },
            { key: "material", title: say("material"), sort: (row) => row.material, show: (row) => row.material },
            { key: "place", title: say("place"), sort: (row) => row.location, show: (row) => row.location },
            { key: "quantity", title: say("quantity"), number: true, sort: (row) => row.quantity, show: (row) => format.quantity(row.quantity, row.unit) },
            { key: "state", title: say("state"), sort: (row) => row.state, show: (row) => <Tag tone={row.state === "held" ? "bad" : "plain"}>{say(row.state === "held" ? "held_state" : "available")}</Tag> },
            { key: "supplier", title: say("supplier"), sort: (row) => row.supplier, show: (row) => row.supplier },
            { key: "since", title: say("since"), sort: (row) => row.since, show: (row) => format.dateTime(row.since) },
          ]}
        />
      )}
    </Asked>
  );
}

/** Every move of stock, newest first. */
export function LedgerList({ material }: { material: string }) {
  const say = useWords(inventoryWords);
  const locale = useLocale();
  const format = useFormat();
  const found = useAsk("inventory.ledger", { material, limit: 500 });
  const place = (location: string) => location || <span className="muted">{say("outside")}</span>;
  return (
    <Asked query={found} empty={say("noMoves")}>
      {(rows) => (
        <Grid
          rows={rows} rowKey={(row) => String(row.id)} exportAs="ledger" maxHeight={460} caption={say("ledger")}
          columns={[
            { key: "at", title: say("at"), sort: (row) => row.at, show: (row) => format.dateTime(row.at) },
            { key: "kind", title: say("kind"), sort: (row) => row.kind, show: (row) => wordingOr(inventoryWords as Words, row.kind, locale, row.kind) },
            { key: "lot", title: say("lot"), sort: (row) => row.lot, show: (row) => <Link href={`/trace/${encodeURIComponent(row.lot)}`}>{row.lot}</Link> },
            { key: "material", title: say("material"), sort: (row) => row.material, show: (row) => row.material },
            { key: "quantity", title: say("quantity"), number: true, sort: (row) => row.quantity, show: (row) => format.quantity(row.quantity, row.unit) },
            { key: "from", title: say("from"), show: (row) => place(row.from_location) },
            { key: "to", title: say("to"), show: (row) => place(row.to_location) },
            { key: "reference", title: say("reference"), show: (row) => row.reference },
            { key: "by", title: say("by"), show: (row) => actorName(row.by) },
          ]}
        />
      )}
    </Asked>
  );
}
