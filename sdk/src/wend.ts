import type { Call, CallOptions, Callback, LoadOptions, Message, Properties, Wend } from "../wend";
import { merge, sort } from "./arguments";
import { context, type Place } from "./context";
import { createIdentity, type Identity } from "./identity";
import { uuid } from "./ids";
import { watch, type Navigation } from "./navigation";
import { createQueue } from "./queue";
import { createSender, type Sender } from "./sender";
import { createSession, type Session } from "./session";
import { cookies, first, local, memory } from "./storage";
import { version } from "./version";

type Fields = Partial<Message> & Pick<Message, "type">;
type Verb = (...args: unknown[]) => unknown;

/** What there is once a write key is known. */
interface Live {
  identity: Identity;
  session: Session;
  sender: Sender;
  place: Place;
  navigation: Navigation | undefined;
}

/** Nothing that goes wrong in here may stop the page that we are a guest of. */
function safely<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    console.error("wend.js:", error);
    return undefined;
  }
}

function iso(time: unknown): string {
  const date = new Date(time as string);
  return isNaN(+date) ? new Date().toISOString() : date.toISOString();
}

export function createWend(): Wend {
  let live: Live | undefined;
  const waiting: Array<(live: Live) => void> = [];

  /** Now, or as soon as the write key is known. */
  const once = <T>(work: (live: Live) => T): Promise<T> =>
    new Promise((resolve) => {
      const run = (live: Live): void => resolve(safely(() => work(live)) as T);
      if (live) run(live);
      else waiting.push(run);
    });

  function send(live: Live, fields: Fields, options: CallOptions, callback?: Callback): Message {
    const { identity, session, place, sender, navigation } = live;
    const { context: own, integrations, timestamp, anonymousId, userId, messageId, ...more } = options;
    const touchpoint = /track|page|screen/.test(fields.type);
    if (fields.type === "page") navigation?.cancel();
    else if (touchpoint) navigation?.settle();

    const now = Date.now();
    const user = userId ?? identity.userId();
    const message: Message = {
      messageId: messageId || uuid(),
      timestamp: iso(timestamp ?? now),
      anonymousId: anonymousId || identity.anonymousId(),
      ...(user === null ? {} : { userId: String(user) }),
      ...fields,
      context: merge(
        merge({ ...context(place), sessionId: touchpoint ? session.touch(now) : session.current(now) }, more),
        own,
      ),
      ...(integrations ? { integrations } : {}),
    };
    if (fields.type === "page") {
      // what page() is told about the page holds for its context too, and the other way round
      const found = message.context.page as Properties;
      const told = message.properties as Properties;
      message.properties = { ...found, ...told };
      for (const key in found) if (key in told) found[key] = told[key];
    }
    sender.add(message);
    if (callback) void Promise.resolve(message).then(callback);
    return message;
  }

  const view =
    (type: "page" | "screen") =>
    (...args: unknown[]): Promise<Message> =>
      once((live) => {
        const { texts, data, options, callback } = sort(args, 2);
        const name = texts.pop();
        const named = { ...(name ? { name } : {}), ...(texts[0] ? { category: texts[0] } : {}) };
        return send(live, { type, ...named, properties: { ...data, ...named } }, options, callback);
      });

  const wend = {
    version,

    load(writeKey: string, options: LoadOptions = {}) {
      if (live) return;
      safely(() => {
        const { host = "", cookieless, cookieDomain, hash = false, page = true } = options;
        const { flushAt = 20, flushInterval = 1000 } = options;
        const cookie = cookies(cookieDomain);
        const store = cookieless ? memory() : first([...(cookieDomain ? [cookie, local] : [local, cookie]), memory()]);
        const url = `${host.replace(/\/+$/, "")}/v1/batch`;
        const queue = createQueue(cookieless ? undefined : local, `wend_queue_${writeKey}`);
        const begun: Live = (live = {
          identity: createIdentity(store, !cookieless),
          session: createSession(store),
          sender: createSender(queue, { url, writeKey, flushAt, flushInterval }),
          place: { referrer: document.referrer, stale: undefined, hash },
          navigation: undefined,
        });
        if (page) begun.navigation = watch(begun.place, () => void view("page")());

        const leave = (): void => {
          begun.navigation?.settle();
          begun.sender.leave();
        };
        addEventListener("pagehide", leave);
        document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());
        addEventListener("online", begun.sender.online);
        waiting.splice(0).forEach((run) => run(begun));
      });
    },

    track: (...args: unknown[]) =>
      once((live) => {
        const { texts, data, options, callback } = sort(args, 1);
        return send(live, { type: "track", event: texts[0] ?? "", properties: data }, options, callback);
      }),

    page: view("page"),
    screen: view("screen"),

    identify: (...args: unknown[]) =>
      once((live) => {
        const { texts, data, options, callback } = sort(args, 1);
        if (texts[0]) live.identity.become(texts[0]);
        return send(live, { type: "identify", traits: data }, options, callback);
      }),

    group: (...args: unknown[]) =>
      once((live) => {
        const { texts, data, options, callback } = sort(args, 1);
        return send(live, { type: "group", groupId: texts[0] ?? "", traits: data }, options, callback);
      }),

    alias: (...args: unknown[]) =>
      once((live) => {
        const { texts, data, callback } = sort(args, 2);
        const { userId, anonymousId } = live.identity;
        const previousId = texts[1] ?? userId() ?? anonymousId();
        return send(live, { type: "alias", userId: texts[0] ?? "", previousId }, data, callback);
      }),

    // An identify call: it is no touchpoint, so saying yes to mail is no step of
    // a journey. It is told once only: repeated with every later call, an old
    // yes would overrule whoever has unsubscribed by mail since.
    consent: (categoryPreferences: Record<string, boolean>) =>
      once((live) => send(live, { type: "identify", traits: {} }, { context: { consent: { categoryPreferences } } })),

    reset: () =>
      void once(({ identity, session }) => {
        identity.reset();
        session.reset();
      }),

    ready: (callback?: () => void) => once(() => callback?.()),

    flush: () =>
      once(({ navigation, sender }) => {
        navigation?.settle();
        return sender.flush();
      }),

    user: () => ({
      id: () => (live ? live.identity.userId() : null),
      anonymousId: () => (live ? live.identity.anonymousId() : ""),
    }),

    setAnonymousId(id: string = uuid()) {
      void once(({ identity }) => identity.setAnonymousId(id));
      return id;
    },

    push(...calls: Call[]) {
      for (const [verb, ...args] of calls) safely(() => (wend as unknown as Record<string, Verb>)[verb]?.(...args));
    },
  };
  return wend as unknown as Wend;
}
