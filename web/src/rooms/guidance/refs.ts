import type { Recommendation } from "../../client/catalogue";

// Where each kind of evidence opens; what has no page of its own opens nowhere.
const PAGES: Record<string, (id: string, about: Recommendation) => string> = {
  "quality.correlation": (id) => `/quality/correlation/${id}`,
  "quality.pattern": (id) => `/quality/pattern/${id}`,
  "quality.picture": (id) => `/quality/picture/${id}`,
  "quality.chart": () => "/quality",
  "quality.nonconformance": (id) => `/quality/nonconformance/${id}`,
  "maintenance.prediction": (_, about) => `/assets/${about.equipment}`,
  "maintenance.condition": (id) => `/assets/${id}`,
  "maintenance.work_order": (_, about) => `/assets/${about.equipment}`,
  "maintenance.past_repairs": (_, about) => `/assets/${about.equipment}`,
  "tracing.lot": (id) => `/trace/${id}`,
  "execution.order": (id) => `/orders/${id}`,
  "guidance.recommendation": (id) => `/inbox/${id}`,
  "scheduling.plan": () => "/plan",
};

export function pageOf(ref: string, about: Recommendation): string {
  const cut = ref.indexOf("/");
  if (cut < 0) return "";
  return PAGES[ref.slice(0, cut)]?.(ref.slice(cut + 1), about) ?? "";
}
