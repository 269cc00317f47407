import { useCallback, useMemo } from "react";
import type { Equipment } from "../../client/catalogue";
import { shortName } from "../../design/format";
import { type Locale, useLocale } from "../../design/words";
import { useAsk } from "../../transport/hooks";

/** The plant's equipment, asked once and kept: it changes rarely. */
export function useEquipment() {
  return useAsk("plant.equipment_tree", {});
}

/** How people call a machine in the reader's language: `GR-04 · Grinder 4`. */
export function useMachineName(): (path: string | null | undefined) => string {
  const { data } = useEquipment();
  const locale = useLocale();
  const titles = useMemo(() => {
    const found = new Map<string, string>();
    for (const each of data ?? []) {
      const title = labelOf(each, locale);
      if (title !== each.name) found.set(each.id, title);
    }
    return found;
  }, [data, locale]);
  return useCallback(
    (path) => {
      const title = path ? titles.get(path) : "";
      return title ? `${shortName(path)} · ${title}` : shortName(path);
    },
    [titles],
  );
}

/** The label of an equipment in the reader's language. */
export function labelOf(equipment: Equipment, locale: Locale): string {
  const label = equipment.facts[locale === "de" ? "label_de" : "label"];
  return typeof label === "string" && label ? label : equipment.name;
}

/** The plant's time zone, from its site. */
export function usePlantZone(): string {
  const { data } = useEquipment();
  const site = data?.find((each) => each.kind === "site" && each.facts.zone);
  return String(site?.facts.zone ?? "Europe/Oslo");
}

/** Whether the equipment is, or lies under, the other. */
export function isWithin(equipment: string, under: string): boolean {
  return !under || equipment === under || equipment.startsWith(`${under}/`);
}
