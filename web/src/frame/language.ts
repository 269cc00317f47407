import { createContext, useContext } from "react";
import type { Locale } from "../design/words";

export const LanguageContext = createContext<(locale: Locale) => void>(() => undefined);

export function useSetLanguage(): (locale: Locale) => void {
  return useContext(LanguageContext);
}
