// What Chromium printed: its pages, their size, and the text on them. It reads what Skia writes, not every PDF there is.
import { inflateSync } from "node:zlib";

export interface Sheet {
  width: number;
  height: number;
  /** One line for each run of text. */
  text: string;
}

/** The pages of a PDF, in their order. */
export function sheets(pdf: Buffer): Sheet[] {
  const objects = new Map([...pdf.toString("latin1").matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, id, body]) => [id, body ?? ""]));
  const stream = (id: string | undefined) => {
    const body = objects.get(id) ?? "";
    const begin = body.indexOf("stream\n");
    return begin < 0 ? "" : inflateSync(Buffer.from(body.slice(begin + "stream\n".length), "latin1")).toString("latin1");
  };
  const kids = [...objects.values()].find((body) => /\/Type \/Pages\b/.test(body) && !/\/Parent/.test(body)) ?? "";
  return leaves(kids, objects).map((page) => {
    const [, width, height] = /\/MediaBox \[0 0 (\S+) (\S+)\]/.exec(page) ?? [];
    const fonts = new Map([...(/\/Font <<(.*?)>>/s.exec(page)?.[1] ?? "").matchAll(/\/(\w+) (\d+) 0 R/g)].map(([, name, id]) => [name, letters(stream(/\/ToUnicode (\d+) 0 R/.exec(objects.get(id) ?? "")?.[1]))]));
    return { width: Number(width), height: Number(height), text: read(stream(/\/Contents (\d+) 0 R/.exec(page)?.[1]), fonts) };
  });
}

/** The pages under a node of the page tree. */
function leaves(node: string, objects: Map<string | undefined, string>): string[] {
  const kids = /\/Kids \[(.*?)\]/s.exec(node)?.[1];
  return kids === undefined ? [node] : [...kids.matchAll(/(\d+) 0 R/g)].flatMap(([, id]) => leaves(objects.get(id) ?? "", objects));
}

type Font = { digits: number; letters: Map<number, string> };

/** What a font's codes stand for. */
function letters(map: string): Font {
  const digits = /begincodespacerange\s*<(\w+)>/.exec(map)?.[1]?.length ?? 4;
  const known = new Map<number, string>();
  const put = (code: number, utf16: string, further = 0) => known.set(code, String.fromCharCode(...(utf16.match(/..../g) ?? []).map((unit, i, all) => Number.parseInt(unit, 16) + (i === all.length - 1 ? further : 0))));
  for (const [, block] of map.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) for (const [, code, utf16] of block?.matchAll(/<(\w+)> <(\w+)>/g) ?? []) put(Number.parseInt(code ?? "", 16), utf16 ?? "");
  for (const [, block] of map.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, from, to, utf16] of block?.matchAll(/<(\w+)> <(\w+)> <(\w+)>/g) ?? []) {
      const first = Number.parseInt(from ?? "", 16);
      for (let code = first; code <= Number.parseInt(to ?? "", 16); code++) put(code, utf16 ?? "", code - first);
    }
  }
  return { digits, letters: known };
}

/** The text that a page's drawing shows. */
function read(drawing: string, fonts: Map<string | undefined, Font>): string {
  let font: Font | undefined;
  let text = "";
  for (const [token, name, codes] of drawing.matchAll(/\bBT\b|\/(\w+) \S+ Tf|<([0-9A-Fa-f]+)>/g)) {
    if (token === "BT") text += "\n";
    else if (name) font = fonts.get(name);
    else for (const code of codes?.match(new RegExp(`.{${font?.digits ?? 4}}`, "g")) ?? []) text += font?.letters.get(Number.parseInt(code, 16)) ?? "";
  }
  return text.trim();
}
