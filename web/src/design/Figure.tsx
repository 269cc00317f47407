import type { ReactNode } from "react";

export type Tone = "good" | "warn" | "bad" | "info" | "plain";

type FigureProps = {
  label: string;
  value: ReactNode;
  unit?: string;
  under?: ReactNode;
  tone?: Tone;
  /** Opens the rows behind the figure. */
  onOpen?: () => void;
};

/** One figure of the plant. Where it can, it opens to the rows behind it. */
export function Figure({ label, value, unit, under, tone = "plain", onOpen }: FigureProps) {
  const inner = (
    <>
      <span className="label">{label}</span>
      <span className="value">
        {value}
        {unit && <small>{unit}</small>}
      </span>
      <span className="under">{under}</span>
    </>
  );
  if (!onOpen) return <div className={`figure ${tone}`}>{inner}</div>;
  return (
    <button type="button" className={`figure ${tone}`} onClick={onOpen}>
      {inner}
    </button>
  );
}

export function Figures({ children }: { children: ReactNode }) {
  return <div className="figures">{children}</div>;
}

export function Tag({ tone = "plain", children }: { tone?: Tone; children: ReactNode }) {
  return <span className={`tag ${tone}`}>{children}</span>;
}

type BarProps = { share: number | null | undefined; tone?: Tone; label: string };

/** A share between 0 and 1 as a bar; the label says it to those who do not see it. */
export function Bar({ share, tone = "plain", label }: BarProps) {
  const width = Math.max(0, Math.min(1, share ?? 0)) * 100;
  return (
    <div className={`bar ${tone}`} role="img" aria-label={label}>
      <i style={{ width: `${width}%` }} />
    </div>
  );
}

type IntervalProps = { low: number; value: number; high: number; show: (value: number) => string };

/** An estimate with its interval: what is likely, and how sure that is. */
export function Interval({ low, value, high, show }: IntervalProps) {
  const [from, to] = padded(Math.min(low, 0), Math.max(high, 0));
  const x = (at: number) => 4 + ((at - from) / (to - from)) * 292;
  return (
    <svg className="interval" viewBox="0 0 300 34" role="img" aria-label={`${show(value)} (${show(low)} – ${show(high)})`}>
      <line x1="4" x2="296" y1="11" y2="11" className="axis" />
      <rect x={x(low)} y="5" width={Math.max(2, x(high) - x(low))} height="12" className="span" rx="2" />
      <rect x={x(value) - 1.5} y="2" width="3" height="18" className="mark" />
      <text x={clamp(x(low), 4, 200)} y="32">{show(low)}</text>
      <text x={clamp(x(high), 100, 296)} y="32" textAnchor="end">{show(high)}</text>
    </svg>
  );
}

function padded(from: number, to: number): [number, number] {
  const margin = (to - from || 1) * 0.04;
  return [from - margin, to + margin];
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
