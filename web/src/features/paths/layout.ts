import { type Graph, isOther, type PathLink, type PathNode } from "./graph";

export type Box = { node: PathNode; x: number; y: number; width: number; height: number };
export type Ribbon = { link: PathLink; path: string; width: number };
export type Exit = { node: PathNode; path: string };
export type Layout = { boxes: Box[]; ribbons: Ribbon[]; exits: Exit[]; width: number; height: number };

const bar = 10;
const gap = 26;
const top = 44;
/** Thinner than this a box is not seen and its name finds no room. */
const least = 3;

/** Places columns, boxes and ribbons. Heights are in proportion to counts. */
export function layOut(graph: Graph, width: number, height: number): Layout {
  const columns = graph.columns.map(sort);
  const fullest = Math.max(1, ...columns.map((column) => column.length));
  const room = Math.max(120, height - top - gap * fullest);
  const scale = graph.whole > 0 ? room / graph.whole : 0;
  // The last column keeps room for its names.
  const step = width / Math.max(1, columns.length);
  const at = new Map<PathNode, Box>();
  for (const [i, column] of columns.entries()) {
    let y = top;
    for (const node of column) {
      const box = { node, x: i * step, y, width: bar, height: Math.max(least, node.count * scale) };
      at.set(node, box);
      y += box.height + gap;
    }
  }
  const used = new Map<PathNode, { out: number; in: number }>([...at.keys()].map((node) => [node, { out: 0, in: 0 }]));
  const placed = (node: PathNode) => at.get(node) as Box;
  const ribbons = [...graph.links]
    .sort((a, b) => placed(a.source).y - placed(b.source).y || placed(a.target).y - placed(b.target).y)
    .map((link): Ribbon => {
      const [from, to] = [placed(link.source), placed(link.target)];
      const thick = Math.max(0.8, link.count * scale);
      const out = used.get(link.source) as { out: number };
      const into = used.get(link.target) as { in: number };
      const path = bend(from.x + bar, from.y + out.out, to.x, to.y + into.in, thick);
      out.out += link.count * scale;
      into.in += link.count * scale;
      return { link, path, width: thick };
    });
  const exits = [...at.values()].flatMap(({ node, x, y, height: tall }): Exit[] => {
    const thick = node.exits * scale;
    if (thick < 0.5) return [];
    return [{ node, path: fork(x + bar, y + tall - thick, thick, Math.min(46, step * 0.3)) }];
  });
  const bottom = Math.max(...[...at.values()].map((box) => box.y + box.height), 0);
  return { boxes: [...at.values()], ribbons, exits, width, height: bottom + gap };
}

/** The most frequent on top, all others at the bottom. */
function sort(column: PathNode[]): PathNode[] {
  return [...column].sort((a, b) => Number(isOther(a)) - Number(isOther(b)) || b.count - a.count);
}

/** A ribbon from one box to the next. */
function bend(x0: number, y0: number, x1: number, y1: number, thick: number): string {
  const half = (x0 + x1) / 2;
  const n = (value: number) => value.toFixed(1);
  return `M${n(x0)} ${n(y0)}C${n(half)} ${n(y0)} ${n(half)} ${n(y1)} ${n(x1)} ${n(y1)}V${n(y1 + thick)}C${n(half)} ${n(y1 + thick)} ${n(half)} ${n(y0 + thick)} ${n(x0)} ${n(y0 + thick)}Z`;
}

/** What ends at a box bends down and fades. */
function fork(x: number, y: number, thick: number, reach: number): string {
  const n = (value: number) => value.toFixed(1);
  const drop = Math.min(20, 8 + thick * 0.1);
  return `M${n(x)} ${n(y)}C${n(x + reach * 0.5)} ${n(y)} ${n(x + reach * 0.8)} ${n(y + drop * 0.4)} ${n(x + reach)} ${n(y + drop)}V${n(y + drop + thick)}C${n(x + reach * 0.8)} ${n(y + drop * 0.4 + thick)} ${n(x + reach * 0.5)} ${n(y + thick)} ${n(x)} ${n(y + thick)}Z`;
}

/** A name cut to the room that there is. */
export function shorten(name: string, room: number, perLetter = 6.9): string {
  const letters = Math.max(4, Math.floor(room / perLetter));
  if (name.length <= letters) return name;
  // Of an address the end says more than the beginning.
  return name.startsWith("/") ? `…${name.slice(name.length - letters + 1)}` : `${name.slice(0, letters - 1)}…`;
}
