import { createContext, useContext } from "react";

/** How a figure stands on a dashboard: on a card that has its own title, in the one form that was chosen for it. */
export type FigureFrame = {
  title: string;
  /** Whether the card is a part of the page's width. */
  narrow: boolean;
  show: "number" | "chart" | "table";
  /** Where the whole analysis is; left out where there is no way to it. */
  link?: { to: string; search: { range: string } };
  /** The place in the card's head for the figure's downloads, once it is there. */
  menu: HTMLElement | null;
};

const Context = createContext<FigureFrame | null>(null);

export const FigureFrameProvider = Context.Provider;

/** The card that the figure stands on, or nothing on its own screen. */
export function useFigureFrame(): FigureFrame | null {
  return useContext(Context);
}
