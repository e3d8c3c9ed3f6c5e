import { Link } from "@tanstack/react-router";
import { type ReactNode, Suspense, useMemo, useState } from "react";
import { type FigureFrame, FigureFrameProvider } from "@/shared/figure/frame";
import type { Bounds } from "@/shared/range/range";
import { type Given, useAnswers } from "@/shared/saved/answers";
import { Loading } from "@/shared/states/States";
import classes from "./AnswerCard.module.css";
import type { Show, Width } from "./cards";
import { WhenSeen } from "./WhenSeen";

type Asked = { analysis: string; question: unknown; bounds: Bounds; given?: Given };
type Props = {
  title: string;
  width: Width;
  show: Show;
  /** What it asks; a text says why there is nothing to ask. */
  asked: Asked | string;
  link?: FigureFrame["link"];
  tools?: ReactNode;
};

/** One answer of a dashboard: its title stands while it is counted, and when it cannot be. */
export function AnswerCard({ title, width, show, asked, link, tools }: Props) {
  const [menu, setMenu] = useState<HTMLElement | null>(null);
  const frame = useMemo<FigureFrame>(() => ({ title, show, narrow: width !== "full", menu, ...(link ? { link } : {}) }), [title, show, width, link, menu]);
  return (
    <>
      <div className={classes.head}>
        <h2 className={classes.title}>{link ? <Link to={link.to} search={() => link.search}>{title}</Link> : title}</h2>
        <div className={classes.tools}>
          <span ref={setMenu} className={classes.menu} />
          {tools}
        </div>
      </div>
      {typeof asked === "string" ? <p className="soft">{asked}</p> : (
        <FigureFrameProvider value={frame}>
          <WhenSeen height={show === "number" ? 120 : 260}>
            <Suspense fallback={<Loading label="Opening" height={260} />}>
              <Answer {...asked} />
            </Suspense>
          </WhenSeen>
        </FigureFrameProvider>
      )}
    </>
  );
}

function Answer({ analysis, question, bounds, given }: Asked) {
  const Component = useAnswers()[analysis];
  if (!Component) return <p className="soft">This version of Wend cannot show a card of this kind.</p>;
  return <Component question={question} bounds={bounds} {...(given ? { given } : {})} />;
}
