import { asState, useStateName } from "../../design/states";
import { useFormat } from "../../design/format";

export type Span = { state: string; start: string; end: string | null; unexplained?: boolean; note?: string; /** The beginning of the stop that the span is a part of. */ stop?: string };

type Props = {
  spans: readonly Span[];
  start: number;
  end: number;
  height?: number;
  label: string;
  onOpen?: (span: Span) => void;
};

const WIDTH = 1000;

/** A machine's states over a stretch of time, to the minute. What nobody explained yet blinks. */
export function StateStrip({ spans, start, end, height = 18, label, onOpen }: Props) {
  const name = useStateName();
  const format = useFormat();
  const x = (at: number) => ((Math.min(Math.max(at, start), end) - start) / (end - start)) * WIDTH;
  return (
    <svg className="strip" viewBox={`0 0 ${WIDTH} ${height}`} height={height} preserveAspectRatio="none" role="img" aria-label={label}>
      <HatchPattern />
      <rect x="0" y="0" width={x(Date.now())} height={height} className="no_data" />
      {spans.map((span) => {
        const from = x(new Date(span.start).getTime());
        const until = x(span.end ? new Date(span.end).getTime() : Math.min(Date.now(), end));
        if (until <= from) return null;
        const open = onOpen && span.unexplained ? () => onOpen(span) : undefined;
        return (
          <rect
            key={`${span.start}-${span.state}`}
            x={from}
            y="0"
            width={Math.max(until - from, 0.6)}
            height={height}
            className={span.unexplained ? `${asState(span.state)} unexplained` : asState(span.state)}
            onClick={open}
          >
            <title>{`${name(span.state)} ${format.time(span.start)} – ${span.end ? format.time(span.end) : ""}${span.note ? ` · ${span.note}` : ""}`}</title>
          </rect>
        );
      })}
    </svg>
  );
}

/** What was never heard is hatched: nobody takes it for idle or for zero. */
function HatchPattern() {
  return (
    <defs>
      <pattern id="no-data-hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="7" height="7" className="strip-hatch-ground" />
        <line x1="0" y1="0" x2="0" y2="7" strokeWidth="1.6" className="strip-hatch-line" />
      </pattern>
    </defs>
  );
}
