import { Button, NumberInput, Select } from "@mantine/core";
import { useState } from "react";
import type { Change, ChangeKind, LineView } from "../../client/catalogue";
import { useWords } from "../../design/words";
import { useMachineName } from "../plant/names";
import { RULES } from "./changes";
import { twinWords } from "./words";

const KINDS: readonly ChangeKind[] = ["stop", "speed", "setup", "order", "rule"];
const STANDS: Record<ChangeKind, Partial<Change>> = {
  stop: { from_h: 0, to_h: 24 },
  speed: { factor: 1.1 },
  setup: { factor: 0.5 },
  order: { from_h: 0, to_h: 72, quantity: 24 },
  rule: { rule: "due" },
};

type FormProps = { line: LineView; onAdd: (change: Partial<Change>) => void };
type FieldProps = { line: LineView; change: Partial<Change>; onChange: (change: Partial<Change>) => void };

/** One change against the plant as it stands. */
export function ChangeForm({ line, onAdd }: FormProps) {
  const say = useWords(twinWords);
  const [kind, setKind] = useState<ChangeKind>("stop");
  const [change, setChange] = useState<Partial<Change>>(STANDS.stop);
  const choose = (next: ChangeKind) => {
    setKind(next);
    setChange(STANDS[next]);
  };
  return (
    <form className="change-form" onSubmit={(event) => { event.preventDefault(); onAdd({ kind, ...change }); }}>
      <Select label={say("kind")} allowDeselect={false} value={kind} onChange={(value) => choose(value as ChangeKind)} data={KINDS.map((value) => ({ value, label: say(value as "stop") }))} />
      <Fields kind={kind} line={line} change={change} onChange={(more) => setChange((now) => ({ ...now, ...more }))} />
      <Button type="submit" variant="default">{say("add")}</Button>
    </form>
  );
}

function Fields({ kind, ...given }: FieldProps & { kind: ChangeKind }) {
  const say = useWords(twinWords);
  if (kind === "stop") return <><Machine {...given} /><Hour {...given} field="from_h" label={say("fromHour")} /><Hour {...given} field="to_h" label={say("toHour")} /></>;
  if (kind === "speed") return <><Machine {...given} /><Factor {...given} label={say("pace")} /></>;
  if (kind === "setup") return <><Kind {...given} /><Factor {...given} label={say("share")} /></>;
  if (kind === "order") return <><Product {...given} /><Pieces {...given} /><Hour {...given} field="to_h" label={say("dueHour")} /></>;
  return <Rule {...given} />;
}

function Machine({ line, change, onChange }: FieldProps) {
  const say = useWords(twinWords);
  const name = useMachineName();
  const machines = line.stations.flatMap((station) => station.machines).sort();
  return <Select label={say("machine")} required searchable value={change.equipment ?? null} onChange={(value) => onChange({ equipment: value ?? "" })} data={machines.map((value) => ({ value, label: name(value) }))} />;
}

function Kind({ line, change, onChange }: FieldProps) {
  const say = useWords(twinWords);
  const kinds = line.stations.map((station) => station.name);
  return <Select label={say("machineKind")} required value={change.machine_kind ?? null} onChange={(value) => onChange({ machine_kind: value ?? "" })} data={kinds} />;
}

function Product({ line, change, onChange }: FieldProps) {
  const say = useWords(twinWords);
  return <Select label={say("product")} required searchable value={change.product ?? null} onChange={(value) => onChange({ product: value ?? "" })} data={line.products.map((each) => each.name)} />;
}

function Rule({ change, onChange }: FieldProps) {
  const say = useWords(twinWords);
  return <Select label={say("queueRule")} allowDeselect={false} value={change.rule ?? "due"} onChange={(value) => onChange({ rule: value ?? "due" })} data={RULES.map((rule) => ({ value: rule.value, label: say(rule.words) }))} />;
}

function Pieces({ change, onChange }: FieldProps) {
  const say = useWords(twinWords);
  return <NumberInput label={say("pieces")} required min={1} w={90} value={change.quantity} onChange={(value) => onChange({ quantity: Number(value) })} />;
}

function Factor({ change, onChange, label }: FieldProps & { label: string }) {
  return <NumberInput label={label} required min={0.01} max={100} step={0.1} decimalScale={2} value={change.factor} onChange={(value) => onChange({ factor: Number(value) })} />;
}

function Hour({ change, onChange, field, label }: FieldProps & { field: "from_h" | "to_h"; label: string }) {
  return <NumberInput label={label} required min={0} w={110} value={change[field]} onChange={(value) => onChange({ [field]: Number(value) })} />;
}
