// A mail server on a real connection, which keeps what it is handed.
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";

export interface Letter {
  to: string;
  raw: string;
}

export class MailServer {
  readonly letters: Letter[] = [];
  private readonly open = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  static start(): Promise<MailServer> {
    return new Promise((done) => {
      const server = createServer();
      const mail = new MailServer(server);
      server.on("connection", (socket) => mail.serve(socket));
      server.listen(0, "127.0.0.1", () => done(mail));
    });
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  private serve(socket: Socket): void {
    this.open.add(socket);
    socket.on("close", () => this.open.delete(socket)).on("error", () => socket.destroy());
    const say = (text: string) => socket.write(`${text}\r\n`);
    let letter: Letter = { to: "", raw: "" };
    let inLetter = false;
    let rest = "";
    say("220 ready");
    socket.setEncoding("utf8").on("data", (chunk: string) => {
      const lines = (rest + chunk).split("\r\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        if (inLetter && line === ".") {
          inLetter = false;
          this.letters.push(letter);
          letter = { to: "", raw: "" };
          say("250 kept");
        } else if (inLetter) letter.raw += `${line.replace(/^\./, "")}\r\n`;
        else if (/^DATA$/i.test(line)) {
          inLetter = true;
          say("354 go on");
        } else if (/^QUIT$/i.test(line)) {
          say("221 bye");
          socket.end();
        } else {
          const to = /^RCPT TO:<([^>]*)>/i.exec(line)?.[1];
          if (to) letter.to = to;
          say("250 ok");
        }
      }
    });
  }

  close(): Promise<void> {
    for (const socket of this.open) socket.destroy();
    return new Promise((done) => this.server.close(() => done()));
  }
}

/** A letter's headers on one line each. */
export function header(letter: Letter, name: string): string {
  const head = letter.raw.slice(0, letter.raw.indexOf("\r\n\r\n")).replace(/\r\n[ \t]+/g, " ");
  return new RegExp(`^${name}: (.*)$`, "im").exec(head)?.[1] ?? "";
}

/** A letter's part of a type, decoded. */
export function part(letter: Letter, type: string): string {
  const at = letter.raw.indexOf(`Content-Type: ${type}`);
  const from = letter.raw.indexOf("\r\n\r\n", at) + 4;
  const body = letter.raw.slice(from, letter.raw.indexOf("\r\n--", from)).replace(/=\r\n/g, "");
  return Buffer.from(body.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))), "latin1").toString("utf8");
}
