import { PeopleNumber } from "@/shared/people/PeopleNumber";
import type { People } from "@/shared/people/people";
import { changeWords, type Change, howWords, keyNumber, showNumber } from "./facts";
import classes from "./KeyNumbers.module.css";
import type { Line, Picture } from "./lines";
import { type Interval, whereWords } from "./question";

type Props = {
  picture: Picture;
  interval: Interval;
  currency: string;
  against: string;
  behind?: (line: Line, value: number | null) => People;
  /** Without names and colours: a card of one line says both in its title. */
  bare?: boolean;
};

// The same colours, in the same order, as the picture takes from the page's theme.
const colours = ["var(--accent)", ...[2, 3, 5, 6, 1, 7, 8].map((n) => `var(--stage-${n})`)];

/** What each line comes to, in its colour. */
export function KeyNumbers({ picture, interval, currency, against, behind, bare = false }: Props) {
  const many = picture.shown.length > 4;
  return (
    <ul className={many ? `${classes.list} ${classes.many}` : classes.list} aria-label="Key numbers">
      {picture.shown.map((line, i) => <KeyNumberItem key={line.key} line={line} colour={colours[i % colours.length] ?? ""} {...{ picture, interval, currency, behind }} against={many ? "" : against} bare={bare} />)}
    </ul>
  );
}

function KeyNumberItem({ line, colour, picture, interval, currency, against, behind, bare }: Props & { line: Line; colour: string }) {
  const { value, how, change, few } = keyNumber(line, picture);
  const shown = showNumber(value, line.series, currency);
  const where = whereWords(line.series.where);
  return (
    <li className={classes.item} data-bare={bare || undefined} style={{ borderTopColor: colour }}>
      <span className={bare ? "visually-hidden" : classes.name}>{line.name}</span>
      {where && !line.name.endsWith(where) && <span className={classes.where}>where {where}</span>}
      <span className={classes.number}><PeopleNumber people={behind?.(line, value)} value={value}>{shown}</PeopleNumber><span className={classes.how}>{howWords(how, interval)}</span></span>
      <span className={classes.change}>{change ? <Compared change={change} against={against} /> : few ? "too few to compare" : "nothing to compare with"}</span>
    </li>
  );
}

const arrows = { up: "↑", down: "↓", level: "→" };

function Compared({ change, against }: { change: Change; against: string }) {
  const text = changeWords({ ...change, chance: false }, against).trim();
  return (
    <>
      <span aria-hidden="true">{arrows[change.sign]} </span>
      {change.chance ? text : <strong>{text}</strong>}
      {change.chance && ", within the usual ups and downs"}
    </>
  );
}
