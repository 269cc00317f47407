import type { Edge, Genealogy, LotView } from "../../client/catalogue";

export type Box = {
  key: string;
  depth: number;
  lots: readonly LotView[];
  x: number;
  y: number;
};

export type Line = { from: Box; to: Box };

export type Picture = { boxes: readonly Box[]; lines: readonly Line[]; width: number; height: number };

export const BOX = { width: 178, height: 46, gapX: 54, gapY: 10 };

/** More lots than this of one material at one step are drawn as one box that opens. */
const TOGETHER = 14;

/**
 * Place a lot between what it was made from (left) and what it became part of (right).
 * Each step is a column; `opened` names the groups that are drawn lot by lot.
 */
export function place(root: string, back: Genealogy, forth: Genealogy, opened: ReadonlySet<string>): Picture {
  const lots = new Map([...back.nodes, ...forth.nodes].map((lot) => [lot.id, lot]));
  const edges = [...new Map([...back.edges, ...forth.edges].map((edge) => [`${edge.lot}>${edge.into}`, edge])).values()];
  const depths = depthsOf(root, edges, new Set(back.nodes.map((lot) => lot.id)), new Set(forth.nodes.map((lot) => lot.id)));
  const boxes = grouped(lots, depths, opened);
  setColumns(boxes);
  return {
    boxes,
    lines: linesOf(boxes, edges),
    width: Math.max(...boxes.map((box) => box.x + BOX.width), BOX.width) + 2,
    height: Math.max(...boxes.map((box) => box.y + BOX.height), BOX.height) + 2,
  };
}

function depthsOf(root: string, edges: readonly Edge[], back: Set<string>, forth: Set<string>): Map<string, number> {
  const depths = new Map([[root, 0]]);
  const walk = (step: 1 | -1, inside: Set<string>) => {
    const near = Map.groupBy(edges, (edge) => (step > 0 ? edge.lot : edge.into));
    let front = [root];
    for (let depth = step; front.length > 0; depth += step) {
      const next: string[] = [];
      for (const edge of front.flatMap((lot) => near.get(lot) ?? [])) {
        const other = step > 0 ? edge.into : edge.lot;
        if (!inside.has(other) || depths.has(other)) continue;
        depths.set(other, depth);
        next.push(other);
      }
      front = next;
    }
  };
  walk(-1, back);
  walk(1, forth);
  return depths;
}

function grouped(lots: Map<string, LotView>, depths: Map<string, number>, opened: ReadonlySet<string>): Box[] {
  const groups = Map.groupBy(
    [...lots.values()].filter((lot) => depths.has(lot.id)),
    (lot) => `${depths.get(lot.id)}|${lot.material}`,
  );
  const boxes: Box[] = [];
  for (const [key, members] of groups) {
    const depth = depths.get(members[0]?.id ?? "") ?? 0;
    if (members.length > TOGETHER && !opened.has(key)) boxes.push({ key, depth, lots: members, x: 0, y: 0 });
    else for (const lot of members) boxes.push({ key: lot.id, depth, lots: [lot], x: 0, y: 0 });
  }
  return boxes;
}

function setColumns(boxes: Box[]): void {
  const columns = Map.groupBy(boxes, (box) => box.depth);
  const tallest = Math.max(...[...columns.values()].map((column) => column.length), 1);
  const first = Math.min(...columns.keys());
  for (const [depth, column] of columns) {
    const top = ((tallest - column.length) * (BOX.height + BOX.gapY)) / 2;
    column.forEach((box, row) => {
      box.x = 1 + (depth - first) * (BOX.width + BOX.gapX);
      box.y = 1 + top + row * (BOX.height + BOX.gapY);
    });
  }
}

function linesOf(boxes: readonly Box[], edges: readonly Edge[]): Line[] {
  const boxOf = new Map(boxes.flatMap((box) => box.lots.map((lot) => [lot.id, box] as const)));
  const lines = new Map<string, Line>();
  for (const edge of edges) {
    const from = boxOf.get(edge.lot);
    const to = boxOf.get(edge.into);
    if (from && to && from !== to) lines.set(`${from.key}>${to.key}`, { from, to });
  }
  return [...lines.values()];
}
