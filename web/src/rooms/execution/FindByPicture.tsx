import { Button, Modal } from "@mantine/core";
import { IconCamera, IconPhoto } from "@tabler/icons-react";
import { type ChangeEvent, useRef, useState } from "react";
import { useLocation } from "wouter";
import { Refused } from "../../design/Asked";
import { Tag } from "../../design/Figure";
import { useWords } from "../../design/words";
import { useAsk } from "../../transport/hooks";
import { MarkBoxes, MarkList } from "../quality/Marks";
import { type Reading, shrunk, useMarks } from "../quality/marks";
import { findWords } from "./findWords";
import "./find.css";

type Found = { id: string; page: string; what: string; how: string; read: string; likeness: number };

/** Take or choose a photograph of a label or a part mark, and open what its ids name. */
export function FindByPicture() {
  const say = useWords(findWords);
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button variant="default" leftSection={<IconCamera size={18} aria-hidden />} onClick={() => setOpened(true)}>{say("find")}</Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={say("find")} size="xl">
        {opened && <Photograph onOpened={() => setOpened(false)} />}
      </Modal>
    </>
  );
}

function Photograph({ onOpened }: { onOpened: () => void }) {
  const say = useWords(findWords);
  const camera = useRef<HTMLInputElement>(null);
  const files = useRef<HTMLInputElement>(null);
  const [url, setUrl] = useState("");
  const [unreadable, setUnreadable] = useState(false);
  const marks = useMarks();
  const take = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.currentTarget.files?.[0];
    event.currentTarget.value = "";
    if (!file) return;
    setUnreadable(false);
    try {
      const content = await shrunk(file);
      setUrl(content);
      marks.mutate({ content });
    } catch {
      setUnreadable(true);
    }
  };
  return (
    <div className="stack">
      <p className="muted find-how">{say("how")}</p>
      <div className="row">
        <input ref={camera} className="find-file" tabIndex={-1} type="file" accept="image/*" capture="environment" aria-label={say("take")} onChange={(event) => void take(event)} />
        <input ref={files} className="find-file" tabIndex={-1} type="file" accept="image/*" aria-label={say("choose")} onChange={(event) => void take(event)} />
        <Button loading={marks.isPending} leftSection={<IconCamera size={18} aria-hidden />} onClick={() => camera.current?.click()}>{say("take")}</Button>
        <Button variant="default" disabled={marks.isPending} leftSection={<IconPhoto size={18} aria-hidden />} onClick={() => files.current?.click()}>{say("choose")}</Button>
      </div>
      {unreadable && <p role="alert">{say("noPicture")}</p>}
      {marks.error && <Refused error={marks.error} />}
      {marks.isPending && <p role="status">{say("reading")}</p>}
      {url && marks.data && <Read url={url} reading={marks.data} onOpened={onOpened} />}
    </div>
  );
}

function Read({ url, reading, onOpened }: { url: string; reading: Reading; onOpened: () => void }) {
  const [chosen, setChosen] = useState("");
  const { width, height, marks } = reading.read;
  const texts = marks.map((mark) => mark.text);
  return (
    <div className="find-read">
      <div className="find-frame" style={{ aspectRatio: `${width} / ${height}` }}>
        <img src={url} alt="" />
        <MarkBoxes reading={reading} chosen={chosen} onChoose={setChosen} />
      </div>
      <div className="stack">
        {texts.length > 0 && <Named texts={texts} onOpened={onOpened} />}
        <MarkList reading={reading} chosen={chosen} onChoose={setChosen} />
      </div>
    </div>
  );
}

function Named({ texts, onOpened }: { texts: string[]; onOpened: () => void }) {
  const say = useWords(findWords);
  const [, go] = useLocation();
  const lots = useAsk("tracing.find_lots", { texts });
  const orders = useAsk("execution.find_orders", { texts });
  const problem = lots.error ?? orders.error;
  if (problem) return <Refused error={problem} />;
  if (!lots.data || !orders.data) return <p role="status">{say("looking")}</p>;
  const found: Found[] = [
    ...lots.data.map((each) => ({ ...each, id: each.lot, page: "/trace/", what: say(each.serial ? "serial" : "lot") })),
    ...orders.data.map((each) => ({ ...each, id: each.order, page: "/orders/", what: say("order") })),
  ].sort((a, b) => b.likeness - a.likeness);
  if (found.length === 0) return <p role="status">{say("none")}</p>;
  return (
    <ul className="find-list" aria-label={say("found")}>
      {found.map((each) => (
        <li key={each.page + each.id}>
          <button type="button" className="find-one" onClick={() => { onOpened(); go(`${each.page}${encodeURIComponent(each.id)}`); }}>
            <span><span className="muted">{each.what}</span> <strong>{each.id}</strong></span>
            <How found={each} />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Whether the id stood there, stood there but for doubles such as O and 0, or is a guess. */
function How({ found }: { found: Found }) {
  const say = useWords(findWords);
  if (found.how === "exact") return <Tag tone="good">{say("exact")}</Tag>;
  const told = { read: found.read };
  return <Tag tone="warn">{found.how === "alike" ? say("alike", told) : say("similar", told)}</Tag>;
}
