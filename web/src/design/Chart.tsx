import { useComputedColorScheme } from "@mantine/core";
import { BarChart, LineChart, ScatterChart } from "echarts/charts";
import { DataZoomComponent, GridComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { type EChartsCoreOption, init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import type { Colours } from "./axis";

use([LineChart, ScatterChart, BarChart, GridComponent, TooltipComponent, MarkLineComponent, MarkAreaComponent, DataZoomComponent, CanvasRenderer]);

type ChartProps = {
  /** What the chart says, for those who do not see it. */
  label: string;
  height: number;
  option: (colours: Colours) => EChartsCoreOption;
  /** Hears where on a time axis the chart was clicked. */
  onTime?: (at: number) => void;
};

export default function Chart({ label, height, option, onTime }: ChartProps) {
  const holder = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme("light");
  useEffect(() => {
    if (!holder.current) return;
    const styles = getComputedStyle(holder.current);
    const colours = (name: string) => styles.getPropertyValue(`--${name}`).trim();
    const chart = init(holder.current, undefined, { renderer: "canvas" });
    chart.setOption(withFrame(option(colours), colours));
    if (onTime) {
      chart.getZr().on("click", (event) => {
        const [at] = chart.convertFromPixel({ gridIndex: 0 }, [event.offsetX, event.offsetY]) ?? [];
        if (typeof at === "number") onTime(at);
      });
    }
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(holder.current);
    return () => {
      watch.disconnect();
      chart.dispose();
    };
  }, [option, scheme, onTime]);
  return <div ref={holder} className="chart" style={{ height }} role="img" aria-label={label} />;
}

function withFrame(option: EChartsCoreOption, colours: Colours): EChartsCoreOption {
  return {
    animation: false,
    textStyle: { fontFamily: "IBM Plex Sans Variable, sans-serif", color: colours("ink-2") },
    grid: { left: 8, right: 20, top: 28, bottom: 8, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    tooltip: {
      trigger: "axis",
      backgroundColor: colours("panel"),
      borderColor: colours("line-strong"),
      textStyle: { color: colours("ink"), fontSize: 12 },
    },
    ...option,
  };
}
