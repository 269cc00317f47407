import { Button, Modal, SegmentedControl } from "@mantine/core";
import { IconPrinter } from "@tabler/icons-react";
import { useState } from "react";
import { createPortal } from "react-dom";
import type { Label } from "../../client/catalogue";
import { Asked } from "../../design/Asked";
import { useLocale, useWords } from "../../design/words";
import { useAsk } from "../../transport/hooks";
import { labelWords } from "./labelWords";
import "./label.css";

type Symbol = "data_matrix" | "qr";

/** A button that shows a lot's or serial's label, to print it here or to send it to a label printer; `touch` makes it large enough for gloves. */
export function PrintLabel({ lot, size, touch }: { lot: string; size?: string; touch?: boolean }) {
  const say = useWords(labelWords);
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button variant="default" size={size} h={touch ? "var(--touch)" : undefined} leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => setOpened(true)}>{say("print")}</Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={say("label", { lot })} size="lg">
        {opened && <Preview lot={lot} />}
      </Modal>
    </>
  );
}

function Preview({ lot }: { lot: string }) {
  const say = useWords(labelWords);
  const language = useLocale();
  const [symbol, setSymbol] = useState<Symbol>("data_matrix");
  const label = useAsk("tracing.label", { lot, symbol, language });
  return (
    <div className="stack">
      <SegmentedControl aria-label={say("symbol")} value={symbol} onChange={(value) => setSymbol(value as Symbol)} data={[{ value: "data_matrix", label: say("data_matrix") }, { value: "qr", label: say("qr") }]} />
      <Asked query={label} lines={6}>{(found) => <Printable label={found} />}</Asked>
    </div>
  );
}

function Printable({ label }: { label: Label }) {
  const say = useWords(labelWords);
  const picture = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(label.svg)}`;
  const told = label.lines.map((line) => `${line.name} ${line.value}`).join(", ");
  return (
    <>
      <img className="label-shown" src={picture} alt={told} />
      <div className="row">
        <Button leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => window.print()}>{say("print")}</Button>
        <Button variant="default" component="a" download={`${label.lot}.zpl`} href={`data:application/octet-stream;charset=utf-8,${encodeURIComponent(label.zpl)}`}>{say("zpl")}</Button>
      </div>
      <span className="muted">{say("size", { width: label.width_mm, height: label.height_mm })}</span>
      {createPortal(<div className="label-paper" aria-hidden="true"><img src={picture} alt="" /></div>, document.body)}
    </>
  );
}
