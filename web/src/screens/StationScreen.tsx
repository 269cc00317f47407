import { Modal } from "@mantine/core";
import { lazy, Suspense, useEffect, useState } from "react";
import { Asked } from "../design/Asked";
import { shortName, useFormat } from "../design/format";
import { StateMark } from "../design/states";
import { useWords } from "../design/words";
import { HelpButtons } from "../rooms/andon/HelpButtons";
import { JobCard } from "../rooms/execution/JobCard";
import { JobPanel } from "../rooms/execution/JobPanel";
import { ScanField } from "../rooms/execution/ScanField";
import { StationPicker } from "../rooms/execution/StationPicker";
import { stationWords } from "../rooms/execution/stationWords";
import { type Receipt, useChosenStation, useEntries, useQueue } from "../rooms/execution/useStation";
import { accountWords } from "../rooms/identity/accountWords";
import { useSession } from "../rooms/identity/session";
import { useEquipment, useMachineName } from "../rooms/plant/names";
import { useAsk } from "../transport/hooks";
import "../rooms/execution/station.css";

const HelpCard = lazy(() => import("../rooms/copilot/HelpCard"));

export default function StationScreen() {
  const { terminal } = useSession();
  const [station, choose] = useChosenStation(terminal?.station);
  const [picking, setPicking] = useState(false);
  const say = useWords(stationWords);
  const pick = (equipment: string) => {
    choose(equipment);
    setPicking(false);
  };
  if (!station) return <StationPicker onPick={pick} />;
  return (
    <>
      <Desk key={station} station={station} onChange={() => setPicking(true)} onStation={choose} />
      <Modal opened={picking} onClose={() => setPicking(false)} title={say("choose")} size="xl">
        <StationPicker onPick={pick} />
      </Modal>
    </>
  );
}

type DeskProps = { station: string; onChange: () => void; onStation: (equipment: string) => void };

function Desk({ station, onChange, onStation }: DeskProps) {
  const say = useWords(stationWords);
  const { query, jobs } = useQueue(station);
  const { keep, receipt } = useEntries();
  const { data: tree } = useEquipment();
  const [chosen, setChosen] = useState("");
  const [lot, setLot] = useState("");
  const [helping, setHelping] = useState(false);
  const job = jobs.find((each) => each.key === chosen) ?? jobs.find((each) => each.state === "running") ?? jobs[0];
  useEffect(() => setLot(""), [job?.key]);
  const scan = (text: string) => {
    const found = jobs.find((each) => each.order.toLowerCase() === text.toLowerCase() || each.key === text);
    const machine = tree?.find((each) => each.kind === "unit" && shortName(each.id).toLowerCase() === text.toLowerCase());
    if (found) setChosen(found.key);
    else if (machine) onStation(machine.id);
    else setLot(text);
  };
  return (
    <div className="station">
      <header className="station-bar">
        <StationButton station={station} onChange={onChange} />
        <ScanField onScan={scan} />
        <button type="button" className="side-toggle" aria-expanded={helping} onClick={() => setHelping(!helping)}>{say("help")}</button>
        <HelpButtons station={station} keep={keep} />
        <SwitchOperator />
      </header>
      <ReceiptLine receipt={receipt} lot={lot} />
      <div className="station-desk">
        <aside className="queue" aria-label={say("queue")}>
          <h2>{say("queue")} <span className="muted">{jobs.length}</span></h2>
          <Asked query={query} empty={say("emptyQueue")}>
            {() => jobs.map((each) => <JobCard key={each.key} job={each} chosen={each.key === job?.key} onChoose={() => setChosen(each.key)} />)}
          </Asked>
        </aside>
        {job ? <JobPanel key={job.key} job={job} station={station} lot={lot} keep={keep} /> : <div className="message">{say("noChoice")}</div>}
        <aside className={helping ? "station-side shown" : "station-side"} aria-label={say("helpTitle")}>
          <Suspense fallback={null}>
            <HelpCard station={station} order={job?.order ?? ""} step={job?.name ?? ""} document={job?.document ?? ""} />
          </Suspense>
        </aside>
      </div>
    </div>
  );
}

/** Only where people share the browser; what the operator has not sent yet stays the operator's. */
function SwitchOperator() {
  const say = useWords(accountWords);
  const { terminal, logOut } = useSession();
  if (!terminal) return null;
  return <button type="button" className="side-toggle always" data-testid="switch-operator" onClick={() => void logOut()}>{say("switch")}</button>;
}

function StationButton({ station, onChange }: { station: string; onChange: () => void }) {
  const say = useWords(stationWords);
  const name = useMachineName();
  const states = useAsk("telemetry.current_states", {}, { every: 20_000 });
  const span = states.data?.find((each) => each.equipment === station);
  return (
    <button type="button" className="station-name" onClick={onChange} title={say("change")}>
      <strong>{name(station)}</strong>
      <StateMark state={span?.state} />
    </button>
  );
}

/** What became of the last entry. It says saved only once the server has said so. */
function ReceiptLine({ receipt, lot }: { receipt: Receipt | null; lot: string }) {
  const say = useWords(stationWords);
  const format = useFormat();
  const told = receipt
    ? receipt.sentAt
      ? say("saved", { number: receipt.number, time: format.time(receipt.sentAt, true) })
      : say("saving", { number: receipt.number })
    : "";
  return (
    <div className={receipt && !receipt.sentAt ? "receipt waiting" : "receipt"} role="status" data-testid="receipt">
      {told} {lot && <b>{say("lot", { lot })}</b>}
    </div>
  );
}
