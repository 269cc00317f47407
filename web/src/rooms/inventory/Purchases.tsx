import { Button, NumberInput, TextInput } from "@mantine/core";
import { useState } from "react";
import { Asked, Refused } from "../../design/Asked";
import { actorName, useFormat } from "../../design/format";
import { Grid } from "../../design/Grid";
import { useWords } from "../../design/words";
import { useAct, useAsk } from "../../transport/hooks";
import { inDays } from "./days";
import { inventoryWords } from "./words";

/** What is on its way of a material, and a form to note a further order. */
export function Purchases({ material, unit }: { material: string; unit: string }) {
  const say = useWords(inventoryWords);
  const format = useFormat();
  const found = useAsk("inventory.purchases", { material });
  return (
    <section aria-label={say("purchases")} className="purchases">
      <h3>{say("purchases")}</h3>
      <Asked query={found} empty={say("noPurchases")}>
        {(rows) => (
          <Grid
            rows={rows} rowKey={(row) => row.id} caption={say("purchases")}
            columns={[
              { key: "due", title: say("due"), sort: (row) => row.due, show: (row) => format.date(row.due) },
              { key: "left", title: say("toCome"), number: true, show: (row) => format.quantity(Number(row.quantity) - Number(row.received), row.unit) },
              { key: "supplier", title: say("supplier"), show: (row) => row.supplier },
              { key: "by", title: say("by"), show: (row) => actorName(row.by) },
            ]}
          />
        )}
      </Asked>
      <OrderForm material={material} unit={unit} />
    </section>
  );
}

function OrderForm({ material, unit }: { material: string; unit: string }) {
  const say = useWords(inventoryWords);
  const format = useFormat();
  const [quantity, setQuantity] = useState<number | string>("");
  const [due, setDue] = useState(inDays(7));
  const order = useAct("inventory.order_material");
  const send = () => order.mutate({ material, quantity: String(quantity), due }, { onSuccess: () => setQuantity("") });
  return (
    <form className="order-form" onSubmit={(event) => { event.preventDefault(); send(); }}>
      <NumberInput label={say("orderQuantity", { unit: format.unit(unit) })} required hideControls value={quantity} onChange={setQuantity} />
      <TextInput label={say("due")} type="date" required value={due} onChange={(event) => setDue(event.currentTarget.value)} />
      <Button type="submit" variant="default" loading={order.isPending}>{say("orderIt")}</Button>
      {order.error && <Refused error={order.error} />}
    </form>
  );
}
