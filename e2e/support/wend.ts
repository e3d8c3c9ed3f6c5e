// The real program, on an empty directory, spoken to by its public API only.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const binary = resolve(process.env.WEND_BINARY ?? join(import.meta.dirname, "../../bin/wend"));

export const adminToken = "e2e-admin-token";
export const serverKey = "e2e-server-write-key";

export interface Identifier {
  kind: string;
  value: string;
}

export interface Customer {
  id: string;
  identifiers: Identifier[];
  traits: Record<string, unknown>;
  consents?: Record<string, boolean>;
  merges?: Array<{ cause: string; identifiers: Identifier[] }>;
}

export interface Touchpoint {
  message_id: string;
  event: string;
  time: string;
  type: string;
  page: string | null;
  properties: Record<string, any>;
}

export interface Session {
  id: string;
  start: string;
  end: string;
  channel: string;
  touchpoints: Touchpoint[];
}

export interface LiveEvent extends Touchpoint {
  original_event: string | null;
  customer_id: string | null;
  received_at: string;
  bot: boolean;
  message: Record<string, any>;
}

export interface Source {
  id: string;
  name: string;
  kind: string;
  write_key: string;
}

/** A port that is free now; the program takes it a moment later. */
export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === "object" ? done(address.port) : fail(new Error("no port"))));
    });
  });
}

export const pause = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

/** Asks again until the assertions in `look` hold, and fails with the last one that did not. */
export async function eventually<T>(look: () => Promise<T> | T, within = 60_000): Promise<T> {
  const end = Date.now() + within;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await pause(50);
  }
}

export class Wend {
  private process: ChildProcess | undefined;
  private output = "";

  private constructor(
    readonly host: string,
    private readonly directory: string,
    private readonly command: string[],
    private readonly environment: Record<string, string>,
  ) {}

  /** `wend serve`, or the command given, on an empty directory and a free port. */
  static async start(command = ["serve"], environment: Record<string, string> = {}): Promise<Wend> {
    if (!existsSync(binary)) throw new Error(`${binary} is missing: run "make build" first`);
    const wend = new Wend(
      `http://127.0.0.1:${await freePort()}`,
      mkdtempSync(join(tmpdir(), "wend-e2e-")),
      command,
      { WEND_ADMIN_TOKEN: adminToken, WEND_WRITE_KEY: serverKey, ...environment },
    );
    await wend.run();
    return wend;
  }

  /** Starts the program again where it was: same directory, same port. */
  async run(within = 60_000): Promise<void> {
    const child = spawn(binary, [...this.command, "--data", join(this.directory, "data"), "--listen", new URL(this.host).host], {
      cwd: this.directory,
      env: { PATH: process.env.PATH, HOME: this.directory, ...this.environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.process = child;
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (this.output += text));
    const ended = new Promise<never>((_, fail) =>
      child.once("exit", (code) => fail(new Error(`wend ended with ${code} before it answered:\n${this.output}`))),
    );
    const answers = eventually(async () => {
      const answer = await fetch(`${this.host}/healthz`).catch(() => undefined);
      if (answer?.status !== 200) throw new Error(`wend does not answer:\n${this.output}`);
    }, within);
    ended.catch(() => {}); // later on it may end
    await Promise.race([answers, ended]);
  }

  /** What the program has printed. */
  get printed(): string {
    return this.output;
  }

  async stop(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    const child = this.process;
    this.process = undefined;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((done) => child.once("exit", done));
    child.kill(signal);
    await ended;
  }

  async close(): Promise<void> {
    await this.stop("SIGKILL");
    rmSync(this.directory, { recursive: true, force: true });
  }

  async api<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${this.host}/api/v1${path}`, {
      method,
      headers: { Authorization: `Bearer ${adminToken}`, ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }

  source(kind: string, name = kind): Promise<Source> {
    return this.api("POST", "/sources", { name, kind });
  }

  lookup(kind: string, value: string): Promise<Customer> {
    return this.api("GET", `/customers/lookup?kind=${kind}&value=${encodeURIComponent(value)}`);
  }

  customer(id: string): Promise<Customer> {
    return this.api("GET", `/customers/${id}`);
  }

  /** The customer's sessions, oldest first (the API's order is the other one). */
  async sessions(id: string): Promise<Session[]> {
    const { items } = await this.api<{ items: Session[] }>("GET", `/customers/${id}/journey?limit=500`);
    return items.reverse();
  }

  /** Every event that came in, in order of time; identify, group and alias too. */
  async events(): Promise<LiveEvent[]> {
    const { items } = await this.api<{ items: LiveEvent[] }>("GET", "/events?limit=500");
    // The newest come first; what happened in the same millisecond stays in the order that it came in.
    return items.reverse().sort((a, b) => Date.parse(a.time) - Date.parse(b.time));
  }
}

/** A session in one line: "Email: Page Viewed /, Product Added". */
export function told(session: Session): string {
  const steps = session.touchpoints.map(({ event, page }) => (event === "Page Viewed" ? `${event} ${page}` : event));
  return `${session.channel}: ${steps.join(", ")}`;
}
