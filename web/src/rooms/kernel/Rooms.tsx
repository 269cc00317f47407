import { Button, Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import type { RoomView } from "../../client/catalogue";
import { Asked, Refused } from "../../design/Asked";
import { Tag } from "../../design/Figure";
import { actorName, type Format, useFormat } from "../../design/format";
import { type Column, Grid } from "../../design/Grid";
import { Panel } from "../../design/Panel";
import { type Speak, useWords } from "../../design/words";
import { useAct, useAsk } from "../../transport/hooks";
import { adminWords } from "../identity/adminWords";
import { useUser } from "../identity/session";

const MANAGERS = ["administrator", "ot_engineer"];

/** Each room of the house; whoever manages it may stop one and start it again. */
export function RoomsPanel() {
  const say = useWords(adminWords);
  const format = useFormat();
  const may = useUser().roles.some((role) => MANAGERS.includes(role));
  const rows = useAsk("kernel.rooms", {});
  const start = useAct("kernel.start_room");
  const [stopping, setStopping] = useState("");
  const turn = (row: RoomView) => (row.stopped ? start.mutate({ room: row.room }) : setStopping(row.room));
  return (
    <Panel title={say("rooms")} note={say("roomsNote")} flush>
      {start.error && <Refused error={start.error} />}
      <Asked query={rows}>{(found) => <Grid rows={found} columns={columnsOf(say, format, may ? turn : null)} rowKey={(row) => row.room} caption={say("rooms")} />}</Asked>
      <StopForm room={stopping} onDone={() => setStopping("")} />
    </Panel>
  );
}

function columnsOf(say: Speak<typeof adminWords>, format: Format, turn: ((row: RoomView) => void) | null): Column<RoomView>[] {
  const label = (row: RoomView) => say(row.stopped ? "startRoom" : "stopRoom");
  return [
    { key: "room", title: say("room"), sort: (row) => row.room, show: (row) => row.room },
    { key: "state", title: say("state"), sort: (row) => Number(row.stopped), show: (row) => <Tag tone={row.stopped ? "warn" : "good"}>{say(row.stopped ? "stopped" : "running")}</Tag> },
    { key: "reason", title: say("reason"), show: (row) => row.reason },
    { key: "since", title: say("since"), show: (row) => row.at && `${format.dateTime(row.at)} · ${actorName(row.by)}` },
    {
      key: "turn", title: "",
      show: (row) => (row.stoppable ? turn && <Button size="compact-xs" variant="default" aria-label={`${label(row)}: ${row.room}`} onClick={() => turn(row)}>{label(row)}</Button> : <span className="muted">{say("always")}</span>),
    },
  ];
}

function StopForm({ room, onDone }: { room: string; onDone: () => void }) {
  const say = useWords(adminWords);
  const [reason, setReason] = useState("");
  const stop = useAct("kernel.stop_room");
  const send = () => stop.mutate({ room, reason }, { onSuccess: () => { setReason(""); onDone(); } });
  return (
    <Modal opened={room !== ""} onClose={onDone} title={say("stopTitle", { room })}>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); send(); }}>
        <TextInput label={say("reason")} required value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        {stop.error && <Refused error={stop.error} />}
        <Button type="submit" color="red" loading={stop.isPending}>{say("stopRoom")}</Button>
      </form>
    </Modal>
  );
}
