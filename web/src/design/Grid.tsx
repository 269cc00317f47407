import { type KeyboardEvent, type ReactNode, useMemo, useState } from "react";
import { useWords } from "./words";

export type Column<T> = {
  key: string;
  title: string;
  show: (row: T) => ReactNode;
  /** What the rows are sorted by, and what an export writes. */
  sort?: (row: T) => string | number | null | undefined;
  number?: boolean;
  width?: string | number;
};

type GridProps<T> = {
  rows: readonly T[];
  columns: readonly Column<T>[];
  rowKey: (row: T) => string;
  onOpen?: (row: T) => void;
  chosen?: string;
  empty?: ReactNode;
  /** A name makes the list exportable as a file. */
  exportAs?: string;
  maxHeight?: number | string;
  caption?: string;
};

const words = {
  empty: ["Nothing here.", "Nichts vorhanden."],
  export: ["Export CSV", "Als CSV ausgeben"],
  more: ["Show {count} more", "{count} weitere zeigen"],
} as const;

const PAGE = 200;

/** A dense list: sorts by any column, opens by mouse or keyboard, and can be taken away as a file. */
export function Grid<T>(props: GridProps<T>) {
  const say = useWords(words);
  const [order, setOrder] = useState<{ key: string; down: boolean } | null>(null);
  const [limit, setLimit] = useState(PAGE);
  const rows = useMemo(() => sorted(props.rows, props.columns, order), [props.rows, props.columns, order]);
  if (props.rows.length === 0) return <div className="message">{props.empty ?? say("empty")}</div>;
  const turn = (key: string) => setOrder((now) => ({ key, down: now?.key === key ? !now.down : false }));
  return (
    <>
      <div className="grid-wrap" style={{ maxHeight: props.maxHeight }} tabIndex={props.maxHeight ? 0 : undefined}>
        <table className="grid">
          {props.caption && <caption className="visually-hidden">{props.caption}</caption>}
          <thead>
            <tr>
              {props.columns.map((column) => (
                <th key={column.key} className={column.number ? "num" : undefined} style={{ width: column.width }} aria-sort={ariaSort(order, column.key)}>
                  {column.sort ? (
                    <button type="button" onClick={() => turn(column.key)}>
                      {column.title}
                      {order?.key === column.key ? (order.down ? " ↓" : " ↑") : ""}
                    </button>
                  ) : (
                    column.title
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, limit).map((row) => (
              <Row key={props.rowKey(row)} row={row} {...props} />
            ))}
          </tbody>
        </table>
      </div>
      {(rows.length > limit || props.exportAs) && (
        <div className="row spread" style={{ padding: "4px 10px", fontSize: 12 }}>
          {rows.length > limit ? (
            <button type="button" className="bare" style={{ color: "var(--link)" }} onClick={() => setLimit(limit + PAGE)}>
              {say("more", { count: rows.length - limit })}
            </button>
          ) : (
            <span className="muted">{rows.length}</span>
          )}
          {props.exportAs && (
            <button type="button" className="bare" style={{ color: "var(--link)" }} onClick={() => download(props)}>
              {say("export")}
            </button>
          )}
        </div>
      )}
    </>
  );
}

function Row<T>({ row, columns, rowKey, onOpen, chosen }: { row: T } & GridProps<T>) {
  const open = onOpen ? () => onOpen(row) : undefined;
  const byKey = (event: KeyboardEvent) => {
    if ((event.key === "Enter" || event.key === " ") && event.target === event.currentTarget) {
      event.preventDefault();
      open?.();
    }
  };
  const isChosen = chosen !== undefined && chosen === rowKey(row);
  const classes = [open ? "opens" : "", isChosen ? "chosen" : ""].join(" ").trim();
  return (
    <tr className={classes || undefined} onClick={open} onKeyDown={open ? byKey : undefined} tabIndex={open ? 0 : undefined} aria-selected={isChosen || undefined}>
      {columns.map((column) => (
        <td key={column.key} className={column.number ? "num" : undefined}>
          {column.show(row)}
        </td>
      ))}
    </tr>
  );
}

function ariaSort(order: { key: string; down: boolean } | null, key: string) {
  if (order?.key !== key) return undefined;
  return order.down ? "descending" : "ascending";
}

function sorted<T>(rows: readonly T[], columns: readonly Column<T>[], order: { key: string; down: boolean } | null) {
  const by = columns.find((column) => column.key === order?.key)?.sort;
  if (!order || !by) return rows;
  const turned = order.down ? -1 : 1;
  return [...rows].sort((a, b) => turned * compare(by(a), by(b)));
}

function compare(a: string | number | null | undefined, b: string | number | null | undefined): number {
  if (a === b) return 0;
  if (a === null || a === undefined) return 1;
  if (b === null || b === undefined) return -1;
  return typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));
}

function download<T>({ rows, columns, exportAs }: GridProps<T>): void {
  const written = columns.filter((column) => column.sort);
  const lines = [
    written.map((column) => quoted(column.title)),
    ...rows.map((row) => written.map((column) => quoted(column.sort?.(row)))),
  ];
  const file = new Blob([`\ufeff${lines.map((line) => line.join(",")).join("\r\n")}`], { type: "text/csv" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `${exportAs}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}

// A text that begins like a formula is disarmed: a spreadsheet would run it.
function quoted(value: string | number | null | undefined): string {
  const text = String(value ?? "");
  const safe = typeof value === "string" && /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
