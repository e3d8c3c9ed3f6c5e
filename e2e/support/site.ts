// A shop's website on a host of its own, so that the browser sees Wend as the
// other site that it will be in real life.
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { build } from "esbuild";

const sites = resolve(import.meta.dirname, "../sites");

export class Site {
  private constructor(
    readonly address: string,
    private readonly server: Server,
  ) {}

  /**
   * The shop has real pages (/, /shoes, /shoes/red, /cart, /checkout, /thanks; /contact with a form, /links,
   * /story, which is long, /trouble, where things are broken) and, under /app, the same as a single-page app. `head` goes into every page but /bare,
   * `scripts` are served under their names.
   */
  static async open(head: string, scripts: Record<string, string> = {}): Promise<Site> {
    const page = (file: string): string => readFileSync(join(sites, file), "utf8").replace("<!-- head -->", () => head);
    const server = createServer((request, answer) => {
      const { pathname } = new URL(request.url ?? "/", "http://site");
      const script = scripts[pathname.slice(1)];
      const send = (type: string, body: string): void => {
        answer.writeHead(200, { "Content-Type": `${type}; charset=utf-8` });
        answer.end(body);
      };
      if (pathname === "/favicon.ico") return void answer.writeHead(204).end();
      if (script !== undefined) return send("text/javascript", script);
      if (pathname === "/app" || pathname.startsWith("/app/")) return send("text/html", page("app/index.html"));
      if (pathname.startsWith("/files/")) return send("application/pdf", "%PDF-1.4");
      const name = pathname.slice(1).replaceAll("/", "-") || "index";
      try {
        send("text/html", page(`shop/${name}.html`));
      } catch {
        answer.writeHead(404).end("Not here.");
      }
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    // Wend is reached as 127.0.0.1: another host, another origin
    return new Site(`http://localhost:${(server.address() as AddressInfo).port}`, server);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}

/** Bundles a script of sites/ for a page, as a shop's own build would. */
export async function bundle(file: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(sites, file)],
    bundle: true,
    write: false,
    format: "iife",
    target: "es2020",
    define: { "process.env.NODE_ENV": '"production"' },
  });
  return outputFiles[0]?.text ?? "";
}
