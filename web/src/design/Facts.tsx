import { type Format, shortName, useFormat } from "./format";

// The house rule that a physical number carries its unit in its name, read backwards.
const SUFFIXES: readonly [ending: string, unit: string][] = [
  ["_mm_s", "mm/s"], ["_m_s2", "m/s²"], ["_mm_rev", "mm/rev"], ["_mm_min", "mm/min"], ["_l_min", "L/min"], ["_m3_h", "m³/h"], ["_rpm", "rpm"], ["_kwh", "kWh"],
  ["_kw", "kW"], ["_hz", "Hz"], ["_nok_h", "NOK/h"], ["_nok", "NOK"], ["_pct", "%"], ["_um", "µm"], ["_nm", "Nm"],
  ["_mm", "mm"], ["_kn", "kN"], ["_kg", "kg"], ["_bar", "bar"], ["_minutes", "min"], ["_days", "d"], ["_c", "°C"],
  ["_h", "h"], ["_s", "s"], ["_ms", "ms"], ["_dba", "dB(A)"], ["_db", "dB"], ["_ma", "mA"], ["_hrc", "HRC"], ["_arcmin", "arcmin"],
];

export function unitOf(name: string): string {
  return SUFFIXES.find(([ending]) => name.endsWith(ending))?.[1] ?? "";
}

/** `vibration_rms_mm_s` as people read it: `vibration rms`. */
export function titleOf(name: string): string {
  const ending = SUFFIXES.find(([each]) => name.endsWith(each))?.[0] ?? "";
  const words = name.slice(0, name.length - ending.length).replaceAll(/[_.]/g, " ").trim() || name;
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Facts by name, each value shown as what it is: a time, a share, a quantity, a path. */
export function Facts({ facts, leaveOut = [] }: { facts: Record<string, unknown>; leaveOut?: readonly string[] }) {
  const format = useFormat();
  const shown = Object.entries(facts).filter(([name, value]) => !leaveOut.includes(name) && value !== null && value !== "");
  return (
    <dl className="facts">
      {shown.map(([name, value]) => (
        <FactLine key={name} name={name} value={value} format={format} />
      ))}
    </dl>
  );
}

function FactLine({ name, value, format }: { name: string; value: unknown; format: Format }) {
  return (
    <>
      <dt>{titleOf(name)}</dt>
      <dd>{factText(name, value, format)}</dd>
    </>
  );
}

const SHARES = /(probability|confidence|share|rate|ratio|precision)$|^share_/;

export function factText(name: string, value: unknown, format: Format): string {
  if (typeof value === "number") {
    if (SHARES.test(name) && value >= 0 && value <= 1) return format.percent(value, 1);
    if (/(^|_)p(_value)?$/.test(name) && value < 0.001) return "< 0.001";
    return format.quantity(value, unitOf(name));
  }
  if (typeof value === "string") return stringText(value, format);
  if (Array.isArray(value)) return listText(name, value, format);
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).map(([key, each]) => `${titleOf(key)}: ${factText(key, each, format)}`).join(" · ");
  }
  return String(value ?? "");
}

function listText(name: string, values: unknown[], format: Format): string {
  const shown = values.slice(0, 12).map((each) => factText(name, each, format)).join(", ");
  return values.length > 12 ? `${shown} … (${values.length})` : shown;
}

function stringText(value: string, format: Format): string {
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(value)) return format.dateTime(value);
  if (/^[\w-]+\/[\w-]+\/[\w-]+$/.test(value)) return shortName(value);
  // The name of a signal or of a kind of defect.
  if (/^[a-z]+(_[a-z0-9]+)+$/.test(value)) return titleOf(value);
  return value;
}
