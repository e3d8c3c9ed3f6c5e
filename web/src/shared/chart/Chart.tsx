import { useComputedColorScheme } from "@mantine/core";
import type { EChartsCoreOption } from "echarts/core";
import { useEffect, useRef } from "react";
import type { Drawing } from "./echarts";
import classes from "./Chart.module.css";

/** The colours that an option may use, taken from the page's theme. */
export type Ink = { ink: string; soft: string; rule: string; sheet: string; accent: string; series: string[] };

type Props = {
  /** Makes the picture; a pure function, so that it can be tested without one. */
  option: (ink: Ink) => EChartsCoreOption;
  height?: number;
  /** Hands out a function that returns the picture as a PNG data URL. */
  onReady?: (toPng: () => string) => void;
};

/** The one chart. Hidden from screen readers: the figure around it has a sentence and a table. */
export function Chart({ option, height = 300, onReady }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const drawing = useRef<Drawing>(null);
  const scheme = useComputedColorScheme("light");
  const ready = useRef(onReady);
  ready.current = onReady;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the scheme is read through the page's variables when it changes
  useEffect(() => {
    let gone = false;
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => drawing.current?.resize());
    void import("./echarts").then(({ draw }) => {
      if (gone) return;
      drawing.current ??= draw(element);
      const colours = readInk();
      drawing.current.setOption({ textStyle: { fontFamily: getComputedStyle(element).fontFamily }, animation: !reducedMotion(), animationDuration: 180, ...option(colours) }, { notMerge: true });
      observer.observe(element);
      ready.current?.(() => drawing.current?.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: colours.sheet }) ?? "");
    });
    return () => {
      gone = true;
      observer.disconnect();
    };
  }, [option, scheme]);

  useEffect(() => () => {
    drawing.current?.dispose();
    drawing.current = null;
  }, []);

  return <div ref={box} className={classes.chart} style={{ height }} aria-hidden="true" />;
}

function readInk(): Ink {
  const style = getComputedStyle(document.body);
  const get = (name: string) => style.getPropertyValue(name).trim();
  return {
    ink: get("--ink"), soft: get("--ink-soft"), rule: get("--rule"), sheet: get("--sheet"), accent: get("--accent"),
    series: [get("--accent"), ...[2, 3, 5, 6, 1, 7, 8].map((n) => get(`--stage-${n}`))],
  };
}

function reducedMotion(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
