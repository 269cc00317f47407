import type { AssetView } from "../../client/catalogue";
import { Bar, Tag, type Tone } from "../../design/Figure";
import { useFormat } from "../../design/format";
import { type Column, Grid } from "../../design/Grid";
import { useWords, type Words } from "../../design/words";
import { useMachineName } from "../plant/names";
import { maintenanceWords } from "./words";

const TONES: Record<string, Tone> = {
  healthy: "good", normal: "good", watch: "info", wearing: "bad", warning: "warn", alarm: "bad", critical: "bad",
};

export function LevelTag({ level }: { level: string }) {
  const say = useWords<Words>(maintenanceWords);
  return <Tag tone={TONES[level] ?? "plain"}>{say(level)}</Tag>;
}

type Props = { rows: readonly AssetView[]; chosen: string; onOpen: (row: AssetView) => void };

/** Watched components, ranked by what a failure would cost times how likely it is. */
export function AssetList({ rows, chosen, onOpen }: Props) {
  const say = useWords(maintenanceWords);
  const format = useFormat();
  const name = useMachineName();
  const worst = Math.max(...rows.map((row) => row.risk), 1);
  const columns: Column<AssetView>[] = [
    {
      key: "machine", title: say("machine"), sort: (row) => row.name,
      show: (row) => <strong style={{ fontWeight: 500 }}>{name(row.equipment)}</strong>,
    },
    { key: "level", title: say("level"), sort: (row) => row.level, show: (row) => <LevelTag level={row.level} /> },
    {
      key: "life", title: say("life"), number: true, sort: (row) => row.life_h,
      show: (row) => (row.life_h === null ? <span className="muted">–</span> : format.hours(row.life_h)),
    },
    {
      key: "risk", title: say("risk"), number: true, sort: (row) => row.risk, width: 110,
      show: (row) => (
        <div>
          {format.quantity(row.risk, "NOK", 0)}
          <Bar share={row.risk / worst} tone={row.probability > 0.5 ? "bad" : row.probability > 0.2 ? "warn" : "plain"} label={format.percent(row.probability)} />
        </div>
      ),
    },
  ];
  return <Grid rows={rows} columns={columns} rowKey={(row) => row.equipment} onOpen={onOpen} chosen={chosen} exportAs="assets" />;
}
