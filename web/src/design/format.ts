import { createContext, useContext, useMemo } from "react";
import { type Locale, useLocale } from "./words";

/** The plant's time zone: every clock time on a screen is the plant's, not the reader's. */
export const ZoneContext = createContext("UTC");

type Moment = string | number | Date | null | undefined;

export const NONE = "–";

// Units as people write them; what is not listed is shown as it came.
const UNITS: Record<string, string> = {
  degC: "°C", celsius: "°C", mm_s: "mm/s", "m/s2": "m/s²", um: "µm", pcs: "pcs", percent: "%",
};

const PIECES = { en: "pcs", de: "Stk." };

export class Format {
  private readonly tag: string;

  constructor(readonly locale: Locale, readonly zone: string) {
    this.tag = locale === "de" ? "de-DE" : "en-GB";
  }

  number(value: number | null | undefined, digits?: number): string {
    if (value === null || value === undefined || !Number.isFinite(value)) return NONE;
    const places = digits ?? usefulDigits(value);
    return value.toLocaleString(this.tag, {
      minimumFractionDigits: digits ?? 0,
      maximumFractionDigits: places,
    });
  }

  /** A share between 0 and 1 as a percentage. */
  percent(share: number | null | undefined, digits = 0): string {
    if (share === null || share === undefined || !Number.isFinite(share)) return NONE;
    return `${this.number(share * 100, digits)} %`;
  }

  quantity(value: number | null | undefined, unit: string, digits?: number): string {
    const shown = this.number(value, digits);
    return shown === NONE || !unit ? shown : `${shown} ${this.unit(unit)}`;
  }

  unit(unit: string): string {
    return unit === "pcs" ? PIECES[this.locale] : (UNITS[unit] ?? unit);
  }

  time(at: Moment, seconds = false): string {
    return this.moment(at, {
      hour: "2-digit", minute: "2-digit", second: seconds ? "2-digit" : undefined, hourCycle: "h23",
    });
  }

  date(at: Moment): string {
    return this.moment(at, { weekday: "short", day: "2-digit", month: "short" });
  }

  dateTime(at: Moment): string {
    return this.moment(at, {
      day: "2-digit", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
    });
  }

  fullDate(at: Moment): string {
    return this.moment(at, {
      year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
      second: "2-digit", hourCycle: "h23",
    });
  }

  /** A length of time in its two largest units. */
  duration(seconds: number | null | undefined): string {
    if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return NONE;
    const rest = Math.abs(Math.round(seconds));
    const sign = seconds < 0 ? "−" : "";
    if (rest < 60) return `${sign}${rest} s`;
    if (rest < 3600) return `${sign}${Math.floor(rest / 60)} min`;
    const hours = Math.floor(rest / 3600);
    const minutes = Math.floor((rest % 3600) / 60);
    if (hours < 48) return `${sign}${hours} h${minutes ? ` ${minutes} min` : ""}`;
    const days = Math.floor(hours / 24);
    const left = hours % 24;
    return `${sign}${days} d${left && days < 10 ? ` ${left} h` : ""}`;
  }

  hours(hours: number | null | undefined): string {
    return hours === null || hours === undefined ? NONE : this.duration(hours * 3600);
  }

  /** How long ago, short: what a tile shows beside a value. */
  age(seconds: number | null | undefined): string {
    return this.duration(seconds === null || seconds === undefined ? seconds : Math.max(0, seconds));
  }

  private moment(at: Moment, shape: Intl.DateTimeFormatOptions): string {
    if (at === null || at === undefined || at === "") return NONE;
    const date = at instanceof Date ? at : new Date(at);
    if (Number.isNaN(date.getTime())) return NONE;
    return formatter(this.tag, this.zone, shape).format(date);
  }
}

const formatters = new Map<string, Intl.DateTimeFormat>();

// Making a formatter is slow, and a Gantt asks for thousands of times.
function formatter(tag: string, zone: string, shape: Intl.DateTimeFormatOptions) {
  const key = `${tag}|${zone}|${JSON.stringify(shape)}`;
  let found = formatters.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(tag, { ...shape, timeZone: zone });
    formatters.set(key, found);
  }
  return found;
}

function usefulDigits(value: number): number {
  const size = Math.abs(value);
  if (Number.isInteger(value) || size >= 1000) return 0;
  if (size >= 100) return 1;
  if (size >= 1) return 2;
  return size >= 0.01 ? 3 : 5;
}

export function useFormat(): Format {
  const locale = useLocale();
  const zone = useContext(ZoneContext);
  return useMemo(() => new Format(locale, zone), [locale, zone]);
}

/** The last part of an equipment path: `halden/machining/GR-04` is shown as `GR-04`. */
export function shortName(path: string | null | undefined): string {
  return path ? (path.split("/").pop() ?? path) : NONE;
}

/** `user:sigrid.demo` or `service:quality` as people say it. */
export function actorName(actor: string | null | undefined): string {
  return actor ? actor.replace(/^(user|service|agent):/, "") : NONE;
}
