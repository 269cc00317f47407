import { Button, FileButton, NumberInput, Select, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { Refused } from "../../design/Asked";
import { shortName } from "../../design/format";
import { useLocale, useWords } from "../../design/words";
import { useAct, useAsk } from "../../transport/hooks";
import { statisticsWords } from "./statisticsWords";

const HEADING = { en: "part;appraiser;trial;value\n", de: "Teil;Prüfer;Wiederholung;Wert\n" };
type Entry = { title: string; characteristic: string; gauge: string; unit: string; lower: string | number; upper: string | number; equipment: string; table: string };

/** A study from a file or typed rows. What is refused stays in the form. */
export function GaugeForm({ onDone }: { onDone: (id: string) => void }) {
  const say = useWords(statisticsWords);
  const locale = useLocale();
  const record = useAct("quality.record_gauge_study");
  const known = useAsk("quality.characteristics", {});
  const [entry, setEntry] = useState<Entry>({ title: "", characteristic: "", gauge: "", unit: "", lower: "", upper: "", equipment: "", table: HEADING[locale] });
  const set = (change: Partial<Entry>) => setEntry((now) => ({ ...now, ...change }));
  const limit = (value: string | number) => (value === "" ? null : Number(value));
  const send = () => record.mutate(
    { ...entry, lower: limit(entry.lower), upper: limit(entry.upper) },
    { onSuccess: (outcome) => onDone(String(outcome.result)) },
  );
  const machines = [...new Set(known.data?.map((each) => each.equipment))];
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); send(); }}>
      <TextInput label={say("title")} required value={entry.title} onChange={(event) => set({ title: event.currentTarget.value })} />
      <div className="form-grid">
        <TextInput label={say("characteristic")} required value={entry.characteristic} onChange={(event) => set({ characteristic: event.currentTarget.value })} />
        <TextInput label={say("gauge")} value={entry.gauge} onChange={(event) => set({ gauge: event.currentTarget.value })} />
        <Select label={say("machine")} clearable searchable value={entry.equipment || null} onChange={(value) => set({ equipment: value ?? "" })} data={machines.map((value) => ({ value, label: shortName(value) }))} />
        <TextInput label={say("unit")} value={entry.unit} onChange={(event) => set({ unit: event.currentTarget.value })} />
        <NumberInput label={say("lower")} value={entry.lower} onChange={(lower) => set({ lower })} />
        <NumberInput label={say("upper")} value={entry.upper} onChange={(upper) => set({ upper })} />
      </div>
      <Textarea label={say("table")} description={say("tableHint")} required autosize minRows={8} maxRows={18} value={entry.table} onChange={(event) => set({ table: event.currentTarget.value })} styles={{ input: { fontFamily: "var(--font-code)", fontSize: 12.5 } }} />
      {record.error && <Refused error={record.error} />}
      <div className="row">
        <FileButton accept=".csv,.txt,text/csv,text/plain" onChange={(file) => void file?.text().then((table) => set({ table }))}>
          {(props) => <Button variant="default" {...props}>{say("chooseFile")}</Button>}
        </FileButton>
        <Button type="submit" loading={record.isPending}>{say("save")}</Button>
      </div>
    </form>
  );
}
