import { useWords } from "./words";
import "./states.css";

export const STATES = [
  "running", "setup", "idle", "blocked", "starved", "down", "maintenance", "off", "no_data",
] as const;

export type MachineState = (typeof STATES)[number];

const words = {
  running: ["Running", "Läuft"],
  setup: ["Set-up", "Rüsten"],
  idle: ["Idle", "Leerlauf"],
  blocked: ["Blocked", "Blockiert"],
  starved: ["Starved", "Wartet auf Teile"],
  down: ["Down", "Störung"],
  maintenance: ["Maintenance", "Wartung"],
  off: ["Off", "Aus"],
  no_data: ["No data", "Keine Daten"],
} as const;

export function asState(state: string | null | undefined): MachineState {
  return STATES.includes(state as MachineState) ? (state as MachineState) : "no_data";
}

export function useStateName(): (state: string | null | undefined) => string {
  const say = useWords(words);
  return (state) => say(asState(state));
}

/** The shape of a machine's state. Shape and word carry the meaning, colour repeats it. */
export function StateGlyph({ state, size = 16 }: { state: string | null | undefined; size?: number }) {
  const known = asState(state);
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" className={`glyph ${known}`}>
      {SHAPES[known]}
    </svg>
  );
}

const SHAPES: Record<MachineState, React.ReactNode> = {
  running: (<><circle cx="8" cy="8" r="7.5" className="fill" /><path d="M6.2 4.6v6.8L11.8 8z" className="on" /></>),
  setup: (<><rect x="1" y="1" width="14" height="14" rx="2" className="fill" /><path d="M4 6h5M11 6h1M4 10h1M7 10h5M10 4.4v3.2M6 8.4v3.2" className="stroke-on" /></>),
  idle: <circle cx="8" cy="8" r="6" className="hollow" />,
  blocked: (<><path d="M1 8 5 3v3h4v4H5v3z" className="fill" transform="rotate(180 5.5 8)" /><rect x="12.4" y="2" width="2.6" height="12" className="fill" /></>),
  starved: (<><path d="M2 3v10M5.5 3v10" className="dashed" /><path d="M8 8l5-4v8z" className="fill" /></>),
  down: (<><path d="M8 .4 15.6 8 8 15.6.4 8z" className="fill" /><path d="M8 4v5M8 10.6v1.8" className="stroke-on" /></>),
  maintenance: (<><rect x="1" y="1" width="14" height="14" rx="7" className="fill" /><path d="M5 11 9.2 6.8M9 4.4a2.4 2.4 0 1 0 2.7 2.7L10.2 7 9 5.8z" className="stroke-on" /></>),
  off: (<><circle cx="8" cy="8" r="6.2" className="hollow" /><path d="M4.6 8h6.8" className="stroke" /></>),
  no_data: (<><circle cx="8" cy="8" r="6.6" className="unknown" /><path d="M6.2 6.3a1.9 1.9 0 1 1 2.6 1.8c-.6.3-.8.6-.8 1.2M8 11v1.2" className="stroke" /></>),
};

export function StateMark({ state }: { state: string | null | undefined }) {
  const name = useStateName();
  return (
    <span className={`state-mark ${asState(state)}`}>
      <StateGlyph state={state} />
      <span>{name(state)}</span>
    </span>
  );
}
