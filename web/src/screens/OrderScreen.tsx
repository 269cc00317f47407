import { SegmentedControl, TextInput } from "@mantine/core";
import { useState } from "react";
import { Link, useRoute } from "wouter";
import { Asked } from "../design/Asked";
import { PageHead } from "../design/Panel";
import { useWords } from "../design/words";
import { OrderDetail } from "../rooms/execution/OrderDetail";
import { OrderGrid } from "../rooms/execution/OrderGrid";
import { orderWords } from "../rooms/execution/orderWords";
import { useAsk } from "../transport/hooks";

const STATES = ["open", "running", "done", "all"] as const;

export default function OrderScreen() {
  const say = useWords(orderWords);
  const [, params] = useRoute("/orders/:order");
  const [state, setState] = useState<string>("open");
  const [search, setSearch] = useState("");
  if (params?.order) return <One order={decodeURIComponent(params.order)} />;
  return (
    <>
      <PageHead title={say("title")}>
        <TextInput size="xs" aria-label={say("search")} placeholder={say("search")} value={search} onChange={(event) => setSearch(event.currentTarget.value)} />
        <SegmentedControl size="xs" aria-label={say("state")} value={state} onChange={setState} data={STATES.map((value) => ({ value, label: say(value) }))} />
      </PageHead>
      <OrderGrid state={state} search={search.trim()} />
    </>
  );
}

function One({ order }: { order: string }) {
  const say = useWords(orderWords);
  const view = useAsk("execution.order", { order }, { every: 60_000 });
  return (
    <>
      <PageHead title={order} note={<Link href="/orders">{say("title")}</Link>} />
      <Asked query={view} lines={10}>{(found) => <OrderDetail view={found} />}</Asked>
    </>
  );
}
