import { createContext, useCallback, useContext } from "react";

export type Locale = "en" | "de";

/** A catalogue of words: each key holds the English and the German wording, side by side. */
export type Words = Record<string, readonly [english: string, german: string]>;

export type Speak<W extends Words> = (key: keyof W & string, facts?: Facts) => string;

type Facts = Record<string, string | number>;

export const LocaleContext = createContext<Locale>("en");

export function useLocale(): Locale {
  return useContext(LocaleContext);
}

/** Look words up in the reader's language; `{name}` in a wording is filled from the facts. */
export function useWords<W extends Words>(words: W): Speak<W> {
  const locale = useLocale();
  return useCallback((key, facts) => wording(words, key, locale, facts), [words, locale]);
}

/** The wording of a key that may not be in the catalogue, for codes that come from the server. */
export function wordingOr(words: Words, key: string, locale: Locale, otherwise: string, facts?: Facts): string {
  return key in words ? wording(words, key, locale, facts) : otherwise;
}

function wording(words: Words, key: string, locale: Locale, facts?: Facts): string {
  const pair = words[key];
  if (!pair) return key;
  const text = pair[locale === "de" ? 1 : 0];
  return facts ? text.replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? "")) : text;
}
