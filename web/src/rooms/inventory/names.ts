import { useCallback, useMemo } from "react";
import { useLocale } from "../../design/words";
import { useAsk } from "../../transport/hooks";

/** A material's name in the reader's language; its number where it has none. */
export function useMaterialName(): (material: string) => string {
  const { data } = useAsk("plant.materials", {});
  const locale = useLocale();
  const names = useMemo(
    () => new Map((data ?? []).map((each) => [each.id, locale === "de" && typeof each.facts.name_de === "string" ? each.facts.name_de : each.name])),
    [data, locale],
  );
  return useCallback((material) => names.get(material) ?? material, [names]);
}
