import { useComputedColorScheme } from "@mantine/core";
import type { EChartsCoreOption } from "echarts/core";
import { useEffect, useRef } from "react";
import type { Drawing } from "./echarts";
import classes from "./Chart.module.css";

/** The colours that an option may use, taken from the page's theme. */
export type Ink = { ink: string; soft: string; rule: string; sheet: string; accent: string; series: string[] };

/** A place in the picture: which of its grids, which point of its time axis, and how high. */
export type Pick = { grid: number; index: number; value: number };

type Props = {
  /** Makes the picture; a pure function, so that it can be tested without one. */
  option: (ink: Ink) => EChartsCoreOption;
  height?: number;
  /** Hands out a function that returns the picture as a PNG data URL. */
  onReady?: (toPng: () => string) => void;
  /** Somebody clicked into the picture; the table has the same for the keyboard. */
  onPick?: (pick: Pick) => void;
};

/** The one chart. Hidden from screen readers: the figure around it has a sentence and a table. */
export function Chart({ option, height = 300, onReady, onPick }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const drawing = useRef<Drawing>(null);
  const scheme = useComputedColorScheme("light");
  const ready = useRef(onReady);
  ready.current = onReady;
  const picked = useRef(onPick);
  picked.current = onPick;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the scheme is read through the page's variables when it changes
  useEffect(() => {
    let gone = false;
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => drawing.current?.resize());
    void import("./echarts").then(({ draw }) => {
      if (gone) return;
      if (!drawing.current) {
        drawing.current = draw(element);
        drawing.current.getZr().on("click", ({ offsetX, offsetY }) => {
          const pick = drawing.current && placeOf(drawing.current, [offsetX, offsetY]);
          if (pick) picked.current?.(pick);
        });
      }
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

  return <div ref={box} className={classes.chart} style={{ height }} data-picks={onPick ? true : undefined} aria-hidden="true" />;
}

/** The grid that a point of the picture lies in, and where in it. */
function placeOf(drawing: Drawing, point: [number, number]): Pick | undefined {
  const grids = drawing.getOption().grid;
  for (let grid = 0; grid < (Array.isArray(grids) ? grids.length : 0); grid++) {
    if (!drawing.containPixel({ gridIndex: grid }, point)) continue;
    const [index, value] = drawing.convertFromPixel({ gridIndex: grid }, point);
    if (index !== undefined && value !== undefined) return { grid, index, value };
  }
  return undefined;
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
