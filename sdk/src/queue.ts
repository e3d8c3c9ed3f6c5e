import type { Message } from "../wend";
import type { Store } from "./storage";

/** What waits at most, here and on the device; beyond it the oldest goes. */
export const mostMessages = 500;
export const mostBytes = 256 * 1024;

export interface Entry {
  id: string;
  json: string;
  bytes: number;
  /** When it happened. */
  time: number;
  /** Part of a request whose answer is not known yet. */
  flying: boolean;
}

/**
 * The calls that the server has not confirmed yet, in order. They are kept on
 * the device too, where that is possible, and taken up by the next page that
 * loads. Several tabs share that copy: a message that two of them send has the
 * same messageId twice, and the server counts it once.
 */
export interface Queue {
  add(message: Message): void;
  /** The oldest messages that are not flying, up to the limits; one message always fits. */
  take(messages: number, bytes: number): Entry[];
  /** Confirmed, or given up for good. */
  remove(entries: Entry[]): void;
  /** How many messages, and bytes, are waiting (false) or flying (true). */
  count(flying: boolean): number;
  bytes(flying: boolean): number;
}

const sum = (entries: Entry[]): number => entries.reduce((bytes, entry) => bytes + entry.bytes, 0);
const size = (text: string): number => new TextEncoder().encode(text).length;

/** Cut to nine tenths, so that a full queue is not cut again at every call. */
function bound(entries: Entry[]): Entry[] {
  let bytes = sum(entries);
  if (entries.length <= mostMessages && bytes <= mostBytes) return entries;
  let from = 0;
  while (entries.length - from > mostMessages * 0.9 || bytes > mostBytes * 0.9) bytes -= (entries[from++] as Entry).bytes;
  return entries.slice(from);
}

const entry = (message: Message): Entry => {
  const json = JSON.stringify(message);
  return { id: message.messageId, json, bytes: size(json), time: Date.parse(message.timestamp), flying: false };
};

/** store is where the copy is kept; undefined: nowhere. */
export function createQueue(store: Store | undefined, key: string): Queue {
  const read = (): Entry[] => {
    try {
      const messages: Message[] = JSON.parse(store?.get(key) || "[]");
      return messages.filter((message) => message.messageId && message.type).map(entry);
    } catch {
      return []; // not ours: the next write replaces it
    }
  };
  const write = (entries: Entry[]): void => {
    if (entries.length) store?.set(key, `[${entries.map(({ json }) => json).join()}]`);
    else store?.remove(key);
  };

  let queue = bound(read());
  const of = (flying: boolean): Entry[] => queue.filter((entry) => entry.flying === flying);

  return {
    add(message) {
      const added = entry(message);
      queue = bound(queue.concat(added));
      if (!store) return;
      // Appending to the text spares reading all of it for every call.
      const text = store.get(key) || "";
      if (/^\[.+\]$/.test(text) && queue.length < mostMessages && text.length + added.bytes < mostBytes)
        store.set(key, `${text.slice(0, -1)},${added.json}]`);
      else write(bound(read().concat(added)));
    },
    take(messages, bytes) {
      const taken: Entry[] = [];
      for (const entry of of(false)) {
        if (taken.length && (taken.length >= messages || sum(taken) + entry.bytes > bytes)) break;
        taken.push(entry);
      }
      return taken;
    },
    remove(entries) {
      const gone = new Set(entries.map(({ id }) => id));
      const stays = ({ id }: Entry): boolean => !gone.has(id);
      queue = queue.filter(stays);
      if (store) write(read().filter(stays));
    },
    count: (flying) => of(flying).length,
    bytes: (flying) => sum(of(flying)),
  };
}
