import { Button, PasswordInput, SegmentedControl, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import type { Recommendation } from "../../client/catalogue";
import { Refused } from "../../design/Asked";
import { useWords } from "../../design/words";
import { useAct } from "../../transport/hooks";
import { Refusal } from "../../transport/refusal";
import { guidanceWords } from "./words";

type Verdict = "approve" | "reject" | "defer";

// Acts that always ask for a signature; another that does so says it when it refuses.
const SIGNED = ["tracing.release_lot"];

export function DecisionForm({ row }: { row: Recommendation }) {
  const say = useWords(guidanceWords);
  const [reason, setReason] = useState("");
  const [password, setPassword] = useState("");
  const decide = useAct("guidance.decide", ["maintenance", "scheduling", "tracing", "quality"]);
  const mustSign = SIGNED.includes(row.action) || refusedFor(decide.error, "guidance.SignatureMissing");
  const send = (verdict: Verdict) => decide.mutate({ recommendation: row.id, verdict, reason, password });
  return (
    <form className="decision" onSubmit={(event) => event.preventDefault()}>
      <TextInput label={say("reason")} description={say("reasonHelp")} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
      {mustSign && (
        <PasswordInput label={say("sign")} autoComplete="current-password" value={password} onChange={(event) => setPassword(event.currentTarget.value)} />
      )}
      {decide.error && <Refused error={decide.error} />}
      <div className="row">
        <Button onClick={() => send("approve")} loading={decide.isPending} data-testid="approve">{say("approve")}</Button>
        <Button variant="default" onClick={() => send("reject")} disabled={decide.isPending}>{say("reject")}</Button>
        <Button variant="default" onClick={() => send("defer")} disabled={decide.isPending}>{say("defer")}</Button>
      </div>
    </form>
  );
}

export function OutcomeForm({ row }: { row: Recommendation }) {
  const say = useWords(guidanceWords);
  const [truth, setTruth] = useState<"confirmed" | "false" | "unclear">("confirmed");
  const [note, setNote] = useState("");
  const record = useAct("guidance.record_outcome", ["value", "learning"]);
  return (
    <form className="stack" onSubmit={(event) => event.preventDefault()}>
      <SegmentedControl
        aria-label={say("outcome")}
        value={truth}
        onChange={(value) => setTruth(value as typeof truth)}
        data={(["confirmed", "false", "unclear"] as const).map((value) => ({ value, label: say(value) }))}
      />
      <Textarea label={say("found")} autosize minRows={2} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
      {record.error && <Refused error={record.error} />}
      <div>
        <Button variant="default" loading={record.isPending} onClick={() => record.mutate({ recommendation: row.id, truth, note })}>
          {say("record")}
        </Button>
      </div>
    </form>
  );
}

function refusedFor(error: Error | null, code: string): boolean {
  return error instanceof Refusal && error.code === code;
}
