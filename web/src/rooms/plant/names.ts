import { useCallback, useMemo } from "react";
import { shortName } from "../../design/format";
import { useLocale } from "../../design/words";
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
      const title = each.facts[locale === "de" ? "name_de" : "title"] ?? each.facts.name_en ?? "";
      found.set(each.id, String(title || ""));
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
