/** The design's colours as a chart needs them: by value, because a canvas knows no variables. */
export type Colours = (name: string) => string;

/** An axis in the design's manner: faint grid, quiet labels. */
export function axis(colours: Colours, more: Record<string, unknown>): Record<string, unknown> {
  return {
    axisLine: { lineStyle: { color: colours("line-strong") } },
    axisTick: { show: false },
    splitLine: { show: more.type !== "time" && more.type !== "category", lineStyle: { color: colours("grid") } },
    nameTextStyle: { color: colours("ink-3"), fontSize: 11 },
    ...more,
    axisLabel: { color: colours("ink-3"), fontSize: 11, hideOverlap: true, ...(more.axisLabel as object | undefined) },
  };
}
