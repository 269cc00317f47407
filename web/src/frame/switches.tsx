import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { IconMoon, IconSun } from "@tabler/icons-react";
import { useLocale, useWords } from "../design/words";
import { useSetLanguage } from "./language";

const words = {
  toDark: ["Dark colours", "Dunkle Farben"],
  toLight: ["Light colours", "Helle Farben"],
  toOther: ["DE – auf Deutsch", "EN – in English"],
} as const;

export function SchemeSwitch() {
  const say = useWords(words);
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme("light");
  const next = scheme === "dark" ? "light" : "dark";
  const label = say(next === "dark" ? "toDark" : "toLight");
  return (
    <ActionIcon variant="subtle" color="gray" size="lg" onClick={() => setColorScheme(next)} aria-label={label} title={label}>
      {scheme === "dark" ? <IconSun size={18} /> : <IconMoon size={18} />}
    </ActionIcon>
  );
}

export function LanguageSwitch() {
  const say = useWords(words);
  const locale = useLocale();
  const setLocale = useSetLanguage();
  return (
    <ActionIcon variant="subtle" color="gray" size="lg" onClick={() => setLocale(locale === "en" ? "de" : "en")} aria-label={say("toOther")} title={say("toOther")}>
      <span style={{ fontSize: 12, fontWeight: 600 }}>{locale === "en" ? "DE" : "EN"}</span>
    </ActionIcon>
  );
}
