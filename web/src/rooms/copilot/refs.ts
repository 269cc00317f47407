// Where a cited thing opens. A reference names its kind before the first slash or colon.
const PAGES: readonly [prefix: string, page: string][] = [
  ["quality.correlation/", "/quality/correlation/"],
  ["quality.picture/", "/quality/picture/"],
  ["quality.nonconformance/", "/quality/nonconformance/"],
  ["maintenance.condition/", "/assets/"],
  ["maintenance.assets/", "/assets/"],
  ["tracing.lot/", "/trace/"],
  ["execution.order/", "/orders/"],
  ["guidance.recommendation/", "/inbox/"],
];

export function pageOfRef(ref: string): string {
  const found = PAGES.find(([prefix]) => ref.startsWith(prefix));
  return found ? found[1] + ref.slice(found[0].length) : "";
}
