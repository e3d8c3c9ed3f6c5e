import type { Schemas } from "@/shared/api/client";

export type PathNode = {
  id: string;
  /** Its column, from 0 on the left. */
  column: number;
  name: string;
  count: number;
  /** How many ended here. */
  exits: number;
  /** Its share of all in the fullest column. */
  share: number;
};
export type PathLink = { source: PathNode; target: PathNode; count: number; seconds: number | null };
export type Graph = {
  columns: PathNode[][];
  links: PathLink[];
  /** How many units there are in the fullest column. */
  whole: number;
  /** Whether the last column is where all of them end, and the first where some begin late. */
  backwards: boolean;
};

/** The answer as columns of nodes with their links. `rename` tells what a node is called. */
export function toGraph(answer: Schemas["PathsAnswer"], rename: (name: string) => string = (name) => name): Graph {
  const raw = answer.nodes ?? [];
  const least = Math.min(0, ...raw.map((node) => node.depth));
  const ended = new Map((answer.exits ?? []).map((exit) => [exit.id, exit.count]));
  const sums = new Map<number, number>();
  for (const node of raw) sums.set(node.depth, (sums.get(node.depth) ?? 0) + node.count);
  const whole = Math.max(0, ...sums.values());
  const columns: PathNode[][] = [];
  const byId = new Map<string, PathNode>();
  for (const { id, depth, name, count } of raw) {
    const node: PathNode = { id, column: depth - least, name: name === "(other)" ? "All others" : rename(name), count, exits: ended.get(id) ?? 0, share: whole > 0 ? count / whole : 0 };
    byId.set(id, node);
    columns[node.column] = [...(columns[node.column] ?? []), node];
  }
  const links = (answer.links ?? []).flatMap((link): PathLink[] => {
    const [source, target] = [byId.get(link.source), byId.get(link.target)];
    return source && target ? [{ source, target, count: link.count, seconds: link.median_seconds }] : [];
  });
  return { columns: columns.map((column) => column ?? []), links, whole, backwards: least < 0 };
}

export function isOther(node: PathNode): boolean {
  return node.id.endsWith(":(other)");
}

/** What goes into a node and out of it, the most frequent first. */
export function around(graph: Graph, node: PathNode): { before: PathLink[]; after: PathLink[] } {
  const most = (a: PathLink, b: PathLink) => b.count - a.count;
  return { before: graph.links.filter((link) => link.target === node).sort(most), after: graph.links.filter((link) => link.source === node).sort(most) };
}

/**
 * How strongly each node and link belongs to the ways through a node, 0 to 1:
 * its own links fully, those further off as far as people may have come by there.
 */
export function waysThrough(graph: Graph, through: PathNode): Map<PathNode | PathLink, number> {
  const strength = new Map<PathNode | PathLink, number>([[through, 1]]);
  const spread = (from: "source" | "target", to: "source" | "target", order: PathNode[][]) => {
    for (const column of order) {
      for (const node of column) {
        const own = strength.get(node);
        if (own === undefined) continue;
        const next = graph.links.filter((link) => link[from] === node);
        for (const link of next) {
          const reached = node === through ? 1 : Math.min(own, own * (link.count / Math.max(1, node.count)) * 1.5);
          if (reached < 0.02) continue;
          strength.set(link, Math.max(strength.get(link) ?? 0, reached));
          strength.set(link[to], Math.max(strength.get(link[to]) ?? 0, Math.min(reached, link.count / Math.max(1, link[to].count) + 0.3)));
        }
      }
    }
  };
  spread("source", "target", graph.columns.slice(through.column));
  spread("target", "source", graph.columns.slice(0, through.column + 1).reverse());
  return strength;
}
