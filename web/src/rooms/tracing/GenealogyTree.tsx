import { useMemo, useState } from "react";
import { useLocation } from "wouter";
import type { LotView } from "../../client/catalogue";
import { useFormat } from "../../design/format";
import { useWords, type Words } from "../../design/words";
import { Asked } from "../../design/Asked";
import { useAsk } from "../../transport/hooks";
import { BOX, type Box, place } from "./layout";
import { tracingWords } from "./words";

/** The lot between its sources and its descendants; every box opens. */
export function GenealogyTree({ lot }: { lot: string }) {
  const back = useAsk("tracing.backward", { lot, limit: 400 });
  const forth = useAsk("tracing.forward", { lot, limit: 400 });
  return (
    <Asked query={back}>
      {(from) => <Asked query={forth}>{(into) => <Tree lot={lot} back={from} forth={into} />}</Asked>}
    </Asked>
  );
}

type TreeProps = { lot: string } & Record<"back" | "forth", Parameters<typeof place>[1]>;

function Tree({ lot, back, forth }: TreeProps) {
  const say = useWords(tracingWords);
  const [, go] = useLocation();
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const picture = useMemo(() => place(lot, back, forth, opened), [lot, back, forth, opened]);
  const open = (box: Box) => {
    const only = box.lots.length === 1 ? box.lots[0] : undefined;
    if (only) go(`/trace/${encodeURIComponent(only.id)}`);
    else setOpened(new Set([...opened, box.key]));
  };
  return (
    <div className="tree-wrap" tabIndex={0} role="group" aria-label={say("tree")}>
      <svg width={picture.width} height={picture.height} className="tree">
        {picture.lines.map(({ from, to }) => (
          <path key={`${from.key}>${to.key}`} d={curve(from, to)} className="tree-line" />
        ))}
        {picture.boxes.map((box) => (
          <LotBox key={box.key} box={box} isRoot={box.lots[0]?.id === lot} onOpen={() => open(box)} />
        ))}
      </svg>
      {!(back.complete && forth.complete) && <div className="message">{say("cut")}</div>}
    </div>
  );
}

function curve(from: Box, to: Box): string {
  const x1 = from.x + BOX.width;
  const y1 = from.y + BOX.height / 2;
  const x2 = to.x;
  const y2 = to.y + BOX.height / 2;
  const bend = BOX.gapX / 2;
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}

function LotBox({ box, isRoot, onOpen }: { box: Box; isRoot: boolean; onOpen: () => void }) {
  const say = useWords<Words>(tracingWords);
  const format = useFormat();
  const first = box.lots[0] as LotView;
  const many = box.lots.length > 1;
  const state = many ? mostGrave(box.lots) : first.state;
  const title = many ? say("lots", { count: box.lots.length }) : first.id;
  const under = many ? first.material : `${first.material} · ${format.quantity(Number(first.quantity), first.unit)}`;
  return (
    <g transform={`translate(${box.x} ${box.y})`} className={`tree-box ${state}${isRoot ? " root" : ""}`}>
      <g role="button" tabIndex={0} aria-label={`${title}, ${under}, ${say(state)}`} onClick={onOpen} onKeyDown={(event) => event.key === "Enter" && onOpen()}>
        <rect width={BOX.width} height={BOX.height} rx="4" className="body" />
        {many && <rect x="3" y="3" width={BOX.width} height={BOX.height} rx="4" className="behind" />}
        <rect width="4" height={BOX.height} rx="2" className="edge" />
      </g>
      <g aria-hidden pointerEvents="none">
        <text x="13" y="19" className="title">{cut(title, 21)}</text>
        <text x="13" y="36" className="under">{cut(under, 19)}</text>
        <text x={BOX.width - 8} y="36" className="state">{state === "held" || state === "scrapped" || state === "shipped" ? say(state) : ""}</text>
      </g>
    </g>
  );
}

function mostGrave(lots: readonly LotView[]): string {
  return ["held", "scrapped", "available"].find((state) => lots.some((lot) => lot.state === state)) ?? lots[0]?.state ?? "";
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
