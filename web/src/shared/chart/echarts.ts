import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { type ECharts, init, use } from "echarts/core";
import { LabelLayout } from "echarts/features";
import { CanvasRenderer } from "echarts/renderers";

use([BarChart, LineChart, GridComponent, TooltipComponent, MarkLineComponent, LabelLayout, CanvasRenderer]);

export type Drawing = ECharts;

/** Begins a picture in an element. Loaded only where a chart is shown. */
export function draw(element: HTMLElement): Drawing {
  return init(element);
}
