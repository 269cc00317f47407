import { Select, Tabs } from "@mantine/core";
import { useState } from "react";
import { useLocation, useRoute } from "wouter";
import { Asked } from "../design/Asked";
import { Figure, Figures } from "../design/Figure";
import { useFormat } from "../design/format";
import { PageHead, Panel } from "../design/Panel";
import { useWords } from "../design/words";
import { daysUntil } from "../rooms/inventory/days";
import { DemandPanel } from "../rooms/inventory/DemandPanel";
import { LevelList } from "../rooms/inventory/Levels";
import { isLow, PartList } from "../rooms/inventory/Parts";
import { ShortageList } from "../rooms/inventory/Shortages";
import { LedgerList, LotList } from "../rooms/inventory/StockLists";
import { inventoryWords } from "../rooms/inventory/words";
import { useAsk } from "../transport/hooks";
import "../rooms/inventory/inventory.css";

export default function StockScreen() {
  const say = useWords(inventoryWords);
  const [, go] = useLocation();
  const [, params] = useRoute("/stock/:material");
  const [tab, setTab] = useState("lots");
  const shortages = useAsk("inventory.shortages", {}, { every: 300_000 });
  const chosen = params?.material ? decodeURIComponent(params.material) : (shortages.data?.[0]?.material ?? "");
  const open = (material: string) => go(`/stock/${encodeURIComponent(material)}`);
  return (
    <>
      <PageHead title={say("title")} />
      <div className="stack">
        <StockFigures onTab={setTab} onOpen={open} />
        <div className="cols stock">
          <Panel title={say("shortages")} note={say("shortagesNote")} flush>
            <Asked query={shortages} empty={say("noMaterials")}>
              {(rows) => (
                <>
                  <Unrecorded count={rows.filter((row) => row.on_order === null).length} />
                  <ShortageList rows={rows} chosen={chosen} onOpen={open} />
                </>
              )}
            </Asked>
          </Panel>
          {chosen && <DemandPanel key={chosen} item={chosen} />}
        </div>
        <StockTabs tab={tab} onTab={setTab} onOpen={open} />
      </div>
    </>
  );
}

function Unrecorded({ count }: { count: number }) {
  const say = useWords(inventoryWords);
  return count > 0 ? <p className="hint">{say("unrecorded", { count })}</p> : null;
}

type FiguresProps = { onTab: (tab: string) => void; onOpen: (material: string) => void };

function StockFigures({ onTab, onOpen }: FiguresProps) {
  const say = useWords(inventoryWords);
  const format = useFormat();
  const shortages = useAsk("inventory.shortages", {});
  const stock = useAsk("inventory.stock", {});
  const parts = useAsk("inventory.parts", {});
  const differences = useAsk("inventory.differences", {});
  const soon = shortages.data?.filter((row) => row.runs_out && daysUntil(row.runs_out) < 7);
  const overdue = shortages.data?.filter((row) => row.order_by && daysUntil(row.order_by) < 0);
  const held = stock.data?.filter((row) => row.state === "held");
  const low = parts.data?.filter(isLow);
  const tone = (count: number | undefined, bad: "bad" | "warn") => (count ? bad : "plain");
  const materials = say("ofMaterials", { count: format.number(shortages.data?.length) });
  return (
    <Figures>
      <Figure label={say("soon")} value={format.number(soon?.length)} under={materials} tone={tone(soon?.length, "bad")} onOpen={soon?.[0] && (() => onOpen(soon[0]?.material ?? ""))} />
      <Figure label={say("overdueCount")} value={format.number(overdue?.length)} under={materials} tone={tone(overdue?.length, "warn")} onOpen={() => onTab("levels")} />
      <Figure label={say("heldLots")} value={format.number(held?.length)} under={say("inStock", { count: format.number(stock.data?.length) })} tone={tone(held?.length, "warn")} onOpen={() => onTab("lots")} />
      <Figure label={say("partsLow")} value={format.number(low?.length)} under={say("ofParts", { count: format.number(parts.data?.length) })} tone={tone(low?.length, "warn")} onOpen={() => onTab("parts")} />
      <Figure label={say("differences")} value={format.number(differences.data?.length)} under={say("differencesUnder")} tone={tone(differences.data?.length, "warn")} onOpen={() => onTab("lots")} />
    </Figures>
  );
}

type TabsProps = FiguresProps & { tab: string };

function StockTabs({ tab, onTab, onOpen }: TabsProps) {
  const say = useWords(inventoryWords);
  const [material, setMaterial] = useState<string | null>(null);
  const balances = useAsk("inventory.balances", {});
  const parts = useAsk("inventory.parts", {});
  const filters = tab === "lots" || tab === "ledger";
  return (
    <Panel label={say("lots")} flush>
      <Tabs value={tab} onChange={(value) => onTab(value ?? "lots")} keepMounted={false}>
        <div className="row spread" style={{ paddingRight: 12 }}>
          <Tabs.List>
            {(["lots", "ledger", "levels", "parts"] as const).map((each) => <Tabs.Tab key={each} value={each}>{say(each)}</Tabs.Tab>)}
          </Tabs.List>
          {filters && <Select size="xs" w={230} clearable searchable aria-label={say("material")} placeholder={say("all")} value={material} onChange={setMaterial} data={(balances.data ?? []).map((row) => row.material)} />}
        </div>
        <Tabs.Panel value="lots"><LotList material={material ?? ""} /></Tabs.Panel>
        <Tabs.Panel value="ledger"><LedgerList material={material ?? ""} /></Tabs.Panel>
        <Tabs.Panel value="levels"><LevelList onOpen={onOpen} /></Tabs.Panel>
        <Tabs.Panel value="parts"><Asked query={parts}>{(rows) => <PartList rows={rows} />}</Asked></Tabs.Panel>
      </Tabs>
    </Panel>
  );
}
