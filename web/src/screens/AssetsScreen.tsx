import { useLocation, useRoute } from "wouter";
import { Asked } from "../design/Asked";
import { PageHead, Panel } from "../design/Panel";
import { useWords } from "../design/words";
import { AssetDetail } from "../rooms/maintenance/AssetDetail";
import { AssetList } from "../rooms/maintenance/AssetList";
import { BehaviourList, BehaviourPanel } from "../rooms/maintenance/Behaviour";
import { useMachineName } from "../rooms/plant/names";
import { MachineNow } from "../rooms/execution/MachineNow";
import { MachineSignals } from "../rooms/telemetry/MachineSignals";
import { useAsk } from "../transport/hooks";
import "../rooms/maintenance/maintenance.css";

const words = {
  title: ["Assets", "Anlagen"],
  ranked: ["by risk: probability × cost", "nach Risiko: Wahrscheinlichkeit × Kosten"],
  empty: ["No condition has been assessed yet.", "Noch kein Zustand bewertet."],
  emptyHelp: ["Machines with a vibration sensor appear once their first records arrive.", "Maschinen mit Schwingungssensor erscheinen nach ihren ersten Aufnahmen."],
} as const;

export default function AssetsScreen() {
  const say = useWords(words);
  const [, go] = useLocation();
  const [, params] = useRoute("/assets/*");
  const name = useMachineName();
  const assets = useAsk("maintenance.assets", {}, { every: 60_000 });
  const chosen = params?.["*"] || assets.data?.[0]?.equipment || "";
  const watched = assets.data?.some((asset) => asset.equipment === chosen) ?? false;
  return (
    <>
      <PageHead title={chosen ? name(chosen) : say("title")} note={chosen ? say("title") : undefined} />
      <div className="cols list">
        <div className="stack">
          <Panel title={say("title")} note={say("ranked")} flush>
            <Asked query={assets} empty={<><strong>{say("empty")}</strong>{say("emptyHelp")}</>}>
              {(rows) => <AssetList rows={rows} chosen={chosen} onOpen={(row) => go(`/assets/${row.equipment}`)} />}
            </Asked>
          </Panel>
          <BehaviourList chosen={chosen} onOpen={(equipment) => go(`/assets/${equipment}`)} />
        </div>
        <div className="stack">
          {chosen && <MachineNow key={`now-${chosen}`} equipment={chosen} />}
          {chosen && watched && <AssetDetail key={chosen} equipment={chosen} />}
          {chosen && !watched && <BehaviourPanel key={`behaviour-${chosen}`} equipment={chosen} />}
          {chosen && <MachineSignals key={`signals-${chosen}`} equipment={chosen} />}
        </div>
      </div>
    </>
  );
}
